/** The map as a list: one line of facts and the first words for each post, indented by answer. */

import { say } from "../ui/page.js";
import { plain, STANCES } from "./model.js";
import { make, mark, shapeOf } from "./draw.js";
import { answerCount, author, inDigits, relation, stanceWord, stanceWords } from "./words.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Shown} Shown */

/** Levels that are indented; deeper ones say in words what they answer. */
const MOST_LEVELS = 8;

/** Characters before a word that was found outside of the first words. */
const LEAD = 40;

/**
 * @param {Shown[]} shown
 * @param {Map<string, Row>} rows
 * @param {string} query
 * @returns {{ root: HTMLElement, items: Map<string, HTMLElement> }}
 */
export function drawList(shown, rows, query) {
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();
  const root = make("div", { class: "list" });
  for (const entry of shown) {
    const item = line(entry, rows, query);
    items.set(entry.row.id, item);
    root.append(item);
  }
  return { root, items };
}

/** @param {Shown} entry @param {Map<string, Row>} rows @param {string} query */
function line({ row, asked, open }, rows, query) {
  const target = rows.get(row.target);
  const above = rows.get(row.parent);
  const level = Math.min(row.level, MOST_LEVELS);
  const item = make("div", { class: `row level-${level}` });
  item.classList.toggle("aside", !asked);
  item.classList.toggle("part", row.kind === "self-reply");
  item.classList.toggle("first", row.level === 1);
  for (let at = 1; at < level; at += 1) item.append(make("span", { class: "guide" }));
  const twist = make("span", { class: "twist" });
  if (open !== null) twist.append(mark("chevron"));
  const head = make("span", { class: "head" }, mark(shapeOf(row)));
  if (row.number) head.append(make("span", { class: "number" }, inDigits(row.number)));
  if (row.kind === "self-reply" && row.part) {
    head.append(make("span", { class: "nth" }, `${inDigits(row.part[0])}/${inDigits(row.part[1])}`));
  } else {
    head.append(make("bdi", { class: row.handle ? "who" : "who unknown" }, ...found(author(row), query)));
  }
  // Where the indent does not tell what a post answers, words do.
  const apart = target && (target !== above || row.level > MOST_LEVELS) && row.kind !== "self-reply";
  const to = relation(row, target);
  head.append(heard(stanceWords(row)));
  head.append(apart || row.number === 0 ? make("span", { class: "to" }, to) : heard(to));
  head.append(tally(row));
  const words = make("span", { class: "words", dir: "auto" }, ...found(excerpt(row, query), query));
  item.append(twist, make("span", { class: "body" }, head, words));
  return item;
}

/** How a post is answered: a mark and a number for each stance, then all answers. @param {Row} row */
function tally(row) {
  const many = answerCount(row);
  const box = make("span", { class: "tally" });
  if (many === 0) return box;
  for (const label of STANCES) {
    const count = row.answers[label];
    if (count && label !== "comment") {
      box.append(
        make("span", { class: `few ${label}` }, mark(label), heard(stanceWord(label)), inDigits(count)),
      );
    }
  }
  box.append(make("span", { class: "few" }, mark("answers"), heard(say("panelAnswers", inDigits(many))),
    make("span", { "aria-hidden": "true" }, inDigits(many))));
  return box;
}

/** Words for those who hear the row; others see a mark or where it stands. @param {string} words */
const heard = (words) => make("span", { class: "out" }, words ? ` ${words}. ` : "");

/** The first words; or those around what is looked for, where it comes later. @param {Row} row @param {string} query */
function excerpt(row, query) {
  const [word] = query.trim().split(/\s+/);
  if (!word) return row.words;
  const flat = row.text.replace(/\s+/g, " ");
  const at = plain(flat).indexOf(plain(word));
  if (at < row.words.length - word.length || at < LEAD) return row.words;
  return `…${flat.slice(at - LEAD, at + 160)}`;
}

/** The words with what is looked for marked. @param {string} words @param {string} query */
function found(words, query) {
  const wanted = query.trim().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [words];
  const pattern = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return words
    .split(new RegExp(`(${pattern})`, "giu"))
    .map((piece, at) => (at % 2 ? make("mark", {}, piece) : piece));
}
