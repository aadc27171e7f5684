"""From a pair of posts to a judgement: rules, both tiers, thresholds, evidence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from . import encode, linear, rules
from .language import is_english
from .text import Piece, pieces
from .wordpiece import load_vocabulary, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from quotefold.model import Span, StanceLabel

LABELS: Final[tuple[StanceLabel, ...]] = ("support", "oppose", "query", "comment")
SPOKEN: Final = frozenset(("support", "oppose", "query"))
"""Labels that may get a badge; a comment takes no side and needs none."""

_MIN_DROP: Final = 0.02
"""Words count as evidence only if leaving them out costs this much probability."""

_MAX_UNITS: Final = 6
"""Runs of words tried as evidence for one badge: each costs the encoder one more row."""

_MAX_SPANS: Final = 3

_LONG_RUN: Final = 8
"""Words from which a sentence is halved, where there are few: shorter ones read better
whole."""

_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n")

Scores = tuple[float, ...]
Rows = list[encode.Row]
Run: TypeAlias = "Callable[[Rows], Sequence[Sequence[float]]]"
T = TypeVar("T")
Steps: TypeAlias = "Generator[Rows, Sequence[Sequence[float]] | None, T]"
"""Yields rows, is sent their logits, returns T."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A post and its answer. ``kind`` is "reply" or "quote".

    ``handles`` are the handles (and names) of the page's authors, without ``@``: they
    are read as one and the same word, so that nobody's name moves the answer.
    """

    parent: str
    reply: str
    kind: str = "reply"
    handles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    """``label`` is "unclear" below the class's threshold; ``confidence`` is the
    calibrated probability of the most likely label of the four in ``scores``, which sum
    to one. ``shown`` says whether a badge is worth showing. ``evidence`` are the words
    of the reply that drove it: ranges of code points; leaving them out lowers the
    probability of ``label``.
    """

    label: StanceLabel
    confidence: float
    scores: Mapping[str, float]
    shown: bool = False
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Fusion:
    """How logits become calibrated probabilities, and when these are worth a label."""

    linear: float
    encoder: float
    bias: Scores
    thresholds: Scores
    prior: Scores
    agreement: Scores
    disagreement: Scores

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Fusion:
        """From the ``fusion`` part of a settings file."""
        return cls(
            linear=data["linear"],
            encoder=data["encoder"],
            bias=tuple(data["bias"]),
            thresholds=tuple(data["thresholds"][label] for label in LABELS),
            prior=tuple(data["prior"]),
            agreement=tuple(data["agreement"]),
            disagreement=tuple(data["disagreement"]),
        )

    def ruled(self, opener: rules.Opener) -> Scores:
        """What an explicit opener is worth."""
        return self.agreement if opener == "agreement" else self.disagreement

    def scores(self, linear_logits: Scores, encoder_logits: Sequence[float]) -> Scores:
        """Calibrated probabilities; the encoder's logits are zeros where it is absent."""
        return linear.softmax(
            [
                self.linear * a + self.encoder * b + c
                for a, b, c in zip(linear_logits, encoder_logits, self.bias, strict=True)
            ]
        )


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """What the core has to know of the cross-encoder: its words, and what its logits
    are worth. The weights are the host's to load and run."""

    vocabulary: Mapping[str, int]
    fusion: Fusion


@dataclass(frozen=True, slots=True)
class _Linear:
    model: linear.LinearModel
    fusion: Fusion


@cache
def _linear() -> _Linear:
    data = json.loads(files(__package__).joinpath("linear.json").read_text("utf-8"))
    model = linear.LinearModel(
        labels=LABELS,
        intercept=tuple(data["intercept"]),
        weights={name: tuple(w) for name, w in data["weights"].items()},
        unit=data["unit"],
    )
    return _Linear(model, Fusion.read(data["fusion"]))


@cache
def encoder_settings() -> EncoderSettings:
    """The settings that belong to ``models/stance/encoder.onnx``."""
    package = files(__package__)
    data = json.loads(package.joinpath("encoder.json").read_text("utf-8"))
    words = package.joinpath("vocab.txt").read_text("utf-8")
    return EncoderSettings(load_vocabulary(words), Fusion.read(data["fusion"]))


def judge(
    pairs: Sequence[Pair],
    *,
    threshold: float | None = None,
    encoder: Run | None = None,
    settings: EncoderSettings | None = None,
) -> list[Judgement]:
    """A judgement for every pair, in order.

    ``encoder`` runs the cross-encoder: it takes rows and gives each one's four logits in
    the order of :data:`LABELS`. Without it the linear tier answers. ``threshold``
    replaces the trained probability from which a label is spoken, for every label.
    A post that continues its author's own is the caller's to leave out.
    """
    if encoder is not None and settings is None:
        settings = encoder_settings()
    steps = judge_steps(pairs, threshold=threshold, settings=settings)
    answers: Sequence[Sequence[float]] | None = None
    while True:
        try:
            rows = steps.send(answers)
        except StopIteration as end:
            result: list[Judgement] = end.value
            return result
        if encoder is None:
            raise ValueError("settings of an encoder without a way to run it")
        answers = encoder(rows)


def judge_known(
    pairs: Sequence[Pair],
    answers: Mapping[str, Sequence[float]],
    *,
    threshold: float | None = None,
    settings: EncoderSettings | None = None,
) -> tuple[list[Judgement | None], Rows]:
    """:func:`judge` for a host that runs the encoder in the background.

    ``answers`` holds logits by :attr:`Row.key`. A pair of which all rows are answered is
    judged by both tiers, any other not yet (None). Returns the judgements and the rows
    still wanted, in the order of the pairs; at most three rounds end it.
    """
    out: list[Judgement | None] = []
    wanted: Rows = []
    for pair in pairs:
        steps = judge_steps([pair], threshold=threshold, settings=settings or encoder_settings())
        given: list[Sequence[float]] | None = None
        while True:
            try:
                rows = steps.send(given)
            except StopIteration as end:
                out.extend(end.value)
                break
            missing = [row for row in rows if row.key not in answers]
            if missing:
                wanted += missing
                out.append(None)
                break
            given = [answers[row.key] for row in rows]
    return out, wanted


def judge_steps(
    pairs: Sequence[Pair],
    *,
    threshold: float | None = None,
    settings: EncoderSettings | None = None,
) -> Steps[list[Judgement]]:
    """:func:`judge` for a host that must await its encoder.

    Yields rows of token ids, takes their logits, returns the judgements. Without
    ``settings`` it needs no encoder and returns at once. Rows come at most three times:
    the pairs; each candidate badge with some of its words left out; the words found, all
    left out together.
    """
    found = [settled(pair, threshold=threshold) or _unread(pair) for pair in pairs]
    rest = [i for i, judgement in enumerate(found) if judgement is None]
    judged = yield from _judged([pairs[i] for i in rest], threshold, settings)
    for i, judgement in zip(rest, judged, strict=True):
        found[i] = judgement
    return [judgement for judgement in found if judgement]


def settled(pair: Pair, *, threshold: float | None = None) -> Judgement | None:
    """What a rule says of a pair, whatever the models would say; None where none does.

    An explicit agreement supports. Of the codebook's 70 pairs with one, 68 support; a model's
    doubt put none of the others right and two of these wrong, so none is asked. An explicit
    disagreement opposes. A reply without words stays unclear. Costs little: whole pages are
    looked through with it.
    """
    fusion = _linear().fusion
    reply = pieces(pair.reply, pair.handles, pair.parent)
    opener = rules.opener(reply)
    if rules.says_nothing(reply) or (opener and not _is_english(pair)):
        return Judgement("unclear", max(fusion.prior), _named(fusion.prior))
    if opener is None:
        return None
    kind, span = opener
    scores = fusion.ruled(kind)
    confidence = max(scores)
    spoken = threshold is None or confidence >= threshold
    return Judgement(
        LABELS[scores.index(confidence)] if spoken else "unclear",
        confidence,
        _named(scores),
        shown=spoken,
        evidence=(span,) if spoken else (),
    )


def _unread(pair: Pair) -> Judgement | None:
    """What is said of a pair in another language than English: nothing."""
    prior = _linear().fusion.prior
    return None if _is_english(pair) else Judgement("unclear", max(prior), _named(prior))


def _is_english(pair: Pair) -> bool:
    return all(is_english(linear.words(part)) for part in _parts(pair))


def _judged(
    pairs: Sequence[Pair], threshold: float | None, settings: EncoderSettings | None
) -> Steps[list[Judgement]]:
    """:func:`judge_steps` for pairs of which no rule says anything."""
    thresholds = (settings.fusion if settings else _linear().fusion).thresholds
    if threshold is not None:
        thresholds = (threshold,) * len(LABELS)
    scores = yield from _scores(pairs, settings)
    found = [_spoken(s, thresholds) for s in scores]
    asked = [i for i, j in enumerate(found) if j.shown]
    trials = [
        (i, span)
        for i in asked
        for span in _candidates(pairs[i], found[i].label, by_weight=settings is None)
    ]
    tried = yield from _scores([_without(pairs[i], (span,)) for i, span in trials], settings)
    chosen: dict[int, list[tuple[float, Span]]] = {i: [] for i in asked}
    for (i, span), score in zip(trials, tried, strict=True):
        drop = found[i].confidence - score[LABELS.index(found[i].label)]
        if drop >= _MIN_DROP:
            chosen[i].append((drop, span))
    spans = {
        i: tuple(sorted(span for _, span in sorted(c, reverse=True)[:_MAX_SPANS]))
        for i, c in chosen.items()
    }
    asked = [i for i in asked if spans[i]]
    together = yield from _scores([_without(pairs[i], spans[i]) for i in asked], settings)
    held = {
        i
        for i, score in zip(asked, together, strict=True)
        if found[i].confidence - score[LABELS.index(found[i].label)] >= _MIN_DROP
    }
    for i in chosen:
        if i in held:
            found[i] = replace(found[i], evidence=_joined(pairs[i].reply, spans[i]))
        else:
            found[i] = replace(found[i], shown=False)
    return found


def windows_of(pair: Pair) -> int:
    """Rows that reading the pair costs the encoder, before any search for evidence."""
    reply = pieces(pair.reply, pair.handles, pair.parent)
    return len(encode.windows(tokenize(reply, encoder_settings().vocabulary)))


def _parts(pair: Pair) -> tuple[list[Piece], list[Piece]]:
    return (
        pieces(pair.parent, pair.handles),
        pieces(pair.reply, pair.handles, pair.parent),
    )


def _readable(reply: list[Piece], words: Sequence[Sequence[linear.Word]]) -> bool:
    return not rules.says_nothing(reply) and all(is_english(w) for w in words)


def _scores(pairs: Sequence[Pair], encoder: EncoderSettings | None) -> Steps[list[Scores]]:
    """Calibrated probabilities of every pair; what can't be read gets the prior."""
    tier = _linear()
    fusion = encoder.fusion if encoder else tier.fusion
    logits: list[Scores | None] = []
    openers: list[tuple[rules.Opener, Span] | None] = []
    rows: Rows = []
    counts: list[int] = []
    for pair in pairs:
        parent, reply = _parts(pair)
        before, after = linear.words(parent), linear.words(reply)
        openers.append(rules.opener(reply))
        if not _readable(reply, (before, after)):
            logits.append(None)
            counts.append(0)
            continue
        logits.append(tier.model.logits(linear.features(before, after, pair.kind)))
        own = encode.rows(parent, reply, pair.kind, encoder.vocabulary) if encoder else []
        rows += own
        counts.append(len(own))
    answers: Sequence[Sequence[float]] | None = (yield rows) if rows else []
    if answers is None or len(answers) != len(rows):
        raise ValueError("the encoder must answer every row")
    out: list[Scores] = []
    at = 0
    for found, count, opener in zip(logits, counts, openers, strict=True):
        part = answers[at : at + count]
        at += count
        if found is None:
            out.append(fusion.prior)
            continue
        mean = tuple(sum(r[k] for r in part) / max(1, count) for k in range(len(LABELS)))
        out.append(fusion.ruled(opener[0]) if opener else fusion.scores(found, mean))
    return out


def _spoken(scores: Scores, thresholds: Scores) -> Judgement:
    """The label that the scores are good for, and its badge before any evidence."""
    best = max(range(len(LABELS)), key=scores.__getitem__)
    confidence = scores[best]
    if confidence < thresholds[best]:
        return Judgement("unclear", confidence, _named(scores))
    label = LABELS[best]
    return Judgement(label, confidence, _named(scores), label in SPOKEN)


def _named(scores: Scores) -> dict[str, float]:
    return dict(zip(LABELS, scores, strict=True))


def _candidates(pair: Pair, label: StanceLabel, *, by_weight: bool) -> list[Span]:
    """Runs of words that could have driven the label, at most :data:`_MAX_UNITS`.

    The linear tier names them by its weights; for the encoder the whole reply is cut
    into runs.
    """
    parent, reply = _parts(pair)
    before, after = linear.words(parent), linear.words(reply)
    if not by_weight:
        return _runs(pair.reply, after)
    found = linear.features(before, after, pair.kind)
    pulls = _linear().model.pulls(found, LABELS.index(label), len(after))
    best = sorted(range(len(after)), key=lambda i: (-pulls[i], i))[: 2 * _MAX_UNITS]
    spans: list[list[int]] = []
    for i in sorted(i for i in best if pulls[i] > 0):
        if spans and i == spans[-1][-1] + 1:
            spans[-1].append(i)
        else:
            spans.append([i])
    spans.sort(key=lambda s: -sum(pulls[i] for i in s))
    return [(after[s[0]].start, after[s[-1]].end) for s in spans[:_MAX_UNITS]]


def _runs(text: str, words: Sequence[linear.Word]) -> list[Span]:
    """The words as at most :data:`_MAX_UNITS` runs: sentences, several in one run where
    there are many, halves of the longest where there are few."""
    sentences: list[list[linear.Word]] = [[]]
    for i, word in enumerate(words):
        sentences[-1].append(word)
        following = words[i + 1].start if i + 1 < len(words) else len(text)
        if _SENTENCE_END.search(text, word.start, following):
            sentences.append([])
    sentences = [s for s in sentences if s]
    size = -(-len(sentences) // _MAX_UNITS)
    runs = [
        [word for sentence in sentences[i : i + size] for word in sentence]
        for i in range(0, len(sentences), size or 1)
    ]
    while runs and len(runs) < _MAX_UNITS:
        longest = max(range(len(runs)), key=lambda i: len(runs[i]))
        if len(runs[longest]) < (_LONG_RUN if len(runs) > 1 else 2):
            break
        middle = len(runs[longest]) // 2
        runs[longest : longest + 1] = [runs[longest][:middle], runs[longest][middle:]]
    return [(r[0].start, r[-1].end) for r in runs]


def _without(pair: Pair, spans: Sequence[Span]) -> Pair:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(pair.reply[at:start])
        at = end
    kept.append(pair.reply[at:])
    return replace(pair, reply=" ".join(kept))


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans with only space between them become one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)
