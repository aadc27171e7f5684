/**
 * The first-run page: a short thread of our own words, read by the real reader and painted by
 * the real painter, so that what is shown is what a page will look like.
 */

import { createOwn } from "../content/own.js";
import { Painter } from "../content/painter.js";
import { resolve } from "../content/plan.js";
import { takeSnapshot } from "../content/snapshot.js";
import { message, PROTOCOL, UI_TO_SW } from "../shared/protocol.js";
import { highlightStyle, pageStyle } from "../shared/page-style.js";
import { FROM_START } from "../shared/sites.js";
import { part, say, translate } from "../ui/page.js";

const found = part("found", HTMLElement);
const before = part("before", HTMLButtonElement);
const after = part("after", HTMLButtonElement);

const own = createOwn();
const sheet = new CSSStyleSheet();
sheet.replaceSync(pageStyle(own.token) + highlightStyle(own.token));
document.adoptedStyleSheets = [sheet];

/** @type {Painter | null} */
let painter = null;

/** Python's plan of this page, with the page's nodes; null where there is none. */
async function readPage() {
  const shot = takeSnapshot(document, own);
  if (shot === "too-large") return null;
  const { nodes } = shot;
  const snapshot = { ...shot.snapshot, url: "" }; // the core reads pages of the web
  const request = JSON.stringify({ v: PROTOCOL, op: "plan", snapshot, options: { salt: own.token } });
  const reply = JSON.parse(String(await chrome.runtime.sendMessage(message(UI_TO_SW.ASK, { request }))));
  return reply?.ok && reply.status === "thread" ? { plan: reply, nodes } : null;
}

/** @typedef {NonNullable<Awaited<ReturnType<typeof readPage>>>} Read */

/** Paint the thread, or take all of it away. @param {Read} read @param {boolean} on */
function show({ plan, nodes }, on) {
  before.ariaPressed = String(!on);
  after.ariaPressed = String(on);
  painter?.clear();
  painter = null;
  if (!on) return;
  painter = new Painter({
    own,
    mute: (write) => write(),
    choices: new Map(),
    onChoice: () => {},
    onCorrect: null,
    onChange: () => {},
    onRefusal: () => {},
    alive: () => true,
  });
  painter.paint(resolve(plan, nodes, () => false));
}

/** The keys as they are set now. */
async function listKeys() {
  const list = part("keys", HTMLElement);
  for (const { name, shortcut, description } of await chrome.commands.getAll()) {
    if (!description) continue; // the toolbar button's own
    const term = document.createElement("dt");
    const keys = document.createElement("dd");
    term.textContent = description;
    keys.textContent = shortcut || say("welcomeNoKey");
    keys.dataset.command = name ?? "";
    list.append(term, keys);
  }
}

translate();
document.title = say("welcomeTitle");
const date = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
for (const time of document.querySelectorAll("time")) time.textContent = date.format(new Date(time.dateTime));
part("sites", HTMLElement).textContent = say("welcomeSites", FROM_START.map((site) => site.hosts[0]).join(", "));
part("change", HTMLButtonElement).addEventListener("click", () => {
  void chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => painter?.apply());
void listKeys();

found.textContent = say("popupWorking");
readPage().then(
  (read) => {
    if (!read) {
      found.textContent = say("noAnswer");
      return;
    }
    const { posts, quotes, folded } = read.plan.summary;
    found.textContent = say("popupFound", String(posts), String(folded), String(quotes));
    before.addEventListener("click", () => show(read, false));
    after.addEventListener("click", () => show(read, true));
    before.disabled = after.disabled = false;
    show(read, true);
  },
  () => {
    found.textContent = say("noAnswer");
  },
);
