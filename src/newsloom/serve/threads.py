"""The pictogram on every story: one thread an article, full for an independent origin."""

from msgspec import Struct

MOST = 36


class Thread(Struct, frozen=True):
    """A thread at ``x``; ``origin`` tells an independent origin from a copy."""

    x: int
    origin: bool


def threads(articles: int, origins: int) -> list[Thread]:
    """One thread an article up to ``MOST``; beyond that the same proportion, at least one each."""
    articles = max(articles, origins, 1)
    if articles > MOST:
        full = max(1, round(origins / articles * MOST))
        full = min(full, MOST - 1) if origins < articles else MOST
        articles, origins = MOST, full
    return [Thread(5 * place, place < origins) for place in range(articles)]
