/** The toolbar popup: what was found on the page in front, and the switches for it. */

import { ask as askFor, drop } from "../shared/permissions.js";
import { message, readStatus, UI_TO_SW } from "../shared/protocol.js";
import { foldChoices, foldWords } from "../ui/folds.js";
import { part, say, translate } from "../ui/page.js";

/** @typedef {import("../shared/types.js").FoldMode} FoldMode */
/** @typedef {import("../shared/types.js").PageStatus} PageStatus */

/** Milliseconds between two looks at the page while it is open. */
const LOOK_AGAIN = 500;

const found = part("found", HTMLElement);
const all = part("all", HTMLElement);
const openAll = part("open-all", HTMLButtonElement);
const foldAll = part("fold-all", HTMLButtonElement);
const panel = part("panel", HTMLButtonElement);
const switches = part("switches", HTMLElement);
const page = part("page", HTMLInputElement);
const site = part("site", HTMLInputElement);
const siteName = part("site-name", HTMLElement);
const folds = part("folds", HTMLElement);
const foldPage = foldChoices();
const foldSite = foldChoices();
const foldSiteName = part("fold-site-name", HTMLElement);
const read = part("read", HTMLButtonElement);
const always = part("always", HTMLButtonElement);
const report = part("report", HTMLElement);
const copied = part("copied", HTMLElement);

/** @type {(type: string, fields?: Record<string, unknown>) => Promise<unknown>} */
const ask = (type, fields) => chrome.runtime.sendMessage(message(type, fields));

/**
 * @typedef {object} View
 * @property {PageStatus} status
 * @property {string} host
 * @property {boolean} always whether pages of this host are read by themselves
 * @property {boolean} optional whether that is the reader's to turn on
 * @property {boolean} thread whether the address may be a thread
 * @property {boolean} readable
 * @property {boolean} siteOn
 * @property {boolean} pageOn
 * @property {Record<"everywhere" | "site" | "page", FoldMode | null>} folds null: as the one before
 */

/** The host in front, and whether it is the reader's to add: a click has no time to ask. */
let here = { host: "", optional: false };

/** @param {View} view */
function words({ status, readable }) {
  if (!readable) return say("popupNoAccess");
  if (status.state === "working") return say("popupWorking");
  if (status.state !== "painted") return status.message;
  return say("popupFound", String(status.posts), String(status.folded), String(status.quotes));
}

/** @param {View} view */
function show(view) {
  const { status, host, optional } = view;
  here = { host, optional };
  const painted = status.state === "painted";
  const now = words(view);
  if (found.textContent !== now) found.textContent = now;
  found.dataset.state = status.state;
  panel.hidden = !painted;
  all.hidden = !painted || status.foldable === 0;
  openAll.disabled = status.folded === 0;
  foldAll.disabled = status.folded >= status.foldable;
  const known = (view.always && view.thread) || status.state !== "off" || !view.pageOn || !view.siteOn;
  switches.hidden = !known || !host;
  // Where the reader did not add the host there is nothing to turn off.
  part("site-switch", HTMLElement).hidden = optional && !view.always;
  page.checked = view.pageOn && view.siteOn;
  page.disabled = !view.siteOn;
  site.checked = view.siteOn;
  siteName.textContent = say("popupSite", host);
  always.hidden = !view.readable || !optional || view.always;
  always.textContent = say("popupAlways", host);
  folds.hidden = !known || !page.checked || status.state === "off";
  foldSiteName.textContent = say("popupSite", host);
  showFolds(view);
  const off = !view.siteOn || !view.pageOn;
  read.hidden = painted || status.state === "working" || off || !view.readable;
  read.textContent = say(status.state === "plain" ? "popupAgain" : "popupRead");
  report.hidden = status.state !== "plain";
}

/** Each menu says what its first line comes to. @param {View} view */
function showFolds({ folds: { everywhere, site: onSite, page: onPage } }) {
  const usual = onSite ?? everywhere ?? "above";
  /** @type {[HTMLSelectElement, FoldMode | null, FoldMode][]} */
  const menus = [
    [foldPage, onPage, usual],
    [foldSite, onSite, everywhere ?? "above"],
  ];
  for (const [menu, mode, comesTo] of menus) {
    if (menu.matches(":focus") && menu.value === (mode ?? "")) continue; // it may be open
    menu.value = mode ?? "";
    const [first] = menu.options;
    if (first) first.text = say("foldAsUsual", foldWords(comesTo));
  }
}

async function look() {
  const view = /** @type {View | null} */ (await ask(UI_TO_SW.GET_STATUS));
  const status = readStatus(view?.status);
  if (view && status) show({ ...view, status });
  else found.textContent = say("popupNoAccess");
}

/** @type {(control: HTMLElement, event: string, type: string, fields: () => Record<string, unknown>) => void} */
function on(control, event, type, fields) {
  control.addEventListener(event, async () => {
    await ask(type, fields());
    await look();
  });
}

translate();
on(page, "change", UI_TO_SW.SET_PAGE, () => ({ on: page.checked }));
site.addEventListener("change", async () => {
  if (here.optional) await drop(here.host);
  else await ask(UI_TO_SW.SET_SITE, { on: site.checked });
  await look();
});
folds.children[1]?.append(foldPage);
folds.children[2]?.append(foldSite);
on(foldPage, "change", UI_TO_SW.SET_FOLD, () => ({ scope: "page", mode: foldPage.value || null }));
on(foldSite, "change", UI_TO_SW.SET_FOLD, () => ({ scope: "site", mode: foldSite.value || null }));
on(openAll, "click", UI_TO_SW.COMMAND, () => ({ command: "open-all" }));
on(foldAll, "click", UI_TO_SW.COMMAND, () => ({ command: "fold-all" }));
on(read, "click", UI_TO_SW.READ, () => ({}));
always.addEventListener("click", async () => {
  // The browser's question may close the popup; the service worker does the rest.
  await askFor(here.host);
  await look();
});
panel.addEventListener("click", async () => {
  const { id } = await chrome.windows.getLastFocused({ windowTypes: ["normal"] });
  if (id !== undefined) await chrome.sidePanel.open({ windowId: id });
  window.close();
});
part("copy", HTMLButtonElement).addEventListener("click", async () => {
  const text = String((await ask(UI_TO_SW.REPORT)) ?? "");
  if (text) await navigator.clipboard.writeText(text);
  copied.textContent = say(text ? "popupReportCopied" : "popupReportNone");
});
await look();
setInterval(() => void look(), LOOK_AGAIN);
