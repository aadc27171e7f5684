/**
 * Hosts that the reader lets the extension read by itself, besides those of the manifest.
 * The permission is the setting: nothing else is stored. The service worker follows what
 * chrome.permissions tells and registers the content script for exactly these hosts.
 */

import { FROM_START, siteOf } from "./sites.js";

/** The hosts that the manifest asks for. */
const IN_MANIFEST = new Set(FROM_START.flatMap((site) => site.hosts));

/** @param {string} host */
const pattern = (host) => `*://${host}/*`;

/** The host of a pattern for one host; "" for any other. @param {string} origin */
const hostOf = (origin) => /^(?:\*|https?):\/\/([^*/]+)\/\*$/.exec(origin)?.[1] ?? "";

/**
 * All the hosts of the site that a host belongs to; the host alone where it is of no site.
 * @param {string} host
 * @returns {readonly string[]}
 */
export const hostsOf = (host) => siteOf(host)?.hosts ?? [host];

/**
 * The hosts that the reader added, in alphabetical order.
 * @returns {Promise<string[]>}
 */
export async function granted() {
  const { origins = [] } = await chrome.permissions.getAll();
  const hosts = new Set(origins.map(hostOf).filter((host) => host && !IN_MANIFEST.has(host)));
  return [...hosts].sort();
}

/**
 * Ask the reader for a host, with its site's other hosts. Only from a click: the browser
 * refuses it otherwise, and everything before it must be synchronous.
 * @param {string} host
 * @returns {Promise<boolean>} whether the reader agreed
 */
export const ask = (host) => chrome.permissions.request({ origins: hostsOf(host).map(pattern) });

/**
 * Give a host back, with its site's other hosts.
 * @param {string} host
 * @returns {Promise<boolean>} whether anything was given back
 */
export const drop = (host) => chrome.permissions.remove({ origins: hostsOf(host).map(pattern) });

/** Match patterns for the content script: the hosts that the reader added. */
export const grantedPatterns = async () => (await granted()).map(pattern);

/**
 * Whether the extension may read an address by itself.
 * @param {string} address
 */
export async function mayRead(address) {
  const origin = URL.parse(address)?.origin;
  return origin ? chrome.permissions.contains({ origins: [`${origin}/*`] }) : false;
}

/** Whether a host is the reader's to add and to give back: one that the manifest does not name. */
/** @param {string} host */
export const isOptional = (host) => !IN_MANIFEST.has(host);
