/** Words in the reader's language, from _locales. */

/**
 * @param {string} name of a message
 * @param {string[]} given what its placeholders stand for
 */
export const say = (name, ...given) => chrome.i18n.getMessage(name, given);
