/**
 * A plan with its node numbers resolved to the page's nodes. What does not resolve is left
 * out: the page may have changed while Python was reading.
 */

/** @typedef {import("../shared/types.js").Plan} Plan */
/** @typedef {import("../shared/types.js").PlanFold} PlanFold */
/** @typedef {import("../shared/types.js").PlanPost} PlanPost */

/**
 * @typedef {object} Place one place where the content of a quote stands
 * @property {Element} node the post or quote block
 * @property {Element[]} bodies what must be readable there in full
 * @property {string} says text of its bodies when it was read
 */

/**
 * @typedef {object} Fold
 * @property {string} key of this quote in this post: opening one copy leaves the others folded
 * @property {HTMLElement} node
 * @property {PlanFold} plan
 * @property {string} says text of the node when it was read
 * @property {Element | null} original
 * @property {Place[]} places
 * @property {boolean} always folded by the reader's setting, wherever its content stands
 */

/**
 * @typedef {object} PostView
 * @property {string} key
 * @property {Element} node
 * @property {Element[]} bodies
 * @property {PlanPost} plan
 * @property {string} says text of its bodies when it was read
 * @property {Element | null} target
 * @property {Range[]} evidence words that drove the stance
 */

/** @typedef {{ plan: Plan, posts: PostView[], folds: Fold[] }} Resolved */

/** @param {Element[]} elements */
export const textOf = (elements) => elements.map((element) => element.textContent).join("\n");

/**
 * @param {Plan} plan
 * @param {Node[]} nodes
 * @param {(node: Node) => boolean} changed whether a node changed since the snapshot
 * @returns {Resolved}
 */
export function resolve(plan, nodes, changed) {
  /** @type {(id: number | undefined | null) => Element | null} */
  const element = (id) => {
    const node = typeof id === "number" ? nodes[id] : undefined;
    return node instanceof Element && node.isConnected ? node : null;
  };
  /** @type {(ids: number[]) => Element[]} */
  const elements = (ids) => ids.map(element).filter((found) => found !== null);

  const postKeys = new Map(plan.posts.map((post) => [post.id, post.key]));
  const bodies = new Map(plan.posts.map((post) => [post.node, elements(post.body)]));

  /** @type {PostView[]} */
  const posts = [];
  for (const post of plan.posts) {
    const node = element(post.node);
    const parts = bodies.get(post.node) ?? [];
    if (!node || [node, ...parts].some((part) => part !== node && changed(part))) continue;
    posts.push({
      key: post.key,
      node,
      bodies: parts,
      plan: post,
      says: textOf(parts),
      target: element(post.context?.target?.node),
      evidence: ranges(post.stance?.evidence ?? [], nodes),
    });
  }

  /** Shared by the folds that rest on it. */
  /** @type {Map<number, Place | null>} */
  const known = new Map();
  /** @param {number} id @returns {Place | null} */
  const placeOf = (id) => {
    const node = element(id);
    if (!node) return null;
    const parts = bodies.get(id);
    const shown = parts && parts.length > 0 ? parts : [node];
    return shown.some(changed) ? null : { node, bodies: shown, says: textOf(shown) };
  };

  /** @type {Fold[]} */
  const folds = [];
  for (const fold of plan.folds) {
    const node = element(fold.node);
    if (!(node instanceof HTMLElement) || changed(node)) continue;
    /** @type {Place[]} */
    const places = [];
    for (const id of fold.stands_in) {
      let place = known.get(id);
      if (place === undefined) known.set(id, (place = placeOf(id)));
      if (place) places.push(place);
    }
    folds.push({
      key: `${postKeys.get(fold.post) ?? ""}/${fold.key}`,
      node,
      plan: fold,
      says: textOf([node]),
      original: element(fold.original?.node),
      places,
      always: fold.always,
    });
  }
  folds.sort((a, b) => inPageOrder(a.node, b.node));
  return { plan, posts, folds };
}

/** @type {(a: Node, b: Node) => number} */
const inPageOrder = (a, b) =>
  a === b ? 0 : a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/**
 * @param {[number, number, number][]} spans
 * @param {Node[]} nodes
 * @returns {Range[]}
 */
function ranges(spans, nodes) {
  const found = [];
  for (const [id, start, end] of spans) {
    const node = nodes[id];
    if (!(node instanceof Text) || !node.isConnected || end > node.length || start >= end) continue;
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, end);
    found.push(range);
  }
  return found;
}
