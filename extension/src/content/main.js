/**
 * The content script: reads the page when it is calm, asks Python for a plan, paints it, and
 * does so again when the page changes. It knows nothing about threads.
 *
 *   HELLO at document_start  -> settings; Python warms up
 *   settled -> snapshot -> PLAN -> paint -> watch -> (page changed, calm again) -> snapshot ...
 *
 * Off means: nothing of ours on the page, no observer, no timer, one message listener.
 */

import {
  bareStatus, CS_TO_SW, isCommand, isOwnPage, message, PROTOCOL, readMessage, SW_TO_CS,
} from "../shared/protocol.js";
import { mayBeThread } from "../shared/sites.js";
import { say } from "../shared/words.js";
import { Beside } from "./beside.js";
import { Judge } from "./judge.js";
import { createOwn } from "./own.js";
import { Painter } from "./painter.js";
import { resolve } from "./plan.js";
import { delay, whenSettled } from "./settle.js";
import { takeSnapshot } from "./snapshot.js";
import { Watcher } from "./watch.js";
import { Wire } from "./wire.js";

/** @typedef {import("../shared/types.js").Plan} Plan */
/** @typedef {import("../shared/types.js").PlanError} PlanError */
/** @typedef {import("../shared/types.js").PageSetup} PageSetup */
/** @typedef {import("../shared/types.js").PageStatus} PageStatus */

/** Milliseconds without a change before the page is read again, and the longest put-off. */
const CALM = 300;
const PATIENCE = 2_000;

/** Milliseconds between two reads: grows while changes change nothing (a ticking clock). */
const PACE = 500;
const SLOWEST_PACE = 8_000;
const PACE_AFTER_FAILURE = 60_000;

/** The pace is also so many times as long as the page's thread was busy with the last read. */
const READ_SHARE = 20;

/** Milliseconds between two looks at what is visible; and times as long as the last one took. */
const LOOK_PACE = 200;
const LOOK_SHARE = 10;

/** After these a page may look different by a rule that no node tells of. */
const ACTS = ["click", "change", "keyup", "transitionend"];

/** Whether this is a frame with an embedded post, not the page itself. */
const FRAMED = window !== window.top;

/** Whether the extension that this script came from is still there. */
const orphaned = () => chrome.runtime?.id === undefined;

/**
 * Send to the service worker; tried once more because it may be stopped while it answers.
 * @param {string} type
 * @param {Record<string, unknown>} [fields]
 * @returns {Promise<unknown>}
 */
async function ask(type, fields) {
  const letter = message(type, fields);
  try {
    return await chrome.runtime.sendMessage(letter);
  } catch (error) {
    if (orphaned()) throw error;
    return chrome.runtime.sendMessage(letter);
  }
}

/** One page being read: from on to off. */
class Reading {
  #abort = new AbortController();
  #own = createOwn();
  #setup;
  #watcher;
  #painter;
  #styled = false;
  /** Whether the page has settled and is watched. */
  #begun = false;
  #reading = false;
  #again = false;
  #lastChange = 0;
  #firstChange = 0;
  #pace = PACE;
  /** The newest plan, as JSON, and the snapshot that it is for. */
  #lastReply = "";
  /** @type {import("./snapshot.js").Shot | null} */ #lastShot = null;
  #judge;
  /** The status that was last reported from a count, as JSON. */
  #counted = "";
  #lookTimer = 0;
  #lookPace = LOOK_PACE;
  #report;
  #wire = new Wire((request) => ask(CS_TO_SW.PLAN, { request }));
  /** @type {import("./plan.js").PostView[]} */ posts = [];
  /** @type {PageStatus} */ status = bareStatus("working", "");

  /**
   * @param {PageSetup} setup
   * @param {(status: PageStatus) => void} report
   */
  constructor(setup, report) {
    this.#setup = setup;
    this.#report = report;
    this.#watcher = new Watcher((content, flood) => this.#changed(content, flood));
    // Kept by post and quote; the core's own option goes by quote alone, so it is not used.
    const choices = new Map([
      ...setup.opened.map((key) => /** @type {[string, "o"]} */ ([key, "o"])),
      ...setup.closed.map((key) => /** @type {[string, "c"]} */ ([key, "c"])),
    ]);
    this.#painter = new Painter({
      own: this.#own,
      mute: (write) => this.#watcher.mute(write),
      choices,
      onChoice: (keys, state) => void this.#send(CS_TO_SW.CHOICE, { keys, state }),
      onCorrect: (key, said) => this.#correct(key, said),
      onChange: () => this.#count(),
      onRefusal: () => this.#refuse(),
      alive: () => {
        if (orphaned()) this.stop();
        return !orphaned();
      },
    });
    this.#judge = new Judge({
      ask: (pairs) => ask(CS_TO_SW.JUDGE, { pairs }),
      again: () => this.#replan(),
      posts: () => this.posts,
      gaveUp: () => this.#endJudging(),
      signal: this.#abort.signal,
    });
    // The page around a frame fixed its height: folds make room, badges would take it.
    this.#painter.show = {
      context: setup.settings.showContext && !FRAMED,
      stance: this.#judged,
    };
  }

  async start() {
    const { signal } = this.#abort;
    try {
      await whenSettled(document, signal);
    } catch {
      return; // ended before it began
    }
    this.#begun = true;
    this.#listen();
    await this.#read();
  }

  stop() {
    this.#abort.abort();
    clearTimeout(this.#lookTimer);
    this.#painter.clear();
    this.#watcher.stop();
    if (this.#styled) void this.#send(CS_TO_SW.STYLE, { token: this.#own.token, on: false });
    this.#styled = false;
  }

  /** The page does not let us add anything: leave it alone. */
  #refuse() {
    this.stop();
    this.status = bareStatus("plain", say("refused"));
    this.#report(this.status);
  }

  /** Whether it came to its end by itself. */
  get ended() {
    return this.#abort.signal.aborted;
  }

  get #judged() {
    return this.#setup.settings.stance !== "never" && !FRAMED;
  }

  /** The newest plan as JSON, without the stances that are still being judged. */
  get plan() {
    return this.#lastReply;
  }

  /** @param {import("../shared/protocol.js").Command} command */
  command(command) {
    if (command === "toggle-all") this.#painter.toggleAll();
    if (command === "open-all") this.#painter.setAll(true);
    if (command === "fold-all") this.#painter.setAll(false);
    if (command === "next-fold") this.#painter.moveFocus(1);
    if (command === "previous-fold") this.#painter.moveFocus(-1);
  }

  /** Read the page again even if it looks the same. */
  again() {
    if (!this.#begun) return; // it will be read once it has settled
    this.#lastReply = "";
    this.#pace = PACE;
    void this.#read();
  }

  /** The reader corrected a stance, or with null took that back. */
  /** @param {string} key @param {import("../shared/types.js").Said | null} said */
  #correct(key, said) {
    const { [key]: _, ...others } = this.#setup.corrections;
    const corrections = said ? { ...others, [key]: said } : others;
    this.#setup = { ...this.#setup, corrections };
    void this.#send(CS_TO_SW.CORRECT, { key, said });
    this.again();
  }

  #listen() {
    const { signal } = this.#abort;
    this.#watcher.observe([document]);
    const look = () => this.#look();
    addEventListener("resize", look, { signal });
    addEventListener("pageshow", look, { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look, { signal });
    document.addEventListener("visibilitychange", look, { signal });
    for (const act of ACTS) {
      document.addEventListener(act, ({ isTrusted }) => isTrusted && look(), {
        capture: true,
        passive: true,
        signal,
      });
    }
  }

  /** Before the paint after a change. @param {ReadonlySet<Node>} content @param {boolean} flood */
  #changed(content, flood) {
    if (orphaned()) return this.stop();
    if (content.size > 0) this.#painter.verify(flood ? null : content);
    this.#look();
    if (content.size === 0 || this.ended) return;
    this.#lastChange = performance.now();
    this.#firstChange ||= this.#lastChange;
    void this.#readWhenCalm();
  }

  /** Look again at what is visible, a few times a second and never for long. */
  #look() {
    if (this.ended) return;
    if (orphaned()) return this.stop();
    this.#lookTimer ||= setTimeout(() => {
      this.#lookTimer = 0;
      if (orphaned()) return this.stop();
      const start = performance.now();
      this.#painter.apply();
      this.#lookPace = Math.max(LOOK_PACE, LOOK_SHARE * (performance.now() - start));
      return undefined;
    }, this.#lookPace);
  }

  async #readWhenCalm() {
    if (this.#again) return;
    this.#again = true;
    const { signal } = this.#abort;
    try {
      await delay(this.#pace, signal);
      while (
        this.#reading ||
        (performance.now() - this.#lastChange < CALM &&
          performance.now() - this.#firstChange < PATIENCE + this.#pace)
      ) {
        await delay(100, signal);
      }
    } catch {
      return; // ended while it waited
    }
    this.#again = false;
    await this.#read();
  }

  /** Read the page; whatever goes wrong leaves it plain. */
  async #read() {
    if (this.#reading) {
      void this.#readWhenCalm();
      return;
    }
    this.#reading = true;
    this.#firstChange = 0;
    try {
      await this.#readNow();
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#fail(error);
    } finally {
      this.#reading = false;
    }
  }

  async #readNow() {
    const start = performance.now();
    this.#watcher.mark();
    this.#painter.sweep();
    const shot = takeSnapshot(document, this.#own);
    if (shot === "too-large") {
      this.#pace = PACE_AFTER_FAILURE;
      this.#plain(say("tooLarge"));
      return;
    }
    this.#painter.restoreIn(shot);
    const asked = this.#request(shot);
    const pace = Math.max(PACE, READ_SHARE * (performance.now() - start));
    const reply = await asked;
    const same = reply === this.#lastReply;
    this.#pace = same ? Math.max(pace, Math.min(this.#pace * 2, SLOWEST_PACE)) : pace;
    this.#lastShot = shot;
    await this.#take(reply, shot);
  }

  /** Ask for the plan of the same snapshot again, with the stances that are known by now. */
  async #replan() {
    while (this.#reading) await delay(100, this.#abort.signal);
    if (!this.#lastShot) return;
    this.#reading = true;
    try {
      const shot = this.#lastShot;
      await this.#take(await this.#request(shot), shot);
    } finally {
      this.#reading = false;
    }
  }

  /** All stances are known that will be. */
  #endJudging() {
    this.#lastShot = null;
    if (this.status.stances === "done") return;
    this.status = { ...this.status, stances: "done" };
    this.#report(this.status);
  }

  /**
   * Ask Python for a plan; its reply as JSON. Folds and badges come first: stances that are not
   * known yet take longer than all the rest and are left open.
   * @param {import("./snapshot.js").Shot} shot
   */
  async #request(shot) {
    const { corrections, salt, settings } = this.#setup;
    const stance = this.#judged;
    const options = {
      fold: settings.fold,
      keep_original_poster: settings.keepOriginalPoster,
      stance: stance && "later",
      judged: stance ? this.#judge.known : undefined,
      stance_level: stance ? settings.stance : undefined,
      corrections: stance ? corrections : undefined,
      language: say("language"),
      salt,
    };
    const reply = await this.#wire.plan(options, shot);
    this.#abort.signal.throwIfAborted();
    return reply;
  }

  /**
   * Paint what Python replied, or say why not.
   * @param {string} reply
   * @param {import("./snapshot.js").Shot} shot
   */
  async #take(reply, shot) {
    // The page changed too much meanwhile: what is known of it is no longer true.
    if (this.#watcher.flooded) return void this.#readWhenCalm();
    const news = reply !== this.#lastReply;
    this.#lastReply = reply;
    /** @type {Plan | PlanError} */
    const plan = JSON.parse(reply || "null") ??
      { v: PROTOCOL, ok: false, error: say("noAnswer"), kind: "internal" };
    if (plan.v !== PROTOCOL) return this.#plain(say("noAnswer"));
    if (!plan.ok) {
      if (plan.kind === "internal") this.#pace = PACE_AFTER_FAILURE;
      return plan.kind === "superseded" ? undefined : this.#plain(plan.error);
    }
    if (plan.status !== "thread") return this.#plain(plan.message);
    const resolved = resolve(plan, shot.nodes, (node) => this.#watcher.changed(node));
    this.posts = resolved.posts;
    this.#watcher.observe(shot.shadowRoots);
    if (!this.#styled && (resolved.folds.length > 0 || resolved.posts.length > 0)) {
      // Without the style a folded quote would leave its frame on the page.
      this.#styled = true;
      this.#styled = (await ask(CS_TO_SW.STYLE, { token: this.#own.token, on: true })) === true;
      this.#abort.signal.throwIfAborted();
      if (!this.#styled) return this.#plain(say("failed"));
    }
    this.status = {
      ...this.status,
      state: "painted",
      posts: plan.summary.posts,
      quotes: plan.summary.quotes,
      stances: plan.pairs.length > 0 ? "judging" : "done",
      message: plan.message,
    };
    this.#paint(resolved);
    if (news) this.#report(this.status);
    this.#judge.take(plan);
    if (plan.pairs.length === 0) this.#lastShot = null;
    return undefined;
  }

  /** @param {import("./plan.js").Resolved} resolved */
  #paint(resolved) {
    this.#painter.paint(resolved);
    const places = resolved.folds.flatMap((fold) => fold.places);
    this.#watcher.observeSizes(new Set(places.flatMap(({ node, bodies }) => [node, ...bodies])));
  }

  /** Leave the page as it is and say why. @param {string} words */
  #plain(words) {
    this.#paint({ plan: NO_PLAN, posts: [], folds: [] });
    this.#judge.take(NO_PLAN);
    this.status = bareStatus("plain", words);
    this.#counted = "";
    this.#report(this.status);
  }

  /** @param {unknown} error */
  #fail(error) {
    if (orphaned()) return this.stop();
    console.warn("Quotefold:", error);
    this.#plain(say("failed"));
  }

  #count() {
    if (this.status.state !== "painted") return;
    this.status = { ...this.status, ...this.#painter.counts };
    const now = JSON.stringify(this.status);
    if (now === this.#counted) return;
    this.#counted = now;
    this.#report(this.status);
  }

  /** @type {(type: string, fields: Record<string, unknown>) => Promise<void>} */
  async #send(type, fields) {
    try {
      await ask(type, fields);
    } catch {
      // The extension went away; there is nobody to tell.
    }
  }
}

/** @type {Plan} */
const NO_PLAN = {
  v: PROTOCOL, ok: true, status: "no-thread", message: "", site: "",
  summary: { posts: 0, quotes: 0, folded: 0 }, posts: [], folds: [], pairs: [],
  thread: { posts: [] },
};

/** What stays on a page: decides when a reading begins and ends. */
class Page {
  /** @type {Reading | null} */ #reading = null;
  /** @type {PageStatus} */ #status = bareStatus("off", "");
  #asked = false;
  #address = "";
  #turn = 0;
  #beside = new Beside(() => ({
    status: this.#status,
    plan: this.#reading?.plan ?? "",
    posts: this.#reading?.posts ?? [],
  }));

  async start() {
    if (FRAMED) await severalPosts();
    chrome.runtime.onMessage.addListener((raw, sender, answer) => this.#hear(raw, sender, answer));
    // Only "currententrychange" also tells of addresses that a script wrote (replaceState).
    globalThis.navigation?.addEventListener("currententrychange", () => void this.#moved());
    // A page that comes back from the back/forward cache finds an empty toolbar.
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#show(this.#status);
    });
    await this.#refresh();
  }

  /** A single-page site went to another address; only the part after # does not count. */
  async #moved() {
    const address = location.href.split("#")[0] ?? "";
    if (address === this.#address) return;
    if (orphaned()) return this.#end();
    this.#asked = false;
    await this.#refresh({ moved: true });
  }

  /**
   * Ask for the settings and begin, go on or end accordingly. After a move inside a site the
   * reading goes on: its marks are kept by content, and what left the page loses them.
   */
  async #refresh({ moved = false } = {}) {
    const turn = ++this.#turn;
    this.#address = location.href.split("#")[0] ?? "";
    const thread = mayBeThread(this.#address) || this.#asked;
    if (!thread) {
      const idle = this.#status.state === "off";
      this.#end();
      const status = bareStatus("off", say("notAThread"));
      // The service worker is not woken for pages on which nothing happened.
      if (idle) this.#status = status;
      else this.#tell(status);
      return undefined;
    }
    let setup;
    try {
      setup = /** @type {PageSetup} */ (
        await ask(CS_TO_SW.HELLO, { address: this.#address, asked: this.#asked })
      );
    } catch {
      return this.#end();
    }
    if (turn !== this.#turn || !setup) return undefined;
    if (moved && setup.on && this.#reading) {
      // The scripts of the page are the same: if they refused us, they would again.
      return this.#reading.ended ? undefined : this.#reading.again();
    }
    this.#end();
    if (!setup.on) return this.#tell(bareStatus("off", setup.reason));
    const reading = new Reading(setup, (status) => {
      if (reading === this.#reading) this.#tell(status);
    });
    this.#reading = reading;
    this.#tell(reading.status);
    await reading.start();
    return undefined;
  }

  #end() {
    this.#reading?.stop();
    this.#reading = null;
  }

  /** @param {PageStatus} status */
  #tell(status) {
    this.#status = status;
    this.#beside.changed();
    this.#show(status);
  }

  /** Bring the toolbar up to date. @param {PageStatus} status */
  #show(status) {
    if (!orphaned()) ask(CS_TO_SW.STATUS, { status }).catch(() => {});
  }

  /** @type {(raw: unknown, sender: chrome.runtime.MessageSender, answer: (reply: unknown) => void) => boolean} */
  #hear(raw, sender, answer) {
    const letter = readMessage(raw, SW_TO_CS);
    if (!letter || !isOwnPage(sender)) return false;
    if (letter.type === SW_TO_CS.GET_STATUS) answer(this.#status);
    if (letter.type === SW_TO_CS.REFRESH) void this.#refresh();
    if (letter.type === SW_TO_CS.COMMAND && isCommand(letter.command)) {
      this.#reading?.command(letter.command);
    }
    if (letter.type === SW_TO_CS.READ) {
      this.#asked = true;
      if (this.#reading && !this.#reading.ended) this.#reading.again();
      else void this.#refresh();
    }
    if (letter.type === SW_TO_CS.REPORT) {
      report().then(answer, () => answer(""));
      return true; // answered later
    }
    return false;
  }
}

/**
 * Resolves when a frame shows more than one post: with one there is nothing to fold, and pages
 * with a dozen embedded posts should not start Python for nothing.
 * @returns {Promise<void>}
 */
function severalPosts() {
  const links = document.getElementsByTagName("a");
  const several = () => {
    const named = Array.from(links, ({ href }) => /\/status\/(\d+)/.exec(href)?.[1]);
    return new Set(named.filter(Boolean)).size > 1;
  };
  return new Promise((done) => {
    const look = () => {
      if (!several()) return;
      observer.disconnect();
      done();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
    look();
  });
}

/** The page's structure without its words, as the core makes it; "" where there is none. */
async function report() {
  const shot = takeSnapshot(document, createOwn());
  if (shot === "too-large") return "";
  const { snapshot } = shot;
  const request = JSON.stringify({ v: PROTOCOL, op: "report", snapshot });
  const reply = JSON.parse(String(await ask(CS_TO_SW.PLAN, { request })));
  return reply.ok ? JSON.stringify(reply.report) : "";
}

// A second injection into the same page finds the first one here, where no page can look.
const world = /** @type {{ quotefold?: Page }} */ (/** @type {unknown} */ (globalThis));
if (!world.quotefold) {
  world.quotefold = new Page();
  void world.quotefold.start();
}
