/** Whether the reader can see something, and all of it. */

import { upward } from "./dom.js";

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
    if (!isVisible(body) || !reachable(body)) return false;
    for (const up of upward(body)) {
      if (up instanceof Element && cuts(up)) return false;
      if (up === place.node) break;
    }
    return ![...body.querySelectorAll(`:not([${token}], [${token}] *)`)].some(cuts);
  });
}
