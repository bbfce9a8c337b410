"""How the front page orders stories: by independent origins and freshness.

Copies do not count: forty outlets that carry one agency's text are one origin. There is no
learning from readers and nothing is paid for.
"""

import math

from newsloom.model.types import Story

_HALF_LIFE_US = 15 * 3_600_000_000  # after so long a story counts half
_ORIGINS, _OUTLETS = 1.0, 0.25
_UNDATED = 0.1  # freshness of a story without a date: as one of two days ago
_LEAST_FRESH = 1e-6

# For the page that explains the order: (name, explanation).
WEIGHTS: tuple[tuple[str, str], ...] = (
    (
        "Independent origins",
        "How many newsrooms and agencies reported it on their own. Twice as many add a constant "
        f"step (weight {_ORIGINS:g} on the logarithm).",
    ),
    (
        "Outlets",
        f"How many outlets carry it, copies included (weight {_OUTLETS:g} on the logarithm).",
    ),
    (
        "Freshness",
        "A story counts half for every 15 hours since its latest dated article. A story without "
        f"any date counts {_UNDATED:.0%}. Dates in the future count as now.",
    ),
)


def rank(story: Story, now_us: int) -> float:
    """The weight of a story at ``now_us``; larger stands higher. Always above 0."""
    weight = (
        1.0
        + _ORIGINS * math.log2(max(story.origins, 1))
        + _OUTLETS * math.log2(max(story.outlets, 1))
    )
    return weight * freshness(story.last_us, now_us)


def freshness(last_us: int | None, now_us: int) -> float:
    """From 1 (now) towards 0; :data:`WEIGHTS` says how."""
    if last_us is None:
        return _UNDATED
    age = max(0, now_us - last_us)
    return float(max(0.5 ** min(age / _HALF_LIFE_US, 60.0), _LEAST_FRESH))
