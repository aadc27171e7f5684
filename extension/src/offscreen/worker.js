/**
 * Python, in a worker of the offscreen document. One JSON string in, one JSON string out; one
 * function of the core is kept, and no other object of Python crosses the border.
 */

import { Pages, SEND_WHOLE } from "./pages.js";

/** @typedef {import("pyodide").PyodideAPI} PyodideAPI */

const FILES = new URL("../../pyodide/", import.meta.url).href;

/** @type {(fields: Record<string, unknown>) => void} */
const tell = (fields) => postMessage(fields);

/** What went wrong, short; Pyodide also throws objects that are no Error. @param {unknown} error */
function inWords(error) {
  const { message } = /** @type {{ message?: unknown }} */ (Object(error));
  return String(message ?? error).trim().slice(-300);
}

async function start() {
  const { loadPyodide } = await import(`${FILES}pyodide.mjs`);
  /** @type {PyodideAPI} */
  const python = await loadPyodide({ indexURL: FILES });
  const core = python.pyimport("quotefold.browser");
  /** @type {(request: string) => string} */
  const handle = core.handle.copy(); // a borrowed proxy would end with its module's
  core.destroy();
  return { python, handle };
}

const starting = start();
const pages = new Pages();

/**
 * HTML text is parsed faster with lxml; rows from a page need no parser. A build without the
 * wheel parses with html.parser, to the same result.
 * @param {PyodideAPI} python
 */
async function loadParser(python) {
  if ("lxml" in python.loadedPackages || !("lxml" in python.lockfile.packages)) return;
  await python.loadPackage("lxml", { messageCallback: () => {} });
}

/**
 * Bytes of the heap; Pyodide has no public name for it.
 * @param {PyodideAPI} python
 */
function heapOf(python) {
  const { _module } = /** @type {{ _module?: { HEAPU8: Uint8Array } }} */ (
    /** @type {unknown} */ (python)
  );
  return _module?.HEAPU8.length ?? 0;
}

addEventListener("message", async ({ data }) => {
  tell({ taken: true });
  try {
    const { python, handle } = await starting;
    const { request: sent, page } = /** @type {{ request: string, page?: string }} */ (data);
    const request = page === undefined ? sent : pages.whole(page, sent);
    if (request === null) return tell({ reply: SEND_WHOLE });
    // The operation stands near the beginning of what the extension itself writes.
    if (/"op":\s*"plan-html"/.test(request.slice(0, 100))) await loadParser(python);
    const reply = handle(request);
    return tell({ reply, heap: heapOf(python) });
  } catch (error) {
    return tell({ fatal: inWords(error) });
  }
});

// A file that is missing ends one of Pyodide's own promises, and `starting` never settles.
addEventListener("unhandledrejection", ({ reason }) => tell({ fatal: inWords(reason) }));

starting.then(
  () => tell({ ready: true }),
  (error) => tell({ fatal: inWords(error) }),
);
