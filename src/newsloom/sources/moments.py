"""Dates as feeds print them, to ISO 8601 with the offset that was printed.

Strict on purpose: a string that leaves the day open ("yesterday", "10:00", "Jan 2025") is no
date. Guessing from today's date is how undated items turn into breaking news.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ene gennaio gen janeiro januari janv jän jänner янв "
            "января",
            "feb february februar février févr fev fevrier febrero febbraio fevereiro februari фев "
            "февраля",
            "mar march märz mrz mars marzo março marco maart mrt mär мар марта",
            "apr april avril avr abril abr aprile апр апреля",
            "may mai mayo maggio mag maio mei май мая",
            "jun june juni juin junio giugno giu junho июн июня",
            "jul july juli juillet juil julio luglio lug julho июл июля",
            "aug august août aout agosto ago augustus авг августа",
            "sep sept september septembre septiembre settembre set setembro сен сентября",
            "oct october okt oktober octobre octubre ottobre ott outubro out окт октября",
            "nov november novembre noviembre novembro ноя ноября",
            "dec december dez dezember décembre déc decembre diciembre dic dicembre dezembro "
            "декабря дек",
        ),
        start=1,
    )
    for name in names.split()
}

# RFC 822 fixes the North American names; the others here have one meaning in print.
# IST, BST as Bangladesh time and the like stay out: a name with two meanings gives no offset.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60,
    "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "bst": 60, "est": -300, "edt": -240,
    "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540,
    "akdt": -480, "hst": -600, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600,
    "aedt": 660, "acst": 570, "acdt": 630, "awst": 480, "nzst": 720, "nzdt": 780, "pkt": 300,
    "sast": 120, "brt": -180, "art": -180,
}  # fmt: skip

_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<part>\d+))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
_ZONE = r"(?P<zone>(?:gmt|utc|ut)?\s*[+-]\s*\d{1,2}(?::?\d{2})?(?::?\d{2})?|[a-z]{1,5})?"
_TAIL = r"(?:\s*\([^)]*\))?\s*"
_MONTH = r"(?P<name>[^\W\d_]{3,10})\.?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}(?:[.,]+\s*|\s+))?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # ISO 8601 and its neighbours: 2025-01-06T10:00:00+02:00, 2025/01/06 10:00, 20250106T1000
        r"(?P<year>\d{4})(?P<dash>[-/.]?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})"
        r"(?:[T\s,]+" + _TIME + r"\s*" + _ZONE + r")?" + _TAIL,
        r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})[T\s]?(?P<hour>\d{2})(?P<minute>\d{2})"
        r"(?P<second>\d{2})?\s*" + _ZONE,
        r"(?P<year>\d{4})\s*[-/.年년]\s*(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})"
        r"\s*[日일]?(?:[T\s,]+" + _TIME + r"\s*" + _ZONE + r")?" + _TAIL,
        # RFC 822 and its neighbours: Mon, 6 Jan 2025 10:00:00 +0200
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+de)?[\s-]*" + _MONTH
        + r"(?:\s+de)?[\s,-]*(?P<year>\d{4}|\d{2})(?:[\s,T]+(?:at\s+)?" + _TIME + r"\s*" + _ZONE
        + r")?" + _TAIL,
        # asctime: Mon Jan  6 10:00:00 2025, with or without a zone before the year
        _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})\s+" + _TIME + r"\s*" + _ZONE
        + r"\s*(?P<year>\d{4})",
        # January 6, 2025, 10:00 am
        _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
        r"(?:[\s,]+(?:at\s+)?" + _TIME + r"\s*" + _ZONE + r")?" + _TAIL,
        # 06.01.2025 is day first everywhere; with slashes it is not
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?:[\s,]+" + _TIME + r"\s*" + _ZONE
        + r")?",
    )
)  # fmt: skip
_EPOCH_DIGITS = re.compile(r"\d{10}(?:\d{3})?")
_LONGEST = 100


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    zone = re.sub(r"\s", "", zone.lower())
    number = re.fullmatch(r"(?:gmt|utc|ut)?([+-])(\d{1,2}):?(\d{2})?(?::?\d{2})?", zone)
    if number:
        minutes = int(number[2]) * 60 + int(number[3] or 0)
        if minutes > 15 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if number[1] == "-" else minutes))
    known = _ZONES.get(zone)
    return None if known is None else timezone(timedelta(minutes=known))


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int] | None:
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour, minute, min(second, 59) if second == 60 else second  # 60: a leap second


def _build(parts: dict[str, str | None]) -> str | None:
    name = parts.get("name")
    month = _MONTHS.get(name.lower()) if name else int(parts.get("month") or 0)
    if not month:
        return None
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 1900 if year > 68 else 2000  # POSIX
    day = int(parts["day"] or 0)
    try:
        if parts.get("hour") is None:
            return date(year, month, day).isoformat()
        clock = _clock(parts)
        if clock is None:
            return None
        hour, minute, second = clock
        moment = datetime(year, month, day, 0 if hour == 24 else hour, minute, second)
        if hour == 24:
            moment += timedelta(days=1)
        zone = _offset(parts.get("zone"))
        return moment.replace(tzinfo=zone).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None


def read_moment(raw: str | None) -> str | None:
    """A printed date as ISO 8601: ``2025-01-06``, ``2025-01-06T10:00:00+02:00`` or without offset.

    The offset is the printed one, absent when none or an ambiguous one was printed. None for
    what is no date, leaves the day open, or is the zero of a computer's clock. Never raises.
    """
    text = " ".join((raw or "").split())
    if not text or len(text) > _LONGEST:
        return None
    if _EPOCH_DIGITS.fullmatch(text) and text.isascii():
        seconds = int(text) // (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            moment = _build(match.groupdict())
            if moment is not None:
                return None if moment.startswith("1970-01-01") else moment
    return None
