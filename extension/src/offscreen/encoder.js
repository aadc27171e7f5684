/** The stance encoder as a function: its worker is started when a row comes and ended when idle. */

/** @typedef {{ key: string, ids: number[], above: number }} Row as the core makes it */

/** Milliseconds to load 37 MB and to compile; a slow disk or a busy machine takes longer. */
const START_LIMIT = 30_000;

/** Milliseconds for one row; 256 tokens take 0.15 s. */
const ROW_LIMIT = 10_000;

/** Milliseconds without a row after which the memory (200 MB) is given back; loading again takes
 * under a second. */
const IDLE_LIMIT = 60_000;

/** Failures, one after the other, after which it is not tried again until the extension starts anew. */
const MAX_FAILURES = 2;

export class Encoder {
  /** @type {Worker | null} */ #worker = null;
  /** @type {PromiseWithResolvers<number[]>} */ #job = Promise.withResolvers();
  /** @type {PromiseWithResolvers<void>} */ #ready = Promise.withResolvers();
  /** @type {Promise<unknown>} */ #last = Promise.resolve();
  #failures = 0;
  #idleTimer = 0;

  get usable() {
    return this.#failures < MAX_FAILURES;
  }

  /**
   * The logits of a row; one row at a time, in the order asked.
   * @param {Row} row
   * @returns {Promise<number[]>} rejects when the encoder can't run
   */
  run(row) {
    const turn = this.#last.then(() => this.#run(row));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** @param {Row} row */
  async #run({ ids, above }) {
    clearTimeout(this.#idleTimer);
    try {
      this.#worker ??= this.#start();
      await within(START_LIMIT, this.#ready.promise);
      this.#job = Promise.withResolvers();
      const data = Int32Array.from(ids);
      this.#worker.postMessage({ ids: data, above }, [data.buffer]);
      const logits = await within(ROW_LIMIT, this.#job.promise);
      this.#failures = 0;
      return logits;
    } catch (error) {
      this.#failures += 1;
      this.#end();
      throw error;
    } finally {
      this.#idleTimer = setTimeout(() => this.#end(), IDLE_LIMIT);
    }
  }

  #start() {
    const worker = new Worker(new URL("encoder-worker.js", import.meta.url), {
      type: "module",
      name: "encoder",
    });
    this.#ready = Promise.withResolvers();
    /** @param {string} why */
    const fail = (why) => {
      for (const waiting of [this.#ready, this.#job]) {
        waiting.promise.catch(() => {}); // told to #run, where it waits for one of them
        waiting.reject(new Error(why));
      }
    };
    worker.addEventListener("message", ({ data }) => {
      if (data.ready) this.#ready.resolve();
      if (data.logits) this.#job.resolve([...data.logits]);
      if (typeof data.fatal === "string") fail(data.fatal);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message || "the encoder failed");
    });
    return worker;
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

/**
 * @template T
 * @param {number} limit
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function within(limit, promise) {
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the encoder took too long")), limit);
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
