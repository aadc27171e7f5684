"""German."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TAG: Final = "de"


def plural(count: int) -> str:
    """CLDR: one is 1, everything else is other."""
    return "one" if count == 1 else "other"


TABLE: Final[Mapping[str, str | Mapping[str, str]]] = {
    "posts": {"one": "{count} Beitrag", "other": "{count} Beiträge"},
    "of_quotes": {"one": "{folded} von {count} Zitat", "other": "{folded} von {count} Zitaten"},
    "summary": "{posts}, {of_quotes} eingefaltet",
    "no_thread": "Auf dieser Seite steht kein Thread, der sich lesen lässt.",
    "not_understood": (
        "Dieser Aufbau von {site} wird nicht verstanden: keine Beiträge mit Text gefunden."
    ),
    "author_unknown": "Name nicht genannt",
    "a_post": "ein Beitrag",
    "no_words": "ohne Worte",
    "verb_original": "Erster Beitrag",
    "verb_self-reply": "Setzt den eigenen Thread fort",
    "verb_quote": "Zitiert {who}",
    "verb_quote_unknown": "Zitiert einen Beitrag, dessen Autor nicht genannt ist",
    "verb_reply": "Antwortet {who}",
    "verb_reply_unknown": "Antwortet auf einen Beitrag, dessen Autor nicht genannt ist",
    "by": "Von {who}: {verb}",
    "above": "Beitrag {number}, oben",
    "below": "Beitrag {number}, unten",
    "elsewhere": "nicht auf dieser Seite",
    "quoted": {"one": "hier einmal zitiert", "other": "hier {count}-mal zitiert"},
    "sentence_none": "Beitrag {number} antwortet auf nichts auf dieser Seite",
    "sentence_original": "Beitrag {number} ist der erste Beitrag",
    "sentence_self-reply": "Beitrag {number} setzt den eigenen Thread fort",
    "sentence_quote": "Beitrag {number} zitiert {who}",
    "sentence_quote_unknown": (
        "Beitrag {number} zitiert einen Beitrag, dessen Autor nicht genannt ist"
    ),
    "sentence_reply": "Beitrag {number} antwortet {who}",
    "sentence_reply_unknown": (
        "Beitrag {number} antwortet auf einen Beitrag, dessen Autor nicht genannt ist"
    ),
    "sentence_where": "{sentence}: {where}.",
    "sentence_end": "{sentence}.",
    "words_also": {"one": "{verb}, zitiert noch 1", "other": "{verb}, zitiert noch {count}"},
    "sentence_also": "Er zitiert auch {posts}.",
    "sentence_also_more": "Er zitiert auch {posts} und {more} weitere.",
    "post_elsewhere": "{who} (nicht auf dieser Seite)",
    "words_repost": "Weitergegeben von {who}",
    "sentence_repost": "Er steht hier, weil {who} ihn weitergegeben hat.",
    "sentence_part": "Teil {part} von {parts} des eigenen Threads.",
    "sentence_copy": (
        "Die Seite nennt den Namen nicht, aber eine Kopie mit Namen steht hier: {who}."
    ),
    "sentence_quoted": {
        "one": "Hier einmal zitiert, von {posts}.",
        "other": "Hier {count}-mal zitiert, von {posts}.",
    },
    "sentence_quoted_more": {
        "one": "Hier einmal zitiert, von {posts} und {more} weiteren.",
        "other": "Hier {count}-mal zitiert, von {posts} und {more} weiteren.",
    },
    "post": "Beitrag {number}",
    "same_as_post_above": "wie Beitrag {number} oben",
    "same_as_post_below": "wie Beitrag {number} unten",
    "same_as_quote_above": "wie das Zitat in Beitrag {number} oben",
    "same_as_quote_below": "wie das Zitat in Beitrag {number} unten",
    "folded_by_setting": "nach deiner Einstellung eingefaltet",
    "quote_of": "Zitat von {who}",
    "quote_of_folded": "Zitat von {who} eingefaltet",
    "go_to_post": "zu Beitrag {number}",
    "show_all": "Alle Zitate zeigen",
    "stance_support": "Stimmt zu",
    "stance_oppose": "Widerspricht",
    "stance_query": "Fragt nach",
    "stance_comment": "Kommentiert",
    "stance_unclear": "Keine klare Haltung",
    "seems_support": "Dieser Beitrag scheint {toward} zuzustimmen.",
    "seems_oppose": "Dieser Beitrag scheint {toward} zu widersprechen.",
    "seems_query": "Dieser Beitrag scheint nach {toward} zu fragen.",
    "seems_comment": "Dieser Beitrag scheint etwas zu {toward} anzumerken.",
    "seems_unclear": "Es ist unklar, wie dieser Beitrag zu {toward} steht.",
    "toward_post": "Beitrag {number}",
    "toward_author": "dem Beitrag von {who}",
    "toward_target": "dem Beitrag, auf den er antwortet,",
    "very_likely": "sehr wahrscheinlich",
    "likely": "wahrscheinlich",
    "perhaps": "vielleicht",
    "percent": "{number}\N{NO-BREAK SPACE}%",
    "guess": "Vermutung eines kleinen Modells: {sure}, {percent}.",
    "marked": "Die Wörter, nach denen es ging, sind im Beitrag markiert.",
    "said_support": "Du sagst: stimmt zu",
    "said_oppose": "Du sagst: widerspricht",
    "said_query": "Du sagst: fragt",
    "said_comment": "Du sagst: kommentiert",
    "said_unclear": "Du sagst: keine klare Haltung",
}
