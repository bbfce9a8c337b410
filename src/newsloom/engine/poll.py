"""Polling: due sources are asked, their new items fetched, and all of it committed."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import msgspec
from msgspec import Struct

from newsloom.config import Config
from newsloom.engine.asking import Asker, Found, read_pushes
from newsloom.engine.line import Line
from newsloom.engine.running import Running
from newsloom.engine.subscribing import Subscribing
from newsloom.engine.taking import Call, PollStore, Taken, Taker, in_thread
from newsloom.engine.visiting import Round, Visited, Visitor, VisitStore
from newsloom.fetch.client import now_us
from newsloom.fetch.response import Fetcher, FetchFailed, Response
from newsloom.fetch.websub import Push
from newsloom.model.errors import StoreError
from newsloom.model.facts import Source
from newsloom.model.times import SECOND_US
from newsloom.model.urls import politeness_key
from newsloom.sources.items import moment_us
from newsloom.sources.pace import max_age_s
from newsloom.sources.revisits import spans_us
from newsloom.sources.schedule import Plan, paced_interval, plan
from newsloom.store.base import SourceHealth, SourceState, SourceStatus

_OWN_INTERVAL_S = 2
_IDLE_S = 1.0
_IDLE_US = SECOND_US
_LOOK_US = 60 * SECOND_US  # after which the store is asked anew who is due
_DUE = 20_000
_LIVE_TIMES = 4  # as long between polls of a source whose hub tells us of news
_LIVE_MOST_S = 4 * 3600
_VISITS_OF = 4  # one in so many requests at a time may be a visit to a known page
_POLLS_A_SLOT = 8  # most polls at a time wait for their host's turn, and need no slot for that


class Polled(Struct, frozen=True):
    """How one poll went. ``captures`` counts those that were new to the store."""

    source: str
    status: SourceStatus
    captures: int
    detail: str = ""


class Stored(PollStore, VisitStore, Protocol):
    """What the poller needs of a store."""


class Poller:
    """Asks due sources, one per host at a time, many hosts side by side.

    Where no source waits for a host, pages of known articles are visited again, on few hosts at
    a time. ``visits`` counts them.

    The fetcher holds ``config.in_flight`` requests at once; polls that wait for their host's turn
    come on top.

    ``clock`` gives UTC microseconds; ``call`` runs the store's methods; ``on_new`` hears of every
    commit that brought captures; ``push`` holds what hubs sent, None without subscriptions.
    """

    def __init__(
        self,
        store: Stored,
        fetcher: Fetcher,
        config: Config,
        *,
        clock: Callable[[], int] = now_us,
        call: Call = in_thread,
        on_new: Callable[[int], None] | None = None,
        push: Subscribing | None = None,
    ) -> None:
        self._store = store
        self._push = push
        self._asker = Asker(fetcher, clock)
        steps_us = spans_us(config.poll_revisits)
        self._taker = Taker(store, fetcher, clock, call, on_new, steps_us)
        visitor = Visitor(store, fetcher, clock, call, on_new, steps_us)
        self._round = Round(visitor, config.in_flight // _VISITS_OF + 1 if steps_us else 0, clock)
        self._most = config.in_flight * _POLLS_A_SLOT
        self._own = frozenset(config.own_hosts)
        self._clock = clock
        self._call = call
        self._line = Line()
        self._looked_us: int | None = None

    # ------------------------------------------------------------ which sources, and when

    async def run(self) -> None:
        """Poll for ever. Cancel it to stop: what is not committed is asked for again next time.

        Raises StoreError when the store fails; a source that fails is a status, no error.
        """
        running: Running[Polled | Visited] = Running()
        busy: set[str] = set()
        try:
            while True:
                await self._start(running, busy)
                await running.wait(_IDLE_S)
                busy.difference_update(one.source for one in self._ended(running))
        finally:
            await running.cancel()

    async def once(self) -> list[Polled]:
        """Poll everything that is due now, each source once; then make the visits due."""
        running: Running[Polled | Visited] = Running()
        started: set[str] = set()
        polled: list[Polled] = []
        self._looked_us = None
        asked = False
        try:
            while True:
                await self._start(running, started)
                if not running:
                    if asked:
                        return polled
                    # What the polls brought forward is visited as well.
                    asked = True
                    self._round.look_again()
                    continue
                await running.wait()
                polled += self._ended(running)
        finally:
            await running.cancel()

    @property
    def visits(self) -> Visited:
        """How the visits to pages went so far, those to all hosts together."""
        return self._round.total

    def _ended(self, running: Running[Polled | Visited]) -> list[Polled]:
        """The polls that have ended; visits are counted."""
        polled = []
        for one in running.take():
            if isinstance(one, Visited):
                self._round.end(one)
            else:
                polled.append(one)
        return polled

    async def _start(self, running: Running[Polled | Visited], without: set[str]) -> None:
        """Start polls on hosts that are free; ``without`` holds the sources to leave out."""
        await self._look(_LOOK_US, without)
        while len(running) < self._most:
            found = self._line.next(running.hosts)
            if found is None:
                if await self._look(_IDLE_US, without):
                    continue
                break
            host, health = found
            without.add(health.source.id)
            running.add(host, self.poll(health))
        await self._round.start(running, self._line)

    async def _look(self, every_us: int, without: Iterable[str]) -> bool:
        """Line up who is due, when that was last done ``every_us`` ago; whether it was done."""
        now = self._clock()
        if self._looked_us is not None and abs(now - self._looked_us) < every_us:
            return False
        self._looked_us = now
        self._line.fill(await self._call(self._store.due, now, _DUE), without)
        return True

    # ------------------------------------------------------------ one source

    async def poll(self, health: SourceHealth) -> Polled:
        """Ask one source and commit what it brought. Raises only StoreError."""
        source, state = health.source, health.state
        taken = Taken(0, state)
        pushed: list[Push] = []
        try:
            if self._push is not None:
                pushed = await self._call(self._push.pending, source.id)
            if pushed:
                found = await read_pushes(pushed, source.url)
            else:
                found = await self._asker.ask(source, state)
            if found.status == "ok":
                taken = await self._taker.take(source, state, found.entries, found.section)
        except StoreError:
            raise
        except Exception as problem:  # a bug met by one source must not stop the others
            found = _unexpected(problem, pushed)
        live = await self._hear(source, found, pushed)
        try:
            after = await self._call(self._commit, source, taken, found, live)
        except StoreError:
            raise
        except Exception as problem:  # what it says cannot be noted, but that it failed
            found = _unexpected(problem, pushed)
            after = await self._call(self._commit, source, Taken(taken.new, state), found, live)
        return Polled(source.id, after.status, taken.new, after.detail)

    async def _hear(self, source: Source, found: Found, pushed: list[Push]) -> bool:
        """Note what a poll says about subscribing; whether the source's hub tells us of news."""
        if self._push is None or source.kind != "feed":
            return False
        if pushed:
            await self._call(self._push.finish, pushed)
        elif found.response is not None and found.status in ("ok", "empty"):
            await self._call(self._push.offered, source.id, found.offer)
        return await self._call(self._push.live, source.id)

    def _commit(self, source: Source, taken: Taken, found: Found, live: bool) -> SourceState:
        after = self._after(source, taken, found, live)
        self._store.commit_poll(after, [], [])
        return after

    def _after(self, source: Source, taken: Taken, found: Found, live: bool) -> SourceState:
        """The state after a poll, and when the next one is due."""
        state, now = taken.state, self._clock()
        good = found.status in ("ok", "unchanged", "empty")
        failures = 0 if good else state.failures + 1
        answer = found.response
        changed = answer is not None and found.status != "unchanged"
        # Validators vouch for what was taken: with items left out there the old ones stay.
        whole = changed and not taken.postponed and not taken.left
        state = msgspec.structs.replace(
            state,
            status=found.status,
            detail=found.detail or _left(taken),
            checked_us=now,
            ok_us=now if good else state.ok_us,
            failures=failures,
            entries=len(found.entries) if changed else state.entries,
            etag=answer.header("etag") if answer and whole else state.etag,
            last_modified=(
                answer.header("last-modified") if answer and whole else state.last_modified
            ),
            moved_to=_moved(source, state, answer) if answer else state.moved_to,
            pace=found.pace if changed else state.pace,
            postponed=_postponed(state, taken, found),
            section=found.section.learned() if found.section else state.section,
        )
        if found.pushed and (not good or taken.postponed or taken.left):
            # What was pushed is not kept; the feed still has it, and is read in full for it.
            live, state = False, msgspec.structs.replace(state, etag=None, last_modified=None)
        next_poll = self._plan(source, state, taken, found, now, live)
        return msgspec.structs.replace(
            state, next_us=next_poll.next_us, interval_s=next_poll.interval_s
        )

    def _plan(
        self,
        source: Source,
        state: SourceState,
        taken: Taken,
        found: Found,
        now_us: int,
        live: bool,
    ) -> Plan:
        waits = [wait for wait in (found.retry_after_s, taken.retry_after_s) if wait is not None]
        wait = max(waits, default=None)
        if politeness_key(source.url) in self._own:
            return plan(
                now_us,
                _OWN_INTERVAL_S,
                failures=state.failures,
                retry_after_s=wait,
                least_s=_OWN_INTERVAL_S,
            )
        interval_s = state.interval_s
        if found.entries and not found.pushed:
            times = [moment_us(one.published) for one in found.entries]
            interval_s = paced_interval(times, now_us, found.pace)
        if live and not state.failures:
            wait = max(wait or 0.0, min(_LIVE_TIMES * interval_s, _LIVE_MOST_S))
        return plan(
            now_us,
            interval_s,
            failures=state.failures,
            retry_after_s=wait,
            fresh_s=max_age_s(found.response.header("cache-control")) if found.response else 0,
            pace=state.pace,
        )


def _unexpected(problem: Exception, pushed: Sequence[Push]) -> Found:
    said = f"unexpected: {type(problem).__name__}: {problem}"[:300]
    return Found("failing", said, pushed=bool(pushed))


def _left(taken: Taken) -> str:
    """What a person should know of a poll that went well."""
    if taken.postponed:
        return f"{taken.postponed} pages gave no answer; they are asked for again"
    return f"{taken.left} more entries come with the next polls" if taken.left else ""


def _postponed(state: SourceState, taken: Taken, found: Found) -> int:
    """Polls in a row that left items for the next; an unchanged or failed one says nothing."""
    if found.status != "ok":
        return state.postponed
    return state.postponed + 1 if taken.postponed else 0


def _moved(source: Source, state: SourceState, answer: Response) -> str | None:
    """Where the source is from now on: None for where it was.

    A source asked at its old place that answers there has come back.
    """
    if answer.moved_to is not None:
        return answer.moved_to
    return None if answer.url == source.url else state.moved_to


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
