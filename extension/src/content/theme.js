/**
 * Light or dark, from what the page really looks like behind an element. The system's
 * preference says nothing about a page that has its own switch.
 */

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

/** Above this luminance, dark ink reads better than light ink (WCAG contrast is equal there). */
const EVEN = 0.179;

/**
 * The look behind an element.
 * @param {Element} element
 * @returns {Theme}
 */
export function themeBehind(element) {
  let up = /** @type {Element | null} */ (element);
  while (up) {
    const style = getComputedStyle(up);
    const background = parse(style.backgroundColor);
    if (background[3] > 127) return luminance(background) > EVEN ? "light" : "dark";
    if (style.backgroundImage !== "none") break;
    const root = up.getRootNode();
    up = up.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  // A picture or the bare canvas: the page's own ink tells what it was made for.
  return luminance(parse(getComputedStyle(element).color)) > EVEN ? "dark" : "light";
}
