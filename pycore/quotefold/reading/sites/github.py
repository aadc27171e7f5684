"""GitHub issues, pull requests and discussions. Quotes are unsigned; answers do not nest."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

QUOTES: Final = Quotes(
    box=".markdown-body blockquote, .email-quoted-reply, .email-hidden-reply", lead=True
)
CHROME: Final = "button, .email-hidden-toggle, .zeroclipboard-container, .js-clipboard-copy"
AUTHOR: Final = (
    Value("a[data-testid='issue-body-header-author']", "href", r"/([\w-]+(?:\[bot\])?)$"),
    Value("a[data-testid='avatar-link']", "href", r"/(?:apps/)?([\w-]+)$"),
    Value("a[data-hovercard-url*='/users/']", "href", r"/([\w-]+)$"),
    Value("a.author", "href", r"/([\w-]+)$"),
)
LINK: Final = (
    Value("a[href*='#issuecomment-']", "href"),
    Value("a[href*='#discussion_r']", "href"),
    Value("a[href*='#discussioncomment-']", "href"),
    Value("a[href*='#issue-']", "href"),
)

ISSUE: Final = Layout(
    post="[data-testid='issue-viewer-issue-container'], .react-issue-comment",
    body=(".markdown-body",),
    hero="[data-testid='issue-viewer-issue-container']",
    without=CHROME,
    handle=AUTHOR,
    time=(Value("relative-time", "datetime"),),
    permalink=LINK,
    quotes=QUOTES,
)

TIMELINE: Final = Layout(
    post=".timeline-comment, .review-comment",
    body=(".comment-body.markdown-body", ".comment-body", ".markdown-body"),
    without=CHROME,
    handle=(Value("a.author"), *AUTHOR),
    time=(Value("relative-time", "datetime"),),
    permalink=LINK,
    quotes=QUOTES,
)

SITE: Final = Site(
    id="github",
    name="GitHub",
    hosts=("github.com",),
    path=r"/[^/]+/[^/]+/(?:issues|pull|discussions)/\d+",
    read=reader("github", ISSUE, TIMELINE),
    detect=holds(".react-issue-comment .markdown-body, .timeline-comment .comment-body"),
)
