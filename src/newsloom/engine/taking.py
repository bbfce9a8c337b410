"""Taking the new items of a source: their pages fetched and committed, a few at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar

import msgspec
from msgspec import Struct

from newsloom.fetch.challenge import challenger
from newsloom.fetch.client import retry_after_s
from newsloom.fetch.response import PAGE_TYPES, Fetcher, FetchFailed, Response
from newsloom.model.facts import Capture, Hints, Source
from newsloom.model.times import SECOND_US
from newsloom.sources.capture import capture_of
from newsloom.sources.feed import Entry
from newsloom.sources.items import entry_capture, entry_hints, is_web, item_keys, newest_first
from newsloom.sources.revisits import (
    Retold,
    Visit,
    hastened,
    marked,
    marks,
    next_step,
    told_by,
)
from newsloom.store.base import Hasten, SourceHealth, SourceState

FIRST_ENTRIES = 50  # of a source never polled before
MOST_ENTRIES = 200  # in one poll; the rest comes with the next
MOST_POSTPONED = 3  # polls in a row that leave items for the next; then the entry has to do
_COMMIT_EVERY = 10  # pages
_COMMIT_US = 10 * SECOND_US  # after which fewer are committed: hosts may be slow
_RETOLD = 200  # entries of a feed that are looked at for changes
_IN_TROUBLE = 3  # pages of a poll in a row without an answer: the host is left alone

T = TypeVar("T")


class PollStore(Protocol):
    """What polling needs of a store; see ``store.base.EngineStore``."""

    def due(self, now_us: int, limit: int) -> list[SourceHealth]: ...
    def known_items(self, source: str, keys: Sequence[str]) -> set[str]: ...
    def commit_poll(
        self,
        state: SourceState,
        captures: Sequence[Capture],
        items: Sequence[str],
        visits: Sequence[Visit] = (),
    ) -> int: ...
    def retell(self, source: str, told: Sequence[Retold], hasten: Hasten) -> int: ...


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


class _Got(Struct, frozen=True):
    """What is kept of an item, and when its page is visited again."""

    capture: Capture
    visit: Visit | None = None


class _Batch:
    """What was taken and is not committed yet."""

    def __init__(self, items: Sequence[str], since_us: int) -> None:
        self.items = list(items)
        self.captures: list[Capture] = []
        self.visits: list[Visit] = []
        self.since_us = since_us

    def add(self, got: _Got) -> None:
        self.captures.append(got.capture)
        if got.visit is not None:
            self.visits.append(got.visit)

    def full(self, now_us: int) -> bool:
        return len(self.items) >= _COMMIT_EVERY or now_us - self.since_us >= _COMMIT_US


def page_capture(
    page: Response, url: str, hints: Hints, source: str, after: str | None = None
) -> Capture:
    """An answer to ``url`` as a capture; see ``sources.capture`` for ``after``."""
    return capture_of(
        "page",
        page.body,
        page.fetched_us,
        url=url,
        final_url=page.final_url,
        status=page.status,
        headers=page.headers,
        hints=hints,
        source=source,
        after=after,
    )


def is_page(response: Response) -> bool:
    """Whether an answer is a page with something on it, and no wall."""
    if challenger(response) is not None:
        return False
    kind = (response.header("content-type") or "").lower()
    if kind.startswith(("text/html", "application/xhtml+xml")):
        return bool(response.body.strip())
    head = response.body[:1000].lstrip().lower()
    return not kind and head.startswith((b"<!doctype html", b"<html"))


class Taker:
    """Fetches and commits items; ``on_new`` hears of every commit that brought captures.

    ``steps_us`` are the spans after which pages are visited again, none for never.
    """

    def __init__(
        self,
        store: PollStore,
        fetcher: Fetcher,
        clock: Callable[[], int],
        call: Call,
        on_new: Callable[[int], None] | None,
        steps_us: Sequence[int] = (),
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._clock = clock
        self._call = call
        self._on_new = on_new
        self._steps_us = steps_us

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
        keys, wanted, told = await self._call(self._look_up, source, state, entries)
        first = state.ok_us is None
        most = FIRST_ENTRIES if first else MOST_ENTRIES
        passed = [keys[place] for place in wanted[most:]] if first else []
        taken = list(reversed(wanted[:most]))
        patient = state.postponed < MOST_POSTPONED
        total = later = silent = 0
        wait: float | None = None
        batch = _Batch(passed, self._clock())
        for place in taken:
            found: _Got | _Later | None = _Later(wait)
            if silent < _IN_TROUBLE:
                found = await self._capture(source, entries[place], patient)
            if isinstance(found, _Later):
                later, silent = later + 1, silent + 1
                wait = max(wait or 0.0, found.retry_after_s or 0.0) or None
                continue
            silent = 0
            batch.items.append(keys[place])
            if found and (judge is None or await asyncio.to_thread(judge, found.capture)):
                batch.add(found)
            if batch.full(self._clock()):
                new = await self._commit(state, batch)
                total += new
                state = msgspec.structs.replace(state, articles=state.articles + new)
                batch = _Batch([], self._clock())
        total += (new := await self._commit(state, batch))
        state = msgspec.structs.replace(state, articles=state.articles + new, told=told)
        return Taken(total, state, later, 0 if first else len(wanted[most:]), wait)

    def _look_up(
        self, source: Source, state: SourceState, entries: Sequence[Entry]
    ) -> tuple[list[str], list[int], bytes]:
        """The keys of the items, the places of the new ones (the newest first), and what all say.

        For a thread: some lists have a hundred thousand entries. Visits are brought forward to
        articles of which the feed says something else than it did.
        """
        keys = item_keys(entries)
        known, told = self._known(source, state, entries, keys)
        return keys, [place for place in newest_first(entries) if keys[place] not in known], told

    def _known(
        self, source: Source, state: SourceState, entries: Sequence[Entry], keys: Sequence[str]
    ) -> tuple[set[str], bytes]:
        """Which items are known, and what the entries say now."""
        known = self._store.known_items(source.id, keys)
        if not self._steps_us:
            return known, state.told
        told = [told_by(entry) for entry in entries[:_RETOLD]]
        before, now = marked(state.told), self._clock()
        changed = {
            entry.link: (digest, entry)
            for entry, key, digest in zip(entries, keys, told, strict=False)
            if digest not in before and key in known and entry.link and is_web(entry.link)
        }

        def hasten(visit: Visit, one: Retold) -> Visit:
            digest, entry = changed[one.url]
            hints = entry_hints(entry, source, one.url)
            return hastened(visit, digest, hints, now, self._steps_us)

        if changed:
            retold = [Retold(url, digest) for url, (digest, _) in changed.items()]
            self._store.retell(source.id, retold, hasten)
        return known, marks(told)

    async def _commit(self, state: SourceState, batch: _Batch) -> int:
        if not batch.items:
            return 0
        new = await self._call(
            self._store.commit_poll, state, batch.captures, batch.items, batch.visits
        )
        if new and self._on_new is not None:
            self._on_new(new)
        return new

    async def _capture(self, source: Source, entry: Entry, patient: bool) -> _Got | _Later | None:
        """The entry's page, or the entry itself when the page cannot be had.

        While ``patient``, a page that gave no answer for now is left for the next poll.
        """
        if not is_web(entry.link):
            return _got(entry_capture(entry, source, self._clock()))
        assert entry.link is not None
        robots: Literal["allowed", "forbidden"] | None = "allowed"
        try:
            page = await self._fetcher.fetch(entry.link, accept=PAGE_TYPES)
        except FetchFailed as failure:
            if patient and failure.kind in ("timeout", "dns", "connect", "protocol", "busy"):
                return _Later(failure.retry_after_s)
            robots = "forbidden" if failure.kind == "robots" else None
            rights = await self._fetcher.rights(entry.link)
            got = entry_capture(entry, source, self._clock(), rights, robots)
            return self._again(got, entry) if robots is None else _got(got)
        if patient and _in_trouble(page):
            return _Later(retry_after_s(page.header("retry-after"), page.fetched_us))
        rights = await self._fetcher.rights(page.final_url)
        if not 200 <= page.status < 300 or not is_page(page):
            got = entry_capture(entry, source, self._clock(), rights, robots)
            return self._again(got, entry) if _in_trouble(page) else _got(got)
        hints = entry_hints(entry, source, page.final_url, rights, robots)
        capture = page_capture(page, entry.link, hints, source.id)
        return self._again(capture, entry, page)

    def _again(
        self, capture: Capture | None, entry: Entry, page: Response | None = None
    ) -> _Got | None:
        """What is kept of an item, with the first visit to its page."""
        if capture is None or not self._steps_us:
            return _got(capture)
        assert entry.link is not None and capture.source is not None
        seen_us = capture.fetched_us
        visit = Visit(
            url=entry.link,
            capture=capture.id,
            source=capture.source,
            seen_us=seen_us,
            next_us=next_step(self._steps_us, seen_us, seen_us),
            told=told_by(entry),
            etag=page.header("etag") if page is not None else None,
            last_modified=page.header("last-modified") if page is not None else None,
        )
        return _Got(capture, visit)


def _got(capture: Capture | None) -> _Got | None:
    return _Got(capture) if capture is not None else None


def _in_trouble(page: Response) -> bool:
    """Whether a host could not answer for now; a wall is an answer."""
    return (page.status == 429 or page.status >= 500) and challenger(page) is None
