/**
 * Light or dark, from what the page really looks like behind an element. The system's
 * preference says nothing about a page that has its own switch.
 */

import { upward } from "./dom.js";

/** @typedef {"light" | "dark"} Theme */

/** @typedef {[red: number, green: number, blue: number, alpha: number]} Colour 0 to 255 each */

/** A canvas understands every way to write a colour, oklch() included. */
const paper = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/** @type {Map<string, Colour>} */
const known = new Map();

/**
 * @param {string} css
 * @returns {Colour}
 */
function parse(css) {
  const cached = known.get(css);
  if (cached) return cached;
  if (known.size > 500) known.clear();
  /** @type {Colour} */
  let colour = [0, 0, 0, 0];
  if (paper) {
    paper.clearRect(0, 0, 1, 1);
    paper.fillStyle = css;
    paper.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = paper.getImageData(0, 0, 1, 1).data;
    colour = [red, green, blue, alpha];
  }
  known.set(css, colour);
  return colour;
}

/** Relative luminance, 0 to 1 (WCAG 2.2). @param {Colour} colour */
function luminance([red, green, blue]) {
  /** @param {number} channel */
  const linear = (channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** @param {string} css whether nothing shines through a colour */
export const isOpaque = (css) => parse(css)[3] >= 250;

/**
 * How much an element's ink differs from the nearest opaque colour behind it: a contrast ratio
 * (WCAG 2.2), 1 to 21. Infinity where that colour is not known: a picture, the bare window.
 * @param {Element} element
 */
export function contrast(element) {
  const ink = parse(getComputedStyle(element).webkitTextFillColor);
  for (const up of upward(element)) {
    if (!(up instanceof Element)) continue;
    const style = getComputedStyle(up);
    if (style.backgroundImage !== "none") break;
    const ground = parse(style.backgroundColor);
    if (ground[3] < 250) continue;
    const [light = 0, dark = 0] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
  return Infinity;
}

/** Above this luminance, dark ink reads better than light ink (WCAG contrast is equal there). */
const EVEN = 0.179;

/** @typedef {{ theme: Theme, direction: string }} Look how one of our parts must look */

/**
 * A reader of looks for one pass, in which the page does not change.
 * @returns {(element: Element) => Look}
 */
export function createLooks() {
  /** @type {Map<Element, Theme | null>} */
  const backgrounds = new Map();

  /** Theme of the nearest opaque background; null behind a picture or on the bare canvas. */
  /** @param {Element} element */
  const behind = (element) => {
    const passed = [];
    /** @type {Theme | null} */
    let found = null;
    for (const up of upward(element)) {
      if (!(up instanceof Element)) continue;
      const known = backgrounds.get(up);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.push(up);
      const style = getComputedStyle(up);
      const background = parse(style.backgroundColor);
      if (background[3] > 127) {
        found = luminance(background) > EVEN ? "light" : "dark";
        break;
      }
      if (style.backgroundImage !== "none") break;
    }
    for (const one of passed) backgrounds.set(one, found);
    return found;
  };

  return (element) => {
    const { color, direction } = getComputedStyle(element);
    // Without a background, the page's own ink tells what it was made for.
    const theme = behind(element) ?? (luminance(parse(color)) > EVEN ? "dark" : "light");
    return { theme, direction };
  };
}
