"""Visiting the pages of known articles again: a changed text becomes a new capture of its page."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from newsloom.engine.running import Running
from newsloom.engine.taking import Call, is_page, page_capture
from newsloom.extract.change import Reading, akin, is_cut, reading_of, same_page
from newsloom.fetch.client import retry_after_s
from newsloom.fetch.response import PAGE_TYPES, Fetcher, FetchFailed, Response
from newsloom.model.errors import StoreError
from newsloom.model.facts import Capture
from newsloom.model.times import SECOND_US
from newsloom.sources.revisits import Visit, next_step, put_off, visited

log = logging.getLogger("newsloom")

_LOOK_US = 2 * SECOND_US  # after which the store is asked anew where visits are due
_MOST_HOSTS = 2_000
MOST_PAGES = 5  # of a host in one go; then its sources have their turn


class VisitStore(Protocol):
    """What visiting needs of a store; see ``store.base.EngineStore``."""

    def visit_hosts(self, now_us: int, limit: int) -> list[str]: ...
    def visits_due(self, host: str, now_us: int, limit: int) -> list[tuple[Visit, Capture]]: ...
    def captured(self, capture_id: str) -> Capture | None: ...
    def commit_visit(self, before: Visit, after: Visit, capture: Capture | None) -> bool: ...


class Visited(Struct, frozen=True):
    """How some visits to one host went. ``more``: others are due there."""

    host: str
    asked: int = 0
    changed: int = 0
    unanswered: int = 0
    more: bool = False


class _Compared(Struct, frozen=True):
    """``capture`` is the new one when the page says something else, ``print`` is of what counts."""

    print: str
    capture: Capture | None = None


class Visitor:
    """Visits pages, one after the other on a host, and commits each visit by itself.

    ``clock`` gives UTC microseconds; ``steps_us`` are the spans after which a page is visited;
    ``on_new`` hears of every change.
    """

    def __init__(
        self,
        store: VisitStore,
        fetcher: Fetcher,
        clock: Callable[[], int],
        call: Call,
        on_new: Callable[[int], None] | None,
        steps_us: Sequence[int],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._clock = clock
        self._call = call
        self._on_new = on_new
        self._steps_us = steps_us

    def hosts(self, limit: int) -> Awaitable[list[str]]:
        """Hosts with pages to visit now, the longest overdue first."""
        return self._call(self._store.visit_hosts, self._clock(), limit)

    async def visit(self, host: str) -> Visited:
        """Visit pages of a host that are due. Raises only StoreError."""
        due = await self._call(self._store.visits_due, host, self._clock(), MOST_PAGES)
        asked = changed = unanswered = 0
        for visit, capture in due:
            asked += 1
            try:
                found = await self._ask(visit, capture)
                changed += await self._take(visit, capture, found)
            except StoreError:
                raise
            except FetchFailed as failure:
                unanswered += 1
                await self._leave(visit, failure)
            except Exception:  # a defect that one page shows must not stop the others
                log.exception("%s could not be looked at again", visit.url)
                later = visited(visit, self._steps_us, self._clock())
                await self._call(self._store.commit_visit, visit, later, None)
        return Visited(host, asked, changed, unanswered, len(due) == MOST_PAGES)

    async def _leave(self, visit: Visit, failure: FetchFailed) -> None:
        """Note that there was no answer: for now, or as long as robots.txt has it so."""
        now = self._clock()
        if failure.kind in ("robots", "refused"):
            later = visited(visit, self._steps_us, now)
        else:
            later = put_off(visit, now, failure.retry_after_s, self._steps_us)
        await self._call(self._store.commit_visit, visit, later, None)

    async def _ask(self, visit: Visit, before: Capture) -> Response:
        # ETags lie: what the feed calls changed, and the last visit, are asked for in full.
        last = next_step(self._steps_us, visit.seen_us, self._clock()) is None
        full = visit.asked or last or before.kind != "page"
        page = await self._fetcher.fetch(
            visit.url,
            etag=None if full else visit.etag,
            last_modified=None if full else visit.last_modified,
            accept=PAGE_TYPES,
        )
        if page.status == 429 or page.status >= 500:
            wait = retry_after_s(page.header("retry-after"), page.fetched_us)
            raise FetchFailed("busy", f"{visit.url}: HTTP {page.status}", wait)
        return page

    async def _take(self, visit: Visit, before: Capture, page: Response) -> bool:
        """Note an answer, and commit what it changed; whether it did."""
        after = visit
        capture: Capture | None = None
        if 200 <= page.status < 300 and is_page(page):
            rights = await self._fetcher.rights(page.final_url)
            hints = replace(visit.hints or before.hints, rights=rights, robots="allowed")
            capture = page_capture(page, visit.url, hints, visit.source, after=before.id)
            whole = await self._call(self._store.captured, before.id)
            compared = await asyncio.to_thread(_compared, visit.print, before, whole, capture)
            capture = compared.capture
            after = replace(
                visit,
                print=compared.print,
                etag=page.header("etag"),
                last_modified=page.header("last-modified"),
                capture=capture.id if capture is not None else visit.capture,
            )
        changed = capture is not None
        after = visited(after, self._steps_us, self._clock(), changed=changed)
        new = await self._call(self._store.commit_visit, visit, after, capture)
        if new and self._on_new is not None:
            self._on_new(1)
        return new


class Round:
    """Who is visited next: at most so many hosts at a time, where no source waits."""

    def __init__(self, visitor: Visitor, most: int, clock: Callable[[], int]) -> None:
        self._visitor = visitor
        self._most = most
        self._clock = clock
        self._hosts: deque[str] = deque()
        self._under_way: set[str] = set()
        self._looked_us: int | None = None
        self.total = Visited("")

    async def start(self, running: Running[Any], line: Container[str]) -> None:
        """Start visits to hosts that nobody else is asked on."""
        if len(self._under_way) >= self._most:
            return
        await self._look()
        for _ in range(len(self._hosts)):
            if len(self._under_way) >= self._most:
                return
            host = self._hosts.popleft()
            if host in running.hosts or host in line:
                self._hosts.append(host)
                continue
            self._under_way.add(host)
            running.add(host, self._visitor.visit(host))

    def end(self, visits: Visited) -> None:
        """Count visits that have ended; a host with more of them goes to the end."""
        self._under_way.discard(visits.host)
        if visits.more:
            self._hosts.append(visits.host)
        total = self.total
        self.total = Visited(
            "",
            total.asked + visits.asked,
            total.changed + visits.changed,
            total.unanswered + visits.unanswered,
        )

    def look_again(self) -> None:
        """Ask the store anew where visits are due, however lately that was done."""
        self._looked_us = None

    async def _look(self) -> None:
        now = self._clock()
        if self._hosts or (self._looked_us is not None and abs(now - self._looked_us) < _LOOK_US):
            return
        self._looked_us = now
        found = await self._visitor.hosts(_MOST_HOSTS)
        self._hosts.extend(host for host in found if host not in self._under_way)


def _compared(known: str, before: Capture, whole: Capture | None, after: Capture) -> _Compared:
    """A page beside what it was; ``whole`` is that with its bytes, when they are still here."""
    if whole is not None and whole.kind == "page" and whole.body == after.body:
        return _Compared(known)
    new = reading_of(after)
    if new is None:  # a wall or an error where the article stood: nothing to compare
        return _Compared(known)
    if before.kind != "page":
        return _Compared(new.print, after)
    if new.print == known:
        return _Compared(known)
    old = reading_of(whole) if whole is not None else None
    if old is not None and _as_before(old, new, before, after):
        return _Compared(old.print)
    return _Compared(new.print, after)


def _as_before(old: Reading, new: Reading, before: Capture, after: Capture) -> bool:
    """Whether nothing that counts changed, or what is shown now is not the article any more."""
    if old.print == new.print or is_cut(old, new):
        return True
    return not same_page(before, after) and not akin(old, new)
