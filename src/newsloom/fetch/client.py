"""The fetcher on aiohttp: guarded, polite, bounded in time and size."""

import errno
import re
import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from msgspec import Struct
from yarl import URL

from newsloom.config import Config, user_agent
from newsloom.fetch.conditional import conditional_headers
from newsloom.fetch.descriptors import allow_files
from newsloom.fetch.guard import Guard, GuardedResolver
from newsloom.fetch.politeness import HostBusy, Turns
from newsloom.fetch.resolver import PoolResolver
from newsloom.fetch.response import PAGE_TYPES, FailureKind, FetchFailed, Response
from newsloom.fetch.rights import SiteRights
from newsloom.fetch.robots import RobotsCache
from newsloom.model.errors import Refused
from newsloom.model.facts import RightsSignal
from newsloom.model.times import from_us
from newsloom.model.urls import politeness_key
from newsloom.sources.encoding import ACCEPT_ENCODING, Damaged, TooLarge, decoded

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_TOO_MANY = (429, 503)
_MOST_HEADERS = 60
_FORM = "application/x-www-form-urlencoded"
_MOST_FILES = 8192  # idle connections are kept for a host's next turn
_LONGEST_WAIT_S = 7 * 86400.0


class Limits(Struct, frozen=True):
    """What one fetch may cost. ``max_bytes`` counts the body, as sent and as unpacked."""

    connect_s: float = 10.0
    total_s: float = 30.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5


def now_us() -> int:
    """The wall clock in UTC microseconds."""
    return time.time_ns() // 1000


def retry_after_s(value: str | None, at_us: int) -> float | None:
    """A Retry-After header (seconds or a date) as seconds from ``at_us``, at most a week."""
    if not value:
        return None
    value = value.strip()
    if re.fullmatch(r"\d{1,9}", value):
        return min(float(value), _LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(value)
        wait = (moment - from_us(at_us)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, 0.0), _LONGEST_WAIT_S)


class _Dropped(FetchFailed):
    """The host closed the connection without a word, maybe one it had left idle."""


def _failure(url: str, problem: Exception) -> FetchFailed:
    """One of our failures for one of aiohttp's."""
    kinds: tuple[tuple[type[Exception], FailureKind], ...] = (
        (TimeoutError, "timeout"),
        (aiohttp.ClientConnectorDNSError, "dns"),
        (aiohttp.ClientSSLError, "tls"),
        (ssl.SSLError, "tls"),
        (aiohttp.ClientConnectorError, "connect"),
        (aiohttp.ClientPayloadError, "protocol"),
        (aiohttp.ClientConnectionError, "connect"),
        (OSError, "connect"),
    )
    kind: FailureKind = "protocol"
    kind = next((name for cause, name in kinds if isinstance(problem, cause)), kind)
    said = str(problem) or ("no answer in time" if kind == "timeout" else type(problem).__name__)
    gone = isinstance(problem, OSError) and problem.errno in (errno.ECONNRESET, errno.EPIPE)
    dropped = gone or isinstance(problem, aiohttp.ServerDisconnectedError)
    return (_Dropped if dropped else FetchFailed)(kind, f"{url}: {kind}: {said}"[:500])


class HttpFetcher:
    """Fetches over HTTP. Use as an async context manager; it owns its connections.

    Every hop of a redirect passes the guard, the robots.txt of its host and that host's turn.
    ``resolver`` (any of aiohttp's) is wrapped by the guard.
    """

    def __init__(
        self,
        config: Config,
        *,
        limits: Limits | None = None,
        turns: Turns | None = None,
        guard: Guard | None = None,
        clock: Callable[[], int] = now_us,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._agent = user_agent(config)
        self._limits = limits or Limits()
        self._turns = turns or Turns(
            interval_s=config.host_interval_s, in_flight=config.in_flight, own=config.own_hosts
        )
        self._guard = guard or Guard(config.allow_private)
        self._clock = clock
        self._resolver = resolver
        self._in_flight = config.in_flight
        self._session: aiohttp.ClientSession | None = None
        self._names: AbstractResolver | None = None  # ours to close; a resolver given is not
        self._robots = RobotsCache(self._ask_robots, self._turns, clock)
        self._rights = SiteRights(self._robots.rules, self._ask_small, clock)

    async def __aenter__(self) -> "HttpFetcher":
        limits = self._limits
        allow_files(_MOST_FILES)
        resolver = self._resolver or PoolResolver()
        self._names = resolver if self._resolver is None else None
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(resolver, self._guard),
                socket_factory=self._guard.socket,
                limit=self._in_flight,
                ttl_dns_cache=60,
                keepalive_timeout=10,
            ),
            timeout=aiohttp.ClientTimeout(total=limits.total_s, sock_connect=limits.connect_s),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPT_ENCODING},
            requote_redirect_url=False,
            auto_decompress=False,
        )
        # aiohttp asks again at once when an idle connection turns out to be closed; we do so
        # when it is the host's turn again.
        self._session._retry_connection = False
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._names is not None:
            await self._names.close()
            self._names = None

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = PAGE_TYPES,
    ) -> Response:
        """Ask for a URL and follow its redirects. See ``Fetcher``."""
        headers = {"Accept": accept} | conditional_headers(etag, last_modified)
        return await self._follow(url, headers, obey_robots=True)

    async def post(self, url: str, form: bytes) -> Response:
        """Send a form to a hub (WebSub) when it is the host's turn. Redirects are not followed.

        Raises FetchFailed when there is no answer. A hub is an endpoint that feeds name for just
        this, so that no robots.txt is asked.
        """
        try:
            self._guard.check_url(url)
            async with self._turns.turn(politeness_key(url)):
                return await self._ask(url, url, {"Content-Type": _FORM}, form)
        except Refused as refusal:
            raise FetchFailed("refused", str(refusal)) from refusal
        except HostBusy as busy:
            raise FetchFailed("busy", str(busy), busy.wait_s) from busy

    async def rights(self, url: str) -> tuple[RightsSignal, ...]:
        """What the site of a URL says about the use of the text there. See ``Fetcher``."""
        return await self._rights.of(url)

    async def _ask_small(self, url: str) -> Response:
        return await self._follow(url, {"Accept": "*/*"}, obey_robots=True)

    async def _ask_robots(self, url: str) -> Response:
        return await self._follow(url, {"Accept": "text/plain,*/*;q=0.5"}, obey_robots=False)

    async def _follow(self, url: str, headers: dict[str, str], obey_robots: bool) -> Response:
        at, permanent = url, True
        for _ in range(self._limits.max_redirects + 1):
            response = await self._hop(url, at, headers, obey_robots)
            target = response.header("location")
            if response.status not in _REDIRECTS or not target:
                moved = at if permanent and at != url else None
                return response if moved is None else _moved(response, moved)
            permanent = permanent and response.status in _PERMANENT
            try:
                at = urljoin(at, target)
            except ValueError:
                raise FetchFailed("redirects", f"{at} leads to {target!r}, no URL") from None
        raise FetchFailed("redirects", f"{url}: more than {self._limits.max_redirects} redirects")

    async def _hop(self, url: str, at: str, headers: dict[str, str], obey_robots: bool) -> Response:
        try:
            return await self._turn(url, at, headers, obey_robots)
        except _Dropped:
            return await self._turn(url, at, headers, obey_robots)

    async def _turn(
        self, url: str, at: str, headers: dict[str, str], obey_robots: bool
    ) -> Response:
        """One request when it is the host's turn; what it says about waiting is noted."""
        try:
            self._guard.check_url(at)
            if obey_robots:
                await self._robots.check(at)
            key = politeness_key(at)
            async with self._turns.turn(key):
                response = await self._ask(url, at, headers)
                self._note(key, response)
        except Refused as refusal:
            kind: FailureKind = "robots" if refusal.reason == "robots" else "refused"
            raise FetchFailed(kind, str(refusal)) from refusal
        except HostBusy as busy:
            raise FetchFailed("busy", str(busy), busy.wait_s) from busy
        return response

    def _note(self, key: str, response: Response) -> None:
        """Keep away from a host that asks for it. Before its turn ends: others are waiting."""
        wait = retry_after_s(response.header("retry-after"), self._clock())
        if response.status == 429 or (response.status in _TOO_MANY and wait is not None):
            self._turns.penalise(key, wait)
        elif response.status < 400:
            self._turns.welcome(key)

    async def _ask(
        self, url: str, at: str, headers: dict[str, str], form: bytes | None = None
    ) -> Response:
        if self._session is None:
            raise RuntimeError("HttpFetcher is used outside of `async with`")
        try:
            async with self._session.request(
                "GET" if form is None else "POST",
                URL(at),
                headers=headers,
                data=form,
                allow_redirects=False,
            ) as answer:
                body = await self._body(at, answer)
                return Response(
                    url=url,
                    final_url=at,
                    status=answer.status,
                    headers=tuple(
                        (name.lower(), _text(value))
                        for name, value in list(answer.headers.items())[:_MOST_HEADERS]
                    ),
                    body=body,
                    fetched_us=self._clock(),
                )
        except (Refused, FetchFailed):
            raise
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as problem:
            raise _failure(at, problem) from problem

    async def _body(self, url: str, answer: aiohttp.ClientResponse) -> bytes:
        limit = self._limits.max_bytes
        if answer.status in _REDIRECTS:
            return b""
        if (answer.content_length or 0) > limit:
            raise FetchFailed("too_large", f"{url}: more than {limit} bytes announced")
        parts, size = [], 0
        async for part in answer.content.iter_chunked(65536):
            size += len(part)
            if size > limit:
                raise FetchFailed("too_large", f"{url}: more than {limit} bytes")
            parts.append(part)
        try:
            return decoded(b"".join(parts), answer.headers.get("Content-Encoding"), limit)
        except Damaged as damage:
            raise FetchFailed("protocol", f"{url}: {damage}") from damage
        except TooLarge as excess:
            raise FetchFailed("too_large", f"{url}: {excess}") from excess


def _text(value: str) -> str:
    """A header as text. Bytes that are no UTF-8 are Latin-1, as they once were by definition."""
    if value.isascii():
        return value
    data = value.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _moved(response: Response, target: str) -> Response:
    return Response(
        response.url,
        response.final_url,
        response.status,
        response.headers,
        response.body,
        response.fetched_us,
        target,
    )
