"""The linear tier: words and cues of a pair, weighted; pure Python, always there.

A multinomial logistic regression whose weights are one JSON file, trained by
``training/train_linear.py``. A weight is a whole number times the file's ``unit``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .text import PERSON, Piece, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_UNIT = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[!?]+|…|\.\.+|[\u2600-\u27bf\U0001f300-\U0001faff]")
_DIGITS = re.compile(r"\d+")

NEGATIONS: Final = frozenset(
    "no not never none nobody nothing neither nor without cannot cant can't won't wont don't dont "
    "doesn't doesnt didn't didnt isn't isnt aren't arent wasn't wasnt weren't shouldn't wouldn't "
    "couldn't hasn't haven't hadn't ain't".split()
)
_QUESTION_WORDS: Final = frozenset(
    "who what when where why how which whose is are was were do does did can could would should "
    "will has have had".split()
)
FUNCTION_WORDS: Final = frozenset(
    "the a an and or but if of to in on at by for with from as is are was were be been being am it "
    "its it's this that these those there here i i'm i've you you're your he she his her him they "
    "their them we our us my me not no do does did don't have has had will would can could should "
    "what who how why when where which so than then just about all any more most some out up into "
    "because only also very too even like get got".split()
)
"""Common English words: they tell English from other languages and carry no topic."""
_NEUTRAL: Final = {
    "he": "they", "she": "they", "him": "them", "his": "them", "her": "them", "hers": "them",
    "he's": "they're", "she's": "they're", "himself": "themselves", "herself": "themselves",
    "man": "person", "woman": "person", "men": "people", "women": "people",
    "guy": "person", "girl": "person", "boy": "person", "lady": "person", "sir": "person",
    "ma'am": "person", "father": "parent", "mother": "parent", "dad": "parent", "mom": "parent",
    "ain't": "isn't", "gonna": "going", "wanna": "want", "y'all": "you", "yall": "you", "ya": "you",
}  # fmt: skip
"""Read alike, so that neither gender nor dialect can carry a weight."""

_GOOD: Final = frozenset(
    """
    good great best better love loved nice awesome amazing thank thanks happy glad excellent
    brilliant perfect true right truth fair beautiful win won wins well wonderful hope smart brave
    proud respect honest safe fun cool easy support helpful success successful impressive free
    strong agree exactly lol haha yay congrats congratulations bravo
    """.split()
)
_BAD: Final = frozenset(
    """
    bad worse worst hate hated hates evil stupid idiot idiots idiotic dumb moron morons fool fools
    foolish liar liars lie lies lying lied false fake wrong terrible horrible awful disgusting
    disgrace disgraceful pathetic shame shameful sick sad corrupt crime criminal criminals fraud
    scam joke ridiculous nonsense bullshit bs crap shit fuck fucking fucked damn hell ass asshole
    kill killed killing murder murderer dead death die war terrorist terrorists racist racists
    racism fail failed failure fear afraid scary problem problems danger dangerous poor ignorant
    ignorance hypocrite hypocrites hypocrisy traitor treason clown trash garbage loser losers weak
    blame guilty attack propaganda hoax insane crazy greedy greed mess disaster threat destroy
    destroyed lost hurt angry rage useless worthless coward
    """.split()
)
"""Tone: anger at a third party, shared, is support; anger at the author is not."""

_YOU: Final = frozenset("you you're your youre u you've yourself".split())
_THEY: Final = frozenset("they them they're their themselves person people".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number, mark or emoji as the model reads it, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Feature:
    """A named input; ``words`` are the indices of the reply's words that make it."""

    name: str
    value: float
    words: tuple[int, ...] = ()


def words(parts: Iterable[Piece]) -> list[Word]:
    """The words of a post in order; numbers read alike, so do repeated marks."""
    out: list[Word] = []
    for part in parts:
        if part.text == PERSON and not part.verbatim:
            out.append(Word(PERSON, part.start, part.end))
            continue
        for found in _UNIT.finditer(part.text):
            text = found[0]
            if text[0] in "!?":
                text = "?!" if "?" in text and "!" in text else text[0] * min(len(text), 2)
            elif text[0] in ".…":
                text = "..."
            else:
                text = _DIGITS.sub("0", fold(text).replace("’", "'"))
                text = _NEUTRAL.get(text, text)
            shift = part.start
            out.append(Word(text, shift + found.start(), shift + found.end()))
    return out


def features(parent: Sequence[Word], reply: Sequence[Word], kind: str) -> list[Feature]:
    """Everything the linear model looks at, the reply's n-grams with their words."""
    out = [Feature("kind " + kind, 1.0)]
    texts = [w.text for w in reply]
    scale = 1.0 / math.sqrt(len(texts) + 4.0) * 4.0
    seen: dict[str, list[int]] = {}
    for i in range(len(texts)):
        for n in (1, 2, 3):
            if i + n <= len(texts):
                seen.setdefault(" ".join(texts[i : i + n]), []).extend(range(i, i + n))
    out.extend(Feature(k, scale, tuple(sorted(set(at)))) for k, at in seen.items())
    opening = [i for i, t in enumerate(texts[:6]) if t[0].isalnum()][:3]
    starts = [tuple(opening[:n]) for n in range(1, len(opening) + 1)]
    out.extend(Feature("^" + " ".join(texts[i] for i in at), 1.0, at) for at in starts)
    above = {w.text for w in parent}
    other = 4.0 / math.sqrt(len(parent) + 4.0)
    out.extend(Feature("<" + t, other) for t in sorted(above))
    out.extend(_cues(parent, reply, above))
    return out


def _cues(parent: Sequence[Word], reply: Sequence[Word], above: set[str]) -> list[Feature]:
    texts = [w.text for w in reply]
    size = min(7, len(texts).bit_length())
    out = [Feature(f"=length {size}", 1.0)]
    questions = tuple(i for i, t in enumerate(texts) if t.startswith("?"))
    asks = bool(questions) and questions[-1] == len(texts) - 1
    if questions:
        kind = "only" if asks and len(questions) == 1 and len(texts) < 20 else "some"
        out.append(Feature(f"=question {kind} {size}", 1.0, questions))
        if asks:
            out.append(Feature("=ends asking", 1.0, questions[-1:]))
    if texts and texts[0] in _QUESTION_WORDS:
        out.append(Feature(f"=opens asking {asks}", 1.0, (0,)))
    below = {t for t in texts if t not in FUNCTION_WORDS and t[0].isalnum()}
    shared = below & above
    if below:
        out.append(Feature(f"=shared {min(4, round(8 * len(shared) / len(below)))}", 1.0))
    no = tuple(i for i, t in enumerate(texts) if t in NEGATIONS)
    above_no = bool(above & NEGATIONS)
    out.append(Feature(f"=negations {min(2, len(no))} {above_no}", 1.0, no))
    denied = next((i for i in no if not shared.isdisjoint(texts[i + 1 : i + 4])), None)
    if denied is not None:
        out.append(Feature("=negates a shared word", 1.0, (denied,)))
    out.extend(_tone(above, set(texts), asks=bool(questions), denies=bool(no)))
    if parent and parent[-1].text.startswith("?"):
        out.append(Feature(f"=parent asks {size}", 1.0))
    out.append(Feature(f"=parent length {min(7, len(parent).bit_length())}", 1.0))
    return out


def _tone(above: set[str], below: set[str], *, asks: bool, denies: bool) -> list[Feature]:
    """Who is spoken to, and in what tone, on both sides."""

    def tone(texts: set[str]) -> str:
        good, bad = len(texts & _GOOD), len(texts & _BAD)
        return "even" if good == bad else "good" if good > bad else "bad"

    before, after = tone(above), tone(below)
    you, they = not below.isdisjoint(_YOU), not below.isdisjoint(_THEY)
    return [
        Feature(f"=tones {before} {after} {you}", 1.0),
        Feature(f"=tones {before} {after}", 1.0),
        Feature(f"=tone {after} {you} {they}", 1.0),
        Feature(f"=speaks {you} {they} {asks} {denies}", 1.0),
        Feature(f"=persons {not above.isdisjoint(_YOU)} {'i' in above} {you}", 1.0),
    ]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by feature name, one number a label, and the labels' intercepts."""

    labels: tuple[str, ...]
    intercept: tuple[float, ...]
    weights: Mapping[str, tuple[int, ...]]
    unit: float

    def logits(self, found: Sequence[Feature]) -> tuple[float, ...]:
        """The linear score of every label; unknown features count nothing."""
        known = [(self.weights[f.name], f.value) for f in found if f.name in self.weights]
        return tuple(
            b + self.unit * math.fsum(w[k] * v for w, v in known)
            for k, b in enumerate(self.intercept)
        )

    def pulls(self, found: Sequence[Feature], label: int, size: int) -> list[float]:
        """How much each of the reply's ``size`` words speaks for ``label``.

        An n-gram's weight against the mean of the other labels is split evenly among
        its words: the exact contribution to the difference of the logits.
        """
        out = [0.0] * size
        others = len(self.labels) - 1
        for f in found:
            weight = self.weights.get(f.name)
            if weight is None or not f.words:
                continue
            pull = weight[label] - (sum(weight) - weight[label]) / others
            for i in f.words:
                out[i] += self.unit * pull * f.value / len(f.words)
        return out


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Probabilities from logits, summing to one."""
    top = max(logits)
    powers = [math.exp(x - top) for x in logits]
    total = math.fsum(powers)
    return tuple(p / total for p in powers)
