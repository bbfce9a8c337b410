"""Figures: numbers with what they count, apart from dates, ages, times, scores and labels."""

import re
from collections.abc import Iterator, Sequence

from newsloom.findings.apart import Apart
from newsloom.findings.counted import Counted, Counter
from newsloom.findings.dated import Dates
from newsloom.findings.measures import (
    SPACELESS,
    changes,
    earlier,
    listed,
    outcomes,
    qualifier_ends,
    qualifiers,
    singles,
)
from newsloom.findings.reading import Reading
from newsloom.findings.stated import Circumstances
from newsloom.model.facts import Article, Figure, Quote
from newsloom.model.ids import content_id
from newsloom.text.numbers import Number, Value, find_numbers

_RANGE_GAP = re.compile(
    r"(?:\s?[-–—~～〜]\s?|\s(?:to|or|and|bis|und|à|et|a|y|e|tot|en|do|i|до|и|та|ile)\s)[$€£¥₹]?$"
    r"|[至到から]+$"
)
_TO = frozenset(
    ("-", "–", "—", "~", "～", "〜", "to", "bis", "à", "до", "tot", "do", "至", "到", "から")
)
_BETWEEN = re.compile(
    r"(?:between|from|zwischen|von|entre|de|tra|fra|da|tussen|van|między|od|от|между|від|між)\s+(?:[$€£¥₹]\s?)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:from|von|de|da|van|od|от|с|від|з)\s+$", re.IGNORECASE)
_PART_GAP = re.compile(
    r"\s(?:(?:out\s)?of|von|из|sur|de\s(?:los|las)|su)(?:\s(?:the|its|their|all|den|les))?\s$"
)
_CHANGE_REACH = 60
_SAME_SENTENCE = 90  # code points in which "up from 559" takes up what a figure counted
_NOUN = r"(?!(?:between|of|in|to|by|on|at|for|with|and|since|this|from)\b)[a-z][\w-]+"
_ORDINAL = re.compile(
    r"the(?<!\wthe)\s+(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    rf"|\d{{1,3}}(?:st|nd|rd|th))\s+({_NOUN}(?:\s+{_NOUN}){{0,2}})"
    r"(?=(?:\s+[\w’'-]+){0,7}?\s+(?:this|in\s+(?:a|as\s+many|\w+))"
    r"\s+(?:day|week|month|quarter|year|season|decade)s?\b)"
)
_ORDINALS = {
    word: value
    for value, word in enumerate(
        ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 2
    )
}
_LOOK_BACK = 28
_BLANKS_AND_SIGNS = "".join(char for char in map(chr, range(0x3001)) if char.isspace()) + "£€$"
_PREVIOUS = re.compile(r"([^\W\d_]+)\s+$")
_SMALL = 12  # a number in words up to this is often only grammar


def _joined(text: str, one: Number, other: Number, lang: str) -> bool:
    """Whether two numbers are the ends of one range ("10-15", "between ten and fifteen")."""
    if not 0 < other.start - one.end <= 6 or one.digits != other.digits:
        return False
    gap = text[one.end : other.start]
    if not _RANGE_GAP.match(gap):
        return False
    low = max(0, one.start - _CHANGE_REACH)
    source = _FROM.search(text, max(low, one.start - 6), one.start)
    if source and changes(lang).search(text, low, source.start()):
        return False  # rose from 45 to 75
    if gap.strip(" $€£¥₹\xa0") in _TO:
        return True
    return bool(_BETWEEN.search(text[max(0, one.start - 10) : one.start]))


def _is_part(text: str, one: Number, other: Number) -> bool:
    """Whether two numbers are a part and its whole: "17 of 21 branches"."""
    if other.start - one.end > 13 or one.value is None or other.value is None:
        return False
    return one.value <= other.value and bool(_PART_GAP.match(text[one.end : other.start]))


def _is_score(text: str, one: Number, other: Number) -> bool:
    """``45-40``, ``6–1``: a hyphen between small numbers, the second not larger."""
    gap = text[one.end : other.start]
    if other.magnitude != 1:
        return False
    if not one.digits or gap.strip() not in ("-", "–", "—", ":"):
        return False
    if one.value is None or other.value is None or one.value < other.value:
        following = text[other.end : other.end + 12]
        return not re.match(r"[\s-]*(?:%|[^\W\d_]{2,})", following)
    return True


def _is_trivial(text: str, number: Number, lang: str, unit: str | None) -> bool:
    """Numbers that say nothing new: "the two leaders", "one of", "the past 24 hours"."""
    timed = unit in _TIME_UNITS
    written = not number.digits and number.value is not None and number.value <= _SMALL
    if not timed and not written:
        return False
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    previous = _PREVIOUS.search(before)
    word = previous.group(1).casefold() if previous else ""
    if timed and word in listed("relative"):
        return True
    if not written:
        return False
    if word in listed("definite") or word in listed("relative"):
        return True
    after = text[number.end : number.end + 9].lstrip().casefold()
    return after.startswith(("of ", "der ", "des ", "de ", "von ", "из "))


_TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))


def _qualifier(text: str, start: int, lang: str) -> tuple[str | None, int]:
    """The qualifier before ``start`` and where it begins."""
    low = max(0, start - _LOOK_BACK)
    before = text[low:start]
    edge = before.rstrip(_BLANKS_AND_SIGNS)
    if not qualifier_ends(lang).search(edge, max(0, len(edge) - 2)) and lang not in SPACELESS:
        return None, start  # as for most numbers
    pattern = qualifiers(lang)
    match = pattern.search(before)
    while match is not None and match.start() and before[match.start() - 1].isalnum():
        if lang in SPACELESS:
            break
        match = pattern.search(before, match.start() + 1)  # it began within a word
    if match is None:
        return None, start
    begin = low + match.start(1)
    return " ".join(match.group(1).casefold().split()), begin


def find_figures(
    article: Article, quotes: Sequence[Quote] = (), reading: Reading | None = None
) -> tuple[Figure, ...]:
    """The figures of an article's text in order, without overlaps.

    ``article.text[f.start:f.end] == f.text`` holds; a span runs from the qualifier to the noun
    counted. A range is one figure with value None: its text holds both ends. Vague amounts
    ("tens of thousands") have value None too. Ranges and vague amounts have ``low`` and ``high``.
    ``quotes`` of the same article give the speaker of a figure that stands in one; else the
    sentence may name its source, and the date it is of. ``reading`` is the article's own, where
    another finding made it already. Never raises.
    """
    reading = reading or Reading(article)
    text, lang = article.text, article.lang
    numbers = find_numbers(text, lang, reading.lower)
    alone = _singles(reading, numbers)
    numbers = sorted([*numbers, *alone], key=lambda number: number.start)
    ordinals = list(_ORDINAL.finditer(text)) if lang == "en" else []
    if not numbers and not ordinals:
        return ()
    starts = [*(one.start for one in numbers), *(one.start() for one in ordinals)]
    dates = Dates(article, sorted(starts))
    reader = _Reader(
        article, Apart(text, lang, [*dates.spans()]),
        Counter(text, lang), Circumstances(reading, quotes, dates),
        frozenset(one.start for one in alone),
    )  # fmt: skip
    result: list[Figure] = []
    index, free_from = 0, 0
    while index < len(numbers):
        first = last = numbers[index]
        index += 1
        if index < len(numbers) and _joined(text, first, numbers[index], lang):
            last = numbers[index]
            index += 1
            if _is_score(text, first, last):
                continue
        elif index < len(numbers) and _is_part(text, first, numbers[index]):
            figure = reader.part(first, numbers[index], free_from)
            if figure is not None:
                index += 1
                result.append(figure)
                free_from = figure.end
                continue
        if first.start < free_from or reader.apart.is_apart(first):
            continue
        if last is not first and reader.apart.is_apart(last):
            continue
        figure = reader.figure(first, last, free_from, result[-1] if result else None)
        if figure is not None:
            result.append(figure)
            free_from = figure.end
    return _with_ordinals(reader, result, ordinals)


def _singles(reading: Reading, numbers: Sequence[Number]) -> list[Number]:
    """Words that may count one: "another was wounded"."""
    lang, lower = reading.lang, reading.lower
    words, text = singles(lang), reading.text
    if not words or not any(map(text.__contains__, outcomes(lang))):
        return []
    found = sorted((at, word) for word in words for at in _standing(lower, word))
    taken = [(number.start, number.end) for number in numbers]
    return [
        Number(at, at + len(word), 1, False)
        for at, word in found
        if not any(start < at + len(word) and at < end for start, end in taken)
    ]


def _standing(lower: str, word: str) -> Iterator[int]:
    """Where a word stands whole, with a blank after it."""
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        before = lower[at - 1 : at]
        if lower[end : end + 1].isspace() and not (before.isalnum() or before == "_"):
            yield at
        at = lower.find(word, end)


def _with_ordinals(
    reader: "_Reader", found: list[Figure], ordinals: Sequence[re.Match[str]]
) -> tuple[Figure, ...]:
    """English "the second attack this month" says how many there were: a figure of its own."""
    for match in ordinals:
        start, end = match.span()
        if any(one.start < end and start < one.end for one in found):
            continue
        word = match.group(1)
        value = _ORDINALS.get(word) or int(re.sub(r"\D", "", word))
        found.append(reader.make(start, end, value, Counted(start, end, "ordinal", match.group(2))))
    return tuple(sorted(found, key=lambda one: one.start))


class _Reader:
    """What is needed to make figures of one article's numbers."""

    def __init__(
        self,
        article: Article,
        apart: Apart,
        counter: Counter,
        circumstances: Circumstances,
        singles: frozenset[int],
    ) -> None:
        self.article, self.apart, self.counter = article, apart, counter
        self.circumstances, self.singles = circumstances, singles

    def part(self, number: Number, whole: Number, free_from: int) -> Figure | None:
        """The figure of a part of a whole that is counted in the same words."""
        if number.start < free_from or self.apart.is_apart(number) or self.apart.is_apart(whole):
            return None
        counted = self.counter.read(whole, whole.end)
        if counted.unit is not None or counted.what is None:
            return None
        qualifier, start = _qualifier(self.article.text, number.start, self.article.lang)
        return self.make(max(start, free_from), counted.end, number.value, counted, qualifier)

    def figure(
        self, first: Number, last: Number, free_from: int, before: Figure | None
    ) -> Figure | None:
        """The figure of a number, or of the two ends of a range; None when it is none."""
        text, lang = self.article.text, self.article.lang
        single = first.start in self.singles
        counted = self.counter.read(first, last.end, single)
        if single and not _befell(self.counter, counted):
            return None
        if _is_trivial(text, first, lang, counted.unit):
            return None
        if counted.unit is None and counted.what is None:
            bare = first.digits and last is first
            named = self.counter.named_before(first.start) if bare else None
            counted = counted._replace(what=named)
            if named is None and bare and before is not None and self._was(first, before):
                counted = counted._replace(what=before.what, unit=before.unit)
            elif named is None and not _stands_alone(text, first):
                return None
        start = counted.start
        if last is not first:
            between = _BETWEEN.search(text, max(free_from, start - 10), start)
            start = between.start() if between else start
        qualifier, start = _qualifier(text, start, lang)
        start = max(start, free_from)
        low, high = first.low, first.high
        if last is not first:
            low, high = first.value, last.value
            if first.magnitude == 1 < last.magnitude and low is not None:
                low *= last.magnitude  # 3 to 4 billion
        value = None if last is not first else first.value
        return self.make(start, counted.end, value, counted, qualifier, low, high)

    def _was(self, number: Number, before: Figure) -> bool:
        """Whether a bare number is an earlier value of the figure before it: "up from 559"."""
        gap = self.article.text[before.end : number.start]
        pattern = earlier(self.article.lang)
        if pattern is None or len(gap) > _SAME_SENTENCE or re.search(r"[.;!?]\s|\n", gap):
            return False
        return any(match.end() >= len(gap.rstrip()) for match in pattern.finditer(gap))

    def make(
        self,
        start: int,
        end: int,
        value: Value,
        counted: Counted,
        qualifier: str | None = None,
        low: Value = None,
        high: Value = None,
    ) -> Figure:
        """A figure with its speaker and its date."""
        article = self.article
        return Figure(
            id=content_id("f", article.id, start, end),
            article=article.id,
            start=start,
            end=end,
            text=article.text[start:end],
            value=value,
            unit=counted.unit,
            what=counted.what.casefold() if counted.what else None,
            qualifier=qualifier,
            attributed_to=self.circumstances.speaker(counted.start),
            as_of=self.circumstances.as_of(start, end),
            low=low,
            high=high,
        )


def _befell(counter: Counter, counted: Counted) -> bool:
    """Whether what is counted ends with an outcome and has a noun before it."""
    words = (counted.what or "").split()
    return len(words) > 1 and words[-1] in set(outcomes(counter.lang).values())


def _stands_alone(text: str, number: Number) -> bool:
    """Whether a number without a noun is worth keeping: a large one, written as an amount."""
    printed = text[number.start : number.end]
    large = abs(number.value or 0) >= 1000
    return large and (number.magnitude >= 1000 or (number.digits and not printed.isdigit()))
