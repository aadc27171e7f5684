/** Whether the reader can see something, and all of it. */

import { upward } from "./dom.js";
import { contrast, isOpaque } from "./theme.js";

/** Pixels below which an element shows nothing that can be read ("screen reader only" text
 * is 1 pixel wide). */
const READABLE = 8;

/** A box this short holds a name or a date, not the words of a post. */
const SHORT_TEXT = 60;

/**
 * Whether an element is laid out, opaque and on the page's surface.
 * @param {Element} element
 */
export function isVisible(element) {
  if (!element.isConnected) return false;
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const box = element.getBoundingClientRect();
  if (box.width >= READABLE && box.height >= READABLE) {
    return box.right + scrollX > 0 && box.bottom + scrollY > 0;
  }
  // `display: contents` has no box of its own.
  return [...element.children].some((child) => {
    const inner = child.getBoundingClientRect();
    return inner.width >= READABLE && inner.height >= READABLE;
  });
}

/**
 * Whether a box cuts its text: clamped to a few lines, or below a "show more" edge.
 * @param {Element} element
 */
function cuts(element) {
  const down = element.scrollHeight - element.clientHeight > READABLE && element.clientHeight > 0;
  const across = element.scrollWidth - element.clientWidth > READABLE && element.clientWidth > 0;
  if (!down && !across) return false;
  const style = getComputedStyle(element);
  if (!((down && hides(style.overflowY)) || (across && hides(style.overflowX)))) return false;
  return element.textContent.length > SHORT_TEXT;
}

/** Opacity below which text is a ghost. */
const FADED = 0.5;

/** A contrast below which words are there for nobody; the palest grey in use has more. */
const INVISIBLE = 1.1;

/** The element that holds the first words of a body. @param {Element} body */
function firstWords(body) {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = /** @type {Text} */ (texts.currentNode);
    if (parentElement && /\S/.test(data)) return parentElement;
  }
  return body;
}

/** Bodies that a layer lay on when they were last in the window. */
/** @type {WeakSet<Element>} */
const seenCovered = new WeakSet();

/** Where a body is looked at to see whether something lies on it: shares of its height. */
const LOOKED_AT = [0.1, 0.5, 0.9];

/**
 * Whether an opaque layer lies on all of a body that the window shows. What stands still while
 * the page scrolls under it, as a header does, counts only if it fills the window.
 * @param {Element} body
 * @param {Node} post
 */
function covered(body, post) {
  const { left, width, top, height } = body.getBoundingClientRect();
  const spots = LOOKED_AT.map((share) => top + share * height);
  // Not all in the window now: what was seen last holds, or folds would come and go by scrolling.
  if (spots.some((y) => y < 0 || y >= innerHeight)) return seenCovered.has(body);
  const found = spots.every((y) => {
    const layer = document.elementFromPoint(left + width / 2, y);
    return layer !== null && !post.contains(layer) && !layer.contains(post) && lies(layer, post);
  });
  if (found) seenCovered.add(body);
  else seenCovered.delete(body);
  return found;
}

/** Whether a layer, or a box around it that is not around the post, hides what is behind. */
/** @param {Element} layer @param {Node} post */
function lies(layer, post) {
  let opaque = false;
  for (const up of upward(layer)) {
    if (!(up instanceof Element) || up.contains(post)) break;
    const { backgroundColor, opacity, position } = getComputedStyle(up);
    if (Number(opacity) < 1) return false;
    opaque ||= isOpaque(backgroundColor);
    const { width, height } = up.getBoundingClientRect();
    const fills = width >= innerWidth - READABLE && height >= innerHeight - READABLE;
    if ((position === "fixed" || position === "sticky") && !fills) return false;
  }
  return opaque;
}

/** @param {string} overflow */
const hides = (overflow) => overflow === "hidden" || overflow === "clip";

/** @param {string} overflow */
const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";

/** @param {CSSStyleDeclaration} style whether a look of its own hides what an element shows */
const veils = (style) =>
  (style.clipPath !== "none" && !style.clipPath.startsWith("inset(0px")) ||
  style.maskImage !== "none" ||
  /blur|opacity/.test(style.filter);

/** Ink that is not there; opaque colours have no fourth number. */
const NO_INK = /^rgba\(.*, 0(?:\.0\d*)?\)$/;

/**
 * Whether nothing around an element cuts it off, moves it off the page or fades it. Where
 * something around it scrolls, the reader can bring the element into that box: from there on
 * the box counts.
 * @param {Element} element
 */
function reachable(element) {
  let { top, bottom, left, right } = element.getBoundingClientRect();
  if (NO_INK.test(getComputedStyle(element).webkitTextFillColor)) return false;
  if (contrast(firstWords(element)) < INVISIBLE) return false;
  let opacity = 1;
  for (const up of upward(element)) {
    if (!(up instanceof Element)) continue;
    const style = getComputedStyle(up);
    opacity *= Number(style.opacity);
    if (opacity < FADED || veils(style)) return false;
    // What the root and the body do about overflow, the window does.
    if (up === element || up === document.body || up === document.documentElement) continue;
    const box = up.getBoundingClientRect();
    if (hides(style.overflowY) && (top < box.top - READABLE || bottom > box.bottom + READABLE)) return false;
    if (hides(style.overflowX) && (left < box.left - READABLE || right > box.right + READABLE)) return false;
    if (scrolls(style.overflowY)) ({ top, bottom } = box);
    if (scrolls(style.overflowX)) ({ left, right } = box);
  }
  const width = Math.max(document.documentElement.scrollWidth, innerWidth);
  return right + scrollX > 0 && left + scrollX < width && bottom + scrollY > 0;
}

/**
 * Whether the whole text of a place can be read where it stands. A quote that we folded inside
 * of it is no part of what its author wrote there.
 * @param {import("./plan.js").Place} place
 * @param {string} token the attribute of folded quotes
 */
export function showsAll(place, token) {
  return isVisible(place.node) && place.bodies.every((body) => {
    if (!isVisible(body) || !reachable(body) || covered(body, place.node)) return false;
    for (const up of upward(body)) {
      if (up instanceof Element && cuts(up)) return false;
      if (up === place.node) break;
    }
    return ![...body.querySelectorAll(`:not([${token}], [${token}] *)`)].some(cuts);
  });
}
