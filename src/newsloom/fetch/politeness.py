"""Turns: one request at a time to a host, with a pause after each, longer when it asks for it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

from newsloom.model.errors import NewsloomError

_LEAST_PENALTY_S = 30.0
_MOST_PENALTY_S = 3600.0
_MOST_HOSTS = 10_000


class HostBusy(NewsloomError):
    """The host asked us to stay away for longer than it makes sense to wait."""

    def __init__(self, key: str, wait_s: float) -> None:
        super().__init__(f"{key} asked us to wait {round(wait_s)} s")
        self.wait_s = wait_s


class _Host:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.delay_s = 0.0  # what its robots.txt asks for
        self.penalty_s = 0.0


class Turns:
    """Hands out turns by host and port; ``own`` hosts wait for no interval.

    ``clock`` gives seconds that only grow. ``patience_s`` is the longest wait; a host that wants
    more raises HostBusy. ``penalty_s`` is the least time away after "too many requests".
    """

    def __init__(
        self,
        *,
        interval_s: float = 5.0,
        in_flight: int = 64,
        own: Collection[str] = (),
        patience_s: float = 120.0,
        penalty_s: float = _LEAST_PENALTY_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval_s = interval_s
        self._own = frozenset(own)
        self._patience_s = patience_s
        self._least_s = penalty_s
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(in_flight)

    def _host(self, key: str) -> _Host:
        if len(self._hosts) > _MOST_HOSTS and key not in self._hosts:
            self._forget()
        return self._hosts.setdefault(key, _Host())

    def _forget(self) -> None:
        """Drop the hosts about which there is nothing to remember."""
        now = self._clock()
        for key, host in list(self._hosts.items()):
            if host.free_at <= now and not (host.lock.locked() or host.delay_s or host.penalty_s):
                del self._hosts[key]

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Wait for this host's turn (and a free slot), hold it for one request."""
        host = self._host(key)
        async with host.lock:
            while (wait := host.free_at - self._clock()) > 0:
                if wait > self._patience_s:
                    raise HostBusy(key, wait)
                await self._sleep(wait)
            # The slot comes last: whoever waits for a host keeps no other host from its turn.
            async with self._slots:
                try:
                    yield
                finally:
                    interval = 0.0 if key in self._own else self._interval_s
                    pause = max(interval, host.delay_s)
                    host.free_at = max(host.free_at, self._clock() + pause)

    def slow(self, key: str, delay_s: float) -> None:
        """From now on keep the delay that the host's robots.txt asks for."""
        if key not in self._own:
            self._host(key).delay_s = delay_s

    def penalise(self, key: str, retry_after_s: float | None) -> float:
        """The host said "too many requests": stay away for ``penalty_s``, double each time.

        Returns the seconds to stay away.
        """
        host = self._host(key)
        host.penalty_s = min(max(self._least_s, 2 * host.penalty_s), _MOST_PENALTY_S)
        wait = max(host.penalty_s, retry_after_s or 0.0)
        host.free_at = max(host.free_at, self._clock() + wait)
        return wait

    def welcome(self, key: str) -> None:
        """The host answered normally: the next penalty starts small again."""
        self._host(key).penalty_s = 0.0
