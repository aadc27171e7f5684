"""What the extension asks for and ships: pinned, so that any growth is a decision."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "extension"


@pytest.fixture(scope="module")
def manifest(extension_folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((extension_folder / "manifest.json").read_text("utf-8"))
    return data


def scripts() -> list[Path]:
    return sorted(SOURCES.rglob("src/**/*.js"))


def test_no_more_permissions_than_these(manifest: dict[str, Any]) -> None:
    x = [f"https://{sub}{x}.com/*" for x in ("x", "twitter") for sub in ("", "www.", "mobile.")]
    hosts = ["https://digg.com/*", "https://www.digg.com/*", "https://di.gg/*", *x]
    embeds = "https://platform.twitter.com/*"
    wanted = {"activeTab", "offscreen", "scripting", "sidePanel", "storage"}
    assert set(manifest["permissions"]) == wanted
    assert manifest["host_permissions"] == [*hosts, embeds]
    # Asked for host by host, when the reader turns one on.
    assert manifest["optional_host_permissions"] == ["*://*/*"]
    assert [script["matches"] for script in manifest["content_scripts"]] == [
        hosts,
        ["https://platform.twitter.com/embed/*"],
    ]
    for key in (
        "optional_permissions",
        "externally_connectable",
        "web_accessible_resources",
        "oauth2",
    ):
        assert key not in manifest


def test_the_content_security_policy_lets_nothing_in(manifest: dict[str, Any]) -> None:
    assert manifest["content_security_policy"] == {
        "extension_pages": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
        "worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob:"
    }


def test_no_shortcut_is_a_bare_letter(manifest: dict[str, Any]) -> None:
    for command in manifest["commands"].values():
        key = command.get("suggested_key", {}).get("default", "Alt+X")
        assert key.startswith(("Alt+", "Ctrl+"))


def test_every_file_that_is_named_exists(manifest: dict[str, Any], extension_folder: Path) -> None:
    named = [
        *manifest["icons"].values(),
        *manifest["action"]["default_icon"].values(),
        manifest["action"]["default_popup"],
        manifest["options_ui"]["page"],
        manifest["side_panel"]["default_path"],
        manifest["background"]["service_worker"],
        *manifest["content_scripts"][0]["js"],
    ]
    for page in sorted(path.name for path in SOURCES.glob("*.html")):
        base = (extension_folder / page).parent
        text = (extension_folder / page).read_text("utf-8")
        named += [
            str((base / name).relative_to(extension_folder))
            for name in re.findall(r'(?:src|href)="([^"#]+)"', text)
        ]
    missing = [name for name in named if not (extension_folder / name).is_file()]
    assert missing == []


def test_all_words_are_in_the_locale_and_all_are_used() -> None:
    messages = json.loads((SOURCES / "_locales/en/messages.json").read_text("utf-8"))
    used: set[str] = set()
    named: set[str] = set()  # also in a table or by a condition
    for path in [*scripts(), *SOURCES.glob("*.html"), SOURCES / "manifest.json"]:
        text = path.read_text("utf-8")
        used |= set(re.findall(r'\bsay\(\s*"(\w+)"', text))
        used |= set(re.findall(r'data-say="(\w+)"', text))
        used |= set(re.findall(r"__MSG_(\w+)__", text))
        named |= set(re.findall(r'"(\w+)"', text))
    assert used - set(messages) == set()
    assert set(messages) - used - named == set()


@pytest.mark.parametrize(
    "pattern",
    [
        r"\.(inner|outer)HTML\s*=",
        "insertAdjacentHTML",
        r"document\.write",
        r"\beval\(",
        r"new Function\(",
        r"window\.postMessage",
        "CustomEvent",
        "externally_connectable",
        r"XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bfetch\(",
        "(?<!w3.org/2000/)https?://(?!digg|di\\.gg|x\\.com)[a-z]",
        r"world:\s*.MAIN",
    ],
)
def test_no_script_reaches_for_what_it_must_not_use(pattern: str) -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in scripts()
        for line in path.read_text("utf-8").splitlines()
        if re.search(pattern, line) and "w3.org" not in line
    ]
    assert found == []


def test_both_sides_of_the_border_speak_the_same_version() -> None:
    from quotefold import browser

    script = (SOURCES / "src/shared/protocol.js").read_text("utf-8")
    version = re.search(r"export const PROTOCOL = (\d+);", script)
    assert version
    assert int(version[1]) == browser.PROTOCOL
