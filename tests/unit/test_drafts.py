"""A quote with a picture that stands nowhere above shows something new: it stays open."""

import pytest

from quotefold import read_html

WORDS = "The harbour plan ignores the fishermen completely, and nobody asked them."
ANSWER = "I think that is unfair to the council, which held four open evenings on it."
PICTURE = '<img src="https://img.example/m/boat.jpg" alt="A boat">'


def collapsed(in_post="", after_words="", before_words=""):
    page = f"""<div data-cluster-id=x><section><ul>
    <li><article><header><a href="/u/x/ann"><span>@ann</span></a></header><p>{WORDS}</p>{in_post}
    <a href="https://x.com/ann/status/2057248504673206272">link</a></article></li>
    <li><article><header><a href="/u/x/ben"><span>@ben</span></a></header><p>{ANSWER}</p>
    <div><div>{before_words}<span>@ann</span></div><p>{WORDS}</p>{after_words}</div>
    <a href="https://x.com/ben/status/2057260835931160576">link</a></article></li>
    </ul></section></div>"""
    (quote,) = read_html(page, "https://digg.com/ai/abcdefgh").posts[1].quotes
    assert quote.copy_of == "p0"
    return quote.collapsed


@pytest.mark.parametrize(
    "shown",
    [
        PICTURE,
        f"<picture>{PICTURE}</picture>",
        '<a href="/photo/1"><img data-src="https://img.example/m/boat.jpg"></a>',
        '<video poster="https://img.example/v.jpg"></video>',
        "<video></video>",
        '<iframe src="https://films.example/1"></iframe>',
        '<svg role="img" width="600"><path d="M0"/></svg>',
        '<svg width="600" height="400"><text>New words</text></svg>',
        '<picture><source srcset="https://img.example/b.webp 2x"><img alt="A boat"></picture>',
        '<img width="300" height="200" src="data:image/png;base64,AAAA">',
        '<svg role="img" viewBox="0 0 640 480"><path d="M0"/></svg>',
        '<div role="img" aria-label="A boat"></div>',
        "<canvas></canvas>",
    ],
)
def test_what_a_card_shows_after_its_words_keeps_it_open(shown):
    assert not collapsed(after_words=shown)


@pytest.mark.parametrize(
    "shown",
    [
        '<img src="https://img.example/avatars/7.jpg">',
        '<img src="https://img.example/7.jpg" width="32">',
        '<img class="user-avatar" src="https://img.example/7.jpg">',
        '<img src="https://img.example/1f600.png" alt="😀">',
        '<svg role="img" width="24" aria-label="Verified"></svg>',
        '<svg role="img" viewBox="0 0 24 24" aria-label="Verified"></svg>',
        '<img src="data:image/gif;base64,AAAA">',
        '<img width="20" height="20" src="data:image/gif;base64,AAAA">',
        '<svg width="20"><text>1</text></svg>',
        '<picture><source srcset="https://img.example/avatars/b.webp"><img alt=""></picture>',
        '<a href="https://x.com/ann">more</a>',
    ],
)
def test_icons_and_avatars_keep_nothing_open(shown):
    assert collapsed(after_words=shown)


def test_a_picture_before_the_words_is_the_avatar():
    assert collapsed(before_words='<img src="https://img.example/u/7.jpg">')


def test_a_picture_that_the_post_above_shows_too_is_nothing_new():
    assert collapsed(in_post=PICTURE, after_words=PICTURE.replace(".jpg", ".jpg?w=300"))
    assert not collapsed(in_post=PICTURE, after_words=PICTURE.replace("boat", "pier"))
    source = '<picture><source srcset="https://img.example/b.webp, b2.webp 2x"><img></picture>'
    assert collapsed(in_post=source, after_words=source)
    assert not collapsed(in_post="<video></video>", after_words="<video></video>")


def test_opening_one_copy_of_a_quote_leaves_the_others_folded():
    page = f"""<div data-cluster-id=x><section><ul>
    <li><article><header><a href="/u/x/ann"><span>@ann</span></a></header><p>{WORDS}</p></article>
    """ + "".join(
        f"""<li><article><header><a href="/u/x/{who}"><span>@{who}</span></a></header><p>{text}</p>
        <div><span>@ann</span><p>{WORDS}</p></div></article></li>"""
        for who, text in (("ben", ANSWER), ("cid", "Every boat was out at that hour, all four."))
    )
    keys = [q.key for p in read_html(page, "https://digg.com/ai/x").posts for q in p.quotes]
    assert len(keys) == len(set(keys)) == 2
