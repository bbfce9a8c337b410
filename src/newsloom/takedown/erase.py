"""What must go, and what stays of it: the tombstones a removal leaves."""

from collections.abc import Iterable, Sequence

from newsloom.model.facts import Article
from newsloom.model.urls import host_of
from newsloom.takedown.decide import Tombstone, text_key, url_key
from newsloom.takedown.request import Request, domain_of


def tombstones_for(
    request: Request, articles: Sequence[Article], captures: Iterable[str], at_us: int, after: int
) -> list[Tombstone]:
    """The keys that keep the removed texts away, whichever way they come back.

    Captures by id (a replay, the same file imported again), articles by URL (a new poll) and by
    the hash of their words (the same text under another address), domains as a whole.
    ``after`` is the last ``seq`` given out so far; see ``Tombstone``.
    """
    if request.scope == "copies":
        after = 0  # every one of them was asked for
    stones: dict[str, Tombstone] = {}

    def put(key: str, article: str | None = None, seq: int | None = None) -> None:
        stones.setdefault(key, Tombstone(key, request.id, article, seq, at_us, after))

    for article in articles:
        put(article.capture, article.id, article.seq)
        put(text_key(article.title, article.text), article.id, article.seq)
        for address in (article.url, article.address):
            if address:
                put(url_key(address), article.id, article.seq)
    for capture in captures:
        put(capture)
    if request.scope == "domain":
        put("domain:" + domain_of(request))
    elif host_of(request.target):
        put(url_key(request.target))
    return list(stones.values())
