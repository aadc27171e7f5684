"""The annotated page in a browser that has no extension and may run no script."""

from __future__ import annotations

import pytest

from quotefold.annotate import annotate
from quotefold.dom.html import soup_and_tree
from quotefold.pipeline import read
from quotefold.plan import make_plan
from tests.cases import CASES
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

URL = "https://digg.com/ai/q7nw3kzt"
LINE = "quotefold-fold summary"


@pytest.fixture(scope="module")
def browser(playwright, chromium_path):
    chromium = playwright.chromium.launch(executable_path=chromium_path)
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """An annotated page whose own scripts would say that they ran, and would blank it."""
    script = "<script>document.title='ran';document.body.textContent=''</script>"
    html = (ROOT / "demo" / "thread.html").read_text("utf-8")
    html = html.replace("</body>", f"{script}<svg onload=\"document.title='ran'\"/></body>")
    soup, tree, nodes = soup_and_tree(html.replace("<head>", "<head><base href=https://digg.com/>"))
    plan = make_plan(read(tree, URL), tree)
    file = tmp_path_factory.mktemp("annotated") / "page.html"
    # A script that came back by another road still meets the policy.
    file.write_text(
        annotate(soup, tree, nodes, plan).replace("</body>", f"{script}</body>"), "utf-8"
    )
    return file.as_uri()


@pytest.fixture(params=[False, True], ids=["scripts off", "scripts on"])
def page(request, browser, address):
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1400, "height": 800}
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_the_page_stands_and_its_scripts_do_not_run(page):
    assert page.title() != "ran"
    assert page.locator("quotefold-bar").count() == 14
    assert page.locator("h1").is_visible()


def test_a_click_opens_a_folded_quote_in_place_and_another_closes_it(page):
    line = page.locator("quotefold-fold").first
    words = line.locator("p").first
    assert not words.is_visible()
    line.locator("summary").click()
    assert words.is_visible()
    assert words.bounding_box()["y"] > line.locator("summary").bounding_box()["y"]
    line.locator("summary").click()
    assert not words.is_visible()


def test_the_keyboard_opens_a_folded_quote(page):
    page.locator(LINE).first.focus()
    page.keyboard.press("Enter")
    assert page.locator("quotefold-fold p").first.is_visible()


def test_one_switch_opens_every_quote(page):
    quotes = page.locator("quotefold-fold p")
    assert not any(quote.is_visible() for quote in quotes.all())
    page.get_by_label("Show all quotes").check()
    assert all(quote.is_visible() for quote in quotes.all())
    page.get_by_label("Show all quotes").uncheck()
    assert not any(quote.is_visible() for quote in quotes.all())


def test_links_of_ours_lead_inside_this_page(page, address):
    page.locator("#quotefold-p13 a").click()
    assert page.url == f"{address}#quotefold-p1"
    assert 0 <= page.locator("#quotefold-p1").bounding_box()["y"] < 800
    page.go_back()
    page.get_by_role("link", name="go to post 1", exact=True).first.click()
    assert page.url == f"{address}#quotefold-p0"


def test_on_paper_every_quote_shows(page):
    page.emulate_media(media="print")
    assert all(quote.is_visible() for quote in page.locator("quotefold-fold p").all())
    assert not page.get_by_label("Show all quotes").is_visible()


def test_a_folded_quote_takes_one_line(page):
    heights = [fold.bounding_box()["height"] for fold in page.locator("quotefold-fold").all()]
    assert len(heights) == 11
    assert max(heights) < 45


@pytest.mark.parametrize("width", [320, 400, 1400])
def test_nothing_of_ours_is_wider_than_its_page(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    page.get_by_label("Show all quotes").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_ours_are_readable_on_a_light_and_on_a_dark_page(browser, address, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(address)
    ratios = page.evaluate(CONTRAST)
    assert len(ratios) > 40
    assert min(ratios.values()) >= 4.5
    page.close()


def letters(text):
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_browsers_parser_keeps_our_parts_where_they_were_written(browser, tmp_path, case):
    soup, tree, nodes = soup_and_tree(case.html)
    plan = make_plan(read(tree, case.meta["url"]), tree)
    file = tmp_path / "page.html"
    file.write_text(annotate(soup, tree, nodes, plan), "utf-8")
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(file.as_uri())
    bars, folds = page.evaluate("""() => [
      [...document.querySelectorAll("quotefold-bar")].map(
        bar => [bar.id, "quotefold-" + (bar.nextElementSibling?.dataset.quotefoldPost
          ?? bar.closest("[data-quotefold-post]").dataset.quotefoldPost)]),
      [...document.querySelectorAll("quotefold-fold details")].map(
        fold => [fold.childNodes.length, fold.lastChild.textContent])
    ]""")
    page.close()
    assert bars == [[f"quotefold-{post['id']}"] * 2 for post in plan["posts"]]
    # A quote inside a quote may have no element of its own: it opens with the outer one.
    made = [fold for fold in plan["folds"] if fold["collapsed"] and fold["node"] >= 0]
    assert [children for children, _ in folds] == [2] * len(made)
    quotes = {q["id"]: q["text"] for post in plan["thread"]["posts"] for q in post["quotes"]}
    for (_, inside), fold in zip(folds, sorted(made, key=lambda fold: fold["node"]), strict=True):
        assert letters(quotes[fold["quote"]])[:20] in letters(inside)


def test_a_link_to_words_in_a_folded_quote_opens_it(browser, address):
    # Find-in-page opens <details> by the same steps; only this way can a test take.
    page = browser.new_page()
    page.goto(f"{address}#:~:text=41K%20Views")
    page.wait_for_function("document.querySelector('.quotefold-quote').open")
    assert page.locator(".quotefold-quote[open]").count() == 1
    page.close()


# Contrast after WCAG 2.2: colours as a canvas paints them, one over the other, on white.
CONTRAST = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const painted = colours => {
    for (const colour of ["white", ...colours]) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return pen.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b]
    .map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ratios = {};
  for (const [n, part] of [...document.querySelectorAll("[class^=quotefold-]")].entries()) {
    const own = [...part.childNodes].some(node => node.nodeType == 3 && node.data.trim());
    if (!own || !part.checkVisibility() || part.className.includes("mark")) continue;
    const under = [];
    for (let at = part; at; at = at.parentElement) {
      under.unshift(getComputedStyle(at).backgroundColor);
    }
    const ground = light(painted(under));
    const words = light(painted([...under, getComputedStyle(part).color]));
    ratios[n + " " + part.className + " " + part.textContent] =
      (Math.max(ground, words) + .05) / (Math.min(ground, words) + .05);
  }
  return ratios;
}"""
