"""On which day an article's event is, and on which day the article was written."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from newsloom.model.facts import Article
from newsloom.model.times import from_us
from newsloom.text.dates import parse_printed
from newsloom.text.digits import digit_runs
from newsloom.text.when import Moment, mentions_in, moments, resolve
from newsloom.text.when_mentions import mentions
from newsloom.text.when_words import words_of

__all__ = ["event_days", "event_weekdays", "published_day", "reference_day"]

_LEAD, _UPPER = 400, 1_500  # code points: the lead; the part that still tells the event
_READ = 6_000  # code points of a text looked through
_TITLE_WEIGHT, _LEAD_WEIGHT, _UPPER_WEIGHT, _LATER_WEIGHT = 1.0, 1.0, 0.4, 0.15
_FIRST = 2.0  # the first day named in the lead
_BACKGROUND = 0.3  # a day with its year printed, below the lead: mostly background
_SAID = 0.5  # the day somebody said it, not the day it happens
_SAID_ON = re.compile(r"\b(?:said|says|told \w+|added|wrote|tweeted)\s(?:late\s|early\s|on\s)*$")
_OLD_DAYS, _OLD = 31, 0.3
_MOST_DAYS = 5

_BEGINNING = 240  # code points in which a dateline stands
_BEFORE_DASH = 48  # from a date to the dash or the agency that ends a dateline
_DATELINE_END = re.compile(r"[^\n.!?]{0,40}?(?:\s[–—-]{1,2}\s|[—–]|\)\s?[-–—:]|/\w+/)")
_OWN_LINE = re.compile(r"[\s|,.]*\d{0,2}[:.h]?\d{0,2}[^\n\w]{0,4}(?:\n|$)")
_PROSE = re.compile(r"\s*[^\n]*[.!?…。！？؟।][\"'”’»“)\]」』]*\s*(?:\n|$)")
_HAS_YEAR = re.compile(r"(?:1[89]|2[05])\d\d|[٠-٩۰-۹०-९๐-๙０-９]{4}")
_DATELINE_LAG = 7  # days from a dateline to publication


def _weight(at: int, dated: bool, said: bool) -> float:
    """How much a day mentioned ``at`` code points into the text tells of the article's event."""
    place = _LEAD_WEIGHT if at < _LEAD else _UPPER_WEIGHT if at < _UPPER else _LATER_WEIGHT
    if dated and at >= _LEAD:
        place *= _BACKGROUND
    return place * (_SAID if said else 1.0)


def _said(text: str, start: int, lang: str) -> bool:
    """Whether the day is that of somebody's words: "said on Monday"."""
    return lang == "en" and _SAID_ON.search(text, max(0, start - 24), start) is not None


def _top(weights: dict[date, float]) -> list[tuple[date, float]]:
    """The heaviest days with shares that add up to one, at most five."""
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:_MOST_DAYS]
    return [(day, round(weight / total, 3)) for day, weight in ranked]


def event_days(
    title: str, text: str, lang: str, reference: date | None
) -> list[tuple[date, float]]:
    """The days an article is about, the weightiest first, with weights from 0 to 1.

    At most five; weights are shares of all mentions, three decimals. The title and the first 400
    code points count full, the next 1,100 less, the rest and what lies more than a month back
    little. Only days that the text names: an article that names none has none.
    """
    weights: dict[date, float] = {}
    for one in moments(title, lang, reference):
        if one.precision == "day":
            weights[one.first] = weights.get(one.first, 0.0) + _TITLE_WEIGHT
    head = text[:_READ]
    first = True
    for one in moments(head, lang, reference):
        if one.precision != "day":
            continue
        weight = _weight(one.start, one.dated, _said(head, one.start, lang))
        if first and one.start < _LEAD:
            weight *= _FIRST
        first = False
        if reference is not None and (reference - one.first).days > _OLD_DAYS:
            weight *= _OLD
        weights[one.first] = weights.get(one.first, 0.0) + weight
    return _top(weights) if weights else []


def event_weekdays(title: str, text: str, lang: str) -> list[tuple[int, float]]:
    """The weekdays (Monday is 0) an article's event may be on, where the day is not known.

    For articles without a day of writing: "on Tuesday" and "on Thursday" are not one event of
    one week. Weights as those of :func:`event_days`; weekdays with a date beside them are left
    out.
    """
    weights: dict[int, float] = {}
    head = text[:_READ]
    found = [(one, _TITLE_WEIGHT) for one in mentions(title, words_of(lang))]
    found.extend(
        (one, _weight(one.start, False, _said(head, one.start, lang)))
        for one in mentions(head, words_of(lang))
    )
    for one, weight in found:
        if one.kind == "weekday" and one.weekday is not None:
            weights[one.weekday] = weights.get(one.weekday, 0.0) + weight
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [(weekday, round(weight / total, 3)) for weekday, weight in ranked]


# ------------------------------------------------------------------------- day of writing


def published_day(article: Article) -> date | None:
    """The day of publication as printed, so that of the outlet's own time zone."""
    if not article.published:
        us = article.published_us
        return None if us is None else from_us(us).date()
    return _printed_day(article.published)


@lru_cache(maxsize=1_024)
def _printed_day(published: str) -> date | None:
    """Kept: an article's day of writing is asked for by all that reads it."""
    printed = parse_printed(published)
    if printed is None or printed.precision in ("month", "year"):
        return None
    return date.fromisoformat(printed.iso[:10])


def _datelines(text: str, lang: str, reference: date | None) -> Iterable[Moment]:
    """Days printed in a dateline, or on a line of their own, at the text's beginning."""
    runs = digit_runs(text)
    if not runs or runs[0][0] >= _BEGINNING:
        return
    head = text[:_BEGINNING]
    for mention in mentions_in(head, lang):
        if mention.kind != "date" or mention.day is None:
            continue
        one = resolve(head, lang, mention, reference)
        if one is None or one.precision != "day" or one.first != one.last:
            continue
        line = head.rfind("\n", 0, one.start) + 1
        own_line = not head[line : one.start].strip(" \t,|") and _heads_text(text, one.end)
        begins = one.start - line <= _BEFORE_DASH and not re.search(
            r"[.!?]\s", head[line : one.start]
        )
        if own_line or (begins and _DATELINE_END.match(text, one.end)):
            yield one


def _heads_text(text: str, end: int) -> bool:
    """Whether a date stands on a line of its own right above running text.

    Above a headline it is the day on which somebody opened the page, beside the weather there.
    """
    line = _OWN_LINE.match(text, end)
    return line is not None and _PROSE.match(text, line.end()) is not None


def _contradicted(text: str, lang: str, day: date) -> bool:
    """Whether the text, dates with years alone, cannot have been written on ``day``.

    It speaks of a later day as past, or of a day long before as yet to come.
    """
    years = (
        _HAS_YEAR.search(text, start, min(end, _READ))
        for start, end in digit_runs(text)
        if end - start >= 4 and start < _READ
    )
    if not any(years):
        return False
    head = text[:_READ]
    for mention in mentions_in(head, lang):
        year = mention.year
        if mention.kind != "date" or mention.day is None or year is None:
            continue
        if year < day.year and mention.start >= _UPPER:
            continue  # before that day, and too far down: its tense need not be looked for
        one = resolve(head, lang, mention, None)
        if one is None or one.precision != "day":
            continue
        if one.tense == "past" and (one.first - day).days > 1:
            return True
        if one.tense == "future" and (day - one.last).days > _OLD_DAYS and one.start < _UPPER:
            return True
    return False


def reference_day(article: Article) -> date | None:
    """The day from which "Tuesday" and "last week" of an article count, or None.

    A dateline wins, at most a week before publication; else the day of publication as printed,
    unless the text contradicts it. Without a date of publication, a day with its year at the
    text's beginning. Never the day of arrival, never a guess.
    """
    published = published_day(article)
    for line in _datelines(article.text, article.lang, published):
        if published is None:
            if line.dated:
                return line.first
        elif 0 <= (published - line.first).days <= _DATELINE_LAG:
            return line.first
    if published is None or _contradicted(article.text, article.lang, published):
        return None
    return published
