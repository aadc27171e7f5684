"""Caps on what a page may ask of us, each with its reason.

A page is untrusted: its size, depth and names are chosen by whoever wrote it.
Crossing a cap is never silent. It raises :class:`quotefold.errors.PageTooLarge`
(the page stays plain) or adds a line to ``Thread.warnings`` (the rest is read).
"""

from typing import Final

MAX_HTML_BYTES: Final = 50_000_000
"""A saved page above this is refused: lxml needs about 10 bytes of memory a byte."""

MAX_NODES: Final = 400_000
"""Elements and texts in one tree. A thread of 5,000 posts has about 150,000; the
browser's own pages become unusable before this."""

MAX_DEPTH: Final = 1_000
"""Nesting of one tree. Chromium's HTML parser stops at 512; scripts can go deeper,
real threads stay below 100."""

MAX_POSTS: Final = 5_000
"""Posts read on one page; what comes after is left plain, with a warning."""

MAX_JUDGED_CHARS: Final = 30_000
"""Characters of a post that its stance is judged by; the longest real posts (X articles)
have 25,000. Texts themselves are never cut: a cut text could hide that two differ."""

MAX_ENCODED_ROWS: Final = 600
"""Windows of a page's posts that the cross-encoder reads; pairs above it are judged by the
linear tier alone. 600 take about a minute of one thread in a browser and are more answers
than a reader sees; without a cap a page of 50,000 short posts would keep a core busy for
an hour."""

MAX_NAME_CHARS: Final = 200
"""A display name longer than this is cut: X allows 50 characters, forums 60."""

MAX_WARNINGS: Final = 20
"""Warnings kept for one page, so that a hostile page cannot flood the popup."""
