"""The index of copies: which earlier text of another outlet an article repeats.

Bounded: articles further back than ``window`` in ``seq`` are forgotten. ``decide`` says, ``absorb``
remembers; the state follows from the last ``window`` items and their relations alone, so absorbing
those anew restores it exactly.
"""

from collections import Counter, deque

import numpy as np
from msgspec import Struct

from newsloom.copies.minhash import Overlap, overlap
from newsloom.copies.relation import LEAST_WORDS, copy_kind, is_kin
from newsloom.copies.shingles import Hashes
from newsloom.model.features import Features
from newsloom.model.types import Relation

_MOST_HOLDERS = 64  # articles looked at per key: a wire text has hundreds, any will do
_MOST_COMPARED = 8  # articles compared shingle by shingle


class _Entry(Struct, frozen=True):
    """An article of the window; ``root`` is the canonical copy of its component."""

    article: str
    seq: int
    outlet: str
    root: str
    sketch: Hashes
    keys: tuple[int, ...]


def _hashes(packed: bytes) -> Hashes:
    return np.frombuffer(packed, "<u4")


class CopyIndex:
    """Finds the earlier article, of another outlet, that an article copies."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._entries: dict[str, _Entry] = {}
        self._order: deque[_Entry] = deque()
        self._holders: dict[int, list[str]] = {}  # key -> articles, by seq

    def __len__(self) -> int:
        return len(self._entries)

    def decide(self, item: Features) -> Relation:
        """What ``item`` is to the articles absorbed before it. Absorbs nothing.

        Only texts of other outlets count: an outlet's weather, lists and live pages look like
        copies of each other. Where the text goes back to the outlet's own, it is an original.
        """
        self._forget(item.seq)
        original = Relation(item.article, "original")
        if item.words < LEAST_WORDS:
            return original
        found = self._best(item)
        if found is None:
            return original
        entry, shared = found
        kind = copy_kind(shared)
        if kind is None:
            return original
        root = self._entries.get(entry.root)
        if root is not None and root is not entry:
            if _same_outlet(root.outlet, item.outlet):
                return original
            if not is_kin(overlap(_hashes(item.shingles), root.sketch)):
                return original
        return Relation(
            item.article,
            kind,
            entry.root,
            round(shared.resemblance, 4),
            round(shared.containment, 4),
        )

    def absorb(self, item: Features, relation: Relation) -> None:
        """Remember ``item``. Items come in ascending ``seq``."""
        self._forget(item.seq)
        if item.words < LEAST_WORDS:
            return
        keys = tuple(_hashes(item.minhash).tolist())
        entry = _Entry(
            item.article,
            item.seq,
            item.outlet,
            relation.of or self._inherited(item),
            _hashes(item.shingles),
            keys,
        )
        self._entries[item.article] = entry
        self._order.append(entry)
        for key in keys:
            self._holders.setdefault(key, []).append(item.article)

    def _inherited(self, item: Features) -> str:
        """A new version of an original stays in the component of the version before."""
        before = self._entries.get(item.supersedes) if item.supersedes else None
        return before.root if before else item.article

    def _best(self, item: Features) -> tuple[_Entry, Overlap] | None:
        votes: Counter[str] = Counter()
        for key in _hashes(item.minhash).tolist():
            holders = self._holders.get(key, ())
            if len(holders) > _MOST_HOLDERS:
                half = _MOST_HOLDERS // 2
                holders = [*holders[:half], *holders[-half:]]
            votes.update(holders)
        candidates = sorted(
            (-count, entry.seq, article)
            for article, count in votes.items()
            if not _same_outlet((entry := self._entries[article]).outlet, item.outlet)
        )
        best: tuple[_Entry, Overlap] | None = None
        mine = _hashes(item.shingles)
        for _, _, article in candidates[:_MOST_COMPARED]:
            entry = self._entries[article]
            shared = overlap(mine, entry.sketch)
            if best is None or _strength(shared) > _strength(best[1]):
                best = entry, shared
        return best

    def _forget(self, seq: int) -> None:
        """Drop what lies ``window`` or more behind ``seq``."""
        while self._order and self._order[0].seq <= seq - self._window:
            entry = self._order.popleft()
            del self._entries[entry.article]
            for key in entry.keys:
                holders = self._holders[key]
                holders.pop(0)  # the oldest stands first
                if not holders:
                    del self._holders[key]


def _strength(shared: Overlap) -> tuple[bool, float, float]:
    return copy_kind(shared) is not None, shared.resemblance, shared.containment


def _same_outlet(one: str, other: str) -> bool:
    """An unknown outlet is nobody's own."""
    return bool(one) and one == other
