"""The sketches of the articles in the window, side by side, and who holds which key.

An article put there gets a slot, ascending in the order of arrival. What is closed leaves a hole;
``tidy`` closes the ranks once holes make up a fifth.
"""

from collections.abc import Sequence

import numpy as np

from newsloom.copies.minhash import NOTHING, Overlap
from newsloom.copies.shingles import Hashes
from newsloom.kernels import load
from newsloom.kernels.postings import Postings, longer
from newsloom.kernels.types import I32, I64, U8, U32

NOBODY = -1  # owner of what has no known outlet

_HALF = 32  # articles looked at per key, the first and the last: a wire text has hundreds
_SPARE_SLOTS = 4_096  # closed slots that are not worth tidying up


class Sketches:
    """Sketches by slot, each with an owner: a number for its outlet, or ``NOBODY``."""

    def __init__(self) -> None:
        self._kernels = load()
        self._postings = Postings()
        self._hashes: U32 = np.empty(1 << 16, np.uint32)
        self._end = 0  # of what is in use of the hashes
        self._size = 0  # slots in use, closed ones included
        self._closed = 0
        self._starts: I64 = np.zeros(1024, np.int64)
        self._lengths: I32 = np.zeros(1024, np.int32)
        self._owners: I32 = np.zeros(1024, np.int32)
        self._opened: U8 = np.zeros(1024, np.uint8)
        self._votes: I32 = np.zeros(1024, np.int32)  # scratch
        self._touched: I32 = np.zeros(1024, np.int32)  # scratch

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays in use."""
        return self._end * 4 + self._size * 25 + self._postings.nbytes

    def put(self, sketch: Hashes, keys: Hashes, owner: int) -> int:
        """File a sketch under its keys, which are distinct; its slot."""
        slot, end = self._size, self._end + len(sketch)
        if end > len(self._hashes):
            self._hashes = longer(self._hashes, end)
        if slot == len(self._starts):
            self._starts, self._lengths, self._owners, self._opened = (
                longer(array, 0)
                for array in (self._starts, self._lengths, self._owners, self._opened)
            )
            self._votes = np.zeros(len(self._starts), np.int32)
            self._touched = np.zeros(len(self._starts), np.int32)
        self._hashes[self._end : end] = sketch
        self._starts[slot] = self._end
        self._lengths[slot] = len(sketch)
        self._owners[slot] = owner
        self._opened[slot] = 1
        self._end, self._size = end, slot + 1
        self._postings.add(slot, keys)
        return slot

    def close(self, slot: int) -> None:
        """Offer an article no more."""
        self._opened[slot] = 0
        self._closed += 1

    def contenders(self, keys: Hashes, owner: int, most: int) -> list[int]:
        """The slots that share most keys, the best first; ties: the earlier. None of ``owner``."""
        found = self._postings.contenders(
            keys, owner, _HALF, self._opened, self._owners, most, (self._votes, self._touched)
        )
        return found.tolist()  # type: ignore[no-any-return]

    def overlaps(self, sketch: Hashes, slots: Sequence[int]) -> list[Overlap]:
        """What a sketch says it shares with those in ``slots``; as ``minhash.overlap`` does."""
        if not slots:
            return []
        counts = np.empty((len(slots), 3), np.int64)
        self._kernels.overlaps(
            sketch, np.array(slots, np.int32), self._hashes, self._starts, self._lengths, counts
        )
        return [_overlap(*row) for row in counts.tolist()]

    def tidy(self) -> I64 | None:
        """Close the ranks when it is worth it: old slot -> new slot (-1: closed), else None."""
        left = self._size - self._closed
        if self._closed <= left // 4 + _SPARE_SLOTS:
            return None
        opened = np.flatnonzero(self._opened[: self._size])
        renumbered = np.full(self._size, -1, np.int64)
        renumbered[opened] = np.arange(left)
        self._postings.renumber(renumbered)
        lengths = self._lengths[: self._size].astype(np.int64)
        self._kernels.close_ranks(opened, self._hashes, self._starts, lengths)
        ends = np.cumsum(lengths[opened])
        self._starts[:left] = ends - lengths[opened]
        self._end = int(ends[-1]) if left else 0
        for array in (self._lengths, self._owners):
            array[:left] = array[opened]
        self._opened[:left] = 1
        self._size, self._closed = left, 0
        return renumbered


def _overlap(shared: int, one: int, other: int) -> Overlap:
    if not one or not other:
        return NOTHING
    return Overlap(shared / (one + other - shared), shared / min(one, other), shared)
