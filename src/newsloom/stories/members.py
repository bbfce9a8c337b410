"""Stories as the weaver holds them: members in order, and how alike these are."""

import math
from array import array
from bisect import insort
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsloom.kernels import ONE
from newsloom.stories.days import Spoken
from newsloom.stories.embedding import closeness
from newsloom.stories.score import Sims
from newsloom.stories.shelf import Beside, Shelf, Slots, Weighed, end_to_end
from newsloom.stories.vectors import FIELDS

_LATEST = 64  # members that stand for a story: its latest by ``seq``
_MEANT = 24  # of them, whose embeddings are compared: those of one event lie close together
OPEN_DAYS = 3.0  # that a story may span; what comes later is another story of the storyline

Parts = npt.NDArray[np.int64]

_ALONE: Parts = np.full(len(FIELDS), ONE)  # the squared length of one unit vector


class Entry:
    """An article in the weaver's window. Days since 1970: ``day`` of publication, None when
    undated, ``seen`` of arrival."""

    __slots__ = (
        "article", "brief", "day", "labels", "meaning", "rival", "seen", "seq", "slot", "story",
        "told",
    )  # fmt: skip

    def __init__(
        self,
        article: str,
        seq: int,
        day: float | None,
        labels: tuple[str, ...],
        brief: bool,
        told: bytes = b"",
        meaning: bytes = b"",
        seen: float = 0.0,
    ) -> None:
        self.article = article
        self.seq = seq
        self.day = day
        self.labels = labels
        self.brief = brief
        self.told = told  # the days it speaks of, packed
        self.seen = seen
        self.meaning = meaning  # its embedding; empty without an embedder
        self.story = ""
        self.rival: str | None = None  # the runner-up of its assignment, when it was near
        self.slot = -1  # on the shelf


class Probe:
    """An article ready to be compared: its terms' rarity looked up once."""

    def __init__(self, entry: Entry, weighed: Weighed) -> None:
        self.entry = entry
        self.spoken = Spoken(entry.told)
        self.weighed = weighed
        self._met: list[tuple[list[OpenStory], list[int], Beside]] = []

    def meet(self, stories: Sequence["OpenStory"], beside: Beside) -> None:
        """Remember how alike the article is to the members of stories as they are now."""
        self._met.append(([*stories], [story.state for story in stories], beside))

    def met(self, story: "OpenStory") -> Parts | None:
        """The cosines with the latest members of a story that was met and has not changed since."""
        for stories, states, beside in self._met:
            if story in stories and states[at := stories.index(story)] == story.state:
                return beside.parts[beside.starts[at] : beside.starts[at + 1]]
        return None

    def cosines(self, shelf: Shelf, others: Sequence[Entry]) -> Parts:
        """Cosines per field with each of ``others`` in parts of ``ONE``. Shape (n, 5)."""
        return shelf.cosines(self.weighed, [one.slot for one in others])

    def likeness(self, shelf: Shelf, other: Entry) -> list[float]:
        """Cosines per field with one article."""
        return (self.cosines(shelf, [other])[0] / ONE).tolist()  # type: ignore[no-any-return]


class Span:
    """The first and the last of some days."""

    __slots__ = ("first", "last")

    def __init__(self) -> None:
        self.first = math.inf
        self.last = -math.inf

    @property
    def empty(self) -> bool:
        """Whether it holds no day."""
        return self.first > self.last

    def take(self, day: float) -> None:
        """Hold this day as well."""
        self.first, self.last = min(self.first, day), max(self.last, day)

    def with_day(self, day: float) -> float:
        """Days from first to last with this day."""
        return max(self.last, day) - min(self.first, day)

    def with_span(self, other: "Span") -> float:
        """Days from first to last of both."""
        return max(self.last, other.last) - min(self.first, other.first)


class OpenStory:
    """A story that may take further articles."""

    __slots__ = (
        "_slots",
        "_square",
        "dates",
        "id",
        "members",
        "number",
        "seen",
        "spoken",
        "state",
        "storyline",
    )

    def __init__(self, story: str, storyline: str, number: int = 0) -> None:
        self.id = story
        self.number = number  # of the weaver's, for arrays
        self.storyline = storyline
        self.members: list[Entry] = []  # by seq
        self.spoken = Spoken()  # the days all members speak of
        self.dates = Span()  # of publication
        self.seen = Span()  # of arrival
        self.state = 0  # another one whenever members come or go
        self._slots = array("q")  # of the members
        self._square: Parts | None = None  # of the sum of the latest members' unit vectors

    def latest(self) -> list[Entry]:
        """The members that stand for the story."""
        return self.members[-_LATEST:]

    def add(self, probe: Probe, shelf: Shelf) -> None:
        """Take a member whose ``seq`` is above all others', and which lies on the shelf."""
        if not self.members:
            self._square = _ALONE
        elif self._square is not None:
            met = probe.met(self)
            if met is None:
                met = probe.cosines(shelf, self.latest())
            if len(self.members) >= _LATEST:
                leaves = shelf.weighed(self.members[-_LATEST].slot)
                stay = [one.slot for one in self.members[1 - _LATEST :]]
                self._square = self._square - 2 * shelf.cosines(leaves, stay).sum(0) - ONE
                met = met[1:]
            self._square = self._square + 2 * met.sum(0) + ONE
        self.state += 1
        self.members.append(probe.entry)
        self._slots.append(probe.entry.slot)
        self.spoken.add(probe.spoken)
        self._met(probe.entry)

    def take(self, entry: Entry) -> None:
        """Take a member of another story, wherever its ``seq`` places it."""
        insort(self.members, entry, key=lambda one: one.seq)
        self.renumber()
        self.spoken.add(Spoken(entry.told))
        self._met(entry)
        self._square = None

    def drop(self, entry: Entry) -> None:
        """Let a member go."""
        self.members.remove(entry)
        self.renumber()
        self.spoken.add(Spoken(entry.told), -1)
        self.dates, self.seen = Span(), Span()
        for one in self.members:
            self._met(one)
        self._square = None

    def _met(self, entry: Entry) -> None:
        if entry.day is not None:
            self.dates.take(entry.day)
        self.seen.take(entry.seen)

    def reaches(self, entry: Entry) -> bool:
        """Whether an article lies within the days that a story may span: by publication when both
        are dated, else by arrival."""
        if entry.day is None or self.dates.empty:
            return self.seen.with_day(entry.seen) <= OPEN_DAYS
        return self.dates.with_day(entry.day) <= OPEN_DAYS

    def fits_days_of(self, other: "OpenStory") -> bool:
        """Whether two stories together lie within the days that one may span."""
        if self.dates.empty or other.dates.empty:
            return self.seen.with_span(other.seen) <= OPEN_DAYS
        return self.dates.with_span(other.dates) <= OPEN_DAYS

    def renumber(self) -> None:
        """Members have come or gone, or lie in other slots."""
        self.state += 1
        self._slots = array("q", [one.slot for one in self.members])

    def outdate(self) -> None:
        """Forget what depends on the rarity of terms."""
        self.state += 1
        self._square = None

    def slots(self) -> Slots:
        """Where the latest members stand on the shelf."""
        return self._slots if len(self._slots) <= _LATEST else self._slots[-_LATEST:]

    def square(self, shelf: Shelf) -> Parts:
        """The squared length of the sum of the latest members' unit vectors, per field."""
        if self._square is None:
            several = len(self.members) > 1
            self._square = shelf.pairs(self.slots()).sum((0, 1)) if several else _ALONE
        return self._square


def compare(probe: Probe, stories: Sequence[OpenStory], shelf: Shelf) -> Sims:
    """An article beside stories, each represented by its latest members."""
    groups = [story.slots() for story in stories]
    squares = end_to_end([story.square(shelf).data for story in stories]).reshape(-1, len(FIELDS))
    found = shelf.beside(probe.weighed, probe.entry.day, groups, squares)
    probe.meet(stories, found)
    return Sims(
        found.nearest,
        found.centroid,
        found.average,
        found.days,
        probe.spoken.alike([story.spoken for story in stories]),
        np.array([len(group) for group in groups], np.float64),
        np.ones(len(groups), bool) if probe.entry.brief else found.brief.view(bool),
        _meant(probe.entry, stories) if probe.entry.meaning else None,
    )


def _meant(entry: Entry, stories: Sequence[OpenStory]) -> npt.NDArray[np.float64]:
    return closeness(
        entry.meaning, [[other.meaning for other in story.members[-_MEANT:]] for story in stories]
    )
