"""How two reports of one indicator stand to each other.

"Conflict" claims most and is said last: of the same indicator, of the same date, both exact (or one
an estimate of the day before or after, too far off), and not to be explained by a bound, a range,
rounding, a count that grew or a repeated older value.
"""

import math
from datetime import date, timedelta
from functools import lru_cache

from newsloom.model.ledger import PointState, Report
from newsloom.model.times import from_us

_HOUR_US = 3_600_000_000
_SAME_TIME_US = 12 * _HOUR_US  # reports closer than this speak of the same moment
_ESTIMATES_US = 72 * _HOUR_US  # two estimates closer than this are two opinions
_OPPOSED_US = 36 * _HOUR_US  # an exact value and an estimate closer than this contradict each other
_OPPOSED = 2.0  # unless they are further apart than this
# What falls by itself within a day: the missing are found, the lights come on again.
_FALLING = frozenset(
    ("!missing", "!displaced", "!hospitalised", "!evacuated", "!arrested", "!infected", "power")
)
_LATER_US = 2 * _HOUR_US  # from here on a larger count is an update
_ROUNDED = 0.05  # relative difference that rounding explains
_ABOUT = 0.1  # relative room that "about" leaves
_OTHER = 3.0  # exact values further apart than this count different things
_GROWN = 10.0  # and with time between them


def bounds(report: Report) -> tuple[float, float]:
    """What a report says the value is, from and to; infinite where a vague one leaves that open.

    "At least 25" leaves room up to a factor, not for any number: 133,610 is something else.
    """
    value = report.value
    if value is None:
        low = -math.inf if report.low is None else report.low
        return low, math.inf if report.high is None else report.high
    if report.openness == "least":
        return value, value * _OTHER
    if report.openness == "most":
        return value / _OTHER, value
    room = abs(value) * _ABOUT if report.openness == "about" else 0
    return value - room, value + room


@lru_cache(maxsize=20_000)
def digits(value: float) -> int:
    """Significant digits: 94,000 has two."""
    plain = f"{abs(value):.10g}".split("e")[0].replace(".", "").strip("0")
    return len(plain) or 1


def is_rounding(one: Report, other: Report) -> bool:
    """Whether one of the values can be the other one rounded, up, down or "about"."""
    first, second = abs(one.value or 0), abs(other.value or 0)
    low, high = sorted((first, second))
    if not math.isfinite(high) or high - low > _ROUNDED * high:
        return False
    if "about" in (one.openness, other.openness):
        return True
    coarse, fine = sorted((first, second), key=digits)
    if digits(coarse) == digits(fine) or not fine:
        return False
    step = 10.0 ** (math.floor(math.log10(fine)) - digits(coarse) + 1)
    return any(
        math.isclose(rounded(fine / step) * step, coarse)
        for rounded in (math.floor, round, math.ceil)
    )


def compatible(one: Report, other: Report) -> bool:
    """Whether both can be true at once because one of them is not exact."""
    if "exact" == one.openness == other.openness:
        return one.value == other.value
    (low, high), (least, most) = bounds(one), bounds(other)
    return low <= most and least <= high


def span_of(report: Report) -> tuple[date, date] | None:
    """The days a report is of: as its sentence says, else the day of publication."""
    if report.as_of:
        first, _, last = report.as_of.partition("/")
        try:
            return _first_day(first), _last_day(last or first)
        except ValueError:
            return None
    if report.at_us is None:
        return None
    day = from_us(report.at_us).date()
    return day, day


def _first_day(printed: str) -> date:
    return date.fromisoformat((printed + "-01-01")[:10] if len(printed) < 10 else printed)


def _last_day(printed: str) -> date:
    if len(printed) == 4:
        return date(int(printed), 12, 31)
    if len(printed) == 7:
        first = date.fromisoformat(printed + "-01")
        return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return date.fromisoformat(printed)


def is_specific(report: Report) -> bool:
    """Whether the words counted say enough that another value must be about the same thing."""
    return len(report.key) > 1


def _of_one_thing(before: Report, now: Report) -> bool:
    """Whether the words counted say for sure that it is one thing; "soldiers" may be those troops.

    Of one indicator, so that what only one side counts stands around the other.
    """
    if is_specific(before) and is_specific(now):
        return True
    named = any(word.startswith("=") for word in before.key if word in now.key)
    return named and (is_specific(before) or is_specific(now))


def compare(before: Report, now: Report) -> PointState:
    """What a report is beside the one before it, of the same indicator."""
    if before.value is not None and before.value == now.value:
        return "agree"
    if before.value is not None and now.value is not None and is_rounding(before, now):
        return "rounded"
    if None not in (before.value, now.value) and before.openness == now.openness != "exact":
        together = False  # "at least 10" after "at least 12": as printed they differ
    else:
        together = compatible(before, now)
    if together:
        return "agree"
    return _differing(before, now)


def _ratio(before: Report, now: Report) -> float:
    """How many times the smaller value the larger one is; 1 when one is vague."""
    if before.value is None or now.value is None:
        return 1.0
    small, large = sorted((abs(before.value), abs(now.value)))
    return large / small if small else math.inf


def _differing(before: Report, now: Report) -> PointState:
    """The state of values that differ: by date first, then by how exact they are."""
    then, today = span_of(before), span_of(now)
    ratio = _ratio(before, now)
    printed = bool(before.as_of or now.as_of)
    if then is None or today is None:
        return "other" if ratio > _OTHER and not is_specific(now) else "differs"
    if ratio > (_GROWN if is_specific(now) else _OTHER):
        return "other"
    if printed and today[1] < then[0]:
        return "other_date"
    if printed and then[1] < today[0]:
        return "superseded"
    gap = None if None in (before.at_us, now.at_us) else (now.at_us or 0) - (before.at_us or 0)
    sure = "exact" == before.openness == now.openness
    if now.value is None:
        return "differs"  # a vague amount takes the place of nothing
    if gap is not None and gap > (_SAME_TIME_US if sure else _ESTIMATES_US):
        return "superseded"
    if ratio > _OTHER:
        return "other"
    grew = now.unit is None and (now.value or 0) > (before.value or 0)
    if gap is not None and gap >= _LATER_US and grew:
        return "superseded"
    told = sure or (
        {before.openness, now.openness} == {"exact", "about"}
        and ratio < _OPPOSED
        and (gap is None or gap <= _OPPOSED_US)
        and _FALLING.isdisjoint(now.key)
    )
    return "conflict" if told and _of_one_thing(before, now) else "differs"
