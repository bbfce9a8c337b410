"""Sketches: a small part of a text's shingles from which shared wording can be estimated.

A sketch keeps the shingles whose hash lies under a limit ("mod m" sketches of Broder 1997,
"scaled" MinHash today). Unlike a fixed number of minima it also estimates *containment*: how much
of a short text a long one holds, however different their lengths. The limit is halved until the
sketch is small; two sketches are compared under the lower of their limits, where both are whole.
"""

from typing import NamedTuple

import numpy as np

from newsloom.copies.shingles import Hashes

SKETCH_SIZE = 512  # most hashes kept of a text
_KEY_SHIFT = 28  # keys are the hashes under 2**28: one shingle in 16
_LEAST_KEYS, _MOST_KEYS = 16, 64


class Overlap(NamedTuple):
    """What two texts share, estimated from their sketches.

    ``resemblance`` is Jaccard's, ``containment`` the share of the smaller set that the larger one
    holds, both 0 to 1; ``shared`` counts the sampled hashes that are in both.
    """

    resemblance: float
    containment: float
    shared: int


NOTHING = Overlap(0.0, 0.0, 0)


def sketch(shingles: Hashes, size: int = SKETCH_SIZE) -> Hashes:
    """The shingles under the highest limit 2**k that leaves at most ``size``; ascending.

    A text with at most ``size`` shingles is kept whole. No limit is stored: see :func:`limit_of`.
    """
    limit = 1 << 32
    while (kept := int(np.searchsorted(shingles, limit))) > size:
        limit >>= 1
    return shingles[:kept]


def _limit(kept: Hashes) -> int:
    """A limit under which a sketch is whole: the lowest power of two above its largest hash."""
    return 1 << int(kept[-1]).bit_length() if len(kept) else 1


def keys(kept: Hashes) -> Hashes:
    """The hashes under which an index files a sketch: one shingle in 16, but 16 to 64 of them.

    Texts of up to 1,000 words that share 100 shingles share a key but for 1 time in 600.
    """
    count = int(kept.searchsorted(1 << _KEY_SHIFT))
    return kept[: min(max(count, _LEAST_KEYS), _MOST_KEYS)]


def overlap(one: Hashes, other: Hashes) -> Overlap:
    """What two sketches say that their texts share."""
    limit = min(_limit(one), _limit(other))
    one, other = one[: one.searchsorted(limit)], other[: other.searchsorted(limit)]
    if not len(one) or not len(other):
        return NOTHING
    if len(one) > len(other):
        one, other = other, one
    at = np.minimum(other.searchsorted(one), len(other) - 1)
    shared = int(np.count_nonzero(other[at] == one))
    return Overlap(shared / (len(one) + len(other) - shared), shared / len(one), shared)
