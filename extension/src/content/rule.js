/**
 * The fold rule: a quote folds only while its whole content can be read elsewhere on the page,
 * unless the reader's own setting folds every quote.
 */

import { upward } from "./dom.js";

/** @typedef {import("./plan.js").Fold} Fold */

/**
 * Which quotes fold, processed in page order.
 *
 * @param {Fold[]} folds in page order
 * @param {(fold: Fold) => boolean} wanted whether plan or reader want it folded
 * @param {(place: import("./plan.js").Place) => boolean} readable whether a place can be read,
 *   our own folds aside
 * @returns {Set<Fold>}
 */
export function decide(folds, wanted, readable) {
  /** @type {Set<Node>} */
  const foldedNodes = new Set();
  /** @type {(node: Node) => boolean} */
  const insideFold = (node) => {
    for (const up of upward(node)) if (foldedNodes.has(up)) return true;
    return false;
  };
  /** @type {(fold: Fold) => boolean} */
  const mayFold = (fold) =>
    fold.always ||
    fold.places.some(
      (place) => !fold.node.contains(place.node) && !insideFold(place.node) && readable(place),
    );

  /** @type {Set<Fold>} */
  const folded = new Set();
  for (const fold of folds) {
    if (!wanted(fold) || !mayFold(fold)) continue;
    folded.add(fold);
    foldedNodes.add(fold.node);
  }
  // A fold may rest on a quote further down that folded after it. Opening only adds what can
  // be read, so one pass settles it.
  for (const fold of [...folded]) {
    foldedNodes.delete(fold.node);
    if (mayFold(fold)) foldedNodes.add(fold.node);
    else folded.delete(fold);
  }
  return folded;
}
