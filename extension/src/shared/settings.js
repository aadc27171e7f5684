/**
 * Settings, and what the reader did on single pages: in chrome.storage.local, on this machine
 * only. No text and no address is stored: what was opened and said is kept by the core's salted
 * content keys, pages by a salted hash of their address.
 */

import { isSaid } from "./protocol.js";

/** @typedef {import("./types.js").Settings} Settings */

/** @typedef {import("./types.js").FoldMode} FoldMode */
/** @typedef {import("./types.js").Said} Said */
/** @typedef {import("./types.js").StanceLevel} StanceLevel */

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({
  fold: "above",
  siteFolds: Object.freeze({}),
  keepOriginalPoster: false,
  showContext: true,
  stance: "sure",
  sitesOff: [],
});

/** Which quotes fold, in the order in which they are listed everywhere. */
export const MODES = Object.freeze(/** @type {const} */ (["above", "anywhere", "all", "off"]));

/** How sure a stance must be to be shown, strictest first. */
export const LEVELS = Object.freeze(
  /** @type {const} */ (["never", "very-sure", "sure", "likely"]),
);

/** Sites that settings can name. */
const MAX_SITES = 1_000;

/** @param {unknown} value @returns {value is FoldMode} */
export const isMode = (value) => /** @type {readonly unknown[]} */ (MODES).includes(value);

/** @param {unknown} value @returns {value is StanceLevel} */
export const isLevel = (value) => /** @type {readonly unknown[]} */ (LEVELS).includes(value);

/**
 * Settings from what is stored; whatever is not valid is the default.
 * @param {unknown} stored
 * @returns {Settings}
 */
export function readSettings(stored) {
  const given = /** @type {Record<string, unknown>} */ (
    typeof stored === "object" && stored !== null ? stored : {}
  );
  /** @type {(name: "keepOriginalPoster" | "showContext") => boolean} */
  const flag = (name) => (typeof given[name] === "boolean" ? given[name] : DEFAULTS[name]);
  return {
    fold: isMode(given.fold) ? given.fold : DEFAULTS.fold,
    siteFolds: Object.fromEntries(
      Object.entries(Object(given.siteFolds)).filter(([, mode]) => isMode(mode)).slice(0, MAX_SITES),
    ),
    keepOriginalPoster: flag("keepOriginalPoster"),
    showContext: flag("showContext"),
    stance: isLevel(given.stance) ? given.stance : DEFAULTS.stance,
    sitesOff: Array.isArray(given.sitesOff)
      ? given.sitesOff.filter((host) => typeof host === "string").slice(0, MAX_SITES)
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

/** @param {string} host key of a site @param {FoldMode | null} mode null for as everywhere */
export async function saveSiteFold(host, mode) {
  const { [host]: _, ...others } = (await loadSettings()).siteFolds;
  await saveSettings({ siteFolds: mode ? { ...others, [host]: mode } : others });
}

/** A random string of this installation, so that stored keys mean nothing elsewhere. */
export async function loadSalt() {
  const { salt } = await chrome.storage.local.get("salt");
  if (typeof salt === "string" && salt) return salt;
  const made = crypto.randomUUID();
  await chrome.storage.local.set({ salt: made });
  return made;
}

const today = () => Math.floor(Date.now() / 86_400_000);

/**
 * What the reader did on single pages, by key: capped, and forgotten after a while. In storage a
 * value stands with the day (since 1970) on which it was chosen.
 * @template {string} V
 */
class Memory {
  #name;
  #most;
  #days;
  #valid;

  /**
   * @param {string} name in storage
   * @param {{ most: number, days: number, valid: (value: unknown) => value is V }} how
   */
  constructor(name, { most, days, valid }) {
    this.#name = name;
    this.#most = most;
    this.#days = days;
    this.#valid = valid;
  }

  /**
   * What has not expired.
   * @returns {Promise<Record<string, [value: V, day: number]>>}
   */
  async load() {
    const stored = Object((await chrome.storage.local.get(this.#name))[this.#name]);
    const oldest = today() - this.#days;
    return Object.fromEntries(
      Object.entries(stored).filter(
        ([, entry]) => Array.isArray(entry) && this.#valid(entry[0]) && entry[1] >= oldest,
      ),
    );
  }

  /**
   * Remember a value for these keys; null forgets them.
   * @param {string[]} keys
   * @param {V | null} value
   */
  async save(keys, value) {
    const known = await this.load();
    for (const key of keys) {
      delete known[key]; // so that a renewed one counts as the newest
      if (value) known[key] = [value, today()];
    }
    const kept = Object.entries(known).slice(-this.#most);
    await chrome.storage.local.set({ [this.#name]: Object.fromEntries(kept) });
  }
}

/** Choices kept: about 200 long threads in which the reader opened ten quotes each. */
export const MAX_CHOICES = 2_000;

/** Days after which a choice is forgotten: threads older than a season are not read again. */
export const CHOICE_DAYS = 90;

/** "o" opened, "c" closed: quotes by content key; pages that are off ("c"), by their own. */
const choices = new Memory("choices", {
  most: MAX_CHOICES,
  days: CHOICE_DAYS,
  valid: (value) => value === "o" || value === "c",
});

export const loadChoices = () => choices.load();
/** @type {(keys: string[], state: "o" | "c" | null) => Promise<void>} */
export const saveChoices = (keys, state) => choices.save(keys, state);

/** Threads with a fold mode of their own, by the key of their page. */
const threadFolds = new Memory("threadFolds", { most: 500, days: CHOICE_DAYS, valid: isMode });

/** @param {string} key of a page @returns {Promise<FoldMode | null>} */
export const loadThreadFold = async (key) => (await threadFolds.load())[key]?.[0] ?? null;
/** @type {(key: string, mode: FoldMode | null) => Promise<void>} */
export const saveThreadFold = (key, mode) => threadFolds.save([key], mode);

/** Stances that the reader corrected, by the core's key of the pair of posts. */
const corrections = new Memory("corrections", { most: 2_000, days: 365, valid: isSaid });

/** @returns {Promise<Record<string, Said>>} */
export async function loadCorrections() {
  const known = Object.entries(await corrections.load());
  return Object.fromEntries(known.map(([key, [said]]) => [key, said]));
}
/** @type {(key: string, said: Said | null) => Promise<void>} */
export const saveCorrection = (key, said) => corrections.save([key], said);

/**
 * The key under which is remembered what the reader set for a page.
 * @param {string} address
 * @param {string} salt
 */
export async function pageKey(address, salt) {
  const plain = new TextEncoder().encode(salt + address.split("#")[0]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", plain));
  return `page:${Array.from(hash.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
