"""The extension's list of sites says the same as the adapters, and as the manifest."""

from __future__ import annotations

import json
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest

from quotefold.reading.sites import SITES
from tools import environment
from tools.shell import ROOT

LIST = ROOT / "extension" / "src" / "shared" / "sites.js"


@pytest.fixture(scope="module")
def listed() -> list[dict[str, Any]]:
    script = """
        import { SITES } from "./sites.js";
        console.log(JSON.stringify(SITES.map(({ thread, ...site }) =>
            ({ ...site, thread: thread.source.replaceAll("\\\\/", "/") }))));
    """
    done = subprocess.run(
        [environment.node(), "--input-type=module", "--no-warnings", "--eval", script],
        cwd=LIST.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    sites: list[dict[str, Any]] = json.loads(done.stdout)
    return sites


def test_every_host_is_its_adapters_own_and_has_its_paths(listed: list[dict[str, Any]]) -> None:
    for site in listed:
        for host in site["hosts"]:
            adapter = next(
                s for s in SITES if any(host == h or host.endswith(f".{h}") for h in s.hosts)
            )
            assert site["thread"] in (f"^{adapter.path}", f"^(?:{adapter.path})"), host
            assert site["fromStart"] == adapter.on_from_start, host


def test_no_host_of_an_adapter_is_missing(listed: list[dict[str, Any]]) -> None:
    known = {host for site in listed for host in site["hosts"]}
    assert {host for site in SITES for host in site.hosts} <= known


def test_the_manifest_asks_for_the_sites_that_are_on_from_the_start(
    listed: list[dict[str, Any]],
) -> None:
    manifest = json.loads((ROOT / "extension/manifest.json").read_text("utf-8"))
    hosts = [host for site in listed if site["fromStart"] for host in site["hosts"]]
    assert [urlsplit(pattern).netloc for pattern in manifest["host_permissions"]] == hosts
    scripts = {
        urlsplit(pattern).netloc
        for script in manifest["content_scripts"]
        for pattern in script["matches"]
    }
    assert scripts <= set(hosts)
