"""The index of copies: which earlier text of another outlet an article repeats.

Bounded: articles further back than ``window`` in ``seq`` are forgotten. ``decide`` says, ``absorb``
remembers; the state follows from the last ``window`` items and their relations alone, so absorbing
those anew restores it exactly.
"""

from collections import deque

import numpy as np

from newsloom.copies.minhash import Overlap
from newsloom.copies.relation import LEAST_WORDS, copy_kind, is_kin
from newsloom.copies.shingles import Hashes
from newsloom.copies.sketches import NOBODY, Sketches
from newsloom.model.features import Features
from newsloom.model.judgements import Relation

_MOST_COMPARED = 8  # articles compared shingle by shingle


class _Entry:
    """An article of the window; ``root`` is the canonical copy of its component."""

    __slots__ = ("article", "outlet", "root", "seq", "slot")

    def __init__(self, article: str, seq: int, outlet: str, root: str, slot: int) -> None:
        self.article = article
        self.seq = seq
        self.outlet = outlet
        self.root = root
        self.slot = slot


def _hashes(packed: bytes) -> Hashes:
    return np.frombuffer(packed, "<u4")


class CopyIndex:
    """Finds the earlier article, of another outlet, that an article copies."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._entries: dict[str, _Entry] = {}
        self._order: deque[_Entry] = deque()
        self._sketches = Sketches()
        self._by_slot: dict[int, _Entry] = {}
        self._owners: dict[str, int] = {"": NOBODY}  # an unknown outlet is nobody's own
        self._retired = 0  # owners that have nothing in the window any more

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
            if item.outlet and root.outlet == item.outlet:
                return original
            if not is_kin(self._sketches.overlaps(_hashes(item.shingles), [root.slot])[0]):
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
        slot = self._sketches.put(
            _hashes(item.shingles), _hashes(item.minhash), self._owner(item.outlet)
        )
        root = relation.of or self._inherited(item)
        entry = _Entry(item.article, item.seq, item.outlet, root, slot)
        self._entries[item.article] = entry
        self._by_slot[slot] = entry
        self._order.append(entry)

    def _owner(self, outlet: str) -> int:
        return self._owners.setdefault(outlet, len(self._owners) + self._retired)

    def _inherited(self, item: Features) -> str:
        """A new version of an original stays in the component of the version before."""
        before = self._entries.get(item.supersedes) if item.supersedes else None
        return before.root if before else item.article

    def _best(self, item: Features) -> tuple[_Entry, Overlap] | None:
        keys, owner = _hashes(item.minhash), self._owners.get(item.outlet, NOBODY)
        slots = self._sketches.contenders(keys, owner, _MOST_COMPARED)
        best: tuple[_Entry, Overlap] | None = None
        overlaps = self._sketches.overlaps(_hashes(item.shingles), slots)
        for slot, shared in zip(slots, overlaps, strict=True):
            if best is None or _strength(shared) > _strength(best[1]):
                best = self._by_slot[slot], shared
        return best

    def _forget(self, seq: int) -> None:
        """Drop what lies ``window`` or more behind ``seq``."""
        while self._order and self._order[0].seq <= seq - self._window:
            entry = self._order.popleft()
            del self._entries[entry.article], self._by_slot[entry.slot]
            self._sketches.close(entry.slot)
        renumbered = self._sketches.tidy()
        if renumbered is not None:
            for entry in self._order:
                entry.slot = int(renumbered[entry.slot])
            self._by_slot = {entry.slot: entry for entry in self._order}
            outlets = {"", *(entry.outlet for entry in self._order)}
            held = {outlet: owner for outlet, owner in self._owners.items() if outlet in outlets}
            self._retired += len(self._owners) - len(held)
            self._owners = held


def _strength(shared: Overlap) -> tuple[bool, float, float]:
    return copy_kind(shared) is not None, shared.resemblance, shared.containment
