/** The map as a drawing: the thread's first post in the middle, answers around what they answer. */

import { stratify, tree } from "d3-hierarchy";

import { draw, shape, shapeOf } from "./draw.js";
import { inDigits, spoken } from "./words.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Shown} Shown */
/** @typedef {import("d3-hierarchy").HierarchyPointNode<Row | null>} Point */

/** Half the width of the drawing, in its own units; the marks' field is 16 wide. */
const RADIUS = 180;
const MARGIN = 32;

/** Id of what several beginnings stand around. */
const MIDDLE = "middle";

/** Room for a mark, in the same units: a large thread is drawn with small marks. */
const MOST = 1.15;
const LEAST = 0.3;

/** Marks this large have their number beside them. */
const LEGIBLE = 0.95;

/**
 * @param {Shown[]} shown
 * @param {Map<string, Row>} rows
 * @returns {{ root: SVGElement, items: Map<string, SVGElement> }}
 */
export function drawGraph(shown, rows) {
  const root = draw("svg", { class: "graph" });
  /** @type {Map<string, SVGElement>} */
  const items = new Map();
  if (shown.length === 0) return { root, items };
  const points = layOut(shown);
  const scale = Math.min(MOST, Math.max(LEAST, nearest(points) / 20));
  root.setAttribute("viewBox", around(points));
  const lines = draw("g", { "aria-hidden": "true" });
  for (const point of points) {
    if (!point.data || !point.parent?.data) continue;
    lines.append(
      draw("path", { d: curve(point.parent, point), class: `line ${shapeOf(point.data)}` }),
    );
  }
  root.append(lines);
  const inOrder = new Map(points.map((point) => [point.data?.id, point]));
  for (const { row, asked } of shown) {
    const point = inOrder.get(row.id);
    if (!point) continue;
    const [x, y] = place(point);
    const size = (scale * (row.level === 1 ? 1.35 : 1)).toFixed(3);
    const item = draw(
      "g",
      { class: `node ${shapeOf(row)}`, transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${size})` },
      draw("circle", { r: 11, class: "ring" }),
      shape(shapeOf(row)),
      ...(scale >= LEGIBLE && row.number ? [draw("text", beyond(point), inDigits(row.number))] : []),
      draw("title", {}, spoken(row, rows.get(row.target))),
    );
    item.classList.toggle("aside", !asked);
    item.ariaLabel = spoken(row, rows.get(row.target));
    items.set(row.id, item);
    root.append(item);
  }
  return { root, items };
}

/** The part of the drawing that has something in it. @param {Point[]} points */
function around(points) {
  const places = points.map(place);
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [width, height] = [Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
  // Three posts are not blown up to fill the panel.
  const [wide, high] = [Math.max(width, RADIUS * 1.4), Math.max(height, RADIUS)];
  const box = [left - (wide - width) / 2, top - (high - height) / 2, wide, high];
  return box.map((number) => number.toFixed(1)).join(" ");
}

/** Where a mark's number stands: outwards, away from the lines. @param {Point} point */
function beyond({ x, y }) {
  const right = y === 0 || Math.sin(x) >= 0;
  return { x: right ? 9 : -9, y: y === 0 ? 15 : 3.5 - 7 * Math.cos(x), "text-anchor": right ? "start" : "end" };
}

/** Every row with its angle (x) and its distance from the middle (y). @param {Shown[]} shown */
function layOut(shown) {
  const there = new Set(shown.map(({ row }) => row.id));
  const tops = shown.filter(({ row }) => !there.has(row.parent));
  // Several beginnings need something to stand around; it is not drawn.
  const only = tops.length === 1;
  /** @type {(Row | null)[]} */
  const data = shown.map(({ row }) => row);
  if (!only) data.unshift(null);
  const hierarchy = stratify()
    .id((row) => /** @type {Row | null} */ (row)?.id ?? MIDDLE)
    .parentId((row) => {
      const known = /** @type {Row | null} */ (row);
      if (!known) return null;
      return there.has(known.parent) ? known.parent : only ? null : MIDDLE;
    })(data);
  const laid = tree()
    .size([2 * Math.PI, RADIUS])
    .separation((a, b) => (a.parent === b.parent ? 1 : 1.6) / Math.max(1, a.depth))(hierarchy);
  return /** @type {Point[]} */ (laid.descendants());
}

/** @param {Point} point @returns {[x: number, y: number]} */
function place({ x, y }) {
  return [y * Math.sin(x), -y * Math.cos(x)];
}

/** The least distance between neighbours at the same depth, or between two depths. @param {Point[]} points */
function nearest(points) {
  let least = 2 * RADIUS;
  /** @type {Map<number, Point>} */
  const last = new Map();
  for (const point of [...points].sort((a, b) => a.x - b.x)) {
    const before = last.get(point.depth);
    if (before) least = Math.min(least, (point.x - before.x) * point.y);
    last.set(point.depth, point);
    if (point.depth === 1) least = Math.min(least, point.y);
  }
  return least;
}

/** @param {Point} from @param {Point} to */
function curve(from, to) {
  const [x0, y0] = place(from);
  const [x1, y1] = place(to);
  const half = (from.y + to.y) / 2;
  const [ax, ay] = [half * Math.sin(from.x), -half * Math.cos(from.x)];
  const [bx, by] = [half * Math.sin(to.x), -half * Math.cos(to.x)];
  // From the middle every direction is as good as any: straight to the answer.
  const bend = from.y === 0 ? `L${x1} ${y1}` : `C${ax} ${ay} ${bx} ${by} ${x1} ${y1}`;
  return `M${x0} ${y0}${bend}`.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => Number(number).toFixed(2));
}
