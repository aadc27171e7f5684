/**
 * The only style that reaches the page itself: rules for one random token. Folds are of user origin:
 * `!important` there beats whatever the page's own rules say, and the page cannot
 * guess the token. The service worker makes the text, so a page can only choose a token.
 */

/** Values of the token attribute: how the quote is laid out when it is not folded. */
export const DISPLAYS = Object.freeze(["block", "flex", "grid", "inline", "inline-block"]);

/**
 * Rules for one token: the attribute on folded quotes.
 *
 * A folded quote keeps `content-visibility: hidden` (from `hidden="until-found"`), so that
 * find-in-page still reaches its text; it is taken out of the flow so that no margin, gap
 * or border of it stays. On paper everything shows.
 * @param {string} token
 */
export function pageStyle(token) {
  const folded = `[${token}][hidden]`;
  return `
@media not print {
  ${folded} {
    display: block !important;
    content-visibility: hidden !important;
    contain-intrinsic-size: none !important;
    position: absolute !important;
    inset: auto !important;
    float: none !important;
    width: 100px !important;
    min-width: 0 !important;
    max-width: 100px !important;
    height: 0 !important;
    min-height: 0 !important;
    aspect-ratio: auto !important;
    margin: 0 !important;
    padding: 0 !important;
    border: 0 !important;
    outline: 0 !important;
    box-shadow: none !important;
    background: none !important;
    overflow: clip !important;
    transition: none !important;
    animation: none !important;
  }
}
@media print {
  ${folded} { content-visibility: visible !important; }
  ${DISPLAYS.map((display) => `[${token}="${display}"][hidden] { display: ${display} !important; }`).join("\n  ")}
}`;
}

/**
 * How the words that drove a stance look. To be inserted with author origin: Chromium 156
 * paints no background for a highlight that user style names.
 * @param {string} token
 */
export function highlightStyle(token) {
  return `
::highlight(${token}) {
  background-color: rgb(255 193 7 / 0.34);
  text-decoration: underline 2px rgb(214 137 16 / 0.9);
}
@media (forced-colors: active) {
  ::highlight(${token}) { background-color: Mark; color: MarkText; }
}`;
}
