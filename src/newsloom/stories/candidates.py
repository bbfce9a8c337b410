"""Which earlier articles are worth comparing: those that share telling terms, near in time.

An inverted index from term to articles. Nearness is that of publication, never of arrival: an
archive may be imported in any order. An undated article is near to every other.
"""

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsloom.stories.vectors import BODY, F64, LEAD, TITLE, U32, Vector

_TERMS = 40  # telling terms under which an article is filed and looked for
_MOST_HOLDERS = 2_048  # articles looked at per term, the latest; commoner terms tell little
_TITLE_WORTH, _LEAD_WORTH = 1.0, 0.5  # added to the worth of a body term that stands there too

Slots = npt.NDArray[np.int64]


class Telling:
    """The telling terms of an article: ``terms`` uint32[k] and their worth, float64[k]."""

    def __init__(self, vector: Vector, rarity: F64) -> None:
        body = vector.field(BODY)
        kinds = vector.kinds()
        terms = kinds[body]
        worth = vector.weights[body] * np.sqrt(rarity[body])
        factor = np.ones(len(terms))
        factor[np.searchsorted(terms, kinds[vector.field(TITLE)])] += _TITLE_WORTH
        factor[np.searchsorted(terms, kinds[vector.field(LEAD)])] += _LEAD_WORTH
        best = np.argsort(-(worth * factor), kind="stable")[:_TERMS]
        self.terms: U32 = terms[best]
        self.worth: F64 = rarity[body][best]


class Postings:
    """Articles by telling term. A slot numbers an article in order of arrival."""

    def __init__(self) -> None:
        self._holders: dict[int, array[int]] = {}
        self._days = np.full(1024, np.nan)  # per slot; nan: undated
        self._open = np.zeros(1024, bool)
        self._next = 0

    def add(self, telling: Telling, day: float | None) -> int:
        """File an article; its slot."""
        slot = self._next
        self._next += 1
        if slot == len(self._days):
            self._days = np.concatenate((self._days, np.full(slot, np.nan)))
            self._open = np.concatenate((self._open, np.zeros(slot, bool)))
        self._days[slot] = np.nan if day is None else day
        self._open[slot] = True
        for term in telling.terms.tolist():
            holders = self._holders.get(term)
            if holders is None:
                holders = self._holders[term] = array("I")
            holders.append(slot)
        return slot

    def close(self, slot: int) -> None:
        """Offer an article no more."""
        self._open[slot] = False

    @property
    def size(self) -> int:
        """Slots in use, closed ones included."""
        return self._next

    def compact(self) -> Slots:
        """Drop closed slots and number the open ones anew; old slot -> new slot (-1: dropped)."""
        opened = self._open[: self._next]
        renumbered = np.where(opened, np.cumsum(opened) - 1, -1)
        self._days = np.append(self._days[: self._next][opened], np.full(1024, np.nan))
        self._next = int(opened.sum())
        self._open = np.arange(len(self._days)) < self._next
        holders: dict[int, array[int]] = {}
        for term, held in self._holders.items():
            slots = renumbered[np.frombuffer(held, np.uint32)]
            if (slots >= 0).any():
                holders[term] = array("I", slots[slots >= 0].tolist())
        self._holders = holders
        return renumbered

    def near(
        self, telling: Telling, day: float | None, reaches: Sequence[float], most: int
    ) -> list[list[int]]:
        """The slots that share most with ``telling``, the best first; ties: the earlier slot.

        One list for each of ``reaches``, which descend: the articles published at most that many
        days from ``day``, and the undated ones.
        """
        holders = [self._holders.get(term) for term in telling.terms.tolist()]
        views = [
            np.frombuffer(held, np.uint32)[-_MOST_HOLDERS:] for held in holders if held is not None
        ]
        if not views:
            return [[] for _ in reaches]
        slots = np.concatenate(views).astype(np.int64)
        sizes = [0 if held is None else min(len(held), _MOST_HOLDERS) for held in holders]
        worth = np.repeat(telling.worth, sizes)
        fit = self._open[slots]
        slots, worth = slots[fit], worth[fit]
        found = []
        for reach in reaches:
            if day is not None:
                fit = ~(np.abs(self._days[slots] - day) > reach)  # nan: undated, is not greater
                slots, worth = slots[fit], worth[fit]
            found.append(_best(slots, worth, most))
        return found


def _best(slots: Slots, worth: F64, most: int) -> list[int]:
    if not len(slots):
        return []
    first = int(slots.min())
    totals = np.bincount(slots - first, weights=worth)
    found = np.flatnonzero(totals)
    if len(found) > most:
        floor = np.partition(totals[found], len(found) - most)[len(found) - most]
        found = found[totals[found] >= floor]
    order = np.argsort(-totals[found], kind="stable")[:most]
    return (found[order] + first).tolist()  # type: ignore[no-any-return]
