"""Lines that recur: what an outlet prints around its articles, learned by counting.

A line is known by a hash of its letters, figures levelled, so that "3 comments" and "12 comments"
are one line. What was learned is frozen: :func:`learn` gives new bytes, :class:`Debris` reads them.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray

_RECURRING = 3  # distinct articles from which a line counts as debris of its group
_MOST = 200_000  # lines kept; the commonest ones
_MAGIC = b"dbr1"
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FIGURES = re.compile(r"\d+")

Keys = NDArray[np.uint64]
Counts = NDArray[np.uint32]


def line_hash(line: str) -> int:
    """xxh64 of a line as it is compared: case-folded, blanks levelled, figures made 0."""
    plain = _FIGURES.sub("0", " ".join(line.casefold().split()))
    return xxhash.xxh64_intdigest(plain.encode("utf-8", "surrogatepass"))


def pack_lines(lines: Sequence[str]) -> bytes:
    """The distinct hashes of lines, ascending, as little-endian uint64."""
    hashes = sorted({line_hash(line) for line in lines})
    return np.array(hashes, dtype="<u8").tobytes()


def _group_key(group: str) -> np.uint64:
    return np.uint64(xxhash.xxh64_intdigest(group.encode("utf-8", "surrogatepass")))


def _keys(group: str, hashes: Keys) -> Keys:
    """One key for the group and each line; products wrap around, as meant."""
    return hashes ^ (np.array([_group_key(group)]) * _SPREAD)


class Debris:
    """What recurs in each group (an outlet, or ``""``), frozen."""

    def __init__(self, keys: Keys, counts: Counts) -> None:
        self._keys = keys  # ascending
        self._counts = counts

    @classmethod
    def empty(cls) -> "Debris":
        """Nothing learned yet."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.uint32))

    @classmethod
    def decode(cls, data: bytes) -> "Debris":
        """From bytes of :meth:`encode`; ``b""`` is empty. ValueError when they are not."""
        if not data:
            return cls.empty()
        body = len(data) - len(_MAGIC)
        if not data.startswith(_MAGIC) or body % 12:
            raise ValueError("these bytes hold no learned lines")
        size = body // 12
        keys = np.frombuffer(data, "<u8", size, len(_MAGIC)).astype(np.uint64)
        counts = np.frombuffer(data, "<u4", size, len(_MAGIC) + 8 * size).astype(np.uint32)
        return cls(keys, counts)

    def encode(self) -> bytes:
        """As bytes: the same lines and counts give the same bytes."""
        return _MAGIC + self._keys.astype("<u8").tobytes() + self._counts.astype("<u4").tobytes()

    def __len__(self) -> int:
        return len(self._keys)

    def recurs(self, group: str, line_hash: int) -> bool:
        """Whether a line stood in three or more distinct articles of the group."""
        if not len(self._keys):
            return False
        key = _keys(group, np.array([line_hash], np.uint64))[0]
        at = int(np.searchsorted(self._keys, key))
        return (
            at < len(self._keys)
            and bool(self._keys[at] == key)
            and bool(self._counts[at] >= _RECURRING)
        )

    def counted(self) -> tuple[Keys, Counts]:
        """The keys, ascending, and their counts."""
        return self._keys, self._counts


def learn(previous: bytes, rows: Iterable[tuple[str, bytes]]) -> bytes:
    """Counts of ``previous`` and of new articles, one row (group, packed lines) an article.

    Pure. Lines seen once are dropped, and the rarest ones beyond a bound, so the bytes stay
    small; a line must therefore recur within one call to be remembered.
    """
    keys, counts = Debris.decode(previous).counted()
    fresh = [
        np.unique(_keys(group, np.frombuffer(lines, "<u8").astype(np.uint64)))
        for group, lines in rows
        if lines
    ]
    if fresh:
        seen, times = np.unique(np.concatenate(fresh), return_counts=True)
        keys = np.concatenate([keys, seen])
        counts = np.concatenate([counts, times.astype(np.uint32)])
        keys, where = np.unique(keys, return_inverse=True)
        counts = np.bincount(where, weights=counts).astype(np.uint32)
    kept = counts > 1
    keys, counts = keys[kept], counts[kept]
    if len(keys) > _MOST:
        # Commonest first, ties by key: the same choice everywhere.
        chosen = np.sort(np.lexsort((keys, -counts.astype(np.int64)))[:_MOST])
        keys, counts = keys[chosen], counts[chosen]
    return Debris(keys, counts).encode() if len(keys) else b""
