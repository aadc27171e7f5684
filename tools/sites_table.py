"""The list of sites with an adapter in README.md, made from the adapters themselves.

python tools/sites_table.py            writes it between the two markers
python tools/sites_table.py --check    says whether it is as it should be (exit status)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "pycore"))

from quotefold.reading.site import Site  # noqa: E402 - the core is beside us, perhaps not installed
from quotefold.reading.sites import BROKEN, SITES  # noqa: E402

README: Final = ROOT / "README.md"
BEGIN: Final = "<!-- sites: made by tools/sites_table.py -->"
SELF_HOSTED: Final = frozenset(
    "nitter mastodon lobsters discourse nodebb public-inbox hyperkitty".split()
)
"""Software that anybody can run: its pages are known by their markup on every host."""

END: Final = "<!-- /sites -->"


def table() -> str:
    """The list in Markdown."""
    allowed = _hosts_with_permission()
    rows = ["| site | where | by itself on (elsewhere: *Read this page*) |", "|---|---|---|"]
    for site in SITES:
        own = ", ".join(host for host in site.hosts if host in allowed)
        rows.append(f"| {_name(site)} | {_where(site)} | {own} |")
    return "\n".join(rows)


def _hosts_with_permission() -> set[str]:
    """Hosts that the extension reads without being asked each time."""
    manifest = json.loads((ROOT / "extension" / "manifest.json").read_text(encoding="utf-8"))
    return {urlsplit(pattern).netloc for pattern in manifest["host_permissions"]}


def _name(site: Site) -> str:
    if site.id not in BROKEN:
        return site.name
    date, why = BROKEN[site.id]
    return f"{site.name} (broken since {date}: {why})"


def _where(site: Site) -> str:
    hosts = ", ".join(site.hosts)
    if not hosts:
        return "any host"
    return f"{hosts} and other hosts" if site.id in SELF_HOSTED else hosts


def renewed(text: str) -> str:
    """The text with the list between the markers made anew. Raises :class:`ValueError`
    where a marker is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{README.name} has no lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> int:
    """Write or check; 1 where the list is not as it should be."""
    text = README.read_text(encoding="utf-8")
    try:
        new = renewed(text)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in sys.argv[1:]:
        return 0 if new == text else 1
    README.write_text(new, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
