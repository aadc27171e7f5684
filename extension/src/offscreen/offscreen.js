/**
 * The offscreen document owns the one worker that runs Python: one queue, one job at a time.
 * Only the service worker is listened to. It also finds the words for what fails, because an
 * offscreen document has no access to the extension's messages.
 */

import { isRequest, isServiceWorker, readMessage, SW_TO_OFFSCREEN } from "../shared/protocol.js";
import { Encoder } from "./encoder.js";
import { Judging } from "./judging.js";
import { HAS_ENCODER } from "./tiers.js";

/** Milliseconds. Python starts in about a second; a slow disk or a busy machine takes longer. */
const START_LIMIT = 20_000;

/** Milliseconds for one page: 5,000 posts take a few seconds. */
const JOB_LIMIT = 30_000;

/** Milliseconds until a worker says that it has taken a job; one that ended says nothing. */
const TAKE_LIMIT = 5_000;

/** Only ending a worker gives its memory back. Bytes of its heap; jobs it has done; idle time. */
const HEAP_LIMIT = 256 * 1024 * 1024;
const JOBS_LIMIT = 2_000;
const IDLE_LIMIT = 15 * 60_000;

/** Jobs that may wait: more than tabs that change at the same moment. */
const MAX_QUEUE = 50;

/** Python's reply as JSON, or why there is none. */
/** @typedef {string | { failed: "unstarted" | "stopped" | "slow" | "superseded" }} Answer */

/**
 * A page to be read, of a tab or of a frame in it; or without a tab, pairs to be judged, which wait
 * behind all pages.
 * @typedef {object} Job
 * @property {number | string | null} tab
 * @property {string | undefined} page whose snapshots are kept
 * @property {string} request
 * @property {(reply: Answer) => void} answer
 */

/** @type {Job[]} */
const queue = [];

/** A limit was passed. The same page would pass it again, so it is not tried twice. */
class TooSlow extends Error {}

/** One run of Python, from start to end. */
class Python {
  #worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "python" });
  /** @type {PromiseWithResolvers<string> | null} */ #job = null;
  /** @type {PromiseWithResolvers<void>} */ #ready = Promise.withResolvers();
  /** @type {PromiseWithResolvers<void> | null} */ #taken = null;
  #jobs = 0;
  #heap = 0;
  began = false;
  dead = false;

  constructor() {
    this.#worker.addEventListener("message", ({ data }) => {
      if (data.ready) {
        this.began = true;
        this.#ready.resolve();
      }
      if (data.taken) this.#taken?.resolve();
      if (typeof data.heap === "number") this.#heap = data.heap;
      if (typeof data.reply === "string") this.#job?.resolve(data.reply);
      if (typeof data.fatal === "string") this.end(new Error(data.fatal));
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end(new Error(event.message || "the worker failed"));
    });
  }

  /** Whether it is time for a fresh worker. */
  get worn() {
    return this.dead || this.#jobs >= JOBS_LIMIT || this.#heap > HEAP_LIMIT;
  }

  /**
   * @param {Pick<Job, "request" | "page">} job
   * @returns {Promise<string>} the reply; rejects when Python failed
   */
  async run({ request, page }) {
    await this.#within(START_LIMIT, this.#ready.promise);
    this.#job = Promise.withResolvers();
    this.#taken = Promise.withResolvers();
    this.#jobs += 1;
    this.#worker.postMessage({ request, page });
    await this.#within(TAKE_LIMIT, this.#taken.promise, new Error("the worker is gone"));
    return this.#within(JOB_LIMIT, this.#job.promise);
  }

  /** @param {Error} [why] */
  end(why = new Error("ended")) {
    this.dead = true;
    this.#worker.terminate();
    for (const waiting of [this.#ready, this.#taken, this.#job]) {
      waiting?.promise.catch(() => {}); // told to run(), where it waits for one of them
      waiting?.reject(why);
    }
  }

  /**
   * @template T
   * @param {number} limit
   * @param {Promise<T>} promise
   * @param {Error} [why] what passing the limit means, if not that there is too much to do
   * @returns {Promise<T>}
   */
  async #within(limit, promise, why = new TooSlow("took too long")) {
    const timer = setTimeout(() => this.end(why), limit);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @type {Python | null} */
let python = null;
let working = false;
let idleTimer = 0;

function start() {
  if (python?.worn) {
    python.end();
    python = null;
  }
  python ??= new Python();
  return python;
}

/** @param {Job} job @returns {Promise<Answer>} */
async function runJob(job) {
  const one = start();
  try {
    return await one.run(job);
  } catch (first) {
    if (first instanceof TooSlow) return { failed: one.began ? "slow" : "unstarted" };
    console.warn("Quotefold: Python failed, starting it once more:", first);
  }
  const other = start();
  try {
    return await other.run(job);
  } catch (second) {
    console.warn("Quotefold: Python failed again:", second);
    return { failed: other.began ? "stopped" : "unstarted" };
  }
}

async function work() {
  if (working) return;
  working = true;
  clearTimeout(idleTimer);
  for (let job = queue.shift(); job; job = queue.shift()) {
    job.answer(await runJob(job));
  }
  working = false;
  rest();
}

/** Give the memory back when nobody has read for a while. */
function rest() {
  clearTimeout(idleTimer);
  idleTimer = setTimeout(() => {
    if (working) return;
    python?.end();
    python = null;
  }, IDLE_LIMIT);
}

/** @param {Job} job */
function enqueue(job) {
  if (queue.length >= MAX_QUEUE) {
    job.answer({ failed: "stopped" });
    return;
  }
  const judging = queue.findIndex(({ tab }) => tab === null);
  queue.splice(job.tab === null || judging < 0 ? queue.length : judging, 0, job);
  void work();
}

const judging = new Judging(
  (request) => new Promise((answer) => enqueue({ tab: null, page: undefined, request, answer })),
  HAS_ENCODER ? new Encoder() : null,
);

chrome.runtime.onMessage.addListener((raw, sender, answer) => {
  if (!isServiceWorker(sender)) return false;
  const letter = readMessage(raw, SW_TO_OFFSCREEN);
  if (!letter) return false;
  if (letter.type === SW_TO_OFFSCREEN.WARM) {
    start();
    rest();
    answer(true);
    return false;
  }
  const { tab, request, pairs } = letter;
  if (letter.type === SW_TO_OFFSCREEN.JUDGE && typeof tab === "number" && isRequest(pairs)) {
    judging.judge(tab, pairs).then(answer, () => answer(null));
    return true;
  }
  if (letter.type !== SW_TO_OFFSCREEN.RUN || !isRequest(request)) return false;
  if (typeof tab !== "number" && typeof tab !== "string") return false;
  const page = typeof letter.page === "string" ? letter.page : undefined;
  // A tab's newer page replaces what waits for its older one.
  for (let at = queue.length - 1; at >= 0; at -= 1) {
    const waiting = /** @type {Job} */ (queue[at]);
    if (waiting.tab !== tab) continue;
    queue.splice(at, 1);
    waiting.answer({ failed: "superseded" });
  }
  enqueue({ tab, page, request, answer });
  return true;
});
