"""Decisions on requests, and the tombstones that keep a removed text away."""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from newsloom.model.ids import text_hash
from newsloom.model.urls import canonical_url, host_of
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


def url_key(url: str) -> str:
    """The tombstone key of a page's address, whichever spelling it has."""
    return "url:" + canonical_url(url)


def text_key(title: str, text: str) -> str:
    """The tombstone key of a text: a hash of its words, leaving case and punctuation aside."""
    words = re.findall(r"\w+", f"{title}\n{text}".casefold())
    return "text:" + text_hash(" ".join(words))


def domain_keys(url: str) -> tuple[str, ...]:
    """The tombstone keys of a URL's host and of the domains above it."""
    labels = host_of(url).split(".")
    return tuple("domain:" + ".".join(labels[at:]) for at in range(max(1, len(labels) - 1)))


def covering_keys(capture_id: str, urls: Iterable[str | None]) -> tuple[str, ...]:
    """Every tombstone key that would keep a capture away."""
    keys = [capture_id]
    for url in urls:
        if url:
            keys += [url_key(url), *domain_keys(url)]
    return tuple(dict.fromkeys(keys))
