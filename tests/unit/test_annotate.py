"""The annotated page: what is written into it, and what is left of a hostile one."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from quotefold.annotate import annotate, html_text, unannotate
from quotefold.dom.html import soup_and_tree
from quotefold.saved import open_saved
from tests.unit.cli.made import badge, fold, plan, post

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>T</title></head><body>
<article n="post1"><header>@ann</header><div n="body1">The <b>first</b> words.</div></article>
<article n="post2"><header>@bob</header><div n="body2">The answer.</div>
<blockquote n="quote2">The first words.</blockquote></article>
</body></html>"""


class Page:
    """A page whose nodes are named by an attribute ``n``, and the plan for it."""

    def __init__(self, html=PAGE):
        self.soup, self.tree, self.nodes = soup_and_tree(html)
        self.badges, self.folds = [], []

    def node(self, name):
        return next(n for n in range(len(self.tree)) if self.tree.get(n, "n") == name)

    def words(self, name):
        """The first text node of a named element."""
        return next(n for n in self.tree.descendants(self.node(name)) if self.tree.texts[n].strip())

    def badge(self, number, *args, body=None, **more):
        name = body or f"body{number}"
        nodes = {"node": self.node(f"post{number}"), "body": [self.node(name)]}
        self.badges.append(badge(number, *args, **nodes, **more))

    def fold(self, number, *stands_in, **more):
        entry = fold(f"q{number}", f"p{number - 1}", "@ann", "same as post 1 above")
        entry["node"] = self.node(f"quote{number}")
        entry["stands_in"] = [self.node(name) for name in stands_in]
        entry["original"] = {"post": "p0", "node": self.node("post1")}
        self.folds.append(entry | more)

    def written(self, **options):
        posts = [post(int(b["id"][1:]) + 1, "ann", "") for b in self.badges]
        made = plan(posts, self.badges, self.folds, "2 posts, 1 of 1 quote folded")
        return annotate(self.soup, self.tree, self.nodes, made, **options)


def two_posts(html=PAGE, **second):
    page = Page(html)
    page.badge(1, "Original post", quoted="quoted once here")
    page.badge(
        2, "Replies to @ann", "post 1, above", **{"target": {"post": "p0", "node": 1}, **second}
    )
    page.fold(2, "post1")
    return page


def read_back(html):
    """As another parser than the one that wrote it sees it."""
    return BeautifulSoup(html, "html.parser")


def plain_words(soup):
    """The page's words with everything of ours taken out."""
    unannotate(soup)
    return " ".join(soup.get_text(" ").split())


def test_a_folded_quote_is_one_line_that_opens_in_place():
    soup = read_back(two_posts().written())
    line = soup.find("quotefold-fold")
    assert line.details.summary.get_text(" ", strip=True) == "@ann same as post 1 above"
    assert line.details.find("blockquote").get_text() == "The first words."
    assert not line.details.has_attr("open")
    assert len(soup.find_all("blockquote")) == 1


def test_the_fold_leads_to_the_post_that_shows_the_words():
    soup = read_back(two_posts().written())
    link = soup.find("quotefold-fold").find("a", recursive=False)
    assert link.get_text() == "go to post 1"
    goal = soup.find(id=link["href"].removeprefix("#"))
    assert goal.find_parent("article")["n"] == "post1"


def test_a_badge_stands_above_the_words_of_its_post():
    soup = read_back(two_posts().written())
    bar = soup.find(id="quotefold-p1")
    assert bar.get_text(" ", strip=True) == "2 Replies to @ann · post 1, above"
    assert bar.find_next_sibling()["n"] == "body2"
    assert bar.a["href"] == "#quotefold-p0"


def test_a_badge_links_a_target_that_is_elsewhere():
    soup = read_back(two_posts(target=None, href="https://x.com/a/status/1").written())
    link = soup.find(id="quotefold-p1").a
    assert (link["href"], link["target"]) == ("https://x.com/a/status/1", "_blank")
    assert "noopener" in link["rel"]


def test_a_badge_without_a_target_is_no_link():
    soup = read_back(two_posts(target=None).written())
    assert soup.find(id="quotefold-p1").find("a") is None


def test_a_post_with_nothing_to_say_has_a_place_but_no_badge():
    page = Page()
    page.badge(1)
    soup = read_back(page.written())
    assert soup.find(id="quotefold-p0").contents == []


def test_what_was_found_stands_above_the_first_post_with_a_switch_for_all_folds():
    soup = read_back(two_posts().written())
    first = soup.find("quotefold-summary")
    assert first.get_text() == "2 posts, 1 of 1 quote foldedShow all quotes"
    assert first.find_next("quotefold-bar")["id"] == "quotefold-p0"


def test_no_switch_where_nothing_is_folded():
    page = Page()
    page.badge(1, "Original post")
    assert read_back(page.written()).find("quotefold-summary").input is None


def test_the_page_keeps_all_its_words_in_their_order():
    assert plain_words(read_back(two_posts().written())) == plain_words(read_back(PAGE))


def test_writing_twice_is_writing_once():
    once = two_posts().written()
    assert two_posts(open_saved(once.encode()).html).written() == once


def test_taking_the_annotations_out_leaves_the_page_without_its_scripts():
    soup = read_back(two_posts().written())
    unannotate(soup)
    assert "quotefold-" not in html_text(soup).replace("data-quotefold-post", "")


# --- what folds ---------------------------------------------------------------------


def test_an_entry_that_is_not_collapsed_stays_open():
    page = Page()
    page.badge(1, "Original post")
    page.fold(2, "post1", collapsed=False)
    assert read_back(page.written()).find("quotefold-fold") is None


@pytest.mark.parametrize("fold_all", [False, True])
def test_a_quote_without_an_element_of_its_own_hides_nothing(fold_all):
    page = Page()
    page.badge(1, "Original post")
    page.fold(2, "post1", node=-1)
    assert read_back(page.written(fold_all=fold_all)).find("quotefold-fold") is None


def test_words_that_stand_nowhere_on_the_page_are_not_folded():
    page = Page()
    page.badge(1, "Original post")
    page.fold(2, stands_in=[-1])
    assert read_back(page.written()).find("quotefold-fold") is None


CHAIN = """<body><p n="post1">mine</p><blockquote n="quote1">old words</blockquote>
<blockquote n="quote2">old words <blockquote n="quote3">older</blockquote></blockquote>
<blockquote n="quote4">older</blockquote></body>"""


def test_a_quote_stays_where_the_only_copy_above_is_itself_folded():
    page = Page(CHAIN)
    page.badge(1, "Original post", body="post1")
    page.fold(2, "quote1")
    page.fold(4, "quote3")
    soup = read_back(page.written())
    assert [b["n"] for b in soup.select("details blockquote")] == ["quote2", "quote3"]


def test_a_quote_folds_where_one_of_two_copies_stays_open():
    page = Page(CHAIN)
    page.badge(1, "Original post", body="post1")
    page.fold(2, "quote1")
    page.fold(4, "quote3", "quote1")
    soup = read_back(page.written())
    assert [b["n"] for b in soup.select("details blockquote")] == ["quote2", "quote3", "quote4"]


def test_a_reader_who_wants_every_quote_folded_gets_it():
    page = Page(CHAIN)
    page.badge(1, "Original post", body="post1")
    page.fold(1)
    page.fold(4, "quote3")
    soup = read_back(page.written(fold_all=True))
    assert [b["n"] for b in soup.select("details blockquote")] == ["quote1", "quote4"]


# --- where things can stand -----------------------------------------------------------


def test_a_quote_that_is_a_list_item_stays_one():
    html = '<ul><li n="post1"><p n="body1">a</p></li><li n="quote2">The first words.</li></ul>'
    page = Page(html)
    page.badge(1, "Original post")
    page.fold(2, "post1")
    soup = read_back(page.written())
    assert [child.name for child in soup.ul.children] == ["li", "li"]
    assert soup.find(n="quote2").details.contents[-1] == "The first words."


def test_a_quote_that_is_a_table_row_is_left_open():
    html = '<table><tr n="post1"><td n="body1">a</td></tr><tr n="quote2"><td>a</td></tr></table>'
    page = Page(html)
    page.badge(1, "Original post")
    page.fold(2, "post1")
    soup = read_back(page.written())
    assert soup.find("quotefold-fold") is None
    assert soup.find(n="body1").contents[1].name == "quotefold-bar"


def test_a_post_that_is_a_table_row_has_its_badge_in_a_cell():
    html = '<table><tr n="post1"><td n="cell">a</td></tr></table>'
    page = Page(html)
    page.badges.append(badge(1, "Original post", node=page.node("post1"), body=[]))
    assert read_back(page.written()).find("quotefold-bar").parent["n"] == "cell"


@pytest.mark.parametrize("features", ["html.parser", "lxml"])
def test_a_quote_inside_a_paragraph_stays_inside_its_fold(features):
    html = """<article n="post1"><p n="body1">a</p></article><article n="post2"><p class="text"
    n="body2">new words <span n="quote2">The first words.</span> more new</p></article>"""
    soup = BeautifulSoup(two_posts(html).written(), features)
    fold_line = soup.find("quotefold-fold")
    assert fold_line.find(n="quote2") is not None
    assert fold_line.find_parent("p") is None
    assert fold_line.find_parent(class_="text").get_text(" ", strip=True).endswith("more new")


def test_a_line_of_words_that_only_holds_the_quote_is_folded_with_it():
    html = """<article n="post1"><p n="body1">a</p></article><article n="post2">
    <div n="body2">b</div><p> <i n="quote2">The first words.</i> </p></article>"""
    soup = read_back(two_posts(html).written())
    assert soup.details.p.i["n"] == "quote2"


def test_no_link_of_ours_stands_inside_a_link_of_the_page():
    html = """<article n="post1"><p n="body1">a</p></article>
    <a href="/2" n="post2"><div n="body2">b</div><blockquote n="quote2">a</blockquote></a>"""
    soup = read_back(two_posts(html).written())
    assert soup.find(n="post2").find("a") is None
    assert soup.find(n="quote2").find_parent("details") is not None


def test_a_badge_never_climbs_out_of_its_post():
    html = """<font><b><article n="post1"><i n="body1">a</i></article>
    <article n="post2"><i n="body2">b</i><q n="quote2">a</q></article></b></font>"""
    soup = read_back(two_posts(html).written())
    assert [b.parent["n"] for b in soup.find_all("quotefold-bar")] == ["post1", "post2"]


def test_a_page_that_is_one_post_keeps_its_badge_inside_the_body():
    page = Page('<html><body n="post1">words</body></html>')
    page.badges.append(badge(1, "Original post", node=0, body=[0]))
    assert read_back(page.written()).find("quotefold-bar").parent.name == "body"


def test_parts_in_a_shadow_root_have_their_style_and_can_be_reached():
    html = """<div id="host"><template shadowrootmode="open"><div n="post1"><p n="body1">a</p></div>
    <div n="post2"><p n="body2">b</p><blockquote n="quote2">a</blockquote></div></template></div>"""
    soup = read_back(two_posts(html).written())
    root = soup.find("template")
    assert root.contents[0].name == "style"
    assert len(root.find_all("style")) == 1
    assert root.find(id=True) is None
    assert soup.find(id="quotefold-p1").find_parent("template") is None


# --- stance -------------------------------------------------------------------------


def test_a_stance_has_a_shape_a_word_and_a_sentence():
    soup = read_back(two_posts(stance=("oppose", "Opposes")).written())
    stance = soup.find("details", attrs={"data-stance": "oppose"})
    assert stance.summary.get_text() == "≠ Opposes very likely"
    assert "This post seems to oppose post 1." in stance.get_text()
    assert "very likely, 91%" in stance.get_text()


@pytest.mark.parametrize("stance", [("unclear", ""), ("oppose", "Opposes")])
def test_a_stance_that_is_not_shown_leaves_nothing(stance):
    soup = read_back(two_posts(stance=stance, shown=False).written())
    assert soup.find("details", attrs={"data-stance": True}) is None


def test_the_words_of_a_stance_are_marked_where_the_dom_counts_them():
    html = PAGE.replace("The answer.", "😀😀 No way, not at all &amp; never.")
    page = two_posts(html)
    page.badges.pop()
    text = page.words("body2")
    # 😀 is two code units, so "No way" begins at 5.
    evidence = [[text, 26, 31], [text, 5, 11], [page.words("body1"), 0, 3]]
    page.badge(2, "Replies to @ann", stance=("oppose", "Opposes"), evidence=evidence)
    soup = read_back(page.written())
    assert [m.get_text() for m in soup.find_all("mark")] == ["The", "No way", "never"]
    assert soup.find(n="body2").get_text() == "😀😀 No way, not at all & never."


# --- what a page may try ----------------------------------------------------------------

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)></style>&lt;'


def test_names_and_words_from_the_page_stay_text():
    page = Page()
    page.badge(1, HOSTILE, HOSTILE, part=HOSTILE, quoted=HOSTILE, preview=HOSTILE)
    page.badge(
        2, HOSTILE, HOSTILE, stance=("oppose", HOSTILE), target={"post": 'p0" x="', "node": 1}
    )
    page.fold(2, "post1", who=HOSTILE, first=HOSTILE, why=HOSTILE, times=HOSTILE)
    written = page.written()
    for soup in (read_back(written), BeautifulSoup(written, "lxml")):
        assert soup.find(["script", "img"]) is None
        assert not [t for t in soup.find_all(True) if {"onerror", "x"} & set(t.attrs)]
        assert soup.find("bdi").get_text() == HOSTILE
        assert soup.find("a", title=True) is None
        assert soup.find("span", title=HOSTILE).get_text() == HOSTILE


SCRIPTED = """<!DOCTYPE html><html><head><base href="https://digg.com/ai/" target="_blank">
<meta http-equiv="Content-Security-Policy" content="style-src 'none'">
<meta http-equiv="Refresh" content="0; url=https://evil.example/">
<meta charset="shift_jis"><script src="app.js"></script>
<link rel="modulepreload" href="chunk.js"><link rel="preload" as="script" href="b.js">
<link rel="stylesheet" href="page.css"></head>
<body onload="go()"><article n="post1" onclick="x()"><p n="body1">a</p>
<img src="me.png" srcset="a.png 1x, b.png 2x" OnError="y()"></article>
<article n="post2"><p n="body2" id="quotefold-p0">b</p><blockquote n="quote2">a</blockquote>
<a href="#top">top</a><a href="http://[">bad</a></article><script>hydrate()</script></body></html>"""


def test_nothing_on_the_page_runs_reloads_or_forbids_our_style():
    soup = read_back(two_posts(SCRIPTED).written())
    assert soup.find("script") is None
    assert [m.attrs for m in soup.find_all("meta")] == [
        {"charset": "utf-8"},
        {
            "http-equiv": "Content-Security-Policy",
            "content": "script-src 'none'; object-src 'none'; base-uri 'none'",
        },
    ]
    assert not [t for t in soup.find_all(True) for name in t.attrs if name.lower().startswith("on")]
    assert [link["href"] for link in soup.find_all("link")] == ["https://digg.com/ai/page.css"]


def test_addresses_keep_their_meaning_without_the_base():
    soup = read_back(two_posts(SCRIPTED).written())
    assert soup.find("base") is None
    assert soup.img["src"] == "https://digg.com/ai/me.png"
    assert soup.img["srcset"] == "https://digg.com/ai/a.png 1x, https://digg.com/ai/b.png 2x"
    assert soup.find(string="top").parent["href"] == "https://digg.com/ai/#top"
    assert soup.find(string="bad").parent["href"] == "http://["


def test_the_page_cannot_take_the_place_our_links_lead_to():
    soup = read_back(two_posts(SCRIPTED).written())
    assert [tag.name for tag in soup.find_all(id="quotefold-p0")] == ["quotefold-bar"]


@pytest.mark.parametrize(
    "html",
    [
        PAGE,
        PAGE.replace("<!DOCTYPE html>\n", ""),
        PAGE.replace("<!DOCTYPE html>", "<!DOCTYPE html><!-- saved -->"),
        PAGE.replace("<head><title>T</title></head>", ""),
        PAGE.replace("<html", "words first <html"),
        PAGE.replace("<html", "<div>a block first</div><html"),
        PAGE.replace("<head>", "words <head>"),
        PAGE.replace("<head>", "<p>a</p><head>"),
        PAGE[PAGE.index("<article") : PAGE.rindex("</body>")],
    ],
)
@pytest.mark.parametrize("features", ["lxml", "html.parser"])
def test_the_policy_stands_before_anything_a_browser_shows(html, features):
    page = Page(html)
    page.soup, page.tree, page.nodes = soup_and_tree(html, features)
    page.badge(1, "Original post")
    page.badge(2, "Replies to @ann")
    page.fold(2, "post1")
    written = read_back(page.written())
    before = list(written.find("meta", attrs={"http-equiv": True}).previous_elements)
    assert {t.name for t in before if isinstance(t, Tag)} <= {"html", "head", "meta", "[document]"}
    assert not [t for t in before if type(t) is NavigableString and t.strip()]
