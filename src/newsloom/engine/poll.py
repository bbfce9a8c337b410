"""Polling: due sources are asked, their new items fetched, and all of it committed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Struct

from newsloom.config import Config
from newsloom.fetch.client import now_us, retry_after_s
from newsloom.fetch.conditional import wants_full
from newsloom.fetch.response import FEED_TYPES, PAGE_TYPES, Fetcher, FetchFailed, Response
from newsloom.model.errors import StoreError
from newsloom.model.types import Capture, Source
from newsloom.model.urls import politeness_key
from newsloom.sources.capture import capture_of
from newsloom.sources.feed import Entry, parse_feed
from newsloom.sources.items import (
    entry_capture,
    entry_hints,
    is_web,
    item_keys,
    moment_us,
    newest_first,
    sitemap_items,
)
from newsloom.sources.schedule import LEAST_S, adapted_interval, plan
from newsloom.sources.sitemap import SitemapEntry, parse_sitemap
from newsloom.store.base import SourceHealth, SourceState, SourceStatus

FIRST_ENTRIES = 50  # of a source never polled before
MOST_ENTRIES = 200  # in one poll; the rest comes with the next
_COMMIT_EVERY = 10
_SITEMAP_ENTRIES = 5000
_CHILD_SITEMAPS = 5
_OWN_INTERVAL_S = 2
_IDLE_S = 1.0
_DUE = 1000
_BLOCKED = (401, 403, 407, 429, 451)

T = TypeVar("T")


class PollStore(Protocol):
    """What polling needs of a store; see ``store.base.EngineStore``."""

    def due(self, now_us: int, limit: int) -> list[SourceHealth]: ...
    def known_items(self, source: str, keys: Sequence[str]) -> set[str]: ...
    def commit_poll(
        self, state: SourceState, captures: Sequence[Capture], items: Sequence[str]
    ) -> int: ...


class Call(Protocol):
    """Runs a quick synchronous function without holding up the event loop."""

    def __call__(self, function: Callable[..., T], *args: Any) -> Awaitable[T]: ...


async def in_thread(function: Callable[..., T], *args: Any) -> T:
    """The default ``Call``."""
    return await asyncio.to_thread(function, *args)


class Polled(Struct, frozen=True):
    """How one poll went. ``captures`` counts those that were new to the store."""

    source: str
    status: SourceStatus
    captures: int
    detail: str = ""


class _Found(Struct):
    """What a source holds: its entries, or why there are none."""

    status: SourceStatus
    detail: str = ""
    entries: tuple[Entry, ...] = ()
    response: Response | None = None
    retry_after_s: float | None = None


def _of_failure(failure: FetchFailed) -> _Found:
    status: SourceStatus = "forbidden" if failure.kind == "robots" else "failing"
    status = "blocked" if failure.kind == "busy" else status
    return _Found(status, str(failure), retry_after_s=failure.retry_after_s)


def _of_status(response: Response) -> _Found | None:
    """What an answer without a feed means; None for one that should hold a feed."""
    if response.status == 304:
        return _Found("unchanged", response=response)
    if 200 <= response.status < 300:
        return None
    asked = response.header("retry-after")
    wait = retry_after_s(asked, response.fetched_us)
    detail = f"HTTP {response.status}" + (f", Retry-After {asked}" if asked else "")
    status: SourceStatus = "blocked" if response.status in _BLOCKED else "failing"
    return _Found(status, detail, retry_after_s=wait)


def _is_page(response: Response) -> bool:
    kind = (response.header("content-type") or "").lower()
    if kind.startswith(("text/html", "application/xhtml+xml")):
        return bool(response.body.strip())
    head = response.body[:1000].lstrip().lower()
    return not kind and head.startswith((b"<!doctype html", b"<html"))


class Poller:
    """Asks due sources, one per host at a time, ``config.in_flight`` hosts at once.

    ``clock`` gives UTC microseconds; ``call`` runs the store's methods; ``on_new`` hears of every
    commit that brought captures.
    """

    def __init__(
        self,
        store: PollStore,
        fetcher: Fetcher,
        config: Config,
        *,
        clock: Callable[[], int] = now_us,
        call: Call = in_thread,
        on_new: Callable[[int], None] | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._in_flight = config.in_flight
        self._own = frozenset(config.own_hosts)
        self._clock = clock
        self._call = call
        self._on_new = on_new

    # ------------------------------------------------------------ which sources, and when

    async def run(self) -> None:
        """Poll for ever. Cancel it to stop: what is not committed is asked for again next time.

        Raises StoreError when the store fails; a source that fails is a status, no error.
        """
        tasks: dict[str, asyncio.Task[Polled]] = {}
        try:
            while True:
                await self._start(tasks)
                if tasks:
                    await asyncio.wait(
                        tasks.values(), timeout=_IDLE_S, return_when=asyncio.FIRST_COMPLETED
                    )
                else:
                    await asyncio.sleep(_IDLE_S)
                _collect(tasks)
        finally:
            await _cancel(tasks)

    async def once(self) -> list[Polled]:
        """Poll everything that is due now, each source once."""
        tasks: dict[str, asyncio.Task[Polled]] = {}
        polled: list[Polled] = []
        try:
            while True:
                await self._start(tasks, without={one.source for one in polled})
                if not tasks:
                    return polled
                await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
                polled += _collect(tasks)
        finally:
            await _cancel(tasks)

    async def _start(
        self, tasks: dict[str, "asyncio.Task[Polled]"], without: Iterable[str] = ()
    ) -> None:
        """Start polls for the sources that are due, on hosts that are free."""
        if len(tasks) >= self._in_flight:
            return
        done = set(without)
        for health in await self._call(self._store.due, self._clock(), _DUE):
            host = _host(health)
            if host in tasks or health.source.id in done:
                continue
            if len(tasks) >= self._in_flight:
                return
            tasks[host] = asyncio.create_task(self.poll(health))

    # ------------------------------------------------------------ one source

    async def poll(self, health: SourceHealth) -> Polled:
        """Ask one source and commit what it brought. Raises only StoreError."""
        source, state = health.source, health.state
        fresh = 0
        try:
            found = await self._ask(source, state)
            if found.status == "ok":
                fresh, state = await self._take(source, state, found.entries)
        except StoreError:
            raise
        except Exception as problem:  # a bug met by one source must not stop the others
            found = _Found("failing", f"unexpected: {type(problem).__name__}: {problem}"[:300])
        await self._call(self._store.commit_poll, self._after(source, state, found), [], [])
        return Polled(source.id, found.status, fresh, found.detail)

    async def _ask(self, source: Source, state: SourceState) -> _Found:
        full = wants_full(source.id, self._clock(), state.interval_s)
        try:
            response = await self._fetcher.fetch(
                state.moved_to or source.url,
                etag=None if full else state.etag,
                last_modified=None if full else state.last_modified,
                accept=FEED_TYPES,
            )
        except FetchFailed as failure:
            return _of_failure(failure)
        found = _of_status(response)
        if found is not None:
            return found
        read = self._read_sitemap if source.kind == "sitemap" else self._read_feed
        return await read(response)

    async def _read_feed(self, response: Response) -> _Found:
        kind = response.header("content-type")
        feed = await asyncio.to_thread(parse_feed, response.body, response.final_url, kind)
        if not feed.ok:
            return _Found("failing", feed.error or "this is no feed")
        return _Found("ok" if feed.entries else "empty", "", feed.entries, response)

    async def _read_sitemap(self, response: Response) -> _Found:
        sitemap = await asyncio.to_thread(parse_sitemap, response.body)
        if not sitemap.ok:
            return _Found("failing", sitemap.error or "this is no sitemap")
        entries: list[SitemapEntry] = list(sitemap.entries)
        children = sorted(sitemap.children, key=lambda one: one.modified or "", reverse=True)
        for child in children[:_CHILD_SITEMAPS]:
            try:
                part = await self._fetcher.fetch(child.url, accept=FEED_TYPES)
            except FetchFailed:
                continue  # the others may still answer; the next poll asks again
            if part.status == 200:
                entries += (await asyncio.to_thread(parse_sitemap, part.body)).entries
        items = tuple(sitemap_items(entries, _SITEMAP_ENTRIES))
        return _Found("ok" if items else "empty", "", items, response)

    async def _take(
        self, source: Source, state: SourceState, entries: Sequence[Entry]
    ) -> tuple[int, SourceState]:
        """Fetch and commit what is new, a few items at a time, the oldest first.

        The validators in the state stay the old ones, so that a poll that is cut off is asked
        for in full again; items that are committed are known by then.
        """
        keys = item_keys(entries)
        known = await self._call(self._store.known_items, source.id, keys)
        wanted = [place for place in newest_first(entries) if keys[place] not in known]
        first = state.ok_us is None
        most = FIRST_ENTRIES if first else MOST_ENTRIES
        passed = [keys[place] for place in wanted[most:]] if first else []
        taken = list(reversed(wanted[:most]))
        total = 0
        for start in range(0, len(taken), _COMMIT_EVERY):
            places = taken[start : start + _COMMIT_EVERY]
            captures = [await self._capture(source, entries[place]) for place in places]
            brought = [capture for capture in captures if capture is not None]
            items = [keys[place] for place in places] + (passed if start == 0 else [])
            new = await self._call(self._store.commit_poll, state, brought, items)
            total += new
            state = msgspec.structs.replace(state, articles=state.articles + new)
            if new and self._on_new is not None:
                self._on_new(new)
        return total, state

    async def _capture(self, source: Source, entry: Entry) -> Capture | None:
        """The entry's page, or the entry itself when the page cannot be had."""
        if not is_web(entry.link):
            return entry_capture(entry, source, self._clock())
        assert entry.link is not None
        try:
            page = await self._fetcher.fetch(entry.link, accept=PAGE_TYPES)
        except FetchFailed:
            rights = await self._fetcher.rights(entry.link)
            return entry_capture(entry, source, self._clock(), rights)
        rights = await self._fetcher.rights(page.final_url)
        if not 200 <= page.status < 300 or not _is_page(page):
            return entry_capture(entry, source, self._clock(), rights)
        return capture_of(
            "page",
            page.body,
            page.fetched_us,
            url=entry.link,
            final_url=page.final_url,
            status=page.status,
            headers=page.headers,
            hints=entry_hints(entry, source, page.final_url, rights),
            source=source.id,
        )

    def _after(self, source: Source, state: SourceState, found: _Found) -> SourceState:
        """The state after a poll, and when the next one is due."""
        now = self._clock()
        good = found.status in ("ok", "unchanged", "empty")
        failures = 0 if good else state.failures + 1
        interval_s = state.interval_s
        own = politeness_key(source.url) in self._own
        if own:
            interval_s = _OWN_INTERVAL_S
        elif found.entries:
            interval_s = adapted_interval((moment_us(one.published) for one in found.entries), now)
        next_poll = plan(
            now,
            interval_s,
            failures=failures,
            retry_after_s=found.retry_after_s,
            least_s=_OWN_INTERVAL_S if own else LEAST_S,
        )
        answer = found.response
        changed = answer is not None and found.status != "unchanged"
        return msgspec.structs.replace(
            state,
            status=found.status,
            detail=found.detail,
            checked_us=now,
            ok_us=now if good else state.ok_us,
            next_us=next_poll.next_us,
            interval_s=next_poll.interval_s,
            failures=failures,
            entries=len(found.entries) if changed else state.entries,
            etag=answer.header("etag") if answer and changed else state.etag,
            last_modified=(
                answer.header("last-modified") if answer and changed else state.last_modified
            ),
            moved_to=(answer.moved_to if answer else None) or state.moved_to,
        )


def _host(health: SourceHealth) -> str:
    """What one poll at a time is kept for; a URL without a readable host stands for itself."""
    try:
        return politeness_key(health.state.moved_to or health.source.url)
    except ValueError:
        return health.source.url


def _collect(tasks: dict[str, "asyncio.Task[Polled]"]) -> list[Polled]:
    """Take the finished polls out; raises what a poll raised."""
    done = [host for host, task in tasks.items() if task.done()]
    return [tasks.pop(host).result() for host in done]


async def _cancel(tasks: dict[str, "asyncio.Task[Polled]"]) -> None:
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def reachable(fetcher: Fetcher, urls: Sequence[str], timeout_s: float = 10.0) -> bool:
    """Whether any of the addresses answers at all, whatever its status, within the time."""

    async def answers(url: str) -> bool:
        try:
            await fetcher.fetch(url)
        except FetchFailed:
            return False
        return True

    asked = [asyncio.create_task(answers(url)) for url in urls]
    try:
        for finished in asyncio.as_completed(asked, timeout=timeout_s):
            if await finished:
                return True
    except TimeoutError:
        pass
    finally:
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    return False
