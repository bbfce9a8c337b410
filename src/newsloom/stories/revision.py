"""Merges, splits and moves as rows of the log, with their reasons."""

from collections.abc import Iterable

from newsloom.model.judgements import Assignment, Revision
from newsloom.stories.members import Entry, OpenStory
from newsloom.stories.reasons import shared_labels
from newsloom.stories.score import logistic


def merged(gone: OpenStory, into: OpenStory, fit: float) -> Revision:
    """All of ``gone`` goes to ``into``; ``fit`` in mean log odds."""
    score = round(logistic(fit), 4)
    reason = f"its {len(gone.members)} articles and those of story {into.id} fit each other"
    shared = shared_labels(_labels(gone), _labels(into))
    moved = tuple(
        Assignment(
            entry.article,
            into.id,
            into.storyline,
            score,
            None,
            0.0,
            (f"story {gone.id} was merged into this one", *shared),
        )
        for entry in gone.members
    )
    return Revision("merge", gone.id, into.id, moved, score, (reason, *shared))


def split(story: OpenStory, part: OpenStory, into: str, fit: float) -> Revision:
    """``part`` of ``story`` becomes the story ``into`` of the same storyline."""
    kept = round(logistic(fit), 4)
    score = round(1.0 - kept, 4)
    moved = tuple(
        Assignment(
            entry.article,
            into,
            story.storyline,
            score,
            story.id,
            kept,
            (f"split from story {story.id}",),
        )
        for entry in part.members
    )
    reason = f"{len(part.members)} of its {len(story.members)} articles do not fit the others"
    return Revision("split", story.id, into, moved, score, (reason,))


def moved(entry: Entry, story: OpenStory, into: OpenStory, score: float, kept: float) -> Revision:
    """An article of ``story`` goes to ``into``; ``score`` and ``kept`` are its probabilities."""
    shared = shared_labels(entry.labels, _labels(into))
    why = (f"moved from story {story.id}", *shared)
    there = Assignment(entry.article, into.id, into.storyline, score, story.id, kept, why)
    reason = f"one of its {len(story.members)} articles has none of the names of the others"
    return Revision("move", story.id, into.id, (there,), score, (reason, *shared))


def _labels(story: OpenStory) -> Iterable[str]:
    return dict.fromkeys(label for entry in story.latest() for label in entry.labels)
