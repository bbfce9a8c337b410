"""Dates of publication: what is believed, what is kept beside it, and clocks that are wrong."""

import json
from typing import Any

import pytest

from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.model.facts import Article, Capture, CaptureKind, Hints
from newsloom.model.times import DAY_US, HOUR_US, from_us

NOW = 1_900_000_000 * 1_000_000  # 17 March 2030, 17:46:40 UTC
TEXT = "The harbour council closed the old swing bridge after divers found cracks in it. " * 3


def iso(hours: float, now: int = NOW) -> str:
    return from_us(now + int(hours * HOUR_US)).isoformat()


def read(kind: CaptureKind, body: bytes, url: str | None, now: int, hints: Hints) -> Article:
    made = Capture("c1", kind, url, url, now, 200, (), hints, None, body, 1)
    return extract_capture(made, Debris.empty()).article


def page(feed: str | None, own: str | None, path: str = "bridge", now: int = NOW) -> Article:
    meta = f'<meta property="article:published_time" content="{own}">' if own else ""
    html = f"<html><head><title>Bridge</title>{meta}</head><body><p>{TEXT}</p></body></html>"
    url = f"https://anders.example/{path}"
    return read("page", html.encode(), url, now, Hints(published=feed))


@pytest.mark.parametrize(
    ("feed", "own", "path", "origin", "hours", "others"),
    [
        (-2, -3, "bridge", "feed", -2, [("page", -3)]),
        (-2, -2, "bridge", "feed", -2, []),
        (None, -3, "bridge", "page", -3, []),
        (None, None, "bridge", None, None, []),
        # A clock at the outlet that is a little ahead, or a wrong time zone.
        (3, None, "bridge", "feed", 3, []),
        (23, -1, "bridge", "feed", 23, [("page", -1)]),
        # More than a day ahead is no date: what comes next is asked.
        (25, -1, "bridge", "page", -1, []),
        (25, 9_000, "bridge", None, None, []),
        (None, 26, "bridge", None, None, []),
    ],
)
def test_the_feed_is_believed_first_and_the_future_never(
    feed: float | None, own: float | None, path: str, origin: str | None, hours: float | None,
    others: list[tuple[str, float]],
) -> None:  # fmt: skip
    found = page(None if feed is None else iso(feed), None if own is None else iso(own), path)
    assert found.published_from == origin
    assert found.published_us == (None if hours is None else NOW + hours * HOUR_US)
    assert (found.published is None) == (hours is None)
    assert [one for one, _ in found.other_dates] == [one for one, _ in others]
    for (_, printed), (_, at) in zip(found.other_dates, others, strict=True):
        assert printed[:16] == iso(at)[:16]
    assert found.seen_us == NOW


def test_an_address_dates_what_nothing_else_dates() -> None:
    assert page(None, None, "2030/03/15/bridge").published_from == "url"
    assert page(iso(30), None, "2030/03/15/bridge").published_from == "url"
    assert page(None, None, "2030/03/19/bridge").published_us is None
    assert page(iso(-1), None, "2030/03/15/bridge").other_dates == ()


@pytest.mark.parametrize("kind", ["page", "record", "entry", "text"])
@pytest.mark.parametrize("clock", [0, NOW - 9_000 * DAY_US, NOW, NOW + 9_000 * DAY_US])
def test_nothing_falls_back_to_our_clock(kind: CaptureKind, clock: int) -> None:
    fields: dict[str, Any] = {"title": "Bridge", "text": TEXT, "content": TEXT}
    body = TEXT if kind == "text" else json.dumps(fields)
    html = f"<html><body><p>{TEXT}</p></body></html>"
    data = (html if kind == "page" else body).encode()
    found = read(kind, data, "https://anders.example/bridge", clock, Hints(title="Bridge"))
    assert (found.published, found.published_us, found.published_from) == (None, None, None)
    assert found.seen_us == clock


def test_with_our_own_clock_far_behind_everything_is_undated_rather_than_wrong() -> None:
    found = page(iso(-2), iso(-3), "2030/03/15/bridge", now=DAY_US)
    assert (found.published, found.published_us, found.other_dates) == (None, None, ())


def test_a_record_keeps_its_own_date_unless_it_lies_ahead() -> None:
    def record(published: object) -> Article:
        fields = {"id": "r1", "title": "Bridge", "text": TEXT, "published": published}
        return read("record", json.dumps(fields).encode(), None, NOW, Hints(given_id="r1"))

    assert record(iso(-5)).published_us == NOW - 5 * HOUR_US
    assert record(iso(-5)).published_from == "record"
    for absurd in (iso(48), "soon", "", "0000-00-00", 10**18, -1e300):
        assert record(absurd).published is None
