/**
 * The page as rows, as docs/CONTRACT.md says: one row a node, in document order.
 * Only reads, and does not recurse: a page can be as deep as it likes.
 */

import { attributes, lastChild, localName, previousSibling, shadowRoot } from "./dom.js";

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Row} Row */
/** @typedef {import("./own.js").Own} Own */

/** As in pycore/quotefold/limits.py, so that a page which Python would refuse is not sent. */
const MAX_NODES = 400_000;
const MAX_DEPTH = 1_000;

/** Characters of text and attributes: a message of Chromium holds 64 MiB, and text with
 * many escapes doubles in JSON twice. */
const MAX_CHARS = 12_000_000;

const MAX_ATTRIBUTE = 2_000;

const LEFT_OUT = new Set([
  "base", "head", "link", "meta", "noscript", "script", "style", "template", "title",
]);
const WITHOUT_CONTENT = new Set(["canvas", "iframe", "math", "object", "svg"]);
const STYLE_KEPT = /display\s*:\s*none|white-space/i;

/**
 * @typedef {object} Shot
 * @property {Snapshot} snapshot
 * @property {Node[]} nodes the node of each row
 * @property {number[]} depths how deep each row lies; the body 0
 * @property {ShadowRoot[]} shadowRoots open ones that were read
 */

/**
 * The attributes of an element that the core may see.
 * @param {Element} element
 * @param {Own} own
 * @returns {Record<string, string>}
 */
function keptAttributes(element, own) {
  /** @type {Record<string, string>} */
  const kept = {};
  const given = attributes(element);
  const folded = given.getNamedItem(own.token) !== null;
  for (let at = 0; at < given.length; at += 1) {
    const { name, value } = /** @type {Attr} */ (given[at]);
    if (name === own.token || (folded && name === "hidden")) continue;
    if (name === "d" || name.startsWith("on")) continue;
    if (name === "style" && !STYLE_KEPT.test(value)) continue;
    if ((name === "src" || name === "srcset") && value.startsWith("data:")) continue;
    kept[name] = value.length > MAX_ATTRIBUTE ? value.slice(0, MAX_ATTRIBUTE) : value;
  }
  return kept;
}

/**
 * Read the body of a document.
 * @param {Document} document
 * @param {Own} own
 * @returns {Shot | "too-large"}
 */
export function takeSnapshot(document, own) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Node[]} */
  const nodes = [];
  /** @type {ShadowRoot[]} */
  const shadowRoots = [];
  /** @type {number[]} */
  const depths = [];
  /** @type {Node[]} */
  const waiting = document.body ? [document.body] : [];
  const parents = [-1];
  let chars = 0;

  /** @type {(parent: Node, row: number) => void} */
  const queueChildren = (parent, row) => {
    for (let child = lastChild(parent); child; child = previousSibling(child)) {
      waiting.push(child);
      parents.push(row);
    }
  };

  while (waiting.length > 0 && rows.length <= MAX_NODES && chars <= MAX_CHARS) {
    const node = /** @type {Node} */ (waiting.pop());
    const parent = /** @type {number} */ (parents.pop());
    const row = rows.length;
    if (node instanceof Element) {
      const tag = localName(node).toLowerCase();
      if (LEFT_OUT.has(tag) || own.hosts.has(node)) continue;
      const depth = parent < 0 ? 0 : /** @type {number} */ (depths[parent]) + 1;
      if (depth > MAX_DEPTH) return "too-large";
      const attrs = keptAttributes(node, own);
      for (const name in attrs) chars += name.length + /** @type {string} */ (attrs[name]).length;
      rows.push([parent, tag, attrs]);
      nodes.push(node);
      depths.push(depth);
      if (WITHOUT_CONTENT.has(tag)) continue;
      queueChildren(node, row);
      const shadow = shadowRoot(node);
      if (shadow) {
        shadowRoots.push(shadow);
        waiting.push(shadow);
        parents.push(row);
      }
    } else if (node instanceof ShadowRoot) {
      rows.push([parent, "#shadow", {}]);
      nodes.push(node);
      depths.push(/** @type {number} */ (depths[parent]) + 1);
      queueChildren(node, row);
    } else if (node instanceof Text || node instanceof Comment) {
      const { data } = node;
      const comment = node instanceof Comment;
      if (comment && !/^\s*\p{L}/u.test(data)) continue;
      chars += data.length;
      rows.push([parent, comment ? 1 : 0, data]);
      nodes.push(node);
      depths.push(/** @type {number} */ (depths[parent]) + 1);
    }
  }
  if (rows.length > MAX_NODES || chars > MAX_CHARS) return "too-large";
  return {
    snapshot: {
      url: document.location.href,
      title: document.title,
      lang: document.documentElement?.lang ?? "",
      rows,
    },
    nodes,
    depths,
    shadowRoots,
  };
}
