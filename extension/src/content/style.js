/**
 * How our parts look. They live in shadow roots; `:host` rules are important because inside a
 * shadow root that outranks every rule of the page, `* { display: none !important }` included.
 * Sizes follow the page's text, within bounds that stay readable.
 */

const COMMON = `
  :host {
    all: initial !important;
    --ink: #57606a;
    --strong: #1f2328;
    --edge: rgb(31 35 40 / 0.16);
    --wash: rgb(31 35 40 / 0.055);
    --paper: #ffffff;
    --accent: #0860ca;
    --support: #0b6470;
    --oppose: #a04100;
    --query: #6639ba;
    --comment: #57606a;
    font-family: system-ui, sans-serif !important;
    font-size: clamp(11.5px, 0.8em, 15px) !important;
    line-height: 1.4 !important;
    text-align: start !important;
    direction: inherit !important;
    -webkit-text-size-adjust: none !important;
  }
  .dark {
    color-scheme: dark;
    --ink: #9ba4ae;
    --strong: #e9edf1;
    --edge: rgb(233 240 247 / 0.2);
    --wash: rgb(233 240 247 / 0.075);
    --paper: #1c2128;
    --accent: #6cb0ff;
    --support: #56c2cf;
    --oppose: #f0a066;
    --query: #bda2f5;
    --comment: #9ba4ae;
  }
  *, *::before, *::after { box-sizing: border-box; }
  button, a {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: 6px;
    -webkit-tap-highlight-color: transparent;
  }
  button:focus-visible, a:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  bdi { unicode-bidi: isolate; }
  svg { flex: none; inline-size: 1em; block-size: 1em; fill: none; stroke: currentColor;
    stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
  .out {
    position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  @media (forced-colors: active) {
    .root {
      --ink: CanvasText; --strong: CanvasText; --edge: CanvasText; --wash: Canvas;
      --paper: Canvas; --accent: LinkText; --support: CanvasText; --oppose: CanvasText;
      --query: CanvasText; --comment: CanvasText;
    }
    button, a { color: LinkText; }
  }
`;

const IN_PAGE = `
  :host {
    display: block !important;
    flex: 1 1 100% !important;
    grid-column: 1 / -1 !important;
    min-width: 0 !important;
    max-width: 100% !important;
    white-space: normal !important;
    cursor: default !important;
  }
  @media print { :host { display: none !important; } }
  .root { color: var(--ink); container-type: inline-size; }
`;

export const LINE = `${COMMON}${IN_PAGE}
  :host { margin-block: 6px !important; }
  .line {
    display: flex; align-items: stretch; min-block-size: 28px;
    border: 1px solid var(--edge); border-radius: 7px; background: var(--wash);
  }
  .toggle {
    flex: 1 1 auto; min-inline-size: 0; display: flex; align-items: center; gap: 0.5em;
    padding: 3px 9px; color: var(--ink); min-block-size: 26px;
  }
  .icon-chevron { transition: rotate 120ms ease-out; }
  [dir="rtl"] .icon-chevron { scale: -1 1; }
  .toggle[aria-expanded="true"] .icon-chevron { rotate: 90deg; }
  [dir="rtl"] .toggle[aria-expanded="true"] .icon-chevron { rotate: -90deg; }
  .who { flex: none; max-inline-size: 40%; overflow: hidden; text-overflow: ellipsis;
    white-space: nowrap; color: var(--strong); font-weight: 600; }
  .first { flex: 1 1 4em; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis;
    white-space: nowrap; }
  .why { flex: none; white-space: nowrap; }
  .times { flex: none; white-space: nowrap; }
  .times::before { content: "· "; }
  .jump {
    flex: none; display: flex; align-items: center; justify-content: center; gap: 0.35em;
    padding: 3px 9px; color: var(--accent); min-inline-size: 26px;
    border-inline-start: 1px solid var(--edge); border-start-start-radius: 0; border-end-start-radius: 0;
  }
  .toggle:hover, .jump:hover { background: var(--wash); }
  .toggle:hover .why, .jump:hover .word { text-decoration: underline; text-underline-offset: 0.2em; }
  .toggle[aria-expanded="true"] .first { visibility: hidden; }
  @container (max-width: 720px) { .times { display: none; } }
  @container (max-width: 460px) {
    .jump .word { display: none; }
    .toggle { display: grid; grid-template-columns: auto auto minmax(0, 1fr); gap: 0 0.5em;
      padding-block: 5px; }
    .who { max-inline-size: 46cqi; }
    .why { grid-column: 2 / -1; white-space: normal; }
  }
  @media (prefers-reduced-motion: reduce) { .icon-chevron { transition: none; } }
`;

export const BADGE = `${COMMON}${IN_PAGE}
  :host { margin-block: 1px 5px !important; }
  /* Each part begins with room for a dot. The room of a line's first part stands out at the
     start and is cut off, so that no dot begins or ends a line. */
  .badge { --lead: 1.15em; display: flex; flex-wrap: wrap; align-items: center; row-gap: 2px;
    min-block-size: 24px; margin-inline-start: calc(-1 * var(--lead));
    clip-path: inset(-4px -4px -4px calc(var(--lead) - 5px)); }
  [dir="rtl"] .badge { clip-path: inset(-4px calc(var(--lead) - 5px) -4px -4px); }
  .part { display: inline-flex; align-items: center; min-inline-size: 0; }
  .part::before { content: ""; flex: none; inline-size: var(--lead); text-align: center; }
  .dotted::before { content: "·"; content: "·" / ""; }
  .number { font-variant-numeric: tabular-nums; font-weight: 600; color: var(--ink);
    margin-inline-end: 0.5em; }
  .number::before { content: "#"; }
  .words { color: var(--ink); overflow-wrap: anywhere; }
  .where, .back {
    display: inline-flex; align-items: center; gap: 0.3em; min-block-size: 24px; padding-inline: 3px;
    margin-inline: -3px; color: var(--accent);
  }
  .where:focus-visible { outline-offset: 0; }
  .where:hover, .back:hover { background: var(--wash); text-decoration: underline;
    text-underline-offset: 0.2em; }
  .back { margin-inline: 0; border: 1px solid var(--edge); padding-inline: 8px; }
  .stance {
    display: inline-flex; align-items: center; gap: 0.4em; min-block-size: 24px; padding-inline: 8px;
    border: 1px solid color-mix(in srgb, currentColor 38%, transparent); border-radius: 12px;
    background: color-mix(in srgb, currentColor 7%, transparent); font-weight: 600;
  }
  .stance:hover, .stance[aria-expanded="true"] {
    background: color-mix(in srgb, currentColor 15%, transparent);
  }
  .stance .sure { font-weight: 400; }
  .support { color: var(--support); }
  .oppose { color: var(--oppose); }
  .query { color: var(--query); }
  .comment, .unclear { color: var(--comment); }
`;

export const OVERLAY = `${COMMON}
  :host { display: block !important; position: fixed !important; inset: 0 auto auto 0 !important;
    width: 0 !important; height: 0 !important; font-size: 14px !important; }
  @media print { :host { display: none !important; } }
  .card {
    position: fixed; inset: auto; margin: 0; padding: 12px 14px; border: 1px solid var(--edge);
    border-radius: 10px; inline-size: max-content; max-inline-size: min(340px, calc(100vw - 24px));
    max-block-size: 60vh; overflow: auto; color: var(--ink); background: var(--paper);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.18); font: inherit; line-height: 1.45;
  }
  .card p { margin: 0; overflow-wrap: anywhere; }
  .card p + p { margin-block-start: 8px; }
  .title { color: var(--strong); font-weight: 600; }
  .title::first-letter { text-transform: uppercase; }
  .preview { color: var(--strong); white-space: pre-line; display: -webkit-box;
    -webkit-box-orient: vertical; -webkit-line-clamp: 6; overflow: hidden; }
  .fine { font-size: 12px; }
  .key { background: rgb(255 193 7 / 0.34); text-decoration: underline 2px rgb(214 137 16 / 0.9);
    color: var(--strong); padding-inline: 2px; }
  .card button { display: inline-flex; align-items: center; gap: 0.45em; min-block-size: 28px;
    padding-inline: 10px; border: 1px solid var(--edge); color: var(--strong); }
  .card button:hover { background: var(--wash); }
  .card button span::first-letter { text-transform: uppercase; }
  .card button span { display: inline-block; }
  .card .buttons { display: flex; flex-wrap: wrap; gap: 6px; margin-block-start: 12px; }
  .card .close { margin-inline-start: auto; }
  .choices { display: grid; gap: 4px; margin-block-start: 10px;
    min-inline-size: min(220px, calc(100vw - 54px)); }
  .support svg { color: var(--support); }
  .oppose svg { color: var(--oppose); }
  .query svg { color: var(--query); }
`;
