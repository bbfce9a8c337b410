"""Decisions on requests, and the tombstones that keep a removed text away."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from newsloom.model.facts import Article
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
    ``after`` is the last ``seq`` that was given out before: an article up to it that has the same
    words, or names the address as its canonical one, stood beside the removed one and was left.
    """

    key: str
    request: str
    article: str | None
    seq: int | None
    at_us: int
    after: int = 0


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


def removal_keys(article: Article) -> tuple[str, ...]:
    """The tombstone keys that may keep this article away."""
    return (*_own_keys(article), *_claimed_keys(article))


def covering_key(article: Article, after: Mapping[str, int]) -> str | None:
    """The key of the tombstone that keeps this article away; None when it may stay.

    ``after`` holds the tombstones in question: key -> ``Tombstone.after``.
    """
    for key in _own_keys(article):
        if key in after:
            return key
    for key in _claimed_keys(article):
        if key in after and article.seq > after[key]:
            return key
    return None


def _own_keys(article: Article) -> tuple[str, ...]:
    return covering_keys(article.capture, (article.url, article.address))


def _claimed_keys(article: Article) -> tuple[str, ...]:
    words = text_key(article.title, article.text)
    return (words, *covering_keys(article.capture, (article.canonical,))[1:])
