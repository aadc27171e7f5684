/**
 * One observer for everything that changes on the page, and one for what changes its size by a
 * rule that no node tells of (a style sheet's, a checkbox's). Their callbacks only note what
 * happened; the work is done before the next paint and, for reading again, later.
 */

/** Targets remembered between two reads or two frames; beyond it everything counts as changed. */
const MAX_TARGETS = 1_000;

/** Milliseconds: rAF does not run in a hidden tab, so a timer stands behind it. */
const FRAME_WAIT = 200;

export class Watcher {
  /** @type {MutationObserver} */ #observer;
  #resizes = new ResizeObserver(() => this.#note([]));
  /** @type {Set<Element>} */ #sized = new Set();
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
        // A style sheet can show and hide by any attribute.
        attributes: true,
        attributeOldValue: true,
      });
    }
  }

  /** Watch the sizes of these elements and of no others. @param {ReadonlySet<Element>} elements */
  observeSizes(elements) {
    for (const element of this.#sized) if (!elements.has(element)) this.#resizes.unobserve(element);
    for (const element of elements) if (!this.#sized.has(element)) this.#resizes.observe(element);
    this.#sized = new Set(elements);
  }

  /** Do our own changes to the page without seeing them as the page's. @param {() => void} write */
  mute(write) {
    this.#noteWritten();
    try {
      write();
    } finally {
      this.#observer.takeRecords();
    }
  }

  /** Begin to remember changed nodes afresh: called when a snapshot is taken. */
  mark() {
    this.#noteWritten();
    this.#targets.clear();
    this.#overflow = false;
  }

  /** Whether too much changed since the mark to say what did. */
  get flooded() {
    this.#noteWritten();
    return this.#overflow;
  }

  /** Whether a node's content changed since the mark. @param {Node} node */
  changed(node) {
    for (const target of this.#targets) if (node.contains(target)) return true;
    return false;
  }

  stop() {
    this.#observer.disconnect();
    this.#resizes.disconnect();
    this.#sized.clear();
    this.#roots.clear();
    this.#targets.clear();
    this.#recent.clear();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = 0;
  }

  #noteWritten() {
    const records = this.#observer.takeRecords();
    if (records.length > 0) this.#note(records);
  }

  /** @param {MutationRecord[]} records none where only sizes changed */
  #note(records) {
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
