"""Which earlier story a new one continues: the trial after the arrest, the vote after the debate.

A storyline is the chain of stories a founding article ties on to. The measure is that of stories
with dates left out of account; but names and vocabulary must each be shared: two outbreaks of one
disease use one vocabulary, and a head of state is named in everything.
"""

import numpy as np

from newsloom.stories.score import Scorer, Sims
from newsloom.stories.vectors import BODY, NAMES

REACH_DAYS = 90.0  # how far back, by publication, a storyline may be taken up
_CERTAIN = 0.35  # probability of one event, dates left out of account
_BODY, _NAMES = 0.2, 0.2  # cosines to the centroid


def continuation(sims: Sims, scorer: Scorer) -> tuple[float, int] | None:
    """The story that a new one continues, as (probability, index); None when none is near."""
    alike = (sims.centroid[:, BODY] >= _BODY) & (sims.centroid[:, NAMES] >= _NAMES)
    if not alike.any():
        return None
    probabilities = np.array(scorer.probabilities(sims, undated=True))
    found = np.where(alike & (probabilities >= _CERTAIN), probabilities, 0.0)
    best = int(np.argmax(found))
    return (float(found[best]), best) if found[best] else None
