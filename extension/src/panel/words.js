/** What the panel says, in the reader's language. */

import { say } from "../ui/page.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").StanceLabel} StanceLabel */

const language = say("language");
const percent = new Intl.NumberFormat(language, { style: "percent" });
const whole = new Intl.NumberFormat(language);

/** @param {number} number */
export const inDigits = (number) => whole.format(number);

/** @param {StanceLabel} label */
export function stanceWord(label) {
  if (label === "support") return say("stanceSupport");
  if (label === "oppose") return say("stanceOppose");
  if (label === "query") return say("stanceQuery");
  return say("stanceComment");
}

/** Who wrote it. @param {Row} row */
export function author(row) {
  return row.handle ? `@${row.handle}` : say("panelUnknown");
}

/**
 * What a post is in its thread; "" where there is nothing to say.
 * @param {Row} row
 * @param {Row | undefined} target
 */
export function relation(row, target) {
  if (row.number === 0) return say("panelElsewhere");
  if (row.kind === "original") return say("panelOriginal");
  if (!target) return "";
  const which = target.number ? `#${target.number}` : author(target);
  if (row.kind === "self-reply") return say("panelContinues", which);
  return row.kind === "quote" ? say("panelQuotes", which) : say("panelReplies", which);
}

/** How a post answers, and how sure that is; "" where it is unclear. @param {Row} row */
export function stanceWords({ stance }) {
  if (!stance) return "";
  if (stance.said) return say("panelSaid", stanceWord(stance.label));
  return say("panelStance", stanceWord(stance.label), percent.format(stance.confidence));
}

/** @param {Row} row */
export function answerCount({ answers }) {
  return Object.values(answers).reduce((sum, many) => sum + many, 0);
}

/**
 * A row in one sentence, for those who hear it.
 * @param {Row} row
 * @param {Row | undefined} target
 */
export function spoken(row, target) {
  const many = answerCount(row);
  const parts = [
    row.number ? `${inDigits(row.number)} ${author(row)}` : author(row),
    stanceWords(row),
    relation(row, target),
    row.part ? say("panelPart", inDigits(row.part[0]), inDigits(row.part[1])) : "",
    many ? say("panelAnswers", inDigits(many)) : "",
    row.words,
  ];
  return parts.filter(Boolean).join(". ");
}
