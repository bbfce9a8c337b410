"""The robots.txt of every host we ask, kept for a day."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from newsloom.fetch.politeness import Turns
from newsloom.fetch.response import FetchFailed, Response
from newsloom.model.errors import Refused
from newsloom.model.times import DAY_US, MINUTE_US, SECOND_US
from newsloom.model.urls import politeness_key
from newsloom.signals.robots import Robots

AGENT = "Newsloom"
_TOO_MANY = "HTTP 429"
_MOST_HOSTS = 20_000
_SOON_US = 15 * SECOND_US  # after which a file that could not be had is asked for again
_LATE_US = 10 * MINUTE_US  # twice as long each time, until it is this long
_OUTLIVED_US = 7 * DAY_US  # for so long rules count that cannot be had anew (RFC 9309, 2.4)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: what a robots.txt rules."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class _Known(Struct, frozen=True):
    """Rules and until when they are not asked for again; ``told_us`` is when the host gave them.

    ``silent`` counts the times in a row that it did not, ``why`` says why not.
    """

    until_us: int
    rules: Robots
    told_us: int
    silent: int = 0
    why: str = ""


class RobotsCache:
    """Asks each host once a day; one that fails is asked again soon, later each time in a row.

    Rules that a host gave outlive its silence for a week. ``ask`` fetches a robots.txt without
    asking this cache; ``clock`` gives UTC microseconds.
    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[Response]],
        turns: Turns,
        clock: Callable[[], int],
    ) -> None:
        self._ask = ask
        self._turns = turns
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> None:
        """Raise Refused when the host's robots.txt keeps this URL from us.

        Raises FetchFailed when the host fails to say: it may not be asked for now.
        """
        found = await self._asked(url)
        if not found.rules.known:
            said = f"{url}: its robots.txt cannot be had for now: {found.why}"[:500]
            raise FetchFailed("busy" if found.why == _TOO_MANY else "connect", said)
        if not found.rules.allowed(url, AGENT):
            raise Refused("robots", f"{url}: robots.txt does not allow it")

    async def rules(self, url: str) -> Robots:
        """The rules of a URL's host. Never raises."""
        return (await self._asked(url)).rules

    async def _asked(self, url: str) -> _Known:
        origin = origin_of(url)
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                found = self._known.get(origin)
                if found is None or found.until_us <= self._clock():
                    found = await self._fetched(origin, found)
                    self._keep(origin, found)
                return found
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    async def _fetched(self, origin: str, before: _Known | None) -> _Known:
        why = ""
        try:
            response = await self._ask(origin + "/robots.txt")
            # Too many requests says nothing of the rules: no 4xx like the others.
            status = 503 if response.status == 429 else response.status
            robots, why = Robots.of_status(status, response.body), f"HTTP {response.status}"
        except FetchFailed as failure:
            # A loop of redirects is a file that is not there; silence is a host in trouble.
            gone = failure.kind in ("redirects", "too_large", "refused")
            robots = Robots.of_status(404, b"") if gone else Robots.unreachable()
            why = str(failure)
        now = self._clock()
        if not robots.known:
            return _unanswered(before, robots, why, now)
        self._turns.slow(politeness_key(origin), robots.crawl_delay(AGENT))
        return _Known(now + DAY_US, robots, now)

    def _keep(self, origin: str, found: _Known) -> None:
        self._known[origin] = found
        self._known.move_to_end(origin)
        while len(self._known) > _MOST_HOSTS:
            self._known.popitem(last=False)


def _unanswered(before: _Known | None, unknown: Robots, why: str, now_us: int) -> _Known:
    """What counts while a host does not say: what it said last, unless that is too old."""
    silent = before.silent if before is not None else 0
    until_us = now_us + min(_SOON_US << min(silent, 16), _LATE_US)
    if before is None or not before.rules.known or now_us - before.told_us > _OUTLIVED_US:
        return _Known(until_us, unknown, now_us, silent + 1, why)
    return replace(before, until_us=until_us, silent=silent + 1)
