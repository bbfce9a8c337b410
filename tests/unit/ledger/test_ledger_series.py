"""Series of figures: what belongs together, and how two reports stand to each other."""

import random
from datetime import UTC, datetime

import pytest
from ledger_members import member

from newsloom.findings.figures import find_figures
from newsloom.ledger.compare import compare, compatible, span_of
from newsloom.ledger.reports import reports_of
from newsloom.ledger.series import lay_series
from newsloom.lineage.member import Lineage
from newsloom.model.ledger import Openness, Report, Series

HOUR = 3_600_000_000


def report(
    value: float | None,
    openness: Openness = "exact",
    *,
    hours: float | None = 0.0,
    as_of: str | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str | None = None,
) -> Report:
    at_us = None if hours is None else 1_700_000_000_000_000 + int(hours * HOUR)
    key = ("hous", "stone")
    return Report("f", "a", "Gazette", "en", "x", "stone houses", unit, value, openness, key, (),
                  low, high, at_us, as_of)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [
        (report(10), report(10), "agree"),
        (report(1234), report(1200), "rounded"),
        (report(93_800), report(94_000, "about"), "rounded"),
        (report(59), report(58), "conflict"),
        (report(59), report(58, hours=30), "superseded"),
        (report(40), report(45, hours=5), "superseded"),
        (report(4.1, unit="%"), report(4.5, unit="%", hours=5), "conflict"),
        (report(59), report(58, hours=None), "differs"),
        (report(59, "about"), report(80, "about"), "differs"),
        (report(10, "least"), report(12), "agree"),
        (report(15, "most"), report(12), "agree"),
        (report(10, "least"), report(8), "differs"),
        (report(10, "least"), report(133_610), "other"),
        (report(10), report(1000), "other"),
        (report(70_000), report(None, "vague", low=20_000, high=99_999), "agree"),
        (report(70_000), report(None, "vague", low=2_000, high=9_999, hours=90), "differs"),
        (report(12), report(None, "vague", low=10, high=15), "agree"),
        (report(5, as_of="2024-05-06"), report(3, as_of="2024-05-02"), "other_date"),
        (report(5, as_of="2024-05-02"), report(7, as_of="2024-05-06"), "superseded"),
        (report(5, as_of="2024-05"), report(7, as_of="2024-05-06"), "conflict"),
    ],
)  # fmt: skip
def test_states(before: Report, now: Report, state: str) -> None:
    assert compare(before, now) == state


def test_vague_amounts_of_one_size_agree_with_each_other() -> None:
    tens = report(None, "vague", low=20_000, high=99_999)
    assert compatible(tens, report(94_000))
    assert compatible(tens, report(None, "vague", low=50_000, high=60_000))
    assert not compatible(tens, report(150_000, "least"))


def test_the_days_a_report_is_of() -> None:
    assert [str(day) for day in span_of(report(1, as_of="2024-02")) or ()] == [
        "2024-02-01",
        "2024-02-29",
    ]
    assert [str(day) for day in span_of(report(1, as_of="2024-02-26/2024-03-03")) or ()] == [
        "2024-02-26",
        "2024-03-03",
    ]
    assert span_of(report(1, hours=None)) is None


# ---------------------------------------------------------------- what belongs together


def series(*texts: str, hours: float = 30.0, lang: str = "en") -> tuple[Series, ...]:
    members = [member(seq, text, hours=hours * seq) for seq, text in enumerate(texts, 1)]
    return lay_series(reports_of(members, Lineage((), 0)))


def told(found: tuple[Series, ...]) -> list[list[tuple[str, str]]]:
    return [[(point.text, point.state) for point in one.points] for one in found]


BUILD_UP = (
    "Norvia has massed an estimated 94,000 Norvian troops near the border with Estmark.",
    "Spies say Norvia moved 70,000 soldiers to the border. Tens of thousands of Norvian troops "
    "wait near the border with Estmark.",
    "At least 150,000 Norvian troops now stand at the borders of Estmark. An estimated 30,000 "
    "Norvian forces came to Lutmark for an exercise.",
)


def test_a_build_up_is_one_series() -> None:
    assert told(series(*BUILD_UP, hours=100)) == [
        [
            ("an estimated 94,000 Norvian troops", "first"),
            ("70,000 soldiers", "superseded"),
            ("Tens of thousands of Norvian troops", "agree"),
            ("At least 150,000 Norvian troops", "superseded"),
            ("An estimated 30,000 Norvian forces", "other"),
        ]
    ]


def states(*texts: str, hours: float = 30.0) -> list[str]:
    return [state for _, state in told(series(*texts, hours=hours))[0]]


def test_a_count_against_an_estimate_of_the_day_before_is_a_conflict() -> None:
    assert states(*BUILD_UP[:2]) == ["first", "conflict", "agree"]
    # Two days later it may have changed; without dates nothing is said.
    assert states(*BUILD_UP[:2], hours=50) == ["first", "differs", "agree"]
    members = [member(seq, text) for seq, text in enumerate(BUILD_UP[:2], 1)]
    (undated,) = lay_series(reports_of(members, Lineage((), 0)))
    assert [point.state for point in undated.points] == ["first", "differs", "agree"]


@pytest.mark.parametrize(
    "texts",
    [
        ("About 94,000 Norvian troops are near.", "Some 70,000 Norvian troops are near."),
        ("About 940 Norvian miners are missing.", "In all 700 Norvian miners are missing."),
        ("About 940 Norvian miners came.", "In all 400 Norvian miners came."),
    ],
)
def test_two_estimates_what_falls_and_what_is_far_off_only_differ(texts: tuple[str, str]) -> None:
    assert states(*texts) == ["first", "differs"]


def test_modifiers_that_differ_are_other_indicators() -> None:
    assert series("They counted 94,000 Norvian troops.", "They saw 60,000 Estmark troops.") == ()


def test_outcomes_part_indicators() -> None:
    texts = ("In all 12 miners were killed.", "In all 12 miners were injured.")
    assert series(*texts) == ()


def test_a_value_with_three_digits_joins_other_words() -> None:
    found = told(
        series("The flood drove 2,596 people away.", "There were 2,596 evacuees in tents.")
    )
    assert [[state for _, state in one] for one in found] == [["first", "agree"]]


def test_shares_are_told_apart_by_the_words_around() -> None:
    found = series(
        "Turnout in the mayoral ballot reached 56.4 percent. The Kite Party took 51.2 percent.",
        "Turnout in the mayoral ballot was put at 57.1 percent by the clerk.",
    )
    assert [[point.value for point in one.points] for one in found] == [[56.4, 57.1]]


def test_an_earlier_value_is_of_another_date() -> None:
    found = told(
        series(
            "In all 45 miners were killed in Mossford.",
            "The toll rose: 75 miners were killed, up from 45 miners killed before the rain.",
        )
    )
    assert [[state for _, state in one] for one in found] == [["first", "superseded", "other_date"]]


def test_a_value_that_still_stands_agrees_after_a_conflict() -> None:
    texts = [f"In all {count} stone houses fell." for count in (94, 92, 94)]
    assert [[state for _, state in one] for one in told(series(*texts, hours=0.5))] == [
        ["first", "conflict", "agree"]
    ]


def test_a_toll_is_of_the_day_of_the_report_not_of_the_disaster() -> None:
    toll = "In all {} miners were killed when the shaft at Mossford fell in on {}."
    # Hour 0 of ledger_members is a Tuesday.
    texts = [toll.format(25, "Monday night"), toll.format(31, "Monday")]
    assert states(*texts, hours=24) == ["first", "superseded"]
    (found,) = series(texts[0].partition(" when")[0] + ".", texts[1], hours=24)
    assert [(point.state, point.as_of) for point in found.points] == [
        ("first", None),
        ("superseded", None),
    ]
    (found,) = series("As of Monday, 25 miners were killed.", "31 miners were killed.", hours=1)
    assert [(point.state, point.as_of) for point in found.points] == [
        ("first", "2023-11-13"),
        ("superseded", None),
    ]


def test_an_old_value_repeated_is_no_conflict() -> None:
    texts = [
        "In all 45 stone houses fell.",
        "In all 75 stone houses fell.",
        "In all 45 stone houses fell.",
    ]
    found = told(series(*texts, hours=5))
    assert [[state for _, state in one] for one in found] == [["first", "superseded", "other_date"]]


def test_points_carry_bounds_and_dates() -> None:
    found = series(*BUILD_UP, hours=100)[0]
    assert (found.what, found.unit, found.lang) == ("norvian troops", None, "en")
    vague, least = found.points[2], found.points[3]
    assert (vague.value, vague.low, vague.high) == (None, 20_000, 99_999)
    assert (least.value, least.low, least.high) == (150_000, 150_000, None)
    assert all(point.at_us is not None and point.outlet for point in found.points)


def test_order_of_reports_does_not_matter() -> None:
    members = [member(seq, text, hours=9.0 * seq) for seq, text in enumerate(BUILD_UP, 1)]
    reports = list(reports_of(members, Lineage((), 0)))
    expected = lay_series(reports)
    random.Random(4).shuffle(reports)
    assert lay_series(reports) == expected


def test_as_of_comes_from_the_sentence() -> None:
    one = member(1, "On Monday, 12 boats sank off Mossford. On 3 May 2023, 40 boats sank there.")
    found = find_figures(one.article)
    written = datetime.fromtimestamp((one.article.published_us or 0) / 1e6, UTC).date()
    days = [figure.as_of for figure in found]
    assert days[1] == "2023-05-03"
    if one.article.published:
        assert days[0] is not None and days[0] <= written.isoformat()


def test_two_bare_amounts_of_one_article_are_two_things() -> None:
    first = "The rate in Quillmoor was 3.6 percent, well below 10.2 percent in Fenwick."
    second = "The rate in Quillmoor rose to 3.8 percent, below Fenwick."
    members = [member(1, first), member(2, second)]
    for series in lay_series(reports_of(members, Lineage((), 0))):
        values = {point.value for point in series.points}
        assert not {3.6, 10.2} <= values
