"""What a site as a whole says about the use of its texts, asked once a day.

Its robots.txt (which is asked for anyway), ``/.well-known/tdmrep.json`` and the RSL files that
robots.txt names. A file that cannot be had says nothing, and is asked for again after an hour: a
text may have been taken meanwhile, but its page's own signals are kept with it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

from msgspec import Struct

from newsloom.fetch.response import FetchFailed, Response
from newsloom.fetch.robots import AGENT, origin_of
from newsloom.model.facts import RightsSignal
from newsloom.model.times import DAY_US, HOUR_US
from newsloom.signals.robots import Robots
from newsloom.signals.rsl import Licence, of_licences, parse_rsl
from newsloom.signals.tdmrep import PATH, Rule, of_file, parse_tdmrep
from newsloom.signals.uses import shortened

_MOST_SITES = 20_000
_MOST_LICENCES = 3  # RSL files asked for a site


class _Files(Struct, frozen=True):
    until_us: int
    tdm: tuple[Rule, ...]
    licences: tuple[tuple[str, tuple[Licence, ...]], ...]  # by the address of their file


class SiteRights:
    """Asks each site once a day.

    ``rules`` gives the robots.txt of a URL's host; ``ask`` fetches a small file, politely;
    ``clock`` gives UTC microseconds.
    """

    def __init__(
        self,
        rules: Callable[[str], Awaitable[Robots]],
        ask: Callable[[str], Awaitable[Response]],
        clock: Callable[[], int],
    ) -> None:
        self._rules = rules
        self._ask = ask
        self._clock = clock
        self._known: OrderedDict[str, _Files] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def of(self, url: str) -> tuple[RightsSignal, ...]:
        """What the site says of the text at a URL. Never raises."""
        robots = await self._rules(url)
        files = await self._files(origin_of(url), robots)
        signals = [*robots.content_signals(AGENT), *of_file(files.tdm, url)]
        for address, licences in files.licences:
            signals += of_licences(licences, url, shortened(address))
        return tuple(dict.fromkeys(signals))

    async def _files(self, origin: str, robots: Robots) -> _Files:
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                found = self._known.get(origin)
                if found is None or found.until_us <= self._clock():
                    found = await self._asked(origin, robots)
                    self._keep(origin, found)
                return found
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    async def _asked(self, origin: str, robots: Robots) -> _Files:
        if not robots.known:  # the host is in trouble: leave it alone
            return _Files(self._clock() + HOUR_US, (), ())
        lasts = DAY_US
        tdm = await self._body(origin + PATH)
        licences = []
        for address in robots.licences()[:_MOST_LICENCES]:
            target = urljoin(origin + "/", address)
            body = await self._body(target)
            lasts = HOUR_US if body is None else lasts
            licences.append((target, parse_rsl(body or b"")))
        lasts = HOUR_US if tdm is None else lasts
        return _Files(self._clock() + lasts, parse_tdmrep(tdm or b""), tuple(licences))

    async def _body(self, url: str) -> bytes | None:
        """The file at a URL; empty when there is none, None when nobody can say for now."""
        try:
            response = await self._ask(url)
        except (FetchFailed, ValueError):
            return None
        if response.status == 429 or response.status >= 500:
            return None
        return response.body if response.status == 200 else b""

    def _keep(self, origin: str, found: _Files) -> None:
        self._known[origin] = found
        self._known.move_to_end(origin)
        while len(self._known) > _MOST_SITES:
            self._known.popitem(last=False)
