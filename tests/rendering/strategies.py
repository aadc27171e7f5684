"""Any thread, any markup: Hypothesis strategies.

``threads()`` makes invented threads, ``designs()`` ways to draw them, ``pages()`` pages in
a design nobody has seen, ``site_pages()`` pages in the markup of a known site.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from hypothesis import strategies as st

from .expected import telling
from .generic import Design, generic
from .sites import RENDERERS
from .spec import By, Card, Person, Post, Thread

if TYPE_CHECKING:
    from .page import Page

_START = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)

_PEOPLE = (
    Person("maren_oduya", "Maren Oduya"),
    Person("TeoLisk", "Teodor Lisk"),
    Person("pim_at_the_stop", "Pim ☕ (waiting for the N4 since 2019)"),
    Person("inesvargaholt", "Ines Varga-Holt"),
    Person("jonahbrill_", "Jonah, still on the late shift ☾"),
    Person("QuietFork", "the quiet fork 🍴"),
    Person("mori1887", "森 はるか"),
    Person("Nadia_Rahel", "نادية راحيل"),
    Person("x9k", "K."),
    Person("OConnor_and_Sons", "O'Connor & <Sons>"),
    Person("day4day4day", "3h later 🇸🇪"),
)

_WORDS = (
    "the city a plan tram tram's van and or but because if not isn't never always night "
    "morning people seat seats who what which count counted costs 4.1 million 38K 10% 4:10 "
    "May it's we they she agree disagree wrong right question answer table map page "
    '(perhaps) "quoted" ‘so’ — … & <b> @nobody_here #tram https://lisk.example/a?b=1&c=2 '
    "Straße 夜行 ليل 🚋 café naïve re-think e.g. i.e. *measure* _first_ $5 >1 1. view reply"
).split()

_SHORT = (
    "I agree.", "No.", "This.", "Exactly this:", "Source?", "lol", "🚋", "Same plan?",
    "Yes, but at what cost?", "There it is", "Hm.", "Won't somebody think of the swans.",
)  # fmt: skip

_CHROME = (
    "3h", "View on X", "Original post", "Quoting", "Replying to @maren_oduya", "Show more",
    "12:43 AM · May 21, 2026 · 5.5K Views", "REPLY", "Maren Oduya @maren_oduya", "Quote",
    "Click to expand...", "Originally Posted by TeoLisk", "5.5K Views", "permalink",
)  # fmt: skip
"""What a post may say although pages say it too."""


@st.composite
def _paragraphs(draw: st.DrawFn, serial: int, *, chrome: bool = False) -> tuple[str, ...]:
    """Words of a post. A word of its own keeps posts apart, as real posts are."""
    number = draw(st.integers(1, 4))
    out = []
    for n in range(number):
        words = draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=30))
        if n == 0:
            words.insert(draw(st.integers(1, len(words))), f"point-{serial}")
        # What a post starts with says whom or what it answers: that can't be chance.
        start = "Well," if words[0][0] in "@>" else ""
        out.append(" ".join(filter(None, [start, *words])))
        if chrome and draw(st.integers(0, 5)) == 0:
            out.append(draw(st.sampled_from(_CHROME)))
    return tuple(out)


@st.composite
def threads(draw: st.DrawFn, *, max_posts: int = 8, chrome: bool = False) -> Thread:
    """A root and its answers, in page order that need not be the order of time.

    Two people may say the same few words. With ``chrome``, posts have paragraphs that
    sound like the page around them.
    """
    people = draw(st.permutations(_PEOPLE))[: draw(st.integers(2, 5))]
    number = draw(st.integers(3, max_posts))
    short = draw(st.permutations(_SHORT))
    minutes = draw(st.lists(st.integers(1, 300), min_size=number, max_size=number, unique=True))
    minutes.sort()
    outside: tuple[Post, ...] = ()
    if draw(st.booleans()):
        stranger = next(p for p in _PEOPLE if p not in people)
        words = draw(_paragraphs(99))
        outside = (Post("x1", stranger, words, _START - timedelta(days=6), views=91_000),)

    posts: list[Post] = []
    for n in range(number):
        author = draw(st.sampled_from(people))
        brief = n > 0 and draw(st.integers(0, 4)) == 0
        when = _START + timedelta(minutes=minutes[n], seconds=n * 7)
        words = draw(_paragraphs(n, chrome=chrome))
        if brief:
            said = {p.paragraphs for p in posts if p.author == author}
            words = next((w,) for w in short[draw(st.integers(0, 2)) :] if (w,) not in said)
        views = draw(st.integers(10, 5_000_000))
        if n == 0:
            posts.append(Post("p0", author, words, when, views=views))
            continue
        candidates = [*posts, *outside] if n > 1 else posts
        target = draw(st.sampled_from(candidates))
        by: By = draw(st.sampled_from(["quote", "reply"])) if target.key != "x1" else "quote"
        own = target.author == author
        if own and target.key != "x1":
            by = "reply"
        mentions: tuple[str, ...] = ()
        if by == "reply":
            mentions = target.mentions if own else (target.author.handle,)
        card = Card(
            capitals=draw(st.booleans()),
            cut=draw(st.sampled_from([0, 0, 0, 120])),
            change=draw(st.sampled_from(["", "", "", "edited", "excerpt", "more"])),
        )
        posts.append(
            Post(
                key=f"p{n}",
                author=author,
                paragraphs=words,
                when=when,
                answers=target.key,
                by=by,
                mentions=mentions,
                views=views,
                card=card,
            )
        )
    order = draw(st.permutations(posts[1:]))
    return Thread(
        "What the night tram is for",
        (posts[0], *order),
        subtitle=draw(st.sampled_from(["", "Two people disagree, then nine."])),
        outside=outside,
        slug="drawn",
    )


def _choices(kind: Any) -> st.SearchStrategy[Any]:
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 2)
    return st.sampled_from(get_args(kind))


def designs() -> st.SearchStrategy[Design]:
    """Any design in which a post shows at least a time or a link to itself."""
    kinds = get_type_hints(Design)
    choices = {f.name: _choices(kinds[f.name]) for f in fields(Design)}
    return st.builds(Design, **choices).filter(lambda d: d.time != "none" or d.permalink != "none")


def pages() -> st.SearchStrategy[Page]:
    """Any thread in any design."""
    return st.builds(_drawn, threads(), designs())


def _drawn(thread: Thread, design: Design) -> Page:
    if not design.unsigned or design.nested or design.time == "none":
        return generic(thread, replace(design, unsigned=False))
    known = {p.key: " ".join(p.words()) for p in (*thread.posts, *thread.outside)}

    def unsigned(post: Post) -> bool:
        # Who wrote a word or two, or answers no more than that, nothing tells.
        quoted = known.get(post.answers or "", known[post.key])
        return post.status_id % 4 == 0 and telling(known[post.key]) and telling(quoted)

    posts = tuple(replace(p, signed=not unsigned(p)) for p in thread.posts)
    # Nobody can tell the posts of a page that names hardly anybody from its quotes.
    enough = sum(p.signed for p in posts) >= 3
    design = replace(design, unsigned=enough, quote_who="both")
    return generic(replace(thread, posts=posts), design)


def site_pages() -> st.SearchStrategy[Page]:
    """Any thread, also of posts that sound like a page, in the markup of any known site."""
    return st.builds(
        lambda name, t: RENDERERS[name](t), st.sampled_from(sorted(RENDERERS)), threads()
    )
