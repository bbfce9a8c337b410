"""Reports of the same indicator across articles, and how they compare.

Same number, other indicator is the usual cause of a false conflict. Reports belong to one series
when they count the same words in the same unit and no modifier speaks against it, when a bare
amount stands among the same words, or when a telling value is the very same.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from newsloom.ledger.compare import bounds, compare, compatible, digits
from newsloom.model.ledger import Point, PointState, Report, Series

_TELLING_STATES = frozenset(("agree", "rounded", "superseded", "conflict", "other_date", "differs"))
_TIME = frozenset(("day", "hour", "minute", "week", "month", "year", "decade", "second"))
_SHARED = 0.34  # of the smaller context, to take two bare amounts for one indicator
_TELLING_DIGITS = 3  # a value with so many is not met twice by chance within a story
_MOST_TOLD = 8  # reports by which a series is known
_COMMON_PREFIX = 5


def _modifiers_fit(missing: set[str], context: Sequence[str]) -> bool:
    """Whether every word that only one side counts stands around the other."""
    return all(
        any(one[:_COMMON_PREFIX] == near[:_COMMON_PREFIX] for near in context) for one in missing
    )


def _shared(one: Report, other: Report) -> float:
    """The share of the smaller context that both have; 0 below two words in common."""
    common = len(_terms(one.context) & _terms(other.context))
    smaller = min(len(one.context), len(other.context))
    return common / smaller if common > 1 and smaller else 0.0


@lru_cache(maxsize=20_000)
def _terms(context: tuple[str, ...]) -> frozenset[str]:
    return frozenset(context)


@lru_cache(maxsize=20_000)
def _outcomes(key: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one for one in key if one.startswith("!"))


def same_indicator(one: Report, other: Report) -> bool:
    """Whether two reports are of one indicator, so that their values may be compared."""
    if one.unit != other.unit or _outcomes(one.key) != _outcomes(other.key):
        same_value = one.value is not None and one.value == other.value
        either = not _outcomes(one.key) or not _outcomes(other.key)
        return same_value and either and one.unit == other.unit and _telling(one)
    if one.value is not None and one.value == other.value:
        if _telling(one):
            return True
        if one.lang == other.lang and digits(one.value) > 1 and _touch(one, other):
            return True
    if one.lang != other.lang:
        return False
    if one.key and other.key:
        return _same_words(one, other)
    return one.unit is not None and _shared(one, other) >= _SHARED


def _telling(one: Report) -> bool:
    return one.value is not None and digits(one.value) >= _TELLING_DIGITS


def _touch(one: Report, other: Report) -> bool:
    """Whether anything counted or around is common to both."""
    return bool({*one.key, *one.context} & {*other.key, *other.context})


def _same_words(one: Report, other: Report) -> bool:
    """Whether what is counted is the same, as far as the words go."""
    first, second = set(one.key), set(other.key)
    common = first & second
    ended = common & _outcomes(one.key)
    if not common - ended and not (common and first == second):
        return False
    fits = _modifiers_fit(first - second, other.context) and _modifiers_fit(
        second - first, one.context
    )
    if not fits:
        return False
    if one.unit in _TIME:
        return _shared(one, other) >= _SHARED
    if min(len(first), len(second)) > 1 or ended:
        return True
    # One bare noun ("13 people") says little: a synonym class or the words around must help.
    if any(word.startswith("=") for word in common):
        return len(set(one.context) & set(other.context)) > 0 or first != second
    return _shared(one, other) >= _SHARED


def _rivals(one: Report, other: Report) -> bool:
    """Whether an article gives two amounts without a noun: "3.6 percent, below 10.2 percent"."""
    bare = not other.key and not one.earlier and not other.earlier
    return bare and one.article == other.article and one.value != other.value


class _Group:
    """The reports of one indicator, in order."""

    def __init__(self, report: Report) -> None:
        self.reports = [report]
        self.known = [report]  # different ones, by which others are recognised

    def has(self, report: Report) -> bool:
        if not any(same_indicator(report, one) for one in self.known):
            return False
        if not report.key and any(_rivals(report, one) for one in self.reports):
            return False
        # "4,270 people" and "66,400 people" of one article are two things; of what is named
        # more closely a total and its part may stand in one series, told apart by their states.
        bare = report.unit is None and len(report.key) < 2 and not report.earlier
        return (
            not bare
            or any(
                one.value == report.value or word.startswith("=")
                for one in self.known
                for word in one.key or ("",)
            )
            or not any(
                one.article == report.article
                and "exact" == one.openness == report.openness
                and one.value != report.value
                for one in self.reports
            )
        )

    def add(self, report: Report) -> None:
        self.reports.append(report)
        if len(self.known) < _MOST_TOLD and not any(
            one.key == report.key and one.value == report.value and one.context == report.context
            for one in self.known
        ):
            self.known.append(report)


def _groups(reports: Sequence[Report]) -> list[_Group]:
    """Reports by indicator. A report is only held against groups that share a word or a value."""
    groups: list[_Group] = []
    by_mark: dict[tuple[object, ...], list[_Group]] = {}
    for report in reports:
        marks = _marks(report)
        near = dict.fromkeys(group for mark in marks for group in by_mark.get(mark, ()))
        group = next((one for one in near if one.has(report)), None)
        if group is None:
            group = _Group(report)
            groups.append(group)
        else:
            group.add(report)
        for mark in marks:
            held = by_mark.setdefault(mark, [])
            if group not in held:
                held.append(group)
    return groups


def _marks(report: Report) -> list[tuple[object, ...]]:
    """What another report of the same indicator must share with this one, one of it at least."""
    marks: list[tuple[object, ...]] = [(report.unit, report.lang, word) for word in report.key]
    if report.value is not None and digits(report.value) > 1:
        marks.insert(0, (report.unit, "value", report.value))
    if not report.key:
        marks.append((report.unit, report.lang))
    return marks


def _main_values(reports: Sequence[Report]) -> dict[str, Report]:
    """For each article the report that is compared: the value that others give, or come near."""
    by_article: dict[str, list[Report]] = {}
    for report in reports:
        by_article.setdefault(report.article, []).append(report)
    given = Counter(
        value for several in by_article.values()
        for value in {one.value for one in several if one.value is not None}
    )  # fmt: skip
    chosen: dict[str, Report] = {}
    for article, several in by_article.items():
        now = [one for one in several if not one.earlier] or several
        exact = [one for one in now if one.value is not None] or now
        if len(exact) == 1:
            chosen[article] = exact[0]
            continue
        others = [one for one in reports if one.article != article]
        chosen[article] = max(
            exact,
            key=lambda one: (
                one.value is not None and given[one.value] > 1,
                max((_shared(one, other) for other in others), default=0.0),
                one.value or 0,
            ),
        )
    return chosen


def _points(reports: Sequence[Report]) -> tuple[Point, ...]:
    """The reports in time order with their states; of equal ones in an article the first."""
    main = _main_values(reports)
    points: list[Point] = []
    before: Report | None = None
    said: set[tuple[str, float | None, float | None]] = set()
    standing: set[float] = set()  # values reported that nothing has taken the place of
    past: set[float] = set()  # and those that something has
    for report in reports:
        value = report.value
        mark = (report.article, value, report.low)
        if mark in said:
            continue
        said.add(mark)
        state: PointState
        if main[report.article] is not report and not (
            value == main[report.article].value and value is not None
        ):
            state = _beside(report, main[report.article])
        elif before is None:
            state, before = "first", report
            standing |= {value} if value is not None else set()
        else:
            state = compare(before, report)
            if value is not None and value in standing:
                state = "agree"  # with one before the last, which another contradicts
            elif value is not None and value in past and state in ("conflict", "superseded"):
                state = "other_date"  # an older value, repeated
            if state == "superseded":
                past, standing = past | standing, set()
            if state not in ("other", "other_date") and value is not None:
                before = report
                standing.add(value)
        points.append(_point(report, state))
    return tuple(points)


def _beside(report: Report, main: Report) -> PointState:
    """The state of a report whose article gives another value for the same words."""
    if report.earlier and report.value is not None:
        return "other_date"
    vague = report.openness != "exact" or main.openness != "exact"
    return "agree" if vague and compatible(report, main) else "other"


def _point(report: Report, state: PointState) -> Point:
    low, high = bounds(report)
    exact = report.openness in ("exact", "about")
    low = -math.inf if report.openness == "most" else low
    high = math.inf if report.openness == "least" else high
    return Point(
        figure=report.figure,
        article=report.article,
        value=report.value,
        text=report.text,
        state=state,
        outlet=report.outlet,
        low=None if exact or low == -math.inf else low,
        high=None if exact or high == math.inf else high,
        at_us=report.at_us,
        as_of=report.as_of,
    )


def _named(reports: Sequence[Report]) -> Report:
    """The report whose words name the indicator: the most frequent, then the earliest."""
    counts = Counter(report.what for report in reports if report.what)
    named = [report for report in reports if report.what]
    return max(named, key=lambda report: counts[report.what]) if named else reports[0]


def lay_series(reports: Sequence[Report]) -> tuple[Series, ...]:
    """The indicators that two articles or more report, in order of their first report.

    ``reports`` of a story, or of all stories of a storyline; their order does not matter.
    Indicators of which nothing can be said are left out.
    """
    ordered = sorted(
        reports, key=lambda one: (one.at_us is None, one.at_us or 0, one.seq, one.start)
    )
    result: list[Series] = []
    for group in _groups(ordered):
        if len({report.article for report in group.reports}) < 2:
            continue
        points = _points(group.reports)
        articles = {point.article for point in points if point.state != "other"}
        if len(articles) > 1 and any(point.state in _TELLING_STATES for point in points):
            name = _named(group.reports)
            result.append(Series(name.what, name.unit, points, name.lang))
    return tuple(result)
