"""How telling a term is: learned from a shard's articles, frozen from time to time.

Rarity is inverse document frequency. It is read from epochs: until the first one every term weighs
the same; then, from 16 articles on, it is frozen anew whenever the shard has doubled, and from
65,536 articles on at every further 65,536. Between two epochs judgements do not depend on how
much was learned meanwhile.
"""

import numpy as np
import numpy.typing as npt

from newsloom.model.features import Epoch
from newsloom.stories.vectors import F64, U32

FIRST_EPOCH = 16
LARGEST_STEP = 65_536

_SCALE = 64  # rarity squared is a whole number of 64ths
_LEAST = 0.05  # even the commonest term counts a little
_FEWEST = 2  # articles a term must be in to be listed
_LISTED_SHARE = 1 / 4096  # in a large shard: this share of its articles
_MERGE_EVERY = 512


class Rarity:
    """Squared rarity of terms, as whole numbers in float64."""

    def __init__(self, terms: U32, values: F64, unlisted: float) -> None:
        self._terms = terms
        self._values = values
        self._unlisted = unlisted

    def squared(self, terms: U32) -> F64:
        """For each term its squared rarity times 64, rounded. Shape as ``terms``."""
        if not len(self._terms):
            return np.full(len(terms), self._unlisted)
        at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        return np.where(self._terms[at] == terms, self._values[at], self._unlisted)


UNIFORM = Rarity(np.empty(0, np.uint32), np.empty(0), float(_SCALE))


def _squared(articles: int, holding: F64) -> F64:
    rarity = np.maximum(np.log((articles + 1) / (holding + 0.5)), _LEAST)
    squared: F64 = np.maximum(np.rint(rarity * rarity * _SCALE), 1.0)
    return squared


def _listed_from(articles: int) -> int:
    return max(_FEWEST, int(articles * _LISTED_SHARE))


def rarity_of(epoch: Epoch | None) -> Rarity:
    """The rarity an epoch stands for; uniform for None."""
    if epoch is None:
        return UNIFORM
    terms, holding = unpack(epoch.data)
    unlisted = _squared(epoch.count, np.array([_listed_from(epoch.count) / 2]))
    return Rarity(terms, _squared(epoch.count, holding.astype(np.float64)), float(unlisted[0]))


def pack(terms: U32, holding: U32) -> bytes:
    """Ascending terms and the number of articles that hold each, as bytes."""
    return terms.astype("<u4").tobytes() + holding.astype("<u4").tobytes()


def unpack(data: bytes) -> tuple[U32, U32]:
    """The inverse of :func:`pack`."""
    both = np.frombuffer(data, "<u4").astype(np.uint32, copy=False)
    return both[: len(both) // 2], both[len(both) // 2 :]


class Learner:
    """Counts in how many articles of a shard each term stands, from one epoch to the next."""

    def __init__(self, shard: str) -> None:
        self._shard = shard
        self._epoch: Epoch | None = None
        self._since = 0
        self._merged: tuple[U32, U32] = unpack(b"")
        self._waiting: list[U32] = []

    @property
    def count(self) -> int:
        """Articles learned from so far."""
        return self._since + (self._epoch.count if self._epoch else 0)

    def absorb(self, seq: int, terms: U32) -> None:
        """Count an article's distinct terms, unless the epoch in force counted them already."""
        if self._epoch is not None and seq <= self._epoch.seq:
            return
        self._since += 1
        self._waiting.append(terms)
        if len(self._waiting) >= _MERGE_EVERY:
            self._merge()

    def due(self) -> bool:
        """Whether the next epoch's number of articles is reached."""
        known = self._epoch.count if self._epoch else 0
        return self.count >= known + min(max(known, FIRST_EPOCH), LARGEST_STEP)

    def freeze(self, seq: int) -> Epoch:
        """All that was learned up to and with the article ``seq``."""
        self._merge()
        known = unpack(self._epoch.data if self._epoch else b"")
        terms, holding = _added([known, self._merged])
        kept = holding >= _listed_from(self.count)
        return Epoch("idf", self._shard, seq, self.count, pack(terms[kept], holding[kept]))

    def adopt(self, epoch: Epoch) -> None:
        """Start anew from a frozen epoch."""
        self._epoch = epoch
        self._since = 0
        self._merged, self._waiting = unpack(b""), []

    def _merge(self) -> None:
        if self._waiting:
            terms = np.concatenate(self._waiting)
            self._merged = _added([self._merged, (terms, np.ones(len(terms), np.uint32))])
            self._waiting = []


def _added(tables: list[tuple[U32, npt.NDArray[np.uint32]]]) -> tuple[U32, U32]:
    """The sum of tables of counts, ascending by term."""
    terms, where = np.unique(np.concatenate([table[0] for table in tables]), return_inverse=True)
    counts = np.concatenate([table[1] for table in tables]).astype(np.float64)
    summed = np.bincount(where, weights=counts, minlength=len(terms))
    return terms, summed.astype(np.uint32)
