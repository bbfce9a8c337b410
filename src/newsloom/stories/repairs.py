"""What an article that has just come shows to have been judged wrongly: merges, splits, moves."""

from collections.abc import Mapping, Sequence

import numpy as np

from newsloom.model.ids import content_id
from newsloom.model.judgements import Revision
from newsloom.stories.constraints import Constraints
from newsloom.stories.members import Entry, OpenStory, Probe, compare
from newsloom.stories.merge import (
    are_one,
    due_for_merge,
    due_for_split,
    merging_fit,
    part_of,
    two_groups,
)
from newsloom.stories.revision import merged, moved, split
from newsloom.stories.score import Scorer
from newsloom.stories.shelf import Shelf
from newsloom.stories.stray import at_home, stray

NEAR_DAYS = 8.0  # from the nearest member; further ones are looked at for storylines alone
MOST_ARTICLES, MOST_STORIES = 48, 6  # compared in full

_REACH = np.array([NEAR_DAYS])


class Repairs:
    """Looks at the stories of a weaver again; changes nothing.

    ``stories`` and ``homes`` are its open stories by id and by number, ``entries`` the articles in
    its window.
    """

    def __init__(
        self,
        shelf: Shelf,
        scorer: Scorer,
        stories: Mapping[str, OpenStory],
        homes: Mapping[int, OpenStory],
        entries: Mapping[str, Entry],
    ) -> None:
        self._shelf, self._scorer = shelf, scorer
        self._stories, self._homes, self._entries = stories, homes, entries

    def due(self, entry: Entry, constraints: Constraints) -> Revision | None:
        """The revision that ``entry``, just absorbed, calls for."""
        merger = self._merger(entry, constraints)
        story = self._stories[entry.story]
        if merger is not None or not due_for_split(story):
            return merger
        pairs = self._shelf.pairs(story.slots())
        found = two_groups(story, pairs, self._shelf, self._scorer)
        if found is not None:
            return self._splitting(story, *found, constraints)
        one = stray(story, pairs, self._shelf)
        return self._moving(story, one, constraints) if one is not None else None

    def _merger(self, entry: Entry, constraints: Constraints) -> Revision | None:
        """The story of an article and its runner-up are one."""
        story, rival = self._stories[entry.story], self._stories.get(entry.rival or "")
        if rival is None or rival is story or not due_for_merge(story, rival):
            return None
        if not story.fits_days_of(rival):
            return None
        fit = merging_fit(story, rival, self._shelf, self._scorer)
        if not are_one(story, rival, fit, self._shelf):
            return None
        # A reader keeps an article of one story out of the other.
        if constraints.separates(_articles(story), _articles(rival)):
            return None
        into, gone = sorted((story, rival), key=lambda one: one.members[0].seq)
        return merged(gone, into, fit)

    def _splitting(
        self, story: OpenStory, part: OpenStory, fit: float, constraints: Constraints
    ) -> Revision | None:
        """A story is two, unless a reader put articles of both together."""
        into = content_id("s", part.members[0].article)
        gone = set(_articles(part))
        if into in self._stories or any(
            (partner in gone) != (one.article in gone)
            for one in story.members
            for partner in self._partners(one, constraints)
        ):
            return None
        return split(story, part, into, fit)

    def _partners(self, entry: Entry, constraints: Constraints) -> list[str]:
        """The articles in the window that a reader put together with one."""
        return [one for one in constraints.partners(entry.article) if one in self._entries]

    def _moving(self, story: OpenStory, entry: Entry, constraints: Constraints) -> Revision | None:
        """An article goes from the story whose names it lacks to one whose names it has."""
        if self._partners(entry, constraints):
            return None
        # As it lies there its telling terms are not at hand.
        probe = Probe(entry, self._shelf.weigh(self._shelf.vector(entry.slot)))
        (near,) = self._shelf.near(probe.weighed, entry.day, _REACH, (MOST_ARTICLES, MOST_STORIES))
        others = [self._homes[home] for home in near if self._homes[home] is not story]
        rest = part_of(story, [one for one in story.members if one is not entry])
        sims = compare(probe, [rest, *others], self._shelf)
        kept, *scores = self._scorer.probabilities(sims)
        for score, names, into in sorted(
            zip(scores, at_home(sims)[1:], others, strict=True), key=lambda one: -one[0]
        ):
            if score < self._scorer.threshold:
                return None
            forbidden = constraints and constraints.forbids(entry.article, _articles(into))
            if names and into.reaches(entry) and not forbidden:
                return moved(entry, story, into, score, kept)
        return None


def _articles(story: OpenStory) -> Sequence[str]:
    return [entry.article for entry in story.members]
