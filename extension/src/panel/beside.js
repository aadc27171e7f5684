/** The panel's side of the page: finds the tab that it stands beside, and keeps a port to it. */

import {
  CS_TO_PANEL, isPostId, message, PANEL_PORT, PANEL_TO_CS, readMessage, readStatus,
} from "../shared/protocol.js";

/** @typedef {import("../shared/types.js").PageStatus} PageStatus */

/**
 * @typedef {object} Hears
 * @property {() => void} moved another page is beside the panel
 * @property {() => void} none there is no Quotefold on that page
 * @property {(status: PageStatus, plan: string) => void} plan
 * @property {(post: string) => void} place
 * @property {(post: string) => void} gone
 */

export class Beside {
  #hears;
  /** @type {chrome.runtime.Port | null} */ #port = null;
  #tab = -1;
  #turn = 0;

  /** @param {Hears} hears */
  constructor(hears) {
    this.#hears = hears;
    chrome.tabs.onActivated.addListener(() => void this.follow());
    chrome.windows.onFocusChanged.addListener(() => void this.follow());
    chrome.tabs.onUpdated.addListener((id, change) => {
      if (id === this.#tab && change.status === "complete" && !this.#port) void this.follow();
    });
  }

  /** Find the tab and connect to it, unless that is done. */
  async follow() {
    const turn = ++this.#turn;
    const tab = await tabBeside();
    if (turn !== this.#turn) return;
    const id = tab?.id ?? -1;
    if (id === this.#tab && this.#port) return;
    this.#port?.disconnect();
    this.#port = null;
    if (id !== this.#tab) this.#hears.moved();
    this.#tab = id;
    if (id === -1) this.#hears.none();
    else this.#connect(id);
  }

  /** @param {string} post */
  jump(post) {
    this.#port?.postMessage(message(PANEL_TO_CS.JUMP, { post }));
  }

  /** @param {number} tab */
  #connect(tab) {
    const port = chrome.tabs.connect(tab, { name: PANEL_PORT, frameId: 0 });
    this.#port = port;
    port.onMessage.addListener((raw) => {
      if (port === this.#port) this.#hear(raw);
    });
    port.onDisconnect.addListener(() => {
      void chrome.runtime.lastError; // nobody listens there: no Quotefold on that page
      if (port !== this.#port) return;
      this.#port = null;
      this.#hears.none();
    });
  }

  /** @param {unknown} raw */
  #hear(raw) {
    const letter = readMessage(raw, CS_TO_PANEL);
    if (letter?.type === CS_TO_PANEL.PLAN) {
      const status = readStatus(letter.status);
      if (status) this.#hears.plan(status, typeof letter.plan === "string" ? letter.plan : "");
    }
    const post = isPostId(letter?.post) ? letter.post : "";
    if (letter?.type === CS_TO_PANEL.PLACE) this.#hears.place(post);
    if (letter?.type === CS_TO_PANEL.GONE && post) this.#hears.gone(post);
  }
}

/** The active tab of the panel's own window; of the last used one where it has a window of its own. */
async function tabBeside() {
  const own = await chrome.windows.getCurrent();
  const query = own.type === "normal" ? { windowId: own.id } : { windowType: "normal" };
  const tabs = await chrome.tabs.query(/** @type {chrome.tabs.QueryInfo} */ ({ active: true, ...query }));
  return tabs.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
}
