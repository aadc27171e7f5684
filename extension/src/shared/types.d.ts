/** What travels between the parts: the plan of docs/CONTRACT.md, settings, and a page's status. */

export type NodeId = number;

export interface PlanContext {
  kind: string;
  words: string;
  where: string;
  target: { post: string; node: NodeId } | null;
  /** Only http or https. Where the target is when it is not on this page. */
  href: string | null;
  preview: string;
  quoted: string;
  part: string;
  sentence: string;
}

export interface PlanStance {
  /** Of the pair of posts: what the reader says of the stance is kept by it. */
  key: string;
  label: "support" | "oppose" | "query" | "comment" | "unclear";
  /** What the reader made of it. */
  said: Said | null;
  shown: boolean;
  words: string;
  toward: string;
  /** A probability, 0 to 1. */
  confidence: number;
  confidence_words: string;
  sentence: string;
  /** Ranges in text nodes, in UTF-16 units. */
  evidence: [textNode: NodeId, start: number, end: number][];
}

export interface PlanPost {
  id: string;
  number: number;
  key: string;
  node: NodeId;
  body: NodeId[];
  context: PlanContext | null;
  stance: PlanStance | null;
}

export interface PlanFold {
  quote: string;
  post: string;
  key: string;
  node: NodeId;
  collapsed: boolean;
  always: boolean;
  who: string;
  first: string;
  why: string;
  times: string;
  original: { post: string; node: NodeId } | null;
  stands_in: NodeId[];
}

/** Two posts whose stance is left to be judged. */
export interface PlanPair {
  /** Of their words. */
  key: string;
  post: string;
  /** A post of this page; null where the answered words are not on it: `said` has them. */
  parent: string | null;
  said: string;
  kind: "reply" | "quote";
  names: string[];
}

export interface Plan {
  v: number;
  ok: true;
  status: "thread" | "no-thread" | "not-understood";
  message: string;
  site: string;
  summary: { posts: number; quotes: number; folded: number };
  posts: PlanPost[];
  folds: PlanFold[];
  pairs: PlanPair[];
  /** Schema 1, as printed by `quotefold read --json`; the rest of it is for Python. */
  thread: { posts: { id: string; text: string }[] };
}

export interface PlanError {
  v: number;
  ok: false;
  error: string;
  kind: "too-large" | "unreadable" | "internal" | "superseded";
}

/** `[parent, tag, attributes]`, `[parent, 0, text]` or `[parent, 1, comment]`. */
export type Row =
  | [parent: number, tag: string, attrs: Record<string, string>]
  | [parent: number, kind: 0 | 1, data: string];

/** Rows of the snapshot before, or a new row with its depth instead of its parent. */
export type Run =
  | [from: number, count: number]
  | [depth: number, tag: string, attrs: Record<string, string>]
  | [depth: number, kind: 0 | 1, data: string];

export interface Snapshot {
  url: string;
  title: string;
  lang: string;
  rows: Row[];
}

export type FoldMode = "off" | "above" | "anywhere" | "all";

/** How sure a stance must be to be shown. */
export type StanceLevel = "never" | "very-sure" | "sure" | "likely";

/** What a reader can make of a stance: another one, none, or no badge. */
export type Said = "support" | "oppose" | "query" | "comment" | "unclear" | "hidden";

export interface Settings {
  /** Which quotes fold: none, those seen above, also those whose original is below, all. */
  fold: FoldMode;
  /** The same for single sites, by the key of the site. */
  siteFolds: Record<string, FoldMode>;
  keepOriginalPoster: boolean;
  showContext: boolean;
  stance: StanceLevel;
  /** Hosts that the reader turned off. */
  sitesOff: string[];
}

/** What a content script needs to work on one page. */
export interface PageSetup {
  on: boolean;
  /** In words, why it is off. */
  reason: string;
  /** With `fold` as it is for this page. */
  settings: Settings;
  salt: string;
  corrections: Record<string, Said>;
  opened: string[];
  closed: string[];
}

export type PageState = "painted" | "plain" | "working" | "off";

export interface PageStatus {
  state: PageState;
  posts: number;
  quotes: number;
  folded: number;
  /** Folds that the reader can open or close on this page. */
  foldable: number;
  /** Folds and badges are painted first; stances follow when they have been judged. */
  stances: "judging" | "done";
  /** One line for the popup; says why nothing was painted. */
  message: string;
}
