/** Keeping the reader's place: around our own changes, and on the way to a post and back. */

import { upward } from "./dom.js";

/**
 * The element whose scroll position moves when this one does not fit.
 * @param {Element} element
 * @returns {Element}
 */
function scrollerOf(element) {
  for (const up of upward(element)) {
    if (!(up instanceof Element) || up === element) continue;
    if (up.scrollHeight > up.clientHeight + 1 && up !== document.body) {
      const { overflowY } = getComputedStyle(up);
      if (overflowY === "auto" || overflowY === "scroll") return up;
    }
  }
  return document.scrollingElement ?? document.documentElement;
}

/**
 * Scroll so that an element stands `top` pixels below the window's upper edge.
 * @param {Element} element
 * @param {number} top
 */
export function putAt(element, top) {
  const off = element.getBoundingClientRect().top - top;
  if (Math.abs(off) >= 1) scrollerOf(element).scrollBy({ top: off, behavior: "instant" });
}

/**
 * Make a change without moving what the reader looks at. The browser's own scroll anchoring
 * gives up when its anchor is the quote that folds, so an element that stays is measured.
 * @param {(element: Element) => boolean} goes whether an element is about to be folded
 * @param {() => void} change
 */
export function keepPlace(goes, change) {
  const anchor = anchorInView(goes);
  // Who is at the very top stays at the top.
  if (!anchor || scrollerOf(anchor).scrollTop === 0) return change();
  const { top } = anchor.getBoundingClientRect();
  change();
  return putAt(anchor, top);
}

/**
 * An element near the top of the window that will stay.
 * @param {(element: Element) => boolean} goes
 * @returns {Element | null}
 */
function anchorInView(goes) {
  const across = innerWidth / 2;
  for (let down = 1; down < innerHeight; down += Math.max(24, innerHeight / 16)) {
    const found = document.elementFromPoint(across, down);
    if (!found || found === document.documentElement || found === document.body) continue;
    // What holds the whole window says nothing about the reader's place.
    if (found.getBoundingClientRect().height > 2 * innerHeight) continue;
    if (goes(found) || staysPut(found)) continue;
    return found;
  }
  return null;
}

/** Whether an element does not move when the page scrolls. @param {Element} element */
function staysPut(element) {
  for (const up of upward(element)) {
    if (!(up instanceof Element)) continue;
    const { position } = getComputedStyle(up);
    if (position === "fixed" || position === "sticky") return true;
  }
  return false;
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Show a post: bring it into view and let it flash. Returns the way back.
 * @param {Element} target
 * @param {Element} from what the reader pressed
 * @returns {() => void}
 */
export function showPost(target, from) {
  const top = from.getBoundingClientRect().top;
  const tall = target.getBoundingClientRect().height > innerHeight * 0.8;
  target.scrollIntoView({ block: tall ? "start" : "center", behavior: "instant" });
  // A sticky header may cover the first lines of a tall post.
  if (tall) putAt(target, Math.min(96, innerHeight / 6));
  flash(target);
  return () => {
    putAt(from, top);
  };
}

/** The animation leaves nothing on the element. @param {Element} target */
function flash(target) {
  const ring = { outline: "3px solid rgb(212 137 16 / 0.8)", outlineOffset: "6px" };
  const gone = { outline: "3px solid rgb(212 137 16 / 0)", outlineOffset: "6px" };
  const frames = calm.matches ? [ring, ring] : [ring, ring, gone];
  target.animate(frames, { duration: 1_400, easing: "ease-out" });
}
