"""The dates a text speaks of: printed ones, and "Tuesday" or "last week" by the day of writing.

``moments`` finds them with their offsets and says which days they mean; ``spans`` says where
they stand, so that their numbers are not taken for figures. Nothing is guessed: without a
day of writing only dates with a year are read, and words that may mean two things mean none.

The rules, where print leaves a choice:

- A weekday in the past tense is the last one, the day of writing included; in the future tense
  the next one, the day of writing included. "last" and "next" leave the day of writing out.
  The tense is that of the nearest word in the same sentence that tells one; none: past.
- A date without a year: after the day of writing in the future tense, before it in the past
  tense; untold, the year before unless the date lies at most sixty days ahead. A weekday
  printed beside it overrules.
- A weekday with a day's number ("terça-feira (7)") is the nearest day that is both.
- Two numbers of a day and a month in figures are read only where one reading is possible.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from newsloom.text.when_words import Counted, Word, Words, words_of

__all__ = ["Form", "Moment", "Precision", "Tense", "moments", "spans"]

Precision = Literal["day", "week", "month", "year"]
Form = Literal["absolute", "relative"]
Tense = Literal["past", "future", ""]


class Moment(NamedTuple):
    """Days that ``text[start:end]`` means, ``first`` to ``last`` inclusive.

    ``precision`` tells how exact the print is: a "week" or a weekend, a "month", a "year", or
    days. ``form``: ``absolute`` names a month or a year. ``dated``: the year is printed, so that
    the day of writing was not needed. ``tense`` is that of its sentence near it, "" when untold.
    """

    start: int
    end: int
    first: date
    last: date
    precision: Precision
    form: Form
    dated: bool = False
    tense: Tense = ""


class _Mention(NamedTuple):
    """A date as printed, not yet resolved: what is None is not printed."""

    start: int
    end: int
    kind: Literal["date", "weekday", "day", "period", "counted"]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    until: int | None = None  # the last day of a range
    weekday: int | None = None
    steps: int = 0
    unit: str = ""
    rule: str = ""


_NEAR_AHEAD = timedelta(days=60)
_WITH_NUMBER_DAYS = 45  # how far a weekday with a day's number may lie
_BACK, _AHEAD = 130, 60  # code points looked through for a word that tells the tense
_AFTER_COSTS = 2  # a word after the date is as far as one twice that distance before it
_MOST_COUNTED = {"day": 60, "week": 30, "month": 30, "year": 200}

_TO_ASCII = {
    zero + digit: str(digit)
    for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1040, 0xFF10)  # Arabic to full width
    for digit in range(10)
}
_OTHER_DIGITS = re.compile("[" + "".join(map(chr, _TO_ASCII)) + "]")
_COUNT_WIDTH = 28  # code points of a number and a unit
_YEAR = r"(?:1[89]\d\d|20\d\d|25[4-9]\d)"
_NUMERIC = re.compile(
    rf"(?:(?P<y>{_YEAR})(?P<m1>[-./])(?P<mo>\d{{1,2}})(?P=m1)(?P<d>\d{{1,2}})"
    rf"|(?P<a>\d{{1,2}})(?P<m2>[./-])(?P<b>\d{{1,2}})(?P=m2)(?P<z>{_YEAR}))(?![\d/-]|[.,]\d)"  # no look back: see _in_figures
)
_EAST = re.compile(
    rf"(?:(?P<y>{_YEAR})\s?[年년]\s?)?(?<!\d)(?P<m>1[0-2]|0?[1-9])\s?[月월]"
    r"(?:\s?(?P<d>[0-3]?\d)\s?[日日號号일])?(?:(?:至|~|～|-|—|から)(?P<u>[0-3]?\d)\s?[日號号일])?"
)
_EAST_DAY = re.compile(
    r"(?<![\d月第年年,.])(?P<d>[0-3]?\d)日(?![間间内內後后前以連目夜本報报元游程])"
)
_EAST_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)[年년](?![间間度代]|\s?\d)")
_PLAIN_YEAR = re.compile(r"(?:19|20)(?<![\d.,/-]..)\d\d(?![\d%/-]|[.,]\d|\s?[年년])")
_JOINS_DIGITS = frozenset("0123456789.,/-")
_DAY_BEFORE = re.compile(
    r"(?<![\d.,:/])(?<!\d-)(?:(?P<a>[0-3]?\d)(?:st|nd|rd|th|\.|º|er|-го|-е|-ві)?"
    r"\s*(?:[-–—/]|to|and|bis|und|y|al|a|e|et|au|и|по|і|i|do)\s*(?:l[ae]?\s)?)?"
    r"(?P<d>[0-3]?\d)(?:st|nd|rd|th|\.|º|°|er|-го|-е|-ва)?,?\s*(?:of\s|de\s|d[’']|da\s|ngày\s)?$"
)
_DAY_AFTER = re.compile(
    r"\.?\s(?:[0-3]?\d(?:st|nd|rd|th)?\s?(?:[-–—]|to|and)\s?)?"
    r"(?P<d>[0-3]?\d)(?:st|nd|rd|th|\.(?=\s[a-záéíóöőúüű])|-?[aáeéi]?[njk]\b)?"
    r"(?![\d:%]|[.,]\d|\s?(?:am|pm|a\.m|p\.m)\b)"
)
_DAYS_AFTER = re.compile(r"\.?\s([0-3]?\d)(?:st|nd|rd|th)?\s?(?:[-–—]|to|and)\s?[0-3]?\d")
_YEAR_AFTER = re.compile(
    rf"\.?,?\s*(?:de\s|del\s|of\s|do\s|da\s|عام\s|พ\.ศ\.\s|ค\.ศ\.\s|năm\s)?(?P<y>{_YEAR})(?![\d]|[.,]\d|%)"
)
_YEAR_BEFORE = re.compile(rf"(?P<y>{_YEAR})\.?\s(?:m\.\s)?$")
_WITH_NUMBER = re.compile(
    r",?\s?(?:\((?P<p>[0-3]?\d)\)|(?P<d>[0-3]?\d)(?![\d:%º°]|[.,]\d|\s?(?:h|Uhr|heures)\b))"
)
_BESIDE_DATE = re.compile(r"[\s,(]*(?:(?:on|the|den|dem|am|el|le|op|dia|día|den|d\.|ngày|ที่)\s)?\s*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s|\n|[。！？؟।]")
_LAST_WORD = re.compile(r"([\w’']+)\s$")
_NEXT_WORD = re.compile(r"\s([\w’']+)")
_BEGINS = re.compile(r"(?:^|[.!?:\n“\"„«(–—-]\s*)$")


# ------------------------------------------------------------------------------ finding


def _month_mention(text: str, start: int, end: int, word: Word, words: Words) -> _Mention | None:
    """A month's name with the day and the year that stand beside it."""
    before, after = text[max(0, start - 34) : start], text[end : end + 40]
    day = until = year = None
    begin = start
    found = _DAY_BEFORE.search(before)
    if found is not None and 1 <= int(found["d"]) <= 31:
        begin = start - (len(before) - found.start())
        day = int(found["d"])
        if found["a"] and 1 <= int(found["a"]) < day:
            day, until = int(found["a"]), day
        elif found["a"]:
            begin = start - (len(before) - found.start("d"))
    elif words.month_first and not words.in_month.search(before):
        found = _DAY_AFTER.match(after)
        if found is not None and 1 <= int(found["d"]) <= 31:
            day = int(found["d"])
            several = _DAYS_AFTER.match(after)
            if several is not None and 1 <= int(several[1]) < day:
                day, until = int(several[1]), day
            end += found.end()
            after = after[found.end() :]
    if word.short and day is None:
        return None
    found = _YEAR_AFTER.match(after)
    if found is None and (earlier := _YEAR_BEFORE.search(before[: len(before) - start + begin])):
        year, begin = int(earlier["y"]), begin - (len(earlier.group()))
    elif found is not None:
        year, end = int(found["y"]), end + found.end()
    if day is None and year is None and not words.in_month.search(before):
        return None
    return _Mention(begin, end, "date", _christian(year), word.number, day, until)


def _christian(year: int | None) -> int | None:
    """Thai years count from 543 years earlier."""
    return year - 543 if year is not None and year > 2400 else year


def _weekday_mention(text: str, start: int, end: int, word: Word, words: Words) -> _Mention | None:
    """A weekday with the words beside it that choose the week."""
    head, rule = text[max(0, start - 24) : start].casefold(), word.unit
    gap = "" if words.spaceless else " "
    begin = start
    for form, means in words.before if not rule else ():
        if head.endswith(form + gap) and (
            words.spaceless or not head[: -len(form) - 1][-1:].isalnum()
        ):
            rule, begin = means, start - len(form) - len(gap)
            break
    else:
        tail = text[end : end + 16].casefold()
        for form, means in words.after:
            if tail.startswith(" " + form) and not tail[len(form) + 1 :][:1].isalnum():
                rule, end = means, end + len(form) + 1
                break
    if rule == "never":
        return None
    day = None
    number = _WITH_NUMBER.match(text, end)
    if number is not None and not words.month_first:
        day, end = int(number["p"] or number["d"]), number.end()
    return _Mention(begin, end, "weekday", day=day, weekday=word.number, rule=rule)


def _is_name(text: str, start: int, end: int, words: Words) -> bool:
    """Whether the word belongs to a name: "Black Friday", "Sunday Times", "USA Today"."""
    if words.not_after:
        last = _LAST_WORD.search(text, max(0, start - 16), start)
        following = _NEXT_WORD.match(text, end)
        if (last and last[1] in words.not_after) or (
            following and following[1] in words.not_before
        ):
            return True
    return text[start:end] in words.sentence_only and not _BEGINS.search(
        text, max(0, start - 3), start
    )


def _anchored(text: str, words: Words) -> Iterator[_Mention]:
    """Months, weekdays and words for days, as the language writes them."""
    for found in words.anchors.finditer(text):
        start, end = found.span()
        while start and text[start - 1] in words.glue:
            start -= 1
        word = words.meaning.get(found.group()) or words.meaning.get(" ".join(found[0].split()))
        if word is None or _is_name(text, start, end, words):
            continue
        mention: _Mention | None
        if word.kind == "month":
            mention = _month_mention(text, start, end, word, words)
        elif word.kind == "weekday":
            mention = _weekday_mention(text, start, end, word, words)
        elif word.kind == "day":
            mention = _Mention(start, end, "day", steps=word.number)
        else:
            mention = _Mention(
                start, end, "period", steps=word.number, unit=word.unit, rule=word.part
            )
        if mention is not None:
            yield mention


def _in_figures(text: str) -> Iterator[_Mention]:
    """Dates in figures: 2021-12-30, 30.12.2021, 30/12/2021; 3/4/2021 is left alone."""
    for found in _NUMERIC.finditer(text):
        if text[found.start() - 1 : found.start()] in _JOINS_DIGITS:
            continue
        if found["y"]:
            year, month, day = int(found["y"]), int(found["mo"]), int(found["d"])
        else:
            year, day, month = int(found["z"]), int(found["a"]), int(found["b"])
            if found["m2"] != "." and day <= 12 and month <= 12 and day != month:
                continue
            if month > 12:
                day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield _Mention(*found.span(), "date", _christian(year), month, day)


def _eastern(text: str) -> Iterator[_Mention]:
    """12月7日, 2021年12月, 7日, 2021年."""
    for found in _EAST.finditer(text):
        if found["d"] is None and found["y"] is None:
            continue  # "12月" beside nothing, "12月間"
        day = int(found["d"]) if found["d"] else None
        until = int(found["u"]) if found["u"] else None
        year = int(found["y"]) if found["y"] else None
        if day is None or 1 <= day <= 31:
            yield _Mention(*found.span(), "date", year, int(found["m"]), day, until)
    for found in _EAST_DAY.finditer(text):
        if 1 <= int(found["d"]) <= 31:
            yield _Mention(*found.span(), "date", None, None, int(found["d"]))
    for found in _EAST_YEAR.finditer(text):
        yield _Mention(*found.span(), "date", int(found[1]))


def _counted(text: str, words: Words) -> Iterator[_Mention]:
    """ "two days ago", "in three weeks"."""
    for way in words.counted:
        for start, end in _windows(text, way):
            found = way.whole.search(text, start, end)
            if found is None:
                continue
            printed = found["n"].casefold()
            number = int(printed) if printed.isdigit() else words.counts[printed]
            unit = words.units[found["unit"].casefold()]
            if 0 < number <= _MOST_COUNTED[unit]:
                rule = "future" if way.sign > 0 else ""
                yield _Mention(
                    *found.span(), "counted", steps=number * way.sign, unit=unit, rule=rule
                )


def _windows(text: str, way: Counted) -> Iterator[tuple[int, int]]:
    """Where a way of counting may stand: around each place of its fixed word."""
    for mark in (way.mark, way.mark.capitalize()) if way.leads else (way.mark,):
        at = text.find(mark)
        while at >= 0:
            end = at + len(mark)
            if not way.leads:
                yield max(0, at - _COUNT_WIDTH), end
            elif text[end : end + 2].strip().casefold()[:1] in way.firsts:
                yield at, end + _COUNT_WIDTH
            at = text.find(mark, end)


def _years(text: str, words: Words) -> Iterator[_Mention]:
    for found in _PLAIN_YEAR.finditer(text):
        if words.in_year.search(text, max(0, found.start() - 12), found.start()):
            yield _Mention(*found.span(), "date", int(found.group()))


def _plain_digits(text: str) -> str:
    """The text with digits of other scripts as ASCII, position by position."""
    return text.translate(_TO_ASCII) if _OTHER_DIGITS.search(text) else text


def _mentions(text: str, words: Words) -> list[_Mention]:
    """All mentions, in order, none overlapping; the longer of two wins."""
    text = _plain_digits(text)
    found = [*_anchored(text, words), *_in_figures(text), *_counted(text, words)]
    if any(mark in text for mark in "年月日년월"):
        found.extend(_eastern(text))
    if not words.spaceless:
        found.extend(_years(text, words))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[_Mention] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            if kept[-1].kind == "weekday" and one.kind == "date" and one.end > kept[-1].end:
                kept[-1] = one._replace(start=kept[-1].start, weekday=kept[-1].weekday)
            elif one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return _joined(text, kept, words)


def _joined(text: str, found: list[_Mention], words: Words) -> list[_Mention]:
    """A weekday printed beside a date belongs to it: "Tuesday, 7 December"."""
    kept: list[_Mention] = []
    for one in found:
        before = kept[-1] if kept else None
        if before is not None and 0 <= one.start - before.end <= 8:
            gap = _BESIDE_DATE.fullmatch(text, before.end, one.start)
            if gap and before.kind == "weekday" and one.kind == "date" and one.day:
                kept[-1] = one._replace(start=before.start, weekday=before.weekday)
                continue
            if gap and before.kind == "date" and one.kind == "weekday" and before.day:
                if words.spaceless or "(" in gap.group() or "," in gap.group():
                    kept[-1] = before._replace(end=one.end, weekday=one.weekday)
                    continue
            week = _in_week(before, one) if gap and "," not in gap.group() else None
            if week is not None:
                kept[-1] = week
                continue
        kept.append(one)
    return kept


def _in_week(one: _Mention, other: _Mention) -> _Mention | None:
    """ "last week on Tuesday", "Tuesday last week": one day of that week."""
    weekday, week = (one, other) if one.kind == "weekday" else (other, one)
    if weekday.kind != "weekday" or week.unit != "week" or week.kind != "period" or weekday.rule:
        return None
    rule = f"week{week.steps:+d}"
    return weekday._replace(start=one.start, end=other.end, rule=rule)


def spans(text: str, lang: str) -> list[tuple[int, int]]:
    """Where ``text`` speaks of dates: code point offsets, in order, none overlapping.

    Finds also what cannot be resolved without a day of writing. ``lang`` is a BCP 47 primary
    tag; of an unknown language only dates in figures are found.
    """
    return [(one.start, one.end) for one in _mentions(text, words_of(lang))]


# ------------------------------------------------------------------------------ tense


def _tense(text: str, start: int, end: int, words: Words) -> Tense:
    """The tense told nearest to ``text[start:end]`` within its sentence."""
    left, right = max(0, start - _BACK), min(len(text), end + _AHEAD)
    for stop in _SENTENCE_END.finditer(text, left, start):
        left = stop.end()
    found = _SENTENCE_END.search(text, end, right)
    right = found.start() if found else right
    best, nearest = "", _BACK * 2
    for cue in words.tense.finditer(text, left, right):
        if cue.start() < end and cue.end() > start:
            continue
        after = cue.start() >= end
        distance = (cue.start() - end) * _AFTER_COSTS if after else start - cue.end()
        if distance < nearest:
            best, nearest = cue.lastgroup or "", distance
    return "future" if best == "future" else "past" if best == "past" else ""


# ------------------------------------------------------------------------------ resolving


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _yearless(one: _Mention, reference: date, tense: Tense) -> date | None:
    """The day of a date whose year is not printed; see the rules above."""
    month = one.month
    if month is None or one.day is None:
        return None
    near = [
        day
        for year in range(reference.year - 1, reference.year + 2)
        if (day := _date(year, month, one.day)) is not None
    ]
    if one.weekday is not None:
        near = [day for day in near if day.weekday() == one.weekday]
        return min(near, key=lambda day: abs(day - reference), default=None)
    ahead = [day for day in near if day >= reference]
    back = [day for day in near if day <= reference]
    if tense == "future":
        return min(ahead, default=None)
    if tense == "" and ahead and min(ahead) - reference <= _NEAR_AHEAD:
        return min(ahead)
    return max(back, default=None)


def _number_of_month(day: int, reference: date, tense: Tense) -> date | None:
    """ "7日": the nearest day of that number, back or, in the future tense, ahead."""
    options = []
    for step in (-1, 0, 1):
        months = reference.year * 12 + reference.month - 1 + step
        found = _date(months // 12, months % 12 + 1, day)
        if found is not None:
            options.append(found)
    if tense == "future":
        return min((one for one in options if one >= reference), default=None)
    return max((one for one in options if one <= reference), default=None)


def _of_date(
    one: _Mention, reference: date | None, tense: Tense
) -> tuple[date, date, Precision] | None:
    """A date that names a year, a month or a day's number."""
    if one.month is None and one.day is None:
        year = one.year or 0
        return date(year, 1, 1), date(year, 12, 31), "year"
    if one.day is None:
        return _of_month(one, reference, tense)
    day = None
    if one.year is not None and one.month is not None:
        day = _date(one.year, one.month, one.day)
    elif reference is not None and one.month is not None:
        day = _yearless(one, reference, tense)
    elif reference is not None:
        day = _number_of_month(one.day, reference, tense)
    if day is None:
        return None
    last = _date(day.year, day.month, one.until) if one.until else day
    return day, last if last is not None and last > day else day, "day"


def _of_month(
    one: _Mention, reference: date | None, tense: Tense
) -> tuple[date, date, Precision] | None:
    if one.month is None:
        return None
    year = one.year
    if year is None:
        if reference is None:
            return None
        year = reference.year
        if tense == "future" and one.month < reference.month:
            year += 1
        elif tense != "future" and one.month > reference.month + (1 if tense == "" else 0):
            year -= 1
    return *_month_span(year, one.month), "month"


def _of_weekday(one: _Mention, reference: date, tense: Tense) -> date | None:
    weekday = one.weekday or 0
    if one.day is not None:
        near = [
            day
            for step in range(-_WITH_NUMBER_DAYS, _WITH_NUMBER_DAYS + 1)
            if (day := reference + timedelta(days=step)).day == one.day and day.weekday() == weekday
        ]
        if near:
            return min(near, key=lambda day: abs(day - reference))
    if one.rule.startswith("week"):
        monday = reference - timedelta(days=reference.weekday()) + timedelta(int(one.rule[4:]) * 7)
        return monday + timedelta(days=weekday)
    back = (reference.weekday() - weekday) % 7
    ahead = (weekday - reference.weekday()) % 7
    if one.rule in ("last", "this past"):
        return reference - timedelta(days=back or 7)
    if one.rule == "next":
        return reference + timedelta(days=ahead or 7)
    if tense == "future" or (one.rule == "this" and tense != "past"):
        return reference + timedelta(days=ahead)
    return reference - timedelta(days=back)


def _of_period(unit: str, steps: int, part: str, reference: date) -> tuple[date, date, Precision]:
    """A week (Monday to Sunday), weekend, month or year counted from the reference's own."""
    precision: Precision
    if unit in ("week", "weekend"):
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=steps)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        last, precision = monday + timedelta(days=6), "week"
    elif unit == "month":
        months = reference.year * 12 + reference.month - 1 + steps
        (first, last), precision = _month_span(months // 12, months % 12 + 1), "month"
    else:
        year = reference.year + steps
        first, last, precision = date(year, 1, 1), date(year, 12, 31), "year"
    if part == "past":
        last = reference
    elif part == "future":
        first = reference
    return first, last, precision


def _relative(one: _Mention, reference: date, tense: Tense) -> tuple[date, date, Precision] | None:
    if one.kind == "weekday":
        day = _of_weekday(one, reference, tense)
        return None if day is None else (day, day, "day")
    if one.kind == "day" or one.unit == "day":
        day = reference + timedelta(days=one.steps)
        return day, day, "day"
    return _of_period(one.unit, one.steps, one.rule if one.kind == "period" else "", reference)


def moments(text: str, lang: str, reference: date | None) -> list[Moment]:
    """The dates that ``text`` speaks of, in order, none overlapping.

    ``reference`` is the day of writing; without it only dates with a year are returned. Offsets
    are code points of ``text``; ``lang`` a BCP 47 primary tag. About 0.2 ms for 600 words.
    """
    words = words_of(lang)
    found: list[Moment] = []
    for one in _mentions(text, words):
        dated = one.kind == "date" and one.year is not None
        if not dated and reference is None:
            continue
        tense = _tense(text, one.start, one.end, words)
        if one.rule == "future" and one.kind == "counted" and tense != "future":
            continue  # "built in two days" is how long it took
        try:
            if one.kind == "date":
                resolved = _of_date(one, reference, tense)
            else:
                resolved = None if reference is None else _relative(one, reference, tense)
        except (ValueError, OverflowError):  # before the year 1 or after 9999
            continue
        if resolved is not None:
            form: Form = "absolute" if one.kind == "date" else "relative"
            found.append(Moment(one.start, one.end, *resolved, form, dated, tense))
    return found
