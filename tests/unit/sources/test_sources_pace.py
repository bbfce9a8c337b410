"""How often a feed asks to be read, and what is made of it."""

import pytest

from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from newsloom.sources.feed import parse_feed
from newsloom.sources.feed_types import Pace
from newsloom.sources.pace import max_age_s, read_pace, wakes_us
from newsloom.sources.schedule import DEFAULT_S, MOST_FRESH_S, MOST_S, paced_interval, plan

MONDAY = 1_736_164_800_000_000  # 2025-01-06, 12:00 UTC


def test_a_channel_says_how_often() -> None:
    feed = parse_feed(
        b"<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
        b"<title>Post</title><ttl> 45 </ttl><sy:updatePeriod>daily</sy:updatePeriod>"
        b"<sy:updateFrequency>6</sy:updateFrequency>"
        b"<skipHours><hour>0</hour><hour>24</hour><hour>3</hour></skipHours>"
        b"<skipDays><day>Sunday</day><day>Someday</day></skipDays>"
        b"<item><title>One</title></item></channel></rss>"
    )
    assert feed.pace == Pace(4 * 3600, (0, 3), (6,))
    assert parse_feed(b"<rss><channel><item><title>x</title></item></channel></rss>").pace is None


@pytest.mark.parametrize(
    ("said", "pace"),
    [
        ({"ttl": "60"}, Pace(3600)),
        ({"ttl": "-5"}, None),
        ({"ttl": "soon", "period": "fortnightly"}, None),
        ({"period": "hourly", "frequency": "0"}, Pace(3600)),
        ({"hours": [str(n) for n in range(24)]}, None),
        ({"days": ["monday"]}, Pace(0, (), (0,))),
    ],
)
def test_what_cannot_be_meant_is_left_out(said: dict[str, str], pace: Pace | None) -> None:
    assert read_pace(**said) == pace


def test_hours_and_days_that_are_skipped() -> None:
    assert wakes_us(None, MONDAY) == MONDAY
    assert wakes_us(Pace(0, (3,)), MONDAY) == MONDAY
    at = MONDAY + 5 * MINUTE_US
    assert wakes_us(Pace(0, (12, 13)), at) == MONDAY + 2 * HOUR_US
    assert wakes_us(Pace(0, (), (0,)), at) == MONDAY + 12 * HOUR_US
    weekdays = Pace(0, tuple(range(9)), (0, 1, 2, 3, 4, 6))
    assert wakes_us(weekdays, at) == MONDAY + 4 * DAY_US + 21 * HOUR_US  # Saturday, 9:00


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("max-age=600", 600), ("public, Max-Age = \"60\"", 60), ("no-cache, max-age=600", 0),
     ("s-maxage=600", 0), (None, 0), ("max-age=-1", 0)],
)  # fmt: skip
def test_how_long_an_answer_stays_fresh(header: str | None, seconds: int) -> None:
    assert max_age_s(header) == seconds


def test_an_asked_pace_counts_unless_entries_would_go_by() -> None:
    slow = [MONDAY - n * 6 * HOUR_US for n in range(10)]
    assert paced_interval(slow, MONDAY, Pace(4 * 3600)) == 4 * 3600
    assert paced_interval(slow, MONDAY, Pace(30 * 86_400)) == MOST_S
    busy = [MONDAY - n * 6 * MINUTE_US for n in range(11)]  # ten entries an hour
    assert paced_interval(busy, MONDAY, Pace(86_400)) == 1800
    assert paced_interval([], MONDAY, None) == DEFAULT_S
    assert paced_interval([], MONDAY, Pace(7200)) == 7200


def test_freshness_pushes_a_poll_back_for_an_hour_at_most() -> None:
    assert plan(MONDAY, 900, fresh_s=1200).next_us - MONDAY == 1200 * SECOND_US
    assert plan(MONDAY, 900, fresh_s=10**8).next_us - MONDAY == MOST_FRESH_S * SECOND_US
    assert plan(MONDAY, 900, fresh_s=60).next_us - MONDAY == 900 * SECOND_US
    assert plan(MONDAY, 900, pace=Pace(0, (12,))).next_us - MONDAY == 3600 * SECOND_US


def test_a_broken_feed_says_how_often_as_well() -> None:
    item = "<item><title>One & two</title><link>https://post.example/1</link><ttl>7</ttl></item>"
    feed = parse_feed(
        b"<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
        b"<title>Fish & chips <3</title><TTL>90</TTL><sy:updatePeriod>hourly</sy:updatePeriod>"
        b"<sy:updateFrequency> 2 </sy:updateFrequency><skipHours><hour>3</hour><hour>24</hour>"
        b"</skipHours><skipDays><day>Sunday</day></skipDays>" + item.encode()
    )
    assert feed.ok and len(feed.entries) == 1
    assert feed.pace == Pace(5400, (0, 3), (6,))
    silent = parse_feed(f"<rss><channel><title>a & b</title>{item}".encode())
    assert silent.entries and silent.pace is None
