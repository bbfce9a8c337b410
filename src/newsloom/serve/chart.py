"""A small chart of a series of figures, laid out here and drawn by the template as SVG.

One mark for each report: its shape and colour tell how it stands to the one before it, a bar the
room that a range or a vague amount leaves. Reports of something else are not drawn.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime

from msgspec import Struct

from newsloom.model.ledger import Point, PointState, Series
from newsloom.model.times import DAY_US, from_us

WIDTH, HEIGHT = 440, 210
LEFT, RIGHT, TOP, BOTTOM = 62.0, 14.0, 12.0, 30.0
_MIN_MARKS = 3
_LEAST_GAP = 12.0  # SVG units between marks of different reports at one time
_MOST_TICKS = 4
_FROM_ZERO = 0.4  # lowest value as a share of the highest, below which the axis begins at zero
_STATES: tuple[PointState, ...] = (
    "first", "agree", "rounded", "superseded", "other_date", "differs", "conflict",
)  # fmt: skip


class Mark(Struct, frozen=True):
    """A report in the chart, in SVG units.

    ``y`` is None for a range or a vague amount, which is a bar from ``top`` to ``bottom``; a bound
    ("at least") has both. ``up`` and ``down`` say that the bar is open at that end.
    """

    x: float
    y: float | None
    top: float | None
    bottom: float | None
    up: bool
    down: bool
    state: PointState
    label: str
    article: str
    figure: str


class Tick(Struct, frozen=True):
    """A place on an axis, in SVG units, and what is printed there."""

    at: float
    label: str


class Chart(Struct, frozen=True):
    """What to draw on ``WIDTH`` by ``HEIGHT`` SVG units.

    ``line`` joins the values that follow each other. ``timed`` is False when a report is undated:
    then reports stand in order, evenly spaced. ``states`` are those drawn, for the legend.
    """

    line: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    timed: bool
    states: tuple[PointState, ...]
    low: str
    high: str


def plain(value: float | int) -> str:
    """A number with thin spaces between thousands, as in ``12 400`` or ``3.5``."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else f"{value:,.6g}"


def short(value: float) -> str:
    """A number as an axis prints it: ``12 400``, ``3.5``, ``850 M``, ``1.2 bn``."""
    for size, name in ((1e12, "tn"), (1e9, "bn"), (1e6, "M")):
        if abs(value) >= size:
            return f"{plain(float(f'{value / size:.6g}'))}\u202f{name}"
    return plain(float(f"{value:.10g}"))


def _ends(point: Point) -> list[float]:
    """The finite values that a point shows."""
    return [float(one) for one in (point.value, point.low, point.high) if one is not None]


def _moment(point: Point) -> int | None:
    """When a point is of, in UTC microseconds: its own day, else its publication."""
    if point.as_of and len(point.as_of) == 10:
        day = date.fromisoformat(point.as_of)
        noon = (day - date(1970, 1, 1)).days * DAY_US + DAY_US // 2
        if point.at_us is not None and from_us(point.at_us).date() == day:
            return point.at_us
        return noon
    return point.at_us


def _scale(low: float, high: float) -> tuple[float, float, list[float]]:
    """The ends of an axis around the values, and round values on it."""
    if 0 <= low < high * _FROM_ZERO:
        low = 0.0
    rough = (high - low) / _MOST_TICKS or abs(high) or 1.0
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        last += 1
    return first * step, last * step, [number * step for number in range(first, last + 1)]


def chart(series: Series) -> Chart | None:
    """The chart of a series; None below three marks, or when all say the same."""
    drawn = [point for point in series.points if point.state != "other" and _ends(point)]
    values = [value for point in drawn for value in _ends(point)]
    if len(drawn) < _MIN_MARKS or min(values) == max(values):
        return None
    if not all(math.isfinite(value) for value in values):
        return None
    floor, ceiling, round_values = _scale(min(values), max(values))
    step = round_values[1] - round_values[0]
    if any(_open(point)[0] for point in drawn) and max(values) == ceiling:
        ceiling, round_values = ceiling + step, [*round_values, ceiling + step]
    places, days, timed = _places(drawn)

    def height(value: float) -> float:
        share = (ceiling - value) / (ceiling - floor)
        return round(TOP + share * (HEIGHT - TOP - BOTTOM), 1)

    marks = tuple(_mark(point, x, height) for point, x in zip(drawn, places, strict=True))
    joined = [mark for mark, on in zip(marks, _on_line(drawn), strict=True) if on]
    return Chart(
        " ".join(f"{mark.x},{mark.y}" for mark in joined),
        marks,
        tuple(Tick(height(value), short(value)) for value in round_values),
        days,
        timed,
        tuple(state for state in _STATES if any(mark.state == state for mark in marks)),
        short(min(values)),
        short(max(values)),
    )


def _on_line(points: Sequence[Point]) -> list[bool]:
    """Which points the line joins: not a value that differs or conflicts, nor its later reports."""
    apart: set[float | None] = set()
    joined = []
    for point in points:
        if point.state in ("differs", "conflict"):
            apart.add(point.value)
        elif point.state in ("first", "superseded"):
            apart.discard(point.value)
        on = point.state != "other_date" and point.value not in apart
        joined.append(on and point.value is not None)
    return joined


def _open(point: Point) -> tuple[bool, bool]:
    """Whether a point says nothing of how high, and how low, the value may be."""
    exact = point.low is None and point.high is None
    return not exact and point.high is None, not exact and point.low is None


def _mark(point: Point, x: float, height: Callable[[float], float]) -> Mark:
    exact = point.low is None and point.high is None
    ends = _ends(point)
    up, down = _open(point)
    return Mark(
        x=x,
        y=None if point.value is None else height(float(point.value)),
        top=None if exact else TOP if up else height(max(ends)),
        bottom=None if exact else HEIGHT - BOTTOM if down else height(min(ends)),
        up=up,
        down=down,
        state=point.state,
        label=point.text,
        article=point.article,
        figure=point.figure,
    )


def _places(points: Sequence[Point]) -> tuple[list[float], tuple[Tick, ...], bool]:
    """Where the points stand from left to right, the days below, and whether time is to scale."""
    times = [_moment(point) for point in points]
    known = [time for time in times if time is not None]
    width = WIDTH - LEFT - RIGHT - 2 * _LEAST_GAP
    if len(known) < len(times) or min(known) == max(known):
        step = width / max(1, len(points) - 1)
        even = [round(LEFT + _LEAST_GAP + number * step, 1) for number in range(len(points))]
        return even, (), False
    first, span = min(known), max(known) - min(known)

    def across(time: int) -> float:
        return round(LEFT + _LEAST_GAP + (time - first) / span * width, 1)

    days = [Tick(across(time), label) for time, label in _days(first, first + span)]
    return [across(time) for time in known], tuple(days), True


def _days(first: int, last: int) -> list[tuple[int, str]]:
    """Up to four moments between two, as days; as hours where all is of one or two days."""
    parts = _MOST_TICKS - 1
    moments = [first + (last - first) * number // parts for number in range(parts + 1)]
    close = last - first < 2 * DAY_US
    far = last - first > 300 * DAY_US
    found: dict[str, int] = {}
    for moment in moments:
        at = from_us(moment)
        found.setdefault(_hour(at) if close else _month(at) if far else _day(at), moment)
    return [(moment, label) for label, moment in found.items()]


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def _hour(at: datetime) -> str:
    return f"{at.day} {at:%b} {at:%H:%M}"


def _month(at: datetime) -> str:
    return f"{at:%b %Y}"
