/** A choice of what folds in one thread or on one site. */

import { MODES } from "../shared/settings.js";
import { say } from "./page.js";

/** @typedef {import("../shared/types.js").FoldMode} FoldMode */

/** @type {Readonly<Record<FoldMode, string>>} */
const WORDS = Object.freeze({
  above: "foldAbove",
  anywhere: "foldAnywhere",
  all: "foldAll",
  off: "foldOff",
});

/** @param {FoldMode} mode */
export const foldWords = (mode) => say(WORDS[mode]);

/** A menu of fold modes; "" is the first, as it is elsewhere. */
export function foldChoices() {
  const select = document.createElement("select");
  select.append(new Option(say("foldAsEverywhere"), ""), ...MODES.map((mode) => new Option(foldWords(mode), mode)));
  return select;
}
