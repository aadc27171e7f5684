/**
 * The side panel: the map of the argument of the page beside it. The page gives the plan,
 * Python makes the map of it, this draws it; the page is asked to show a post.
 */

import { message, PROTOCOL, readStatus, UI_TO_SW } from "../shared/protocol.js";
import { part, say, translate } from "../ui/page.js";
import { Beside } from "./beside.js";
import { make, mark } from "./draw.js";
import { drawGraph } from "./graph.js";
import { drawList } from "./list.js";
import { Model, readMap, STANCES } from "./model.js";
import { save } from "./saving.js";
import { author, inDigits, relation, stanceWord, stanceWords } from "./words.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Shown} Shown */
/** @typedef {import("../shared/types.js").PageStatus} PageStatus */

const tree = part("map", HTMLElement);
const empty = part("empty", HTMLElement);
const why = part("why", HTMLElement);
const read = part("read", HTMLButtonElement);
const clear = part("clear", HTMLButtonElement);
const count = part("count", HTMLElement);
const filters = part("filters", HTMLElement);
const query = part("query", HTMLInputElement);
const stances = part("stances", HTMLElement);
const writer = part("author", HTMLSelectElement);
const target = part("target", HTMLButtonElement);
const views = part("views", HTMLElement);
const saving = part("saving", HTMLElement);
const saveButton = part("save", HTMLButtonElement);
const details = part("details", HTMLElement);
const told = part("told", HTMLElement);
const open = part("open", HTMLAnchorElement);

const model = new Model();
/** @type {Shown[]} */ let shown = [];
/** @type {Map<string, HTMLElement | SVGElement>} */ let items = new Map();
/** The row that the keyboard is at, and the one that the reader of the page is at. */
let chosen = "";
let place = "";
let view = "list";
let turn = 0;
/** The plan that the map was made of. */
let drawn = "";

/** @type {(type: string, fields?: Record<string, unknown>) => Promise<unknown>} */
const ask = (type, fields) => chrome.runtime.sendMessage(message(type, fields));

// --- What the page says -----------------------------------------------------------------

const beside = new Beside({
  moved() {
    turn += 1;
    model.clear();
    drawn = "";
    chosen = place = "";
    query.value = "";
  },
  none: () => void explain(),
  plan: (status, plan) => void take(status, plan),
  place(post) {
    place = post;
    showPlace();
  },
  gone(post) {
    const row = model.rows.get(post);
    told.textContent = say("panelGone", inDigits(row?.number ?? 0));
  },
});

/** Say why there is no map, for a page on which Quotefold is not at work. */
async function explain() {
  const now = ++turn;
  const state = /** @type {{ status?: unknown, readable?: boolean } | null} */ (
    await ask(UI_TO_SW.GET_STATUS).catch(() => null)
  );
  if (now !== turn) return;
  const status = readStatus(state?.status);
  bare(state?.readable && status ? status.message : say("panelNoPage"), state?.readable === true);
}

/** @param {PageStatus} status @param {string} plan */
async function take(status, plan) {
  const now = ++turn;
  if (status.state === "working" && model.map.rows.length > 0) return;
  if (status.state === "working") return bare(say("popupWorking"), false);
  if (!plan) return bare(status.message, status.state === "plain");
  if (plan === drawn) return; // only how many quotes are folded has changed
  let map = null;
  try {
    const parsed = JSON.parse(plan);
    const request = JSON.stringify({ v: PROTOCOL, op: "map", plan: parsed });
    map = readMap(JSON.parse(String(await ask(UI_TO_SW.ASK, { request }))), parsed);
  } catch (error) {
    console.warn("Quotefold:", error);
  }
  if (now !== turn) return;
  if (!map) return bare(say("panelFailed"), false);
  drawn = plan;
  model.take(map);
  refresh();
}

/** No map: only words, and where it may help, the offer to read. @param {string} words @param {boolean} offer */
function bare(words, offer) {
  model.clear();
  drawn = "";
  shown = [];
  items = new Map();
  tree.replaceChildren();
  for (const element of [filters, details, saveButton, clear, tree]) element.hidden = true;
  count.textContent = "";
  why.textContent = words;
  read.hidden = !offer;
  empty.hidden = false;
}

// --- Drawing ------------------------------------------------------------------------------

/** Bring everything to what the model says. */
function refresh() {
  for (const element of [filters, saveButton, tree]) element.hidden = false;
  showFilters();
  for (const button of saving.querySelectorAll("button")) {
    button.hidden = button.value === "labelled" && !model.map.files.labelled;
  }
  shown = model.shown();
  const inTree = tree.contains(document.activeElement);
  const drawn = view === "graph"
    ? drawGraph(shown, model.rows)
    : drawList(shown, model.rows, model.filters.query);
  items = drawn.items;
  for (const [at, { row, place: nth, of, open: isOpen }] of shown.entries()) {
    const item = /** @type {HTMLElement} */ (items.get(row.id));
    item.role = "treeitem";
    item.tabIndex = -1;
    item.ariaLevel = String(row.level);
    item.ariaPosInSet = String(nth);
    item.ariaSetSize = String(of);
    if (isOpen !== null && view === "list") item.ariaExpanded = String(isOpen);
    item.dataset.at = String(at);
  }
  tree.replaceChildren(drawn.root);
  drawn.root.role = "tree";
  drawn.root.ariaLabel = say("panelTitle");
  const asked = shown.filter((entry) => entry.asked && entry.row.number > 0).length;
  count.textContent = model.filtered
    ? say("panelShown", inDigits(asked), inDigits(model.posts))
    : say("panelPosts", inDigits(model.posts));
  empty.hidden = asked > 0;
  clear.hidden = asked > 0 || !model.filtered;
  read.hidden = true;
  why.textContent = asked > 0 ? "" : say("panelNothing");
  const same = shown.find((entry) => entry.asked && entry.row.id === chosen);
  choose((same ?? shown.find((entry) => entry.asked) ?? shown[0])?.row.id ?? "", inTree);
  showPlace();
}

function showFilters() {
  const { map } = model;
  stances.replaceChildren(
    ...STANCES.filter((label) => map.stances[label]).map((label) => {
      const chip = make(
        "button",
        { type: "button", class: `chip ${label}`, value: label },
        mark(label),
        make("span", {}, stanceWord(label)),
        make("b", {}, inDigits(map.stances[label] ?? 0)),
      );
      chip.ariaPressed = String(model.filters.stances.has(label));
      return chip;
    }),
  );
  writer.replaceChildren(
    new Option(say("panelAuthors", inDigits(map.authors.length)), ""),
    ...map.authors
      .filter(([handle]) => handle)
      .map(([handle, posts]) => new Option(`@${handle} · ${inDigits(posts)}`, handle)),
  );
  writer.value = model.filters.author;
  const row = model.rows.get(model.filters.target);
  target.hidden = !row;
  if (row) target.textContent = say("panelTarget", row.number ? `#${row.number}` : author(row));
}

/** Make a row the one that keyboard and details are at. @param {string} id @param {boolean} focus */
function choose(id, focus) {
  for (const old of [items.get(chosen), items.get(id)]) {
    if (!old) continue;
    old.tabIndex = -1;
    old.ariaSelected = "false";
  }
  chosen = id;
  const item = items.get(id);
  const row = model.rows.get(id);
  details.hidden = !item || !row;
  if (!item || !row) return;
  item.tabIndex = 0;
  item.ariaSelected = "true";
  if (focus) item.focus();
  const about = model.rows.get(row.target);
  part("who", HTMLElement).replaceChildren(
    ...(row.number ? [make("span", { class: "number" }, inDigits(row.number)), " "] : []),
    make("bdi", {}, author(row)),
  );
  const says = [stanceWords(row), relation(row, about)].filter(Boolean).join(" · ");
  part("says", HTMLElement).textContent = says;
  part("text", HTMLElement).textContent = row.text;
  part("go", HTMLButtonElement).hidden = row.number === 0;
  const only = part("only", HTMLButtonElement);
  only.hidden = Object.keys(row.answers).length === 0 || model.filters.target === row.id;
  open.hidden = !row.link;
  if (row.link) open.href = row.link;
  else open.removeAttribute("href");
  told.textContent = "";
}

/** Mark the post that is being read on the page. */
function showPlace() {
  for (const [id, item] of items) {
    if (id === place) item.setAttribute("aria-current", "location");
    else item.removeAttribute("aria-current");
  }
  // Follow the reader of the page, not the one of the panel.
  if (!document.hasFocus() && !tree.matches(":hover")) {
    items.get(place)?.scrollIntoView({ block: "nearest" });
  }
}

// --- What the reader does --------------------------------------------------------------------

/** @param {string} id */
function go(id) {
  const row = model.rows.get(id);
  if (row?.number) beside.jump(id);
  else if (row?.link) open.click();
}

/** @param {string} id @param {boolean} isOpen */
function setOpen(id, isOpen) {
  model.setOpen(id, isOpen);
  refresh();
}

/** The entry that an event happened on. @param {Event} event */
function entryOf(event) {
  const item = event.target instanceof Element ? event.target.closest("[data-at]") : null;
  return shown[Number(item?.getAttribute("data-at") ?? -1)];
}

tree.addEventListener("click", (event) => {
  const entry = entryOf(event);
  if (!entry) return;
  choose(entry.row.id, true);
  const twisted = event.target instanceof Element && event.target.closest(".twist");
  if (twisted && entry.open !== null) setOpen(entry.row.id, !entry.open);
  else go(entry.row.id);
});

tree.addEventListener("focusin", (event) => {
  const entry = entryOf(event);
  if (entry && entry.row.id !== chosen) choose(entry.row.id, false);
});

/** Where a key leads from an entry, as the pattern for trees has it. @type {Record<string, (at: number) => number>} */
const STEPS = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: () => shown.length - 1,
  PageDown: (at) => Math.min(at + 10, shown.length - 1),
  PageUp: (at) => Math.max(at - 10, 0),
};

tree.addEventListener("keydown", (event) => {
  const entry = entryOf(event);
  if (!entry || event.altKey || event.ctrlKey || event.metaKey) return;
  const rtl = document.documentElement.dir === "rtl";
  const key = rtl ? (SWAPPED[event.key] ?? event.key) : event.key;
  const at = shown.indexOf(entry);
  const { id, parent } = entry.row;
  const step = STEPS[key];
  if (step) choose(shown[step(at)]?.row.id ?? id, true);
  else if (key === "ArrowRight") {
    const next = shown[at + 1];
    if (entry.open === false) setOpen(id, true);
    else if (next?.row.parent === id) choose(next.row.id, true);
  } else if (key === "ArrowLeft") {
    if (entry.open && !model.filtered && view === "list") setOpen(id, false);
    else if (items.has(parent)) choose(parent, true);
  } else if (key === "Enter" || key === " ") go(id);
  else return;
  event.preventDefault();
});

/** @type {Record<string, string>} */
const SWAPPED = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

query.addEventListener("input", () => {
  model.filters.query = query.value;
  refresh();
});
query.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  items.get(chosen)?.focus();
});
stances.addEventListener("click", ({ target: clicked }) => {
  const chip = clicked instanceof Element ? clicked.closest("button") : null;
  const label = STANCES.find((known) => known === chip?.value);
  if (!label) return;
  if (!model.filters.stances.delete(label)) model.filters.stances.add(label);
  refresh();
  for (const again of stances.querySelectorAll("button")) {
    if (again.value === label) again.focus();
  }
});
writer.addEventListener("change", () => {
  model.filters.author = writer.value;
  refresh();
});
target.addEventListener("click", () => {
  model.filters.target = "";
  refresh();
  items.get(chosen)?.focus();
});
views.addEventListener("click", ({ target: clicked }) => {
  if (!(clicked instanceof HTMLButtonElement)) return;
  view = clicked.value;
  for (const button of views.querySelectorAll("button")) {
    button.ariaPressed = String(button.value === view);
  }
  refresh();
});
clear.addEventListener("click", () => {
  model.clearFilters();
  query.value = "";
  refresh();
  query.focus();
});
part("go", HTMLButtonElement).addEventListener("click", () => go(chosen));
part("only", HTMLButtonElement).addEventListener("click", () => {
  model.clearFilters();
  query.value = "";
  model.filters.target = chosen;
  refresh();
  items.get(chosen)?.focus();
});
read.addEventListener("click", async () => {
  await ask(UI_TO_SW.READ).catch(() => null);
  await beside.follow();
});
saving.addEventListener("click", async ({ target: clicked }) => {
  if (!(clicked instanceof HTMLButtonElement)) return;
  saving.hidePopover();
  try {
    await save(clicked.value, model.map.files);
  } catch (error) {
    console.warn("Quotefold:", error);
    told.textContent = say("panelNotSaved");
  }
});

translate();
document.title = say("panelTitle");
query.placeholder = query.ariaLabel = say("panelSearch");
writer.ariaLabel = say("panelAuthor");
views.ariaLabel = say("panelView");
stances.ariaLabel = filters.ariaLabel = say("panelFilters");
saving.ariaLabel = say("panelSave");
void beside.follow();
