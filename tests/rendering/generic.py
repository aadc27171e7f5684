"""One thread in markup that nobody has seen: every choice a designer makes is a parameter.

Real sites differ in the element of a row, in where the author and the time stand, in how
a quote is set off and in what else lies about on the page. :class:`Design` holds one
answer to each of these; :func:`generic` draws the thread that way and says what is to be
read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from zlib import crc32

from markupsafe import Markup, escape

from .expected import UNSTATED, Shown, ShownQuote, expect, only_handle
from .page import Page
from .spec import Person, Post, Thread, clock, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOST = "https://talk.example"


@dataclass(frozen=True, slots=True)
class Design:
    """How a page is drawn."""

    row: Literal["article", "li", "div", "section", "tr", "shadow"] = "article"
    """``shadow``: an element of the site's own, with all it shows in an open shadow root."""
    wrappers: int = 0
    """Further boxes around what is in a row."""
    header: Literal["link", "spans", "byline", "two-links"] = "link"
    header_after: bool = False
    """The author stands below the words."""
    avatar: Literal["none", "alt-name", "alt-empty", "initials", "svg"] = "alt-empty"
    profile: Literal["x", "local", "at", "none"] = "local"
    time: Literal["iso", "clock", "age", "day", "none"] = "clock"
    time_in_header: bool = False
    permalink: Literal["x", "local", "none"] = "x"
    view_on_x: bool = False
    """The link says "View on X" and stands apart from the time."""
    views: bool = False
    body: Literal["p", "br", "spans", "divs", "pre-wrap"] = "p"
    comments: bool = False
    """HTML comments split the words, as React leaves them."""
    linkify: bool = False
    """Mentions and addresses inside the words are links."""
    unsigned: bool = False
    """Posts that the thread calls unsigned show no author and link to ``/i/status/``."""
    quote: Literal["article", "blockquote", "div", "card-link", "figure", "aside", "details"] = (
        "blockquote"
    )
    quote_above: bool = False
    quote_who: Literal["both", "handle"] = "both"
    quote_label: bool = False
    """"Quoting" or "Replying to" in words inside the block."""
    quote_time: bool = False
    quote_permalink: bool = False
    quote_paragraphs: bool = False
    """The copy keeps its paragraphs."""
    capitals: bool = False
    """Handles in quote blocks are in capitals."""
    reply: Literal["card", "label", "card+label"] = "card"
    """What shows the post that a reply answers."""
    mentions: bool = True
    nested: bool = False
    """Answers stand inside the row of what they answer; nothing is quoted."""
    hero: Literal["row", "card", "fieldset"] = "row"
    hero_again: bool = False
    """The hero comes once more as the first row."""
    layout_copy: Literal["none", "aria-hidden", "hidden", "template", "script"] = "none"
    editor: bool = False
    """An editor's paragraphs stand between the posts."""
    surroundings: bool = True
    """Navigation, a sidebar with links to profiles, a footer."""
    buttons: bool = True
    show_more: bool = False
    language: Literal["en", "de", "fr", "es", "ja"] = "en"
    """Of the page's own words; posts and times stay English."""
    names: Literal["words", "hashed", "tailwind", "none"] = "words"
    """What classes are called."""


_TAILWIND: Mapping[str, str] = {
    "row": "border-b py-4 flex flex-col gap-2",
    "header": "flex items-center gap-3",
    "body": "text-base leading-6 break-words",
    "quote": "mt-2 rounded-md border px-3 py-2",
    "name": "font-semibold",
    "handle": "text-muted-foreground",
    "meta": "font-mono text-xs",
}

_EDITOR = (
    "By noon the talk had moved on to money, as it does.",
    "Several people wrote to us about this part. We've left their letters out.",
    "What follows was said after the lights came back.",
)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"original": "Original post", "quote": "Quoting", "reply": "Replying to",
           "views": "Views"},
    "de": {"original": "Ursprünglicher Beitrag", "quote": "Zitiert", "reply": "Antwort an",
           "views": "Aufrufe"},
    "fr": {"original": "Publication d’origine", "quote": "Citation de", "reply": "En réponse à",
           "views": "vues"},
    "es": {"original": "Publicación original", "quote": "Citando a", "reply": "En respuesta a",
           "views": "visualizaciones"},
    "ja": {"original": "元の投稿", "quote": "引用", "reply": "返信先:", "views": "件の表示"},
}  # fmt: skip


def tag(name: str, *children: Markup | str | None, **attributes: str | bool | None) -> Markup:
    """An element. ``cls`` is class, ``_`` in a name is ``-``; None and False leave out."""
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        label = "class" if key == "cls" else key.replace("_", "-")
        parts.append(label if value is True else f'{label}="{escape(value)}"')
    inner = Markup("").join(c for c in children if c is not None and c != "")
    if name in ("img", "br", "hr", "input"):
        return Markup(f"<{' '.join(parts)}>")
    return Markup(f"<{' '.join(parts)}>{inner}</{name}>")


def _some(*parts: Markup | str | None) -> Markup:
    return Markup("").join(p for p in parts if p)


class _Drawing:
    """One page while it is drawn."""

    def __init__(self, thread: Thread, design: Design) -> None:
        self.thread = thread.as_tree() if design.nested else thread
        self.design = design
        self.mentions = design.mentions and not design.nested

    def cls(self, role: str) -> str | None:
        names = self.design.names
        if names == "none":
            return None
        if names == "words":
            return role
        if names == "tailwind":
            return _TAILWIND.get(role, "block")
        return f"css-{crc32(role.encode()):x}"

    # Words

    def inline(self, text: str, *, linkify: bool) -> Markup:
        """Words with links and comments in them as the design has it."""
        out: list[Markup] = []
        for n, token in enumerate(re.split(r"(\s+)", text)):
            bare = token.rstrip(".,;:!?")
            rest = token[len(bare) :]
            if linkify and re.fullmatch(r"@\w{2,20}", bare):
                href = self.profile(Person(bare[1:], "")) or f"{HOST}/u/{bare[1:]}"
                out += [tag("a", bare, href=href), escape(rest)]
            elif linkify and bare.startswith("https://"):
                out += [tag("a", bare, href=bare, rel="nofollow"), escape(rest)]
            else:
                out.append(escape(token))
            if self.design.comments and n % 6 == 4:
                out.append(Markup("<!-- -->"))
        return Markup("").join(out)

    def words(self, paragraphs: Iterable[str], role: str = "body") -> Markup:
        kind = self.design.body
        # A card that is a link as a whole can't have links inside.
        linkify = self.design.linkify and role == "body"
        drawn = [self.inline(p, linkify=linkify) for p in paragraphs]
        if kind == "p":
            return tag("div", *(tag("p", p) for p in drawn), cls=self.cls(role))
        if kind == "br":
            return tag("p", (tag("br") + tag("br")).join(drawn), cls=self.cls(role))
        if kind == "spans":
            lines = [tag("span", p) for p in drawn]
            return tag("div", (tag("br") + tag("br")).join(lines), cls=self.cls(role))
        if kind == "divs":
            return tag("div", *(tag("div", p) for p in drawn), cls=self.cls(role))
        return tag(
            "div", Markup("\n\n").join(drawn), cls=self.cls(role), style="white-space: pre-wrap"
        )

    # People, times, addresses

    def profile(self, person: Person) -> str | None:
        return {
            "x": f"https://x.com/{person.handle}",
            "local": f"/u/{person.handle.lower()}",
            "at": f"/@{person.handle}",
            "none": None,
        }[self.design.profile]

    def href(self, post: Post) -> str | None:
        who = post.author.handle if self.names(post) else "i"
        return {
            "x": f"https://x.com/{who}/status/{post.status_id}",
            "local": f"/post/{post.status_id % 10_000_000}",
            "none": None,
        }[self.design.permalink]

    def avatar(self, person: Person) -> Markup | None:
        kind = self.design.avatar
        if kind == "none":
            return None
        if kind == "initials":
            return tag("span", person.initials, cls=self.cls("avatar"), data_slot="avatar")
        if kind == "svg":
            return Markup('<svg viewBox="0 0 8 8" aria-hidden="true"><path d="M0 0"/></svg>')
        alt = person.name if kind == "alt-name" else ""
        return tag("img", src="data:,", alt=alt, width="40", height="40")

    def handle(self, person: Person, *, capitals: bool = False) -> Markup:
        text = person.handle.upper() if capitals else person.handle
        return Markup("@<!-- -->") + text if self.design.comments else escape(f"@{text}")

    def says(self, word: str) -> str:
        return _WORDS[self.design.language][word]

    def names(self, post: Post) -> bool:
        """Whether the page says who wrote a post."""
        return post.signed or not self.design.unsigned

    def signature(self, post: Post) -> Markup | None:
        d, person = self.design, post.author
        if not self.names(post):
            stamp = self.stamp(post) if d.time_in_header else None
            return stamp and tag("div", stamp, cls=self.cls("header"))
        name = tag("span", person.name, cls=self.cls("name"))
        handle = tag("span", self.handle(person), cls=self.cls("handle"))
        href = self.profile(person)
        if d.header == "link" and href:
            who = tag("a", _some(self.avatar(person), name, " ", handle), href=href)
        elif d.header == "two-links" and href:
            who = _some(
                self.avatar(person), tag("a", name, href=href), " ", tag("a", handle, href=href)
            )
        elif d.header == "byline":
            line = escape(person.name) + " (" + self.handle(person) + ")"
            who = _some(self.avatar(person), tag("strong", line))
        else:
            who = _some(self.avatar(person), name, " ", handle)
        stamp = self.stamp(post) if d.time_in_header else None
        return tag("header" if d.row != "li" else "div", who, stamp, cls=self.cls("header"))

    def time_words(self, post: Post) -> str:
        return {
            "iso": clock(post.when),
            "clock": clock(post.when),
            "age": "3h",
            "day": f"{post.when:%b} {post.when.day}",
            "none": "",
        }[self.design.time]

    def stamp(self, post: Post) -> Markup | None:
        """Time, views and the link to the post."""
        d = self.design
        text: Markup | str = self.time_words(post)
        if d.time == "iso":
            text = tag("time", text, datetime=post.when.strftime("%Y-%m-%dT%H:%M:%SZ"))
        if d.views:
            views = f"{count(post.views)} {self.says('views')}"
            text = _some(escape(text), " · " if text else "", views)
        href = self.href(post)
        if href and text and not d.view_on_x:
            text = tag("a", text, href=href)
        elif href:
            label = "View on X" if d.permalink == "x" else "Link"
            text = _some(escape(text), " ", tag("a", label, href=href))
        return tag("div", text, cls=self.cls("meta")) if text else None

    # Quote blocks

    def shows_card(self, post: Post) -> bool:
        if not post.answers or not post.card.shown or self.design.nested:
            return False
        return post.by == "quote" or self.design.reply != "label"

    def card_paragraphs(self, post: Post) -> tuple[str, ...]:
        target = self.thread.target(post)
        if (
            target is not None
            and self.design.quote_paragraphs
            and not (post.card.cut or post.card.change)
        ):
            return target.words(mentions=self.mentions, media=False)
        return (self.thread.card_text(post, mentions=self.mentions),)

    def card(self, post: Post) -> Markup | None:
        target = self.thread.target(post)
        if target is None or not self.shows_card(post):
            return None
        d = self.design
        capitals = d.capitals or post.card.capitals
        href = self.href(target) if d.quote_permalink else None
        name = tag("span", target.author.name, cls=self.cls("name"))
        handle = tag("span", self.handle(target.author, capitals=capitals), cls=self.cls("handle"))
        label = None
        if d.quote_label:
            label = tag("span", self.says(post.by))
        head = tag(
            "div", _some(label, " ", self.avatar(target.author) if d.quote_who == "both" else None,
                       name if d.quote_who == "both" else None, " ", handle),
            cls=self.cls("quote-head"),
        )  # fmt: skip
        meta: Markup | str = self.time_words(target) if d.quote_time else ""
        if href and d.quote != "card-link":
            meta = tag("a", meta or "Show post", href=href)
        inner = _some(
            head,
            self.words(self.card_paragraphs(post), "quote-text"),
            tag("div", meta, cls=self.cls("meta")) if meta else None,
        )
        if d.quote == "card-link" and href:
            return tag("a", inner, href=href, cls=self.cls("quote"))
        name_of = "div" if d.quote in ("card-link", "div") else d.quote
        border = "border: 1px solid; display: block" if d.names == "none" else None
        return tag(name_of, inner, cls=self.cls("quote"), style=border)

    def reply_label(self, post: Post) -> Markup | None:
        d = self.design
        target = self.thread.target(post)
        if target is None or post.by != "reply" or d.reply == "card" or d.nested:
            return None
        href = self.href(target)
        who = self.handle(target.author)
        return tag("div", self.says("reply"), " ", tag("a", who, href=href) if href else who)

    # Posts and the page

    def post(self, post: Post, *, hero: bool = False) -> Markup:
        d = self.design
        header, words, card = (
            self.signature(post),
            self.words(post.words(mentions=self.mentions)),
            self.card(post),
        )
        parts = [None if d.header_after else header, self.reply_label(post)]
        parts += [card, words] if d.quote_above else [words, card]
        if d.show_more:
            parts.append(tag("button", "Show more", type="button"))
        if d.header_after:
            parts.append(header)
        if not d.time_in_header:
            parts.append(self.stamp(post))
        if d.buttons:
            parts.append(
                tag(
                    "div",
                    tag("button", "Reply", type="button"),
                    tag("button", "Like", type="button"),
                    tag("span", str(post.status_id % 97)),
                )
            )
        if d.layout_copy in ("aria-hidden", "hidden", "template"):
            copied = _some(self.words(post.words(mentions=self.mentions)), card)
            parts.append(
                tag("template", copied)
                if d.layout_copy == "template"
                else tag("div", copied, aria_hidden="true")
                if d.layout_copy == "aria-hidden"
                else tag("div", copied, hidden=True)
            )
        inner = _some(*parts)
        for _ in range(d.wrappers):
            inner = tag("div", inner, cls=self.cls("wrap"))
        if hero:
            return inner
        if d.nested:
            answers = [self.post(p) for p in self.thread.posts if p.answers == post.key]
            if answers and (post != self.thread.root or d.hero == "row"):
                inner += tag("ul" if d.row == "li" else "div", *answers, cls=self.cls("answers"))
        if d.row == "tr":
            return tag("tr", tag("td", inner), cls=self.cls("row"))
        if d.row == "shadow":
            return tag("x-post", tag("template", inner, shadowrootmode="open"))
        return tag(d.row, inner, cls=self.cls("row"))

    def hero(self) -> Markup | None:
        inner = self.post(self.thread.root, hero=True)
        if self.design.hero == "fieldset":
            return tag("fieldset", tag("legend", self.says("original")), inner)
        if self.design.hero == "card":
            label = tag("div", tag("span", self.says("original")))
            return tag("div", label, inner, cls=self.cls("hero"))
        return None

    def page(self) -> str:
        d, thread = self.design, self.thread
        hero = self.hero()
        rows = list(thread.posts if hero is None or d.hero_again else thread.posts[1:])
        if d.nested:
            rows = (
                [thread.root]
                if hero is None
                else [p for p in thread.posts if p.answers == thread.root.key]
            )
        drawn: list[Markup] = []
        for n, post in enumerate(rows):
            if d.editor and n and n % 3 == 0:
                note = tag("p", _EDITOR[(n // 3 - 1) % len(_EDITOR)])
                drawn.append(
                    tag("li", note) if d.row == "li"
                    else tag("tr", tag("td", note)) if d.row == "tr"
                    else note
                )  # fmt: skip
            drawn.append(self.post(post))
        around = {"li": "ul", "tr": "table"}.get(d.row, "div")
        posts = tag(around, *drawn, cls=self.cls("list"))
        script = None
        if d.layout_copy == "script":
            data = json.dumps([" ".join(p.words()) for p in thread.posts]).replace("<", "\\u003c")
            script = Markup(f"<script>window.__data = {data}</script>")
        main = tag(
            "main",
            tag("h1", thread.title),
            tag("p", thread.subtitle) if thread.subtitle else None,
            hero,
            posts,
        )
        head = tag("head", Markup('<meta charset="utf-8">'), tag("title", thread.title))
        sides = self.surroundings() if d.surroundings else (None, None)
        body = tag("body", sides[0], main, sides[1], script)
        return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"

    def surroundings(self) -> tuple[Markup, Markup]:
        links = [("/", "Today"), ("/top", "Top"), ("/rules", "House rules")]
        nav = tag("nav", tag("ul", *(tag("li", tag("a", text, href=h)) for h, text in links)))
        people = {p.author.handle: p.author for p in self.thread.posts}
        who = [
            tag("li", tag("a", _some(self.avatar(p), p.name, " ", f"@{p.handle}"),
                          href=self.profile(p) or f"/u/{p.handle}"))
            for p in people.values()
        ]  # fmt: skip
        more = [
            tag("li", tag("a", text, href=f"/story/{n}"), tag("span", f" {n + 2}h"))
            for n, text in enumerate(("A swan is elected", "Rain expected, then rain"))
        ]
        aside = tag(
            "aside",
            tag("h2", "Who takes part"), tag("ul", *who),
            tag("h2", "More stories"), tag("ul", *more),
        )  # fmt: skip
        footer = tag(
            "footer", tag("p", "© 2026 Talk. Be kind."), tag("a", "Privacy", href="/privacy")
        )
        return tag("header", tag("a", "Talk", href="/"), nav), aside + footer


def generic(thread: Thread, design: Design, url: str = f"{HOST}/story/7") -> Page:
    """The thread in this design."""
    drawing = _Drawing(thread, design)
    shown = [_shown(drawing, post) for post in drawing.thread.posts]
    expected = expect("generic", url, drawing.thread, shown, hero=design.hero != "row")
    return Page(f"generic-{thread.slug}", url, drawing.page(), expected)


def _shown(drawing: _Drawing, post: Post) -> Shown:
    d, thread = drawing.design, drawing.thread
    target = thread.target(post)
    card = drawing.shows_card(post)
    quotes: tuple[ShownQuote, ...] = ()
    if target is not None and card:
        linked = d.quote_permalink and d.permalink != "none"
        quotes = (
            ShownQuote(
                target.key,
                "\n\n".join(drawing.card_paragraphs(post)),
                target.author if d.quote_who == "both" else only_handle(target.author),
                _permalink(drawing, target) if linked else UNSTATED,
                UNSTATED,
                excerpt=thread.changes(post),
            ),
        )
    x_id = d.permalink == "x"
    time = post.minute if d.time == "iso" or x_id else UNSTATED
    relation: Any = ""
    answered: Any = None
    if target is not None and d.nested:
        # Under a hero that stands apart, the rows of the first level may answer anything.
        open_level = d.hero != "row" and target == thread.root
        relation = UNSTATED if open_level else "reply"
        answered = UNSTATED if open_level else target.key
    elif target is not None:
        labelled = d.reply != "card" or (card and d.quote_label)
        says_reply = post.by == "reply" and (labelled or (d.mentions and bool(post.mentions)))
        relation = "reply" if says_reply else "quote"
        named = d.reply != "card" and post.by == "reply" and d.permalink != "none"
        # Who quotes other words than stand there may mean another post.
        sure = card and not thread.changes(post)
        answered = target.key if sure or named else UNSTATED
        if answered is UNSTATED and target.author == post.author:
            relation = UNSTATED
    return Shown(
        post,
        "\n\n".join(post.words(mentions=drawing.mentions)),
        post.author if drawing.names(post) else None,
        time,
        _permalink(drawing, post),
        relation,
        answered,
        quotes,
    )


def _permalink(drawing: _Drawing, post: Post) -> Any:
    return drawing.href(post) if drawing.design.permalink == "x" else UNSTATED
