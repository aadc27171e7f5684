"""The README lists the sites that have an adapter."""

from __future__ import annotations

import pytest

from quotefold.reading.sites import SITES
from tools import sites_table


def test_the_list_in_the_readme_is_the_list_of_adapters() -> None:
    if not sites_table.README.is_file():
        pytest.skip("there is no README yet")
    text = sites_table.README.read_text(encoding="utf-8")
    if sites_table.BEGIN not in text:
        pytest.skip("the README has no place for the list yet")
    assert sites_table.renewed(text) == text, "run tools/sites_table.py"


def test_every_site_has_a_row() -> None:
    rows = sites_table.table().splitlines()[2:]
    assert len(rows) == len(SITES)
    assert rows[0] == "| Digg | digg.com, di.gg | digg.com, di.gg |"


def test_software_that_anybody_can_run_is_known_by_its_markup() -> None:
    for site in SITES:
        if site.id in sites_table.SELF_HOSTED or not site.hosts:
            assert site.detect is not None, site.id
    assert {site.id for site in SITES} >= sites_table.SELF_HOSTED


def test_only_what_is_between_the_markers_changes() -> None:
    text = f"a\n{sites_table.BEGIN}\nan earlier list\n{sites_table.END}\nb\n"
    new = sites_table.renewed(text)
    assert new.startswith(f"a\n{sites_table.BEGIN}\n| site")
    assert new.endswith(f"{sites_table.END}\nb\n")
    assert "an earlier list" not in new
    assert sites_table.renewed(new) == new


@pytest.mark.parametrize("text", ["", sites_table.BEGIN, sites_table.END])
def test_a_readme_without_a_place_for_the_list_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="has no lines"):
        sites_table.renewed(text)
