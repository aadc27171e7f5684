"""Layouts and corners that the saved pages do not show: older versions, other views."""
# ruff: noqa: E501 - markup reads best unbroken

from __future__ import annotations

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.reading.raw import RawPost, RawThread
from quotefold.reading.sites import SITES
from quotefold.reading.worded import WordedPost, WordedQuote

URL = "https://forum.example/talk/topic.7/"


def read(site: str, html: str, url: str = URL) -> RawThread:
    adapter = next(s for s in SITES if s.id == site)
    tree = tree_from_html(html)
    assert adapter.detect is not None
    assert adapter.detect(tree)
    thread = adapter.read(tree, url)
    assert thread is not None
    assert thread.site == site
    return thread


def words(post: RawPost) -> str:
    assert isinstance(post, WordedPost)
    return post.words.text


def quotes(post: RawPost) -> list[tuple[str, str]]:
    return [
        (q.author.handle if q.author else "", q.words.text)
        for q in post.quotes
        if isinstance(q, WordedQuote)
    ]


def handles(thread: RawThread) -> list[str]:
    return [p.author.handle if p.author else "" for p in thread.posts]


# --- forums -------------------------------------------------------------------------


def phpbb(number: int, who: str, content: str) -> str:
    return (
        f'<div id="p{number}" class="post bg2"><div class="inner"><div class="postbody">'
        f'<h3><a href="#p{number}">Re: Piers</a></h3><p class="author">by <strong><a '
        f'href="./memberlist.php?u=1">{who}</a></strong> » Sun May 9, 2026 4:34 pm</p>'
        f'<div class="content">{content}</div><div class="signature">Sail on</div></div></div></div>'
    )


def test_phpbb_before_3_2_names_people_in_words() -> None:
    thread = read(
        "phpbb",
        '<div id="page-body">'
        + phpbb(11, "Kir the Sailor", "The pier is closed.")
        + phpbb(
            12,
            "bo",
            "<blockquote><div><cite>Kir the Sailor wrote:</cite>The pier is closed.</div>"
            "</blockquote><br>Since when?<blockquote class='uncited'><div>closed</div></blockquote>",
        )
        + "</div>",
    )
    assert handles(thread) == ["Kir the Sailor", "bo"]
    assert [p.permalink for p in thread.posts] == [
        f"{URL}viewtopic.php?p={n}#p{n}" for n in (11, 12)
    ]
    assert words(thread.posts[1]) == "Since when?"
    assert quotes(thread.posts[1]) == [("Kir the Sailor", "The pier is closed."), ("", "closed")]


def test_phpbb_nests_quotes_and_links_them_to_their_posts() -> None:
    nested = (
        '<blockquote cite="./viewtopic.php?p=12#p12"><div><cite><a href="./memberlist.php?u=2">bo</a> '
        'wrote: <a href="./viewtopic.php?p=12#p12" data-post-id="12">↑</a></cite><blockquote><div>'
        "<cite>Kir wrote:</cite>The pier is closed.</div></blockquote>Since when?</div></blockquote>"
    )
    thread = read(
        "phpbb",
        '<div id="page-body">'
        + phpbb(12, "bo", "Since when?")
        + phpbb(13, "cy", f"{nested}Since noon.")
        + "</div>",
    )
    assert quotes(thread.posts[1]) == [("Kir", "The pier is closed."), ("bo", "Since when?")]
    inner, outer = thread.posts[1].quotes
    assert outer.permalink == thread.posts[0].permalink
    assert isinstance(inner, WordedQuote)
    assert inner.inside == outer.node


def test_vbulletin_3_keeps_a_quote_in_a_table() -> None:
    def row(number: int, who: str, message: str) -> str:
        return (
            f'<table id="post{number}" class="tborder"><tr><td><a class="bigusername" '
            f'href="member.php?u=1">{who}</a></td><td><div id="post_message_{number}">{message}'
            "</div></td></tr></table>"
        )

    box = (
        '<div><div class="smallfont">Quote:</div><table><tr><td class="alt2"><div>Originally Posted '
        'by <strong>kir</strong> <a href="showthread.php?p=11#post11"><img class="inlineimg"></a>'
        "</div><div>The pier is closed.</div></td></tr></table></div>"
    )
    html = row(11, "kir", "The pier is closed.") + row(12, "bo", f"{box}Since when?")
    thread = read("vbulletin", html)
    assert handles(thread) == ["kir", "bo"]
    assert words(thread.posts[1]) == "Since when?"
    assert quotes(thread.posts[1]) == [("kir", "The pier is closed.")]
    assert thread.posts[1].quotes[0].permalink == thread.posts[0].permalink


def test_vbulletin_5_leaves_comments_of_a_post_apart() -> None:
    def item(number: int, who: str, text: str, comments: str = "") -> str:
        return (
            f'<li class="b-post js-post" data-node-id="{number}"><div class="author"><a>{who}</a></div>'
            f'<time itemprop="dateCreated" datetime="2026-05-09T08:00:00+00:00">x</time>'
            f'<div class="js-post__content-text">{text}</div>{comments}</li>'
        )

    box = (
        '<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container">'
        '<div class="bbcode_postedby">Originally posted by <strong>kir</strong> '
        '<a href="/forum/piers/11-x?p=11#post11">View Post</a></div>'
        '<div class="message">The pier is closed.</div></div></div></div>'
    )
    comment = '<div class="b-comments"><div class="js-post__content-text">A comment</div></div>'
    thread = read(
        "vbulletin", item(11, "kir", "The pier is closed.", comment) + item(12, "bo", f"{box}When?")
    )
    assert [words(p) for p in thread.posts] == ["The pier is closed.", "When?"]
    assert quotes(thread.posts[1]) == [("kir", "The pier is closed.")]
    assert thread.posts[0].time_text == "2026-05-09T08:00:00+00:00"


def test_discourse_for_crawlers() -> None:
    def entry(number: int, who: str, cooked: str) -> str:
        return (
            f'<div id="post_{number}" class="topic-body crawler-post"><div class="crawler-post-meta">'
            f'<span class="creator"><a href="/u/{who}"><span itemprop="name">{who}</span></a></span>'
            f'<time datetime="2026-05-09T08:0{number}:00Z" class="post-time">May 9</time></div>'
            f'<div class="post" itemprop="text">{cooked}</div></div>'
        )

    aside = (
        '<aside class="quote no-group" data-username="kir" data-post="1" data-topic="7">'
        '<div class="title"><div class="quote-controls"></div>kir:</div>'
        "<blockquote><p>The pier is closed.</p></blockquote></aside>"
    )
    html = entry(1, "kir", "<p>The pier is closed.</p>") + entry(2, "bo", f"{aside}<p>When?</p>")
    thread = read("discourse", html)
    assert handles(thread) == ["kir", "bo"]
    assert [words(p) for p in thread.posts] == ["The pier is closed.", "When?"]
    assert quotes(thread.posts[1]) == [("kir", "The pier is closed.")]


def test_discourse_shows_answers_twice_and_they_count_once() -> None:
    def entry(number: int, who: str, inside: str) -> str:
        return (
            f'<div class="topic-post" data-post-number="{number}"><article id="post_{number}" '
            f'data-post-id="9{number}" data-topic-id="7"><div class="names"><a data-user-card="{who}">'
            f"{who}</a></div>{inside}</article></div>"
        )

    again = (
        '<section class="embedded-posts bottom"><article data-post-id="92"><div class="cooked">'
        "<p>When?</p></div></article></section>"
    )
    html = entry(1, "kir", f'<div class="cooked"><p>Closed.</p></div>{again}') + entry(
        2, "bo", '<div class="cooked"><p>When?</p></div>'
    )
    assert [words(p) for p in read("discourse", html).posts] == ["Closed.", "When?"]


def test_xenforo_reads_quotes_without_a_source() -> None:
    html = (
        '<article class="message message--post" data-author="bo" data-content="post-12"><div '
        'class="message-content"><article class="message-body"><div class="bbWrapper"><blockquote '
        'class="bbCodeBlock bbCodeBlock--quote" data-quote="" data-source=""><div '
        'class="bbCodeBlock-content"><div class="bbCodeBlock-expandContent">Closed, they say.</div>'
        '<div class="bbCodeBlock-expandLink"><a>Click to expand...</a></div></div></blockquote>'
        "Since when?</div></article></div></article>"
    )
    (post,) = read("xenforo", html).posts
    assert words(post) == "Since when?"
    assert quotes(post) == [("", "Closed, they say.")]


# --- networks and comments ----------------------------------------------------------


def test_a_github_timeline_with_an_answer_by_mail() -> None:
    html = (
        '<div class="timeline-comment" id="issuecomment-1"><a class="author" href="/kir">kir</a>'
        '<a href="#issuecomment-1"><relative-time datetime="2026-05-09T08:00:00Z"></relative-time></a>'
        '<div class="comment-body markdown-body"><p>The pier is closed.</p></div></div>'
        '<div class="timeline-comment" id="issuecomment-2"><a class="author" href="/bo">bo</a>'
        '<a href="#issuecomment-2"><relative-time datetime="2026-05-09T09:00:00Z"></relative-time></a>'
        '<div class="comment-body markdown-body"><div class="email-fragment">Since when?</div>'
        '<span class="email-hidden-toggle"><a href="#">…</a></span>'
        '<div class="email-hidden-reply"><div class="email-quoted-reply">The pier is closed.</div>'
        "</div></div></div>"
    )
    thread = read("github", html, "https://github.com/piers/north/pull/7")
    assert handles(thread) == ["kir", "bo"]
    assert words(thread.posts[1]) == "Since when?"
    assert [text for _, text in quotes(thread.posts[1])] == ["The pier is closed."]
    assert thread.posts[0].permalink == "https://github.com/piers/north/pull/7#issuecomment-1"


def hn(number: int, indent: int, who: str, text: str) -> str:
    return (
        f'<tr class="athing comtr" id="{number}"><td class="ind" indent="{indent}"></td><td><a '
        f'class="hnuser">{who}</a><span class="age" title="2026-05-09T08:00:00 1778313600"><a '
        f'href="item?id={number}">1 hour ago</a></span><div class="commtext c00">{text}</div>'
        '<div class="reply"><a>reply</a></div></td></tr>'
    )


@pytest.mark.parametrize(
    ("text", "own", "quoted", "foldable"),
    [
        ("&gt; The pier is closed.<p>Since when?", "Since when?", "The pier is closed.", False),
        ("Since when?<p>&gt; The pier is closed.", "Since when?", "The pier is closed.", True),
        ("<i>The pier is closed.</i><p>Since when?", "Since when?", "The pier is closed.", True),
        ("So:<p><i>&gt; The pier is closed.</i></p>", "So:", "The pier is closed.", True),
        ("<i>I do mean it, really.</i><p>When?", "I do mean it, really.\n\nWhen?", None, False),
    ],
)
def test_typed_quotes_on_hacker_news(
    text: str, own: str, quoted: str | None, foldable: bool
) -> None:
    html = f"<table>{hn(1, 0, 'kir', 'The pier is closed. It will open in June.')}{hn(2, 1, 'bo', text)}"
    thread = read("hackernews", f"{html}</table>", "https://news.ycombinator.com/item?id=1")
    post = thread.posts[1]
    assert words(post) == own
    assert quotes(post) == ([("", quoted)] if quoted else [])
    assert all((q.node >= 0) == foldable for q in post.quotes)
    assert post.parent == 0


def test_an_answer_to_a_deleted_comment_answers_nobody_here() -> None:
    html = (
        hn(1, 0, "kir", "Closed.")
        + hn(2, 1, "", "")
        + hn(3, 2, "bo", "When?")
        + hn(4, 1, "cy", "Oh.")
    )
    thread = read("hackernews", f"<table>{html}</table>")
    assert [(words(p), p.parent) for p in thread.posts] == [
        ("Closed.", None),
        ("When?", None),
        ("Oh.", 0),
    ]


def test_mastodon_tells_branches_apart_by_leading_mentions() -> None:
    def status(number: int, who: str, text: str, classes: str) -> str:
        return (
            f'<div class="status__wrapper"><div class="status {classes}" data-id="{number}"><a '
            f'class="status__relative-time" href="/@{who}/{number}"><time datetime="2026-05-09T08:00:00Z">'
            f'</time></a><span class="display-name__account">@{who}</span><div class="status__content">'
            f'<div class="status__content__text">{text}</div></div></div></div>'
        )

    focus = (
        '<div class="detailed-status__wrapper"><div class="detailed-status"><span '
        'class="display-name__account">@kir</span><div class="status__content__text">Closed. '
        '<a href="https://piers.example/news"><span class="invisible">https://</span><span>piers.example'
        '/news</span></a></div><a class="detailed-status__datetime" href="/@kir/1"><time '
        'datetime="2026-05-09T07:00:00Z"></time></a></div></div>'
    )
    error = '<div class="status__quote status__quote--error">Post removed by author</div>'
    html = (
        f'<div id="mastodon">{focus}'
        + status(2, "bo", "@kir When?", "status--in-thread status--first-in-thread")
        + status(3, "cy", f"@bo Noon.{error}", "status--in-thread")
        + "</div>"
    )
    thread = read("mastodon", html, "https://tidal.example/@kir/1")
    assert words(thread.posts[0]) == "Closed. piers.example/news"
    assert [p.parent for p in thread.posts] == [None, 0, 1]
    assert [len(p.quotes) for p in thread.posts] == [0, 0, 0]
    assert thread.posts[1].permalink == "https://tidal.example/@bo/2"


def test_old_reddit_nests_and_leaves_advertisements_out() -> None:
    def thing(name: str, who: str, text: str, inside: str = "", kind: str = "comment") -> str:
        return (
            f'<div class="thing {kind}" data-fullname="{name}" data-author="{who}" '
            f'data-permalink="/r/piers/comments/a/x/{name}/"><div class="entry"><p class="tagline"><time '
            f'datetime="2026-05-09T08:00:00+00:00"></time></p><div class="usertext-body"><div class="md">'
            f'<p>{text}</p></div></div></div><div class="child">{inside}</div></div>'
        )

    html = (
        thing("t3_a", "kir", "Closed.", kind="link")
        + thing("t3_ad", "shop", "Buy a boat.", kind="link promoted")
        + thing("t1_b", "bo", "When?", thing("t1_c", "cy", "Noon."))
        + thing("t1_d", "dee", "Oh.")
    )
    thread = read("old-reddit", html, "https://old.reddit.com/r/piers/comments/a/x/")
    assert [words(p) for p in thread.posts] == ["Closed.", "When?", "Noon.", "Oh."]
    assert [p.parent for p in thread.posts] == [None, 0, 1, 0]
    assert thread.posts[0].hero


def test_posts_of_x_as_plain_blockquotes() -> None:
    html = "".join(
        f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{text} '
        f'<a href="https://twitter.com/x/status/{n}/photo/1">pic.twitter.com/a</a></p>&mdash; '
        f'{who.title()} B. (@{who}) <a href="https://twitter.com/{who}/status/{n}?ref_src=x">May 9, '
        "2026</a></blockquote>"
        for n, who, text in (
            (2053022747587513253, "kir", "Closed."),
            (2053022747587513300, "bo", "When?"),
        )
    )
    thread = read("x-embeds", f"<p>They said:</p>{html}")
    assert handles(thread) == ["kir", "bo"]
    assert [p.author.name for p in thread.posts if p.author] == ["Kir B.", "Bo B."]
    assert thread.posts[0].permalink == "https://x.com/kir/status/2053022747587513253"


# --- mail archives ------------------------------------------------------------------


def pipermail(date: str) -> str:
    return (
        f"<body><h1>Piers</h1><b>Kir Holm</b> <a href='mailto:x'>kir at piers.example</a><br><i>{date}</i>"
        "<hr><!--beginarticle--><pre>Bo wrote:\n&gt;<i> Since when?\n</i>\nSince noon.\n</pre>"
        "<!--endarticle--></body>"
    )


@pytest.mark.parametrize(
    ("date", "time"),
    [
        ("Sat May  9 08:44:50 UTC 2026", "2026-05-09T08:44:00+00:00"),
        ("Sat May  9 08:44:50 CEST 2026", ""),
        ("Sat May 39 08:44:50 UTC 2026", ""),
    ],
)
def test_pipermail_has_a_time_where_its_clock_names_utc(date: str, time: str) -> None:
    (post,) = read("pipermail", pipermail(date)).posts
    assert post.time_text == time
    assert words(post) == "Since noon."
    assert quotes(post) == [("Bo", "Since when?")]
    assert post.quotes[0].node == -1


def test_mhonarc_says_which_mail_is_answered() -> None:
    html = (
        "<body><!--X-Head-of-Message--><ul><li><em>From</em>: Kir Holm &lt;kir@piers.example&gt;</li>"
        "<li><em>Date</em>: Sat, 09 May 2026 08:44:50 +0000</li><li><em>In-reply-to</em>: "
        '&lt;<a href="msg00002.html">1@x</a>&gt;</li></ul><!--X-Body-of-Message--><pre>Since noon.'
        "</pre><!--X-Body-of-Message-End--></body>"
    )
    (post,) = read("mhonarc", html, "https://lists.example/archive/msg00003.html").posts
    assert handles(RawThread("", (post,))) == ["Kir Holm"]
    assert post.answers_permalink == "https://lists.example/archive/msg00002.html"
    assert post.time_text == "2026-05-09T08:44:50+00:00"
    assert post.label == "reply"


def mail(number: int, who: str, body: str) -> str:
    return (
        f'<pre><a href="#e{number}" id="m{number}">*</a> <b>Re: Piers</b>\nFrom: {who} @ 2026-05-09  8:0'
        f'{number} UTC (<a href="../../{number}@x/">permalink</a>)\n  To: piers\n\n{body}\n\n<a '
        f'href="#m{number}" id="e{number}">^</a> <a href="../../{number}@x/">permalink</a></pre><hr>'
    )


def test_public_inbox_draws_mails_it_does_not_have() -> None:
    overview = (
        '<pre><b id="t">Thread overview:</b> 3+ messages\n2026-05-09  8:01 <a href="#m1" id="r1">Piers</a>'
        ' Kir\n     [not found] ` &lt;<a href="../../9@x/" id="r9">9@x</a>&gt;\n2026-05-09  8:02   ` <a '
        'href="#m2" id="r2">Bo</a>\n2026-05-09  8:03     ` <a href="#m3" id="r3">Cy</a>\n</pre>'
    )
    html = mail(1, "Kir", "Closed.") + mail(2, "Bo", "Lost?") + mail(3, "Cy", "Found.") + overview
    thread = read("public-inbox", html, "https://lists.example/piers/1@x/T/")
    assert [p.parent for p in thread.posts] == [None, None, 1]
    assert thread.posts[1].answers_permalink == "https://lists.example/piers/9@x/"
    assert [p.permalink for p in thread.posts] == [
        f"https://lists.example/piers/{n}@x/" for n in (1, 2, 3)
    ]
    assert [p.time_text for p in thread.posts] == [f"2026-05-09T08:0{n}Z" for n in (1, 2, 3)]


def test_public_inbox_shows_one_mail_on_its_own_page() -> None:
    html = (
        '<pre id="b">From: Kir Holm &lt;kir@piers.example&gt;\nTo: piers\nSubject: <a href="#r" id="t">'
        "Re: Piers</a>\nDate: Sat, 09 May 2026 08:44:50 +0000\nIn-Reply-To: &lt;<a "
        'href="../1@x/">1@x</a>&gt;\n\nSince noon.\n</pre>'
    )
    (post,) = read("public-inbox", html, "https://lists.example/piers/2@x/").posts
    assert words(post) == "Since noon."
    assert post.author is not None
    assert post.author.handle == "Kir Holm"
    assert post.answers_permalink == "https://lists.example/piers/1@x/"
    assert post.time_text == "2026-05-09T08:44:50+00:00"
