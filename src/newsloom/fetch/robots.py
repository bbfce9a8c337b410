"""The robots.txt of every host we ask, kept for a day."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from newsloom.fetch.politeness import Turns
from newsloom.fetch.response import FetchFailed, Response
from newsloom.model.errors import Refused
from newsloom.model.times import DAY_US, MINUTE_US
from newsloom.model.urls import politeness_key
from newsloom.signals.robots import Robots

AGENT = "Newsloom"
_MOST_HOSTS = 20_000


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: what a robots.txt rules."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class RobotsCache:
    """Asks each host once a day; a host that fails is asked again after ten minutes.

    ``ask`` fetches a robots.txt without asking this cache; ``clock`` gives UTC microseconds.
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
        self._known: OrderedDict[str, tuple[int, Robots]] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> None:
        """Raise Refused when the host's robots.txt keeps this URL from us.

        Raises FetchFailed when the host fails to say: it may not be asked for now.
        """
        robots = await self.rules(url)
        if not robots.known:
            raise FetchFailed("connect", f"{url}: its robots.txt cannot be had for now")
        if not robots.allowed(url, AGENT):
            raise Refused("robots", f"{url}: robots.txt does not allow it")

    async def rules(self, url: str) -> Robots:
        """The rules of a URL's host. Never raises."""
        origin = origin_of(url)
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                found = self._known.get(origin)
                if found is None or found[0] <= self._clock():
                    found = await self._fetched(origin)
                    self._keep(origin, found)
                return found[1]
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    async def _fetched(self, origin: str) -> tuple[int, Robots]:
        try:
            response = await self._ask(origin + "/robots.txt")
            # Too many requests says nothing of the rules: no 4xx like the others.
            status = 503 if response.status == 429 else response.status
            robots = Robots.of_status(status, response.body)
        except FetchFailed as failure:
            # A loop of redirects is a file that is not there; silence is a host in trouble.
            gone = failure.kind in ("redirects", "too_large", "refused")
            robots = Robots.of_status(404, b"") if gone else Robots.unreachable()
        lasts = DAY_US if robots.known else 10 * MINUTE_US
        self._turns.slow(politeness_key(origin), robots.crawl_delay(AGENT))
        return self._clock() + lasts, robots

    def _keep(self, origin: str, found: tuple[int, Robots]) -> None:
        self._known[origin] = found
        self._known.move_to_end(origin)
        while len(self._known) > _MOST_HOSTS:
            self._known.popitem(last=False)
