"""A store in memory and a press of one feed, for the tests of polling."""

from collections.abc import Sequence
from typing import Any

from newsloom.fetch.fake import FakeFetcher
from newsloom.model.errors import StoreError
from newsloom.model.facts import Capture, Source
from newsloom.model.urls import canonical_url, politeness_key
from newsloom.sources.revisits import Retold, Visit
from newsloom.store.base import Hasten, SourceHealth, SourceState

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
        self.visits: dict[str, Visit] = {}
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
        self,
        state: SourceState,
        captures: Sequence[Capture],
        items: Sequence[str],
        visits: Sequence[Visit] = (),
    ) -> int:
        new = [one for one in captures if one.id not in self.captures]
        self.captures.update({one.id: one for one in new})
        self.visits = {canonical_url(one.url): one for one in visits} | self.visits
        self.items[state.source].update(items)
        self.states[state.source] = state
        self.commits += 1
        return len(new)

    def retell(self, source: str, told: Sequence[Retold], hasten: Hasten) -> int:
        changed = 0
        for one in told:
            visit = self.visits.get(canonical_url(one.url))
            if visit is not None and visit.source == source and visit.told != one.told:
                self.visits[canonical_url(one.url)] = hasten(visit, one)
                changed += 1
        return changed

    def visit_hosts(self, now_us: int, limit: int) -> list[str]:
        due = [one for one in self.visits.values() if one.next_us and one.next_us <= now_us]
        return list(dict.fromkeys(politeness_key(one.url) for one in due))[:limit]

    def visits_due(self, host: str, now_us: int, limit: int) -> list[tuple[Visit, Capture]]:
        due = [one for one in self.visits.values() if one.next_us and one.next_us <= now_us]
        found = [one for one in due if politeness_key(one.url) == host]
        return [(one, self.captures[one.capture]) for one in found][:limit]

    def captured(self, capture_id: str) -> Capture | None:
        return self.captures.get(capture_id)

    def commit_visit(self, before: Visit, after: Visit, capture: Capture | None) -> bool:
        new = capture is not None and capture.id not in self.captures
        if capture is not None:
            self.captures[capture.id] = capture
        self.visits[canonical_url(after.url)] = after
        return new


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
