/**
 * Stances of pairs of posts, a few at a time: Python makes rows of token ids and reads logits, the
 * encoder runs beside it. What was judged is kept by a hash, in memory, for pages that come again.
 */

import { isPair } from "../shared/protocol.js";

/** @typedef {import("../shared/protocol.js").Pair} Pair */
/** @typedef {import("./encoder.js").Encoder} Encoder */
/** @typedef {import("./encoder.js").Row} Row */
/** @typedef {{ judged: unknown[], rows: Row[] }} Reply of the core's operation "judge" */

/** Pairs whose judgement is kept: the threads of some days; about 2 MB. */
const MAX_KNOWN = 5_000;

/**
 * Tokens that the encoder reads for one tab at once, and more with every second. 150,000 are
 * 1,200 rows, more than a long thread asks for, and take up to two minutes; then a page that
 * never stops writing posts gets a tenth of one core. Above it the linear tier judges.
 */
const CREDIT = 150_000;
const CREDIT_A_SECOND = 200;

/** The pairs; their words left out one run at a time; together: no pair asks a fourth time. */
const MAX_ROUNDS = 4;

export class Judging {
  #python;
  #encoder;
  /** @type {Map<string, unknown>} */ #known = new Map();
  /** @type {Map<number, { tokens: number, at: number }>} */ #credits = new Map();
  /** Ours alone, and gone with the memory that it protects. */
  #salt = crypto.randomUUID();

  /**
   * @param {(request: string) => Promise<unknown>} python runs a request of the core
   * @param {Encoder | null} encoder null in a build without it
   */
  constructor(python, encoder) {
    this.#python = python;
    this.#encoder = encoder;
  }

  /**
   * @param {number} tab
   * @param {string} json the pairs
   * @returns {Promise<unknown[] | null>} their judgements in order; null where Python failed
   */
  async judge(tab, json) {
    const pairs = readPairs(json);
    const keys = await Promise.all(pairs.map((pair) => this.#key(pair)));
    const wanted = keys.flatMap((key, at) => (this.#known.has(key) ? [] : [at]));
    /** @type {unknown[]} */
    const found = keys.map((key) => this.#known.get(key));
    if (wanted.length === 0) return found;
    const asked = wanted.map((at) => /** @type {Pair} */ (pairs[at]));
    const both = await this.#byBoth(tab, asked);
    const judged = both ?? (await this.#ask(asked, null))?.judged;
    if (!judged) return null;
    for (const [index, at] of wanted.entries()) {
      found[at] = judged[index];
      // What one tier said is said again only until the other can speak.
      if (both || !this.#encoder) this.#keep(/** @type {string} */ (keys[at]), judged[index]);
    }
    return found;
  }

  /**
   * Judge by both tiers; null where the encoder is not there, fails, or has read enough.
   * @param {number} tab
   * @param {Pair[]} pairs
   */
  async #byBoth(tab, pairs) {
    if (!this.#encoder?.usable || this.#credit(tab).tokens <= 0) return null;
    /** @type {Record<string, number[]>} */
    const answers = {};
    try {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const reply = await this.#ask(pairs, answers);
        if (!reply) return null;
        if (reply.rows.length === 0) return reply.judged;
        for (const row of reply.rows) {
          this.#credit(tab).tokens -= row.ids.length;
          answers[row.key] ??= await this.#encoder.run(row);
        }
      }
    } catch (error) {
      console.warn("Quotefold: the encoder failed:", error);
    }
    return null;
  }

  /**
   * @param {Pair[]} pairs
   * @param {Record<string, number[]> | null} answers of the encoder; null: the linear tier judges
   * @returns {Promise<Reply | null>}
   */
  async #ask(pairs, answers) {
    const reply = await this.#python(JSON.stringify({ v: 1, op: "judge", pairs, answers }));
    const read = typeof reply === "string" ? JSON.parse(reply) : null;
    return read?.ok ? read : null;
  }

  /** @param {number} tab */
  #credit(tab) {
    const now = performance.now() / 1000;
    const last = this.#credits.get(tab) ?? { tokens: CREDIT, at: now };
    const tokens = Math.min(CREDIT, last.tokens + (now - last.at) * CREDIT_A_SECOND);
    const credit = { tokens, at: now };
    this.#credits.set(tab, credit);
    return credit;
  }

  /** @param {string} key @param {unknown} judgement */
  #keep(key, judgement) {
    this.#known.set(key, judgement);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(oldest);
    }
  }

  /** @param {Pair} pair */
  async #key({ parent, reply, kind, names }) {
    const data = JSON.stringify([this.#salt, parent, reply, kind, names]);
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(data));
    return String.fromCharCode(...new Uint8Array(hash));
  }
}

/** @param {string} json @returns {Pair[]} only well-formed ones, else an error */
function readPairs(json) {
  const pairs = JSON.parse(json);
  if (!Array.isArray(pairs) || !pairs.every(isPair)) throw new Error("malformed pairs");
  return pairs.map(({ parent, reply, kind, names }) => ({ parent, reply, kind, names }));
}
