"""Two stories that turn out to be one, and one that turns out to be two.

Single articles decide nothing here: a bridging headline is near to some article of each side. The
measure is *mutual fit*: the latest articles of each side are scored against the other side as if
they had just come, and the log odds are averaged. Days apart and the days spoken of are part of
that score, so the second call stays a story of its own.

Between what is merged and what is split lies a wide gap, so that neither undoes the other.
"""

import math
from collections.abc import Sequence

import numpy as np

from newsloom.kernels import load
from newsloom.stories.core import apart, core_of
from newsloom.stories.members import Entry, OpenStory, Parts, Probe, compare
from newsloom.stories.score import Scorer
from newsloom.stories.shelf import Shelf
from newsloom.stories.vectors import BODY, LEAD, NAMES, TITLE

RIVAL = 0.1  # probability of the runner-up that makes two stories worth comparing
_SIDE = 12  # latest articles of each side that are asked
_FIRST = 3  # ... of which so many first
_HOPELESS = 1.5  # below what merges by so much, the others are not asked any more
_LEAST_SIDE = 2
_CORE_OF = 24  # latest articles of each side that make up its core
_EVERY = 4  # past this many per side on average, only now and then
# Mean log odds: what merges is at or above, what is split at or below. Of headlines one alone says
# little and many together much. So for them the measure goes by the articles of the smaller side
# (from 2, 4, 10 and 20 on): a small fragment is taken in early, while two stories that both grew
# to twenty have been told apart by each of their articles. And it rises with how far apart the
# two cores are: (at 0, more at 1).
_SIZES = 4, 10, 20
_MERGE_BRIEF = (-1.0, 1.5), (-2.5, 1.5), (-2.0, 3.0), (-1.0, 4.0)
_SPLIT_BRIEF = (-4.5, 0.0), (-4.5, 2.5), (-3.0, 4.0), (-2.0, 6.0)
# Full texts have been told apart by each of their articles already.
_MERGE, _SPLIT = 0.5, -2.5
# Reports on one event share names: where both sides have names of their own and next to none in
# common they are two, however alike the rest is worded.
_APART, _APART_SPLIT = 0.6, 0.7
_NAMED_SIDE = 3  # articles of each side from which on names alone decide that a story is two
# Large sides say more: who is in office may be named in both, and they are two all the same.
_LARGE_SIDE, _LARGE_APART, _LARGE_APART_SPLIT, _LARGE_GAP = 6, 0.45, 0.5, 0.45
_FIRST_SPLIT = 4  # members; looked at again whenever a quarter more have come, or
_SPLIT_EVERY = 16  # so many
_SMALLER_SHARE = 6  # the smaller group of a split holds at least this part of the members
_GAP = 0.6  # two groups are less alike across than this part of what the looser of them is within
_MOST_ODDS = 6.0  # no single article outweighs the others


def due_for_merge(one: OpenStory, other: OpenStory) -> bool:
    """Whether now is the time to compare two stories, by their sizes alone."""
    sizes = len(one.members), len(other.members)
    smaller, total = min(sizes), sum(sizes)
    if smaller < _LEAST_SIDE:
        return False
    return total <= 2 * _EVERY or total % max(2, 1 << (smaller.bit_length() - 2)) == 0


def due_for_split(story: OpenStory) -> bool:
    """Whether now is the time to look for two groups in a story, by its size alone."""
    size = len(story.members)
    step = 1 << max(0, size.bit_length() - 3)
    return size >= _FIRST_SPLIT and size % min(step, _SPLIT_EVERY) == 0


def mutual_fit(one: OpenStory, other: OpenStory, shelf: Shelf, scorer: Scorer) -> float:
    """The mean log odds that the articles of each side belong to the other."""
    return _fit(one, other, shelf, scorer, _SIDE)


def merging_fit(one: OpenStory, other: OpenStory, shelf: Shelf, scorer: Scorer) -> float:
    """The same; from the latest few of each side alone where these are far from what merges."""
    fit = _fit(one, other, shelf, scorer, _FIRST)
    more = max(len(one.members), len(other.members)) > _FIRST
    hopeful = fit >= _least_fit(one, other) - _HOPELESS
    return mutual_fit(one, other, shelf, scorer) if more and hopeful else fit


def _fit(one: OpenStory, other: OpenStory, shelf: Shelf, scorer: Scorer, asked: int) -> float:
    sides = [
        [_odds(entry, story, shelf, scorer) for entry in side.members[-asked:]]
        for side, story in ((one, other), (other, one))
    ]
    return sum(sum(side) / len(side) for side in sides) / 2


def _least_fit(one: OpenStory, other: OpenStory) -> float:
    """What two stories must reach at the least to be one, be their cores as alike as can be."""
    return _MERGE_BRIEF[_size(one, other)][0] if _brief(one, other) else _MERGE


def are_one(one: OpenStory, other: OpenStory, fit: float, shelf: Shelf) -> bool:
    """Whether two stories of such mutual fit are one."""
    if _brief(one, other):
        least, more = _MERGE_BRIEF[_size(one, other)]
        return fit >= least + more * _apart(one, other, shelf)
    least = _LARGE_APART if _are_large(one, other) else _APART
    return fit >= _MERGE and _apart(one, other, shelf) < least


def _are_two(
    one: OpenStory, other: OpenStory, fit: float, shelf: Shelf, *, clear: bool = False
) -> bool:
    """Whether two groups of a story, of such mutual fit, are no story.

    ``clear``: they have little in common in words and in names.
    """
    if _brief(one, other):
        most, more = _SPLIT_BRIEF[_size(one, other)]
        return fit <= most + more * _apart(one, other, shelf)
    if fit <= _SPLIT:
        return True
    surely = min(len(one.members), len(other.members)) >= _NAMED_SIDE
    least = _LARGE_APART_SPLIT if clear and _are_large(one, other) else _APART_SPLIT
    return (surely or fit <= 0.0) and _apart(one, other, shelf) >= least


def _are_large(*stories: OpenStory) -> bool:
    return all(len(story.members) >= _LARGE_SIDE for story in stories)


def _size(*stories: OpenStory) -> int:
    smaller = min(len(story.members) for story in stories)
    return sum(smaller >= size for size in _SIZES)


def _apart(one: OpenStory, other: OpenStory, shelf: Shelf) -> float:
    """How far apart the cores are: of words for headlines, of names for full texts."""
    field = BODY if _brief(one, other) else NAMES
    return apart(*(core_of(shelf, story.slots()[-_CORE_OF:], field) for story in (one, other)))


def two_groups(
    story: OpenStory, pairs: Parts, shelf: Shelf, scorer: Scorer
) -> tuple[OpenStory, float] | None:
    """The later of two groups that do not fit each other, with their mutual fit; else None.

    ``pairs`` int64[n, n, 5]: how alike the latest members are to each other (``Shelf.pairs``).
    Groups are sought by words; where these part no events, in full texts by names as well.
    """
    latest = story.latest()
    words = pairs[:, :, TITLE] + pairs[:, :, LEAD] + pairs[:, :, BODY]
    looked_at = (words,) if _brief(story) else (words, pairs[:, :, NAMES])
    least = max(_LEAST_SIDE, len(latest) // _SMALLER_SHARE)
    tried: list[list[list[int]]] = []
    for links in looked_at:
        groups = _halves(links, least)
        if groups is None or groups in tried:
            continue
        tried.append(groups)
        gaps = [_gap(one, groups) for one in looked_at]
        if min(gaps) > _GAP:
            continue
        first, second = (part_of(story, [latest[at] for at in group]) for group in groups)
        fit = mutual_fit(first, second, shelf, scorer)
        if _are_two(first, second, fit, shelf, clear=max(gaps) <= _LARGE_GAP):
            return max(first, second, key=lambda part: part.members[0].seq), fit
    return None


def _brief(*stories: OpenStory) -> bool:
    return all(entry.brief for story in stories for entry in story.members[-_SIDE:])


def _odds(entry: Entry, story: OpenStory, shelf: Shelf, scorer: Scorer) -> float:
    sims = compare(Probe(entry, shelf.weighed(entry.slot)), [story], shelf)
    probability = scorer.probabilities(sims)[0]
    least = 1.0 / (1.0 + math.exp(_MOST_ODDS))
    probability = min(max(probability, least), 1.0 - least)
    return math.log(probability / (1.0 - probability))


def part_of(story: OpenStory, members: Sequence[Entry]) -> OpenStory:
    """Some members of a story as a story of their own."""
    part = OpenStory(story.id, story.storyline)
    for entry in members:
        part.take(entry)
    return part


def _gap(links: Parts, groups: Sequence[Sequence[int]]) -> float:
    """How alike two groups are across, as a share of what the looser of them is within.

    ``links`` int64[n, n]: how alike every two articles are, in whole numbers.
    """
    across = float(links[np.ix_(*groups)].mean())
    within = []
    for group in groups:
        inner = links[np.ix_(group, group)]
        within.append(float(inner.sum() - inner.trace()) / (len(group) * (len(group) - 1)))
    return across / min(within) if min(within) > 0 else 1.0


def _halves(links: Parts, least: int) -> list[list[int]] | None:
    """The two groups of at least ``least`` that average link joins last; None without such.

    What it joins later still, and is in neither, goes to the nearer; of equals, the first.
    """
    groups = np.empty(len(links), np.int64)
    if not load().halves(links.astype(np.float64), least, groups):
        return None
    core = [np.flatnonzero(groups == side) for side in (0, 1)]
    for at in np.flatnonzero(groups < 0):
        first, second = (links[at, side].sum() / len(side) for side in core)
        groups[at] = int(second > first)
    return [np.flatnonzero(groups == side).tolist() for side in (0, 1)]
