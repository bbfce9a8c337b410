"""How telling a term is: learned from a shard's articles, frozen from time to time.

Rarity is inverse document frequency. It is read from epochs: until the first one every term weighs
the same; then, from 16 articles on, it is frozen anew whenever the shard has doubled, and from
65,536 articles on at every further 65,536. Between two epochs judgements do not depend on how
much was learned meanwhile.
"""

from functools import cached_property

import numpy as np

from newsloom.kernels import load
from newsloom.kernels.types import F64, U32, U64
from newsloom.model.features import Epoch

FIRST_EPOCH = 16
LARGEST_STEP = 65_536
COUNTED_AT_ONCE = 512  # articles whose terms wait to be counted

_SCALE = 64  # rarity squared is a whole number of 64ths
_LEAST = 0.05  # even the commonest term counts a little
_FEWEST = 2  # articles a term must be in to be listed
_LISTED_SHARE = 1 / 4096  # in a large shard: this share of its articles


class Rarity:
    """Squared rarity of terms, times 64 and rounded: whole numbers in float64."""

    def __init__(self, terms: U32, values: F64, unlisted: float) -> None:
        self._terms = terms
        self._values = values
        self._unlisted = unlisted

    @cached_property
    def table(self) -> tuple[U32, F64, U64, float]:
        """What ``kernels.loops.weigh`` looks terms up in.

        Terms, ascending; their values; both as a hash table; the value of a term not listed.
        """
        cells = np.zeros(2 << len(self._terms).bit_length(), np.uint64)  # less than half full
        load().hash_cells(self._terms, self._values, cells)
        return self._terms, self._values, cells, self._unlisted


UNIFORM = Rarity(np.empty(0, np.uint32), np.empty(0), float(_SCALE))


def _squared(articles: int, holding: F64) -> F64:
    rarity = np.maximum(np.log((articles + 1) / (holding + 0.5)), _LEAST)
    squared: F64 = np.maximum(np.rint(rarity * rarity * _SCALE), 1.0)
    return squared


def _listed_from(articles: int) -> int:
    return max(_FEWEST, int(articles * _LISTED_SHARE))


def until_next(count: int) -> int:
    """How many articles the next epoch comes after one that was learned from so many."""
    return min(max(count, FIRST_EPOCH), LARGEST_STEP)


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
    """Counts in how many articles of a shard each term stands, from one epoch to the next.

    The counts are kept in tables of ascending size; two of like size are added up. So each term
    is handled a few times however many articles come.
    """

    def __init__(self, shard: str) -> None:
        self._shard = shard
        self._epoch: Epoch | None = None
        self._since = 0
        self._tables: list[tuple[U32, U32]] = []
        self._waiting: list[U32] = []

    @property
    def count(self) -> int:
        """Articles learned from so far."""
        return self._since + (self._epoch.count if self._epoch else 0)

    @property
    def nbytes(self) -> int:
        """Bytes of what was learned since the epoch."""
        waiting = sum(terms.nbytes for terms in self._waiting)
        return waiting + sum(2 * terms.nbytes for terms, _ in self._tables)

    def absorb(self, seq: int, terms: U32) -> None:
        """Count an article's distinct terms, unless the epoch in force counted them already."""
        if self._epoch is not None and seq <= self._epoch.seq:
            return
        self._since += 1
        self._waiting.append(terms)
        if len(self._waiting) >= COUNTED_AT_ONCE:
            self._count()

    def due(self) -> bool:
        """Whether the next epoch's number of articles is reached."""
        known = self._epoch.count if self._epoch else 0
        return self.count >= known + until_next(known)

    def freeze(self, seq: int) -> Epoch:
        """All that was learned up to and with the article ``seq``."""
        self._count()
        terms, holding = unpack(self._epoch.data if self._epoch else b"")
        for table in reversed(self._tables):
            terms, holding = _added((terms, holding), table)
        kept = holding >= _listed_from(self.count)
        return Epoch("idf", self._shard, seq, self.count, pack(terms[kept], holding[kept]))

    def adopt(self, epoch: Epoch) -> None:
        """Start anew from a frozen epoch."""
        self._epoch = epoch
        self._since = 0
        self._tables, self._waiting = [], []

    def _count(self) -> None:
        if not self._waiting:
            return
        terms = np.concatenate(self._waiting)
        self._waiting = []
        counts = np.empty_like(terms)
        found = load().count_terms(terms, np.empty_like(terms), counts)
        self._tables.append((terms[:found].copy(), counts[:found].copy()))
        while len(self._tables) > 1 and len(self._tables[-2][0]) < 2 * len(self._tables[-1][0]):
            last = self._tables.pop()
            self._tables[-1] = _added(self._tables[-1], last)


def _added(one: tuple[U32, U32], other: tuple[U32, U32]) -> tuple[U32, U32]:
    """The sum of two tables of counts, ascending by term."""
    size = len(one[0]) + len(other[0])
    terms, counts = np.empty(size, np.uint32), np.empty(size, np.uint32)
    found = load().add_counts(*one, *other, terms, counts)
    # A copy gives back the room that terms in common did not take.
    return terms[:found].copy(), counts[:found].copy()
