/**
 * One observer for everything that changes on the page. Its callback only notes what happened;
 * the work is done before the next paint and, for reading again, later.
 */

/** Targets remembered between two reads or two frames; beyond it everything counts as changed. */
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
  /** Nodes whose content changed since the last frame. */
  /** @type {Set<Node>} */ #recent = new Set();
  #frame = 0;
  #timer = 0;
  #onFrame;

  /**
   * @param {(content: ReadonlySet<Node>, flood: boolean) => void} onFrame called before the paint
   *   after a change, with the nodes whose content changed, if they can be told
   */
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
        attributeOldValue: true,
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
    this.#recent.clear();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = 0;
  }

  /** @param {MutationRecord[]} records */
  #note(records) {
    if (records.length === 0) return;
    for (const record of records) {
      if (record.type === "attributes" && !showsOrHides(record)) continue;
      if (this.#recent.size < MAX_TARGETS) this.#recent.add(record.target);
      if (this.#targets.size < MAX_TARGETS) this.#targets.add(record.target);
      else this.#overflow = true;
    }
    if (this.#frame) return;
    const run = () => {
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#timer);
      this.#frame = this.#timer = 0;
      const recent = this.#recent;
      this.#recent = new Set();
      this.#onFrame(recent, recent.size >= MAX_TARGETS);
    };
    this.#frame = requestAnimationFrame(run);
    this.#timer = setTimeout(run, FRAME_WAIT);
  }
}

/**
 * Whether a change of an attribute takes something out of what the core reads, or puts it there.
 * @param {MutationRecord} record
 */
function showsOrHides({ attributeName, oldValue, target }) {
  if (attributeName === "hidden" || attributeName === "aria-hidden") return true;
  if (attributeName !== "style" || !(target instanceof Element)) return false;
  const unseen = /display\s*:\s*none/i;
  return unseen.test(oldValue ?? "") !== unseen.test(target.getAttribute("style") ?? "");
}
