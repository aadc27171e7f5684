/**
 * The snapshots of the pages that are open, so that a page has to send only what changed. They
 * come from pages nobody vouches for, and go with the worker: a page then sends all of it again.
 */

/** @typedef {import("../shared/types.js").Row} Row */
/** @typedef {import("../shared/types.js").Run} Run */
/** @typedef {{ turn: number, rows: Row[], depths: number[] }} Kept */

/** As in pycore/quotefold/limits.py. */
const MAX_NODES = 400_000;

/** Rows kept of all pages: about 100 MB at most; a page of 500 posts has 15,000. */
const MAX_KEPT = 400_000;

/** Pages kept: more than a reader goes back and forth between. */
const MAX_PAGES = 12;

export const SEND_WHOLE = JSON.stringify({
  v: 1, ok: false, kind: "send-whole", error: "the snapshot that this one changes is not here",
});

export class Pages {
  /** The page that was read last stands last. */
  /** @type {Map<string, Kept>} */ #kept = new Map();

  /**
   * A request with a whole snapshot, from one that may only say what changed.
   * @param {string} page who sends it
   * @param {string} request
   * @returns {string | null} null where it changes a snapshot that is not here
   */
  whole(page, request) {
    const letter = Object(read(request));
    const { base, runs, turn, ...snapshot } = Object(letter.snapshot);
    if (!Number.isSafeInteger(turn)) return request;
    const before = this.#kept.get(page);
    this.#kept.delete(page);
    if (base === undefined) {
      this.#keep(page, { turn, rows: snapshot.rows, depths: depthsOf(snapshot.rows) });
      return request;
    }
    const now = before && before.turn === base ? unpack(before, runs) : null;
    if (!now) return null;
    this.#keep(page, { turn, ...now });
    return JSON.stringify({ ...letter, snapshot: { ...snapshot, rows: now.rows } });
  }

  /** @param {string} page @param {Kept} kept */
  #keep(page, kept) {
    if (!Array.isArray(kept.rows) || kept.rows.length > MAX_KEPT) return;
    this.#kept.set(page, kept);
    let rows = 0;
    for (const { rows: { length } } of this.#kept.values()) rows += length;
    for (const [oldest, { rows: { length } }] of this.#kept) {
      if (rows <= MAX_KEPT && this.#kept.size <= MAX_PAGES) break;
      this.#kept.delete(oldest);
      rows -= length;
    }
  }
}

/** @param {string} json */
function read(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null; // Python says what is wrong with it
  }
}

/**
 * How deep each row lies; the root 0.
 * @param {unknown} rows
 * @returns {number[]}
 */
function depthsOf(rows) {
  /** @type {number[]} */
  const depths = [];
  if (!Array.isArray(rows)) return depths;
  for (const row of rows) depths.push((depths[Array.isArray(row) ? row[0] : -1] ?? -1) + 1);
  return depths;
}

/**
 * The rows that a page has now.
 * @param {Pick<Kept, "rows" | "depths">} before
 * @param {unknown} runs
 * @returns {{ rows: Row[], depths: number[] } | null} null where they don't fit
 */
export function unpack(before, runs) {
  if (!Array.isArray(runs)) return null;
  /** @type {Row[]} */
  const rows = [];
  /** @type {number[]} */
  const depths = [];
  /** The open element at each depth. */
  /** @type {number[]} */
  const open = [];
  // Each old row goes in once: else a short message could ask for a row many times.
  const used = new Uint8Array(before.rows.length);

  /** @type {(depth: number, kind: string | 0 | 1, data: Row[2]) => boolean} */
  const add = (depth, kind, data) => {
    const parent = depth === 0 ? -1 : open[depth - 1];
    if (parent === undefined || rows.length >= MAX_NODES) return false;
    open.length = depth;
    if (typeof kind === "string") open.push(rows.length);
    rows.push(/** @type {Row} */ ([parent, kind, data]));
    depths.push(depth);
    return true;
  };

  for (const run of runs) {
    if (!Array.isArray(run)) return null;
    if (run.length === 3) {
      if (!Number.isSafeInteger(run[0]) || run[0] < 0 || !add(run[0], run[1], run[2])) return null;
      continue;
    }
    const [from, count] = run;
    const end = from + count;
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(count)) return null;
    if (from < 0 || count < 1 || end > used.length) return null;
    for (let at = from; at < end; at += 1) {
      if (used[at]) return null;
      used[at] = 1;
      const [, kind, data] = /** @type {Row} */ (before.rows[at]);
      if (!add(/** @type {number} */ (before.depths[at]), kind, data)) return null;
    }
  }
  return { rows, depths };
}
