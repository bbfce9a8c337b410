"""Stories as the weaver holds them: members in order, and how alike these are."""

from bisect import insort
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsloom.kernels import ONE
from newsloom.stories.days import Days
from newsloom.stories.score import Sims
from newsloom.stories.shelf import Shelf, Weighed
from newsloom.stories.vectors import BODY, F64, FIELDS

_LATEST = 24  # members that stand for a story: its latest by ``seq``
_NEAREST = 3  # members that the average is taken over

Parts = npt.NDArray[np.int64]


class Entry:
    """An article in the weaver's window. ``day``: days since 1970, None when undated."""

    __slots__ = ("article", "brief", "day", "days", "labels", "rival", "seq", "slot", "story")

    def __init__(
        self,
        article: str,
        seq: int,
        day: float | None,
        labels: tuple[str, ...],
        brief: bool,
        days: Days | None = None,
    ) -> None:
        self.article = article
        self.seq = seq
        self.day = day
        self.labels = labels
        self.brief = brief
        self.days = days or Days()  # those it speaks of
        self.story = ""
        self.rival: str | None = None  # the runner-up of its assignment, when it was near
        self.slot = -1  # on the shelf


class Probe:
    """An article ready to be compared: its terms' rarity looked up once."""

    def __init__(self, entry: Entry, weighed: Weighed) -> None:
        self.entry = entry
        self.weighed = weighed

    def cosines(self, shelf: Shelf, others: Sequence[Entry]) -> Parts:
        """Cosines per field with each of ``others`` in parts of ``ONE``. Shape (n, 5)."""
        return shelf.cosines(self.weighed, [one.slot for one in others])

    def likeness(self, shelf: Shelf, other: Entry) -> list[float]:
        """Cosines per field with one article."""
        return (self.cosines(shelf, [other])[0] / ONE).tolist()  # type: ignore[no-any-return]


class OpenStory:
    """A story that may take further articles."""

    def __init__(self, story: str, storyline: str) -> None:
        self.id = story
        self.storyline = storyline
        self.members: list[Entry] = []  # by seq
        self.days = Days()  # those all members speak of
        self._square: Parts | None = None  # of the sum of the latest members' unit vectors

    def latest(self) -> list[Entry]:
        """The members that stand for the story."""
        return self.members[-_LATEST:]

    def add(self, probe: Probe, shelf: Shelf) -> None:
        """Take a member whose ``seq`` is above all others'."""
        if self._square is not None:
            stay = self.members[1 - _LATEST :]
            if len(self.members) >= _LATEST:
                leaves = shelf.weighed(self.members[-_LATEST].slot)
                alike = shelf.cosines(leaves, [one.slot for one in stay])
                self._square = self._square - 2 * alike.sum(0) - ONE
            alike = probe.cosines(shelf, stay)
            self._square = self._square + 2 * alike.sum(0) + ONE
        self.members.append(probe.entry)
        self.days.add(probe.entry.days)

    def take(self, entry: Entry) -> None:
        """Take a member of another story, wherever its ``seq`` places it."""
        insort(self.members, entry, key=lambda one: one.seq)
        self.days.add(entry.days)
        self._square = None

    def drop(self, entry: Entry) -> None:
        """Let a member go."""
        self.members.remove(entry)
        self.days.add(entry.days, -1)
        self._square = None

    def outdate(self) -> None:
        """Forget what depends on the rarity of terms."""
        self._square = None

    def square(self, shelf: Shelf) -> Parts:
        """The squared length of the sum of the latest members' unit vectors, per field."""
        if self._square is None:
            slots = [entry.slot for entry in self.latest()]
            square = np.full(len(FIELDS), len(slots) * ONE, np.int64)
            for at, slot in enumerate(slots[1:], 1):
                square += 2 * shelf.cosines(shelf.weighed(slot), slots[:at]).sum(0)
            self._square = square
        return self._square


def compare(probe: Probe, stories: Sequence[OpenStory], shelf: Shelf) -> Sims:
    """An article beside stories, each represented by its latest members."""
    groups = [story.latest() for story in stories]
    entries = [entry for group in groups for entry in group]
    cosines = probe.cosines(shelf, entries)
    sizes = np.array([len(group) for group in groups])
    starts = np.cumsum(sizes) - sizes
    sums = np.add.reduceat(cosines, starts, axis=0).astype(np.float64)
    squares = np.array([story.square(shelf) for story in stories]).astype(np.float64)
    parts = np.array(
        [
            np.maximum.reduceat(cosines, starts, axis=0) / ONE,
            np.minimum(sums / np.sqrt(squares * ONE), 1.0),
            _average_of_nearest(cosines, starts, sizes) / ONE,
        ]
    )
    lengths = shelf.lengths([one.slot for one in entries])
    _fill_missing(parts, probe.weighed.lengths, lengths, starts)
    nearest, centroid, average = parts
    return Sims(
        nearest,
        centroid,
        average,
        np.array([_days_apart(probe.entry, group) for group in groups]),
        np.array([probe.entry.days.alike(story.days) for story in stories]),
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


def _fill_missing(parts: F64, own: F64, lengths: F64, starts: Parts) -> None:
    """Where one side lacks a field, let the body speak for it. ``parts`` float64[3, k, 5].

    Scripts without capitals have no names; that must not count as a lack of common names.
    """
    missing = (np.maximum.reduceat(lengths, starts, axis=0) == 0) | (own == 0)
    if missing.any():
        np.copyto(parts, parts[:, :, BODY, None], where=missing)
