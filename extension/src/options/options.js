/** The options page: every change is stored at once, and open pages follow. */

import { loadSettings, saveSettings } from "../shared/settings.js";
import { FROM_START } from "../shared/sites.js";
import { part, say, translate } from "../ui/page.js";
import { offerTransfer } from "./transfer.js";

/** @typedef {import("../shared/types.js").Settings} Settings */

const FLAGS = /** @type {const} */ (["keepOriginalPoster", "showContext", "showStance"]);

/** @param {Settings} settings */
function show(settings) {
  for (const radio of document.getElementsByName("fold")) {
    if (radio instanceof HTMLInputElement) radio.checked = radio.value === settings.fold;
  }
  for (const flag of FLAGS) part(flag, HTMLInputElement).checked = settings[flag];
  for (const { hosts: [host = ""] } of FROM_START) {
    part(`site-${host}`, HTMLInputElement).checked = !settings.sitesOff.includes(host);
  }
}

function addSites() {
  for (const { hosts: [host = ""], name } of FROM_START) {
    const label = document.createElement("label");
    label.className = "switch";
    const words = document.createElement("span");
    words.textContent = name;
    const box = document.createElement("input");
    box.type = "checkbox";
    box.role = "switch";
    box.id = `site-${host}`;
    box.addEventListener("change", async () => {
      const { sitesOff } = await loadSettings();
      const others = sitesOff.filter((site) => site !== host);
      await saveSettings({ sitesOff: box.checked ? others : [...others, host] });
    });
    label.append(words, box);
    part("sites", HTMLElement).append(label);
  }
}

translate();
addSites();
offerTransfer();
show(await loadSettings());

part("fold", HTMLElement).addEventListener("change", async ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== "fold") return;
  await saveSettings({ fold: /** @type {Settings["fold"]} */ (target.value) });
});
for (const flag of FLAGS) {
  const box = part(flag, HTMLInputElement);
  box.addEventListener("change", () => saveSettings({ [flag]: box.checked }));
}
part("forget", HTMLButtonElement).addEventListener("click", async () => {
  await chrome.storage.local.remove("choices");
  part("forgotten", HTMLElement).textContent = say("optionsForgotten");
});
chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area === "local" && changes.settings) show(await loadSettings());
});
