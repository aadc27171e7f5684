// The core in Pyodide under Node.js, kept alive for a test session.
//
//   node runner.mjs FOLDER [PACKAGE]...     FOLDER: the built extension's pyodide/
//
// One JSON line in, one out: {"handle": request} runs the function that the extension's worker
// runs, {"python": code} evaluates an expression; {"value": text} or {"error": text} comes back.
import { join } from "node:path";
import { createInterface } from "node:readline";

const [folder, ...packages] = process.argv.slice(2);
const { loadPyodide } = await import(join(folder, "pyodide.mjs"));
const python = await loadPyodide({ indexURL: folder, stdout: (/** @type {string} */ line) => console.error(line) });
await python.loadPackage(packages, { messageCallback: () => {}, errorCallback: console.error });
const handle = python.runPython("from quotefold.browser import handle; handle");

const answer = (/** @type {object} */ reply) => process.stdout.write(JSON.stringify(reply) + "\n");
answer({ value: python.runPython("import sys; sys.version") });
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  try {
    answer({ value: "python" in message ? python.runPython(message.python) : handle(message.handle) });
  } catch (error) {
    answer({ error: String(error).slice(0, 4000) });
  }
}
