"""Shingles: every run of a few words of a text, as 32-bit hashes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from xxhash import xxh32_intdigest

RUN = 5  # words in a shingle: long enough to be wording, short enough to survive an edit
MOST_WORDS = 30_000  # what lies beyond in a text is not compared

Hashes = npt.NDArray[np.uint32]

_MULTIPLIER = np.uint32(0x9E3779B1)  # odd, so that multiplying loses nothing
_EMPTY = np.empty(0, np.uint32)


def hashed(words: Sequence[str]) -> Hashes:
    """The xxh32 of each word, in order."""
    known: dict[str, int] = {
        word: xxh32_intdigest(word.encode("utf-8", "surrogatepass")) for word in set(words)
    }
    return np.fromiter((known[word] for word in words), np.uint32, len(words))


def _mixed(values: Hashes) -> Hashes:
    """MurmurHash3's finaliser: every bit of the input moves every bit of the output."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def shingles(words: Sequence[str]) -> Hashes:
    """The distinct shingles of a text's case-folded words, ascending; empty below ``RUN`` words."""
    if len(words) < RUN:
        return _EMPTY
    hashes = hashed(words[:MOST_WORDS])
    runs = np.zeros(len(hashes) - RUN + 1, np.uint32)
    for offset in range(RUN):
        runs = _mixed(runs * _MULTIPLIER + hashes[offset : offset + len(runs)])
    return np.unique(runs)
