"""Rewritten copies: the same facts in the same order, in other words.

Two reports of one event share names, numbers and quotations, but each arranges them in its own way.
A spun or paraphrased copy keeps the order of its source. So the sentences of two texts are matched
by the stems they share, once in order and once freely: what matching in order loses tells two
reporters from one text told twice.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, count
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from newsloom.copies.compare import Line, Reading
from newsloom.lineage.member import StoryMember
from newsloom.model.times import DAY_US
from newsloom.stories.features import content_words
from newsloom.text.tokens import stems

_ORDER = 0.95  # share of the free matching that stands in order, and what steps add to it
_STEP = 0.15  # added for sentences that all follow each other as they do in the other text
_OWN_ORDER = 0.8  # the same for sentences that are mostly the writer's own words
_NAMED = 0.1  # so much less is asked of a text that names the other's outlet as its source
_ALIKE = 0.22  # mean likeness of the sentences of the shorter text, in order
_LENGTHS = 0.6  # sentences of the shorter text for each of the longer
_LEAST, _LEAST_OWN = 6, 4  # sentences: fewer may stand in one order by chance
_QUOTED = 0.4  # share of quoted words from which a sentence is not the writer's own
_MOST_SENTENCES = 40
_MOST_CANDIDATES = 5  # earlier texts that each one is compared with
_LIKE_ENOUGH = 0.2  # share of the shorter text's stems, weighted, that a candidate has as well
_LATEST_US = 7 * DAY_US  # nobody rewrites older news
_MOST_WORDS = 200_000  # whose numbers are kept
_ROW = 40  # bits of a term's number beside which stands its sentence
_TERM = (1 << _ROW) - 1
_NUMBERS = count()
_SCALE = 16  # weights are whole numbers: their sums are the same on every machine

Matrix = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Rewriting(Struct, frozen=True):
    """``article`` retells ``of``; ``score`` is the share of the matching in order, 0 to 1."""

    article: str
    of: str
    score: float


class _Text(Struct, frozen=True):
    """Sentences as term numbers: each of ``terms`` stands in the sentence beside it in ``rows``.

    Both run sentence by sentence, terms ascending within each. ``own`` says of each sentence
    whether it is the writer's own.
    """

    terms: Ids
    rows: Ids
    own: Flags

    @property
    def size(self) -> int:
        return len(self.own)


class _Story:
    """The texts of a story as numbers, and how telling each term is in it.

    ``distinct`` are the terms of each text, ascending.
    """

    def __init__(self, members: Sequence[StoryMember], readings: Iterable[Reading]) -> None:
        lines = [reading.lines[:_MOST_SENTENCES] for reading in readings]
        counts = np.array([len(of_text) for of_text in lines], np.int64)
        found = [
            _vocabulary(one.article.lang).numbers(of_text)
            for one, of_text in zip(members, lines, strict=True)
        ]
        every = list(chain.from_iterable(lines))
        terms, rows, several = _told(np.concatenate(found), every)
        of_text = np.repeat(np.arange(len(lines)), counts)[several]  # of each sentence
        own = np.array([one.chosen >= (1 - _QUOTED) * len(one.words) for one in every], bool)
        _, terms = np.unique(terms, return_inverse=True)
        self.texts = [
            _Text(terms[low:high], rows[low:high] - first, flags)
            for low, high, first, flags in _parted(rows, of_text, own[several], len(lines))
        ]
        size = int(terms.max(initial=-1)) + 1
        pairs = np.unique(of_text[rows] * size + terms)
        self.distinct = np.split(
            pairs % size, np.searchsorted(pairs, size * np.arange(1, len(lines)))
        )
        spread = np.bincount(pairs % size, minlength=size)
        table = [
            float(round(_SCALE * math.log(1 + len(lines) / max(1, count))))
            for count in range(len(lines) + 1)
        ]
        self.weights: Matrix = np.array(table)[spread]


def _told(found: Ids, lines: Sequence[Line]) -> tuple[Ids, Ids, Flags]:
    """The terms of each line that has two or more, each once; the places of those lines among
    themselves, and which they are. ``found`` are the numbers of all words."""
    rows = np.repeat(np.arange(len(lines)), [len(line.words) for line in lines])
    told = found >= 0
    cells = np.sort((rows[told] << _ROW) + found[told])
    cells = cells[np.diff(cells, prepend=-1) > 0]
    rows = cells >> _ROW
    several = np.bincount(rows, minlength=len(lines)) > 1
    kept = several[rows]
    return cells[kept] & _TERM, (np.cumsum(several) - 1)[rows[kept]], several


def _parted(
    rows: Ids, of_text: Ids, own: Flags, texts: int
) -> Iterator[tuple[int, int, int, Flags]]:
    """For each text where its terms start and end, its first sentence, and which are its own."""
    firsts = np.searchsorted(of_text, np.arange(texts + 1))
    ends = np.searchsorted(rows, firsts).tolist()
    for at, first in enumerate(firsts[:-1].tolist()):
        yield ends[at], ends[at + 1], first, own[first : int(firsts[at + 1])]


class _Vocabulary:
    """A number for each stem of a language, by word; -1 for words that say nothing.

    Kept while the process lives: the news says much in the same words. Which number a stem has
    does not matter to anything that is made of them.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}

    def numbers(self, lines: Sequence[Line]) -> Ids:
        """The numbers of the words of some lines, in order."""
        while True:
            found = map(self._words.__getitem__, chain.from_iterable(line.words for line in lines))
            try:
                return np.fromiter(found, np.int64)
            except KeyError:
                self._learn(lines)

    def _learn(self, lines: Sequence[Line]) -> None:
        if len(self._words) > _MOST_WORDS:
            self._words = {}
        every = dict.fromkeys(chain.from_iterable(line.words for line in lines))
        new = {word: -1 for word in every if word not in self._words}
        telling = content_words(new, self._lang)
        for word, stem in zip(telling, stems(telling, self._lang), strict=True):
            new[word] = self._stems.setdefault(stem, next(_NUMBERS))
        self._words.update(new)


_vocabulary = cache(_Vocabulary)


def _likeness(one: _Text, other: _Text, weights: Matrix) -> Matrix:
    """Dice coefficients of weighted terms, sentence by sentence. Shape (one.size, other.size)."""
    order = other.terms.argsort(kind="stable")
    others, columns = other.terms[order], other.rows[order]
    first = others.searchsorted(one.terms)
    counts = others.searchsorted(one.terms, side="right") - first
    # For each term of one its places among the others: first, first + 1, ...
    steps = np.arange(counts.sum()) - (counts.cumsum() - counts).repeat(counts)
    places = first.repeat(counts) + steps
    cells = one.rows.repeat(counts) * other.size + columns[places]
    shared = np.bincount(cells, weights[others[places]], one.size * other.size)
    sizes = [np.bincount(text.rows, weights[text.terms], text.size) for text in (one, other)]
    both = np.maximum(sizes[0][:, None] + sizes[1][None, :], 1.0)
    alike: Matrix = 2 * shared.reshape(one.size, other.size) / both
    return alike


def _free(alike: Matrix) -> float:
    """What matching each sentence with its likest gives, from the side that gives less."""
    return min(float(alike.max(1).sum()), float(alike.max(0).sum()))


def _ordered(alike: Matrix) -> float:
    """The best matching of sentences that keeps their order on both sides."""
    best = np.zeros(alike.shape[1] + 1)
    taken = np.empty(alike.shape[1])
    for row in alike:
        np.add(best[:-1], row, out=taken)
        np.maximum(taken, best[1:], out=taken)
        np.maximum.accumulate(taken, out=best[1:])
    return float(best[-1])


def _retells(one: _Text, other: _Text, weights: Matrix, less: float = 0.0) -> float:
    """The share of the matching that stands in order; 0.0 when it proves nothing.

    ``less`` is what need not be shown when other evidence speaks for it.
    """
    shorter, longer = sorted((one.size, other.size))
    if shorter < _LEAST or shorter < (_LENGTHS - less) * longer:
        return 0.0
    if min(int(one.own.sum()), int(other.own.sum())) < _LEAST_OWN:
        return 0.0
    alike = _likeness(one, other, weights)
    free = max(_free(alike), 1e-9)
    if free < _ALIKE * shorter:  # in order there is still less
        return 0.0
    ordered = _ordered(alike)
    order = ordered / free
    if order + _STEP < _ORDER - less or ordered < _ALIKE * shorter:
        return 0.0
    if order + _STEP * _steps(alike) < _ORDER - less:
        return 0.0
    own = alike[np.ix_(one.own, other.own)]
    told = _ordered(own) >= (_OWN_ORDER - less) * max(_free(own), 1e-9)
    return order if told else 0.0


def _steps(alike: Matrix) -> float:
    """How often two sentences that follow each other are matched by two that do, 0 to 1.

    A sentence is matched where each of the two is the likest of the other's.
    """
    there, back = alike.argmax(1), alike.argmax(0)
    matched = back[there] == np.arange(len(there))
    follows = matched[1:] & matched[:-1] & (there[1:] == there[:-1] + 1)
    return float(follows.sum()) / (min(len(there), len(back)) - 1)


def find_rewritten(
    members: Sequence[StoryMember],
    reading: Callable[[StoryMember], Reading],
    names: Callable[[StoryMember, StoryMember], bool],
) -> tuple[Rewriting, ...]:
    """Which of ``members`` (one per text, the earliest first) retell which other.

    Articles of one outlet, of two languages, or more than a week apart are never compared. Each is
    compared with the ``_MOST_CANDIDATES`` earlier ones that share most of its words. ``names`` says
    whether the first of two gives the other's outlet as its source: of two texts alike that one is
    the later, whatever the order.
    """
    if len(members) < 2:
        return ()
    alike = _alike(members, reading, names)
    place = _places(alike, len(members))
    best: dict[int, tuple[tuple[bool, float, int], int]] = {}
    for pair in alike:
        of, article = sorted((pair.of, pair.article), key=place.__getitem__)
        strength = pair.named, pair.score, -place[of]
        if article not in best or strength > best[article][0]:
            best[article] = strength, of
    return tuple(
        Rewriting(members[article].article.id, members[of].article.id, round(score, 3))
        for article, ((_, score, _), of) in sorted(best.items(), key=lambda one: place[one[0]])
    )


class _Pair(NamedTuple):
    """``article`` retells ``of``, by their places; whether it names its outlet."""

    article: int
    of: int
    score: float
    named: bool


def _places(alike: Sequence[_Pair], count: int) -> list[int]:
    """For each text its place among those from which it may be retold: as they stand, but those
    that an earlier one names as its source go first."""
    named = {pair.of for pair in alike if pair.of > pair.article}
    naming = {pair.article for pair in alike if pair.of > pair.article}
    order = sorted(range(count), key=lambda at: (at not in named or at in naming, at))
    return sorted(range(count), key=order.__getitem__)


def _alike(
    members: Sequence[StoryMember],
    reading: Callable[[StoryMember], Reading],
    names: Callable[[StoryMember, StoryMember], bool],
) -> list[_Pair]:
    """Each two texts of which one retells the other: the earlier is the source, or the named."""
    story = _Story(members, (reading(one) for one in members))
    candidates = _Candidates(members, story)
    found: list[_Pair] = []
    for index, member in enumerate(members):
        for earlier in candidates.of(index):
            said = names(member, members[earlier])
            back = not said and names(members[earlier], member)
            less = _NAMED if said or back else 0.0
            score = _retells(story.texts[earlier], story.texts[index], story.weights, less)
            if score:
                of, by = (index, earlier) if back else (earlier, index)
                found.append(_Pair(by, of, score, said or back))
    return found


class _Candidates:
    """Earlier texts worth comparing, those with most shared words first."""

    def __init__(self, members: Sequence[StoryMember], story: _Story) -> None:
        self._members = members
        self._story = story
        sizes = [len(terms) for terms in story.distinct]
        terms = np.concatenate(story.distinct)
        self._holders: Ids = np.repeat(np.arange(len(sizes)), sizes)[
            np.argsort(terms, kind="stable")
        ]
        self._ends: Ids = np.cumsum(np.bincount(terms, minlength=len(story.weights)))
        self._sizes = np.array([story.weights[terms].sum() for terms in story.distinct])

    def of(self, index: int) -> list[int]:
        """The places of the texts before the one at ``index`` that it may retell."""
        if not self._sizes[index]:
            return []
        shared = self._shared(index)[:index]
        smaller = np.maximum(np.minimum(self._sizes[:index], self._sizes[index]), 1.0)
        shares: list[float] = (shared / smaller).tolist()
        fit = [
            (-share, earlier)
            for earlier, share in enumerate(shares)
            if share >= _LIKE_ENOUGH and self._comparable(index, earlier)
        ]
        return [earlier for _, earlier in sorted(fit)[:_MOST_CANDIDATES]]

    def _shared(self, index: int) -> Matrix:
        """The weight of the terms that each text has in common with one of them."""
        terms = self._story.distinct[index]
        ends = self._ends[terms]
        counts = ends - np.where(terms > 0, self._ends[terms - 1], 0)
        steps = np.arange(counts.sum()) - (counts.cumsum() - counts).repeat(counts)
        holders = self._holders[(ends - counts).repeat(counts) + steps]
        weights = self._story.weights[terms].repeat(counts)
        shared: Matrix = np.asarray(np.bincount(holders, weights, len(self._members)), np.float64)
        return shared

    def _comparable(self, index: int, earlier: int) -> bool:
        one, other = self._members[index].article, self._members[earlier].article
        if one.lang != other.lang or (one.outlet and one.outlet == other.outlet):
            return False
        if one.published_us is None or other.published_us is None:
            return True
        return abs(one.published_us - other.published_us) <= _LATEST_US
