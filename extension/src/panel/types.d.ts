/** The map as Python answers it (pycore/quotefold/map_view.py). */

export type StanceLabel = "support" | "oppose" | "query" | "comment";

export interface Row {
  id: string;
  parent: string;
  /** From 1. */
  level: number;
  /** How many rows stand below this one. */
  below: number;
  /** The post's place on the page from 1; 0 for what is not on the page. */
  number: number;
  kind: string;
  handle: string;
  words: string;
  /** http or https, else "". */
  link: string;
  /** What it answers; "" where that is nothing or unknown. */
  target: string;
  part: [nth: number, of: number] | null;
  stance: { label: StanceLabel; confidence: number; said: boolean } | null;
  /** By stance, how many posts answer it. */
  answers: Partial<Record<StanceLabel | "unclear", number>>;
  /** The whole text, for the search and the details. */
  text: string;
}

export interface MapView {
  rows: Row[];
  stances: Partial<Record<StanceLabel, number>>;
  authors: [handle: string, posts: number][];
  /** `labelled`: what the reader said of stances, "" where that is nothing. */
  files: Record<"json" | "markdown" | "svg" | "labelled", string>;
}

export type Filters = {
  query: string;
  stances: Set<StanceLabel>;
  author: string;
  target: string;
};

/** A row that is shown: as one that was asked for, or only to say where such a one stands. */
export interface Shown {
  row: Row;
  asked: boolean;
  /** Whether rows below are shown; null where there are none. */
  open: boolean | null;
  place: number;
  of: number;
}
