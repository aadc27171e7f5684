/** Settings to and from a file: to keep, or to take to another machine. */

import { loadSettings, readSettings, saveSettings } from "../shared/settings.js";
import { part, say } from "../ui/page.js";

/** What a file says of itself, so that another one is not taken for it. */
const KIND = "quotefold-settings";
const VERSION = 1;

/** Bytes; a file with a thousand sites has 40,000. */
const MAX_BYTES = 200_000;

async function saveFile() {
  const content = { kind: KIND, version: VERSION, settings: await loadSettings() };
  const blob = new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${KIND}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Settings of a file's text; null where it is none of ours. @param {string} text */
export function settingsFrom(text) {
  try {
    const { kind, version, settings } = Object(JSON.parse(text));
    const known = kind === KIND && version === VERSION && typeof settings === "object" && settings;
    return known ? readSettings(settings) : null;
  } catch {
    return null;
  }
}

/** @param {File} file */
async function loadFile(file) {
  const settings = file.size <= MAX_BYTES ? settingsFrom(await file.text()) : null;
  if (settings) await saveSettings(settings);
  return settings ? say("optionsLoaded") : say("optionsNotLoaded");
}

/** Make the buttons of the options page work. */
export function offerTransfer() {
  const chooser = part("settings-file", HTMLInputElement);
  const told = part("transferred", HTMLElement);
  part("save-settings", HTMLButtonElement).addEventListener("click", () => void saveFile());
  part("load-settings", HTMLButtonElement).addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files ?? [];
    if (file) told.textContent = await loadFile(file);
    chooser.value = "";
  });
}
