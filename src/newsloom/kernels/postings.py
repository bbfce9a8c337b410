"""An inverted index: from a number (a term, a key) to the slots filed under it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from newsloom.kernels.load import load
from newsloom.kernels.types import F64, I32, I64, U8, U32

_CELLS = 1 << 12  # of the hash table, at first
_PLACES = 1 << 14  # of the pool that the lists share, at first
_ORDERS = 32  # lists hold 2 to 2**31 slots


def longer(array: npt.NDArray[Any], least: int) -> npt.NDArray[Any]:
    """A copy with room for twice as much, and for ``least`` rows."""
    grown = np.empty((max(2 * len(array), least), *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown


class Postings:
    """Lists of slots by number, each in the order of filing. Slots are filed in ascending order.

    A handful of arrays whatever is filed: no object per list.
    """

    def __init__(self) -> None:
        self._kernels = load()
        self._next = 0  # above all slots filed
        self._reset(_CELLS, _PLACES)

    def _reset(self, cells: int, places: int) -> None:
        self.cells: U32 = np.zeros((cells, 4), np.uint32)
        self.pool: I32 = np.empty(places, np.int32)
        self._free: I64 = np.full(_ORDERS, -1, np.int64)
        self._used: I64 = np.zeros(2, np.int64)  # lists, places of the pool

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays in use."""
        return self.cells.nbytes + 4 * int(self._used[1])

    def add(self, slot: int, numbers: U32) -> None:
        """File ``slot`` under each of ``numbers``, which are distinct."""
        done = 0
        self._next = slot + 1
        while True:
            done = self._kernels.post(
                slot, numbers, done, self.cells, self.pool, self._free, self._used
            )
            if done == len(numbers):
                return
            self._grow()

    def add_rows(self, slots: I64, rows: U32, counts: I64) -> None:
        """File each of ``slots``, ascending, under the first ``counts[n]`` of ``rows[n]``."""
        done = np.zeros(2, np.int64)
        while done[0] < len(slots):
            self._next = int(slots[done[0]]) + 1
            rest = self.cells, self.pool, self._free, self._used
            self._kernels.post_rows(slots, rows, counts, done, *rest)
            if done[0] < len(slots):
                self._next = int(slots[done[0]]) + 1
                self._grow()

    def _grow(self) -> None:
        if 2 * self._used[0] >= len(self.cells):
            self._renumbered(np.arange(self._next), 2 * len(self.cells))
        else:
            self.pool = longer(self.pool, 0)

    def renumber(self, renumbered: I64) -> None:
        """Number the slots anew: ``renumbered[old]`` is the new slot, or -1 for one to drop."""
        self._renumbered(renumbered, len(self.cells))

    def _renumbered(self, renumbered: I64, cells: int) -> None:
        old = self.cells, self.pool
        self._reset(cells, len(self.pool))
        self._kernels.repost(renumbered, *old, self.cells, self.pool, self._used)

    def near(
        self,
        terms: U32,
        worth: F64,
        slots: tuple[F64, I32],
        day: float,
        reaches: F64,
        cap: int,
        most: tuple[int, int],
        scratch: tuple[I32, I32],
    ) -> list[list[int]]:
        """See ``loops.near``; ``slots``: its ``days`` and ``homes``; ``most``: slots, homes."""
        found = np.empty((len(reaches), most[1]), np.int32)
        counts = np.empty(len(reaches), np.int64)
        self._kernels.near(
            terms,
            worth,
            self.cells,
            self.pool,
            *slots,
            day,
            reaches,
            cap,
            most[0],
            *scratch,
            found,
            counts,
        )
        return [row[:count] for row, count in zip(found.tolist(), counts.tolist(), strict=True)]

    def contenders(
        self,
        keys: U32,
        own: int,
        half: int,
        opened: U8,
        owners: I32,
        most: int,
        scratch: tuple[I32, I32],
    ) -> I32:
        """See ``loops.contenders``; ``scratch`` holds a zero and a place for every slot."""
        found = np.empty(most, np.int32)
        kept = self._kernels.contenders(
            keys,
            own,
            half,
            self.cells,
            self.pool,
            opened,
            owners,
            *scratch,
            found,
        )
        return found[:kept]
