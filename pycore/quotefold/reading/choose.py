"""Which reader reads a page: the site's adapter, else the generic one."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from quotefold.dom.tree import TEXT, Tree
from quotefold.errors import UnreadableInput
from quotefold.reading.generic import read_generic
from quotefold.reading.raw import RawThread
from quotefold.reading.site import HANDLE, Site
from quotefold.reading.sites import BROKEN, SITES

GENERIC: Final = "generic"


def site_of(url: str) -> Site | None:
    """The adapter that covers an address. Raises :class:`UnreadableInput` for what is
    no http(s) or file address; an empty address has no adapter."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        _ = parts.port  # a port out of range is found only when it is asked for
    except ValueError as error:
        raise UnreadableInput(f"not an address: {url!r}") from error
    if parts.scheme not in ("http", "https", "file") or (parts.scheme != "file" and not host):
        raise UnreadableInput(f"not an address: {url!r}")
    return next((s for s in SITES if s.covers(host, parts.path or "/")), None)


def read_tree(tree: Tree, url: str) -> RawThread:
    """What the page states about its posts.

    A known site in an unknown layout is read by the generic reader, with a warning: a
    redesign should cost precision in the details, not the whole page. Pages of unknown
    hosts are asked for the marks of known software (forum engines, mirrors, embeds).
    """
    site = site_of(url)
    if site is not None:
        thread = None if site.id in BROKEN else site.read(tree, url)
        return thread if thread is not None else _in_new_layout(site, tree, url)
    for other in SITES:
        if other.detect is not None and other.id not in BROKEN and other.detect(tree):
            thread = other.read(tree, url)
            if thread is not None:
                return thread
    return read_generic(tree, url)


def _bears_signs(tree: Tree) -> bool:
    """Whether anything on the page is what posts have: a time, a handle, a link to a post."""
    return any(
        tag in ("article", "time")
        or "/status/" in tree.get(node, "href")
        or (tag == TEXT and HANDLE.search(tree.texts[node]) is not None)
        for node, tag in enumerate(tree.tags)
    )


def _in_new_layout(site: Site, tree: Tree, url: str) -> RawThread:
    thread = read_generic(tree, url)
    if not thread.posts and not _bears_signs(tree):
        return RawThread(site.id, ())  # an error page, or one that the site keeps there too
    said = (
        f"this layout of {site.name} is new to Quotefold; it was read by general rules"
        if thread.posts
        else f"this layout of {site.name} is not understood: no posts with words were found"
    )
    return RawThread(site.id, thread.posts, (said, *thread.warnings))
