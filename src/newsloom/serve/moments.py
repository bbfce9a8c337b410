"""Moments as people read them: UTC, said plainly, and how long ago as of a given clock."""

from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US, from_us

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(us: int) -> str:
    """The UTC day, as in ``2 Mar 2031``."""
    moment = from_us(us)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def hour(us: int) -> str:
    """The UTC time of day, as in ``14:05``."""
    return f"{from_us(us):%H:%M}"


def moment(us: int, now_us: int) -> str:
    """``14:05`` today, ``1 Mar 14:05`` this year, else ``1 Mar 2030 14:05``; always UTC."""
    then, now = from_us(us), from_us(now_us)
    if then.date() == now.date():
        return hour(us)
    if then.year == now.year:
        return f"{then.day} {_MONTHS[then.month - 1]} {hour(us)}"
    return f"{day(us)} {hour(us)}"


def ago(us: int, now_us: int) -> str:
    """``just now``, ``12 min ago``, ``3 h ago``, ``5 d ago``; ``""`` past a month or ahead."""
    gone = now_us - us
    if gone < 0 or gone >= 31 * DAY_US:
        return ""
    if gone < 2 * MINUTE_US:
        return "just now"
    if gone < HOUR_US:
        return f"{gone // MINUTE_US} min ago"
    if gone < 2 * DAY_US:
        return f"{gone // HOUR_US} h ago"
    return f"{gone // DAY_US} d ago"


def ahead(us: int, now_us: int) -> str:
    """``now`` when due, else ``in 4 min``, ``in 3 h``, ``in 2 d``."""
    left = us - now_us
    if left < MINUTE_US:
        return "now"
    if left < HOUR_US:
        return f"in {left // MINUTE_US} min"
    if left < 2 * DAY_US:
        return f"in {left // HOUR_US} h"
    return f"in {left // DAY_US} d"


def interval(seconds: int) -> str:
    """How often, as in ``15 min`` or ``6 h``."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 2 * 3600:
        return f"{seconds // 60} min"
    if seconds < 2 * 86400:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} d"
