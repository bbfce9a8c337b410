"""Stories of different languages that report one event.

The evidence is what survives translation: names by their consonants, places, figures, days, and
shared images and links. Each kind adds points, up to a cap, with weights that are fixed: nothing
is learned from the stream, so that whether two stories are linked depends on these two alone,
whatever came before, between or after them.
"""

from collections.abc import Iterable

from newsloom.model.judgements import LinkEvidence, StoryLink
from newsloom.stories.bearings import Bearing, Bearings

THRESHOLD = 4.5
WITHIN_DAYS = 3  # between the spans of days in which two stories were published
# What the evidence is worth by the days between the first reports: a sequel names the same people
# and places, and begins later.
_BY_DAYS = (1.0, 0.9, 0.6, 0.4)
_CAPS = {"name": 5.0, "place": 2.2, "figure": 3.6, "link": 5.0, "image": 4.0}
_KINDS = 2  # kinds of evidence that a link must have
# A ruler in his capital is news every day: beside the places two things must be shared.
_TELLING, LEAST_TELLING = 0.8, 2
_NEAR = 0.7  # a link with this share of the best one's score is shown as well


def telling(bearings: Bearings) -> list[Bearing]:
    """The bearings that an index needs: linked stories share two of them at least."""
    return [one for one in bearings.keys if _is_telling(one)]


def _is_telling(one: Bearing) -> bool:
    return one.kind != "place" and one.weight >= _TELLING


def days_apart(one: Bearings, other: Bearings) -> int | None:
    """Days between the first reports of two stories; None when either is undated."""
    if one.first_day is None or other.first_day is None:
        return None
    return abs(one.first_day - other.first_day)


def _in_time(one: Bearings, other: Bearings) -> bool:
    """Whether two stories were in the news together; undated ones never are."""
    if one.first_day is None or other.first_day is None:
        return False
    if one.last_day is None or other.last_day is None:
        return False
    gap = max(one.first_day - other.last_day, other.first_day - one.last_day)
    return gap <= WITHIN_DAYS


def link(one: Bearings, other: Bearings) -> StoryLink | None:
    """The link from ``one`` to ``other``; None when they do not share enough.

    Symmetric but for the printed forms of the evidence, which are those of ``one``.
    """
    apart = days_apart(one, other)
    if one.shard == other.shard or apart is None or not _in_time(one, other):
        return None
    shared = _shared(one, other)
    if sum(map(_is_telling, shared)) < LEAST_TELLING:
        return None
    points: dict[str, float] = {}
    for bearing in shared:
        points[bearing.kind] = points.get(bearing.kind, 0.0) + bearing.weight
    capped = {kind: min(_CAPS[kind], total) for kind, total in points.items()}
    if len(capped) < _KINDS:
        return None
    score = round(sum(capped.values()) * _BY_DAYS[min(apart, len(_BY_DAYS) - 1)], 2)
    if score < THRESHOLD:
        return None
    evidence = [LinkEvidence(one.kind, one.label, one.weight) for one in shared]
    return StoryLink(one.story, other.story, other.shard, score, tuple(evidence))


def _shared(one: Bearings, other: Bearings) -> list[Bearing]:
    """The common bearings, each word of a name once: a pair of words takes its words along."""
    theirs = {bearing.key: bearing.weight for bearing in other.keys}
    common = [
        Bearing(mine.key, mine.kind, mine.label, min(mine.weight, theirs[mine.key]))
        for mine in one.keys
        if mine.key in theirs
    ]
    kept: list[Bearing] = []
    taken: set[str] = set()
    for bearing in sorted(common, key=lambda each: (-each.weight, each.key)):
        parts = bearing.key[2:].split() if bearing.kind == "name" else []
        if taken.isdisjoint(parts):
            kept.append(bearing)
            taken.update(parts)
    return kept


def links(story: Bearings, others: Iterable[Bearings]) -> list[StoryLink]:
    """Every link of a story, in both directions, by the other story."""
    found: list[StoryLink] = []
    for other in sorted(others, key=lambda one: one.story):
        there, back = link(story, other), link(other, story)
        if there is not None and back is not None:
            found += [there, back]
    return found


def worth_showing(score: float, best_of_story: float, best_of_other: float) -> bool:
    """Whether a link stands beside the best one of either story in the language of the other.

    Two events that share their people are told apart by the better link that each has.
    """
    return score >= _NEAR * max(best_of_story, best_of_other)
