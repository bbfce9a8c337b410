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


class Pace(Struct, frozen=True, omit_defaults=True):
    """How often a feed asks to be read. Hours are GMT; day 0 is Monday."""

    least_s: int = 0  # between two polls
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


class Feed(Struct, frozen=True):
    """A feed as read. ``ok`` says that the bytes are a feed at all; ``error`` why they are not.

    ``hub`` and ``self_url`` are where it can be subscribed to (WebSub), and its own address.
    """

    ok: bool
    error: str | None = None
    title: str = ""
    link: str | None = None
    entries: tuple[Entry, ...] = ()
    lang: str = ""
    hub: str | None = None
    self_url: str | None = None
    pace: Pace | None = None
