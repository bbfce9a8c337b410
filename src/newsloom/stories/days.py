"""The days an article speaks of: what tells the second call from the first.

Two meetings of the same people share names and vocabulary; the days they were held on differ. An
article's days are those that its title and the beginning of its text name, the earlier the
weightier; those of the lead, where a report says what happened when, count once more on their own.
What may be said of a day depends on what is printed and on whether the article is dated:

- *full*: the day itself, by a printed year or by the day of publication ("on Tuesday"),
- *month and day*: "7 December", where nothing says of which year,
- *weekday*: "on Tuesday" in an undated article.

Two sides are compared by the fullest of the three that both have. A printed date with its year is
not compared by its weekday: fresh events go by their weekday, past ones by their date.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from math import isqrt, nan, sqrt

import numpy as np
import numpy.typing as npt

from newsloom.model.times import DAY_US
from newsloom.model.types import Article
from newsloom.text.when import moments
from newsloom.text.when_mentions import mentions
from newsloom.text.when_words import words_of

KINDS = ("full", "month_day", "weekday")
_FULL, _MONTH_DAY, _WEEKDAY = range(3)

_CHARACTERS = 3_000  # of the text: further down stands the background
_LEAD = 700  # characters in which a report says what happened when, title included
_MOST_MENTIONS = 24
_MOST_DAYS = 8
_FIRST_WEIGHT = 60  # divided by 1, 2, 3 ... in the order of mention
_FAR_DAYS = 45  # from publication; further off lies the background
_UNIT = 1 << 10  # a vector of length 1 before rounding
_EPOCH = date(1970, 1, 1)
# A token is one number: a full day itself, the others beyond what a day may be.
_MONTH_DAYS, _WEEKDAYS = 1 << 24, 1 << 25

Named = tuple[int, tuple[int, ...]]  # where a day is named, and its tokens


def days_of(article: Article) -> bytes:
    """The days an article speaks of: ``<i4`` tokens, their weights, their weights in the lead."""
    text = f"{article.title}\n\n{article.text[:_CHARACTERS]}"
    found: Counter[int] = Counter()
    leading: Counter[int] = Counter()
    reference = _written(article)
    tokens = _undated(text, article.lang) if reference is None else _dated(text, article, reference)
    for at, (start, named) in enumerate(islice(tokens, _MOST_MENTIONS)):
        for token in named:
            found[token] += _FIRST_WEIGHT // (at + 1)
            leading[token] += _FIRST_WEIGHT // (at + 1) if start < _LEAD else 0
    best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[: 3 * _MOST_DAYS]
    known = [token for token, _ in best]
    weights = [[counts[token] for token in known] for counts in (found, leading)]
    return np.array([known, *weights], "<i4").tobytes()


def _written(article: Article) -> date | None:
    """The day of writing where the outlet is, by the date as printed; None when undated."""
    if article.published_us is None:
        return None
    try:
        return date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return _EPOCH + timedelta(days=article.published_us // DAY_US)


def _dated(text: str, article: Article, reference: date) -> Iterator[Named]:
    for one in moments(text, article.lang, reference):
        if one.precision == "day" and abs((one.first - reference).days) <= _FAR_DAYS:
            weekday = () if one.dated else (_WEEKDAYS + one.first.weekday(),)
            yield one.start, (*_printed(one.first), *weekday)


def _undated(text: str, lang: str) -> Iterator[Named]:
    for one in mentions(text, words_of(lang)):
        if one.kind == "weekday" and one.weekday is not None:
            yield one.start, (_WEEKDAYS + one.weekday,)
        elif one.kind == "date" and one.month is not None and one.day is not None:
            if one.year is None:
                weekday = () if one.weekday is None else (_WEEKDAYS + one.weekday,)
                yield one.start, (_month_day(one.month, one.day), *weekday)
            else:
                try:
                    yield one.start, _printed(date(one.year, one.month, one.day))
                except ValueError:
                    continue


def _printed(day: date) -> tuple[int, int]:
    return (day - _EPOCH).days, _month_day(day.month, day.day)


def _month_day(month: int, day: int) -> int:
    return _MONTH_DAYS + month * 32 + day


def _kind(token: int) -> int:
    return _FULL if token < _MONTH_DAYS else _MONTH_DAY if token < _WEEKDAYS else _WEEKDAY


class Days:
    """Days as a vector of whole numbers for each kind."""

    __slots__ = ("parts", "squares")

    def __init__(self, weights: Mapping[int, int]) -> None:
        self.parts: tuple[dict[int, int], ...] = ({}, {}, {})
        self.squares = [0, 0, 0]
        for token, weight in weights.items():
            if weight:
                self.parts[_kind(token)][token] = weight
        for at, part in enumerate(self.parts):
            if part:
                length = sqrt(sum([weight * weight for weight in part.values()]))
                for token, weight in part.items():
                    part[token] = round(weight * _UNIT / length)
                self.squares[at] = sum([weight * weight for weight in part.values()])

    def add(self, other: "Days", sign: int = 1) -> None:
        """Add the vectors of a member; ``sign`` -1 takes them away."""
        for at, theirs in enumerate(other.parts):
            mine, square = self.parts[at], self.squares[at]
            for token, weight in theirs.items():
                before = mine.get(token, 0)
                after = before + sign * weight
                square += after * after - before * before
                if after:
                    mine[token] = after
                else:
                    del mine[token]
            self.squares[at] = square

    def alike(self, other: "Days") -> float:
        """The cosine of the fullest kind that both have; nan when they have none in common."""
        for at in range(len(KINDS)):
            mine, theirs = self.parts[at], other.parts[at]
            if mine and theirs:
                if theirs.keys().isdisjoint(mine):
                    return 0.0
                square = self.squares[at] * other.squares[at]
                return _dot(mine, theirs) / max(isqrt(square), 1)
        return nan

    def apart(self, other: "Days") -> bool:
        """Whether the weightiest days of the fullest kind that both have are two."""
        for mine, theirs in zip(self.parts, other.parts, strict=True):
            if mine and theirs:
                return _weightiest(mine) != _weightiest(theirs)
        return False

    def all_alike(self, others: Sequence["Days"]) -> npt.NDArray[np.float64]:
        """``alike`` with each of ``others``."""
        if not any(self.parts):
            return np.full(len(others), nan)
        return np.array([self.alike(other) for other in others])


def _weightiest(weights: Mapping[int, int]) -> int:
    return min(weights, key=lambda token: (-weights[token], token))


def _dot(one: Mapping[int, int], other: Mapping[int, int]) -> int:
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[token] for token, weight in one.items() if token in other])


class Spoken:
    """The days an article or a story speaks of: anywhere, and in the lead."""

    __slots__ = ("anywhere", "lead")

    def __init__(self, packed: bytes = b"") -> None:
        if packed:
            tokens, *weights = np.frombuffer(packed, "<i4").reshape(3, -1).tolist()
        else:
            tokens, weights = [], [[], []]
        self.anywhere, self.lead = (Days(dict(zip(tokens, one, strict=True))) for one in weights)

    def add(self, other: "Spoken", sign: int = 1) -> None:
        """Add those of a member; ``sign`` -1 takes them away."""
        self.anywhere.add(other.anywhere, sign)
        self.lead.add(other.lead, sign)

    def alike(self, others: Sequence["Spoken"]) -> npt.NDArray[np.float64]:
        """How alike the days are, anywhere and in the lead, and whether the leads are apart.

        Shape (n, 3); nan where unknown.
        """
        anywhere = self.anywhere.all_alike([other.anywhere for other in others])
        lead = self.lead.all_alike([other.lead for other in others])
        apart = np.array([float(self.lead.apart(other.lead)) for other in others])
        return np.stack((anywhere, lead, apart), 1)
