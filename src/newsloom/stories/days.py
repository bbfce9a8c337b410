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
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, islice

import numpy as np
import numpy.typing as npt

from newsloom.kernels import load
from newsloom.model.facts import Article
from newsloom.model.times import DAY_US
from newsloom.text.when import moments
from newsloom.text.when_mentions import mentions
from newsloom.text.when_words import words_of

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
_LIMITS = np.array([_MONTH_DAYS, _WEEKDAYS])
_NO_ROWS = np.empty((0, 3), np.int64)

_NOTHING = np.array([np.nan, np.nan, 0.0])  # what an article without days is alike

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


class Spoken:
    """The days an article or a story speaks of: anywhere, and in the lead.

    Vectors of whole numbers, so that what was added can be taken away. See ``kernels.loops.told``.
    """

    __slots__ = ("_rows",)

    def __init__(self, packed: bytes = b"") -> None:
        """Those of an article, as ``days_of`` packs them. Raises ValueError when damaged."""
        self._rows = _NO_ROWS
        if packed:
            told = np.frombuffer(packed, "<i4").reshape(3, -1)
            self._rows = load().told(told, _LIMITS, _UNIT)

    def add(self, other: "Spoken", sign: int = 1) -> None:
        """Add those of a member; ``sign`` -1 takes them away."""
        if len(other._rows):
            self._rows = load().told_sum(self._rows, other._rows, sign)

    def alike(self, others: Sequence["Spoken"]) -> npt.NDArray[np.float64]:
        """How alike the days are, anywhere and in the lead, and whether the leads are apart.

        Cosines of the fullest kind that both have. Shape (n, 3); nan where there is none.
        """
        if not len(self._rows):
            return np.tile(_NOTHING, (len(others), 1))
        found = np.empty((len(others), 3))
        rows = [other._rows.data for other in others]
        ends = np.array([*accumulate(map(len, rows))], np.int64)
        together = np.frombuffer(bytearray().join(rows), np.int64).reshape(-1, 3)
        load().told_alike(self._rows, together, ends, _LIMITS, found)
        return found
