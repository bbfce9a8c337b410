"""A small line chart of a series of figures, laid out here and drawn by the template as SVG."""

from collections.abc import Mapping

from msgspec import Struct

from newsloom.model.types import Article, Point, PointState, Series

WIDTH, HEIGHT = 420, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 10.0, 10.0, 24.0, 28.0
_MIN_POINTS = 3


class Dot(Struct, frozen=True):
    """A value where it stands in the chart, in SVG units."""

    x: float
    y: float
    state: PointState
    label: str


class Chart(Struct, frozen=True):
    """Coordinates for a chart of ``WIDTH`` by ``HEIGHT`` SVG units.

    ``timed`` is False when a report is undated: then the reports stand in order, evenly spaced,
    and the axis says so. ``line`` joins the values that do not contradict each other.
    """

    line: str
    dots: tuple[Dot, ...]
    low: str
    high: str
    first_us: int | None
    last_us: int | None
    timed: bool


def plain(value: float | int) -> str:
    """A number with thin spaces between thousands, as in ``12 400`` or ``3.5``."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else f"{value:,.6g}"


def chart(series: Series, articles: Mapping[str, Article]) -> Chart | None:
    """The chart of a series; None below three valued points or when all values are the same."""
    valued = [(point, float(point.value)) for point in series.points if point.value is not None]
    values = [value for _, value in valued]
    if len(valued) < _MIN_POINTS or min(values) == max(values):
        return None
    times = [_published(point, articles) for point, _ in valued]
    known = [time for time in times if time is not None]
    timed = len(known) == len(times) and min(known) < max(known)
    places = [time - min(known) for time in known] if timed else list(range(len(valued)))
    span, low, high = max(places), min(values), max(values)
    dots = []
    for (point, value), place in zip(valued, places, strict=True):
        x = _LEFT + place / span * (WIDTH - _LEFT - _RIGHT)
        y = _TOP + (high - value) / (high - low) * (HEIGHT - _TOP - _BOTTOM)
        dots.append(Dot(round(x, 1), round(y, 1), point.state, point.text))
    joined = [dot for dot in dots if dot.state not in ("conflict", "other")]
    return Chart(
        " ".join(f"{dot.x},{dot.y}" for dot in joined),
        tuple(dots),
        plain(low),
        plain(high),
        min(known) if timed else None,
        max(known) if timed else None,
        timed,
    )


def _published(point: Point, articles: Mapping[str, Article]) -> int | None:
    article = articles.get(point.article)
    return article.published_us if article else None
