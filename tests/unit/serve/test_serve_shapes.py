"""What pages are drawn from: marks, branches, charts, moments, links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serve_press import FLOOD, FLOOD_TEXT, NOW, Row, article, findings, flood_ledger, member

from newsloom.model.facts import Finding, Quote
from newsloom.model.judgements import RelationKind
from newsloom.model.ledger import Point, Series
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US
from newsloom.serve import credit, moments
from newsloom.serve.branches import Branch, copies_among, roots
from newsloom.serve.chart import HEIGHT, WIDTH, chart, plain
from newsloom.serve.marks import paragraphs
from newsloom.serve.threads import MOST, threads


def test_marks_stand_exactly_on_their_words() -> None:
    made = article("flood", 0, FLOOD[0])
    lines = paragraphs(FLOOD_TEXT, findings(made))
    assert ["".join(piece.text for piece in line) for line in lines] == FLOOD_TEXT.split("\n")
    marked = [(p.text, p.kinds) for line in lines for p in line if p.kinds]
    assert marked == [
        ("1,200 people", ("figure",)),
        ("We heard the wall give way a little after two", ("quote",)),
        ("Nobody in the lower town should go back before Thursday.", ("quote",)),
        ("According to Lantern Wire", ("credit",)),
        ("3.5 million crowns", ("figure",)),
    ]
    notes = [piece.note for line in lines for piece in line if piece.kinds]
    assert notes[1] == "Quote: Mira Oduya"
    assert notes[0] == "Figure: at least, people displaced"


def test_marks_that_do_not_hold_are_left_out() -> None:
    wrong = [
        Quote("q", "a", 0, 5, "other"),
        Quote("q", "a", 3, 99, "x"),
        Quote("q", "a", -1, 2, ""),
    ]
    assert all(not piece.kinds for line in paragraphs("some text", wrong) for piece in line)


@given(
    st.text(alphabet="ab \n\u0301水😀", max_size=40),
    st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=6),
)
def test_marked_text_is_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    found: list[Finding] = [Quote("q", "a", a, b, text[max(a, 0) : max(b, 0)]) for a, b in spans]
    lines = paragraphs(text, found)
    shown = ["".join(piece.text for piece in line) for line in lines]
    assert shown == [line for line in text.split("\n") if line.strip()]


def places(branch: Branch) -> list[str]:
    return [branch.member.article.id, *(p for one in branch.branches for p in places(one))]


def test_roots_of_the_flood() -> None:
    made = [member("flood", place, row) for place, row in enumerate(FLOOD)]
    found = roots(made)
    assert [root.size for root in found] == [8, 3, 1, 1, 1]
    assert found[0].outside is None
    assert found[1].outside is not None and found[1].outside.name == "Lantern Wire"
    assert copies_among(made) == 10


@given(
    st.lists(st.tuples(st.sampled_from(["original", "edited"]), st.integers(0, 14)), max_size=12)
)
def test_every_member_stands_in_one_place_even_in_loops(
    judged: list[tuple[RelationKind, int]],
) -> None:
    rows = [Row(f"Outlet {n}", "T", "x", 1.0, kind=k, of=of) for n, (k, of) in enumerate(judged)]
    made = [member("loop", place, row) for place, row in enumerate(rows)]
    found = roots(made)
    ids = [name for root in found for branch in root.branches for name in places(branch)]
    assert sorted(ids) == sorted(one.article.id for one in made)
    assert sum(root.size for root in found) == len(made)


def test_chart_places_values_by_time() -> None:
    drawn = chart(flood_ledger().series[0])
    assert drawn is not None and drawn.timed
    assert (drawn.low, drawn.high) == ("900", "1\u202f620")
    xs = [mark.x for mark in drawn.marks]
    assert xs == sorted(xs) and len(xs) == 6  # the report of something else is not drawn
    assert max(drawn.marks, key=lambda mark: mark.y or 0).state == "conflict"
    assert len(drawn.line.split()) == 5  # what conflicts is not joined to the rest
    assert drawn.states == ("first", "agree", "rounded", "superseded", "conflict")
    assert [tick.label for tick in drawn.ticks][:2] == ["800", "1\u202f000"]
    assert len(drawn.days) > 1


def test_the_line_leaves_out_what_differs_and_its_later_reports() -> None:
    told = [(5265, "first"), (6339, "differs"), (5265, "agree"), (6339, "agree"), (5265, "agree")]
    points = [Point(f"f{n}", "a", value, str(value), state)  # type: ignore[arg-type]
              for n, (value, state) in enumerate(told)]  # fmt: skip
    drawn = chart(Series("employees", None, tuple(points)))
    assert drawn is not None
    heights = {place.split(",")[1] for place in drawn.line.split()}
    assert len(drawn.line.split()) == 3 and heights == {str(drawn.marks[0].y)}
    later = Point("f9", "a", 6339, "6339", "superseded")
    drawn = chart(Series("employees", None, (*points, later)))
    assert drawn is not None and len(drawn.line.split()) == 4  # now it is the word that holds


def test_chart_needs_three_different_values() -> None:
    assert chart(flood_ledger().series[1]) is None
    same = tuple(Point(f"f{n}", f"a-flood-{n}", 5, "5", "agree") for n in range(4))
    assert chart(Series("x", None, same)) is None


def test_chart_of_undated_reports_goes_by_order() -> None:
    points = tuple(Point(f"f{n}", "unknown", n * n, str(n * n), "first") for n in range(3))
    drawn = chart(Series("x", None, points))
    assert drawn is not None and not drawn.timed and drawn.days == ()
    xs = [mark.x for mark in drawn.marks]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1])


def test_chart_draws_vague_values_as_bars() -> None:
    points = (
        Point("f0", "a", 70_000, "70,000", "first"),
        Point("f1", "b", None, "tens of thousands", "agree", low=20_000, high=99_999),
        Point("f2", "c", 150_000, "at least 150,000", "superseded", low=150_000),
    )
    drawn = chart(Series("troops", None, points))
    assert drawn is not None
    exact, vague, least = drawn.marks
    assert (exact.top, exact.bottom) == (None, None)
    assert vague.y is None and vague.top is not None and vague.bottom is not None
    assert exact.y is not None and vague.top < exact.y < vague.bottom
    assert least.up and not least.down and least.y == least.bottom


@given(
    st.lists(
        st.tuples(
            st.none() | st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15),
            st.none() | st.integers(0, 4_000_000_000_000_000),
            st.none() | st.integers(0, 10**9),
        ),
        max_size=8,
    )
)
def test_chart_keeps_every_mark_inside(
    rows: list[tuple[float | None, int | None, int | None]],
) -> None:
    points = tuple(
        Point(f"f{n}", "a", value, "x", "agree", low=low, at_us=at)
        for n, (value, at, low) in enumerate(rows)
    )
    drawn = chart(Series("x", None, points))
    for mark in drawn.marks if drawn else ():
        assert 0 <= mark.x <= WIDTH
        for y in (mark.y, mark.top, mark.bottom):
            assert y is None or 0 <= y <= HEIGHT


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234567, "1\u202f234\u202f567"), (3.5, "3.5"), (2.0, "2"), (0, "0"), (-1500, "-1\u202f500")],
)
def test_plain_numbers(value: float, shown: str) -> None:
    assert plain(value) == shown


@pytest.mark.parametrize(
    ("articles", "origins", "drawn", "full"),
    [(1, 1, 1, 1), (14, 3, 14, 3), (400, 1, MOST, 1), (400, 399, MOST, MOST - 1), (0, 0, 1, 0)],
)
def test_threads(articles: int, origins: int, drawn: int, full: int) -> None:
    made = threads(articles, origins)
    assert (len(made), sum(one.origin for one in made)) == (drawn, full)


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (0, "just now"),
        (12 * MINUTE_US, "12 min ago"),
        (3 * HOUR_US, "3 h ago"),
        (5 * DAY_US, "5 d ago"),
        (40 * DAY_US, ""),
        (-HOUR_US, ""),
    ],
)
def test_ago(before: int, shown: str) -> None:
    assert moments.ago(NOW - before, NOW) == shown


def test_moments_name_the_day_when_it_is_another() -> None:
    assert moments.moment(NOW, NOW) == moments.hour(NOW)
    assert moments.moment(NOW - DAY_US, NOW).startswith("26 Feb ")
    assert moments.moment(NOW - 400 * DAY_US, NOW).startswith("23 Jan 2030 ")
    assert moments.ahead(NOW - 5, NOW) == "now"
    assert moments.ahead(NOW + 3 * HOUR_US, NOW) == "in 3 h"
    assert (moments.interval(45), moments.interval(900)) == ("45 s", "15 min")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" HTTP://a.example ", "HTTP://a.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        (None, None),
    ],
)
def test_http_url(url: str | None, kept: str | None) -> None:
    assert credit.http_url(url) == kept


def test_shorten_cuts_at_words() -> None:
    assert credit.shorten("one two three", 9) == "one two …"
    assert credit.shorten("one  two\nthree", 20) == "one two three"
    assert credit.shorten("水" * 30, 10) == "水" * 10 + " …"
