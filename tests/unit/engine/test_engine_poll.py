"""Polling: nothing lost, nothing twice, one host at a time, every failure a status."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from poll_press import FEED_URL, NOW, SOURCE, MemoryStore, feed, page, press

from newsloom.config import Config
from newsloom.engine.poll import Poller, reachable
from newsloom.engine.taking import FIRST_ENTRIES
from newsloom.fetch.fake import FakeFetcher
from newsloom.fetch.response import PAGE_TYPES, FetchFailed, Response
from newsloom.model.errors import StoreError
from newsloom.model.facts import Source
from newsloom.model.times import SECOND_US
from newsloom.signals.uses import reserved
from newsloom.sources import items
from newsloom.store.sqlite.store import SqliteStore
from newsloom.text.dates import parse_printed


def poller(store: Any, fetcher: Any, clock: Any = lambda: NOW, **settings: Any) -> Poller:
    settings = {"poll_revisits": ()} | settings
    return Poller(store, fetcher, Config(**settings), clock=clock)


async def test_new_items_are_fetched_oldest_first_with_what_the_feed_says() -> None:
    store = MemoryStore(SOURCE)
    (polled,) = await poller(store, press(3, 2, 1)).once()
    assert (polled.status, polled.captures) == ("ok", 3)
    captures = list(store.captures.values())
    assert [one.url for one in captures] == [f"https://post.example/{n}" for n in (1, 2, 3)]
    first = captures[0]
    assert (first.kind, first.body, first.source, first.seq) == ("page", page(1), "s1", 0)
    assert (first.hints.title, first.hints.outlet) == ("Story 1", "The Post")
    assert first.hints.published == "2025-01-06T00:01:00Z"
    assert (first.hints.summary, first.hints.lang) == ("About 1.", None)
    state = store.states["s1"]
    assert (state.status, state.entries, state.articles) == ("ok", 3, 3)
    assert (state.checked_us, state.ok_us) == (NOW, NOW)
    assert state.next_us > NOW


async def test_the_second_poll_brings_only_what_is_new() -> None:
    store = MemoryStore(SOURCE)
    fetcher = press(2, 1)
    await poller(store, fetcher).once()
    fetcher.put(FEED_URL, feed(3, 2, 1), "application/rss+xml")
    fetcher.put("https://post.example/3", page(3))
    fetcher.asked.clear()
    (polled,) = await poller(store, fetcher, lambda: NOW + 86_400 * SECOND_US).once()
    assert polled.captures == 1
    assert fetcher.asked == [FEED_URL, "https://post.example/3"]
    assert store.states["s1"].articles == 3


async def test_an_unchanged_feed_costs_one_request() -> None:
    store = MemoryStore(SOURCE)
    fetcher = press(1, etag='"v1"')
    await poller(store, fetcher).once()
    fetcher.asked.clear()
    # A moment at which this source is not due for a full fetch.
    (polled,) = await poller(store, fetcher, lambda: NOW + 86_500 * SECOND_US).once()
    assert (polled.status, fetcher.asked) == ("unchanged", [FEED_URL])
    assert store.states["s1"].entries == 1
    assert store.states["s1"].etag == '"v1"'


@pytest.mark.parametrize(
    "put",
    [
        lambda f: f.fail("https://post.example/1", FetchFailed("robots", "not allowed")),
        lambda f: f.fail("https://post.example/1", FetchFailed("too_large", "endless")),
        lambda f: f.put("https://post.example/1", b"<title>Just a moment...</title>"),
        lambda f: f.put("https://post.example/1", b"no", status=403),
        lambda f: f.put("https://post.example/1", b"%PDF", "application/pdf"),
        lambda f: f.put("https://post.example/1", b" "),
    ],
)
async def test_an_item_whose_page_cannot_be_had_is_kept_as_the_feed_has_it(put: Any) -> None:
    store = MemoryStore(SOURCE)
    fetcher = press(2, 1)
    put(fetcher)
    await poller(store, fetcher).once()
    first = next(iter(store.captures.values()))
    assert (first.kind, first.url) == ("entry", "https://post.example/1")
    body = json.loads(first.body)
    assert (body["title"], body["summary"]) == ("Story 1", "About 1.")
    assert body["published"] == "2025-01-06T00:01:00Z"


async def test_what_the_site_says_about_use_comes_with_every_capture() -> None:
    store = MemoryStore(SOURCE)
    fetcher = press(1, 2)
    robots = b"User-agent: *\nContent-Signal: ai-train=no"
    fetcher.put("https://post.example/robots.txt", robots, "text/plain")
    fetcher.fail("https://post.example/2", FetchFailed("too_large", "endless"))
    await poller(store, fetcher).once()
    kinds = {one.kind: reserved(one.hints.rights) for one in store.captures.values()}
    assert kinds == {"page": ("ai-train",), "entry": ("ai-train",)}


async def test_the_first_poll_takes_the_newest_and_never_the_rest() -> None:
    store = MemoryStore(SOURCE)
    numbers = list(range(1, 100))
    fetcher = press(*numbers)
    await poller(store, fetcher).once()
    urls = [one.url for one in store.captures.values()]
    assert urls == [f"https://post.example/{n}" for n in numbers[-FIRST_ENTRIES:]]
    (polled,) = await poller(store, fetcher, lambda: NOW + 86_400 * SECOND_US).once()
    assert polled.captures == 0


async def test_a_poll_that_is_cut_off_is_taken_up_where_it_was() -> None:
    store = MemoryStore(SOURCE)
    fetcher = press(*range(1, 31), etag='"v1"')

    class Stopping(FakeFetcher):
        async def fetch(self, url: str, **how: Any) -> Response:
            if url == "https://post.example/25":
                await asyncio.sleep(60)
            return await fetcher.fetch(url, **how)

    committed = asyncio.Semaphore(0)
    cut = Poller(
        store, Stopping(), Config(), clock=lambda: NOW, on_new=lambda _: committed.release()
    )
    task = asyncio.create_task(cut.run())
    for _ in range(2):
        await committed.acquire()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(store.captures) == 20
    assert store.states["s1"].etag is None
    await poller(store, fetcher).once()
    assert len(store.captures) == 30


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (FetchFailed("robots", "robots.txt does not allow it"), "forbidden", "robots.txt"),
        (FetchFailed("busy", "asked us to wait", 600), "blocked", "wait"),
        (FetchFailed("dns", "no such host"), "failing", "no such host"),
        ((429, b"", {"retry_after": "7200"}), "blocked", "HTTP 429, Retry-After 7200"),
        ((403, b"", {}), "blocked", "HTTP 403"),
        ((410, b"", {}), "failing", "HTTP 410"),
        ((200, b"<html>Sorry</html>", {}), "failing", "web page"),
        ((200, feed(), {}), "empty", ""),
    ],
)
async def test_every_outcome_is_a_status(answer: Any, status: str, says: str) -> None:
    store = MemoryStore(SOURCE)
    fetcher = FakeFetcher()
    if isinstance(answer, FetchFailed):
        fetcher.fail(FEED_URL, answer)
    else:
        code, body, headers = answer
        fetcher.put(FEED_URL, body, "application/xml", code, **headers)
    (polled,) = await poller(store, fetcher).once()
    assert polled.status == status
    assert says in polled.detail
    state = store.states["s1"]
    assert state.failures == (0 if status == "empty" else 1)
    assert state.next_us >= NOW + 900 * SECOND_US
    if "7200" in says:
        assert state.next_us >= NOW + 7200 * SECOND_US


async def test_failures_add_up_and_one_success_clears_them() -> None:
    store = MemoryStore(SOURCE)
    fetcher = FakeFetcher()

    def clock() -> int:
        return max(NOW, store.states["s1"].next_us)

    waits = []
    for _ in range(3):
        now = clock()
        await poller(store, fetcher, lambda at=now: at).once()
        waits.append((store.states["s1"].next_us - now) // SECOND_US)
    assert waits == [1800, 2700, 3600]
    fetcher.put(FEED_URL, feed(), "application/xml")
    await poller(store, fetcher, clock).once()
    assert store.states["s1"].failures == 0


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_place() -> None:
    store = MemoryStore(SOURCE)
    fetcher = press(1)
    fetcher.put(FEED_URL, status=301, location="/new")
    fetcher.put("https://post.example/new", feed(1), "application/rss+xml")
    await poller(store, fetcher).once()
    assert store.states["s1"].moved_to == "https://post.example/new"
    fetcher.asked.clear()
    await poller(store, fetcher, lambda: NOW + 86_400 * SECOND_US).once()
    assert fetcher.asked == ["https://post.example/new"]


async def test_an_article_elsewhere_is_not_the_collectors() -> None:
    store = MemoryStore(SOURCE)
    fetcher = FakeFetcher()
    fetcher.put(FEED_URL, feed(1, base="https://other.example"), "application/rss+xml")
    fetcher.put("https://other.example/1", page(1))
    await poller(store, fetcher).once()
    (capture,) = store.captures.values()
    assert capture.hints.outlet == "other.example"


async def test_a_sitemap_is_polled_like_a_feed() -> None:
    source = Source("m1", "sitemap", "https://post.example/news.xml", "The Post", "post.example")
    store = MemoryStore(source)
    fetcher = FakeFetcher()
    index = b"<sitemapindex><sitemap><loc>https://post.example/s.xml</loc></sitemap></sitemapindex>"
    fetcher.put(source.url, index, "application/xml")
    fetcher.put(
        "https://post.example/s.xml",
        b"<urlset><url><loc>https://post.example/1</loc><title>Story 1</title>"
        b"<publication_date>2025-01-06T10:00:00Z</publication_date></url></urlset>",
    )
    fetcher.put("https://post.example/1", page(1))
    (polled,) = await poller(store, fetcher).once()
    (capture,) = store.captures.values()
    assert (polled.status, capture.kind) == ("ok", "page")
    assert capture.hints.published == "2025-01-06T10:00:00Z"


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
async def test_long_lists_hold_up_nobody_else(monkeypatch: pytest.MonkeyPatch, kind: Any) -> None:
    """What is done for each entry is done beside the loop that pages are served in."""
    readers = set()

    def noted(printed: str) -> Any:
        readers.add(threading.current_thread())
        return parse_printed(printed)

    monkeypatch.setattr(items, "parse_printed", noted)
    url = "https://post.example/list"
    fetcher = press(1, 2)
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    listed = (
        f"<urlset xmlns:n='{news}'><url><loc>https://post.example/1</loc><n:news>"
        "<n:publication_date>2025-01-06</n:publication_date></n:news></url></urlset>"
    )
    fetcher.put(url, feed(1, 2) if kind == "feed" else listed.encode())
    store = MemoryStore(Source("s1", kind, url, "The Post", "post.example"))
    (polled,) = await poller(store, fetcher).once()
    assert polled.status == "ok"
    assert readers
    assert threading.main_thread() not in readers


async def test_hosts_are_asked_side_by_side_one_source_each() -> None:
    sources = [Source(f"s{n}", "feed", f"https://h{n % 4}.example/{n}", "X", "") for n in range(12)]
    store = MemoryStore(*sources)
    running: dict[str, int] = {}
    most = worst = 0

    class Slow(FakeFetcher):
        async def fetch(
            self,
            url: str,
            *,
            etag: str | None = None,
            last_modified: str | None = None,
            accept: str = PAGE_TYPES,
        ) -> Response:
            nonlocal most, worst
            host = url.split("/")[2]
            running[host] = running.get(host, 0) + 1
            most = max(most, sum(running.values()))
            worst = max(worst, running[host])
            await asyncio.sleep(0.01)
            running[host] -= 1
            return Response(url, url, 200, (), feed(), NOW)

    polled = await poller(store, Slow(), in_flight=3).once()
    assert len(polled) == 12
    assert (most, worst) == (4, 1)


async def test_a_bug_met_by_one_source_does_not_stop_the_others() -> None:
    other = msgspec.structs.replace(SOURCE, id="s2", url="https://fine.example/rss")
    store = MemoryStore(SOURCE, other)

    class Odd(FakeFetcher):
        async def fetch(self, url: str, **_: Any) -> Response:
            if "fine" in url:
                return Response(url, url, 200, (), feed(), NOW)
            raise KeyError("odd")

    polled = {one.source: one for one in await poller(store, Odd()).once()}
    assert polled["s1"].status == "failing"
    assert "KeyError" in polled["s1"].detail
    assert polled["s2"].status == "empty"


async def test_an_answer_that_cannot_be_noted_does_not_stop_the_others(tmp_path: Path) -> None:
    other = msgspec.structs.replace(SOURCE, id="s2", url="https://fine.example/rss")
    store = SqliteStore(tmp_path, engine=True)
    store.put_sources([SOURCE, other])
    fetcher = press(1, etag="\udcff")  # no text
    fetcher.put(other.url, feed(2), etag='"v1"')
    polled = {one.source: one for one in await poller(store, fetcher).once()}
    assert (polled["s1"].status, polled["s1"].captures, polled["s2"].status) == ("failing", 1, "ok")
    (health,) = (one for one in store.health() if one.source.id == "s1")
    assert (health.state.failures, health.state.etag) == (1, None)
    assert health.state.next_us > NOW
    store.close()


async def test_a_store_that_fails_stops_the_polling() -> None:
    store = MemoryStore(SOURCE)
    store.broken = True
    with pytest.raises(StoreError):
        await poller(store, press(1)).run()


async def test_new_captures_are_heard_of() -> None:
    heard: list[int] = []
    store = MemoryStore(SOURCE)
    poll = Poller(store, press(1, 2), Config(), clock=lambda: NOW, on_new=heard.append)
    await poll.once()
    assert heard == [2]


async def test_whether_anything_can_be_reached() -> None:
    fetcher = FakeFetcher()
    fetcher.fail("https://down.example/", FetchFailed("dns", "no such host"))
    assert not await reachable(fetcher, ["https://down.example/"])
    assert not await reachable(fetcher, [])
    assert await reachable(fetcher, ["https://down.example/", "https://up.example/"])

    class Silent(FakeFetcher):
        async def fetch(self, url: str, **_: Any) -> Response:
            await asyncio.sleep(60)
            raise AssertionError

    assert not await reachable(Silent(), ["https://x.example/"], timeout_s=0.05)
