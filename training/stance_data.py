"""The stance pairs and their split, shared by training and benchmark.

Data stays outside the repository (``../shared/stance``); see its README and CODEBOOK.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "stance"
sys.path.insert(0, str(ROOT / "pycore"))

LABELS = ("support", "oppose", "query", "comment")
Part = Literal["train", "dev", "test"]
SPLIT_SEED = "quotefold-stance-1"
TEST_SHARE, DEV_SHARE = 0.14, 0.08
MORE_DEV_SHARE = 0.10
"""Of the threads with pairs in ``labels.tsv``: more pairs to calibrate on."""

MORE_LABELS = Path(__file__).with_name("labels.tsv")
"""Pairs of ``corpora.jsonl.gz`` read again by the codebook: id, label, how sure."""

TRAIN_LABELS = Path(__file__).with_name("labels-train.tsv")
"""The same, read later, for training alone: threads of dev and test stay out."""

SECOND_READING = Path(__file__).with_name("second-reading.tsv")
"""The test pairs read once more by the codebook, without sight of their labels: how far two
careful readers agree is how far a model can come."""

OWN_PAIRS = Path(__file__).with_name("pairs.jsonl.gz")
"""Posts and replies invented for training, in our own words."""

_PLACEHOLDER = re.compile(r"\bURL\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled pair. ``codebook`` tells a codebook label from a corpus's own."""

    id: str
    source: str
    kind: str
    component: str
    parent: str
    reply: str
    label: str
    sure: int
    own_label: str | None
    codebook: bool
    part: Part
    fold: int


def available(data: Path = DATA) -> bool:
    return (data / "relabelled.jsonl.gz").is_file()


def data_hash(data: Path = DATA) -> str:
    """sha256 over all pairs and labels: names the data a figure belongs to."""
    digest = hashlib.sha256()
    for name in ("relabelled", "corpora"):
        digest.update(gzip.decompress((data / f"{name}.jsonl.gz").read_bytes()))
    digest.update(MORE_LABELS.read_bytes() + TRAIN_LABELS.read_bytes())
    digest.update(gzip.decompress(OWN_PAIRS.read_bytes()))
    return digest.hexdigest()


def load(data: Path = DATA) -> list[Row]:
    """All pairs, codebook labels first, with their part of the split.

    A part is drawn for a whole *component*: threads joined by a shared id, group,
    parent text or reply text. So no text of a test thread is trained on, in either file.
    """
    raw = []
    for name in ("relabelled", "corpora"):
        text = gzip.decompress((data / f"{name}.jsonl.gz").read_bytes())
        raw.extend((name == "relabelled", json.loads(line)) for line in text.splitlines())
    text = gzip.decompress(OWN_PAIRS.read_bytes())
    raw.extend((True, json.loads(line)) for line in text.splitlines())
    component = _components(raw)
    more = more_labels()
    trained = more_labels(TRAIN_LABELS) | more
    known = {r["id"] for codebook, r in raw if codebook}
    again = {
        root
        for (_, r), root in zip(raw, component, strict=True)
        if r["id"] in more and r["id"] not in known
    }
    rows = []
    for (codebook, r), root in zip(raw, component, strict=True):
        part, fold = _draw(root, again)
        if r["source"] == "own":
            part = "train"
        read = trained if part == "train" else more
        if part != "test" and not codebook and r["id"] in read and r["id"] not in known:
            label, sure = read[r["id"]]
            r = r | {"label": label, "sure": sure, "original_label": r["label"]}  # noqa: PLW2901
            codebook = True  # noqa: PLW2901
        rows.append(
            Row(
                id=r["id"],
                source=r["source"],
                kind="quote" if r["kind"] == "quote" else "reply",
                component=root,
                parent=_text(r["parent"]),
                reply=_text(r["reply"]),
                label=r["label"],
                sure=r.get("sure", 0),
                own_label=r.get("original_label") if codebook else r["label"],
                codebook=codebook,
                part=part,
                fold=fold,
            )
        )
    return rows


def natural(rows: Iterable[Row]) -> dict[str, float]:
    """Share of each label where pairs were not chosen for theirs: ``labels.tsv`` has
    questions on purpose, and the invented pairs are balanced by hand."""
    chosen = chosen_pairs()
    count = Counter(
        r.label for r in rows if r.codebook and r.source != "own" and r.id not in chosen
    )
    return {label: count[label] / count.total() for label in LABELS}


def chosen_pairs() -> set[str]:
    """Ids of the pairs that were picked out of the corpora to be read again."""
    return set(more_labels()) | set(more_labels(TRAIN_LABELS))


def more_labels(path: Path = MORE_LABELS) -> dict[str, tuple[str, int]]:
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {key: (label, int(sure)) for key, label, sure in lines}


def _text(text: str) -> str:
    """The corpora's placeholder for a link becomes a link again."""
    return _PLACEHOLDER.sub("https://t.co/x", html.unescape(text))


def _components(raw: Iterable[tuple[bool, dict[str, str]]]) -> list[str]:
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    names = []
    for _, r in raw:
        keys = [f"g:{r['source'].split('-')[0]}:{r['group']}", f"i:{r['id']}"]
        for side in ("parent", "reply"):
            words = _WORD.findall(r[side].lower())
            if len(words) >= 6:
                keys.append("t:" + " ".join(words))
        root = find(keys[0])
        for key in keys[1:]:
            parent[find(key)] = root
        names.append(keys[0])
    return [find(n) for n in names]


def _draw(root: str, again: set[str]) -> tuple[Part, int]:
    number = int.from_bytes(hashlib.sha256(f"{SPLIT_SEED}:{root}".encode()).digest()[:8], "big")
    share = number / 2**64
    if share < TEST_SHARE:
        return "test", -1
    if share < TEST_SHARE + DEV_SHARE:
        return "dev", -1
    if root in again and share < TEST_SHARE + DEV_SHARE + MORE_DEV_SHARE:
        return "dev", -1
    return "train", number % 4
