"""Taking the new items of a source: their pages fetched and committed, a few at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar

import msgspec
from msgspec import Struct

from newsloom.fetch.challenge import challenger
from newsloom.fetch.client import retry_after_s
from newsloom.fetch.response import PAGE_TYPES, Fetcher, FetchFailed, Response
from newsloom.model.times import SECOND_US
from newsloom.model.types import Capture, Source
from newsloom.sources.capture import capture_of
from newsloom.sources.feed import Entry
from newsloom.sources.items import entry_capture, entry_hints, is_web, item_keys, newest_first
from newsloom.store.base import SourceHealth, SourceState

FIRST_ENTRIES = 50  # of a source never polled before
MOST_ENTRIES = 200  # in one poll; the rest comes with the next
MOST_POSTPONED = 3  # polls in a row that leave items for the next; then the entry has to do
_COMMIT_EVERY = 10  # pages
_COMMIT_US = 10 * SECOND_US  # after which fewer are committed: hosts may be slow
_IN_TROUBLE = 3  # pages of a poll in a row without an answer: the host is left alone

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


class Taken(Struct, frozen=True):
    """How many captures were new to the store, and what is left for the next poll.

    ``postponed`` counts items whose pages gave no answer for now, ``left`` those that were too
    many for one poll; ``retry_after_s`` is what the host asked for meanwhile. ``state`` is the
    source's state as committed last.
    """

    new: int
    state: SourceState
    postponed: int = 0
    left: int = 0
    retry_after_s: float | None = None


class _Later(Struct, frozen=True):
    """The page may come with the next poll."""

    retry_after_s: float | None = None


def _is_page(response: Response) -> bool:
    if challenger(response) is not None:
        return False
    kind = (response.header("content-type") or "").lower()
    if kind.startswith(("text/html", "application/xhtml+xml")):
        return bool(response.body.strip())
    head = response.body[:1000].lstrip().lower()
    return not kind and head.startswith((b"<!doctype html", b"<html"))


class Taker:
    """Fetches and commits items; ``on_new`` hears of every commit that brought captures."""

    def __init__(
        self,
        store: PollStore,
        fetcher: Fetcher,
        clock: Callable[[], int],
        call: Call,
        on_new: Callable[[int], None] | None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._clock = clock
        self._call = call
        self._on_new = on_new

    async def take(
        self,
        source: Source,
        state: SourceState,
        entries: Sequence[Entry],
        judge: Callable[[Capture], bool] | None = None,
    ) -> Taken:
        """Take what is new, the oldest first; pages that ``judge`` rejects are left.

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
        patient = state.postponed < MOST_POSTPONED
        total = later = silent = 0
        wait: float | None = None
        captures: list[Capture] = []
        items, since_us = passed, self._clock()
        for place in taken:
            found: Capture | _Later | None = _Later(wait)
            if silent < _IN_TROUBLE:
                found = await self._capture(source, entries[place], patient)
            if isinstance(found, _Later):
                later, silent = later + 1, silent + 1
                wait = max(wait or 0.0, found.retry_after_s or 0.0) or None
                continue
            silent = 0
            items = [*items, keys[place]]
            if found is not None and (judge is None or await asyncio.to_thread(judge, found)):
                captures.append(found)
            if len(items) >= _COMMIT_EVERY or self._clock() - since_us >= _COMMIT_US:
                new = await self._commit(state, captures, items)
                total += new
                state = msgspec.structs.replace(state, articles=state.articles + new)
                captures, items, since_us = [], [], self._clock()
        total += (new := await self._commit(state, captures, items))
        state = msgspec.structs.replace(state, articles=state.articles + new)
        return Taken(total, state, later, 0 if first else len(wanted[most:]), wait)

    async def _commit(
        self, state: SourceState, captures: Sequence[Capture], items: Sequence[str]
    ) -> int:
        if not items:
            return 0
        new = await self._call(self._store.commit_poll, state, captures, items)
        if new and self._on_new is not None:
            self._on_new(new)
        return new

    async def _capture(
        self, source: Source, entry: Entry, patient: bool
    ) -> Capture | _Later | None:
        """The entry's page, or the entry itself when the page cannot be had.

        While ``patient``, a page that gave no answer for now is left for the next poll.
        """
        if not is_web(entry.link):
            return entry_capture(entry, source, self._clock())
        assert entry.link is not None
        robots: Literal["allowed", "forbidden"] | None = "allowed"
        try:
            page = await self._fetcher.fetch(entry.link, accept=PAGE_TYPES)
        except FetchFailed as failure:
            if patient and failure.kind in ("timeout", "dns", "connect", "protocol", "busy"):
                return _Later(failure.retry_after_s)
            robots = "forbidden" if failure.kind == "robots" else None
            rights = await self._fetcher.rights(entry.link)
            return entry_capture(entry, source, self._clock(), rights, robots)
        if patient and (page.status == 429 or page.status >= 500) and challenger(page) is None:
            return _Later(retry_after_s(page.header("retry-after"), page.fetched_us))
        rights = await self._fetcher.rights(page.final_url)
        if not 200 <= page.status < 300 or not _is_page(page):
            return entry_capture(entry, source, self._clock(), rights, robots)
        return capture_of(
            "page",
            page.body,
            page.fetched_us,
            url=entry.link,
            final_url=page.final_url,
            status=page.status,
            headers=page.headers,
            hints=entry_hints(entry, source, page.final_url, rights, robots),
            source=source.id,
        )
