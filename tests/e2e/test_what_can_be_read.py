"""A copy folds only while its original can really be read, whatever hides it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.e2e.conftest import Browser

pytestmark = pytest.mark.browser


def around(page: str, style: str) -> str:
    """The page with a box of this style around its original post."""
    boxed = page.replace("<fieldset", f'<div style="{style}"><fieldset', 1)
    return boxed.replace("</fieldset>", "</fieldset></div>", 1)


@pytest.mark.parametrize(
    "style",
    [
        "max-height:0;overflow:hidden",
        "max-height:90px;overflow:hidden",
        "overflow:clip;height:90px",
        "position:fixed;left:200vw",
        "clip-path:inset(50%)",
        "filter:opacity(0)",
        "filter:blur(12px)",
        "opacity:.01",
        "mask-image:linear-gradient(transparent,transparent)",
        "-webkit-text-fill-color:transparent",
        "visibility:hidden",
        "content-visibility:hidden",
    ],
)
def test_a_copy_stays_where_a_box_around_the_original_hides_it(
    real: Browser, demo_html: str, style: str
) -> None:
    real.painted(around(demo_html, style), folded=10)


@pytest.mark.parametrize(
    "style",
    [
        "max-height:90px;overflow:auto",
        "overflow:hidden",
        "clip-path:inset(0 round 8px)",
        "opacity:.9",
        "filter:grayscale(1)",
    ],
)
def test_a_copy_folds_where_the_original_can_be_read_or_scrolled_to(
    real: Browser, demo_html: str, style: str
) -> None:
    real.painted(around(demo_html, style), folded=11)


@pytest.mark.parametrize(
    ("css", "folded"),
    [
        ("fieldset * { color: #0a0a0a !important } fieldset { background: #0a0a0a }", 10),
        ("fieldset * { color: #777 !important } fieldset { background: #888 }", 11),
        (
            """fieldset { position: relative } fieldset::after { content: ''; position: absolute;
            inset: 0; background: #fff }""",
            11,  # a drawn layer belongs to the post itself: it can't be told from its frame
        ),
        (".layer { position: absolute; inset: 0; background: #fff }", 10),
        (".layer { position: absolute; inset: 0; background: #fff8 }", 11),
        (".layer { position: fixed; inset: 0; background: #fff }", 10),
        (".layer { position: fixed; inset: 0 0 auto; height: 70%; background: #fff }", 11),
    ],
    ids=["own-colour", "pale", "drawn", "layer", "veil", "modal", "header"],
)
def test_a_copy_stays_where_the_original_has_no_ink_or_lies_under_a_layer(
    real: Browser, demo_html: str, css: str, folded: int
) -> None:
    html = demo_html.replace("</head>", f"<style>{css}</style></head>", 1)
    html = around(html, "position:relative").replace(
        "</fieldset>", "</fieldset><i class=layer></i>"
    )
    real.painted(html, folded=folded)


def test_the_words_that_drove_a_stance_are_coloured_in_the_page(
    browser_open: Browser, demo_html: str
) -> None:
    page = browser_open.painted(demo_html, folded=11, stances="done")
    words = page.get_by_text("Exactly this:", exact=True)
    words.scroll_into_view_if_needed()
    page.locator("button.stance").first.click()
    page.wait_for_function("CSS.highlights.size > 0")
    picture = Image.open(io.BytesIO(words.screenshot())).convert("RGB")
    yellow = sum(r > 200 and g > 180 and b < 200 for r, g, b in picture.get_flattened_data())
    assert yellow > 50
