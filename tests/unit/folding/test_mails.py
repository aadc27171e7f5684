"""Quotes in mails: what is folded of two list threads, and that nothing of it was new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from benchmarks.peers import Mail, count, lamps, licence, quotefold_shows


@pytest.mark.parametrize(("thread", "folded"), [(lamps, 218), (licence, 283)])
def test_whole_quotes_fold_and_no_new_word_is_hidden(
    thread: Callable[[], Sequence[Mail]], folded: int
) -> None:
    mails = thread()
    tally = count(mails, [quotefold_shows(mail) for mail in mails])
    assert tally.new == 0
    assert tally.folded >= folded


def test_the_words_that_answers_stand_between_stay() -> None:
    inline = next(mail for mail in lamps() if mail.by == "Chi Novak")
    shown = quotefold_shows(inline)
    assert shown.index("nobody\nwalks there at night.") < shown.index(
        "Their own report says 16,000"
    )
    assert "38 people last Tuesday" in shown


def test_a_changed_quote_stays_whole() -> None:
    changed = next(mail for mail in lamps() if mail.by == "Eve Marlin")
    assert "8 people last Tuesday" in quotefold_shows(changed)


def test_a_whole_history_below_two_words_folds() -> None:
    history = next(mail for mail in lamps() if mail.by == "Dov Lindgren")
    assert quotefold_shows(history).split() == ["Same", "here."]


def test_counting_finds_hidden_words_that_were_new() -> None:
    mail = Mail(
        "bo", "Yes.\n\n> We meet at nine.\n> Bring the keys.", (("ada", "We meet at nine."),)
    )
    hidden = count([mail], ["Yes."])
    assert (hidden.folded, hidden.new, hidden.mails) == (4, 3, 1)
    shown = count([mail], [mail.text])
    assert (shown.folded, shown.new, shown.mails) == (0, 0, 0)
