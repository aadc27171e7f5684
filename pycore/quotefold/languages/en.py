"""English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TAG: Final = "en"


def plural(count: int) -> str:
    """CLDR: one is 1, everything else is other."""
    return "one" if count == 1 else "other"


TABLE: Final[Mapping[str, str | Mapping[str, str]]] = {
    # what was found
    "posts": {"one": "{count} post", "other": "{count} posts"},
    "of_quotes": {"one": "{folded} of {count} quote", "other": "{folded} of {count} quotes"},
    "summary": "{posts}, {of_quotes} folded",
    "no_thread": "There is no thread on this page that can be read.",
    "not_understood": "This layout of {site} is not understood: no posts with words were found.",
    # names
    "author_unknown": "author not shown",
    "a_post": "a post",
    "no_words": "no words",
    # what a post is in its thread: "Quotes @ada", and "By @bo, quotes @ada"
    "verb_original": "Original post",
    "verb_self-reply": "Continues own thread",
    "verb_quote": "Quotes {who}",
    "verb_quote_unknown": "Quotes a post whose author is not shown",
    "verb_reply": "Replies to {who}",
    "verb_reply_unknown": "Replies to a post whose author is not shown",
    "by": "By {who}, {verb}",
    "above": "post {number}, above",
    "below": "post {number}, below",
    "elsewhere": "not on this page",
    "quoted": {"one": "quoted once here", "other": "quoted {count} times here"},
    # the same as sentences
    "sentence_none": "Post {number} answers nothing on this page",
    "sentence_original": "Post {number} is the original post",
    "sentence_self-reply": "Post {number} continues own thread",
    "sentence_quote": "Post {number} quotes {who}",
    "sentence_quote_unknown": "Post {number} quotes a post whose author is not shown",
    "sentence_reply": "Post {number} replies to {who}",
    "sentence_reply_unknown": "Post {number} replies to a post whose author is not shown",
    "sentence_where": "{sentence}: {where}.",
    "sentence_end": "{sentence}.",
    "words_also": {"one": "{verb}, quotes 1 more", "other": "{verb}, quotes {count} more"},
    "sentence_also": "It also quotes {posts}.",
    "sentence_also_more": "It also quotes {posts} and {more} more.",
    "post_elsewhere": "{who} (not on this page)",
    "words_repost": "Passed on by {who}",
    "sentence_repost": "It stands here because {who} passed it on.",
    "sentence_part": "Part {part} of {parts} of the author’s own thread.",
    "sentence_copy": "The page does not name its author; a signed copy of it does: {who}.",
    "sentence_quoted": {
        "one": "Quoted once here, by {posts}.",
        "other": "Quoted {count} times here, by {posts}.",
    },
    "sentence_quoted_more": {
        "one": "Quoted once here, by {posts} and {more} more.",
        "other": "Quoted {count} times here, by {posts} and {more} more.",
    },
    "post": "post {number}",
    # folds
    "same_as_post_above": "same as post {number} above",
    "same_as_post_below": "same as post {number} below",
    "same_as_quote_above": "same as the quote in post {number} above",
    "same_as_quote_below": "same as the quote in post {number} below",
    "folded_by_setting": "folded by your setting",
    "quote_of": "quote of {who}",
    "quote_of_folded": "quote of {who} folded",
    "go_to_post": "go to post {number}",
    "show_all": "Show all quotes",
    # stance
    "stance_support": "Supports",
    "stance_oppose": "Opposes",
    "stance_query": "Asks about",
    "stance_comment": "Comments on",
    "stance_unclear": "No clear stance",
    "seems_support": "This post seems to support {toward}.",
    "seems_oppose": "This post seems to oppose {toward}.",
    "seems_query": "This post seems to ask about {toward}.",
    "seems_comment": "This post seems to comment on {toward}.",
    "seems_unclear": "It is unclear where this post stands toward {toward}.",
    "toward_post": "post {number}",
    "toward_author": "the post by {who}",
    "toward_target": "the post it answers",
    "very_likely": "very likely",
    "likely": "likely",
    "perhaps": "perhaps",
    "percent": "{number}%",
    "guess": "A small model’s guess: {sure}, {percent}.",
    "marked": "The words it went by are marked in the post.",
    "said_support": "You said: supports",
    "said_oppose": "You said: opposes",
    "said_query": "You said: asks",
    "said_comment": "You said: comments",
    "said_unclear": "You said: no clear stance",
}
