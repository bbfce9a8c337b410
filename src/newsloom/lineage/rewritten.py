"""Rewritten copies: the same facts in the same order, in other words.

Two reports of one event share names, numbers and quotations, but each arranges them in its own way.
A spun or paraphrased copy keeps the order of its source. So the sentences of two texts are matched
by the stems they share, once in order and once freely: what matching in order loses tells two
reporters from one text told twice.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from newsloom.copies.compare import Line, Reading
from newsloom.lineage.member import StoryMember
from newsloom.model.times import DAY_US
from newsloom.stories.features import content_stems

_ORDER = 0.9  # share of the free matching that stands in order
_OWN_ORDER = 0.8  # the same for sentences that are mostly the writer's own words
_NAMED = 0.1  # so much less is asked of a text that names the other's outlet as its source
_ALIKE = 0.22  # mean likeness of the sentences of the shorter text, in order
_LENGTHS = 0.6  # sentences of the shorter text for each of the longer
_LEAST, _LEAST_OWN = 6, 4  # sentences: fewer may stand in one order by chance
_QUOTED = 0.4  # share of quoted words from which a sentence is not the writer's own
_MOST_SENTENCES = 40
_MOST_CANDIDATES = 5  # earlier texts that each one is compared with
_LIKE_ENOUGH = 0.25  # share of the shorter text's stems, weighted, that a candidate has as well
_LATEST_US = 7 * DAY_US  # nobody rewrites older news
_BUCKETS = 4096  # of hashed stems, to find candidates
_SCALE = 16  # weights are whole numbers: their sums are the same on every machine

Matrix = NDArray[np.float64]
Ids = NDArray[np.int64]


class Rewriting(Struct, frozen=True):
    """``article`` retells ``of``; ``score`` is the share of the matching in order, 0 to 1."""

    article: str
    of: str
    score: float


class _Text(Struct, frozen=True):
    """Sentences as distinct term numbers; ``own`` are the writer's own."""

    sentences: tuple[Ids, ...]
    own: tuple[Ids, ...]
    terms: Ids


class _Story:
    """The texts of a story as numbers, and how telling each term is in it."""

    def __init__(self, members: Sequence[StoryMember], readings: Iterable[Reading]) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self.texts = [
            self._text(one, reading) for one, reading in zip(members, readings, strict=True)
        ]
        spread = Counter(term for text in self.texts for term in text.terms.tolist())
        count = len(self.texts)
        self.weights: Matrix = np.array(
            [
                round(_SCALE * math.log(1 + count / max(1, spread[term])))
                for term in range(len(self._numbers))
            ],
            np.float64,
        )

    def _text(self, member: StoryMember, reading: Reading) -> _Text:
        lang = member.article.lang
        found: list[tuple[Ids, Line]] = []
        for line in reading.lines[:_MOST_SENTENCES]:
            stems = dict.fromkeys((lang, stem) for stem in content_stems(line.words, lang))
            if len(stems) > 1:
                numbers = [self._numbers.setdefault(one, len(self._numbers)) for one in stems]
                found.append((np.array(sorted(numbers), np.int64), line))
        own = [ids for ids, line in found if sum(line.own) >= (1 - _QUOTED) * len(line.own)]
        sentences = tuple(ids for ids, _ in found)
        terms = np.unique(np.concatenate(sentences)) if sentences else np.empty(0, np.int64)
        return _Text(sentences, tuple(own), terms)


def _order(one: Sequence[Ids], other: Sequence[Ids], weights: Matrix) -> tuple[float, float]:
    """How much of the best free matching of sentences stands in order; mean likeness in order."""
    alike = _likeness(one, other, weights)
    best = np.zeros(len(other) + 1)
    for row in alike:
        taken = np.maximum(best[1:], best[:-1] + row)
        best = np.concatenate(([0.0], np.maximum.accumulate(taken)))
    ordered = float(best[-1])
    free = min(float(alike.max(1).sum()), float(alike.max(0).sum()))
    return ordered / max(free, 1e-9), ordered / min(len(one), len(other))


def _likeness(one: Sequence[Ids], other: Sequence[Ids], weights: Matrix) -> Matrix:
    """Dice coefficients of weighted terms, sentence by sentence. Shape (len(one), len(other))."""
    rows, columns = (np.repeat(np.arange(len(text)), [len(ids) for ids in text])
                     for text in (one, other))  # fmt: skip
    terms, others = np.concatenate(one), np.concatenate(other)
    order = np.argsort(others, kind="stable")
    others, columns = others[order], columns[order]
    first = np.searchsorted(others, terms)
    counts = np.searchsorted(others, terms, side="right") - first
    # For each term of one its places among the others: first, first + 1, ...
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    places = np.repeat(first, counts) + steps
    cells = np.repeat(rows, counts) * len(other) + columns[places]
    shared = np.bincount(cells, weights[others[places]], len(one) * len(other))
    sizes = [np.array([weights[ids].sum() for ids in text]) for text in (one, other)]
    both = np.maximum(sizes[0][:, None] + sizes[1][None, :], 1.0)
    alike: Matrix = 2 * shared.reshape(len(one), len(other)) / both
    return alike


def _retells(one: _Text, other: _Text, weights: Matrix, less: float = 0.0) -> float:
    """The share of the matching that stands in order; 0.0 when it proves nothing.

    ``less`` is what need not be shown when other evidence speaks for it.
    """
    shorter, longer = sorted((len(one.sentences), len(other.sentences)))
    if shorter < _LEAST or shorter < _LENGTHS * longer:
        return 0.0
    if min(len(one.own), len(other.own)) < _LEAST_OWN:
        return 0.0
    order, alike = _order(one.sentences, other.sentences, weights)
    if order < _ORDER - less or alike < _ALIKE:
        return 0.0
    own_order, _ = _order(one.own, other.own, weights)
    return order if own_order >= _OWN_ORDER - less else 0.0


def find_rewritten(
    members: Sequence[StoryMember],
    reading: Callable[[StoryMember], Reading],
    names: Callable[[StoryMember, StoryMember], bool],
) -> tuple[Rewriting, ...]:
    """Which of ``members`` (one per text, the possible sources first) retell one before them.

    Articles of one outlet, of two languages, or more than a week apart are never compared. Each is
    compared with the ``_MOST_CANDIDATES`` earlier ones that share most of its words. ``names`` says
    whether the first of two gives the other's outlet as its source.
    """
    if len(members) < 2:
        return ()
    story = _Story(members, (reading(one) for one in members))
    candidates = _Candidates(members, story)
    result: list[Rewriting] = []
    for index, member in enumerate(members):
        best: tuple[float, int] | None = None
        for earlier in candidates.of(index):
            less = _NAMED if names(member, members[earlier]) else 0.0
            score = _retells(story.texts[earlier], story.texts[index], story.weights, less)
            if score and (best is None or score > best[0]):
                best = (score, earlier)
        if best is not None:
            of = members[best[1]].article.id
            result.append(Rewriting(member.article.id, of, round(best[0], 3)))
    return tuple(result)


class _Candidates:
    """Earlier texts worth comparing, those with most shared words first."""

    def __init__(self, members: Sequence[StoryMember], story: _Story) -> None:
        self._members = members
        self._counts = np.zeros((len(members), _BUCKETS))
        for row, text in enumerate(story.texts):
            np.add.at(self._counts[row], text.terms % _BUCKETS, 1.0)
        weight = np.zeros(_BUCKETS)
        np.maximum.at(weight, np.arange(len(story.weights)) % _BUCKETS, story.weights)
        self._weighted = self._counts * weight
        self._sizes = self._weighted.sum(1)

    def of(self, index: int) -> list[int]:
        if not self._sizes[index]:
            return []
        shared = self._counts[:index] @ self._weighted[index]
        smaller = np.maximum(np.minimum(self._sizes[:index], self._sizes[index]), 1.0)
        shares: list[float] = (shared / smaller).tolist()
        fit = [
            (-share, earlier)
            for earlier, share in enumerate(shares)
            if share >= _LIKE_ENOUGH and self._comparable(index, earlier)
        ]
        return [earlier for _, earlier in sorted(fit)[:_MOST_CANDIDATES]]

    def _comparable(self, index: int, earlier: int) -> bool:
        one, other = self._members[index].article, self._members[earlier].article
        if one.lang != other.lang or (one.outlet and one.outlet == other.outlet):
            return False
        if one.published_us is None or other.published_us is None:
            return True
        return abs(one.published_us - other.published_us) <= _LATEST_US
