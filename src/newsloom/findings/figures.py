"""Figures: numbers with what they count, apart from dates, ages, times, scores and labels."""

import re
from collections.abc import Sequence

from newsloom.findings.apart import Apart
from newsloom.findings.counted import Counter
from newsloom.findings.measures import listed, qualifiers
from newsloom.model.ids import content_id
from newsloom.model.types import Article, Figure, Quote
from newsloom.text.numbers import Number, find_numbers

_RANGE_GAP = re.compile(r"\s?[-–—]\s?$|\s(?:to|and|bis|und|à|et|a|y|до|и)\s$")
_BETWEEN = re.compile(r"(?:between|from|zwischen|von|entre|de|от|между)\s+$", re.IGNORECASE)
_LOOK_BACK = 28
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+(?:[^\W\d_]+\s+)?$")
_PREVIOUS = re.compile(r"([^\W\d_]+)\s+$")
_SMALL = 12  # a number in words up to this is often only grammar


def _joined(text: str, one: Number, other: Number) -> bool:
    """Whether two numbers are the ends of one range ("10-15", "between ten and fifteen")."""
    gap = text[one.end : other.start]
    if not gap or len(gap) > 5 or not _RANGE_GAP.match(gap):
        return False
    if one.digits != other.digits:
        return False
    if gap.strip() in ("-", "–", "—", "to", "bis", "à", "до"):
        return True
    return bool(_BETWEEN.search(text[max(0, one.start - 10) : one.start]))


def _is_score(text: str, one: Number, other: Number) -> bool:
    """``45-40``, ``6–1``: a hyphen between small numbers, the second not larger."""
    gap = text[one.end : other.start]
    if not one.digits or gap.strip() not in ("-", "–", "—", ":"):
        return False
    if one.value is None or other.value is None or one.value < other.value:
        following = text[other.end : other.end + 12]
        return not re.match(r"[\s-]*(?:%|[^\W\d_]{2,})", following)
    return other.magnitude == 1


def _is_trivial(text: str, number: Number, lang: str, unit: str | None) -> bool:
    """Numbers that say nothing new: "the two leaders", "one of", "the past 24 hours"."""
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    previous = _PREVIOUS.search(before)
    word = previous.group(1).casefold() if previous else ""
    if unit in _TIME_UNITS and word in listed("relative"):
        return True
    if number.digits or number.value is None:
        return False
    small = number.value <= _SMALL
    after = text[number.end : number.end + 9].lstrip().casefold()
    if small and (word in listed("definite") or word in listed("relative")):
        return True
    return small and after.startswith(("of ", "der ", "des ", "de ", "von ", "из "))


_TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))


def _qualifier(text: str, start: int, lang: str) -> tuple[str | None, int]:
    """The qualifier before ``start`` and where it begins."""
    low = max(0, start - _LOOK_BACK)
    before = text[low:start]
    match = qualifiers(lang).search(before)
    if match is None:
        return None, start
    begin = low + match.start(1)
    return " ".join(match.group(1).casefold().split()), begin


def find_figures(article: Article, quotes: Sequence[Quote] = ()) -> tuple[Figure, ...]:
    """The figures of an article's text in order, without overlaps.

    ``article.text[f.start:f.end] == f.text`` holds; a span runs from the qualifier to the noun
    counted. A range is one figure with value None: its text holds both ends. Vague amounts
    ("tens of thousands") have value None too. ``quotes`` of the same article give the speaker
    of a figure that stands in one. Never raises.
    """
    text, lang = article.text, article.lang
    apart, counter = Apart(text, lang), Counter(text, lang)
    numbers = find_numbers(text, lang)
    result: list[Figure] = []
    index, free_from = 0, 0
    while index < len(numbers):
        first = last = numbers[index]
        index += 1
        if index < len(numbers) and _joined(text, first, numbers[index]):
            last = numbers[index]
            index += 1
            if _is_score(text, first, last):
                continue
        if first.start < free_from or apart.is_apart(first):
            continue
        if last is not first and apart.is_apart(last):
            continue
        figure = _figure(article, counter, first, last, free_from, quotes)
        if figure is not None:
            result.append(figure)
            free_from = figure.end
    return tuple(result)


def _figure(
    article: Article,
    counter: Counter,
    first: Number,
    last: Number,
    free_from: int,
    quotes: Sequence[Quote],
) -> Figure | None:
    text = article.text
    counted = counter.read(first, last.end)
    if _is_trivial(text, first, article.lang, counted.unit):
        return None
    if counted.unit is None and counted.what is None and not _stands_alone(text, first):
        return None
    start = counted.start
    if last is not first:
        between = _BETWEEN.search(text, max(free_from, start - 10), start)
        start = between.start() if between else start
    qualifier, start = _qualifier(text, start, article.lang)
    start = max(start, free_from)
    what = counted.what
    return Figure(
        id=content_id("f", article.id, start, counted.end),
        article=article.id,
        start=start,
        end=counted.end,
        text=text[start : counted.end],
        value=None if last is not first else first.value,
        unit=counted.unit,
        what=what.casefold() if what else None,
        qualifier=qualifier,
        attributed_to=_speaker_at(quotes, first.start),
    )


def _stands_alone(text: str, number: Number) -> bool:
    """Whether a number without a noun is worth keeping: a large one, written as an amount."""
    printed = text[number.start : number.end]
    return number.digits and not printed.isdigit() and abs(number.value or 0) >= 1000


def _speaker_at(quotes: Sequence[Quote], at: int) -> str | None:
    for quote in quotes:
        if quote.start <= at < quote.end:
            return quote.speaker
    return None
