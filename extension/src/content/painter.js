/**
 * Brings the page to what a plan says, and back to what it was.
 *
 * Marks are kept by node together with the content key, so that a node which a site reuses for
 * another post loses its marks; running twice changes nothing. While a quote is folded its node
 * has the token, `hidden="until-found"`, `aria-hidden` and, where it is a tab stop, a `tabindex`
 * that takes it out; nothing else of the page changes.
 */

import { DISPLAYS } from "../shared/page-style.js";
import { say } from "../shared/words.js";
import { parentElement, parentNode, upward } from "./dom.js";
import { Badge, FoldLine, Overlay } from "./parts.js";
import { textOf } from "./plan.js";
import { decide } from "./rule.js";
import { keepPlace, putAt, showPost } from "./scroll.js";
import { createLooks } from "./theme.js";
import { isVisible, showsAll } from "./visible.js";

/** @typedef {import("./plan.js").Fold} Fold */
/** @typedef {import("./plan.js").Place} Place */
/** @typedef {import("./plan.js").PostView} PostView */
/** @typedef {import("./plan.js").Resolved} Resolved */
/** @typedef {import("./own.js").Own} Own */
/** @typedef {import("./theme.js").Look} Look */
/** @typedef {{ parent: Node, before: Node | null, around: Element }} BadgePlace */

/**
 * @typedef {object} FoldMark
 * @property {Fold} fold
 * @property {FoldLine | null} line
 * @property {boolean} folded
 * @property {Record<string, string | null>} kept while folded: the page's own values of attributes
 *   that are ours meanwhile
 */

/**
 * @typedef {object} BadgeMark
 * @property {PostView | null} post null for a badge that only holds a way back
 * @property {Badge} badge
 */

/**
 * @typedef {object} Links what the painter needs of the rest
 * @property {Own} own
 * @property {(write: () => void) => void} mute do changes that the watcher does not see
 * @property {Map<string, "o" | "c">} choices what the reader opened or folded, by key
 * @property {(keys: string[], state: "o" | "c" | null) => void} onChoice null: as the plan says
 * @property {((key: string, said: import("../shared/types.js").Said | null) => void) | null} onCorrect
 *   the reader corrected the stance of that key, or took that back; null where that can't be kept
 * @property {() => void} onChange the number of folded quotes may have changed
 * @property {() => void} onRefusal the page takes away what is added, again and again
 * @property {() => boolean} alive whether the extension is still there; else everything has ended
 */

/** A page that takes a part of ours away so many times in so many milliseconds means it. */
const REMOVALS = 3;
const REMOVALS_WITHIN = 10_000;

export class Painter {
  /** @type {Links} */ #links;
  /** @type {Map<HTMLElement, FoldMark>} */ #folds = new Map();
  /** @type {Map<Element, BadgeMark>} */ #badges = new Map();
  /** Quotes that find-in-page, a link to their text or the page opened: until the next page view. */
  /** @type {Set<string>} */ #found = new Set();
  /** @type {Overlay | null} */ #overlay = null;
  /** For each part of ours that is on the page: when the page took it away. */
  /** @type {WeakMap<Element, number[]>} */ #removals = new WeakMap();
  #refused = false;
  #abort = new AbortController();
  #announced = false;
  #announceTimer = 0;
  show = { context: true, stance: true };

  /** @param {Links} links */
  constructor(links) {
    this.#links = links;
    document.addEventListener(
      "beforematch",
      (event) => {
        if (event.isTrusted && event.target instanceof Node) this.#openFound(event.target);
      },
      { capture: true, signal: this.#abort.signal },
    );
  }

  /** How many quotes are folded, and how many could be. */
  get counts() {
    const marks = [...this.#folds.values()];
    return {
      folded: marks.filter((mark) => mark.folded).length,
      foldable: marks.filter((mark) => mark.line).length,
    };
  }

  /**
   * Paint a plan: what is marked but not planned goes, what is planned but not marked comes.
   * @param {Resolved} resolved
   */
  paint({ posts, folds }) {
    const planned = new Map(folds.map((fold) => [fold.node, fold]));
    const badged = new Map(
      posts.filter((post) => this.#badgeView(post)).map((post) => [post.node, post]),
    );
    this.#links.mute(() => {
      for (const [node, mark] of this.#folds) {
        if (planned.get(node)?.key !== mark.fold.key) this.#dropFold(node);
      }
      for (const [node, mark] of this.#badges) {
        if (mark.post && badged.get(node)?.key !== mark.post.key) this.#dropBadge(node);
      }
    });
    for (const [node, fold] of planned) {
      const mark = this.#folds.get(node);
      if (mark) mark.fold = fold;
      else this.#folds.set(node, { fold, line: null, folded: false, kept: {} });
    }
    this.#links.mute(() => {
      for (const [node, post] of badged) {
        const mark = this.#badges.get(node);
        if (mark) mark.post = post;
        else this.#badges.set(node, { post, badge: this.#makeBadge(node) });
      }
    });
    if (planned.size === 0 && badged.size === 0) this.#links.mute(() => this.#dropOverlay());
    this.apply();
    this.#announce();
  }

  /** Decide again what is folded, and bring every part up to date. */
  apply() {
    this.#links.mute(() => {
      for (const mark of this.#folds.values()) this.#accept(mark);
    });
    const marks = [...this.#folds.values()].filter((mark) => mark.fold.node.isConnected);
    const seen = new Map();
    const folded = decide(
      marks.map((mark) => mark.fold).sort(byPageOrder),
      (fold) => this.#wanted(fold),
      (place) => {
        if (!seen.has(place)) seen.set(place, this.#readable(place));
        return seen.get(place);
      },
    );
    // First everything that is read, then everything that is written: a page with hundreds of
    // quotes would otherwise be styled anew for each of them.
    const look = createLooks();
    const lines = marks.map((mark) => ({
      mark,
      fold: folded.has(mark.fold),
      display: getComputedStyle(mark.fold.node).display,
      look: look(parentElement(mark.fold.node) ?? mark.fold.node),
    }));
    const badges = [...this.#badges]
      .filter(([node]) => node.isConnected)
      .map(([node, mark]) => {
        const place = badgePlace(node, mark.post?.bodies ?? [], this.#links.own);
        return { mark, place, look: look(place.around) };
      });
    const going = new Set([...folded].map((fold) => /** @type {Element} */ (fold.node)));
    /** @param {Element} element */
    const goes = (element) => {
      for (const up of upward(element)) {
        if (up instanceof Element && (this.#links.own.hosts.has(up) || going.has(up))) return true;
      }
      return false;
    };
    keepPlace(goes, () =>
      this.#links.mute(() => {
        for (const badge of badges) this.#updateBadge(badge);
        for (const line of lines) this.#updateFold(line);
      }),
    );
    if (this.#refused) this.#links.onRefusal();
    else this.#links.onChange();
  }

  /**
   * Undo at once what no longer holds: a node that left, or that now says something else, and
   * what is folded because it can be read there.
   * @param {ReadonlySet<Node> | null} changed nodes whose content changed; null for any
   */
  verify(changed) {
    /** @type {Set<Node>} */
    const touched = new Set();
    for (const node of changed ?? []) {
      for (const up of upward(node)) {
        if (touched.has(up)) break;
        touched.add(up);
      }
    }
    /** @type {(node: Node, parts: Element[], says: string) => boolean} */
    const holds = (node, parts, says) =>
      node.isConnected && ((changed && !touched.has(node)) || textOf(parts) === says);
    this.#links.mute(() => {
      for (const [node, { fold }] of this.#folds) {
        if (!holds(node, [node], fold.says)) this.#dropFold(node);
      }
      for (const [node, { post }] of this.#badges) {
        if (!holds(node, post?.bodies ?? [], post?.says ?? "")) this.#dropBadge(node);
      }
    });
    /** @type {Map<Place, boolean>} */
    const standing = new Map();
    let fewer = false;
    for (const { fold } of this.#folds.values()) {
      const places = fold.places.filter((place) => {
        if (!standing.has(place)) standing.set(place, holds(place.node, place.bodies, place.says));
        return standing.get(place);
      });
      fewer ||= places.length < fold.places.length;
      fold.places = places;
    }
    if (fewer) this.apply();
  }

  /** Before the page is read: take our marks off copies that it made of what we had marked. */
  sweep() {
    this.#links.mute(() => this.#sweep());
  }

  /** Put the page's own values of what we changed into a snapshot. */
  /** @param {import("./snapshot.js").Shot} shot */
  restoreIn({ snapshot, nodes }) {
    for (const [at, node] of nodes.entries()) {
      const mark = node instanceof HTMLElement ? this.#folds.get(node) : undefined;
      const attrs = snapshot.rows[at]?.[2];
      if (!mark || typeof attrs !== "object") continue;
      for (const [name, value] of Object.entries(mark.kept)) {
        if (attrs[name] !== UNREACHABLE[name]) continue;
        if (value === null) delete attrs[name];
        else attrs[name] = value;
      }
    }
  }

  /** Take everything away; the page is as it was. */
  clear() {
    this.#abort.abort();
    this.#links.mute(() => {
      this.#sweep();
      for (const node of [...this.#folds.keys()]) this.#dropFold(node);
      for (const node of [...this.#badges.keys()]) this.#dropBadge(node);
      this.#dropOverlay();
      for (const host of this.#links.own.hosts) host.remove();
      this.#links.own.hosts.clear();
    });
  }

  #sweep() {
    const { own } = this.#links;
    for (const node of document.querySelectorAll(`[${own.token}], ${own.tag}`)) {
      if (node.localName === own.tag) {
        if (!own.hosts.has(node)) node.remove();
      } else if (node instanceof HTMLElement && !this.#folds.has(node)) {
        for (const name of [own.token, "hidden", ...Object.keys(UNREACHABLE)]) {
          node.removeAttribute(name);
        }
      }
    }
  }

  #dropOverlay() {
    clearTimeout(this.#announceTimer);
    CSS.highlights.delete(this.#links.own.token);
    this.#overlay?.host.remove();
    if (this.#overlay) this.#links.own.hosts.delete(this.#overlay.host);
    this.#overlay = null;
    this.#announced = false;
  }

  /** Open or fold every quote that can be. @param {boolean} open */
  setAll(open) {
    const marks = [...this.#folds.values()].filter((mark) => mark.line && mark.folded === open);
    this.#choose(marks, open ? "o" : "c");
    this.apply();
  }

  /** Open every quote, or fold them where all are open. */
  toggleAll() {
    this.setAll(this.counts.folded > 0);
  }

  /** Move the focus to the next or previous fold line. @param {1 | -1} step */
  moveFocus(step) {
    const lines = [...this.#folds.values()]
      .sort((a, b) => byPageOrder(a.fold, b.fold))
      .flatMap((mark) => (mark.line && isVisible(mark.line.host) ? [mark.line] : []));
    if (lines.length === 0) return;
    const now = lines.findIndex((line) => line.focused);
    const start = now >= 0 ? now + step : this.#nearest(lines, step);
    const line = lines[Math.max(0, Math.min(start, lines.length - 1))];
    line?.host.scrollIntoView({ block: "nearest" });
    line?.focus();
  }

  /** @param {FoldLine[]} lines @param {1 | -1} step */
  #nearest(lines, step) {
    const tops = lines.map((line) => line.host.getBoundingClientRect().top);
    return step > 0 ? tops.findIndex((top) => top >= 0) : tops.findLastIndex((top) => top < innerHeight);
  }

  /** @param {Fold} fold */
  #wanted(fold) {
    if (this.#found.has(fold.key)) return false;
    const choice = this.#links.choices.get(fold.key);
    const wanted = choice ? choice === "c" : fold.plan.collapsed;
    // Never pull away what the reader is in, nor touch what the page hides itself.
    return wanted && (this.#folds.get(fold.node)?.folded === true || !inUse(fold.node)) &&
      !this.#hiddenByPage(fold.node);
  }

  /** @param {Element} node */
  #hiddenByPage(node) {
    return node.hasAttribute("hidden") && !node.hasAttribute(this.#links.own.token);
  }

  /** Whether a place can be read, or could be were it not folded by us. */
  /** @param {Place} place */
  #readable(place) {
    const { token } = this.#links.own;
    const ours = place.node.closest(`[${token}]`);
    if (!ours) return showsAll(place, token);
    const line = ours instanceof HTMLElement ? this.#folds.get(ours)?.line : null;
    return line ? isVisible(line.host) : false;
  }

  /** @param {{ mark: FoldMark, fold: boolean, display: string, look: Look }} state */
  #updateFold({ mark, fold, display, look }) {
    const { node, key, places, plan, original } = mark.fold;
    const { own, choices } = this.#links;
    const opened = choices.get(key) === "o" || this.#found.has(key);
    if (!fold) this.#unfold(mark);
    if (!fold && !(opened && places.length > 0)) {
      this.#dropLine(mark);
      return;
    }
    if (fold && !mark.folded) {
      node.setAttribute(own.token, DISPLAYS.includes(display) ? display : "block");
      node.setAttribute("hidden", "until-found");
      // A quote can be a link as a whole: it would stay a tab stop that nobody sees or hears.
      for (const [name, value] of Object.entries(UNREACHABLE)) {
        if (name === "tabindex" && node.tabIndex < 0) continue;
        mark.kept[name] = node.getAttribute(name);
        node.setAttribute(name, value);
      }
      mark.folded = true;
    }
    const line = (mark.line ??= new FoldLine(own, node, {
      toggle: this.#whileAlive(() => this.#toggle(mark)),
      jump: this.#whileAlive((from) => this.#jump(mark.fold.original, from)),
    }));
    if (node.previousSibling !== line.host && this.#mayPlace(line.host)) {
      const { focused } = line;
      node.before(line.host);
      if (focused) line.focus();
    }
    line.show(
      {
        who: plan.who,
        first: plan.first,
        why: plan.why,
        times: plan.times,
        original: original?.isConnected ? direction(original, node) : null,
      },
      mark.folded,
      look,
    );
  }

  /**
   * An action for a control, which may outlive the extension in an open tab.
   * @template {unknown[]} T
   * @param {(...given: T) => void} action
   * @returns {(...given: T) => void}
   */
  #whileAlive(action) {
    return (...given) => {
      if (this.#links.alive()) action(...given);
    };
  }

  /** @param {FoldMark} mark */
  #toggle(mark) {
    this.#choose([mark], mark.folded ? "o" : "c");
    this.apply();
  }

  /** Keep what the reader chose; where the plan says the same, nothing has to be kept. */
  /** @param {FoldMark[]} marks @param {"o" | "c"} state */
  #choose(marks, state) {
    /** @type {Set<string>} */
    const kept = new Set();
    /** @type {Set<string>} */
    const needless = new Set();
    for (const { fold } of marks) {
      const { key, plan } = fold;
      this.#found.delete(key);
      if (plan.collapsed === (state === "c")) {
        this.#links.choices.delete(key);
        needless.add(key);
      } else {
        this.#links.choices.set(key, state);
        kept.add(key);
      }
    }
    if (kept.size > 0) this.#links.onChoice([...kept], state);
    if (needless.size > 0) this.#links.onChoice([...needless], null);
  }

  /** Whether a part of ours is to be put where it belongs: the page may have taken it away. */
  /** @param {Element} host */
  #mayPlace(host) {
    const removals = this.#removals.get(host);
    if (removals && !host.isConnected) {
      const now = performance.now();
      removals.push(now);
      this.#refused ||= now - (removals.at(-REMOVALS) ?? -Infinity) < REMOVALS_WITHIN;
    }
    if (!removals) this.#removals.set(host, []);
    return !this.#refused;
  }

  /** @param {Node} target */
  #openFound(target) {
    for (const [node, mark] of this.#folds) {
      if (mark.folded && (node.contains(target) || target.contains(node))) this.#found.add(mark.fold.key);
    }
    this.apply();
  }

  /** Something else opened a folded quote, or hides it now by itself: so be it. */
  /** @param {FoldMark} mark */
  #accept(mark) {
    const hidden = mark.fold.node.getAttribute("hidden");
    if (!mark.folded || hidden === "until-found") return;
    if (hidden === null) this.#found.add(mark.fold.key);
    this.#unfold(mark);
  }

  /** @param {FoldMark} mark */
  #unfold(mark) {
    if (!mark.folded) return;
    mark.folded = false;
    const { node } = mark.fold;
    // Find-in-page takes `hidden` away by itself; a page may have set it anew for its own use.
    if (node.getAttribute("hidden") === "until-found") node.removeAttribute("hidden");
    node.removeAttribute(this.#links.own.token);
    for (const [name, value] of Object.entries(mark.kept)) {
      if (node.getAttribute(name) !== UNREACHABLE[name]) continue; // the page's own by now
      if (value === null) node.removeAttribute(name);
      else node.setAttribute(name, value);
    }
    mark.kept = {};
  }

  /** @param {FoldMark} mark */
  #dropLine(mark) {
    if (!mark.line) return;
    mark.line.host.remove();
    this.#links.own.hosts.delete(mark.line.host);
    mark.line = null;
  }

  /** @param {HTMLElement} node */
  #dropFold(node) {
    const mark = this.#folds.get(node);
    if (!mark) return;
    this.#unfold(mark);
    this.#dropLine(mark);
    this.#folds.delete(node);
  }

  /** What a post's badge shows, or null where it has nothing to say. @param {PostView} post */
  #badgeView(post) {
    const { plan } = post;
    const context = this.show.context ? plan.context : null;
    const stance = this.show.stance && plan.stance?.shown ? plan.stance : null;
    if (!context && !stance) return null;
    const target = post.target?.isConnected ? direction(post.target, post.node) : null;
    return { number: plan.number, context, stance, target };
  }

  /** @param {Element} node */
  #makeBadge(node) {
    const badge = new Badge(this.#links.own, {
      jump: this.#whileAlive((from) => this.#jump(this.#badges.get(node)?.post?.target ?? null, from)),
      preview: this.#whileAlive((from) => this.#preview(node, from)),
      stance: this.#whileAlive((from) => this.#explain(node, from)),
    });
    return badge;
  }

  /** @param {{ mark: BadgeMark, place: BadgePlace, look: Look }} state */
  #updateBadge({ mark, place, look }) {
    const { host } = mark.badge;
    // A fold line of ours may stand between the badge and its place.
    const next = skipOwn(host.nextSibling, this.#links.own);
    if (
      (next !== place.before || host.parentNode !== place.parent) && this.#mayPlace(host)
    ) {
      place.parent.insertBefore(host, place.before);
    }
    const view = mark.post ? this.#badgeView(mark.post) : BARE;
    if (view) mark.badge.show(view, look);
  }

  /** @param {Element} node */
  #dropBadge(node) {
    const mark = this.#badges.get(node);
    if (!mark) return;
    mark.badge.host.remove();
    this.#links.own.hosts.delete(mark.badge.host);
    this.#badges.delete(node);
  }

  /** Show a post and offer the way back there. @param {Element | null} target @param {HTMLElement} from */
  #jump(target, from) {
    if (!target?.isConnected) return;
    this.#overlay?.hideCard();
    const back = showPost(target, from);
    this.#links.mute(() => {
      for (const [node, mark] of this.#badges) {
        if (!mark.badge.hasBack) continue;
        mark.badge.dropBack();
        if (!mark.post) this.#dropBadge(node);
      }
      let mark = this.#badges.get(target);
      if (!mark) {
        mark = { post: null, badge: this.#makeBadge(target) };
        this.#badges.set(target, mark);
        const { top } = target.getBoundingClientRect();
        const place = badgePlace(target, [], this.#links.own);
        this.#updateBadge({ mark, place, look: createLooks()(target) });
        putAt(target, top);
      }
      const { badge, post } = mark;
      badge.offerBack(() => {
        if (!post) this.#links.mute(() => this.#dropBadge(target));
        back();
        from.focus({ preventScroll: true });
      });
    });
  }

  /** @param {Element} node @param {HTMLElement | null} from */
  #preview(node, from) {
    const context = this.#badges.get(node)?.post?.plan.context;
    if (!from || !context?.preview) {
      this.#overlay?.leaveCard();
      return;
    }
    this.#floor().showCard(from, {
      title: context.where,
      preview: context.preview,
      theme: createLooks()(node).theme,
    });
  }

  /** Explain a stance, with the words that drove it marked in the post meanwhile. */
  /** @param {Element} node @param {HTMLElement} from */
  #explain(node, from) {
    const mark = this.#badges.get(node);
    const stance = mark?.post?.plan.stance;
    if (!mark?.post || !stance) return;
    const words = mark.post.evidence.filter((range) => range.startContainer.isConnected);
    if (words.length > 0) CSS.highlights.set(this.#links.own.token, new Highlight(...words));
    const { badge } = mark;
    badge.stanceOpen = true;
    const { theme } = createLooks()(node);
    const { onCorrect } = this.#links;
    this.#floor().showStance(from, { stance, words: words.length > 0, theme }, {
      correct: onCorrect && this.#whileAlive((said) => onCorrect(stance.key, said)),
      closed: () => {
        CSS.highlights.delete(this.#links.own.token);
        badge.stanceOpen = false;
        badge.focusStance();
      },
    });
  }

  /** The overlay, made when it is first needed. */
  #floor() {
    if (!this.#overlay?.host.isConnected) {
      const overlay = new Overlay(this.#links.own);
      this.#links.mute(() => document.documentElement.append(overlay.host));
      this.#overlay = overlay;
    }
    return this.#overlay;
  }

  #announce() {
    const { folded } = this.counts;
    if (this.#announced || folded === 0) return;
    this.#announced = true;
    const overlay = this.#floor();
    const words = say("announceFolded", String(folded));
    // A live region must be there before its words are.
    this.#announceTimer = setTimeout(() => overlay.announce(words), 800);
  }
}

/** What takes a folded quote out of the tab order and of what is read aloud. */
/** @type {Readonly<Record<string, string>>} */
const UNREACHABLE = Object.freeze({ "aria-hidden": "true", tabindex: "-1" });

/** @type {import("./parts.js").BadgeView} */
const BARE = { number: 0, context: null, stance: null, target: null };

/** @type {(a: { node: Node }, b: { node: Node }) => number} */
const byPageOrder = (a, b) =>
  a.node.compareDocumentPosition(b.node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/** @type {(target: Node, from: Node) => "up" | "down"} */
const direction = (target, from) =>
  target.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING ? "up" : "down";

/** Whether focus or selection is inside. @param {Element} node */
function inUse(node) {
  if (node.matches(":focus-within")) return true;
  const selection = getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.containsNode(node, true));
}

/**
 * Where a post's badge goes: before its words, outside of links and of boxes in a row.
 * @param {Element} post
 * @param {Element[]} bodies
 * @param {Own} own
 * @returns {BadgePlace}
 */
function badgePlace(post, bodies, own) {
  const first = bodies.find((body) => body !== post && post.contains(body));
  if (!first) return { parent: post, before: skipOwn(post.firstChild, own), around: post };
  let at = first;
  let parent = parentElement(at) ?? post;
  while (parent !== post) {
    const style = getComputedStyle(parent);
    const link = parent.closest("a, button, label, summary");
    const inLink = link !== null && link !== post && post.contains(link);
    const inline = getComputedStyle(at).display.startsWith("inline");
    if (!inLink && !inline && !isRow(style) && style.webkitLineClamp === "none") break;
    at = parent;
    parent = parentElement(at) ?? post;
  }
  const outside = parentNode(post);
  if (parent === post && outside && isRow(getComputedStyle(post))) {
    return { parent: outside, before: post, around: parentElement(post) ?? post };
  }
  return { parent: parentNode(at) ?? post, before: at, around: parent };
}

/** Whether a box lays its parts out side by side, so that one more would squeeze them. */
/** @param {CSSStyleDeclaration} style */
const isRow = ({ display, flexDirection, flexWrap }) =>
  display.endsWith("flex") && flexDirection.startsWith("row") && flexWrap === "nowrap";

/** @param {Node | null} node @param {Own} own */
function skipOwn(node, own) {
  let at = node;
  while (at instanceof Element && own.hosts.has(at)) at = at.nextSibling;
  return at;
}
