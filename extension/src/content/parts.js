/**
 * Our own elements: the fold line above a quote, the badge of a post, and one overlay for
 * cards and announcements. Built from nodes and textContent only. Closed shadow roots keep the
 * page's scripts and styles out; that is tidiness, not secrecy, and nothing private is inside.
 */

import { SAID } from "../shared/protocol.js";
import { say } from "../shared/words.js";
import { BADGE, LINE, OVERLAY } from "./style.js";

/** @typedef {import("./own.js").Own} Own */
/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {import("./theme.js").Look} Look */
/** @typedef {import("../shared/types.js").PlanStance} PlanStance */
/** @typedef {import("../shared/types.js").Said} Said */

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** @param {string} css */
function sheet(css) {
  let made = sheets.get(css);
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(css);
    sheets.set(css, made);
  }
  return made;
}

/**
 * An element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Shapes drawn on a 16 by 16 field; a stance is told by shape and word, never by colour alone. */
const SHAPES = Object.freeze({
  chevron: ["M6 3.5 10.5 8 6 12.5"],
  up: ["M8 13V3", "M4 7l4-4 4 4"],
  down: ["M8 3v10", "M4 9l4 4 4-4"],
  out: ["M6 3H3v10h10v-3", "M9 3h4v4", "M13 3 7.5 8.5"],
  close: ["M4 4l8 8", "M12 4l-8 8"],
  back: ["M6.5 3.5 2.5 7.5l4 4", "M3 7.5h7a3.5 3.5 0 0 1 0 6H8"],
  support: ["M3 8.5 6.5 12 13 4.5"],
  oppose: ["M3 6h10", "M3 10.5h10", "M11 2.5 5 13.5"],
  query: ["M5.2 5.8a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1-1.4 2", "M8 13.2v.1"],
  comment: ["M2.5 3.5h11v7.5H8L5 13.5V11H2.5z"],
  unclear: ["M2.5 9.5c1.8-3 3.7-3 5.5-1.5s3.7 1.5 5.5-1.5"],
});

/** @param {keyof typeof SHAPES} name */
function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon-${name}`);
  for (const d of SHAPES[name]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * Run on a click by a person. A page's script can call click() on whatever it finds.
 * @param {HTMLElement} control
 * @param {() => void} action
 */
function onPress(control, action) {
  control.addEventListener("click", (event) => {
    if (event.isTrusted) action();
  });
}

/** What a press on a control consists of: kept from the page, which may have a link around. */
const PRESSES = [
  "click", "auxclick", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup",
  "touchstart", "touchend", "dragstart",
];

/**
 * A new element of ours with its shadow root.
 * @param {Own} own
 * @param {string} css
 */
function makeHost(own, css) {
  const host = document.createElement(own.tag);
  const shadow = host.attachShadow({ mode: "closed" });
  shadow.adoptedStyleSheets = [sheet(css)];
  const root = make("div", { class: "root" });
  shadow.append(root);
  for (const press of PRESSES) {
    root.addEventListener(press, (event) => {
      event.stopPropagation();
      // Inside a link of the page a click would follow it; our own link may go its way.
      const link = event.target instanceof Element && event.target.closest("a");
      if ((press === "click" || press === "auxclick" || press === "dragstart") && !link) {
        event.preventDefault();
      }
    });
  }
  for (const press of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(press, (event) => {
      const key = event instanceof KeyboardEvent ? event.key : "";
      if (key === "Enter" || key === " ") event.stopPropagation();
    });
  }
  own.hosts.add(host);
  return { host, root };
}

/** @param {HTMLElement} root @param {Look} look */
function dress(root, { theme, direction }) {
  root.classList.toggle("dark", theme === "dark");
  if (root.dir !== direction) root.dir = direction;
}

/**
 * @typedef {object} LineView what a fold line shows
 * @property {string} who
 * @property {string} first
 * @property {string} why
 * @property {string} times
 * @property {"up" | "down" | null} original where the original stands, if there is one to go to
 */

/** The line that stands for a folded quote. */
export class FoldLine {
  #root;
  #toggle;
  #words;
  /** @type {HTMLButtonElement} */ #jump;
  #shown = "";

  /**
   * @param {Own} own
   * @param {HTMLElement} quote
   * @param {{ toggle: () => void, jump: (from: HTMLElement) => void }} actions
   */
  constructor(own, quote, actions) {
    const { host, root } = makeHost(own, LINE);
    this.host = host;
    this.#root = root;
    this.#toggle = make("button", { class: "toggle", type: "button" });
    // The quote is in the page's tree, where an id of ours would be a trace.
    if ("ariaControlsElements" in this.#toggle) this.#toggle.ariaControlsElements = [quote];
    this.#words = make("span", { class: "out" });
    this.#jump = make("button", { class: "jump", type: "button" });
    onPress(this.#toggle, actions.toggle);
    onPress(this.#jump, () => actions.jump(this.#jump));
    root.append(make("div", { class: "line" }, this.#toggle, this.#jump));
  }

  /** @param {LineView} view @param {boolean} folded @param {Look} look */
  show(view, folded, look) {
    dress(this.#root, look);
    this.#toggle.setAttribute("aria-expanded", String(!folded));
    const now = JSON.stringify(view);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#words.textContent = say("quoteBy");
    this.#toggle.replaceChildren(
      icon("chevron"),
      this.#words,
      make("bdi", { class: "who" }, view.who),
      make("span", { class: "first", dir: "auto" }, view.first),
      make("span", { class: "why" }, view.why),
      ...(view.times ? [make("span", { class: "times" }, view.times)] : []),
    );
    this.#jump.replaceChildren();
    if (view.original) {
      this.#jump.append(icon(view.original), make("span", { class: "word" }, say("original")));
      this.#jump.setAttribute("aria-label", say("goToOriginal"));
      this.#jump.title = say("goToOriginal");
    }
    this.#jump.style.display = view.original ? "" : "none";
  }

  get focused() {
    return this.host.matches(":focus-within");
  }

  focus() {
    this.#toggle.focus({ preventScroll: true });
  }
}

/**
 * @typedef {object} BadgeView what a badge shows
 * @property {number} number
 * @property {import("../shared/types.js").PlanContext | null} context
 * @property {import("../shared/types.js").PlanStance | null} stance
 * @property {"up" | "down" | null} target where the target stands on this page
 */

/** The badge of a post: what it answers, where that is, how often it is quoted, its stance. */
export class Badge {
  #root;
  #row;
  #actions;
  /** @type {HTMLButtonElement | null} */ #stance = null;
  /** @type {HTMLElement | null} */ #first = null;
  /** @type {HTMLButtonElement | null} */ #back = null;
  #shown = "";
  #explained = false;

  /**
   * @param {Own} own
   * @param {{ jump: (from: HTMLElement) => void, preview: (from: HTMLElement | null) => void,
   *   stance: (from: HTMLElement) => void }} actions
   */
  constructor(own, actions) {
    const { host, root } = makeHost(own, BADGE);
    this.host = host;
    this.#root = root;
    this.#actions = actions;
    this.#row = make("div", { class: "badge", role: "group" });
    root.append(this.#row);
  }

  /** @param {BadgeView} view @param {Look} look */
  show(view, look) {
    dress(this.#root, look);
    const now = JSON.stringify(view);
    if (now === this.#shown) return;
    this.#shown = now;
    const { context, stance } = view;
    const { focused } = this;
    const onStance = this.#stance?.matches(":focus") === true;
    this.#stance = this.#first = null;
    /** @type {Node[]} */
    const parts = [];
    /** @type {Node[]} */
    const lead = [];
    if (view.number > 0) {
      lead.push(make("span", { class: "number", "aria-hidden": "true" }, String(view.number)));
    }
    /** Each with room for a dot before it, which is cut off where a line begins. */
    /** @param {Node} part @param {string} kind */
    const add = (part, kind = "") => {
      const dotted = !kind && parts.length > 0;
      parts.push(make("span", { class: dotted ? "part dotted" : "part" }, ...lead.splice(0), part));
    };
    this.#row.setAttribute("aria-label", context?.sentence ?? "");
    if (context) {
      if (context.words) {
        add(make("span", { class: "words", "aria-hidden": "true", dir: "auto" }, context.words));
      }
      const where = this.#where(view);
      if (where) add(where);
      for (const words of [context.part, context.quoted]) {
        if (words) add(make("span", { "aria-hidden": "true" }, words));
      }
    }
    if (stance) {
      this.#stance = make(
        "button",
        { class: `stance ${stance.label}`, type: "button", "aria-haspopup": "dialog" },
        icon(stance.label),
        make("span", {}, stance.words),
        ...(stance.said ? [] : [make("span", { class: "sure" }, stance.confidence_words)]),
      );
      const button = this.#stance;
      button.setAttribute("aria-expanded", String(this.#explained));
      onPress(button, () => this.#actions.stance(button));
      add(button, "control");
      this.#first ??= button;
    }
    if (this.#back) add(this.#back, "control");
    this.#row.replaceChildren(...parts);
    if (onStance) this.focusStance();
    else if (focused) this.focus();
  }

  /** @param {BadgeView} view */
  #where({ context, target }) {
    if (!context?.where) return null;
    /** @type {HTMLElement} */
    let where;
    if (target) {
      where = make("button", { class: "where", type: "button" }, icon(target), context.where);
      where.setAttribute("aria-label", say("goTo", context.where));
      // What the card shows, for those who do not see it.
      if (context.preview) where.setAttribute("aria-description", context.preview);
      const button = where;
      onPress(button, () => this.#actions.jump(button));
      for (const enter of ["mouseenter", "focus"]) {
        button.addEventListener(enter, () => this.#actions.preview(button));
      }
      for (const leave of ["mouseleave", "blur"]) {
        button.addEventListener(leave, () => this.#actions.preview(null));
      }
    } else if (context.href && /^https?:\/\//i.test(context.href)) {
      where = make("a", {
        class: "where",
        href: context.href,
        target: "_blank",
        rel: "noopener noreferrer",
      }, context.where, icon("out"));
    } else {
      return make("span", { class: "words", "aria-hidden": "true" }, context.where);
    }
    this.#first = where;
    return where;
  }

  /** Offer the way back to where the reader came from, and put the focus there. @param {() => void} back */
  offerBack(back) {
    this.dropBack();
    const button = make("button", { class: "back", type: "button" }, icon("back"), say("back"));
    onPress(button, () => {
      this.dropBack();
      back();
    });
    this.#back = button;
    this.#row.append(make("span", { class: "part" }, button));
    button.focus({ preventScroll: true });
  }

  dropBack() {
    this.#back?.parentElement?.remove();
    this.#back = null;
  }

  get hasBack() {
    return this.#back !== null;
  }

  /** @param {boolean} open */
  set stanceOpen(open) {
    this.#explained = open;
    this.#stance?.setAttribute("aria-expanded", String(open));
  }

  /** Put the focus on the stance, or near where it was. */
  focusStance() {
    if (this.#stance) this.#stance.focus({ preventScroll: true });
    else this.focus();
  }

  get focused() {
    return this.host.matches(":focus-within");
  }

  focus() {
    (this.#first ?? this.#back)?.focus({ preventScroll: true });
  }
}

/**
 * @typedef {object} Explained what happens to an explanation
 * @property {((said: Said | null) => void) | null} correct
 * @property {() => void} closed
 */

/** One element for what floats: the card of a target, the explanation of a stance, and a
 * polite announcement. In the top layer, so that nothing of the page lies over it. */
export class Overlay {
  #root;
  #card;
  #dialog;
  #live;
  /** @type {(() => void) | null} */ #onClose = null;
  /** @type {AbortController | null} */ #showing = null;
  #timer = 0;

  /** @param {Own} own */
  constructor(own) {
    const { host, root } = makeHost(own, OVERLAY);
    this.host = host;
    this.#root = root;
    root.dir = say("@@bidi_dir"); // it speaks our language, whatever the page's is
    this.#card = make("div", { class: "card", popover: "manual", role: "tooltip" });
    this.#dialog = make("div", { class: "card", popover: "auto", role: "dialog" });
    this.#live = make("div", { class: "out", role: "status" });
    // The pointer may go over to the card, to read it or to copy from it.
    this.#card.addEventListener("mouseenter", () => clearTimeout(this.#timer));
    this.#card.addEventListener("mouseleave", () => this.leaveCard());
    this.#dialog.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
      const close = this.#onClose;
      this.#onClose = null;
      close?.();
    });
    root.append(this.#card, this.#dialog, this.#live);
  }

  /** @param {string} words */
  announce(words) {
    this.#live.textContent = words;
  }

  /**
   * @param {HTMLElement} near
   * @param {{ title: string, preview: string, theme: Theme }} view
   */
  showCard(near, { title, preview, theme }) {
    this.hideCard();
    this.#timer = setTimeout(() => {
      this.#root.classList.toggle("dark", theme === "dark");
      this.#card.replaceChildren(
        make("p", { class: "title", dir: "auto" }, title),
        make("p", { class: "preview", dir: "auto" }, preview),
      );
      this.#card.showPopover();
      place(this.#card, near.getBoundingClientRect());
      this.#showing = new AbortController();
      const { signal } = this.#showing;
      const escape = (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || !event.isTrusted) return;
        event.stopImmediatePropagation(); // the page's own box, if one is open, stays
        event.preventDefault();
        this.hideCard();
      };
      addEventListener("keydown", escape, { capture: true, signal });
      // It stands by its badge: it does not follow, so it goes.
      addEventListener("scroll", () => this.hideCard(), { capture: true, passive: true, signal });
    }, CARD_DELAY);
  }

  /** The pointer left badge or card; it may be on its way from one to the other. */
  leaveCard() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hideCard(), CARD_GRACE);
  }

  hideCard() {
    clearTimeout(this.#timer);
    this.#showing?.abort();
    this.#showing = null;
    if (this.#card.matches(":popover-open")) this.#card.hidePopover();
  }

  /**
   * @param {HTMLElement} near
   * @param {{ stance: PlanStance, words: boolean, theme: Theme }} view
   * @param {Explained} then
   */
  showStance(near, { stance, words, theme }, { correct, closed }) {
    this.hideCard();
    this.closeStance();
    this.#root.classList.toggle("dark", theme === "dark");
    const close = make("button", { class: "close", type: "button" }, say("close"));
    onPress(close, () => this.#dialog.hidePopover());
    let spot = near.getBoundingClientRect();
    /** @param {Node[]} content @param {HTMLElement[]} buttons */
    const fill = (content, buttons) => {
      this.#dialog.replaceChildren(...content, make("div", { class: "buttons" }, ...buttons, close));
      if (near.isConnected) spot = near.getBoundingClientRect(); // else painted anew meanwhile
      place(this.#dialog, spot);
    };
    /** What the reader made of it, with the way back. @param {Said | null} said */
    const told = (said) => {
      correct?.(said);
      const noted = said === null ? say("stanceUndone") : saidWords(said);
      const status = make("p", { class: "title" }, noted);
      this.announce(noted);
      const kept = make("p", { class: "fine" }, say("stanceKept"));
      fill(said ? [status, kept] : [status], said ? [button("undo", () => told(null))] : []);
      close.focus({ preventScroll: true });
    };
    const ask = () => {
      const title = make("p", { class: "title", id: "ask" }, say("stanceAsk"));
      const choices = make("div", { class: "choices", role: "group", "aria-labelledby": "ask" });
      for (const said of SAID) {
        if (said === (stance.said ?? stance.label)) continue;
        const choice = button(CHOICES[said], () => told(said));
        choice.prepend(icon(said === "hidden" ? "close" : said));
        choice.classList.add(said);
        choices.append(choice);
      }
      fill([title, choices], []);
      choices.querySelector("button")?.focus({ preventScroll: true });
    };
    /** @type {HTMLElement[]} */
    const actions = [];
    if (correct) actions.push(button("stanceWrong", ask));
    if (correct && stance.said) actions.push(button("undo", () => told(null)));
    this.#dialog.setAttribute("aria-label", stance.sentence);
    this.#dialog.showPopover();
    fill(explanation(stance, words), actions);
    this.#onClose = closed;
    close.focus({ preventScroll: true });
  }

  closeStance() {
    if (this.#dialog.matches(":popover-open")) this.#dialog.hidePopover();
  }
}

/** Milliseconds before a card shows, so that a pointer that only passes shows none. */
const CARD_DELAY = 300;

/** Milliseconds that a pointer has to come from the badge to the card. */
const CARD_GRACE = 200;

/** What the reader can choose, in words. @type {Readonly<Record<Said, string>>} */
const CHOICES = Object.freeze({
  support: "stanceSupport",
  oppose: "stanceOppose",
  query: "stanceQuery",
  comment: "stanceComment",
  unclear: "stanceUnclear",
  hidden: "stanceHide",
});

/** @param {Said} said */
const saidWords = (said) =>
  said === "hidden" ? say("stanceHidden") : say("stanceSaid", say(CHOICES[said]));

/** @param {string} words name of a message @param {() => void} action */
function button(words, action) {
  const made = make("button", { type: "button" }, make("span", {}, say(words)));
  onPress(made, action);
  return made;
}

/** Why a badge says what it says. @param {PlanStance} stance @param {boolean} words */
function explanation(stance, words) {
  const percent = new Intl.NumberFormat(say("language"), { style: "percent" });
  const sure = say("confidence", stance.confidence_words, percent.format(stance.confidence));
  return [
    ...(stance.said ? [make("p", { class: "title" }, saidWords(stance.said))] : []),
    make("p", { class: stance.said ? "" : "title" }, stance.sentence),
    make("p", {}, sure),
    ...(words ? [make("p", {}, make("span", { class: "key" }, say("evidence")))] : []),
    make("p", { class: "fine" }, say("guess")),
  ];
}

/** Pixels between a card and what it explains, and between it and the window's edge. */
const GAP = 6;
const EDGE = 12;

/**
 * Put a card above what it explains, because the words that it is about stand below; below
 * where there is more room. It never covers what it explains: it scrolls where it must.
 * @param {HTMLElement} card
 * @param {DOMRect} from
 */
function place(card, from) {
  card.style.maxBlockSize = "";
  const size = card.getBoundingClientRect();
  const above = from.top - GAP - EDGE;
  const below = innerHeight - from.bottom - GAP - EDGE;
  const up = size.height <= above || (size.height > below && above > below);
  const height = Math.min(size.height, Math.max(up ? above : below, LEAST_HEIGHT));
  if (height < size.height) card.style.maxBlockSize = `${height}px`;
  const start = card.matches(":dir(rtl)") ? from.right - size.width : from.left;
  card.style.left = `${Math.max(EDGE, Math.min(start, innerWidth - size.width - EDGE))}px`;
  card.style.top = `${up ? from.top - GAP - height : from.bottom + GAP}px`;
}

/** Pixels that a card keeps in a window that is too low for it. */
const LEAST_HEIGHT = 80;
