"""Dates as a text prints them, found but not yet resolved: see ``when.py``."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from newsloom.text.digits import digit_runs, first_row
from newsloom.text.when_words import Counted, Word, Words


class Mention(NamedTuple):
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


_COUNT_WIDTH = 28  # code points of a number and a unit
_MOST_COUNTED = {"day": 60, "week": 30, "month": 30, "year": 200}
_TO_ASCII = {
    zero + digit: str(digit)
    for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1040, 0xFF10)  # Arabic to full width
    for digit in range(10)
}
_YEAR = r"(?:1[89]\d\d|20\d\d|25[4-9]\d)"
_NUMERIC = re.compile(
    rf"(?:(?P<y>{_YEAR})(?P<m1>[-./])(?P<mo>\d{{1,2}})(?P=m1)(?P<d>\d{{1,2}})"
    rf"|(?P<a>\d{{1,2}})(?P<m2>[./-])(?P<b>\d{{1,2}})(?P=m2)(?P<z>{_YEAR}))(?![\d/-]|[.,]\d)"
)
_FIGURES = re.compile(r"[0-9][0-9]{0,3}[-./][0-9]{1,2}[-./][0-9]{2,4}")  # quick over letters
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
    r",?\s?(?:\((?P<p>[0-3]?\d)\)|(?P<d>[0-3]?\d)(?![\d:%º°]|[.,]\d|\s?(?:h|Uhr|heures)\b)"
    # What a number counts follows it ("el jueves 15 muertos"); a day is followed by little words.
    r"(?!\.?\s(?!(?:de|del|d|do|da|a|à|al|au|en|em|in|im|y|e|et|i|o|que|se|por|pour|par|para|dans|sur|con|com|"
    r"avec|le|la|il|el|os|as|no|na|nel|ante|tras|après|dopo|w|we|z|v|ve|na|o|op|om|te|zu|um|vor|nach|bei|bis|"
    r"und|auf|в|на|о|у|та|и|по|із|з)\b)[^\W\d_]))"
)
_BESIDE_DATE = re.compile(r"[\s,(]*(?:(?:on|the|den|dem|am|el|le|op|dia|día|den|d\.|ngày|ที่)\s)?\s*")
_LAST_WORD = re.compile(r"([\w’']+)\s$")
_NEXT_WORD = re.compile(r"\s([\w’']+)")
_BEGINS = re.compile(r"(?:^|[.!?:\n“\"„«(–—-]\s*)$")


def _month_mention(text: str, start: int, end: int, word: Word, words: Words) -> Mention | None:
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
    return Mention(begin, end, "date", _christian(year), word.number, day, until)


def _christian(year: int | None) -> int | None:
    """Thai years count from 543 years earlier."""
    return year - 543 if year is not None and year > 2400 else year


def _weekday_mention(text: str, start: int, end: int, word: Word, words: Words) -> Mention | None:
    """A weekday with the words beside it that choose the week."""
    head, rule = text[max(0, start - 24) : start].casefold(), word.unit
    gap = "" if words.spaceless else " "
    begin = start
    for form, means in words.before if not rule and head.endswith(words.before_ends) else ():
        if head.endswith(form + gap) and (
            words.spaceless or not head[: -len(form) - 1][-1:].isalnum()
        ):
            rule = means
            begin = start if means == "until" else start - len(form) - len(gap)
            break
    else:
        tail = text[end : end + 16].casefold()
        for form, means in words.after if tail.startswith(words.after_begins) else ():
            if tail.startswith(" " + form) and not tail[len(form) + 1 :][:1].isalnum():
                rule, end = means, end + len(form) + 1
                break
    if rule == "never":
        return None
    day = None
    number = _WITH_NUMBER.match(text, end)
    if number is not None and not words.month_first:
        day, end = int(number["p"] or number["d"]), number.end()
    return Mention(begin, end, "weekday", day=day, weekday=word.number, rule=rule)


def _is_name(text: str, start: int, end: int, words: Words) -> bool:
    """Whether the word belongs to a name: "Black Friday", "Sunday Times", "USA Today"."""
    if words.not_after:
        low = max(0, start - 16)
        told = text[low:start].rstrip().endswith(words.not_after_ends)
        last = _LAST_WORD.search(text, low, start) if told else None
        following = _NEXT_WORD.match(text, end)
        if (last and last[1] in words.not_after) or (
            following and following[1] in words.not_before
        ):
            return True
    return text[start:end] in words.sentence_only and not _BEGINS.search(
        text, max(0, start - 3), start
    )


def _anchored(text: str, words: Words) -> Iterator[Mention]:
    """Months, weekdays and words for days, as the language writes them."""
    for found in words.anchors.finditer(text):
        start, end = found.span()
        while start and text[start - 1] in words.glue:
            start -= 1
        word = words.meaning.get(found.group()) or words.meaning.get(" ".join(found[0].split()))
        if word is None or _is_name(text, start, end, words):
            continue
        mention: Mention | None
        if word.kind == "month":
            mention = _month_mention(text, start, end, word, words)
        elif word.kind == "weekday":
            mention = _weekday_mention(text, start, end, word, words)
        elif word.kind == "day":
            mention = Mention(start, end, "day", steps=word.number)
        else:
            mention = Mention(
                start, end, "period", steps=word.number, unit=word.unit, rule=word.part
            )
        if mention is not None:
            yield mention


def _in_figures(text: str) -> Iterator[Mention]:
    """Dates in figures: 2021-12-30, 30.12.2021, 30/12/2021; 3/4/2021 is left alone."""
    row = first_row(text)
    if row is None:
        return
    for quick in _FIGURES.finditer(text, row):
        found = _NUMERIC.match(text, quick.start())
        if found is None or text[found.start() - 1 : found.start()] in _JOINS_DIGITS:
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
            yield Mention(*found.span(), "date", _christian(year), month, day)


def _eastern(text: str) -> Iterator[Mention]:
    """12月7日, 2021年12月, 7日, 2021年."""
    for found in _EAST.finditer(text):
        if found["d"] is None and found["y"] is None:
            continue  # "12月" beside nothing, "12月間"
        day = int(found["d"]) if found["d"] else None
        until = int(found["u"]) if found["u"] else None
        year = int(found["y"]) if found["y"] else None
        if day is None or 1 <= day <= 31:
            yield Mention(*found.span(), "date", year, int(found["m"]), day, until)
    for found in _EAST_DAY.finditer(text):
        if 1 <= int(found["d"]) <= 31:
            yield Mention(*found.span(), "date", None, None, int(found["d"]))
    for found in _EAST_YEAR.finditer(text):
        yield Mention(*found.span(), "date", int(found[1]))


def _counted(text: str, words: Words) -> Iterator[Mention]:
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
                yield Mention(
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
            elif text[end : end + 1].casefold() in way.firsts:
                yield at, end + _COUNT_WIDTH
            at = text.find(mark, end)


def _years(text: str, words: Words) -> Iterator[Mention]:
    for start, end in digit_runs(text):
        if end - start != 4 or text[start : start + 2] not in ("19", "20"):
            continue
        if _PLAIN_YEAR.match(text, start) and words.in_year.search(text, max(0, start - 12), start):
            yield Mention(start, end, "date", int(text[start:end]))


def _plain_digits(text: str) -> str:
    """The text with digits of other scripts as ASCII, position by position."""
    if text.isascii() or all(text[start:end].isascii() for start, end in digit_runs(text)):
        return text
    return text.translate(_TO_ASCII)


def mentions(text: str, words: Words) -> list[Mention]:
    """All mentions, in order, none overlapping; the longer of two wins."""
    text = _plain_digits(text)
    found = [*_anchored(text, words), *_in_figures(text), *_counted(text, words)]
    if not text.isascii() and any(mark in text for mark in "年月日년월"):
        found.extend(_eastern(text))
    if not words.spaceless:
        found.extend(_years(text, words))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Mention] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            if kept[-1].kind == "weekday" and one.kind == "date" and one.end > kept[-1].end:
                kept[-1] = one._replace(start=kept[-1].start, weekday=kept[-1].weekday)
            elif one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return _joined(text, kept, words)


def _joined(text: str, found: list[Mention], words: Words) -> list[Mention]:
    """A weekday printed beside a date belongs to it: "Tuesday, 7 December"."""
    kept: list[Mention] = []
    for one in found:
        before = kept[-1] if kept else None
        if before is not None and 0 <= one.start - before.end <= 8:
            gap = _BESIDE_DATE.fullmatch(text, before.end, one.start)
            if gap and before.kind == "weekday" and one.kind == "date" and one.day:
                kept[-1] = one._replace(start=before.start, weekday=before.weekday)
                continue
            follows = before.kind == "date" and one.kind == "weekday" and before.day
            if gap and follows and (words.spaceless or {"(", ","} & set(gap.group())):
                kept[-1] = before._replace(end=one.end, weekday=one.weekday)
                continue
            week = _in_week(before, one) if gap and "," not in gap.group() else None
            if week is not None:
                kept[-1] = week
                continue
        kept.append(one)
    return kept


def _in_week(one: Mention, other: Mention) -> Mention | None:
    """ "last week on Tuesday", "Tuesday last week": one day of that week."""
    weekday, week = (one, other) if one.kind == "weekday" else (other, one)
    if weekday.kind != "weekday" or week.unit != "week" or week.kind != "period" or weekday.rule:
        return None
    rule = f"week{week.steps:+d}"
    return weekday._replace(start=one.start, end=other.end, rule=rule)
