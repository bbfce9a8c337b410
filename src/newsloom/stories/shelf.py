"""The shelf: the open articles of a shard as numbers, side by side in a few large arrays.

An article put there gets a slot, ascending in the order of arrival. Its vector lies in one arena of
keys and weights; its telling terms are filed in an inverted index. What is closed leaves a hole,
and ``tidy`` closes the ranks once holes make up a fifth of the shelf.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from newsloom.kernels import load
from newsloom.kernels.postings import Postings, longer
from newsloom.kernels.types import F64, I32, I64, U8, U32
from newsloom.stories.idf import UNIFORM, Rarity
from newsloom.stories.vectors import BODY, FIELDS, Vector

_TERMS = 24  # telling terms under which an article is filed and looked for
_MOST_HOLDERS = 512  # articles looked at per term, the latest; commoner terms tell little
_ADDED = np.array([1.0, 0.5])  # to the worth of a body term that stands in title, in lead
_WEIGHED_AT_ONCE = 4_096  # articles, when an epoch begins
_SPARE_SLOTS = 4_096  # closed slots that are not worth tidying up

# The same word in title, lead and body is one to the table of rarity; names and pairs are not.
_SALTS = np.array([0, 0, 0, 0x27D4EB2F, 0x165667B1], np.uint32)

_NO_TERMS, _NO_WORTH = np.empty(0, np.uint32), np.empty(0)


Slots: TypeAlias = "array[int]"  # of a story: array("q"), which grows in place


def end_to_end(parts: "Iterable[memoryview | Slots]") -> I64:
    """``np.concatenate`` of int64, in a fraction of its time for a few short parts."""
    return np.frombuffer(bytearray().join(parts), np.int64)


class Weighed(Struct, frozen=True, eq=False):
    """A vector under the rarity in force.

    ``kinds`` uint32[n] the terms as the table of rarity knows them, ``rarity`` float64[n] squared,
    ``lengths`` float64[5] squared lengths per field, ``terms`` uint32[k] the telling ones, the best
    first, and their ``worth`` float64[k]; none of an article that is only to be compared.
    """

    vector: Vector
    kinds: U32
    rarity: F64
    lengths: F64
    terms: U32
    worth: F64

    def learned_from(self) -> U32:
        """The distinct terms that count towards rarity: body, with title and lead, names, pairs."""
        return self.kinds[self.vector.bounds[BODY] :]


class Beside(Struct, frozen=True, eq=False):
    """An article beside k stories with n members in all.

    ``parts`` int64[n, 5] cosines with each member in parts of 2**20, ``starts`` int64[k + 1] where
    the members of each story begin; ``nearest``, ``centroid``, ``average`` float64[k, 5]; ``days``
    float64[k] to the nearest dated member, or nan; ``brief`` uint8[k] whether all members are.
    """

    parts: I64
    starts: I64
    nearest: F64
    centroid: F64
    average: F64
    days: F64
    brief: U8


class Shelf:
    """Open articles by slot. Nearness is that of publication, never of arrival."""

    def __init__(self) -> None:
        self._kernels = load()
        self._rarity: Rarity = UNIFORM
        self._postings = Postings()
        self._keys: U32 = np.empty(1 << 16, np.uint32)
        self._weights: npt.NDArray[np.uint16] = np.empty(1 << 16, np.uint16)
        self._end = 0  # of what is in use of the arena
        self._size = 0  # slots in use, closed ones included
        self._closed = 0
        self._starts: I64 = np.zeros(1024, np.int64)
        self._bounds: I32 = np.zeros((1024, len(FIELDS) + 1), np.int32)
        self._lengths: F64 = np.zeros((1024, len(FIELDS)))
        self._days: F64 = np.zeros(1024)  # nan: undated
        self._opened: U8 = np.zeros(1024, np.uint8)
        self._brief: U8 = np.zeros(1024, np.uint8)
        self._homes: I32 = np.zeros(1024, np.int32)
        self._totals: I32 = np.zeros(1024, np.int32)  # scratch; -1: closed
        self._touched: I32 = np.zeros(1026, np.int32)  # scratch

    def __len__(self) -> int:
        """Open articles."""
        return self._size - self._closed

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays in use."""
        per_slot = self._starts, self._bounds, self._lengths, self._days, self._opened
        slots = sum(column[: self._size].nbytes for column in per_slot)
        return self._end * 6 + slots + 13 * self._size + self._postings.nbytes

    def weigh(self, vector: Vector) -> Weighed:
        """A vector under the rarity in force."""
        weighed = self._weigh(vector)
        keys, weights, bounds = vector.keys, vector.weights, vector.bounds
        terms, worth = np.empty(_TERMS, np.uint32), np.empty(_TERMS)
        found = self._kernels.telling(keys, weights, bounds, weighed.rarity, _ADDED, terms, worth)
        kinds, rarity, lengths = weighed.kinds, weighed.rarity, weighed.lengths
        return Weighed(vector, kinds, rarity, lengths, terms[:found], worth[:found])

    def _weigh(self, vector: Vector) -> Weighed:
        size = len(vector.keys)
        kinds, rarity, lengths = np.empty(size, np.uint32), np.empty(size), np.empty(len(FIELDS))
        self._kernels.weigh(
            vector.keys,
            vector.weights,
            vector.bounds,
            _SALTS,
            *self._rarity.table,
            kinds,
            rarity,
            lengths,
        )
        return Weighed(vector, kinds, rarity, lengths, _NO_TERMS, _NO_WORTH)

    def put(self, weighed: Weighed, day: float | None, *, brief: bool = False) -> int:
        """Put an open article there; its slot. ``brief``: it is little but a title."""
        vector, slot = weighed.vector, self._size
        end = self._end + len(vector.keys)
        self._make_room(slot + 1, end)
        self._keys[self._end : end] = vector.keys
        self._weights[self._end : end] = vector.weights
        self._starts[slot] = self._end
        self._bounds[slot] = vector.bounds
        self._lengths[slot] = weighed.lengths
        self._days[slot] = np.nan if day is None else day
        self._opened[slot] = 1
        self._brief[slot] = brief
        self._end, self._size = end, slot + 1
        self._postings.add(slot, weighed.terms)
        return slot

    def settle(self, slot: int, home: int) -> None:
        """Say which story an article is in, as a number."""
        self._homes[slot] = home

    def close(self, slot: int) -> None:
        """Offer an article no more."""
        self._opened[slot] = 0
        self._totals[slot] = -1
        self._closed += 1

    def vector(self, slot: int) -> Vector:
        """The vector of an article, as a view that holds until the next change."""
        bounds = self._bounds[slot].astype(np.int64)
        start = int(self._starts[slot])
        within = slice(start, start + int(bounds[-1]))
        return Vector(self._keys[within], self._weights[within], bounds)

    def weighed(self, slot: int) -> Weighed:
        """An article that lies there, to be compared; as a view, like ``vector``."""
        return self._weigh(self.vector(slot))

    def cosines(self, weighed: Weighed, slots: Sequence[int] | I64) -> I64:
        """Cosines per field with the articles in ``slots``, in parts of 2**20. Shape (n, 5)."""
        parts = np.empty((len(slots), len(FIELDS)), np.int64)
        vector = weighed.vector
        self._kernels.cosines(
            vector.keys,
            vector.weights,
            vector.bounds,
            weighed.rarity,
            weighed.lengths,
            np.asarray(slots, np.int64),
            self._keys,
            self._weights,
            self._starts,
            self._bounds,
            self._lengths,
            parts,
        )
        return parts

    def pairs(self, slots: Slots) -> I64:
        """Cosines of articles with each other, in parts of 2**20; each with itself: 1. (n, n, 5).

        Their sum is the squared length of the sum of the unit vectors, per field.
        """
        parts = np.empty((len(slots), len(slots), len(FIELDS)), np.int64)
        self._kernels.pairs(
            np.array(slots, np.int64),
            self._keys,
            self._weights,
            self._starts,
            self._bounds,
            self._lengths,
            _SALTS,
            *self._rarity.table,
            parts,
        )
        return parts

    def beside(
        self, weighed: Weighed, day: float | None, groups: Sequence[Slots], squares: I64
    ) -> Beside:
        """An article beside stories, each a group of slots; none is empty.

        ``squares`` (k, 5) is the squared length of the sum of the unit vectors of each group.
        """
        slots, count = end_to_end(groups), len(groups)
        starts = np.array([0, *accumulate(map(len, groups))])
        parts = np.empty((len(slots), len(FIELDS)), np.int64)
        cosines = np.empty((3, count, len(FIELDS)))
        days, brief = np.empty(count), np.empty(count, np.uint8)
        self._kernels.beside(
            weighed.vector.keys,
            weighed.vector.weights,
            weighed.vector.bounds,
            weighed.rarity,
            weighed.lengths,
            np.nan if day is None else day,
            slots,
            starts,
            squares,
            self._keys,
            self._weights,
            self._starts,
            self._bounds,
            self._lengths,
            self._days,
            self._brief,
            parts,
            cosines,
            days,
            brief,
        )
        return Beside(parts, starts, cosines[0], cosines[1], cosines[2], days, brief)

    def near(
        self, weighed: Weighed, day: float | None, reaches: F64, most: tuple[int, int]
    ) -> list[list[int]]:
        """The stories, by number, of the articles that share most with an article.

        The best article first; ties: the earlier slot. ``most``: articles, stories. One row for
        each of ``reaches``: of articles published at most that many days from ``day``, and of
        undated ones; of all when ``day`` is None.
        """
        return self._postings.near(
            weighed.terms,
            weighed.worth,
            (self._days, self._homes),
            np.nan if day is None else day,
            reaches,
            _MOST_HOLDERS,
            most,
            (self._totals, self._touched),
        )

    def adopt(self, rarity: Rarity) -> None:
        """Judge by another rarity from now on: all that is open is weighed and filed anew."""
        self._rarity = rarity
        self._postings = Postings()
        slots = np.flatnonzero(self._opened[: self._size])
        for first in range(0, len(slots), _WEIGHED_AT_ONCE):
            self._weigh_anew(slots[first : first + _WEIGHED_AT_ONCE])

    def _weigh_anew(self, slots: I64) -> None:
        terms, counts = np.empty((len(slots), _TERMS), np.uint32), np.empty(len(slots), np.int64)
        self._kernels.weigh_shelf(
            slots,
            self._keys,
            self._weights,
            self._starts,
            self._bounds,
            _SALTS,
            *self._rarity.table,
            _ADDED,
            self._lengths,
            terms,
            counts,
        )
        self._postings.add_rows(slots, terms, counts)

    def tidy(self) -> I64 | None:
        """Close the ranks when it is worth it: old slot -> new slot (-1: closed), else None."""
        if self._closed <= len(self) // 4 + _SPARE_SLOTS:
            return None
        opened = np.flatnonzero(self._opened[: self._size])
        renumbered = np.full(self._size, -1, np.int64)
        renumbered[opened] = np.arange(len(opened))
        self._postings.renumber(renumbered)
        lengths = self._bounds[: self._size, -1].astype(np.int64)
        for data in (self._keys, self._weights):
            self._kernels.close_ranks(opened, data, self._starts, lengths)
        ends = np.cumsum(lengths[opened])
        self._starts[: len(opened)] = ends - lengths[opened]
        self._end = int(ends[-1]) if len(opened) else 0
        for column in (self._bounds, self._lengths, self._days, self._brief, self._homes):
            column[: len(opened)] = column[opened]
        self._opened[: len(opened)] = 1
        self._totals[: self._size] = 0
        self._size, self._closed = len(opened), 0
        return renumbered

    def _make_room(self, slots: int, end: int) -> None:
        if end > len(self._keys):
            self._keys = longer(self._keys, end)
            self._weights = longer(self._weights, end)
        if slots > len(self._starts):
            self._starts, self._bounds, self._lengths = (
                longer(column, slots) for column in (self._starts, self._bounds, self._lengths)
            )
            self._days, self._opened, self._brief, self._homes = (
                longer(column, slots)
                for column in (self._days, self._opened, self._brief, self._homes)
            )
            self._totals = longer(self._totals, slots)
            self._totals[self._size :] = 0
            self._touched = np.zeros(len(self._totals) + 2, np.int32)
