"""Every language says all that English says, with the same placeholders."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import quotefold
from quotefold import cli
from quotefold.languages import ENGLISH, LANGUAGES, Language, language_of

CORE = Path(quotefold.__file__).parent
NUMBERS = [0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000_000]
"""Numbers that fall into every plural category of CLDR for whole numbers."""

ALL = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


def forms(entry):
    """By plural category; a sentence without a number has one, of no name."""
    return {"": entry} if isinstance(entry, str) else entry


def placeholders(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@ALL
def test_a_language_has_the_same_names_in_the_same_order(language):
    assert list(language.table) == list(ENGLISH.table)


@ALL
def test_a_sentence_has_the_same_placeholders_in_every_language(language):
    for name, entry in language.table.items():
        english = ENGLISH.table[name]
        assert isinstance(entry, str) == isinstance(english, str), name
        wanted = set().union(*map(placeholders, forms(english).values()))
        for category, sentence in forms(entry).items():
            assert sentence == sentence.strip() != "", name
            assert placeholders(sentence) <= wanted, name
            # "once" needs no number; the most general form must name it.
            spared = set() if category in ("", "other") else {"count"}
            assert wanted - placeholders(sentence) <= spared, name


@ALL
def test_plurals_have_exactly_the_forms_that_the_language_tells_apart(language):
    categories = {language.plural(n) for n in NUMBERS}
    assert "other" in categories
    for name, entry in language.table.items():
        if not isinstance(entry, str):
            assert set(entry) == categories, name


def test_another_language_is_no_copy():
    german = LANGUAGES["de"].table
    same = {name for name, entry in german.items() if entry == ENGLISH.table[name]}
    assert same == {"sentence_where", "sentence_end"}


def test_every_sentence_is_used_and_every_one_that_is_used_is_there():
    used = set()
    for path in CORE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and called(node) in ("say", "count"):
                used |= set(names(node.args[0]))
    used = {one for one in used if re.match(r"[a-z]", one)}  # "<" is counted by str.count
    table = set(ENGLISH.table)
    assert [name for name in table if not any(re.fullmatch(one, name) for one in used)] == []
    assert [one for one in used if not any(re.fullmatch(one, name) for name in table)] == []


def called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def names(node):
    """Patterns of the names that an expression can give."""
    if isinstance(node, ast.IfExp):
        return [*names(node.body), *names(node.orelse)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values]
        return ["".join(parts)]
    return []


@pytest.mark.parametrize(
    ("tag", "best"),
    [("de", "de"), ("de-AT", "de"), ("DE_CH", "de"), ("en-GB", "en"), ("tlh", "en"), ("", "en")],
)
def test_a_region_speaks_its_language_and_an_unknown_one_english(tag, best):
    assert language_of(tag).tag == best


def test_the_command_offers_every_language():
    assert set(cli.LanguageName.__args__) == set(LANGUAGES)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ENGLISH.say("no such"),
        lambda: ENGLISH.say("posts"),
        lambda: ENGLISH.count("post", 2),
    ],
)
def test_a_name_that_is_not_there_is_an_error(wrong):
    with pytest.raises(KeyError):
        wrong()


def test_words_of_the_page_are_never_taken_for_placeholders():
    assert ENGLISH.say("quote_of", who="@{evil}") == "quote of @{evil}"


def test_a_language_with_more_forms_uses_them():
    polish = Language(
        "pl",
        {"posts": {"one": "{count} wpis", "few": "{count} wpisy", "other": "{count} wpisów"}},
        lambda n: "one" if n == 1 else "few" if n in (2, 3, 4) else "other",
    )
    assert [polish.count("posts", n) for n in (1, 2, 5)] == ["1 wpis", "2 wpisy", "5 wpisów"]
