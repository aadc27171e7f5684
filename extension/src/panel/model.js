/** What the map holds and which part of it is shown. No DOM here. */

/** @typedef {import("./types.js").Filters} Filters */
/** @typedef {import("./types.js").MapView} MapView */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Shown} Shown */
/** @typedef {import("./types.js").StanceLabel} StanceLabel */

/** In the order in which they are listed everywhere. */
export const STANCES = Object.freeze(
  /** @type {const} */ (["support", "oppose", "query", "comment"]),
);

/** @type {(value: unknown) => Record<string, unknown>} */
const fields = (value) => Object(value);

/** @type {(value: unknown) => string} */
const text = (value) => (typeof value === "string" ? value : "");

/** @type {(value: unknown) => number} */
const count = (value) => (Number.isInteger(value) && Number(value) > 0 ? Number(value) : 0);

/** @param {unknown} value */
function webAddress(value) {
  const address = text(value);
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : "";
}

/** @param {unknown} given */
function counts(given) {
  /** @type {[string, number][]} */
  const known = [...STANCES, "unclear"].map((label) => [label, count(fields(given)[label])]);
  return Object.fromEntries(known.filter(([, many]) => many > 0));
}

/**
 * The map from Python's reply; null where it is none. The plan it was made from came out of the
 * page's own process, so nothing in it is taken on trust.
 * @param {unknown} reply
 * @param {unknown} plan
 * @returns {MapView | null}
 */
export function readMap(reply, plan) {
  const given = fields(reply);
  if (given.ok !== true || !Array.isArray(given.rows) || !Array.isArray(given.authors)) return null;
  const posts = fields(fields(plan).thread).posts;
  const texts = new Map(
    (Array.isArray(posts) ? posts : []).map((post) => [fields(post).id, text(fields(post).text)]),
  );
  return {
    rows: given.rows.map((raw) => readRow(fields(raw), texts)),
    stances: counts(given.stances),
    authors: given.authors.map((entry) => [text(fields(entry)[0]), count(fields(entry)[1])]),
    files: {
      json: JSON.stringify(given.json, null, 1),
      markdown: text(given.markdown),
      svg: text(given.svg),
      labelled: text(given.labelled),
    },
  };
}

/**
 * @param {Record<string, unknown>} raw
 * @param {Map<unknown, string>} texts
 * @returns {Row}
 */
function readRow(raw, texts) {
  const stance = fields(raw.stance);
  const label = STANCES.find((known) => known === stance.label);
  const part = Array.isArray(raw.part) ? raw.part.map(count) : [];
  return {
    id: text(raw.id),
    parent: text(raw.parent),
    level: count(raw.level),
    below: count(raw.below),
    number: count(raw.number),
    kind: text(raw.kind),
    handle: text(raw.handle),
    words: text(raw.words),
    link: webAddress(raw.link),
    target: text(raw.target),
    part: part[0] && part[1] ? [part[0], part[1]] : null,
    stance: label ? { label, confidence: Number(stance.confidence) || 0, said: stance.said === true } : null,
    answers: counts(raw.answers),
    text: texts.get(raw.id) ?? text(raw.words),
  };
}

/** Words to compare a search with: without case and accents. @param {string} words */
export const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const NO_FILES = Object.freeze({ json: "", markdown: "", svg: "", labelled: "" });

export class Model {
  /** @type {MapView} */ map = { rows: [], stances: {}, authors: [], files: NO_FILES };
  /** @type {Map<string, Row>} */ rows = new Map();
  /** @type {Filters} */ filters = { query: "", stances: new Set(), author: "", target: "" };
  /** @type {Set<string>} */ #closed = new Set();

  /** Take a newer map of the same page: what the reader chose stays, as far as it is there. @param {MapView} map */
  take(map) {
    this.map = map;
    this.rows = new Map(map.rows.map((row) => [row.id, row]));
    if (!this.rows.has(this.filters.target)) this.filters.target = "";
    if (!map.authors.some(([handle]) => handle === this.filters.author)) this.filters.author = "";
    for (const label of this.filters.stances) {
      if (!map.stances[label]) this.filters.stances.delete(label);
    }
  }

  /** Forget what belongs to one page. */
  clear() {
    this.#closed.clear();
    this.clearFilters();
    this.take({ rows: [], stances: {}, authors: [], files: NO_FILES });
  }

  clearFilters() {
    this.filters = { query: "", stances: new Set(), author: "", target: "" };
  }

  get filtered() {
    const { query, stances, author, target } = this.filters;
    return Boolean(query.trim() || stances.size || author || target);
  }

  get posts() {
    return this.map.rows.filter((row) => row.number > 0).length;
  }

  /** @param {string} id @param {boolean} open */
  setOpen(id, open) {
    if (open) this.#closed.delete(id);
    else this.#closed.add(id);
  }

  /** @param {Row} row */
  #asked(row) {
    const { query, stances, author, target } = this.filters;
    if (target && (row.target !== target || row.kind === "self-reply")) return false;
    if (author && row.handle !== author) return false;
    if (stances.size > 0 && !(row.stance && stances.has(row.stance.label))) return false;
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (words.length === 0) return true;
    const here = plain(`#${row.number} @${row.handle} ${row.text}`);
    return words.every((word) => here.includes(word));
  }

  /**
   * The rows to show, in order: those asked for and what they stand below.
   * @returns {Shown[]}
   */
  shown() {
    const { filtered } = this;
    /** @type {Map<string, boolean>} id -> whether it was asked for */
    const wanted = new Map();
    for (const row of this.map.rows) {
      if (!this.#asked(row)) continue;
      wanted.set(row.id, true);
      let up = this.rows.get(row.parent);
      while (filtered && up && !wanted.has(up.id)) {
        wanted.set(up.id, false);
        up = this.rows.get(up.parent);
      }
    }
    /** @type {Map<string, Shown[]>} */
    const families = new Map();
    /** @type {Set<string>} */
    const hidden = new Set();
    /** @type {Shown[]} */
    const shown = [];
    for (const row of this.map.rows) {
      if (hidden.has(row.parent) || (!filtered && this.#closed.has(row.parent))) {
        hidden.add(row.id);
        continue;
      }
      const asked = wanted.get(row.id);
      if (asked === undefined) continue;
      const family = families.get(row.parent) ?? [];
      families.set(row.parent, family);
      const open = row.below === 0 ? null : filtered || !this.#closed.has(row.id);
      const entry = { row, asked, open, place: family.length + 1, of: 0 };
      family.push(entry);
      shown.push(entry);
    }
    for (const family of families.values()) {
      for (const entry of family) entry.of = family.length;
    }
    if (filtered) {
      for (const entry of shown) {
        if (!families.has(entry.row.id)) entry.open = null;
      }
    }
    return shown;
  }
}
