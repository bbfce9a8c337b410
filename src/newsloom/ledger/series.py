"""Reports of the same indicator across a story's articles, and how they compare.

Same number, other indicator is the usual cause of a false conflict: two figures belong to one
series only when they count the same thing in the same words and unit, and an article that gives
two values for it is not compared at all.
"""

import math
from collections.abc import Sequence

from newsloom.lineage.member import StoryMember, by_time
from newsloom.model.types import Figure, Point, PointState, Series
from newsloom.text.tokens import stems, words

_HOUR_US = 3_600_000_000
_SAME_TIME_US = 12 * _HOUR_US  # reports closer than this may contradict each other
_ROUNDED = 0.05  # relative difference that rounding explains
_OTHER = 3.0  # values further apart than this factor count different things
_TELLING = frozenset(("agree", "rounded", "superseded", "conflict"))
_VAGUE = frozenset(("day", "hour", "minute", "week", "month", "year", "decade", "second"))

# Qualifiers by what they leave open; any language. Others are read as "about".
_AT_LEAST = (
    "at least", "more than", "over", "above", "no fewer than", "no less than", "well over",
    "just over", "upwards of", "a minimum of", "mindestens", "mehr als", "über", "wenigstens",
    "au moins", "plus de", "plus d'", "plus d’", "al menos", "más de", "por lo menos", "не менее",
    "более", "более чем", "свыше", "больше", "как минимум", "по меньшей мере",
)  # fmt: skip
_AT_MOST = (
    "at most", "up to", "less than", "fewer than", "under", "below", "no more than", "as many as",
    "as much as", "bis zu", "weniger als", "unter", "höchstens", "maximal", "moins de", "au plus",
    "jusqu'à", "jusqu’à", "menos de", "hasta", "менее", "до",
)  # fmt: skip
_EXACT = ("only", "just", "a total of", "exactly", "another", "an additional", "a record", "nur")


class _Report:
    """A figure with its article."""

    def __init__(self, member: StoryMember, figure: Figure) -> None:
        self.member, self.figure = member, figure


def _key(figure: Figure, lang: str) -> tuple[str, ...] | None:
    """What a figure counts, comparable across articles; None when it cannot be told."""
    if figure.what is None or figure.unit in _VAGUE:
        return None
    return (lang, figure.unit or "", *sorted(stems(words(figure.what), lang)))


def _openness(figure: Figure) -> str:
    """``exact``, ``least``, ``most`` or ``about``."""
    if figure.qualifier is None or figure.qualifier in _EXACT:
        return "exact"
    if figure.qualifier in _AT_LEAST:
        return "least"
    return "most" if figure.qualifier in _AT_MOST else "about"


def _digits(value: float) -> int:
    """Significant digits: 94,000 has two."""
    plain = f"{abs(value):.10g}".split("e")[0].replace(".", "").strip("0")
    return len(plain) or 1


def _is_rounding(one: Figure, other: Figure) -> bool:
    """Whether one of the values can be the other one rounded, up, down or "about"."""
    first, second = abs(one.value or 0), abs(other.value or 0)
    low, high = sorted((first, second))
    if not math.isfinite(high) or high - low > _ROUNDED * high:
        return False
    if "about" in (_openness(one), _openness(other)):
        return True
    coarse, fine = sorted((first, second), key=_digits)
    digits = _digits(coarse)
    if digits == _digits(fine) or not fine:
        return False
    step = 10.0 ** (math.floor(math.log10(fine)) - digits + 1)
    return any(
        math.isclose(rounded(fine / step) * step, coarse)
        for rounded in (math.floor, round, math.ceil)
    )


def _is_specific(figure: Figure) -> bool:
    """Whether the words counted say enough that another value must be about the same thing."""
    return len((figure.what or "").split()) > 1


def compare(before: Figure, now: Figure, apart_us: int | None) -> PointState:
    """What a report is beside the one before it; ``apart_us`` None when a date is missing."""
    if before.value is None or now.value is None:
        return "other"
    if before.value == now.value:
        return "agree"
    if _is_rounding(before, now):
        return "rounded"
    smaller, larger = sorted((before.value, now.value))
    if apart_us is None or not _is_specific(now) or not 0 < larger <= _OTHER * smaller:
        return "other"
    if apart_us > _SAME_TIME_US:
        return "superseded"
    both = (_openness(before), _openness(now))
    if both == ("exact", "exact"):
        return "conflict"
    low, high = (before, now) if before.value < now.value else (now, before)
    # "at least 10" leaves room for 12, "up to 12" for 10.
    return (
        "other"
        if _openness(low) in ("least", "about")
        or _openness(high)
        in (
            "most",
            "about",
        )
        else "conflict"
    )


def _points(reports: Sequence[_Report]) -> tuple[Point, ...]:
    """The reports in time order with their states."""
    values: dict[str, set[float]] = {}
    for report in reports:
        if report.figure.value is not None:
            values.setdefault(report.member.article.id, set()).add(report.figure.value)
    points: list[Point] = []
    before: _Report | None = None
    for report in reports:
        article, figure = report.member.article, report.figure
        state: PointState
        if figure.value is None or len(values[article.id]) > 1:
            state = "other"
        elif before is None:
            state = "first"
        elif before.member.article.id == article.id:
            state = "agree"
        else:
            state = compare(before.figure, figure, _apart(before.member, report.member))
        if figure.value is not None and len(values[article.id]) == 1:
            before = report
        points.append(Point(figure.id, article.id, figure.value, figure.text, state))
    return tuple(points)


def _apart(one: StoryMember, other: StoryMember) -> int | None:
    first, second = one.article.published_us, other.article.published_us
    return None if first is None or second is None else abs(second - first)


def lay_series(members: Sequence[StoryMember]) -> tuple[Series, ...]:
    """The indicators that two articles or more report, in order of their first report.

    States are conservative: without dates, with vague values, where an article has two values
    for one indicator, or where one bare noun is counted, a differing report is ``other``.
    Indicators of which nothing can be said are left out.
    """
    reports: dict[tuple[str, ...], list[_Report]] = {}
    for member in sorted(members, key=by_time):
        for figure in member.figures:
            key = _key(figure, member.article.lang)
            if key is not None:
                reports.setdefault(key, []).append(_Report(member, figure))
    result: list[Series] = []
    for several in reports.values():
        points = _points(several)
        articles = {point.article for point in points}
        if len(articles) > 1 and any(point.state in _TELLING for point in points):
            first = several[0].figure
            result.append(Series(first.what or "", first.unit, points))
    return tuple(result)
