"""An invented press for the tests of stories: events, each with words and names of its own."""

import random

import msgspec

from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.model.judgements import Assignment, Relation
from newsloom.model.times import DAY_US
from newsloom.stories.assign import Weaver
from newsloom.stories.features import features_of

_STARTS = [a + b for a in "bdfghklmnprstv" for b in "aeiou"]
_ENDS = [a + b for a in "lnrst" for b in ("an", "ek", "il", "om", "ur")]
_WORDS = [start + end for start in _STARTS for end in _ENDS]
_COMMON = random.Random(0).sample(_WORDS, 150)


def article(
    seq: int,
    event: int,
    *,
    outlet: str = "Lantern",
    day: float | None = 17_000.0,
    words: int = 150,
    supersedes: str | None = None,
    text: str | None = None,
    seed: int | None = None,
) -> Article:
    """A report on an event, worded by ``seed`` (by ``seq`` when None)."""
    own = random.Random(f"event {event}").sample(_WORDS, 30)
    names = [word.capitalize() for word in own[:4]]
    chance = random.Random(f"report {seq if seed is None else seed}")
    title = " ".join([names[0], *chance.sample(own[4:12], 4)])
    sentences = []
    for _ in range(words // 10):
        inner = [chance.choice(own if chance.random() < 0.4 else _COMMON) for _ in range(7)]
        sentences.append(f"The {inner[0]} {chance.choice(names)} {' '.join(inner[1:])}.")
    return Article(
        f"a{seq}",
        seq,
        "c",
        f"a{seq}",
        None,
        outlet,
        "en",
        title,
        " ".join(sentences) if text is None else text,
        published_us=None if day is None else round(day * DAY_US),
        supersedes=supersedes,
    )


def item(seq: int, event: int, **how: object) -> Features:
    """The features of such a report."""
    made = article(seq, event, **how)  # type: ignore[arg-type]
    return msgspec.structs.replace(features_of(made), supersedes=made.supersedes)


def put(weaver: Weaver, one: Features, relation: Relation | None = None) -> Assignment:
    """Decide and absorb; an original unless said otherwise."""
    assignment = weaver.decide(one, relation or Relation(one.article, "original"))
    weaver.absorb(one, assignment)
    return assignment
