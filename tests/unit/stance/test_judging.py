"""Judgements: rules, thresholds, evidence, and an encoder when there is one."""

import math

import pytest

from quotefold.stance import LABELS, EncoderSettings, Judgement, Pair, judge, judge_known, settled
from quotefold.stance.judging import Fusion

PARENT = "The new build starts twice as fast. We should ship it on Friday."


def one(reply, parent=PARENT, **more) -> Judgement:
    return judge([Pair(parent, reply)], **more)[0]


def test_explicit_agreement_supports_and_its_words_are_the_evidence():
    found = one("@ana Yes, I agree. Friday it is.")
    assert (found.label, found.shown) == ("support", True)
    (span,) = found.evidence
    assert "@ana Yes, I agree. Friday it is."[slice(*span)] == "Yes, I agree"


def test_exactly_this_is_an_agreement_of_its_own():
    assert one("Exactly this. My tram was empty too.").label == "support"
    assert one("Exactly this is what I doubt.").label != "support"


@pytest.mark.parametrize(
    "reply",
    [
        "I agree, but it crashes.",
        "Exactly? It crashes.",
        "Agreements take time.",
        "You're right. Because who needs tests, really.",
        "I never agree with anybody.",
    ],
)
def test_agreement_that_is_taken_back_or_not_meant_is_no_rule(reply):
    assert one(reply).scores["support"] < 0.9


@pytest.mark.parametrize(
    "reply",
    [
        "I disagree.",
        "No, I strongly disagree with this. The build is slow here.",
        "Sorry, I don't agree: the old one was faster.",
        "@ana I disagree",
        "I dont agree. The build is slow here.",
        "I disagree: the build is slow. It always was. But the page that says so is gone.",
    ],
)
def test_explicit_disagreement_opposes_and_its_words_are_the_evidence(reply):
    found = one(reply)
    assert (found.label, found.shown) == ("oppose", True)
    (span,) = found.evidence
    assert reply[slice(*span)].endswith(("disagree", "agree", "this"))


@pytest.mark.parametrize(
    "reply",
    [
        "I disagree with those who doubt you.",
        "I disagree, but only with the date.",
        "I disagree. But only with the date.",
        "I don't agree? Where did I say so?",
        "Disagree and commit.",
    ],
)
def test_disagreement_with_somebody_else_or_taken_back_is_no_rule(reply):
    assert one(reply).scores["oppose"] != 0.9


@pytest.mark.parametrize("reply", ["", "   ", "https://x.test/a", "🙂🙂", "@ana @bo", "..."])
def test_a_reply_without_words_says_nothing(reply):
    found = one(reply)
    assert (found.label, found.shown, found.evidence) == ("unclear", False, ())


@pytest.mark.parametrize(
    "reply",
    [
        "Das stimmt doch nicht, und ihr wisst es alle sehr genau.",
        "Eso no es verdad, porque la versión es más lenta que antes.",
        "Ce n'est pas vrai du tout, et vous le savez très bien.",
        "それは違うと思います",
        "Это неправда, и вы это знаете",
    ],
)
def test_other_languages_get_no_badge(reply):
    found = one(reply)
    assert (found.label, found.shown) == ("unclear", False)
    assert one("You are wrong. That's a lie and you know it.", parent=reply).label == "unclear"


def test_plain_rejection_is_shown_with_words_that_hold_up():
    reply = "No, you are wrong. It's not true and you are lying."
    found = one(reply)
    assert (found.label, found.shown) == ("oppose", True)
    rest, at = "", 0
    for start, end in found.evidence:
        rest, at = rest + reply[at:start] + " ", end
    assert one(rest + reply[at:]).scores["oppose"] < found.scores["oppose"]


def test_scores_are_probabilities_and_confidence_is_the_largest():
    for reply in ("Who measured it?", "No.", "", "My cat is called Ada."):
        found = one(reply)
        assert tuple(found.scores) == LABELS
        assert math.isclose(sum(found.scores.values()), 1.0, abs_tol=1e-3)
        assert found.confidence == max(found.scores.values())


def test_a_comment_gets_no_badge():
    found = one("My cat is called Ada and sleeps all day.", threshold=0.0)
    assert found.label == "comment"
    assert not found.shown


def test_the_threshold_can_be_raised_until_all_is_unclear():
    reply = "No, you are wrong. It's not true and you are lying."
    assert one(reply, threshold=1.0).label == "unclear"
    assert one(reply, threshold=0.0).label == "oppose"


def test_judgements_come_in_order_and_do_not_depend_on_neighbours():
    replies = ["I agree.", "Who measured it?", "", "No, you are wrong."]
    together = judge([Pair(PARENT, r) for r in replies])
    assert together == [one(r) for r in replies]


def test_no_pairs_give_no_judgements():
    assert judge([]) == []


WORDS = "[PAD] [unused1] [unused2] [UNK] [CLS] [SEP] no".split()
SETTINGS = EncoderSettings(
    vocabulary={w: i for i, w in enumerate(WORDS)},
    fusion=Fusion(
        linear=0.0,
        encoder=1.0,
        bias=(2.0, 2.0, -2.0, -2.0),
        thresholds=(0.6, 0.6, 0.6, 0.6),
        prior=(0.25, 0.25, 0.25, 0.25),
        agreement=(0.94, 0.04, 0.01, 0.01),
        disagreement=(0.06, 0.9, 0.01, 0.03),
    ),
)


def no_opposes(rows):
    """An encoder for which the word "no", on either side, opposes."""
    return [(-6.0 * (WORDS.index("no") in r.ids), 0.0, 0.0, 0.0) for r in rows]


def encoded(reply, parent=PARENT):
    return one(reply, parent, encoder=no_opposes, settings=SETTINGS)


def test_the_encoder_decides_and_its_evidence_is_what_it_needs():
    reply = "We looked at all of this for days and no the build is slow"
    found = encoded(reply)
    assert (found.label, found.shown) == ("oppose", True)
    (span,) = found.evidence
    assert "no" in reply[slice(*span)].split()


def test_without_words_that_hold_up_no_badge_is_shown():
    found = encoded("We looked at all of this", parent="They said no")
    assert (found.label, found.shown, found.evidence) == ("oppose", False, ())


@pytest.mark.parametrize("reply", ["I agree, no doubt", "🙂", "@ana https://x.test/1"])
def test_what_a_rule_settles_no_model_is_asked(reply):
    def never(rows):
        raise AssertionError(rows)

    settled_by_rule = settled(Pair(PARENT, reply))
    assert settled_by_rule
    assert one(reply) == settled_by_rule
    assert one(reply, encoder=never, settings=SETTINGS) == settled_by_rule


def test_of_another_language_no_model_is_asked():
    def never(rows):
        raise AssertionError(rows)

    found = one("Das stimmt doch so nicht, und ihr wisst es.", encoder=never, settings=SETTINGS)
    assert (found.label, found.shown) == ("unclear", False)


def test_what_no_rule_settles_is_left_to_the_models():
    assert settled(Pair(PARENT, "We looked at it and no")) is None


def test_settings_without_a_way_to_run_the_encoder_are_an_error_not_a_guess():
    with pytest.raises(ValueError, match="without a way to run"):
        one("We looked at it", settings=SETTINGS)


def test_an_encoder_that_answers_too_few_rows_is_an_error_not_a_guess():
    with pytest.raises(ValueError, match="every row"):
        one("We looked at it", encoder=lambda _: [], settings=SETTINGS)


def test_in_the_background_nothing_is_said_until_all_rows_are_known():
    pairs = [Pair(PARENT, "We looked at all of this for days and no"), Pair(PARENT, "I agree.")]
    answers = {}
    found, wanted = judge_known(pairs, answers, settings=SETTINGS)
    assert found == [None, settled(pairs[1])]
    assert wanted
    rounds = 0
    while wanted:
        rounds += 1
        answers |= {r.key: a for r, a in zip(wanted, no_opposes(wanted), strict=True)}
        found, wanted = judge_known(pairs, answers, settings=SETTINGS)
    assert 2 <= rounds <= 3
    assert found == judge(pairs, encoder=no_opposes, settings=SETTINGS)


def test_the_encoder_is_asked_about_sentences_where_there_are_several():
    reply = "We looked at it. The answer is no. It rained on us. Then it was dark."
    (span,) = encoded(reply).evidence
    assert reply[slice(*span)] == "The answer is no"


def test_a_long_reply_costs_no_more_rows_than_a_short_one():
    asked = []

    def run(rows):
        asked.append(len(rows))
        return no_opposes(rows)

    for reply in ("We said no", "We said no. " + "It rained on us. " * 20):
        asked.clear()
        judge([Pair(PARENT, reply)], encoder=run, settings=SETTINGS)
        assert asked[0] == 1
        assert asked[1] <= 6
        assert asked[2:] in ([], [1])
