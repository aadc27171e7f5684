/** What popup and options share: words from _locales, and elements by id. */

import { say } from "../shared/words.js";

export { say };

/** Put the words of the reader's language where the page names them. */
export function translate() {
  // The language of the messages: a browser in a language that has none here shows English.
  document.documentElement.lang = say("language");
  document.documentElement.dir = chrome.i18n.getMessage("@@bidi_dir");
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.getAttribute("data-say") ?? "");
  }
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function part(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`no ${type.name} #${id}`);
  return element;
}
