"""What a feed is once it is read."""

from msgspec import Struct


class Entry(Struct, frozen=True):
    """One entry of a feed. Dates are ISO 8601 as far as they could be read, never invented.

    ``title`` is plain text; ``summary`` and ``content`` are as the feed gives them, mostly HTML.
    """

    id: str
    title: str
    link: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()


class Feed(Struct, frozen=True):
    """A feed as read. ``ok`` says that the bytes are a feed at all; ``error`` why they are not."""

    ok: bool
    error: str | None = None
    title: str = ""
    link: str | None = None
    entries: tuple[Entry, ...] = ()
    lang: str = ""
