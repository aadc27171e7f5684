/**
 * What of a page has to be sent: the rows that are new or different, and for the rest where it
 * stood in the snapshot that was sent before. docs/CONTRACT.md has the form; unpacked by
 * offscreen/pages.js.
 */

/** @typedef {import("../shared/types.js").Row} Row */
/** @typedef {import("../shared/types.js").Run} Run */

/**
 * A snapshot's rows with what tells them apart.
 * @typedef {{ rows: Row[], depths: number[], nodes: object[] }} Rows
 */

/**
 * What was sent, so that the next snapshot can be compared with it. It holds no node.
 * @typedef {{ rows: Row[], depths: number[], places: WeakMap<object, number> }} Sent
 */

/** @param {Rows} shot @returns {Sent} */
export function remember({ rows, depths, nodes }) {
  const places = new WeakMap();
  for (let at = 0; at < nodes.length; at += 1) places.set(/** @type {object} */ (nodes[at]), at);
  return { rows, depths, places };
}

/**
 * The way from what was sent to a snapshot: each row of the old one is used at most once.
 * @param {Sent} sent
 * @param {Rows} shot
 * @returns {Run[]}
 */
export function changesSince(sent, { rows, depths, nodes }) {
  /** @type {Run[]} */
  const runs = [];
  let end = -1; // where the last run of old rows ends
  for (let at = 0; at < rows.length; at += 1) {
    const [, kind, data] = /** @type {Row} */ (rows[at]);
    const old = sent.places.get(/** @type {object} */ (nodes[at]));
    const row = old === undefined ? undefined : sent.rows[old];
    if (
      old !== undefined && row && sent.depths[old] === depths[at] &&
      row[1] === kind && same(row[2], data)
    ) {
      const last = runs.at(-1);
      if (last && old === end) last[1] = Number(last[1]) + 1;
      else runs.push([old, 1]);
      end = old + 1;
    } else {
      runs.push(/** @type {Run} */ ([depths[at], kind, data]));
      end = -1;
    }
  }
  return runs;
}

/**
 * @param {Row[2]} one text, or the attributes of an element
 * @param {Row[2]} other
 */
function same(one, other) {
  if (typeof one === "string" || typeof other === "string") return one === other;
  let left = 0;
  for (const name in one) {
    if (one[name] !== other[name]) return false;
    left += 1;
  }
  for (const name in other) if (Object.hasOwn(other, name)) left -= 1;
  return left === 0;
}
