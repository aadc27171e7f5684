/**
 * What is ours on a page: a random token (attribute, highlight name), a random element name,
 * and the elements made with it. Random per page view, so that no page can look for us.
 */

/** @typedef {{ token: string, tag: string, hosts: Set<Element> }} Own */

/** @param {number} length */
function randomWord(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}

/** @returns {Own} */
export function createOwn() {
  // The same letter first: a name may not begin with a digit.
  return { token: `x${randomWord(13)}`, tag: `x${randomWord(6)}-${randomWord(6)}`, hosts: new Set() };
}
