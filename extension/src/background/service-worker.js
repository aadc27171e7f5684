/**
 * The service worker: passes requests to Python, inserts the page style, keeps settings and the
 * toolbar. It may be stopped at any moment, so it keeps nothing in memory that matters.
 */

import { highlightStyle, pageStyle } from "../shared/page-style.js";
import { grantedPatterns, isOptional, mayRead } from "../shared/permissions.js";
import {
  bareStatus, CS_TO_SW, isCommand, isContentScript, isKey, isOwnPage, isRequest, isSaid, isToken,
  message, readMessage, readStatus, SW_TO_CS, SW_TO_OFFSCREEN, UI_TO_SW,
} from "../shared/protocol.js";
import {
  isMode, loadChoices, loadCorrections, loadSalt, loadSettings, loadThreadFold, pageKey,
  saveChoices, saveCorrection, saveSettings, saveSiteFold, saveThreadFold,
} from "../shared/settings.js";
import { mayBeThread, siteKey } from "../shared/sites.js";
import { say } from "../shared/words.js";

/** @typedef {import("../shared/protocol.js").Message} Message */
/** @typedef {import("../shared/types.js").PageStatus} PageStatus */

const OFFSCREEN = "src/offscreen/offscreen.html";

/** Opened, folded, or as the plan says. */
const CHOICES = new Set(/** @type {unknown[]} */ (["o", "c", null]));

/** Keys that one message may carry: more quotes than a page can have folds. */
const MAX_KEYS = 5_000;

/** Requests of the extension's own pages: each counts as a tab of its own, so none replaces another. */
let asked = 0;

// --- Python -------------------------------------------------------------------------------

/** @type {Promise<void> | null} */
let creating = null;

/** Make sure that the offscreen document is there; Chromium may have closed it long ago. */
async function ensureOffscreen() {
  if (creating) return creating; // it is listed before it can hear
  const contexts = await chrome.runtime.getContexts({
    contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT],
  });
  if (contexts.length > 0) return;
  creating ??= chrome.offscreen
    .createDocument({
      url: OFFSCREEN,
      reasons: [chrome.offscreen.Reason.WORKERS],
      justification: "Runs the Python core that reads threads in a worker",
    })
    .finally(() => {
      creating = null;
    });
  await creating;
}

/**
 * Send to the offscreen document, once more if it went away in between.
 * @param {Message} letter
 * @returns {Promise<unknown>}
 */
async function tellOffscreen(letter) {
  await ensureOffscreen();
  try {
    return await chrome.runtime.sendMessage(letter);
  } catch {
    await ensureOffscreen();
    return chrome.runtime.sendMessage(letter);
  }
}

const warmUp = () => tellOffscreen(message(SW_TO_OFFSCREEN.WARM)).catch(() => {});

/**
 * Python's reply to a request, always as JSON.
 * @param {number | string} tab or a frame of one
 * @param {unknown} request
 * @param {string} [page] whose snapshots are to be kept, so that it may send only what changes
 * @returns {Promise<string>}
 */
async function plan(tab, request, page) {
  if (!isRequest(request)) return failure("too-large", say("tooLarge"));
  try {
    const reply = await tellOffscreen(message(SW_TO_OFFSCREEN.RUN, { tab, request, page }));
    if (typeof reply === "string") return reply;
    const { failed } = /** @type {{ failed?: unknown }} */ (Object(reply));
    if (failed === "superseded") return failure("superseded", "superseded");
    if (failed === "slow") return failure("internal", say("tooSlow"));
    if (failed === "unstarted") return failure("internal", say("pythonNotStarted"));
    if (failed === "stopped") return failure("internal", say("pythonStopped"));
  } catch (error) {
    console.warn("Quotefold:", error);
  }
  return failure("internal", say("noAnswer"));
}

/** @type {(kind: string, error: string) => string} */
const failure = (kind, error) => JSON.stringify({ ...message("error"), ok: false, kind, error });

/**
 * Judgements of pairs of posts, in order; null where there are none.
 * @param {number} tab
 * @param {unknown} pairs
 * @returns {Promise<unknown>}
 */
async function judge(tab, pairs) {
  return isRequest(pairs) ? tellOffscreen(message(SW_TO_OFFSCREEN.JUDGE, { tab, pairs })) : null;
}

// --- Pages --------------------------------------------------------------------------------

/**
 * What a content script needs to know before it begins.
 * @param {string} address
 * @param {boolean} asked whether the reader asked for this page
 * @returns {Promise<import("../shared/types.js").PageSetup>}
 */
async function setup(address, asked) {
  const [settings, choices, corrections, salt, allowed] = await Promise.all([
    loadSettings(), loadChoices(), loadCorrections(), loadSalt(), asked || mayRead(address),
  ]);
  const host = siteKey(new URL(address).host);
  const site = !settings.sitesOff.includes(host);
  const key = await pageKey(address, salt);
  const page = choices[key] === undefined;
  const fold = (await loadThreadFold(key)) ?? settings.siteFolds[host] ?? settings.fold;
  /** @param {"o" | "c"} state */
  const keys = (state) =>
    Object.keys(choices).filter((key) => choices[key]?.[0] === state && !key.startsWith("page:"));
  return {
    on: allowed && site && page,
    reason: !site ? say("offSite") : page ? say("notRead") : say("offHere"),
    settings: { ...settings, fold },
    salt,
    corrections,
    opened: keys("o"),
    closed: keys("c"),
  };
}

/** Writes to storage, one after the other: each reads, changes and writes. */
let writing = Promise.resolve();

/** @param {() => Promise<void>} write */
function inTurn(write) {
  writing = writing.then(write).catch((error) => console.warn("Quotefold:", error));
  return writing;
}

/**
 * @param {number} tabId
 * @param {string} documentId
 * @param {string} token
 * @param {boolean} on
 */
async function style(tabId, documentId, token, on) {
  const target = { tabId, documentIds: [documentId] };
  /** @type {chrome.scripting.CSSInjection[]} */
  const styles = [
    { target, css: pageStyle(token), origin: "USER" },
    { target, css: highlightStyle(token), origin: "AUTHOR" },
  ];
  const { insertCSS, removeCSS } = chrome.scripting;
  await Promise.all(styles.map((injection) => (on ? insertCSS(injection) : removeCSS(injection))));
}

/** @param {number} tabId @param {PageStatus} status */
async function showInToolbar(tabId, status) {
  const text = status.state === "painted" && status.folded > 0 ? String(status.folded) : "";
  await chrome.action.setBadgeText({ tabId, text });
  await chrome.action.setBadgeBackgroundColor({ tabId, color: "#57606a" });
  await chrome.action.setBadgeTextColor({ tabId, color: "#ffffff" });
}

/**
 * @param {number} tabId
 * @param {Message} letter
 * @returns {Promise<unknown>} undefined where no content script listens
 */
const tellPage = (tabId, letter) =>
  chrome.tabs.sendMessage(tabId, letter, { frameId: 0 }).catch(() => undefined);

/** Tell also the frames of a page in which posts are embedded. */
/** @param {number} tabId @param {Message} letter */
const tellFrames = (tabId, letter) => chrome.tabs.sendMessage(tabId, letter).catch(() => undefined);

/** Read a page now, after bringing the content script there if it is not. @param {number} tabId */
async function readPage(tabId) {
  await chrome.scripting.executeScript({ target: { tabId }, files: ["content.js"] });
  await tellPage(tabId, message(SW_TO_CS.READ));
}

/** @param {number} tabId @param {import("../shared/protocol.js").Command} command */
async function obey(tabId, command) {
  const tell = command === "next-fold" || command === "previous-fold" ? tellPage : tellFrames;
  await tell(tabId, message(SW_TO_CS.COMMAND, { command }));
}

/** The tab that the reader looks at; a popup's own window does not count. */
async function currentTab() {
  const tabs = await chrome.tabs.query({ active: true, windowType: "normal" });
  tabs.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0));
  return tabs[0];
}

/** @param {number} tabId @returns {Promise<PageStatus>} */
async function statusOf(tabId) {
  const status = readStatus(await tellPage(tabId, message(SW_TO_CS.GET_STATUS)));
  return status ?? bareStatus("off", say("notRead"));
}

/**
 * How the page in front stands; used by the build's demo and by tests.
 * @returns {Promise<PageStatus>}
 */
async function quotefoldStatus() {
  const tab = await currentTab();
  return tab?.id === undefined ? bareStatus("off", say("notRead")) : statusOf(tab.id);
}
Object.assign(globalThis, { quotefoldStatus });

// --- Sites --------------------------------------------------------------------------------

/** Id of the one registration: the content script on all hosts that the reader added. */
const ADDED = "added";

/** Register the content script for exactly the hosts that the reader added. */
async function register() {
  const matches = await grantedPatterns();
  const known = await chrome.scripting.getRegisteredContentScripts({ ids: [ADDED] });
  if (matches.length === 0) {
    if (known.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [ADDED] });
    return;
  }
  /** @type {chrome.scripting.RegisteredContentScript} */
  const script = {
    id: ADDED, matches, js: ["content.js"], runAt: "document_start", persistAcrossSessions: true,
  };
  if (known.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}

/** Registrations, one after the other: each looks at what there is. */
let registering = Promise.resolve();

function followPermissions() {
  registering = registering.then(register).catch((error) => console.warn("Quotefold:", error));
  return registering;
}

/** Bring the content script to the open pages of hosts that were just added. */
/** @param {string[]} matches */
async function readOpenPages(matches) {
  for (const { id } of await chrome.tabs.query({ url: matches })) {
    if (id === undefined) continue;
    await chrome.scripting
      .executeScript({ target: { tabId: id }, files: ["content.js"] })
      .then(() => tellPage(id, message(SW_TO_CS.REFRESH)))
      .catch(() => {}); // an error page, or gone
  }
}

chrome.permissions.onAdded.addListener(async ({ origins = [] }) => {
  await followPermissions();
  if (origins.length > 0) await readOpenPages(origins);
});
chrome.permissions.onRemoved.addListener(async () => {
  await followPermissions();
  await refreshPages();
});

/** Pages look again whether they are still to be read. */
async function refreshPages() {
  for (const tab of await chrome.tabs.query({})) {
    if (tab.id !== undefined) void tellFrames(tab.id, message(SW_TO_CS.REFRESH));
  }
}

// --- Messages -----------------------------------------------------------------------------

/**
 * @param {Message} letter
 * @param {chrome.runtime.MessageSender & { tab: { id: number }, frameId: number }} sender
 * @returns {Promise<unknown>}
 */
async function fromPage(letter, sender) {
  const tabId = sender.tab.id;
  if (letter.type === CS_TO_SW.HELLO) {
    const address = typeof letter.address === "string" ? letter.address : "";
    if (!URL.canParse(address) || new URL(address).origin !== sender.origin) return null;
    const answer = await setup(address, letter.asked === true);
    // A frame is off where the page around it is; it may be hidden from us whose that is.
    const around = sender.frameId ? URL.parse(sender.tab.url ?? "")?.href : undefined;
    if (around) answer.on &&= (await setup(around, true)).on;
    if (answer.on) void warmUp();
    return answer;
  }
  if (letter.type === CS_TO_SW.PLAN) {
    const tab = sender.frameId ? `${tabId}/${sender.frameId}` : tabId;
    return plan(tab, letter.request, sender.documentId);
  }
  if (letter.type === CS_TO_SW.JUDGE) return judge(tabId, letter.pairs);
  if (letter.type === CS_TO_SW.STYLE) {
    if (isToken(letter.token) && sender.documentId) {
      await style(tabId, sender.documentId, letter.token, letter.on === true);
    }
    return true;
  }
  if (letter.type === CS_TO_SW.STATUS) {
    const status = readStatus(letter.status);
    if (status && sender.frameId === 0) await showInToolbar(tabId, status);
    return true;
  }
  if (letter.type === CS_TO_SW.CHOICE) {
    const { keys, state } = letter;
    if (Array.isArray(keys) && keys.length <= MAX_KEYS && CHOICES.has(state)) {
      await inTurn(() => saveChoices(keys.filter(isKey), /** @type {"o" | "c" | null} */ (state)));
    }
    return true;
  }
  if (letter.type === CS_TO_SW.CORRECT) {
    const { key, said } = letter;
    if (isKey(key) && (said === null || isSaid(said))) await inTurn(() => saveCorrection(key, said));
    return true;
  }
  return null;
}

/**
 * @param {Message} letter
 * @returns {Promise<unknown>}
 */
async function fromOwnPage(letter) {
  if (letter.type === UI_TO_SW.ASK) {
    asked += 1;
    return plan(-asked, letter.request);
  }
  const tab = await currentTab();
  if (tab?.id === undefined) return null;
  const address = tab.url ?? "";
  const host = URL.canParse(address) ? new URL(address).host : "";
  if (letter.type === UI_TO_SW.GET_STATUS) {
    const settings = await loadSettings();
    const key = await pageKey(address, await loadSalt());
    const page = address && (await loadChoices())[key];
    return {
      status: await statusOf(tab.id),
      host,
      always: await mayRead(address),
      optional: host !== "" && isOptional(host),
      thread: mayBeThread(address),
      readable: /^https?:/.test(address),
      siteOn: !settings.sitesOff.includes(siteKey(host)),
      pageOn: !page,
      folds: {
        everywhere: settings.fold,
        site: settings.siteFolds[siteKey(host)] ?? null,
        page: await loadThreadFold(key),
      },
    };
  }
  if (letter.type === UI_TO_SW.SET_PAGE && address) {
    const key = await pageKey(address, await loadSalt());
    await inTurn(() => saveChoices([key], letter.on === true ? null : "c"));
    await tellFrames(tab.id, message(SW_TO_CS.REFRESH));
  }
  if (letter.type === UI_TO_SW.SET_SITE && host) {
    await inTurn(async () => {
      const { sitesOff } = await loadSettings();
      const others = sitesOff.filter((site) => site !== siteKey(host));
      await saveSettings({ sitesOff: letter.on === true ? others : [...others, siteKey(host)] });
    });
  }
  if (letter.type === UI_TO_SW.SET_FOLD) await setFold(letter, address, tab.id);
  if (letter.type === UI_TO_SW.READ) await readPage(tab.id);
  if (letter.type === UI_TO_SW.REPORT) return tellPage(tab.id, message(SW_TO_CS.REPORT));
  if (letter.type === UI_TO_SW.COMMAND && isCommand(letter.command)) {
    await obey(tab.id, letter.command);
  }
  return true;
}

/**
 * Which quotes fold in one thread or on one site; null for as everywhere else.
 * @param {Message} letter
 * @param {string} address
 * @param {number} tabId
 */
async function setFold({ scope, mode }, address, tabId) {
  if (!URL.canParse(address) || !(mode === null || isMode(mode))) return;
  if (scope === "page") {
    const key = await pageKey(address, await loadSalt());
    await inTurn(() => saveThreadFold(key, mode));
    await tellPage(tabId, message(SW_TO_CS.REFRESH));
  }
  if (scope === "site") {
    const host = siteKey(new URL(address).host);
    await inTurn(() => saveSiteFold(host, mode));
  }
}

chrome.runtime.onMessage.addListener((raw, sender, answer) => {
  /** @type {Promise<unknown> | null} */
  let reply = null;
  if (isContentScript(sender)) {
    const letter = readMessage(raw, CS_TO_SW);
    if (letter) reply = fromPage(letter, sender);
  } else if (isOwnPage(sender)) {
    const letter = readMessage(raw, UI_TO_SW);
    if (letter) reply = fromOwnPage(letter);
  }
  if (!reply) return false;
  reply.then(answer, (error) => {
    console.warn("Quotefold:", error);
    answer(null);
  });
  return true;
});

chrome.commands.onCommand.addListener(async (command, tab) => {
  const tabId = tab?.id;
  if (tabId === undefined) return;
  if (command === "open-panel") {
    await chrome.sidePanel.open({ tabId });
  } else if (command === "toggle-page") {
    const { state } = await statusOf(tabId);
    const address = tab?.url;
    if (!address) return;
    const key = await pageKey(address, await loadSalt());
    await inTurn(() => saveChoices([key], state === "off" ? null : "c"));
    await tellFrames(tabId, message(SW_TO_CS.REFRESH));
  } else if (isCommand(command)) {
    await obey(tabId, command);
  }
});

chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "local") return;
  const forgotten = [changes.choices, changes.corrections].some((was) => was && !was.newValue);
  if (changes.settings || forgotten) await refreshPages();
});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  void warmUp();
  void followPermissions(); // an update of the extension forgets what was registered
  if (reason === chrome.runtime.OnInstalledReason.INSTALL) {
    void chrome.tabs.create({ url: "welcome.html" });
  }
});
chrome.runtime.onStartup.addListener(() => {
  void warmUp();
  void followPermissions();
});
