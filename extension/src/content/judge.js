/**
 * Has the stances judged that a plan leaves open: a few pairs at a time, nearest to the reader
 * first, while the page is looked at. What a pair was judged stays known as long as the page is
 * read, so a stance that was shown never changes unless the words do.
 */

import { delay } from "./settle.js";

/** @typedef {import("../shared/types.js").Plan} Plan */
/** @typedef {import("../shared/types.js").PlanPair} PlanPair */
/** @typedef {import("./plan.js").PostView} PostView */

/** One message's pairs: what is sent when the reader leaves is not taken back. */
const MAX_PAIRS = 4;
const MAX_CHARS = 4_000;

/** UTF-16 units of a text: the core reads 30,000 characters of it. */
const MAX_TEXT = 60_000;

/** Judgements kept for one page: as many as the core takes. */
const MAX_KNOWN = 5_000;

/** Milliseconds between two plans, and times as long as the last one took: on a long page the
 * stances come in fewer, larger parts. */
const PACE = 500;
const PACE_SHARE = 5;

/**
 * @typedef {object} Links what it needs of the rest
 * @property {(pairs: string) => Promise<unknown>} ask has pairs judged; in order, or null
 * @property {() => Promise<void>} again asks for the plan again, with what is known now
 * @property {() => PostView[]} posts
 * @property {() => void} gaveUp
 * @property {AbortSignal} signal
 */

export class Judge {
  #links;
  /** @type {Map<string, unknown>} */ #known = new Map();
  /** @type {PlanPair[]} */ #pairs = [];
  /** @type {Map<string, string>} */ #texts = new Map();
  #working = false;
  #planned = 0;
  #pace = 0;

  /** @param {Links} links */
  constructor(links) {
    this.#links = links;
  }

  /** What is known, by the pair's key; goes to Python with the page. */
  get known() {
    return Object.fromEntries(this.#known);
  }

  /** Judge what this plan leaves open. @param {Plan} plan */
  take({ pairs, thread }) {
    this.#pairs = pairs;
    this.#texts = new Map(pairs.length > 0 ? thread.posts.map(({ id, text }) => [id, text]) : []);
    void this.#work();
  }

  async #work() {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#pairs.length > 0) {
        const open = this.#pairs.filter(({ key }) => !this.#known.has(key));
        const news = open.length < this.#pairs.length;
        if (open.length === 0 || (news && performance.now() - this.#planned > this.#pace)) {
          await this.#showNews();
        } else {
          await inFront(this.#links.signal);
          await this.#judge(this.#nearest(open));
        }
        this.#links.signal.throwIfAborted();
      }
    } catch {
      this.#pairs = []; // the page is left, or nobody answers: the next plan tries again
      if (!this.#links.signal.aborted) this.#links.gaveUp();
    } finally {
      this.#working = false;
    }
  }

  async #showNews() {
    const before = this.#pairs;
    const start = performance.now();
    await this.#links.again();
    this.#planned = performance.now();
    this.#pace = Math.max(PACE, PACE_SHARE * (this.#planned - start));
    if (this.#pairs === before) throw new Error("there is no newer plan");
  }

  /** @param {PlanPair[]} pairs */
  async #judge(pairs) {
    const texts = pairs.map(({ post, parent, said, kind, names }) => ({
      parent: (parent === null ? said : this.#texts.get(parent) ?? "").slice(0, MAX_TEXT),
      reply: (this.#texts.get(post) ?? "").slice(0, MAX_TEXT),
      kind,
      names,
    }));
    const judged = await this.#links.ask(JSON.stringify(texts));
    if (!Array.isArray(judged) || judged.length !== pairs.length) throw new Error("no judgement");
    for (const [at, { key }] of pairs.entries()) this.#known.set(key, judged[at]);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(oldest);
    }
  }

  /** The next pairs to judge: those whose posts stand nearest to what the reader sees. */
  /** @param {PlanPair[]} open */
  #nearest(open) {
    const nodes = new Map(this.#links.posts().map(({ plan, node }) => [plan.id, node]));
    const far = new Map(open.map((pair) => [pair, distance(nodes.get(pair.post))]));
    const sorted = open.toSorted((a, b) => Number(far.get(a)) - Number(far.get(b)));
    let chars = 0;
    return sorted.slice(0, MAX_PAIRS).filter(({ post }, at) => {
      chars += this.#texts.get(post)?.length ?? 0;
      return at === 0 || chars <= MAX_CHARS;
    });
  }
}

/** Pixels from the window to an element; far for what is not on the page. */
/** @param {Element | undefined} element */
function distance(element) {
  if (!element?.isConnected) return Number.MAX_VALUE;
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
}

/** Wait until the page is looked at. @param {AbortSignal} signal */
async function inFront(signal) {
  while (document.hidden) await delay(500, signal);
}
