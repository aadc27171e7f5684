"""The fold rule on thousands of invented pages: the last readable copy is never folded."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tools import environment

SOURCES = Path(__file__).resolve().parents[2] / "extension" / "src" / "content"

CASES = """(seed) => {
  // mulberry32: a small generator, so that a failing case can be made again from its seed
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (n) => Math.floor(random() * n);
  const posts = Array.from({length: 1 + upTo(6)}, () => document.createElement('article'));
  const folds = [];
  for (let n = upTo(12); n > 0; n--) {
    const node = document.createElement('blockquote');
    // Some quotes stand inside other quotes.
    const outer = folds.length && random() < 0.25 ? folds.map(fold => fold.node) : posts;
    outer[upTo(outer.length)].append(node);
    folds.push({node, places: [], wanted: random() < 0.9});
  }
  document.body.replaceChildren(...posts);
  const order = (a, b) =>
    a.node.compareDocumentPosition(b.node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  folds.sort(order);
  const unreadable = new Set();
  for (const node of [...posts, ...folds.map(fold => fold.node)]) {
    if (random() < 0.2) unreadable.add(node);
  }
  for (const fold of folds) {
    for (let n = upTo(4); n > 0; n--) {
      const all = [...posts, ...folds.map(other => other.node)];
      fold.places.push({node: all[upTo(all.length)], bodies: []});
    }
  }
  const readable = (place) => !unreadable.has(place.node);
  const folded = rule.decide(folds, fold => fold.wanted, readable);
  const nodes = new Set([...folded].map(fold => fold.node));
  const hidden = (node) => node !== null && (nodes.has(node) || hidden(node.parentNode));
  const shown = (fold) => fold.places.some(
    place => readable(place) && !hidden(place.node) && !fold.node.contains(place.node));
  const lost = folds.filter(fold => folded.has(fold) && !shown(fold));
  const unwanted = folds.filter(fold => folded.has(fold) && !fold.wanted);
  return [lost.length, unwanted.length, folded.size];
}"""


@pytest.fixture(scope="module")
def rule() -> str:
    """The content script's own rule, as a script that defines ``rule``."""
    esbuild = environment.npm_packages() / "esbuild" / "bin" / "esbuild"
    options = ["--bundle", "--format=iife", "--global-name=rule"]
    command: list[Any] = [environment.node(), esbuild, SOURCES / "rule.js", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.browser
def test_what_is_folded_can_always_be_read_somewhere_else(
    playwright: Playwright, chromium_path: Path, rule: str
) -> None:
    browser = playwright.chromium.launch(executable_path=chromium_path)
    page = browser.new_page()
    page.evaluate(rule + "; globalThis.rule = rule")
    results = page.evaluate(f"Array.from({{length: 4000}}, (_, seed) => ({CASES})(seed))")
    browser.close()
    lost = [seed for seed, (lost, unwanted, _) in enumerate(results) if lost or unwanted]
    assert lost == []
    assert sum(folded for _, _, folded in results) > 2000, "the cases do fold something"
