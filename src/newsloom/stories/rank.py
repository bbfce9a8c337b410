"""How the front page orders stories: independent origins, freshness, the reader's own choices.

Copies do not count: forty outlets that carry one agency's text are one origin. There is no
learning from readers and nothing is paid for. Choices concern the order of the front page alone;
no stored judgement depends on them.
"""

import math

from msgspec import Struct

from newsloom.model.judgements import Story

_HALF_LIFE_US = 15 * 3_600_000_000  # after so long a story counts half
_ORIGINS, _OUTLETS = 1.0, 0.25
_UNDATED = 0.1  # freshness of a story without a date: as one of two days ago
_LEAST_FRESH = 1e-6
_FOLLOWED = 2.0  # for each kind of thing the reader follows: as if 15 hours fresher

# For the page that explains the order: (name, explanation).
WEIGHTS: tuple[tuple[str, str], ...] = (
    (
        "Independent origins",
        "How many newsrooms and agencies reported it on their own: 1, and "
        f"{_ORIGINS:g} more each time their number doubles. Outlets that carry it, copies "
        f"included, add {_OUTLETS:g} each time their number doubles.",
    ),
    (
        "Freshness",
        "A story counts half for every 15 hours since its latest dated article. A story without "
        f"any date counts {_UNDATED:.0%}. Dates in the future count as now.",
    ),
    (
        "Your choices",
        f"A story counts {_FOLLOWED:g} times when an outlet you follow carries it, {_FOLLOWED:g} "
        f"times when it is in a language you follow, and {_FOLLOWED:g} times when a title holds a "
        "word or name you follow. What you muted is left out: stories that only muted outlets "
        "carry, in a muted language, or with a muted word in the title that is shown.",
    ),
)


class Choices(Struct, frozen=True, omit_defaults=True):
    """What the reader follows and mutes. Outlets by name, languages by BCP 47 primary tag."""

    follow_outlets: tuple[str, ...] = ()
    follow_languages: tuple[str, ...] = ()
    follow_words: tuple[str, ...] = ()
    mute_outlets: tuple[str, ...] = ()
    mute_languages: tuple[str, ...] = ()
    mute_words: tuple[str, ...] = ()


class Terms(Struct, frozen=True):
    """The three terms of a story's weight; ``weight`` is their product.

    ``followed`` says which choices of the reader's made ``choices`` what it is.
    """

    origins: float
    freshness: float
    choices: float = 1.0
    followed: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """The number that the front page is ordered by; always above 0."""
        return self.origins * self.freshness * self.choices


def rank(story: Story, now_us: int) -> float:
    """The weight of a story at ``now_us`` for a reader without choices; larger stands higher."""
    return terms(story, now_us).weight


def terms(story: Story, now_us: int, followed: tuple[str, ...] = ()) -> Terms:
    """The terms of a story. ``followed``: what of it the reader follows, one word a kind."""
    origins = (
        1.0
        + _ORIGINS * math.log2(max(story.origins, 1))
        + _OUTLETS * math.log2(max(story.outlets, 1))
    )
    return Terms(
        origins, freshness(story.last_us, now_us), float(_FOLLOWED ** len(followed)), followed
    )


def freshness(last_us: int | None, now_us: int) -> float:
    """From 1 (now) towards 0; :data:`WEIGHTS` says how."""
    if last_us is None:
        return _UNDATED
    age = max(0, now_us - last_us)
    return float(max(0.5 ** min(age / _HALF_LIFE_US, 60.0), _LEAST_FRESH))
