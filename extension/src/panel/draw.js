/** Elements, and the marks of stances: a shape each, so that colour is never all that tells. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** On a field from -8 to 8. */
const SHAPES = Object.freeze({
  support: "M0-6.5 7 5.5H-7z",
  oppose: "M0 6.5-7-5.5H7z",
  query: "M-2.9-3.4a3 3 0 1 1 4.6 2.5C.5-.1 0 .6 0 1.7M0 5v.2",
  comment: "M-6-5H6v7.5H.5L-3 5.5v-3H-6z",
  none: "M-3.5 0a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0z",
  elsewhere: "M-4.5-1.5V-4.5h3M1.5-4.5h3v3M4.5 1.5v3h-3M-1.5 4.5h-3v-3",
  answers: "M-5-5v4a3 3 0 0 0 3 3h6M1.5-1.5 5 2 1.5 5.5",
  chevron: "M-2.5-5 2.5 0-2.5 5",
});

/** @typedef {keyof typeof SHAPES} Shape */

/** The shape alone, as a path around 0,0. @param {Shape} name */
export const shape = (name) => draw("path", { d: SHAPES[name], class: `mark ${name}` });

/** The shape as a picture of its own. @param {Shape} name */
export function mark(name) {
  return draw("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true", class: "icon" }, shape(name));
}

/** @param {import("./types.js").Row} row @returns {Shape} */
export function shapeOf(row) {
  if (row.number === 0) return "elsewhere";
  return row.stance?.label ?? "none";
}
