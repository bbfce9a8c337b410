"""What every fetcher promises: the one over HTTP and the one in memory."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import NamedTuple

import pytest
from aiohttp import web

from newsloom.config import Config
from newsloom.fetch.client import HttpFetcher
from newsloom.fetch.fake import FakeFetcher
from newsloom.fetch.response import Fetcher, FetchFailed
from newsloom.signals.uses import reserved

PAGES: dict[str, tuple[int, str, bytes, dict[str, str]]] = {
    "/page": (200, "text/html; charset=utf-8", "<html>Grüße</html>".encode(), {"ETag": '"v1"'}),
    "/dated": (200, "text/plain", b"x", {"Last-Modified": "Mon, 06 Jan 2025 10:00:00 GMT"}),
    "/gone": (410, "text/plain", b"gone", {}),
    "/moved": (301, "text/html", b"", {"Location": "/page"}),
    "/hops": (308, "text/html", b"", {"Location": "/moved"}),
    "/found": (302, "text/html", b"", {"Location": "/moved"}),
    "/loop": (302, "text/html", b"", {"Location": "/loop"}),
    "/away": (302, "text/html", b"", {"Location": "ftp://files.example/x"}),
    "/nowhere": (302, "text/html", b"nothing", {}),
    "/robots.txt": (
        200,
        "text/plain",
        b"User-agent: *\nContent-Signal: ai-train=no\nLicense: /rsl.xml\nLicense: /gone",
        {},
    ),
    "/.well-known/tdmrep.json": (
        200,
        "application/json",
        b'[{"location": "/page", "tdm-reservation": 1}]',
        {},
    ),
    "/rsl.xml": (
        200,
        "application/rsl+xml",
        b'<rsl><content url="/page"><license><permits>search</permits></license></content></rsl>',
        {},
    ),
}


class Site(NamedTuple):
    fetcher: Fetcher
    base: str


async def _answer(request: web.Request) -> web.Response:
    if request.path not in PAGES:
        return web.Response(status=404)
    status, kind, body, headers = PAGES[request.path]
    for ours, theirs in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        if headers.get(theirs) and request.headers.get(ours) == headers[theirs]:
            return web.Response(status=304)
    return web.Response(status=status, body=body, headers={"Content-Type": kind} | headers)


async def _over_http(stack: AsyncExitStack) -> Site:
    app = web.Application()
    app.router.add_get("/{tail:.*}", _answer)
    runner = web.AppRunner(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host = f"127.0.0.1:{runner.addresses[0][1]}"
    config = Config(allow_private=(host,), own_hosts=(host,))
    return Site(await stack.enter_async_context(HttpFetcher(config)), f"http://{host}")


def _in_memory() -> Site:
    fetcher = FakeFetcher()
    for path, (status, kind, body, headers) in PAGES.items():
        named = {name.replace("-", "_"): value for name, value in headers.items()}
        fetcher.put("http://press.example" + path, body, kind, status, **named)
    return Site(fetcher, "http://press.example")


@pytest.fixture(params=["http", "memory"])
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    async with AsyncExitStack() as stack:
        yield await _over_http(stack) if request.param == "http" else _in_memory()


async def test_a_page_comes_as_bytes_with_its_headers(site: Site) -> None:
    page = await site.fetcher.fetch(site.base + "/page")
    assert (page.status, page.body.decode()) == (200, "<html>Grüße</html>")
    assert page.header("content-type") == "text/html; charset=utf-8"
    assert page.url == page.final_url == site.base + "/page"
    assert page.fetched_us > 0
    assert page.moved_to is None


@pytest.mark.parametrize(("path", "status"), [("/gone", 410), ("/none", 404)])
async def test_an_error_status_is_an_answer(site: Site, path: str, status: int) -> None:
    assert (await site.fetcher.fetch(site.base + path)).status == status


async def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    page = await site.fetcher.fetch(site.base + "/page", etag='"v1"')
    assert (page.status, page.body) == (304, b"")
    dated = await site.fetcher.fetch(
        site.base + "/dated", last_modified="Mon, 06 Jan 2025 10:00:00 GMT"
    )
    assert dated.status == 304
    assert (await site.fetcher.fetch(site.base + "/page", etag='"v0"')).status == 200


async def test_redirects_are_followed_and_permanent_ones_remembered(site: Site) -> None:
    moved = await site.fetcher.fetch(site.base + "/hops")
    assert moved.final_url == moved.moved_to == site.base + "/page"
    assert moved.url == site.base + "/hops"
    found = await site.fetcher.fetch(site.base + "/found")
    assert (found.final_url, found.moved_to) == (site.base + "/page", None)


async def test_a_redirect_without_a_target_is_an_answer(site: Site) -> None:
    assert (await site.fetcher.fetch(site.base + "/nowhere")).status == 302


@pytest.mark.parametrize(("path", "kind"), [("/loop", "redirects"), ("/away", "refused")])
async def test_redirects_that_lead_nowhere_fail(site: Site, path: str, kind: str) -> None:
    with pytest.raises(FetchFailed) as failure:
        await site.fetcher.fetch(site.base + path)
    assert failure.value.kind == kind


async def test_what_a_site_says_about_the_use_of_its_texts(site: Site) -> None:
    said = await site.fetcher.rights(site.base + "/page")
    assert [one.channel for one in said] == ["robots.txt", "tdmrep.json", "rsl"]
    assert reserved(said) == ("tdm", "ai-train", "ai-input")
    assert said[2].value == site.base + "/rsl.xml"
    assert reserved(await site.fetcher.rights(site.base + "/other")) == ("ai-train",)


async def test_a_site_that_does_not_answer_says_nothing(site: Site) -> None:
    assert await site.fetcher.rights("http://127.0.0.1:9/page") == ()
