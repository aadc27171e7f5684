"""Fixtures are what their makers make, and say when and how they were made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.rendering.fixtures import FOLDER, all_fixtures, licence
from tests.rendering.software import installed, mhonarc, public_inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.rendering.spec import Thread


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param(path, content, id=str(path.relative_to(FOLDER)))
        for fixture in all_fixtures()
        for path, content in fixture.files()
    ],
)
def test_committed_fixture_is_what_is_made_now(path: Path, content: str) -> None:
    assert path.read_text(encoding="utf-8") == content


def _pages() -> Iterator[Path]:
    return FOLDER.glob("*/*.html")


def test_every_page_has_an_expectation_and_says_how_it_was_made() -> None:
    pages = list(_pages())
    assert pages
    for page in pages:
        expected = json.loads(page.with_suffix(".expected.json").read_text(encoding="utf-8"))
        assert isinstance(expected["posts"], list), page
        meta = json.loads(page.with_suffix(".meta.json").read_text(encoding="utf-8"))
        assert set(meta) >= {"url", "made", "how", "layout"}, page
        assert meta["url"].startswith("https://"), page


@pytest.mark.parametrize(
    ("program", "make", "pages"),
    [
        ("mhonarc", mhonarc, {"msg00003.html": "answer", "msg00006.html": "answers-inline"}),
        ("public-inbox-httpd", public_inbox, {"T": "thread-flat", "t": "thread-nested"}),
    ],
)
def test_kept_page_is_what_the_real_software_makes(
    program: str, make: Callable[[Thread], dict[str, str]], pages: dict[str, str]
) -> None:
    if not installed(program):
        pytest.skip(f"{program} is not installed")
    made = make(licence())
    for name, case in pages.items():
        kept = FOLDER / program.removesuffix("-httpd") / f"{case}.html"
        assert kept.read_text(encoding="utf-8") == made[name]


def test_fixtures_stay_small() -> None:
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file()) < 2_000_000
