// The stance encoder as the extension runs it, onnxruntime-web on one thread, here under Node.js.
//
//   node encoder.mjs FOLDER     FOLDER: the built extension's encoder/
//
// One JSON line in, {"ids": [numbers], "above": number}; one out, {"logits": [numbers], "ms": number}.
// The first line out is {"ms": number}, how long loading took.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const ort = await import(pathToFileURL(join(folder, "ort.wasm.min.mjs")).href);
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = `${pathToFileURL(folder).href}/`;

const say = (/** @type {object} */ reply) => process.stdout.write(JSON.stringify(reply) + "\n");
const weights = readFileSync(join(folder, "encoder.onnx"));
let start = performance.now();
const session = await ort.InferenceSession.create(weights, { executionProviders: ["wasm"] });
say({ ms: performance.now() - start });
for await (const line of createInterface({ input: process.stdin })) {
  const { ids, above } = JSON.parse(line);
  const tensor = (/** @type {Int32Array} */ values) => new ort.Tensor("int32", values, [1, ids.length]);
  start = performance.now();
  const output = await session.run({
    ids: tensor(Int32Array.from(ids)),
    mask: tensor(new Int32Array(ids.length).fill(1)),
    types: tensor(new Int32Array(ids.length).fill(1, above)),
  });
  say({ logits: [...output[session.outputNames[0]].data], ms: performance.now() - start });
}
