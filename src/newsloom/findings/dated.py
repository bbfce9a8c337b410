"""The dates that stand near an article's figures, each resolved when it is first asked for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from newsloom.model.facts import Article
from newsloom.text.event_days import reference_day
from newsloom.text.when import Moment, mentions_in, resolve
from newsloom.text.when_mentions import Mention

_BESIDE = 60  # code points from where a date's line ends to a place that it is still beside


class Dates:
    """The dates that an article speaks of near ``places``, by the day it was written.

    ``places`` are offsets, ascending, at which figures may stand. Few dates stand near one, and
    to resolve a date means to look for the tense of its sentence, so most are never resolved.
    """

    def __init__(self, article: Article, places: Sequence[int]) -> None:
        self._article, self._text, self._places = article, article.text, places
        self._mentions = mentions_in(article.text, article.lang)
        self._starts = [one.start for one in self._mentions]
        self._resolved: dict[int, Moment | None] = {}

    @cached_property
    def _reference(self) -> date | None:
        return reference_day(self._article)

    def between(self, low: int, high: int) -> Sequence[Mention]:
        """What begins from ``low`` to before ``high``; it may turn out to be no date."""
        starts = self._starts
        return self._mentions[bisect_left(starts, low) : bisect_left(starts, high)]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where dates stand that hold one of the places."""
        places = self._places
        for one in self._mentions:
            at = bisect_left(places, one.start)
            if at < len(places) and places[at] < one.end and self.moment(one) is not None:
                yield one.start, one.end

    def moment(self, one: Mention) -> Moment | None:
        """The days meant; None when they cannot be told, or on lines away from all places."""
        if one.start not in self._resolved:
            beside = self._is_beside(one)
            lang = self._article.lang
            self._resolved[one.start] = (
                resolve(self._text, lang, one, self._reference) if beside else None
            )
        return self._resolved[one.start]

    def _is_beside(self, one: Mention) -> bool:
        """Whether one of the places stands on the lines of a mention or right after."""
        at = bisect_left(self._places, self._text.rfind("\n", 0, one.start) + 1)
        if at == len(self._places):
            return False
        close = self._text.find("\n", one.end)
        return close < 0 or self._places[at] < close + _BESIDE
