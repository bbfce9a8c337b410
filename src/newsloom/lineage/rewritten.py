"""Rewritten copies: the same facts in the same order, in other words.

Two reports of one event share names and numbers, too, but arrange them each in its own way. A
spun or paraphrased copy keeps the order: its sentences align one after the other with those of
its source. The test asks for much of both: a false link would take an origin away.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from newsloom.lineage.member import StoryMember
from newsloom.text.sentences import sentences
from newsloom.text.tokens import stems, words

_MOST_CANDIDATES = 4  # earlier articles compared in full with each one
_MOST_SENTENCES = 60
_COMMON = 12  # an anchor in more articles than this tells nothing of a pair
_LEAST_ANCHORS = 3  # figures and quotes a pair must share to be compared
_LEAST_SHARE = 0.4  # ... and their share of the smaller number of anchors
_ALIKE = 0.4  # likeness from which two sentences may align
_LEAST_ALIGNED = 5  # sentences
_QUOTED = 0.4  # share of quoted words from which a sentence is not the writer's own
_COVERAGE = 0.6  # share of the shorter text's sentences that align
_MEAN_ALIKE = 0.5
_LONG = 4  # letters of a word that says something
_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿа-я]\w+|\d[\d.,]*")


class Rewriting(Struct, frozen=True):
    """``article`` retells ``of``; ``score`` is the share of sentences aligned, 0 to 1."""

    article: str
    of: str
    score: float


class _Sentence(Struct, frozen=True):
    terms: frozenset[str]
    anchors: frozenset[str]


def _anchors(member: StoryMember) -> frozenset[str]:
    """What a retelling keeps: values with their units, and the words of quotations."""
    found = {
        f"{figure.value}|{figure.unit}"
        for figure in member.figures
        if figure.value is not None and abs(figure.value) > 2
    }
    for quote in member.quotes:
        spoken = words(quote.text)
        found.update(" ".join(spoken[at : at + 3]) for at in range(0, len(spoken) - 2, 3))
    return frozenset(found)


def _profile(member: StoryMember) -> list[_Sentence]:
    """The sentences of an article as terms and anchors.

    Left out are very short ones and those mostly of quoted words: two reporters at one press
    conference quote the same words in the same order.
    """
    article = member.article
    result: list[_Sentence] = []
    for start, end in sentences(article.text)[:_MOST_SENTENCES]:
        quoted = sum(
            max(0, min(end, quote.end) - max(start, quote.start)) for quote in member.quotes
        )
        if quoted > _QUOTED * (end - start):
            continue
        sentence = article.text[start:end]
        long = [word for word in words(sentence) if len(word) >= _LONG]
        if len(long) >= 3:
            terms = frozenset(stems(long, article.lang))
            result.append(_Sentence(terms, frozenset(_NAME.findall(sentence))))
    return result


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 0.0


def _alike(one: _Sentence, other: _Sentence) -> float:
    terms = _dice(one.terms, other.terms)
    if not one.anchors and not other.anchors:
        return terms
    return 0.5 * terms + 0.5 * _dice(one.anchors, other.anchors)


def _aligned(one: Sequence[_Sentence], other: Sequence[_Sentence]) -> tuple[int, float]:
    """How many sentences align in order, at best, and the sum of their likeness."""
    row: list[tuple[float, int]] = [(0.0, 0)] * (len(other) + 1)
    for sentence in one:
        before = row
        row = [(0.0, 0)]
        for at, candidate in enumerate(other):
            best = max(before[at + 1], row[at])
            alike = _alike(sentence, candidate)
            if alike >= _ALIKE:
                score, count = before[at]
                best = max(best, (score + alike, count + 1))
            row.append(best)
    score, count = row[-1]
    return count, score


def _retells(one: Sequence[_Sentence], other: Sequence[_Sentence]) -> float:
    """The share of the shorter text that aligns; 0.0 when it is not enough."""
    shorter = min(len(one), len(other))
    if shorter < _LEAST_ALIGNED:
        return 0.0
    count, score = _aligned(one, other)
    if count < max(_LEAST_ALIGNED, _COVERAGE * shorter) or score < _MEAN_ALIKE * count:
        return 0.0
    return count / shorter


def find_rewritten(members: Iterable[StoryMember]) -> tuple[Rewriting, ...]:
    """Which of ``members`` (one per text, in order of time) retell an earlier one.

    Articles of one outlet, or of two languages, are never compared. At most
    ``_MOST_CANDIDATES`` earlier articles are, those that share most anchors: linear in the
    number of members but for the shared anchors.
    """
    ordered = list(members)
    anchors = [_anchors(member) for member in ordered]
    spread = Counter(anchor for own in anchors for anchor in own)
    telling = [frozenset(a for a in own if spread[a] <= _COMMON) for own in anchors]
    holders: dict[str, list[int]] = {}
    profiles: dict[int, list[_Sentence]] = {}
    result: list[Rewriting] = []
    for index, member in enumerate(ordered):
        best: tuple[float, int] | None = None
        for earlier in _candidates(index, ordered, telling, holders):
            for one in (index, earlier):
                if one not in profiles:
                    profiles[one] = _profile(ordered[one])
            score = _retells(profiles[earlier], profiles[index])
            if score and (best is None or score > best[0]):
                best = (score, earlier)
        if best is not None:
            of = ordered[best[1]].article.id
            result.append(Rewriting(member.article.id, of, round(best[0], 3)))
        for anchor in telling[index]:
            holders.setdefault(anchor, []).append(index)
    return tuple(result)


def _candidates(
    index: int,
    ordered: Sequence[StoryMember],
    telling: Sequence[frozenset[str]],
    holders: dict[str, list[int]],
) -> list[int]:
    """Earlier articles worth comparing, those with most shared anchors first."""
    shared: Counter[int] = Counter()
    for anchor in telling[index]:
        shared.update(holders.get(anchor, ()))
    article = ordered[index].article
    fit = [
        (-count, earlier)
        for earlier, count in shared.items()
        if count >= _LEAST_ANCHORS
        and count >= _LEAST_SHARE * min(len(telling[index]), len(telling[earlier]))
        and ordered[earlier].article.outlet != article.outlet
        and ordered[earlier].article.lang == article.lang
    ]
    return [earlier for _, earlier in sorted(fit)[:_MOST_CANDIDATES]]
