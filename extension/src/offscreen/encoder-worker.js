/**
 * The stance encoder, in a worker of its own: beside Python's, so that no page waits for it, and
 * because only ending a worker gives WebAssembly memory back. One row of token ids in, its
 * logits out; rows are never batched (docs/adr/stance-two-tiers.md).
 */

/** @typedef {typeof import("onnxruntime-web")} Runtime */

const FILES = new URL("../../encoder/", import.meta.url).href;

async function start() {
  /** @type {Runtime} */
  const ort = await import(`${FILES}ort.wasm.min.mjs`);
  ort.env.wasm.numThreads = 1; // more need memory that extension pages may not share
  ort.env.wasm.wasmPaths = FILES;
  const session = await ort.InferenceSession.create(`${FILES}encoder.onnx`, {
    executionProviders: ["wasm"],
  });
  return { ort, session };
}

const starting = start();

/** @param {unknown} error */
const fail = (error) => postMessage({ fatal: String(Object(error).message ?? error).slice(-300) });

/** @param {{ data: { ids: Int32Array, above: number } }} letter `above`: ids of the parent's side */
async function run({ data: { ids, above } }) {
  const { ort, session } = await starting;
  const shape = [1, ids.length];
  /** @param {Int32Array} values */
  const tensor = (values) => new ort.Tensor("int32", values, shape);
  const output = await session.run({
    ids: tensor(ids),
    mask: tensor(new Int32Array(ids.length).fill(1)),
    types: tensor(new Int32Array(ids.length).fill(1, above)),
  });
  const [name = ""] = session.outputNames;
  postMessage({ logits: output[name]?.data });
}

addEventListener("message", (letter) => run(letter).catch(fail));
starting.then(() => postMessage({ ready: true }), fail);
