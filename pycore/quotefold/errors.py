"""Errors a caller can act on. Every message is one line, fit for stderr or the popup."""


class QuotefoldError(Exception):
    """Base of all errors that Quotefold raises on purpose."""


class UnreadableInput(QuotefoldError):
    """The input is no page at all: not a file, not text, not a snapshot, a bad URL."""


class PageTooLarge(QuotefoldError):
    """The page crosses a cap of :mod:`quotefold.limits`; it is left alone."""


class SelectorError(QuotefoldError):
    """A selector of ours is wrong: a defect in an adapter, never the page's fault."""
