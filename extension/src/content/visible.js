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
  /** @param {string} overflow */
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  if (!((down && hides(style.overflowY)) || (across && hides(style.overflowX)))) return false;
  return element.textContent.length > SHORT_TEXT;
}

/**
 * Whether the whole text of a place can be read where it stands. A quote that we folded inside
 * of it is no part of what its author wrote there.
 * @param {import("./plan.js").Place} place
 * @param {string} token the attribute of folded quotes
 */
export function showsAll(place, token) {
  return isVisible(place.node) && place.bodies.every((body) => {
    if (!isVisible(body)) return false;
    for (const up of upward(body)) {
      if (up instanceof Element && cuts(up)) return false;
      if (up === place.node) break;
    }
    return ![...body.querySelectorAll(`:not([${token}], [${token}] *)`)].some(cuts);
  });
}
