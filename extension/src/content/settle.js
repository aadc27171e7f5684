/**
 * When it is safe to add elements to a page.
 *
 * A framework that takes over server-rendered HTML ("hydration") throws it away when it finds
 * a node that it did not render. From a content script its own marks on nodes cannot be seen,
 * so we wait for what shows that it is done: the page has loaded, a Next.js page has added its
 * route announcer (its router does so in its first effect), nothing was added for a moment,
 * and the main thread is idle (hydration is work on the main thread). Each wait has an end:
 * being early costs the page one repaint, which is repaired, and no content.
 * Reasons and measurements: docs/adr/when-elements-are-added.md.
 */

/** Milliseconds: a page whose images never arrive counts as loaded. */
const LOAD_WAIT = 10_000;
const ANNOUNCER_WAIT = 6_000;
const QUIET = 250;
const QUIET_WAIT = 4_000;

/** Milliseconds of idle time that a callback must have left, twice in a row. */
const IDLE_LEFT = 8;
const IDLE_WAIT = 3_000;

/**
 * Resolves after `milliseconds`, or rejects when aborted.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function delay(milliseconds, signal) {
  return new Promise((done, failed) => {
    if (signal.aborted) return failed(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      failed(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      done();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
    return undefined;
  });
}

/** @type {(target: EventTarget, type: string, signal: AbortSignal) => Promise<void>} */
const once = (target, type, signal) =>
  new Promise((done) => target.addEventListener(type, () => done(), { once: true, signal }));

/**
 * @param {Document} document
 * @param {AbortSignal} signal
 */
export async function whenSettled(document, signal) {
  // A page that is rendered ahead of a visit may never be looked at.
  if ("prerendering" in document && document.prerendering) {
    await Promise.race([once(document, "prerenderingchange", signal), aborted(signal)]);
  }
  if (document.readyState !== "complete") {
    await Promise.race([once(window, "load", signal), delay(LOAD_WAIT, signal)]);
  }
  if (document.querySelector('script[src*="/_next/"]')) await announcer(document, signal);
  await quiet(document, signal);
  await idle(signal);
}

/** @type {(signal: AbortSignal) => Promise<never>} */
const aborted = (signal) =>
  new Promise((_, failed) => {
    signal.addEventListener("abort", () => failed(signal.reason), { once: true });
  });

/** @type {(document: Document, signal: AbortSignal) => Promise<void>} */
async function announcer(document, signal) {
  const end = performance.now() + ANNOUNCER_WAIT;
  while (!document.querySelector("next-route-announcer") && performance.now() < end) {
    await delay(50, signal);
  }
}

/** @type {(document: Document, signal: AbortSignal) => Promise<void>} */
async function quiet(document, signal) {
  const start = performance.now();
  let last = start;
  const observer = new MutationObserver(() => {
    last = performance.now();
  });
  observer.observe(document, { childList: true, subtree: true });
  try {
    while (performance.now() - last < QUIET && performance.now() - start < QUIET_WAIT) {
      await delay(50, signal);
    }
  } finally {
    observer.disconnect();
  }
}

/** @type {(signal: AbortSignal) => Promise<void>} */
async function idle(signal) {
  const end = performance.now() + IDLE_WAIT;
  let calm = 0;
  while (calm < 2 && performance.now() < end) {
    const left = await new Promise((done) => {
      requestIdleCallback((deadline) => done(deadline.didTimeout ? 0 : deadline.timeRemaining()), {
        timeout: 500,
      });
    });
    signal.throwIfAborted();
    calm = left >= IDLE_LEFT ? calm + 1 : 0;
  }
}
