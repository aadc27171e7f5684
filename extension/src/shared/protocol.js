/**
 * Every message between the parts, by direction, and the checks a receiver makes.
 *
 *   content script --CS_TO_SW--> service worker --SW_TO_OFFSCREEN--> offscreen document
 *   popup, options --UI_TO_SW--> service worker --SW_TO_CS---------> content script
 *   side panel <--CS_TO_PANEL, PANEL_TO_CS over a port--> content script
 *
 * `chrome.runtime.sendMessage` reaches every page of the extension, so the type alone says
 * whom a message is for. A content script lives in the page's process: what comes from it
 * is checked like any other untrusted input.
 */

/** Version of the messages and of the JSON that goes to Python; docs/CONTRACT.md. */
export const PROTOCOL = 1;

/** Longest request in UTF-16 units: Chromium refuses messages above 64 MiB. */
export const MAX_REQUEST_CHARS = 24 * 1024 * 1024;

export const CS_TO_SW = Object.freeze({
  /** The page begins to load: what are the settings? Also warms Python up. */
  HELLO: "cs-hello",
  /** Ask Python for a plan; answered with the reply's JSON. */
  PLAN: "cs-plan",
  /** Pairs of posts as JSON, to be judged; answered with their judgements, or null. */
  JUDGE: "cs-judge",
  /** Insert or remove the page style for a token. */
  STYLE: "cs-style",
  /** How the page stands now: for the toolbar. */
  STATUS: "cs-status",
  /** The reader opened or folded quotes; remembered by key. */
  CHOICE: "cs-choice",
  /** The reader corrected a stance, or took that back; remembered by key. */
  CORRECT: "cs-correct",
});

export const SW_TO_CS = Object.freeze({
  /** Settings changed: ask again and act on the answer. */
  REFRESH: "sw-refresh",
  /** Read this page now, whatever its address. */
  READ: "sw-read",
  /** Answered with a PageStatus. */
  GET_STATUS: "sw-get-status",
  /** A keyboard command or a button of the popup. */
  COMMAND: "sw-command",
  /** Answered with a report of the page's structure without its words, as JSON. */
  REPORT: "sw-report",
});

export const SW_TO_OFFSCREEN = Object.freeze({
  WARM: "off-warm",
  RUN: "off-run",
  JUDGE: "off-judge",
});

/** Name of the port from the side panel to the page beside it. */
export const PANEL_PORT = "panel";

export const PANEL_TO_CS = Object.freeze({
  /** Show a post and let it flash. */
  JUMP: "panel-jump",
});

export const CS_TO_PANEL = Object.freeze({
  /** How the page stands, with Python's plan as JSON where there is one. */
  PLAN: "cs-panel-plan",
  /** The post that the reader is at. */
  PLACE: "cs-panel-place",
  /** A post to be shown is not on the page any more. */
  GONE: "cs-panel-gone",
});

export const UI_TO_SW = Object.freeze({
  /** A request to Python; answered with the reply's JSON. */
  ASK: "ui-ask",
  GET_STATUS: "ui-get-status",
  SET_PAGE: "ui-set-page",
  SET_SITE: "ui-set-site",
  /** Which quotes fold in the thread in front, or on its site. */
  SET_FOLD: "ui-set-fold",
  READ: "ui-read",
  COMMAND: "ui-command",
  REPORT: "ui-report",
});

/** Commands a page understands. */
export const COMMANDS = Object.freeze(
  /** @type {const} */ (["toggle-all", "open-all", "fold-all", "next-fold", "previous-fold"]),
);

/** @typedef {typeof COMMANDS[number]} Command */

/** What a reader can make of a stance: another one, none, or no badge. */
export const SAID = Object.freeze(
  /** @type {const} */ (["support", "oppose", "query", "comment", "unclear", "hidden"]),
);

/** @typedef {import("./types.js").Said} Said */

/** @typedef {{ v: number, type: string } & Record<string, unknown>} Message */

/**
 * A message of this version.
 * @param {string} type
 * @param {Record<string, unknown>} [fields]
 * @returns {Message}
 */
export function message(type, fields = {}) {
  return { ...fields, v: PROTOCOL, type };
}

/**
 * The message, if it is a well-formed one of the given direction; else null.
 * @param {unknown} raw
 * @param {Readonly<Record<string, string>>} direction
 * @returns {Message | null}
 */
export function readMessage(raw, direction) {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return null;
  const candidate = /** @type {Message} */ (raw);
  if (candidate.v !== PROTOCOL || typeof candidate.type !== "string") return null;
  return Object.values(direction).includes(candidate.type) ? candidate : null;
}

const TOKEN = /^x[a-z0-9]{8,40}$/;
const KEY = /^[\w:.#/+=-]{1,128}$/;

/** @param {unknown} value @returns {value is string} */
export function isToken(value) {
  return typeof value === "string" && TOKEN.test(value);
}

/** @param {unknown} value @returns {value is string} */
export function isKey(value) {
  return typeof value === "string" && KEY.test(value);
}

/** @param {unknown} value @returns {value is string} */
export function isPostId(value) {
  return typeof value === "string" && /^p\d{1,6}$/.test(value);
}

/** @param {unknown} value @returns {value is string} */
export function isRequest(value) {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_REQUEST_CHARS;
}

/** @param {unknown} value @returns {value is Said} */
export function isSaid(value) {
  return /** @type {readonly unknown[]} */ (SAID).includes(value);
}

/** @typedef {{ parent: string, reply: string, kind: "reply" | "quote", names: string[] }} Pair */

/** @param {unknown} value @returns {value is Pair} */
export function isPair(value) {
  const { parent, reply, kind, names } = /** @type {Partial<Pair>} */ (Object(value));
  return typeof parent === "string" && typeof reply === "string" &&
    (kind === "reply" || kind === "quote") &&
    Array.isArray(names) && names.every((name) => typeof name === "string");
}

/** @param {unknown} value @returns {value is Command} */
export function isCommand(value) {
  return typeof value === "string" && /** @type {readonly string[]} */ (COMMANDS).includes(value);
}

/**
 * Whether a sender is one of our content scripts.
 * @param {chrome.runtime.MessageSender} sender
 * @returns {sender is chrome.runtime.MessageSender & { tab: { id: number }, frameId: number }}
 */
export function isContentScript(sender) {
  return (
    sender.id === chrome.runtime.id &&
    typeof sender.tab?.id === "number" &&
    typeof sender.frameId === "number" &&
    !isOwnPage(sender)
  );
}

/**
 * Whether a sender is a page or the service worker of this extension.
 * @param {chrome.runtime.MessageSender} sender
 */
export function isOwnPage(sender) {
  const own = chrome.runtime.getURL("");
  return sender.id === chrome.runtime.id && (sender.url ?? "").startsWith(own);
}

/**
 * Whether a sender is this extension's service worker.
 * @param {chrome.runtime.MessageSender} sender
 */
export function isServiceWorker(sender) {
  return isOwnPage(sender) && sender.tab === undefined &&
    sender.url === chrome.runtime.getURL("src/background/service-worker.js");
}

/**
 * A status with nothing found.
 * @param {import("./types.js").PageState} state
 * @param {string} text
 * @returns {import("./types.js").PageStatus}
 */
export function bareStatus(state, text) {
  return { state, posts: 0, quotes: 0, folded: 0, foldable: 0, stances: "done", message: text };
}

/**
 * The numbers and words of a status, whatever was in it.
 * @param {unknown} raw
 * @returns {import("./types.js").PageStatus | null}
 */
export function readStatus(raw) {
  if (typeof raw !== "object" || raw === null) return null;
  const given = /** @type {Record<string, unknown>} */ (raw);
  const states = ["painted", "plain", "working", "off"];
  if (typeof given.state !== "string" || !states.includes(given.state)) return null;
  /** @param {unknown} value */
  const count = (value) =>
    Number.isInteger(value) && Number(value) >= 0 ? Math.min(Number(value), 99_999) : 0;
  return {
    state: /** @type {import("./types.js").PageState} */ (given.state),
    posts: count(given.posts),
    quotes: count(given.quotes),
    folded: count(given.folded),
    foldable: count(given.foldable),
    stances: given.stances === "judging" ? "judging" : "done",
    message: typeof given.message === "string" ? given.message.slice(0, 500) : "",
  };
}
