/**
 * Settings, and what the reader opened or folded: in chrome.storage.local, on this machine only.
 * No text and no address is stored: choices are kept by the core's salted content keys,
 * pages by a salted hash of their address.
 */

/** @typedef {import("./types.js").Settings} Settings */

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({
  fold: "above",
  keepOriginalPoster: false,
  showContext: true,
  showStance: true,
  sitesOff: [],
});

/** Choices kept: about 200 long threads in which the reader opened ten quotes each. */
export const MAX_CHOICES = 2_000;

/** Days after which a choice is forgotten: threads older than a season are not read again. */
export const CHOICE_DAYS = 90;

const MODES = ["off", "above", "anywhere", "all"];

/**
 * Settings from what is stored; whatever is not valid is the default.
 * @param {unknown} stored
 * @returns {Settings}
 */
export function readSettings(stored) {
  const given = /** @type {Record<string, unknown>} */ (
    typeof stored === "object" && stored !== null ? stored : {}
  );
  /** @type {(name: "keepOriginalPoster" | "showContext" | "showStance") => boolean} */
  const flag = (name) => (typeof given[name] === "boolean" ? given[name] : DEFAULTS[name]);
  return {
    fold: typeof given.fold === "string" && MODES.includes(given.fold)
      ? /** @type {Settings["fold"]} */ (given.fold)
      : DEFAULTS.fold,
    keepOriginalPoster: flag("keepOriginalPoster"),
    showContext: flag("showContext"),
    showStance: flag("showStance"),
    sitesOff: Array.isArray(given.sitesOff)
      ? given.sitesOff.filter((host) => typeof host === "string").slice(0, 1_000)
      : [],
  };
}

/** @returns {Promise<Settings>} */
export async function loadSettings() {
  const { settings } = await chrome.storage.local.get("settings");
  return readSettings(settings);
}

/**
 * Change some settings. Only the popup's worker and the options page write, on a click.
 * @param {Partial<Settings>} change
 */
export async function saveSettings(change) {
  const settings = { ...(await loadSettings()), ...change };
  await chrome.storage.local.set({ settings });
}

/** A random string of this installation, so that stored keys mean nothing elsewhere. */
export async function loadSalt() {
  const { salt } = await chrome.storage.local.get("salt");
  if (typeof salt === "string" && salt) return salt;
  const made = crypto.randomUUID();
  await chrome.storage.local.set({ salt: made });
  return made;
}

/** "o" opened, "c" closed, with the day (since 1970) it was chosen. */
/** @typedef {Record<string, [state: "o" | "c", day: number]>} Choices */

const today = () => Math.floor(Date.now() / 86_400_000);

/**
 * The choices that have not expired.
 * @returns {Promise<Choices>}
 */
export async function loadChoices() {
  const { choices } = await chrome.storage.local.get("choices");
  if (typeof choices !== "object" || choices === null) return {};
  const oldest = today() - CHOICE_DAYS;
  return Object.fromEntries(
    Object.entries(/** @type {Choices} */ (choices)).filter(
      ([, choice]) => Array.isArray(choice) && choice[1] >= oldest,
    ),
  );
}

/**
 * Remember (or with null forget) how the reader left these keys.
 * @param {string[]} keys
 * @param {"o" | "c" | null} state
 */
export async function saveChoices(keys, state) {
  const choices = await loadChoices();
  for (const key of keys) {
    delete choices[key]; // so that a renewed choice counts as the newest
    if (state) choices[key] = [state, today()];
  }
  const kept = Object.entries(choices).slice(-MAX_CHOICES);
  await chrome.storage.local.set({ choices: Object.fromEntries(kept) });
}

/**
 * The key under which a page that the reader turned off is remembered.
 * @param {string} address
 * @param {string} salt
 */
export async function pageKey(address, salt) {
  const plain = new TextEncoder().encode(salt + address.split("#")[0]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", plain));
  return `page:${Array.from(hash.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
