"""Articles as sparse vectors.

All weights are whole numbers, so that sums of their products stay below 2**53 and are exact in
float64: a similarity does not depend on the order of a sum, on the machine or on what was
forgotten.
"""

import math

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from newsloom.kernels import load
from newsloom.model.features import Features

FIELDS = ("title", "lead", "body", "names", "bigrams")
TITLE, LEAD, BODY, NAMES, BIGRAMS = range(5)

U32 = npt.NDArray[np.uint32]
F64 = npt.NDArray[np.float64]

_MOST_TERMS = 12_000  # of a field, so that an article's are numbered by uint16; prose has fewer

# The weight of a term that stands n times in the body, and its square.
_LOGS: F64 = np.array([0.0, *(1.0 + math.log(count) for count in range(1, 0x10000))])
_SQUARES: F64 = _LOGS * _LOGS


class Vector(Struct, frozen=True, eq=False):
    """An article's five fields end to end, each of one length before it was rounded.

    ``keys`` uint32[n] the terms, ascending in each field; ``weights`` uint16[n] before rarity;
    ``bounds`` int64[6] where the fields begin and end.
    """

    keys: U32
    weights: npt.NDArray[np.uint16]
    bounds: npt.NDArray[np.int64]


def vector_of(item: Features) -> Vector:
    """The vector of an article's features. Raises ValueError when these are damaged."""
    parts = (
        np.frombuffer(item.title_terms, "<u4"),
        np.frombuffer(item.lead_terms, "<u4"),
        np.frombuffer(item.body_terms, "<u4"),
        np.frombuffer(item.names, "<u4"),
        np.frombuffer(item.bigrams, "<u4"),
    )
    counts = np.frombuffer(item.body_counts, "<u2")
    if len(counts) != len(parts[BODY]):
        raise ValueError(f"{item.article}: counts and terms of the body don't match")
    lengths = [len(part) for part in parts]
    if max(lengths) > _MOST_TERMS:
        title, lead, body, names, pairs = (part[:_MOST_TERMS] for part in parts)
        parts, counts = (title, lead, body, names, pairs), counts[:_MOST_TERMS]
        lengths = [len(part) for part in parts]
    size = sum(lengths)
    vector = Vector(np.empty(size, np.uint32), np.empty(size, np.uint16), np.empty(6, np.int64))
    load().pack(parts, counts, _LOGS, _SQUARES, vector.keys, vector.weights, vector.bounds)
    return vector
