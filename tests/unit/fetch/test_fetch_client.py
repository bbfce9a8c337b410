"""The fetcher over HTTP: bounded, honest about itself, obedient to robots.txt."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest
from aiohttp import web

from newsloom import __version__
from newsloom.config import Config
from newsloom.fetch.client import HttpFetcher, Limits, retry_after_s
from newsloom.fetch.conditional import conditional_headers, wants_full
from newsloom.fetch.politeness import Turns
from newsloom.fetch.response import FetchFailed

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def press(
    handler: Handler, limits: Limits | None = None, turns: Turns | None = None
) -> AsyncIterator[tuple[HttpFetcher, str]]:
    app = web.Application()
    app.router.add_get("/{tail:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host = f"127.0.0.1:{runner.addresses[0][1]}"
    config = Config(
        contact="https://reader.example/about", allow_private=(host,), own_hosts=(host,)
    )
    try:
        async with HttpFetcher(config, limits=limits, turns=turns) as fetcher:
            yield fetcher, f"http://{host}"
    finally:
        await runner.cleanup()


def serving(pages: dict[str, web.Response], asked: list[web.Request] | None = None) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        if asked is not None:
            asked.append(request)
        page = pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        return web.Response(status=page.status, body=page.body, headers=page.headers)

    return answer


async def test_it_says_who_it_is_and_keeps_no_cookies() -> None:
    asked: list[web.Request] = []
    page = web.Response(text="hello", headers={"Set-Cookie": "a=b; Path=/"})
    async with press(serving({"/a": page}, asked)) as (fetcher, base):
        await fetcher.fetch(base + "/a")
        await fetcher.fetch(base + "/a")
    agents = {request.headers["User-Agent"] for request in asked}
    assert agents == {f"Newsloom/{__version__} (+https://reader.example/about)"}
    assert not any("Cookie" in request.headers for request in asked)


@pytest.mark.parametrize("how", ["announced", "streamed", "packed"])
async def test_a_body_without_end_is_not_swallowed(how: str) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        if how == "announced":
            return web.Response(body=b"x" * 200_000)
        if how == "packed":
            body = gzip.compress(b"x" * 50_000_000)
            assert len(body) < 100_000
            return web.Response(body=body, headers={"Content-Encoding": "gzip"})
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 50_000)
        except ConnectionError:
            return response

    async with press(endless, Limits(max_bytes=100_000)) as (fetcher, base):
        with pytest.raises(FetchFailed) as failure:
            await fetcher.fetch(base + "/a")
    assert failure.value.kind == "too_large"


async def test_a_packed_body_is_unpacked() -> None:
    body = gzip.compress("Grüße".encode())
    page = web.Response(body=body, headers={"Content-Encoding": "gzip"})
    async with press(serving({"/a": page})) as (fetcher, base):
        assert (await fetcher.fetch(base + "/a")).body.decode() == "Grüße"


async def test_a_silent_host_times_out() -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        if request.path != "/robots.txt":
            await asyncio.sleep(5)
        return web.Response(status=404)

    async with press(silent, Limits(total_s=0.2)) as (fetcher, base):
        with pytest.raises(FetchFailed) as failure:
            await fetcher.fetch(base + "/a")
    assert failure.value.kind == "timeout"


async def test_a_closed_port_is_a_failure_to_connect() -> None:
    async with press(serving({})) as (fetcher, base):
        pass
    config = Config(allow_private=("127.0.0.1",))
    async with HttpFetcher(config) as fetcher:
        with pytest.raises(FetchFailed) as failure:
            await fetcher.fetch(base + "/a")
    assert failure.value.kind == "connect"


async def test_nonsense_for_http_is_a_failure() -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"\xff\xfe not http at all\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, HttpFetcher(Config(allow_private=(host,), own_hosts=(host,))) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch(f"http://{host}/a")


ROBOTS = b"User-agent: *\nDisallow: /private\n\nUser-agent: Newsloom\nDisallow: /secret\n"


async def test_headers_of_any_bytes_can_be_kept() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = b'HTTP/1.1 200 OK\r\nETag: "\xe9"\r\nLink: <gr\xc3\xbc\xc3\x9fe>\r\n'
        writer.write(head + b"Content-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    config = Config(allow_private=(host,), own_hosts=(host,))
    async with server, HttpFetcher(config) as fetcher:
        response = await fetcher.fetch(f"http://{host}/a")
    assert response.header("etag") == '"é"'
    assert response.header("link") == "<grüße>"
    msgspec.msgpack.encode(response)  # can be stored


async def test_robots_txt_is_obeyed_and_asked_once() -> None:
    asked: list[web.Request] = []
    pages = {
        "/robots.txt": web.Response(body=ROBOTS),
        "/a": web.Response(text="a"),
        "/out": web.Response(status=302, headers={"Location": "/secret"}),
    }
    async with press(serving(pages, asked)) as (fetcher, base):
        assert (await fetcher.fetch(base + "/a")).status == 200
        for path in ("/secret", "/out"):
            with pytest.raises(FetchFailed) as failure:
                await fetcher.fetch(base + path)
            assert failure.value.kind == "robots"
    assert [request.path for request in asked] == ["/robots.txt", "/a", "/out"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
async def test_a_missing_robots_txt_allows_and_a_failing_one_forbids(
    status: int, allowed: bool
) -> None:
    pages = {"/robots.txt": web.Response(status=status), "/a": web.Response(text="a")}
    async with press(serving(pages)) as (fetcher, base):
        if allowed:
            assert (await fetcher.fetch(base + "/a")).status == 200
        else:
            with pytest.raises(FetchFailed):
                await fetcher.fetch(base + "/a")


async def test_too_many_requests_makes_the_host_wait() -> None:
    turns = Turns(interval_s=0, patience_s=1)
    limited = web.Response(status=429, headers={"Retry-After": "2"})
    async with press(serving({"/a": limited}), turns=turns) as (fetcher, base):
        assert (await fetcher.fetch(base + "/a")).status == 429
        with pytest.raises(FetchFailed) as failure:
            await fetcher.fetch(base + "/a")
    assert failure.value.kind == "busy"
    assert 25 < (failure.value.retry_after_s or 0) <= 30


NOON = 1_736_164_800_000_000  # 2025-01-06T12:00:00Z


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 5 ", 5), ("Mon, 06 Jan 2025 12:01:00 GMT", 60),
        ("Mon, 06 Jan 2025 11:00:00 GMT", 0), ("99999999999", None), ("999999999", 604_800),
        ("soon", None), ("-5", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOON) == seconds


def test_validators_that_would_split_the_header_are_left_out() -> None:
    assert conditional_headers('"a\r\nX: y"', "Grüße") == {}
    assert conditional_headers('W/"1"', None) == {"If-None-Match": 'W/"1"'}


def test_now_and_then_everything_is_asked_for() -> None:
    full = sum(wants_full("s1", NOON + poll * 900_000_000, 900) for poll in range(1200))
    assert full == 100
