"""Figures of reading and folding on the fixtures: ``python3 build.py bench quality``.

For every set of fixtures: folding precision (of what was folded, how much had to be) and
recall (of what had to be, how much was), kinds, targets and authors as in the expected
files. Then folding on copies changed at random: by sites, where each should fold, and by
people, where none may. Floors are pinned in ``quality.floors.json`` together with a hash
of the fixtures; below a floor, or on other fixtures, the exit status is 1. ``--pin`` pins
the figures as they are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "pycore")]

from quotefold import read_html  # noqa: E402
from quotefold.folding.copies import Block, find_copies  # noqa: E402
from tests.cases import CASES, Case  # noqa: E402

FLOORS = Path(__file__).with_suffix(".floors.json")
SEED = ROOT.parent / "shared"
SEED_PAGE = SEED / "captures/digg/2026-05-21-seed-inferred.html"
EDITS_A_TEXT = 40
Json = dict[str, Any]


@dataclass(slots=True)
class Share:
    """So many right, of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.of += 1

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.right} of {self.of}" if self.of else "-"


MEASURES = ("precision", "recall", "kinds", "targets", "authors", "no wrong author")


def measure(read: Json, expected: Json) -> dict[str, Share]:
    """One page as it was read beside what is to be read on it."""
    shares = {name: Share() for name in MEASURES}
    posts = _by_text(read["posts"])
    for wanted in expected["posts"]:
        found = _take(posts, wanted)
        if "kind" in wanted:
            shares["kinds"].add(found.get("kind") == wanted["kind"])
        if "target" in wanted:
            shares["targets"].add(bool(found) and _same_target(found["target"], wanted["target"]))
        if "author" in wanted:
            right = _same_author(found.get("author"), wanted["author"])
            if wanted["author"]:
                shares["authors"].add(right)
            if found.get("author"):
                shares["no wrong author"].add(right)
        quotes = _by_text(found.get("quotes", []))
        for quote in wanted["quotes"]:
            folded = _take(quotes, quote).get("collapsed", False)
            if "collapsed" in quote:
                if folded:
                    shares["precision"].add(quote["collapsed"])
                if quote["collapsed"]:
                    shares["recall"].add(folded)
        for left in quotes.values():
            for quote in left:
                if quote["collapsed"]:
                    shares["precision"].add(False)
    return shares


def _by_text(parts: Sequence[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for part in parts:
        found.setdefault(_plain(part.get("text")), []).append(part)
    return found


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _take(parts: Mapping[str, list[Json]], wanted: Json) -> Json:
    same = parts.get(_plain(wanted.get("text")))
    if not same and "text" not in wanted:
        same = next((p for p in parts.values() if p and p[0]["id"] == wanted["id"]), None)
    return same.pop(0) if same else {}


def _same_author(found: Json | None, wanted: Json | None) -> bool:
    """Whether all that is stated of an author was found; a handle in any case."""
    if not found or not wanted:
        return not found and not wanted
    return all(_plain(found[key]).casefold() == _plain(wanted[key]).casefold() for key in wanted)


def _same_target(found: Json | None, wanted: Json | None) -> bool:
    if not found or not wanted:
        return not found and not wanted
    if "post" in wanted or "post" in found:
        return found.get("post") == wanted.get("post")
    return (found.get("handle") or "").casefold() == (wanted.get("handle") or "").casefold()


# --- copies changed at random -------------------------------------------------------

Change = Callable[[str, random.Random], str]

BY_SITES: dict[str, Change] = {
    "line breaks gone": lambda text, _: " ".join(text.split()),
    "wrapped again": lambda text, _: text.replace(" ", "\n"),
    "typographic marks": lambda text, _: text.replace("'", "’").replace(" - ", " – "),
    "plain marks": lambda text, _: re.sub("[“”]", '"', text.replace("’", "'")),
    "escaped twice": lambda text, _: text.replace("&", "&amp;").replace("'", "&amp;#39;"),
    "invisible characters": lambda text, draw: _insert(text, draw, "\u200b"),
    "bidi marks": lambda text, _: f"\u2068{text}\u2069",
    "handles in capitals": lambda text, _: re.sub(r"@\w+", lambda m: m.group().upper(), text),
    "cut": lambda text, draw: " ".join(text.split())[: draw.randint(90, 400)].rstrip() + "…",
}


def _insert(text: str, draw: random.Random, what: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + what + text[at:]


def _at_word(change: Callable[[list[str], int, random.Random], object]) -> Change:
    def apply(text: str, draw: random.Random) -> str:
        words = text.split()
        change(words, draw.randrange(len(words)), draw)
        return " ".join(words)

    return apply


def _swap(words: list[str], at: int, draw: random.Random) -> None:
    other = draw.randrange(len(words))
    words[at], words[other] = words[other], words[at]


def _number(text: str, draw: random.Random) -> str:
    digits = [m.start() for m in re.finditer(r"\d", text)]
    if not digits:
        return text
    at = draw.choice(digits)
    return text[:at] + draw.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


BY_PEOPLE: dict[str, Change] = {
    "a word changed": _at_word(lambda words, at, _: words.__setitem__(at, "lanterns")),
    "not put in": _at_word(lambda words, at, _: words.insert(at, "not")),
    "a word left out": _at_word(lambda words, at, _: words.pop(at)),
    "a sentence put in": _at_word(lambda words, at, _: words.insert(at, "So they say.")),
    "words swapped": _at_word(_swap),
    "a number changed": _number,
    "case changed": _at_word(lambda words, at, _: words.__setitem__(at, words[at].swapcase())),
    "a mark added": _at_word(lambda words, at, _: words.__setitem__(at, words[at] + "?")),
}


def changed(
    texts: Sequence[str], changes: Mapping[str, Change], *, edits: bool
) -> dict[str, Share]:
    """How many changed copies are held by the text they come from.

    ``edits`` leaves out draws that change nothing a reader could see: the same words, or
    the handles that the text opens with.
    """
    draw = random.Random(1)
    shares = {name: Share() for name in changes}
    for text in texts:
        for name, change in changes.items():
            for _ in range(EDITS_A_TEXT):
                copy = change(text, draw)
                if (
                    edits
                    and _body(copy).casefold() == _body(text).casefold()
                    and (name != "case changed" or _body(copy) == _body(text))
                ):
                    continue
                blocks = [Block("p", "ada", text, False), Block("q", "ada", copy, True)]
                shares[name].add(bool(find_copies(blocks)["q"].holders))
    return shares


def _body(text: str) -> str:
    said = text.split()
    while said and re.fullmatch(r"@\w[\w.@-]*", said[0]):
        said.pop(0)
    return re.sub(r"@\w[\w.@-]*", lambda match: match.group().lower(), " ".join(said))


# --- the whole ----------------------------------------------------------------------


def sets() -> Iterator[tuple[str, list[Case]]]:
    """The fixtures by folder."""
    names = sorted({case.page.parent.name for case in CASES})
    for name in names:
        yield name, [case for case in CASES if case.page.parent.name == name]


def fingerprint() -> str:
    """A hash of all fixtures: pages, addresses and what is to be read on them."""
    digest = hashlib.sha256()
    for case in CASES:
        for suffix in (".html", ".meta.json", ".expected.json"):
            digest.update(case.id.encode() + suffix.encode())
            digest.update(case.page.with_suffix(suffix).read_bytes())
    return digest.hexdigest()[:16]


def figures() -> dict[str, dict[str, Share]]:
    """All figures, by set and measure."""
    found: dict[str, dict[str, Share]] = {}
    for name, cases in sets():
        total = {measure_name: Share() for measure_name in MEASURES}
        for case in cases:
            read = read_html(case.html, case.meta["url"]).to_json()
            for key, share in measure(read, case.expected).items():
                total[key] += share
        found[name] = total
    texts = sorted(
        {post["text"] for case in CASES for post in case.expected["posts"] if "text" in post}
    )
    # What X appends to a text is not its author's: changing it is no edit.
    texts = [re.sub(r"\s+https://(?:x|twitter)\.com/\S+$", "", text) for text in texts]
    long = [text for text in texts if len(text) > 80]
    found["copies changed by sites"] = changed(long, BY_SITES, edits=False)
    found["copies changed by people"] = changed(long, BY_PEOPLE, edits=True)
    return found


def seed() -> dict[str, Share] | None:
    """The page that started it, where it is on this machine."""
    if not SEED_PAGE.exists():
        return None
    read = read_html(SEED_PAGE.read_text("utf-8"), "https://digg.com/ai/abcdefgh").to_json()
    gold = json.loads((SEED / "seed/gold.json").read_text("utf-8"))["posts"]
    stays = {"p6", "p9"}
    posts = []
    for post in gold:
        target = post["target"]
        quote = post.get("quote_block")
        wanted = {"post": target} if target and re.fullmatch(r"p\d+", target) else None
        posts.append(
            {
                "id": post["id"],
                "text": post["text"],
                "kind": post["kind"],
                "author": {"handle": post["author"]} if post["author"] else None,
                "target": wanted or (target and {"handle": target.partition("@")[0]}),
                "quotes": [{"text": quote["text"], "collapsed": post["id"] not in stays}]
                if quote
                else [],
            }
        )
    return measure(read, {"posts": posts})


def show(found: Mapping[str, Mapping[str, Share]]) -> None:
    """Print the tables."""
    print(f"{'':16}" + "".join(f"{name:>17}" for name in MEASURES))
    for name, shares in found.items():
        if "precision" in shares:
            print(f"{name:16}" + "".join(f"{shares[m]!s:>17}" for m in MEASURES))
    for name, verb in (("copies changed by sites", "fold"), ("copies changed by people", "fold")):
        print(f"\n{name}: how many {verb}")
        for change, share in found[name].items():
            print(f"  {change:24}{share!s:>16}")


def below(found: Mapping[str, Mapping[str, Share]], floors: Json) -> list[str]:
    """What is worse than pinned. Of copies changed by people, none may fold."""
    worse = []
    for name, shares in found.items():
        for key, share in shares.items():
            floor = floors.get(name, {}).get(key)
            if name == "copies changed by people":
                if share.right:
                    worse.append(f"{key}: {share} changed copies fold")
            elif floor is None or share.value < floor:
                worse.append(f"{name}, {key}: {share} is below {floor}")
    return worse


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="pin the figures as the new floors")
    options = parser.parse_args()
    found = figures()
    gold = seed()
    show(found if gold is None else {**found, "seed": gold})
    if options.pin:
        floors = {
            name: {key: round(share.value - 0.00005, 4) for key, share in shares.items()}
            for name, shares in found.items()
        }
        text = json.dumps({"fixtures": fingerprint(), "floors": floors}, indent=1)
        FLOORS.write_text(text + "\n", encoding="utf-8")
        return 0
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    worse = below(found, pinned["floors"])
    if pinned["fixtures"] != fingerprint():
        worse.append("the floors were pinned on other fixtures: bench quality --pin")
    for line in worse:
        print(line, file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
