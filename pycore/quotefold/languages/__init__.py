"""The words of the page, the terminal and the annotated page, one table a language.

A table maps names to sentences with ``{placeholders}``; a sentence that depends on a
number is a mapping from plural categories (Unicode CLDR: "one", "other", …) to its forms.
English is complete; every other table has the same names, placeholders and, in its own
categories, plurals (``tests/unit/test_languages.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from quotefold.languages import de, en

Table = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that Quotefold speaks. ``tag`` is its BCP 47 tag, ``plural`` gives the
    category of a whole number from 0."""

    tag: str
    table: Table
    plural: Callable[[int], str]

    def say(self, name: str, **given: str | int) -> str:
        """The sentence of that name. Raises :class:`KeyError` where there is none."""
        sentence = self.table[name]
        if not isinstance(sentence, str):
            raise KeyError(name)
        return sentence.format_map(given)

    def count(self, name: str, count: int, **given: str | int) -> str:
        """The sentence of that name in the form for ``count``, which it can name."""
        forms = self.table[name]
        if isinstance(forms, str):
            raise KeyError(name)
        form = forms.get(self.plural(count), forms["other"])
        return form.format_map({"count": count, **given})


LANGUAGES: Final[Mapping[str, Language]] = {
    module.TAG: Language(module.TAG, module.TABLE, module.plural) for module in (en, de)
}
"""By tag; English first, which speaks where there is no better one."""

ENGLISH: Final = LANGUAGES["en"]


def language_of(tag: str) -> Language:
    """The best language for a BCP 47 tag, ``de-AT`` say; English for unknown ones."""
    return LANGUAGES.get(tag.replace("_", "-").split("-")[0].lower(), ENGLISH)
