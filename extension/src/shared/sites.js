/**
 * The sites with known hosts, and which of their addresses are threads. What a page means is
 * decided in Python; this only keeps the extension idle on the rest of a site.
 * tests/sites/test_sites_of_extension.py compares it with the adapters' own hosts and paths.
 */

/**
 * @typedef {object} Site
 * @property {string} name
 * @property {readonly string[]} hosts turned on and off together, under the name of the first
 * @property {RegExp} thread what the path of a thread begins with
 * @property {boolean} fromStart whether the manifest asks for its hosts; else the reader does
 */

/** @type {(name: string, hosts: string, thread: RegExp, more?: Partial<Site>) => Site} */
const site = (name, hosts, thread, more) =>
  Object.freeze({ name, hosts: Object.freeze(hosts.split(" ")), thread, fromStart: false, ...more });

/** @type {readonly Site[]} */
export const SITES = Object.freeze([
  site("Digg", "digg.com www.digg.com di.gg", /^\/ai\/[^/]+\/?$/, { fromStart: true }),
  site(
    "X",
    "x.com www.x.com mobile.x.com twitter.com www.twitter.com mobile.twitter.com platform.twitter.com",
    /^(?:\/(?:\w{1,20}|i\/web|i)\/status\/\d+|\/embed\/Tweet\.html$)/,
    { fromStart: true },
  ),
  site("Bluesky", "bsky.app", /^\/profile\/[^/]+\/post\/\w+/),
  site(
    "Mastodon",
    "mastodon.social mastodon.online mstdn.social fosstodon.org hachyderm.io",
    /^\/@[^/]+\/\d+/,
  ),
  site("Threads", "www.threads.com threads.com www.threads.net threads.net", /^\/@[\w.]+\/post\/[\w-]+/),
  site("Hacker News", "news.ycombinator.com", /^\/item$/),
  site("Lobsters", "lobste.rs tilde.news", /^\/s\/\w+/),
  site(
    "Reddit",
    "www.reddit.com reddit.com new.reddit.com sh.reddit.com old.reddit.com",
    /^\/(?:(?:r|u|user)\/[^/]+\/)?comments\/\w+/,
  ),
  site(
    "Nitter",
    "nitter.net xcancel.com nitter.poast.org nitter.privacyredirect.com",
    /^\/\w{1,20}\/status\/\d+/,
  ),
  site("GitHub", "github.com", /^\/[^/]+\/[^/]+\/(?:issues|pull|discussions)\/\d+/),
  site("Discourse Meta", "meta.discourse.org", /^.*\/t\/[^/]+(?:\/\d+)*\/?$/),
  site("NodeBB Community", "community.nodebb.org", /^.*\/topic\/\d+/),
  site("public-inbox", "lore.kernel.org public-inbox.org inbox.sourceware.org", /^\/[^/]+\/[^/]+@[^/]+\//),
  site(
    "HyperKitty",
    "mail.python.org lists.fedoraproject.org lists.mailman3.org",
    /^.*\/list\/[^/]+\/(?:thread|message)\/\w+/,
  ),
]);

/** The sites that are read from the start; the reader can turn them off. */
export const FROM_START = SITES.filter((known) => known.fromStart);

/** The sites that are read by themselves once the reader has given the permission. */
export const OPTIONAL = SITES.filter((known) => !known.fromStart);

/**
 * The site that a host belongs to, if it is one of the list.
 * @param {string} host
 */
export function siteOf(host) {
  return SITES.find((known) => known.hosts.includes(host));
}

/**
 * The name under which a host's site is turned off: the site's first host, or the host itself.
 * @param {string} host
 */
export const siteKey = (host) => siteOf(host)?.hosts[0] ?? host;

/**
 * Whether an address is worth reading where the extension may read by itself: a thread of a
 * site of the list, any page of another host.
 * @param {string} address
 */
export function mayBeThread(address) {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return siteOf(url.host)?.thread.test(url.pathname) ?? true;
}
