"""Serves a press over HTTP on loopback: one process, a port for each outlet."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from email.utils import format_datetime, parsedate_to_datetime
from gzip import compress
from typing import Any, Literal

from aiohttp import web
from msgspec import Struct

from newsloom.demo.faults import Faults, Reply, spoiled
from newsloom.demo.feeds import CONTENT_TYPES, render_feed
from newsloom.demo.outlets import FEED_PATHS, DemoOutlet, FeedFormat
from newsloom.demo.pages import render_front, render_page
from newsloom.demo.press import Item, Press
from newsloom.demo.view import AGE_US, View
from newsloom.fetch.descriptors import allow_files
from newsloom.model.errors import ConfigError
from newsloom.model.facts import Outlet, Source
from newsloom.model.ids import bytes_hash
from newsloom.model.times import SECOND_US, from_us
from newsloom.sources.opml import source_id

_HTML = "text/html; charset=utf-8"
_REMEMBERED = 100_000  # requests kept in the log
_ROBOTS = "# {label}\nUser-agent: *\nDisallow: /comments\nSitemap: {base}/news-sitemap.xml\n"


class Hit(Struct, frozen=True):
    """One request that was answered."""

    outlet: str  # its slug
    path: str
    status: int
    at_s: float  # the server's clock


class PressServer:
    """A press being served. Its clock runs from the moment it was started."""

    def __init__(
        self,
        press: Press,
        host: str,
        speed: float | None,
        clock: Callable[[], float],
        faults: Faults,
    ) -> None:
        self.press = press
        self.log: deque[Hit] = deque(maxlen=_REMEMBERED)
        self._host, self._clock, self._faults = host, clock, faults
        self._speed = speed or None
        self._started = clock()
        self._ports: dict[str, int] = {}
        self._houses = {outlet.slug: outlet for outlet in press.outlets}
        self._by_port: dict[int, DemoOutlet] = {}
        self._listening: list[asyncio.Server] = []
        self._web = web.Server(self._answer, access_log=None)

    # ---- addresses

    def base_url(self, outlet: DemoOutlet) -> str:
        """The address of an outlet, without a final slash."""
        return f"http://{self._host}:{self._ports[outlet.slug]}"

    def addresses(self) -> list[str]:
        """``host:port`` of every outlet: these alone may be asked without restraint."""
        return [f"{self._host}:{port}" for port in self._ports.values()]

    def feed_urls(self, outlet: DemoOutlet) -> list[tuple[str, str]]:
        """(language, URL) of the feeds or the sitemap an outlet offers."""
        base, path = self.base_url(outlet), FEED_PATHS[outlet.feed]
        if len(outlet.langs) == 1:
            return [(outlet.langs[0], base + path)]
        return [(lang, f"{base}/{lang}{path}") for lang in outlet.langs]

    def sources(self) -> list[Source]:
        """What there is to poll."""
        found = []
        for outlet in self.press.outlets:
            kind: Literal["feed", "sitemap"] = "sitemap" if outlet.feed == "sitemap" else "feed"
            for lang, url in self.feed_urls(outlet):
                found.append(
                    Source(
                        id=source_id(kind, url),
                        kind=kind,
                        url=url,
                        outlet=outlet.name,
                        domain=f"{self._host}:{self._ports[outlet.slug]}",
                        title=outlet.name,
                        lang=lang,
                    )
                )
        return found

    def outlet_rows(self) -> list[Outlet]:
        """The outlets; invented countries have no code, so ``country`` stays empty."""
        return [
            Outlet(
                outlet.name,
                f"{self._host}:{self._ports[outlet.slug]}",
                "",
                outlet.langs,
                outlet.kind,
            )
            for outlet in self.press.outlets
        ]

    def truth(self) -> dict[str, Any]:
        """The ground truth with the addresses that are served."""
        return self.press.truth(self.base_url, self.view().stamp)

    # ---- time

    def view(self) -> View:
        """The press as it stands now. Without a speed everything is out."""
        if self._speed is None:
            end = self.press.end_us
            return View(self.press, end, end, 1.0, self.base_url, None)
        origin = self.press.start_us + AGE_US
        elapsed = self._clock() - self._started
        now = origin + round(elapsed * self._speed * SECOND_US)
        return View(self.press, now, origin, self._speed, self.base_url)

    # ---- lifetime

    async def open(self, first_port: int | None) -> None:
        """Listen for every outlet. Raises ConfigError when a port cannot be had."""
        allow_files(len(self._houses) + 512)
        loop = asyncio.get_running_loop()
        for number, outlet in enumerate(self.press.outlets):
            port = 0 if first_port is None else first_port + number
            try:
                listening = await loop.create_server(self._web, self._host, port, backlog=128)
            except (OSError, OverflowError) as error:
                await self.close()
                raise ConfigError(
                    f"the demo press cannot listen on {self._host}:{port}: {error}"
                ) from error
            self._listening.append(listening)
            port = listening.sockets[0].getsockname()[1]
            self._ports[outlet.slug], self._by_port[port] = port, outlet

    async def close(self) -> None:
        """Stop listening and end what is being answered."""
        for listening in self._listening:
            listening.close()
        await self._web.shutdown(1.0)
        for listening in self._listening:
            await listening.wait_closed()
        self._listening.clear()

    # ---- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        transport = request.transport
        name = transport.get_extra_info("sockname") if transport is not None else None
        outlet = self._by_port.get(name[1]) if name else None
        if outlet is None:
            return web.Response(status=421)
        fault = self._faults.get(outlet.slug)
        reply = self._reply(outlet, request.path)
        if fault is not None and fault.kind == "slow" and fault.on in ("all", reply.part):
            await asyncio.sleep(fault.delay_s)
        response = _response(request, spoiled(reply, fault))
        self.log.append(Hit(outlet.slug, request.path, response.status, self._clock()))
        return response

    def _reply(self, outlet: DemoOutlet, path: str) -> Reply:
        view = self.view()
        item = self.press.by_key.get(outlet.slug + path)
        if item is not None:
            return _page(item, view)
        lang = None
        if len(outlet.langs) > 1 and path[1:3] in outlet.langs and path[3:4] == "/":
            lang, path = path[1:3], path[3:]
        if path == FEED_PATHS[outlet.feed] or path == FEED_PATHS["sitemap"]:
            kind: FeedFormat = outlet.feed if path == FEED_PATHS[outlet.feed] else "sitemap"
            return _feed(outlet, kind, lang, view)
        if path == "/":
            return Reply(200, render_front(outlet, view), _HTML, "other")
        if path == "/robots.txt":
            label = "Fictional demo press"
            body = _ROBOTS.format(label=label, base=view.base(outlet)).encode()
            return Reply(200, body, "text/plain; charset=utf-8", "other")
        return _missing()


def _missing() -> Reply:
    return Reply(404, b"<h1>404</h1><p>Fictional demo press</p>", _HTML, "other")


def _page(item: Item, view: View) -> Reply:
    if item.available_us > view.now_us:
        return _missing()
    body = render_page(view.press, item, view)
    changed = max(view.version(item).from_us, item.published_us)
    return Reply(200, body, _HTML, "page", _validators(body, view.stamp(changed)))


def _feed(outlet: DemoOutlet, kind: FeedFormat, lang: str | None, view: View) -> Reply:
    body = render_feed(outlet, kind, lang, view)
    out = view.items(outlet, lang)
    changed = [item.available_us for item in out] + [view.version(i).from_us for i in out]
    newest = view.stamp(max(changed, default=view.press.start_us))
    return Reply(200, body, CONTENT_TYPES[kind], "feed", _validators(body, newest))


def _validators(body: bytes, changed_us: int) -> tuple[tuple[str, str], ...]:
    moment = from_us(changed_us).replace(microsecond=0)
    return (
        ("ETag", f'"{bytes_hash(body)[:20]}"'),
        ("Last-Modified", format_datetime(moment, usegmt=True)),
        ("Cache-Control", "max-age=60"),
    )


def _unchanged(request: web.BaseRequest, headers: dict[str, str]) -> bool:
    """RFC 9110, 13.1: an If-None-Match decides alone; else If-Modified-Since."""
    known = request.headers.get("If-None-Match")
    if known is not None:
        return headers.get("ETag", "") in [tag.strip() for tag in known.split(",")]
    since = request.headers.get("If-Modified-Since")
    if since is None or "Last-Modified" not in headers:
        return False
    with suppress(ValueError, TypeError):
        changed = parsedate_to_datetime(headers["Last-Modified"])
        return changed <= parsedate_to_datetime(since)
    return False


def _response(request: web.BaseRequest, reply: Reply) -> web.Response:
    headers = dict(reply.headers)
    if request.method not in ("GET", "HEAD"):
        return web.Response(status=405, headers={"Allow": "GET, HEAD"})
    if reply.status == 200 and _unchanged(request, headers):
        return web.Response(status=304, headers=headers)
    body = reply.body
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if reply.status == 200 and takes_gzip and "Content-Encoding" not in headers:
        body = compress(body, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = reply.content_type
    return web.Response(status=reply.status, body=body, headers=headers)


@asynccontextmanager
async def serve_press(
    press: Press,
    host: str = "127.0.0.1",
    *,
    speed: float | None = None,
    first_port: int | None = None,
    clock: Callable[[], float] = time.monotonic,
    faults: Faults | None = None,
) -> AsyncIterator[PressServer]:
    """Serve a press until the block ends.

    Without ``speed`` (or with 0) all of it is out; else the first three weeks are, and the rest
    follows at ``speed`` press seconds per second of ``clock``. Outlets take consecutive ports
    from ``first_port``, or any free ones. Raises ConfigError when a port cannot be had.
    """
    server = PressServer(press, host, speed, clock, faults or {})
    await server.open(first_port)
    try:
        yield server
    finally:
        await server.close()
