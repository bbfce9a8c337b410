"""Readers' corrections, as the weaver asks after them: what must, and may not, stand together.

Corrections are taken from the latest to the earliest, pair by pair, and a pair that contradicts
what later ones say is overruled. Being together is transitive; being apart holds between all that
is together with either side. Constraints know articles only, so they do not depend on what the
weaver has judged so far, and a constraint between articles that have not come yet does nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from newsloom.model.judgements import Correction


class Overruled(Struct, frozen=True):
    """A pair of a correction that later corrections contradict."""

    correction: str
    article: str
    other: str


class Constraints:
    """Which articles readers hold together and apart.

    ``heirs``: article id -> the named article that it is a later version of. An heir is kept
    apart like the named one; it is not put anywhere by force, since another text may stand at
    the same address by then.
    """

    def __init__(
        self, corrections: Iterable[Correction] = (), heirs: Mapping[str, str] | None = None
    ) -> None:
        self._root: dict[str, str] = {}
        self._group: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        self._named_by: dict[str, str] = {}
        self.overruled: tuple[Overruled, ...] = tuple(
            Overruled(one.id, one.article, other)
            for one in sorted(corrections, key=lambda one: (one.at_us, one.id), reverse=True)
            for other in one.others
            if other != one.article and not self._take(one.kind == "together", one.article, other)
        )
        for heir, named in (heirs or {}).items():
            self.inherit(heir, named)

    def __bool__(self) -> bool:
        """Whether there is any correction at all."""
        return bool(self._root)

    def _take(self, together: bool, one: str, other: str) -> bool:
        """Enter a pair; False when it contradicts what is entered already."""
        first, second = self._entered(one), self._entered(other)
        if together:
            if second in self._apart[first]:
                return False
            if first != second:
                self._join(first, second)
            return True
        if first == second:
            return False
        self._apart[first].add(second)
        self._apart[second].add(first)
        return True

    def _entered(self, article: str) -> str:
        if article not in self._root:
            self._root[article] = article
            self._group[article] = [article]
            self._apart[article] = set()
        return self._root[article]

    def _join(self, kept: str, gone: str) -> None:
        for article in self._group[gone]:
            self._root[article] = kept
        self._group[kept] += self._group.pop(gone)
        for far in self._apart.pop(gone):
            self._apart[far].remove(gone)
            self._apart[far].add(kept)
            self._apart[kept].add(far)

    def inherit(self, article: str, before: str) -> None:
        """``article`` is a later version of ``before``: what keeps that apart keeps this apart."""
        named = self._named_by.get(before, before)
        if named in self._root and article not in self._named_by:
            self._named_by[article] = named

    def partners(self, article: str) -> tuple[str, ...]:
        """The other articles that ``article`` stands in one story with, by id."""
        root = self._root.get(article)
        return tuple(sorted(one for one in self._group[root] if one != article)) if root else ()

    def forbids(self, article: str, others: Iterable[str]) -> bool:
        """Whether ``article`` may not stand in one story with one of ``others``."""
        far = self._apart.get(self._root_of(article), ())
        return bool(far) and any(self._root_of(other) in far for other in others)

    def separates(self, ones: Iterable[str], others: Sequence[str]) -> bool:
        """Whether one of ``ones`` may not stand in one story with one of ``others``."""
        return bool(self) and any(self.forbids(one, others) for one in ones)

    def binds(self, ones: Iterable[str], others: Iterable[str]) -> bool:
        """Whether one of ``ones`` must stand in one story with one of ``others``."""
        if not self:
            return False
        roots = {self._root_of(one) for one in ones} - {""}
        return any(self._root_of(other) in roots for other in others)

    def _root_of(self, article: str) -> str:
        """The group of an article or of the named one that it is a version of; "" for none."""
        return self._root.get(article) or self._root.get(self._named_by.get(article, ""), "")


def concerned(corrections: Iterable[Correction], one: Correction) -> frozenset[str]:
    """Every article whose place may depend on ``one``.

    These are the articles it names, and those that other corrections tie to them, in however
    many steps: only among them can something be overruled, or follow, because of it.
    """
    near: dict[str, set[str]] = {}
    for correction in (*corrections, one):
        for other in correction.others:
            near.setdefault(correction.article, set()).add(other)
            near.setdefault(other, set()).add(correction.article)
    found = {one.article, *one.others}
    open_ = list(found)
    while open_:
        fresh = near.get(open_.pop(), set()) - found
        found |= fresh
        open_ += fresh
    return frozenset(found)
