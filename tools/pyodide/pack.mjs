// Runs pack.py in Pyodide's own Python, so that what it compiles fits the Python that will load it.
//
//   node tools/pyodide/pack.mjs JOB.json
//
// JOB: {"pyodide": folder of npm's package, "tools": [wheels], "browser": [wheels], "core": wheel,
//       "lxml": wheel | null, "runtime": [files], "leaveOut": [modules], "out": folder}
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(join(job.pyodide, "pyodide.mjs"));

/** @param {string[]} wheels */
async function start(wheels) {
  const python = await loadPyodide({
    indexURL: job.pyodide,
    // The same input must give the same bytes: no random hash seed (it orders the sets inside
    // .pyc files), no modification times in .pyc files, no docstrings and asserts.
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", SOURCE_DATE_EPOCH: "315532800", PYTHONOPTIMIZE: "2" },
  });
  for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
  python.runPython(readFileSync(join(HERE, "pack.py"), "utf8"));
  return python;
}

/** @param {any} python @param {string} path */
function put(python, path) {
  const inside = "/tmp/" + basename(path);
  python.FS.writeFile(inside, new Uint8Array(readFileSync(path)));
  return inside;
}

/** @param {any} python @param {string} name @param {unknown} argument */
function call(python, name, argument) {
  return python.globals.get(name)(JSON.stringify(argument));
}

// Uncaught, an error would print the line of a minified file of a megabyte.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

// A first interpreter imports all of the core; what it has loaded then is what the zip must hold.
const wheels = [...job.browser, job.core];
const needed = JSON.parse(call(await start(wheels), "stdlib_in_use", { leave_out: job.leaveOut }));

const python = await start(job.tools);
const files = [...job.runtime, ...(job.lxml ? [job.lxml] : [])];
call(python, "pack", {
  stdlib: put(python, join(job.pyodide, "python_stdlib.zip")),
  official_lock: put(python, join(job.pyodide, "pyodide-lock.json")),
  needed,
  leave_out: job.leaveOut,
  wheels: wheels.map((/** @type {string} */ path) => put(python, path)),
  lxml: job.lxml ? put(python, job.lxml) : null,
  runtime: files.map((/** @type {string} */ path) => put(python, path)),
  zip: "/tmp/out.zip",
  lock: "/tmp/out.json",
});
mkdirSync(job.out, { recursive: true });
writeFileSync(join(job.out, "python_stdlib.zip"), python.FS.readFile("/tmp/out.zip"));
writeFileSync(join(job.out, "pyodide-lock.json"), python.FS.readFile("/tmp/out.json"));
for (const path of files) writeFileSync(join(job.out, basename(path)), readFileSync(path));
