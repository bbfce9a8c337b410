"""Printed dates: read exactly or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.times import DAY_US, to_us
from newsloom.text.dates import parse_printed


@pytest.mark.parametrize(
    ("printed", "iso", "precision"),
    [
        ("2021-12-07", "2021-12-07", "day"),
        ("20211207", "2021-12-07", "day"),
        ("2021-12-07T10:30:00Z", "2021-12-07T10:30:00Z", "second"),
        ("2021-12-07T10:30:00.123+01:00", "2021-12-07T10:30:00+01:00", "second"),
        ("2021-12-07T10:30:00-0500", "2021-12-07T10:30:00-05:00", "second"),
        ("2021-12-07 10:30", "2021-12-07T10:30:00", "local"),
        ("2021-12-07T24:00:00Z", "2021-12-08T00:00:00Z", "second"),
        ("2021-12", "2021-12", "month"),
        ("2021", "2021", "year"),
        ("Tue, 07 Dec 2021 10:30:00 GMT", "2021-12-07T10:30:00Z", "second"),
        ("Tue, 7 Dec 21 10:30 EST", "2021-12-07T10:30:00-05:00", "second"),
        ("Sat, 01 Jan 2022 00:00:00 +0530", "2022-01-01T00:00:00+05:30", "second"),
        ("1638871200", "2021-12-07T10:00:00Z", "second"),
        ("December 7th, 2021", "2021-12-07", "day"),
        ("10:30 PM, Tuesday December 7, 2021", "2021-12-07T22:30:00", "local"),
        ("7. Dezember 2021, 10.30 Uhr", "2021-12-07T10:30:00", "local"),
        ("le 7 décembre 2021 à 10h30", "2021-12-07T10:30:00", "local"),
        ("7 de diciembre de 2021", "2021-12-07", "day"),
        ("7 декабря 2021 г.", "2021-12-07", "day"),
        ("2021年12月7日 10:30", "2021-12-07T10:30:00", "local"),
        ("2021년 12월 7일", "2021-12-07", "day"),
        ("٧ ديسمبر 2021", "2021-12-07", "day"),
        ("13/07/2021", "2021-07-13", "day"),
        ("07/13/2021", "2021-07-13", "day"),
        ("12.07.2021", "2021-07-12", "day"),
        ("2021-12-07T10:30:00 (IST)", "2021-12-07T10:30:00", "local"),
    ],
)
def test_read(printed: str, iso: str, precision: str) -> None:
    found = parse_printed(printed)
    assert found is not None
    assert (found.iso, found.precision) == (iso, precision)


@pytest.mark.parametrize(
    "printed",
    ["", "soon", "7/12/2021", "2021-13-45", "32 December 2021", "0001-01-01", "May 2020",
     "9999-12-31T24:00:00Z", "x" * 500, "12:30", "1234567"],
)  # fmt: skip
def test_refused(printed: str) -> None:
    assert parse_printed(printed) is None


def test_moment_of_an_offset() -> None:
    found = parse_printed("2021-12-07T10:30:00+02:00")
    assert found is not None
    assert found.us == to_us(datetime(2021, 12, 7, 8, 30, tzinfo=UTC))
    month = parse_printed("2021-12")
    assert month is not None
    assert month.us is None


def test_the_future_is_absurd_only_when_the_present_is_known() -> None:
    now = to_us(datetime(2021, 12, 6, tzinfo=UTC))
    assert parse_printed("2021-12-07", now_us=now) is not None
    assert parse_printed("2021-12-08", now_us=now - 1) is None
    assert parse_printed("2021-12-08", now_us=now + DAY_US) is not None
    assert parse_printed("2031-12-08") is not None


@given(st.text(alphabet="0123456789:-/.TZ+ DecMay年月日apm,", max_size=40))
def test_never_raises_and_gives_iso(printed: str) -> None:
    found = parse_printed(printed)
    assert found is None or datetime.fromisoformat(found.iso.ljust(7, "-") and (
        found.iso if len(found.iso) > 7 else (found.iso + "-01-01")[:10]))  # fmt: skip
