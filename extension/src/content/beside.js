/**
 * The page's side of the side panel: tells it the plan and where the reader is, and goes where
 * it says. A port is open only while a panel shows this page; without one nothing runs here.
 */

import {
  CS_TO_PANEL, isOwnPage, isPostId, message, PANEL_PORT, PANEL_TO_CS, readMessage,
} from "../shared/protocol.js";
import { showPost } from "./scroll.js";

/** @typedef {import("../shared/types.js").PageStatus} PageStatus */

/**
 * @typedef {object} View what there is to tell
 * @property {PageStatus} status
 * @property {string} plan Python's reply as JSON; "" while there is none
 * @property {{ plan: { id: string }, node: Element }[]} posts
 */

/** Milliseconds between two looks at which post the reader is at. */
const LOOK_PACE = 150;

/** The post that is read now is the last to begin above this share of the window. */
const READING_LINE = 0.4;

export class Beside {
  #view;
  /** @type {Set<chrome.runtime.Port>} */ #ports = new Set();
  /** @type {AbortController | null} */ #following = null;
  #timer = 0;
  #told = "";
  #place = "";

  /** @param {() => View} view */
  constructor(view) {
    this.#view = view;
    chrome.runtime.onConnect.addListener((port) => this.#welcome(port));
  }

  /** Status or plan may have changed. */
  changed() {
    if (this.#ports.size === 0) return;
    const { status, plan } = this.#view();
    const now = JSON.stringify([status, plan]);
    if (now === this.#told) return;
    this.#told = now;
    this.#tell(CS_TO_PANEL.PLAN, { status, plan: status.state === "painted" ? plan : "" });
    this.#look();
  }

  /** @param {chrome.runtime.Port} port */
  #welcome(port) {
    if (port.name !== PANEL_PORT || !port.sender || !isOwnPage(port.sender)) return;
    this.#ports.add(port);
    port.onMessage.addListener((raw) => this.#hear(raw));
    port.onDisconnect.addListener(() => {
      this.#ports.delete(port);
      if (this.#ports.size === 0) this.#rest();
    });
    this.#follow();
    this.#told = this.#place = "";
    this.changed();
  }

  /** @param {unknown} raw */
  #hear(raw) {
    const letter = readMessage(raw, PANEL_TO_CS);
    if (letter?.type !== PANEL_TO_CS.JUMP || !isPostId(letter.post)) return;
    const found = this.#view().posts.find((post) => post.plan.id === letter.post);
    // Long lists take posts out of the page that are far away.
    if (found?.node.isConnected) showPost(found.node, found.node);
    else this.#tell(CS_TO_PANEL.GONE, { post: letter.post });
  }

  #follow() {
    if (this.#following) return;
    this.#following = new AbortController();
    const { signal } = this.#following;
    const look = () => {
      this.#timer ||= setTimeout(() => this.#look(), LOOK_PACE);
    };
    // Captured, because the page may scroll inside a box of its own.
    addEventListener("scroll", look, { capture: true, passive: true, signal });
    addEventListener("resize", look, { passive: true, signal });
  }

  #rest() {
    this.#following?.abort();
    this.#following = null;
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #look() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const place = this.#here();
    if (place === this.#place) return;
    this.#place = place;
    this.#tell(CS_TO_PANEL.PLACE, { post: place });
  }

  /** The post that is being read; "" above the first. */
  #here() {
    const line = innerHeight * READING_LINE;
    let place = "";
    let nearest = -Infinity;
    for (const { plan, node } of this.#view().posts) {
      if (!node.isConnected) continue;
      const { top, height } = node.getBoundingClientRect();
      if (height === 0 || top > line || top < nearest) continue;
      nearest = top;
      place = plan.id;
    }
    return place;
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  #tell(type, fields) {
    for (const port of this.#ports) {
      try {
        port.postMessage(message(type, fields));
      } catch {
        this.#ports.delete(port); // closed, or the extension went away
      }
    }
  }
}
