"""Dates as they are printed, read without guessing.

ISO 8601, RFC 822, Unix seconds and the usual printed forms of some thirty languages. An
offset is kept as printed; a date that two readings fit ("3/4/2021") or that is absurd gives
None. Nothing here knows the current time unless it is told.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Literal, NamedTuple

from newsloom.model.times import DAY_US, to_us
from newsloom.text.wordlists import section

Precision = Literal["second", "local", "day", "month", "year"]


class Printed(NamedTuple):
    """A date read from print.

    ``iso`` is ISO 8601, no more exact than the print, its offset kept. ``us`` is that moment in
    UTC microseconds; None for a month or a year. ``precision``: ``second`` is a moment with its
    offset; ``local`` a moment without one, read as if UTC (up to 14 hours off); ``day`` a date,
    read as its midnight UTC.
    """

    iso: str
    us: int | None
    precision: Precision


_EARLIEST_YEAR = 1800
_LONGEST = 200  # characters; what is longer is no date
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60,
    "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "sast": 120, "hkt": 480, "sgt": 480,
    "wib": 420, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "hst": -600, "art": -180, "brt": -180,
}  # fmt: skip  # CST is the American one in feeds; IST names three zones and is left out
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])[:.hH](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-6]\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[aApP]\.?\s?[mM]\b\.?))?"
)
_ZONE = re.compile(
    r"\s*\(?(?:(?:GMT|UTC)?\s*(?P<sign>[+−-])(?P<oh>\d{1,2}):?(?P<om>\d{2})?\b"
    r"|(?P<name>[A-Za-z]{1,4})\b)"
)
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>0[1-9]|1[0-2])-?(?P<day>[0-2]\d|3[01])"
    r"(?:(?:T|t|\s+|_)(?P<hour>[01]\d|2[0-4]):?(?P<minute>[0-5]\d)"
    r"(?::?(?P<second>[0-6]\d)(?:[.,]\d+)?)?)?"
)
_MONTH_ONLY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?")
_UNIX = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)")
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_TIME = re.compile(rf"(?<!\d){_CLOCK}")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)|(?<=[\s-])(\d{2})(?=\s+\d{1,2}:)")
_DAY = re.compile(r"(?<![\d:])([0-3]?\d)(?:\s*(?:st|nd|rd|th|er|º|°|-го|[.,]))?(?![\d:])")


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for names in section("months").values():
        for month, variants in enumerate(names.split(), 1):
            for name in variants.split("/"):
                found.setdefault(name, month)
    found.pop("-", None)
    return found


def _offset(text: str, at: int) -> tuple[timezone | None, bool]:
    """The zone printed at ``at`` and whether it is UTC by name."""
    found = _ZONE.match(text, at)
    if found is None:
        return None, False
    if found["sign"]:
        minutes = int(found["oh"]) * 60 + int(found["om"] or 0)
        if minutes > 14 * 60:
            return None, False
        sign = 1 if found["sign"] == "+" else -1
        return timezone(timedelta(minutes=sign * minutes)), False
    known = _ZONES.get(found["name"].lower())
    if known is None:
        return None, False
    return timezone(timedelta(minutes=known)), known == 0


def _moment(day: date, clock: re.Match[str] | None, text: str) -> Printed | None:
    """A day with the time and the zone that follow it, if any."""
    if clock is None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return Printed(day.isoformat(), to_us(midnight), "day")
    hour, minute = int(clock["hour"]), int(clock["minute"])
    second = min(int(clock["second"] or 0), 59)  # a leap second has no place in our calendar
    half = (clock.groupdict().get("half") or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    extra = hour == 24
    if extra and (minute or second):
        return None
    zone, named = _offset(text, clock.end())
    local = datetime(day.year, day.month, day.day, hour % 24, minute, second)
    try:
        local += timedelta(days=1 if extra else 0)
        us = to_us(local.replace(tzinfo=zone or UTC))
    except OverflowError:
        return None
    if zone is None:
        return Printed(local.isoformat(), us, "local")
    iso = local.replace(tzinfo=zone).isoformat()
    return Printed(iso.replace("+00:00", "Z") if named else iso, us, "second")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _EARLIEST_YEAR else None
    except ValueError:
        return None


def _iso(text: str) -> Printed | None:
    found = _ISO.match(text)
    if found is not None:
        day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
        rest = text[found.end() :]
        if day is None or (rest[:1].isdigit() and not found["hour"]):
            return None
        return (
            _moment(day, found, text) if found["hour"] else _moment(day, _TIME.search(rest), rest)
        )
    found = _MONTH_ONLY.fullmatch(text)
    if found is not None and _day(int(found["year"]), 1, 1):
        return Printed(text, None, "month" if found["month"] else "year")
    return None


def _unix(text: str) -> Printed | None:
    if not _UNIX.fullmatch(text):
        return None
    moment = datetime.fromtimestamp(int(text[:10]), UTC)
    return Printed(moment.isoformat().replace("+00:00", "Z"), to_us(moment), "second")


def _full_year(year: int) -> int:
    """RFC 822 years of two digits."""
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _numeric_day(printed: re.Match[str]) -> date | None:
    """A day in figures, when they can be read in one way only."""
    mark = printed.group(2)
    first, second, third = (int(printed.group(place)) for place in (1, 3, 4))
    if len(printed.group(1)) > 2:
        return _day(first, second, third)
    year = _full_year(third)
    if mark == ".":
        return _day(year, second, first)
    if first > 12:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    return _day(year, first, second) if first == second else None


def _without(text: str, *spans: tuple[int, int]) -> str:
    """The text with the spans blanked, positions kept."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _in_words(text: str) -> tuple[date, int] | None:
    """A day with its month in words, and where it ends."""
    months = _months()
    named = next(
        (
            m
            for m in _WORD.finditer(text)
            if m.group().lower() in months and m.end() - m.start() > 2
        ),
        None,
    )
    if named is None:
        return None
    rest = _without(text, named.span())
    year = _YEAR.search(rest)
    if year is None:
        return None
    rest = _without(rest, year.span())
    # Times have figures as well: look for the day nearest to the month, before it or after.
    clocks = [clock.span() for clock in _TIME.finditer(rest) if clock["minute"]]
    days = [
        found
        for found in _DAY.finditer(_without(rest, *clocks))
        if abs(found.start() - named.start()) < 30
    ]
    if not days:
        return None
    nearest = min(
        days, key=lambda d: min(abs(named.start() - d.end()), abs(d.start() - named.end()))
    )
    printed = int(year.group(1) or year.group(2))
    day = _day(_full_year(printed), months[named.group().lower()], int(nearest.group(1)))
    return None if day is None else (day, max(named.end(), year.end(), nearest.end()))


def _printed(text: str) -> Printed | None:
    """Forms with the day in figures or the month in words."""
    found = _EAST.search(text)
    day = _day(*map(int, found.groups())) if found else None
    if found is None and (found := _NUMERIC.search(text)):
        day = _numeric_day(found)
    if found is not None:
        if day is None:
            return None
        rest = _without(text, found.span())
    else:
        worded = _in_words(text)
        if worded is None:
            return None
        day, end = worded
        rest = text[end:] if _TIME.search(text, end) else text
    return _moment(day, _TIME.search(rest), rest)


def parse_printed(value: str, *, now_us: int | None = None) -> Printed | None:
    """The date that ``value`` prints, or None when it prints none or may mean two.

    ``now_us`` (UTC microseconds), when given, makes what lies more than a day after it absurd.
    """
    text = " ".join(value.split())
    if not text or len(text) > _LONGEST:
        return None
    found = _unix(text) or _iso(text) or _printed(text)
    if found is None or (
        now_us is not None and found.us is not None and found.us > now_us + DAY_US
    ):
        return None
    return found
