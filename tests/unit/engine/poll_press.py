"""A store in memory and a press of one feed, for the tests of polling."""

from collections.abc import Sequence
from typing import Any

from newsloom.fetch.fake import FakeFetcher
from newsloom.model.errors import StoreError
from newsloom.model.types import Capture, Source
from newsloom.store.base import SourceHealth, SourceState

NOW = 1_736_164_800_000_000
FEED_URL = "https://post.example/rss"
SOURCE = Source("s1", "feed", FEED_URL, "The Post", "post.example", lang="en")


class MemoryStore:
    """Sources, item keys and captures in memory; commits are atomic like a store's."""

    def __init__(self, *sources: Source) -> None:
        self.sources = {source.id: source for source in sources}
        self.states = {source.id: SourceState(source.id) for source in sources}
        self.items: dict[str, set[str]] = {source.id: set() for source in sources}
        self.captures: dict[str, Capture] = {}
        self.commits = 0
        self.broken = False

    def due(self, now_us: int, limit: int) -> list[SourceHealth]:
        if self.broken:
            raise StoreError("the disk is full")
        states = sorted(self.states.values(), key=lambda state: state.next_us)
        found = [SourceHealth(self.sources[one.source], one) for one in states]
        return [one for one in found if one.state.next_us <= now_us][:limit]

    def known_items(self, source: str, keys: Sequence[str]) -> set[str]:
        return self.items[source] & set(keys)

    def commit_poll(
        self, state: SourceState, captures: Sequence[Capture], items: Sequence[str]
    ) -> int:
        new = [one for one in captures if one.id not in self.captures]
        self.captures.update({one.id: one for one in new})
        self.items[state.source].update(items)
        self.states[state.source] = state
        self.commits += 1
        return len(new)


def feed(*numbers: int, base: str = "https://post.example") -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><guid isPermaLink='false'>{n}</guid>"
        f"<link>{base}/{n}</link><description>About {n}.</description>"
        f"<pubDate>Mon, 06 Jan 2025 {n // 60:02}:{n % 60:02}:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>The Post</title>{items}</channel></rss>".encode()


def page(number: int) -> bytes:
    return f"<html><body><p>Text of {number}.</p></body></html>".encode()


def press(*numbers: int, **headers: Any) -> FakeFetcher:
    fetcher = FakeFetcher(clock=lambda: NOW)
    fetcher.put(FEED_URL, feed(*numbers), "application/rss+xml", **headers)
    for number in numbers:
        fetcher.put(f"https://post.example/{number}", page(number))
    return fetcher
