"""What is particular to x.com: lines, recycled cells, advertisements, cut and lost quotes."""

from __future__ import annotations

from quotefold.dom.html import tree_from_html
from quotefold.reading.raw import RawPost, RawThread
from quotefold.reading.sites.x import SITE
from quotefold.reading.worded import WordedPost, WordedQuote

URL = "https://x.com/anna/status/2053022747587513253"
LINE = '<div class="css-175oi2r r-1bimlpy r-m5arl1"></div>'


def tweet(
    who: str,
    number: int,
    words: str,
    *,
    up: bool = False,
    down: bool = False,
    focused: bool = False,
    more: str = "",
) -> str:
    body = f'<div data-testid="tweetText" lang="en"><span>{words}</span></div>' if words else ""
    return (
        f'<article data-testid="tweet" role="article" tabindex="{-1 if focused else 0}">'
        f"<div>{LINE if up else ''}</div>"
        f'<div data-testid="Tweet-User-Avatar"></div>{LINE if down else ""}'
        f'<div data-testid="User-Name"><div>{who.title()}</div><div><a href="/{who}">@{who}</a>'
        f'<a href="/{who}/status/{number}"><time datetime="2026-05-09T08:00:00.000Z">4h</time></a>'
        f"</div></div>{body}{more}</article>"
    )


def cells(*rows: str) -> str:
    return "".join(f'<div data-testid="cellInnerDiv">{row}</div>' for row in rows)


def card(who: str, words: str, more: str = "") -> str:
    return (
        '<div aria-labelledby="id__1"><span>Quote</span><div role="link" tabindex="0">'
        f'<div data-testid="User-Name"><div>{who.title()}</div><div><span>@{who}</span>'
        '<time datetime="2026-05-08T08:00:00.000Z">1d</time></div></div>'
        f'<div data-testid="tweetText">{words}</div>{more}</div></div>'
    )


def read(html: str, url: str = URL) -> RawThread:
    thread = SITE.read(tree_from_html(html), url)
    assert thread is not None
    return thread


def words(post: RawPost) -> str:
    assert isinstance(post, WordedPost)
    return post.words.text


MAIN = tweet("anna", 2053022747587513253, "The pier is closed.", focused=True)


def test_lines_lead_to_the_post_above_and_the_rest_answers_the_focus() -> None:
    thread = read(
        cells(
            tweet("ola", 2053022747587513000, "Where do I go?", down=True),
            tweet("anna", 2053022747587513253, "The pier is closed.", focused=True, up=True),
            tweet("bo", 2053022747587513300, "Since when?", down=True),
            tweet("anna", 2053022747587513400, "Since noon.", up=True),
            "",
            tweet("cy", 2053022747587513500, "Oh no."),
        )
    )
    assert [p.parent for p in thread.posts] == [None, 0, 1, 2, 1]


def test_either_end_of_a_line_will_do() -> None:
    for up, down in ((True, False), (False, True), (True, True)):
        thread = read(
            cells(
                MAIN,
                tweet("bo", 2053022747587513300, "Since when?", down=down),
                tweet("anna", 2053022747587513400, "Since noon.", up=up),
            )
        )
        assert [p.parent for p in thread.posts] == [None, 0, 1]


def test_without_a_focus_nobody_answers_anybody() -> None:
    one = tweet("bo", 2053022747587513300, "Since when?")
    other = tweet("cy", 2053022747587513500, "Oh no.")
    assert [p.parent for p in read(cells(one, other), "https://x.com/home").posts] == [None, None]


def test_a_recycled_cell_counts_once() -> None:
    reply = tweet("bo", 2053022747587513300, "Since when?")
    assert len(read(cells(MAIN, reply, "", reply)).posts) == 2


def test_an_advertisement_is_left_alone_and_a_video_is_none() -> None:
    advert = tweet("shop", 2053022747587513600, "Buy a boat.")
    video = '<div data-testid="placementTracking"><div data-testid="videoPlayer"></div></div>'
    thread = read(
        cells(
            MAIN,
            f'<div data-testid="placementTracking">{advert}</div>',
            tweet("bo", 2053022747587513300, "Look at this.", more=video),
        )
    )
    assert [words(p) for p in thread.posts] == ["The pier is closed.", "Look at this."]


def test_nothing_is_read_from_discover_more_on() -> None:
    html = cells(MAIN, "<h2>Discover more</h2>", tweet("dee", 2053022747587513700, "Elsewhere."))
    assert len(read(f"<h2>Post</h2>{html}").posts) == 1


def test_an_answer_to_a_picture_knows_whose_it_is() -> None:
    picture = tweet("bo", 2053022747587513300, "", down=True)
    thread = read(cells(MAIN, picture, tweet("cy", 2053022747587513500, "Nice shot.", up=True)))
    answer = thread.posts[1]
    assert (answer.parent, answer.answers_handle) == (None, "bo")
    assert answer.answers_permalink == "https://x.com/bo/status/2053022747587513300"


def test_a_post_of_a_picture_and_a_quote_is_kept_for_its_quote() -> None:
    thread = read(cells(MAIN, tweet("bo", 2053022747587513300, "", more=card("anna", "Closed!"))))
    assert [len(p.quotes) for p in thread.posts] == [0, 1]


def test_a_quote_card_has_author_and_time_but_no_link() -> None:
    post = read(
        cells(tweet("bo", 2053022747587513300, "Well.", more=card("anna", "Closed!")))
    ).posts[0]
    (quote,) = post.quotes
    assert quote.author is not None
    assert (quote.author.handle, quote.author.name) == ("anna", "Anna")
    assert (quote.permalink, quote.time_text) == (None, "2026-05-08T08:00:00.000Z")
    assert words(post) == "Well."


def test_a_quote_that_x_cut_says_so() -> None:
    more = '<span data-testid="tweet-text-show-more-link">Show more</span>'
    post = read(
        cells(tweet("bo", 2053022747587513300, "Well.", more=card("anna", "So it", more)))
    ).posts[0]
    (quote,) = post.quotes
    assert isinstance(quote, WordedQuote)
    assert quote.words.text == "So it…"


def test_a_lost_quote_is_no_quote_and_no_words() -> None:
    lost = "<article><span>This Post was deleted by the Post author.</span></article>"
    post = read(cells(tweet("bo", 2053022747587513300, "Well.", more=lost))).posts[0]
    assert (words(post), post.quotes) == ("Well.", ())


def test_emoji_are_pictures_and_read_as_characters() -> None:
    thread = read(cells(tweet("bo", 2053022747587513300, 'Ahoy <img alt="⚓" src="x.svg"> there')))
    assert words(thread.posts[0]) == "Ahoy ⚓ there"


def test_a_card_in_unknown_markup_is_not_read_as_own_words() -> None:
    """A page whose quote cards no rule finds is left to the generic reader."""
    changed = card("anna", "Closed!").replace("User-Name", "UserName")
    html = cells(tweet("bo", 2053022747587513300, "Well.", more=changed))
    assert SITE.read(tree_from_html(html), URL) is None
