"""Stories as the weaver holds them: members in order, and how alike these are."""

from bisect import insort
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsloom.stories.idf import Rarity
from newsloom.stories.score import Sims
from newsloom.stories.vectors import BODY, F64, FIELDS, Board, Vector, squared_lengths

_LATEST = 24  # members that stand for a story: its latest by ``seq``
_NEAREST = 3  # members that the average is taken over
_ONE = 1 << 20  # cosines are counted in these parts, so that sums are exact

Parts = npt.NDArray[np.int64]


class Entry:
    """An article in the weaver's window. ``day``: days since 1970, None when undated."""

    __slots__ = ("article", "brief", "day", "labels", "lengths", "seq", "slot", "story", "vector")

    def __init__(
        self,
        article: str,
        seq: int,
        day: float | None,
        vector: Vector,
        labels: tuple[str, ...],
        brief: bool,
    ) -> None:
        self.article = article
        self.seq = seq
        self.day = day
        self.vector = vector
        self.labels = labels
        self.brief = brief
        self.lengths: F64 = np.zeros(len(FIELDS))  # squared, under the rarity in force
        self.story = ""
        self.slot = -1


class Probe:
    """An article ready to be compared: its terms' rarity looked up once."""

    def __init__(self, entry: Entry, rarity: Rarity) -> None:
        self.entry = entry
        self.rarity = rarity.squared(entry.vector.kinds())
        entry.lengths = squared_lengths(entry.vector, self.rarity)

    def cosines(self, board: Board, others: Sequence[Entry]) -> Parts:
        """Cosines per field with each of ``others`` in parts of ``_ONE``. Shape (n, 5)."""
        if not others:
            return np.zeros((0, len(FIELDS)), np.int64)
        dots = board.dots(self.entry.vector, self.rarity, [one.vector for one in others])
        lengths = np.sqrt(np.array([one.lengths for one in others]) * self.entry.lengths)
        found = np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)
        parts: Parts = np.rint(np.minimum(found, 1.0) * _ONE).astype(np.int64)
        return parts

    def likeness(self, board: Board, other: Entry) -> list[float]:
        """Cosines per field with one article."""
        return (self.cosines(board, [other])[0] / _ONE).tolist()  # type: ignore[no-any-return]


class OpenStory:
    """A story that may take further articles."""

    def __init__(self, story: str, storyline: str) -> None:
        self.id = story
        self.storyline = storyline
        self.members: list[Entry] = []  # by seq
        self._square: Parts | None = None  # of the sum of the latest members' unit vectors

    def latest(self) -> list[Entry]:
        """The members that stand for the story."""
        return self.members[-_LATEST:]

    def add(self, probe: Probe, board: Board) -> None:
        """Take a member whose ``seq`` is above all others'."""
        if self._square is not None and len(self.members) < _LATEST:
            self._square = self._square + 2 * probe.cosines(board, self.members).sum(0) + _ONE
        else:
            self._square = None
        self.members.append(probe.entry)

    def take(self, entry: Entry) -> None:
        """Take a member of another story, wherever its ``seq`` places it."""
        insort(self.members, entry, key=lambda one: one.seq)
        self._square = None

    def drop(self, entry: Entry) -> None:
        """Let a member go."""
        self.members.remove(entry)
        self._square = None

    def outdate(self) -> None:
        """Forget what depends on the rarity of terms."""
        self._square = None

    def square(self, board: Board, rarity: Rarity) -> Parts:
        """The squared length of the sum of the latest members' unit vectors, per field."""
        if self._square is None:
            latest = self.latest()
            square = np.full(len(FIELDS), len(latest) * _ONE, np.int64)
            for at, entry in enumerate(latest[1:], 1):
                square += 2 * Probe(entry, rarity).cosines(board, latest[:at]).sum(0)
            self._square = square
        return self._square


def compare(probe: Probe, stories: Sequence[OpenStory], board: Board, rarity: Rarity) -> Sims:
    """An article beside stories, each represented by its latest members."""
    groups = [story.latest() for story in stories]
    entries = [entry for group in groups for entry in group]
    cosines = probe.cosines(board, entries)
    sizes = np.array([len(group) for group in groups])
    starts = np.cumsum(sizes) - sizes
    sums = np.add.reduceat(cosines, starts, axis=0).astype(np.float64)
    squares = np.array([story.square(board, rarity) for story in stories]).astype(np.float64)
    parts = np.array(
        [
            np.maximum.reduceat(cosines, starts, axis=0) / _ONE,
            np.minimum(sums / np.sqrt(squares * _ONE), 1.0),
            _average_of_nearest(cosines, starts, sizes) / _ONE,
        ]
    )
    _fill_missing(parts, probe.entry, np.array([one.lengths for one in entries]), starts)
    nearest, centroid, average = parts
    return Sims(
        nearest,
        centroid,
        average,
        np.array([_days_apart(probe.entry, group) for group in groups]),
        sizes.astype(np.float64),
        np.array([probe.entry.brief or all(one.brief for one in group) for group in groups]),
    )


def _average_of_nearest(cosines: Parts, starts: Parts, sizes: Parts) -> F64:
    """The mean of the ``_NEAREST`` highest cosines per story and field. Shape (k, 5).

    Over all members a large story would look unlike each of its articles.
    """
    few = np.minimum(sizes, _NEAREST)
    sums = np.add.reduceat(cosines, starts, axis=0)
    for at in np.flatnonzero(sizes > _NEAREST).tolist():
        group = cosines[starts[at] : starts[at] + sizes[at]]
        sums[at] = np.partition(group, len(group) - _NEAREST, axis=0)[-_NEAREST:].sum(0)
    averages: F64 = sums / few[:, None]
    return averages


def _days_apart(entry: Entry, group: Sequence[Entry]) -> float:
    if entry.day is None:
        return float("nan")
    apart = [abs(one.day - entry.day) for one in group if one.day is not None]
    return min(apart, default=float("nan"))


def _fill_missing(parts: F64, entry: Entry, lengths: F64, starts: Parts) -> None:
    """Where one side lacks a field, let the body speak for it. ``parts`` float64[3, k, 5].

    Scripts without capitals have no names; that must not count as a lack of common names.
    """
    missing = (np.maximum.reduceat(lengths, starts, axis=0) == 0) | (entry.lengths == 0)
    if missing.any():
        np.copyto(parts, parts[:, :, BODY, None], where=missing)
