"""Decisions on requests, and the tombstones that keep a removed text away."""

from typing import Literal

from msgspec import Struct

from newsloom.takedown.request import Request

Verdict = Literal["removed", "refused"]


class Ruling(Struct, frozen=True):
    """A decision on a request: a row of the log, never changed."""

    request: str
    verdict: Verdict
    by: str
    note: str
    decided_us: int


class Takedown(Struct, frozen=True):
    """A request and its decision, None while it is open."""

    request: Request
    ruling: Ruling | None
    articles: int  # how many articles it removed


class Tombstone(Struct, frozen=True):
    """What stays of a removed article: enough to keep it away, nothing of what it said.

    ``key`` is a capture id, ``url:`` and a canonical URL, ``text:`` and a hash of the normalised
    words, or ``domain:`` and a domain. ``article`` and ``seq`` name what was removed.
    """

    key: str
    request: str
    article: str | None
    seq: int | None
    at_us: int
