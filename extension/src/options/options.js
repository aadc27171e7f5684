/** The options page: every change is stored at once, and open pages follow. */

import { isLevel, isMode, loadCorrections, loadSettings, saveSettings } from "../shared/settings.js";
import { part, say, translate } from "../ui/page.js";
import { offerSites } from "./sites.js";
import { offerTransfer } from "./transfer.js";

/** @typedef {import("../shared/types.js").Settings} Settings */

const FLAGS = /** @type {const} */ (["keepOriginalPoster", "showContext"]);

/** @param {"fold" | "stance"} name @param {string} value */
function check(name, value) {
  for (const radio of document.getElementsByName(name)) {
    if (radio instanceof HTMLInputElement) radio.checked = radio.value === value;
  }
}

/** @param {Settings} settings */
function show(settings) {
  check("fold", settings.fold);
  check("stance", settings.stance);
  for (const flag of FLAGS) part(flag, HTMLInputElement).checked = settings[flag];
}

async function showCorrections() {
  const count = Object.keys(await loadCorrections()).length;
  const inDigits = new Intl.NumberFormat(say("language")).format(count);
  part("corrections", HTMLElement).textContent = say("optionsCorrections", inDigits);
  part("forget-said", HTMLButtonElement).disabled = count === 0;
}

/** What a press forgets, and where that is told. @param {string} button @param {string} told @param {string} stored */
function forgets(button, told, stored) {
  part(button, HTMLButtonElement).addEventListener("click", async () => {
    await chrome.storage.local.remove(stored);
    part(told, HTMLElement).textContent = say("optionsForgotten");
  });
}

translate();
document.title = say("optionsTitle");
offerTransfer();
show(await loadSettings());
await Promise.all([offerSites(), showCorrections()]);

for (const name of /** @type {const} */ (["fold", "stance"])) {
  part(name, HTMLElement).addEventListener("change", async ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== name) return;
    const { value } = target;
    if (name === "fold" && isMode(value)) await saveSettings({ fold: value });
    if (name === "stance" && isLevel(value)) await saveSettings({ stance: value });
  });
}
for (const flag of FLAGS) {
  const box = part(flag, HTMLInputElement);
  box.addEventListener("change", () => saveSettings({ [flag]: box.checked }));
}
forgets("forget", "forgotten", "choices");
forgets("forget-said", "forgotten-said", "corrections");
chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "local") return;
  if (changes.settings) show(await loadSettings());
  if (changes.corrections) await showCorrections();
});
