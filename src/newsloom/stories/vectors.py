"""Articles as sparse vectors, and exact similarities between them.

All weights are small whole numbers held in float64, so products and sums stay below 2**53 and are
exact: a similarity does not depend on the order of a sum, on the machine or on what was forgotten.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from newsloom.model.features import Features

FIELDS = ("title", "lead", "body", "names", "bigrams")
TITLE, LEAD, BODY, NAMES, BIGRAMS = range(5)

U32 = npt.NDArray[np.uint32]
F64 = npt.NDArray[np.float64]

_UNIT = 32_767  # a vector of length 1 before rounding
_CELLS = 1 << 20  # of the scratch board; two terms of one cell are rare and do little harm
# The same word in two fields is two terms; title, lead and body share their rarity.
_FIELD_SALT = np.array([0x1B873593, 0x52DCE729, 0x85EBCA6B, 0x38495AB5, 0xCC9E2D51], np.uint32)
_KIND_SALT = np.array([0, 0, 0, 0x27D4EB2F, 0x165667B1], np.uint32)


class Vector(Struct, frozen=True, eq=False):
    """An article's five fields end to end.

    ``keys`` uint32[n] the terms, salted per field, ``weights`` uint16[n] before rarity,
    ``bounds`` int64[6] where the fields begin and end.
    """

    keys: U32
    weights: npt.NDArray[np.uint16]
    bounds: npt.NDArray[np.int64]

    def field(self, index: int) -> slice:
        """Where a field stands."""
        return slice(int(self.bounds[index]), int(self.bounds[index + 1]))

    def kinds(self) -> U32:
        """The terms as the rarity table knows them: the same in title, lead and body."""
        salts = np.repeat(_FIELD_SALT ^ _KIND_SALT, np.diff(self.bounds))
        return self.keys ^ salts

    def learned_from(self) -> U32:
        """The distinct terms that count towards rarity: body, with title and lead, names, pairs."""
        return self.kinds()[self.bounds[BODY] :]


def vector_of(item: Features) -> Vector:
    """The vector of an article's features."""
    parts = [
        np.frombuffer(packed, "<u4").astype(np.uint32, copy=False)
        for packed in (item.title_terms, item.lead_terms, item.body_terms, item.names, item.bigrams)
    ]
    lengths = [len(part) for part in parts]
    bounds = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    keys = np.concatenate(parts) ^ np.repeat(_FIELD_SALT, lengths)
    counts = np.frombuffer(item.body_counts, "<u2").astype(np.float64)
    weights = [np.ones(length) for length in lengths]
    weights[BODY] = 1.0 + np.log(counts)
    scaled = [_scaled(part) for part in weights]
    return Vector(keys, np.concatenate(scaled).astype(np.uint16), bounds)


def _scaled(weights: F64) -> F64:
    length = float(np.sqrt(np.sum(weights * weights)))
    return np.rint(weights * (_UNIT / length)) if length else weights


def field_sums(values: F64, bounds: npt.NDArray[np.int64]) -> F64:
    """Sums over consecutive segments; ``bounds`` holds n + 1 ascending places. Shape (n,)."""
    starts, ends = bounds[:-1], bounds[1:]
    # reduceat gives the element itself for an empty segment, and needs every start to exist.
    sums: F64 = np.add.reduceat(np.append(values, 0.0), starts)
    sums[starts == ends] = 0.0
    return sums


def squared_lengths(vector: Vector, rarity: F64) -> F64:
    """The squared length of each field under a squared rarity per term. Shape (5,)."""
    weights = vector.weights.astype(np.float64)
    return field_sums(weights * weights * rarity, vector.bounds)


class Board:
    """A scratch board on which one vector is laid out, to be compared with many."""

    def __init__(self) -> None:
        self._cells = np.zeros(_CELLS)

    def dots(self, vector: Vector, rarity: F64, others: Sequence[Vector]) -> F64:
        """Dot products per field of ``vector`` with each of ``others``. Shape (n, 5).

        ``rarity`` is the squared rarity of each term of ``vector``, shape (len(vector.keys),).
        """
        if not others:
            return np.zeros((0, len(FIELDS)))
        mine = vector.keys & np.uint32(_CELLS - 1)
        self._cells[mine] = vector.weights * rarity
        cells = np.concatenate([other.keys for other in others]) & np.uint32(_CELLS - 1)
        products = self._cells[cells] * np.concatenate([other.weights for other in others])
        self._cells[mine] = 0.0
        sizes = np.array([len(other.keys) for other in others])
        starts = np.cumsum(sizes) - sizes
        bounds = np.stack([other.bounds[:-1] for other in others]) + starts[:, None]
        flat = np.append(bounds.ravel(), len(products))
        return field_sums(products, flat).reshape(len(others), len(FIELDS))
