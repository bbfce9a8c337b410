"""What the articles of a story have in common: which tells two events told by one template apart.

Two takeovers, two verdicts, two floods of one day share their vocabulary; other names run through
every report on the one and on the other. A story's *core* are the terms that most of its articles
hold. Two sides are as far *apart* as the rarity of what is core to one and missing from the other,
as a share of the core; of the two shares the smaller counts, so that a side which says more than
the other is not apart from it.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from newsloom.kernels.types import I64, U32
from newsloom.stories.shelf import Shelf
from newsloom.stories.vectors import FIELDS, Vector

_CORE = 3, 5  # held by three of five articles
_MISSING = 1, 10  # by one of ten at most
_SCALE = 1 << 8  # worth is counted in whole numbers, so that sums are exact in any order


class Core(Struct, frozen=True, eq=False):
    """The terms of some articles in one field.

    ``terms`` uint32[n] ascending, ``holding`` int64[n] the articles that hold each, ``worth``
    int64[n] the rarity of each, ``articles`` their number.
    """

    terms: U32
    holding: I64
    worth: I64
    articles: int

    def held(self, terms: U32) -> I64:
        """The articles that hold each of ``terms``."""
        if not len(self.terms):
            return np.zeros(len(terms), np.int64)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, self.holding[at], 0)


def core_of(shelf: Shelf, slots: Sequence[int], field: int) -> Core:
    """What the articles in ``slots`` hold in a field."""
    terms, holding = np.unique(
        np.concatenate([_terms(shelf, slot, field) for slot in slots]), return_counts=True
    )
    bounds = np.zeros(len(FIELDS) + 1, np.int64)
    bounds[field + 1 :] = len(terms)
    weighed = shelf.weigh(Vector(terms, np.ones(len(terms), np.uint16), bounds))
    worth = np.rint(np.sqrt(weighed.rarity) * _SCALE).astype(np.int64)
    return Core(terms, holding, worth, len(slots))


def _terms(shelf: Shelf, slot: int, field: int) -> U32:
    vector = shelf.vector(slot)
    return vector.keys[vector.bounds[field] : vector.bounds[field + 1]]


def apart(one: Core, other: Core) -> float:
    """How far apart two sides are, from 0 to 1."""
    return min(_own(one, other), _own(other, one))


def _own(one: Core, other: Core) -> float:
    """The share of one side's core that is missing from the other."""
    core = one.holding * _CORE[1] >= one.articles * _CORE[0]
    worth = one.worth[core] * one.holding[core]
    missing = other.held(one.terms[core]) * _MISSING[1] <= other.articles * _MISSING[0]
    total = int(worth.sum())
    return int(worth[missing].sum()) / total if total else 0.0
