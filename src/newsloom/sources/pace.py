"""How often a feed asks to be read: ttl, skipHours, skipDays, sy:updatePeriod."""

import re
from collections.abc import Iterable

from newsloom.model.times import DAY_US, HOUR_US, SECOND_US
from newsloom.sources.feed_types import Pace

_MINUTES_IN_A_YEAR = 525_600
_PERIOD_S = {
    "hourly": 3600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EPOCH_DAY = 3  # 1 January 1970 was a Thursday


def read_pace(
    ttl: str = "",
    period: str = "",
    frequency: str = "",
    hours: Iterable[str] = (),
    days: Iterable[str] = (),
) -> Pace | None:
    """What a channel says, from the texts of its elements; None when it says nothing readable.

    Of a ttl (minutes) and a period with its frequency the longer counts. All hours, or all days,
    skipped is a mistake and skips none. Hours are GMT, 0 to 23; some write 24 for 0.
    """
    most = max(_minutes(ttl) * 60, _period(period, frequency))
    skipped = {
        int(text) % 24 for text in map(str.strip, hours) if re.fullmatch(r"[0-9]{1,2}", text)
    }
    absent = {_DAYS.index(name) for day in days if (name := day.strip().lower()) in _DAYS}
    pace = Pace(
        most,
        tuple(sorted(skipped)) if len(skipped) < 24 else (),
        tuple(sorted(absent)) if len(absent) < 7 else (),
    )
    return pace if pace != Pace() else None


def _minutes(text: str) -> int:
    text = text.strip()
    return min(int(text), _MINUTES_IN_A_YEAR) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _period(period: str, frequency: str) -> int:
    times = frequency.strip()
    often = int(times) if re.fullmatch(r"[0-9]{1,6}", times) else 1
    return _PERIOD_S.get(period.strip().lower(), 0) // max(often, 1)


def wakes_us(pace: Pace | None, at_us: int) -> int:
    """The first moment from ``at_us`` (UTC microseconds) that the pace does not skip."""
    if pace is None:
        return at_us
    for hours in range(8 * 24):
        moment = at_us if hours == 0 else (at_us // HOUR_US + hours) * HOUR_US
        day = (moment // DAY_US + _EPOCH_DAY) % 7
        if day not in pace.skip_days and moment % DAY_US // HOUR_US not in pace.skip_hours:
            return moment
    return at_us


def max_age_s(cache_control: str | None) -> int:
    """The max-age of a Cache-Control header in seconds, 0 for none or one that may not be kept."""
    text = (cache_control or "").lower()
    if re.search(r"\bno-(?:cache|store)\b", text):
        return 0
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", text)
    return int(found[1]) if found else 0


def turnover_s(published_us: Iterable[int | None]) -> int | None:
    """Seconds in which half of a feed's entries are replaced; None when their dates do not say.

    Whoever asks less often than this may miss entries, whatever pace the feed asks for.
    """
    times = [at for at in published_us if at is not None]
    return (max(times) - min(times)) // 2 // SECOND_US if len(times) >= 3 else None
