/**
 * The sites and how they stand: on, off, or not allowed yet. A site of the manifest is turned
 * off by a setting; any other is on while the browser gives its permission, which is asked for
 * when the reader turns it on and given back when it is turned off.
 */

import { ask, drop, granted } from "../shared/permissions.js";
import { isMode, loadSettings, saveSettings, saveSiteFold } from "../shared/settings.js";
import { FROM_START, OPTIONAL, siteOf } from "../shared/sites.js";
import { foldChoices } from "../ui/folds.js";
import { part, say } from "../ui/page.js";

/** @typedef {{ box: HTMLInputElement, fold: HTMLSelectElement, fromStart: boolean }} SiteRow */

/** By the key of the site. @type {Map<string, SiteRow>} */
const rows = new Map();

const refused = part("refused", HTMLElement);

/**
 * @param {string} list
 * @param {string} key
 * @param {string} name
 * @param {readonly string[]} hosts
 */
function addRow(list, key, name, hosts) {
  const label = document.createElement("label");
  const words = document.createElement("span");
  const called = document.createElement("span");
  const where = document.createElement("small");
  const box = document.createElement("input");
  label.className = "switch";
  called.textContent = name;
  called.id = `name-${key}`;
  where.textContent = hosts.join(", ");
  where.id = `hosts-${key}`;
  words.append(called, ...(name === key ? [] : [where]));
  box.type = "checkbox";
  box.role = "switch";
  box.id = `site-${key}`;
  box.setAttribute("aria-labelledby", called.id);
  if (name !== key) box.setAttribute("aria-describedby", where.id);
  label.append(words, box);
  const fold = foldChoices();
  fold.ariaLabel = say("optionsSiteFold", name);
  fold.addEventListener("change", () => saveSiteFold(key, isMode(fold.value) ? fold.value : null));
  const row = document.createElement("li");
  row.append(label, fold);
  part(list, HTMLElement).append(row);
  const fromStart = list === "from-start";
  rows.set(key, { box, fold, fromStart });
  // Nothing may stand between the click and the question, or the browser refuses it.
  box.addEventListener("change", () => {
    if (fromStart) void setOff(key, !box.checked);
    else if (box.checked) void add(key, name);
    else void drop(key).then(show);
  });
}

/** @param {string} key @param {boolean} off */
async function setOff(key, off) {
  const { sitesOff } = await loadSettings();
  const others = sitesOff.filter((site) => site !== key);
  await saveSettings({ sitesOff: off ? [...others, key] : others });
}

/** @param {string} key @param {string} name */
async function add(key, name) {
  const allowed = await ask(key).catch(() => false);
  if (allowed) await setOff(key, false);
  refused.textContent = allowed ? "" : say("optionsSiteRefused", name);
  await show();
}

/** Bring every row to how its site stands; hosts that the reader added get one of their own. */
async function show() {
  const [settings, hosts] = await Promise.all([loadSettings(), granted()]);
  for (const host of hosts) {
    if (!siteOf(host) && !rows.has(host)) addRow("own", host, host, []);
  }
  part("added", HTMLElement).hidden = part("own", HTMLElement).childElementCount === 0;
  for (const [key, { box, fold, fromStart }] of rows) {
    box.checked = (fromStart || hosts.includes(key)) && !settings.sitesOff.includes(key);
    fold.value = settings.siteFolds[key] ?? "";
    fold.hidden = !box.checked && !fold.value;
  }
}

/** Make the sites of the options page work. */
export async function offerSites() {
  for (const { name, hosts } of FROM_START) addRow("from-start", hosts[0] ?? "", name, hosts);
  for (const { name, hosts } of OPTIONAL) addRow("optional", hosts[0] ?? "", name, hosts);
  await show();
  chrome.permissions.onAdded.addListener(() => void show());
  chrome.permissions.onRemoved.addListener(() => void show());
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && changes.settings) void show();
  });
}
