// A page as plain objects, changed step by step and sent as the extension sends it. One line of
// JSON in: {"steps": [[operation...]...], "lost": [step...]}; one out: for each step the rows
// that arrive, the rows that the page has, and how many were sent anew.
import { createInterface } from "node:readline";
import { changesSince, remember } from "../../extension/src/content/changes.js";
import { Pages } from "../../extension/src/offscreen/pages.js";

function walk(root) {
  const shot = { rows: [], depths: [], nodes: [] };
  const visit = (node, parent, depth) => {
    const row = shot.rows.length;
    const { tag, text, attrs } = node;
    shot.rows.push(tag ? [parent, tag, { ...attrs }] : [parent, 0, text]);
    shot.depths.push(depth);
    shot.nodes.push(node);
    for (const child of node.children) visit(child, row, depth + 1);
  };
  visit(root, -1, 0);
  return shot;
}

const made = ([tag, value]) =>
  tag ? { tag, attrs: value ? { class: value } : {}, children: [] }
    : { text: value, attrs: {}, children: [] };

function change(root, [kind, first, second, place, ...content]) {
  const all = walk(root).nodes;
  const node = all[first % all.length];
  const boxes = all.filter((candidate) => candidate.tag);
  const box = boxes[second % boxes.length];
  const parentOf = (child) => all.find((other) => other.children.includes(child));
  const take = () => parentOf(node).children.splice(parentOf(node).children.indexOf(node), 1);
  const put = (what) => box.children.splice(place % (box.children.length + 1), 0, what);
  const within = (inner, outer) => walk(outer).nodes.includes(inner);
  if (kind === "insert") put(made(content));
  if (kind === "copy") put(structuredClone(node));
  if (kind === "edit" && node.tag) node.attrs = made(["x", content[1]]).attrs;
  if (kind === "edit" && !node.tag) node.text = content[1];
  if (node === root) return;
  if (kind === "remove") take();
  if (kind === "move" && !within(box, node)) {
    take();
    put(node);
  }
  // A list that is recycled keeps the box and fills it with other content.
  if (kind === "recycle" && node.tag) Object.assign(node, { children: [made(content)] });
}

function run({ steps, lost }) {
  let pages = new Pages();
  let sent = null;
  const root = made(["body", ""]);
  return steps.map((operations, step) => {
    for (const operation of operations) change(root, operation);
    const shot = walk(root);
    if (lost.includes(step)) pages = new Pages();
    const send = (snapshot) =>
      pages.whole("page", JSON.stringify({ v: 1, snapshot: { turn: step, ...snapshot } }));
    const runs = sent && changesSince(sent, shot);
    const arrived = (sent && send({ base: step - 1, runs })) ?? send({ rows: shot.rows });
    sent = remember(shot);
    const anew = runs?.filter((one) => one.length === 3).length ?? shot.rows.length;
    return [JSON.parse(arrived).snapshot.rows, shot.rows, anew];
  });
}

function refused({ before, runs }) {
  const pages = new Pages();
  pages.whole("page", JSON.stringify({ snapshot: { turn: 1, rows: before } }));
  return pages.whole("page", JSON.stringify({ snapshot: { turn: 2, base: 1, runs } })) === null;
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify(asked.steps ? run(asked) : refused(asked)));
}
