/** The map as a file. */

/** @typedef {import("./types.js").MapView["files"]} Files */

/** A picture is drawn at twice its size, but within what Chromium can draw. */
const SHARP = 2;
const MAX_SIDE = 16_384;

const KINDS = Object.freeze({
  json: "application/json",
  markdown: "text/markdown",
  svg: "image/svg+xml",
  labelled: "application/jsonl",
});

/** @type {Readonly<Record<keyof typeof KINDS, string>>} */
const NAMES = Object.freeze({
  json: "argument-map.json",
  markdown: "argument-map.md",
  svg: "argument-map.svg",
  labelled: "stance-corrections.jsonl",
});

/**
 * @param {string} kind
 * @param {Files} files
 */
export async function save(kind, files) {
  if (kind === "png") return download(await picture(files.svg), "argument-map.png");
  if (!(kind in KINDS)) return;
  const known = /** @type {keyof typeof KINDS} */ (kind);
  download(new Blob([files[known]], { type: KINDS[known] }), NAMES[known]);
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} svg @returns {Promise<Blob>} */
async function picture(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: KINDS.svg }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(SHARP, MAX_SIDE / width, MAX_SIDE / height);
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    URL.revokeObjectURL(address);
  }
}
