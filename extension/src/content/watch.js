/**
 * One observer for everything that changes on the page. Its callback only notes what happened;
 * the work is done before the next paint and, for reading again, later.
 */

/** Targets remembered between two reads; beyond it everything counts as changed. */
const MAX_TARGETS = 1_000;

/** Attributes by which a page shows and hides its parts. */
const LOOKS = ["class", "style", "hidden", "open", "aria-hidden", "aria-expanded"];

/** Milliseconds: rAF does not run in a hidden tab, so a timer stands behind it. */
const FRAME_WAIT = 200;

export class Watcher {
  /** @type {MutationObserver} */ #observer;
  /** @type {Set<Node>} */ #roots = new Set();
  /** @type {Set<Node>} */ #targets = new Set();
  #overflow = false;
  #content = false;
  #looks = false;
  #frame = 0;
  #timer = 0;
  #onFrame;

  /** @param {(what: { content: boolean, looks: boolean }) => void} onFrame before the next paint */
  constructor(onFrame) {
    this.#onFrame = onFrame;
    this.#observer = new MutationObserver((records) => this.#note(records));
  }

  /** Watch these roots, besides those that are watched already. @param {Iterable<Node>} roots */
  observe(roots) {
    for (const root of roots) {
      if (this.#roots.has(root)) continue;
      this.#roots.add(root);
      this.#observer.observe(root, {
        childList: true,
        subtree: true,
        characterData: true,
        attributes: true,
        attributeFilter: LOOKS,
      });
    }
  }

  /** Do our own changes to the page without seeing them as the page's. @param {() => void} write */
  mute(write) {
    this.#note(this.#observer.takeRecords());
    try {
      write();
    } finally {
      this.#observer.takeRecords();
    }
  }

  /** Begin to remember changed nodes afresh: called when a snapshot is taken. */
  mark() {
    this.#note(this.#observer.takeRecords());
    this.#targets.clear();
    this.#overflow = false;
  }

  /** Whether too much changed since the mark to say what did. */
  get flooded() {
    this.#note(this.#observer.takeRecords());
    return this.#overflow;
  }

  /** Whether a node's content changed since the mark. @param {Node} node */
  changed(node) {
    for (const target of this.#targets) if (node.contains(target)) return true;
    return false;
  }

  stop() {
    this.#observer.disconnect();
    this.#roots.clear();
    this.#targets.clear();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = 0;
  }

  /** @param {MutationRecord[]} records */
  #note(records) {
    if (records.length === 0) return;
    for (const record of records) {
      if (record.type === "attributes") {
        this.#looks = true;
        continue;
      }
      this.#content = true;
      if (this.#targets.size < MAX_TARGETS) this.#targets.add(record.target);
      else this.#overflow = true;
    }
    if (this.#frame) return;
    const run = () => {
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#timer);
      this.#frame = this.#timer = 0;
      const what = { content: this.#content, looks: this.#looks };
      this.#content = this.#looks = false;
      this.#onFrame(what);
    };
    this.#frame = requestAnimationFrame(run);
    this.#timer = setTimeout(run, FRAME_WAIT);
  }
}
