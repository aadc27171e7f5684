"""A post that stands on a Digg page only because somebody passed it on."""

import json
from pathlib import Path

from quotefold.dom.html import tree_from_html
from quotefold.pipeline import read

FIXTURE = Path(__file__).parents[2] / "fixtures" / "digg" / "may09-licence.html"


def test_who_passed_a_post_on_is_named_and_is_not_its_author():
    url = json.loads(FIXTURE.with_suffix(".meta.json").read_text("utf-8"))["url"]
    posts = read(tree_from_html(FIXTURE.read_bytes()), url).thread.posts
    passed_on = [p for p in posts if p.reposted_by]
    assert [p.reposted_by.handle for p in passed_on] == ["nils_on_call"]
    assert passed_on[0].author is not None
    assert passed_on[0].author.handle != "nils_on_call"
