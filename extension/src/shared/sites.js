/**
 * Which addresses are read without being asked. What a page means is decided in Python;
 * this only keeps the extension idle on the rest of a site.
 */

/** @type {readonly { host: string, name: string, thread: RegExp }[]} */
export const SITES = Object.freeze([
  { host: "digg.com", name: "Digg", thread: /^\/ai\/[^/]+/ },
  { host: "di.gg", name: "Digg (di.gg)", thread: /^\/ai\/[^/]+/ },
  { host: "x.com", name: "X", thread: /^\/[^/]+\/status\/\d+/ },
]);

/**
 * Whether the address is a thread of a site that is on from the start.
 * @param {string} address
 */
export function isThreadAddress(address) {
  const url = URL.parse(address);
  if (url?.protocol !== "https:") return false;
  return SITES.some((site) => site.host === url.host && site.thread.test(url.pathname));
}
