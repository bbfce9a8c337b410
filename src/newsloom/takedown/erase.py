"""What must go, and what stays of it: the tombstones a removal leaves."""

from collections.abc import Iterable, Sequence

from newsloom.model.types import Article
from newsloom.model.urls import host_of
from newsloom.takedown.decide import Tombstone, text_key, url_key
from newsloom.takedown.request import Request, domain_of


def tombstones_for(
    request: Request, articles: Sequence[Article], captures: Iterable[str], at_us: int
) -> list[Tombstone]:
    """The keys that keep the removed texts away, whichever way they come back.

    Captures by id (a replay, the same file imported again), articles by URL (a new poll) and by
    the hash of their words (the same text under another address), domains as a whole.
    """
    stones: dict[str, Tombstone] = {}

    def put(key: str, article: str | None = None, seq: int | None = None) -> None:
        stones.setdefault(key, Tombstone(key, request.id, article, seq, at_us))

    for article in articles:
        put(article.capture, article.id, article.seq)
        put(text_key(article.title, article.text), article.id, article.seq)
        for url in (article.url, article.canonical):
            if url:
                put(url_key(url), article.id, article.seq)
    for capture in captures:
        put(capture)
    if request.scope == "domain":
        put("domain:" + domain_of(request))
    elif host_of(request.target):
        put(url_key(request.target))
    return list(stones.values())
