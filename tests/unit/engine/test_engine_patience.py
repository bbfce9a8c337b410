"""What gives no answer now is asked for again; what moved, skips or asks for time is heeded."""

import asyncio
from typing import Any

import pytest
from poll_press import FEED_URL, NOW, SOURCE, MemoryStore, feed, page, press

from newsloom.config import Config
from newsloom.engine.line import Line
from newsloom.engine.poll import Poller
from newsloom.engine.taking import MOST_ENTRIES, MOST_POSTPONED
from newsloom.fetch.fake import FakeFetcher
from newsloom.fetch.response import FetchFailed
from newsloom.model.facts import Source
from newsloom.model.times import DAY_US, SECOND_US
from newsloom.store.base import SourceHealth, SourceState

PAGE = "https://post.example/2"


async def polled(store: MemoryStore, fetcher: FakeFetcher, at_us: int) -> str:
    (one,) = await Poller(store, fetcher, Config(), clock=lambda: at_us).once()
    return one.status


@pytest.mark.parametrize(
    "trouble",
    [
        lambda f: f.fail(PAGE, FetchFailed("timeout", "slow")),
        lambda f: f.fail(PAGE, FetchFailed("busy", "asked us to wait", 600)),
        lambda f: f.put(PAGE, b"", status=503),
        lambda f: f.put(PAGE, b"", status=429, retry_after="7200"),
    ],
)
async def test_a_page_without_an_answer_is_asked_for_with_the_next_poll(trouble: Any) -> None:
    store, fetcher = MemoryStore(SOURCE), press(1, 2, 3, etag='"v1"')
    trouble(fetcher)
    assert await polled(store, fetcher, NOW) == "ok"
    state = store.states["s1"]
    assert [one.url for one in store.captures.values()] == [
        "https://post.example/1",
        "https://post.example/3",
    ]
    assert (state.postponed, state.etag, state.failures) == (1, None, 0)
    assert "1 pages gave no answer" in state.detail
    fetcher.put(PAGE, page(2))
    await polled(store, fetcher, NOW + DAY_US)
    assert {one.kind for one in store.captures.values()} == {"page"}
    assert len(store.captures) == 3
    assert (store.states["s1"].postponed, store.states["s1"].etag) == (0, '"v1"')


async def test_what_a_page_asks_to_wait_is_waited() -> None:
    store, fetcher = MemoryStore(SOURCE), press(2)
    fetcher.put(PAGE, b"", status=429, retry_after="7200")
    await polled(store, fetcher, NOW)
    assert store.states["s1"].next_us >= NOW + 7200 * SECOND_US


async def test_in_the_end_the_entry_has_to_do() -> None:
    store, fetcher = MemoryStore(SOURCE), press(2)
    fetcher.fail(PAGE, FetchFailed("timeout", "slow"))
    for day in range(MOST_POSTPONED):
        await polled(store, fetcher, NOW + day * DAY_US)
        assert not store.captures
    await polled(store, fetcher, NOW + MOST_POSTPONED * DAY_US)
    assert [one.kind for one in store.captures.values()] == ["entry"]


async def test_a_host_in_trouble_is_left_alone() -> None:
    store, fetcher = MemoryStore(SOURCE), press(*range(1, 31))
    for number in range(1, 31):
        fetcher.fail(f"https://post.example/{number}", FetchFailed("timeout", "slow"))
    await polled(store, fetcher, NOW)
    assert len(fetcher.asked) == 1 + 3
    assert store.states["s1"].postponed == 1


async def test_more_entries_than_one_poll_takes_are_not_forgotten() -> None:
    store, fetcher = MemoryStore(SOURCE), press(0)
    await polled(store, fetcher, NOW)
    numbers = range(1, MOST_ENTRIES + 21)
    fetcher.put(FEED_URL, feed(*numbers), "application/rss+xml", etag='"v2"')
    for number in numbers:
        fetcher.put(f"https://post.example/{number}", page(number))
    await polled(store, fetcher, NOW + DAY_US)
    assert len(store.captures) == 1 + MOST_ENTRIES
    assert store.states["s1"].etag is None
    await polled(store, fetcher, NOW + 2 * DAY_US)
    assert len(store.captures) == 1 + len(numbers)
    assert store.states["s1"].etag == '"v2"'


async def test_a_page_that_robots_txt_forbids_says_so() -> None:
    store, fetcher = MemoryStore(SOURCE), press(1, 2)
    fetcher.fail(PAGE, FetchFailed("robots", "not allowed"))
    await polled(store, fetcher, NOW)
    assert {one.url: one.hints.robots for one in store.captures.values()} == {
        "https://post.example/1": "allowed",
        PAGE: "forbidden",
    }


async def test_a_challenge_is_blocked_and_says_by_whom() -> None:
    store, fetcher = MemoryStore(SOURCE), FakeFetcher()
    fetcher.put(FEED_URL, b"<title>Just a moment...</title>", "text/html", 403)
    assert await polled(store, fetcher, NOW) == "blocked"
    assert store.states["s1"].detail == "HTTP 403, a challenge by Cloudflare for browsers"


async def test_a_source_that_moved_to_nowhere_comes_back() -> None:
    store, fetcher = MemoryStore(SOURCE), press(1)
    fetcher.put(FEED_URL, status=301, location="https://new.example/rss")
    fetcher.put("https://new.example/rss", feed(1), "application/rss+xml")
    await polled(store, fetcher, NOW)
    assert store.states["s1"].moved_to == "https://new.example/rss"
    fetcher.fail("https://new.example/rss", FetchFailed("dns", "no such host"))
    fetcher.put(FEED_URL, feed(1), "application/rss+xml")
    outcomes = [await polled(store, fetcher, NOW + day * DAY_US) for day in range(1, 5)]
    assert outcomes == ["failing", "failing", "failing", "ok"]
    assert store.states["s1"].moved_to is None
    assert store.states["s1"].failures == 0


async def test_a_feeds_own_pace_is_kept_and_stays_known() -> None:
    store, fetcher = MemoryStore(SOURCE), FakeFetcher()
    body = feed().replace(
        b"<title>", b"<ttl>120</ttl><skipHours><hour>12</hour></skipHours><title>"
    )
    fetcher.put(FEED_URL, body, "application/rss+xml", etag='"v1"', cache_control="max-age=1800")
    await polled(store, fetcher, NOW)  # noon
    state = store.states["s1"]
    assert state.pace is not None
    assert (state.pace.least_s, state.pace.skip_hours) == (7200, (12,))
    assert state.next_us == NOW + 3600 * SECOND_US  # max-age ends in the hour that is skipped


def test_a_host_that_was_asked_goes_to_the_end_and_keeps_its_place() -> None:
    def source(name: str, host: str) -> SourceHealth:
        return SourceHealth(Source(name, "feed", f"https://{host}/{name}", "X"), SourceState(name))

    line = Line()
    due = [source(f"a{n}", "a.example") for n in range(3)] + [source("b0", "b.example")]
    line.fill(due)
    order = [line.next(()) for _ in range(2)]
    assert [found[1].source.id for found in order if found] == ["a0", "b0"]
    assert line.next({"a.example:443"}) is None
    line.fill([*due, source("c0", "c.example")], without={"a0", "b0"})
    left = []
    while (found := line.next(())) is not None:
        left.append(found[1].source.id)
    assert left == ["a1", "c0", "a2"]


async def test_polls_that_wait_for_their_host_hold_up_no_other() -> None:
    sources = [Source(f"s{n}", "feed", f"https://h{n}.example/", "X") for n in range(8)]
    store = MemoryStore(*sources)
    waiting, everyone = 0, asyncio.Event()

    class Patient(FakeFetcher):
        async def fetch(self, url: str, **_: Any) -> Any:
            nonlocal waiting
            waiting += 1
            if waiting == len(sources):
                everyone.set()
            await everyone.wait()
            raise FetchFailed("dns", "no such host")

    done = await asyncio.wait_for(
        Poller(store, Patient(), Config(in_flight=1), clock=lambda: NOW).once(), 5
    )
    assert len(done) == 8


async def test_a_sitemap_that_was_added_as_a_feed_is_read_as_what_it_is() -> None:
    store = MemoryStore(SOURCE)
    fetcher = FakeFetcher(clock=lambda: NOW)
    sitemap = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
    sitemap += b"https://post.example/1</loc></url></urlset>"
    fetcher.put(FEED_URL, sitemap, "application/xml")
    fetcher.put("https://post.example/1", page(1))
    (one,) = await Poller(store, fetcher, Config(), clock=lambda: NOW).once()
    assert (one.status, one.captures) == ("ok", 1)


@pytest.mark.parametrize(("kind", "status"), [("busy", "blocked"), ("connect", "failing")])
async def test_why_a_source_cannot_be_asked_is_said_without_its_address(
    kind: Any, status: str
) -> None:
    store = MemoryStore(SOURCE)
    fetcher = FakeFetcher(clock=lambda: NOW)
    said = "its robots.txt cannot be had for now: HTTP 429"
    fetcher.fail(FEED_URL, FetchFailed(kind, f"{FEED_URL}: {said}"))
    (one,) = await Poller(store, fetcher, Config(), clock=lambda: NOW).once()
    assert (one.status, one.detail) == (status, said)
