"""The stories an article was compared with, and the judgement that follows."""

import numpy as np
from msgspec import Struct

from newsloom.model.features import Features
from newsloom.model.judgements import Assignment
from newsloom.stories.members import OpenStory
from newsloom.stories.score import Sims

_NONE = np.zeros((0, 5))
NO_SIMS = Sims(_NONE, _NONE, _NONE, np.zeros(0), np.zeros((0, 3)), np.zeros(0), np.zeros(0, bool))


class Ranked(Struct, frozen=True, eq=False):
    """Stories compared with an article, in the order of the candidates."""

    stories: tuple[OpenStory, ...]
    sims: Sims
    scores: tuple[float, ...]


def assigned(
    item: Features, story: OpenStory, score: float, ranked: Ranked, why: tuple[str, ...]
) -> Assignment:
    """The article goes to ``story``; the best of the other stories is the rival."""
    others = [
        (-probability, at)
        for at, probability in enumerate(ranked.scores)
        if ranked.stories[at] is not story
    ]
    rival = min(others, default=None)
    return Assignment(
        item.article,
        story.id,
        story.storyline,
        score,
        ranked.stories[rival[1]].id if rival else None,
        -rival[0] if rival else 0.0,
        why,
    )
