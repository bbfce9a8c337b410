"""The press over real HTTP: addresses, feeds, validators, time, faults."""

import asyncio
import gzip
import json
import os
import socket
from contextlib import ExitStack, suppress
from xml.etree import ElementTree

import aiohttp
import pytest
from feedparser import parse as parse_feed

from newsloom.demo.faults import Fault
from newsloom.demo.outlets import FEED_PATHS
from newsloom.demo.press import Press, make_press
from newsloom.demo.server import serve_press
from newsloom.demo.view import AGE_US, recent_start
from newsloom.model.errors import ConfigError
from newsloom.model.times import DAY_US, SECOND_US


@pytest.fixture(scope="module")
def press() -> Press:
    return make_press(outlets=20, events=30)


class FakeClock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_every_item_is_listed_and_served(press: Press) -> None:
    async with serve_press(press) as server, aiohttp.ClientSession() as client:
        truth = server.truth()
        listed = ""
        for source in server.sources():
            async with client.get(source.url) as response:
                assert response.status == 200
                listed += await response.text()
        for article in truth["articles"]:
            assert article["url"] in listed
            async with client.get(article["url"]) as response:
                assert response.status == 200
                assert article["outlet"].replace("'", "&#39;") in await response.text()
        assert len({source.id for source in server.sources()}) == len(server.sources())
        assert {source.outlet for source in server.sources()} == {
            outlet.name for outlet in server.outlet_rows()
        }
        assert len(set(server.addresses())) == 20
        assert all(hit.status == 200 for hit in server.log)


async def test_feeds_are_well_formed_and_complete(press: Press) -> None:
    seen = set()
    async with serve_press(press) as server, aiohttp.ClientSession() as client:
        for outlet in press.outlets:
            count = len(press.by_outlet[outlet.slug])
            if len(outlet.langs) > 1 or not count:
                continue
            seen.add(outlet.feed)
            async with client.get(server.base_url(outlet) + FEED_PATHS[outlet.feed]) as response:
                body = await response.text()
            if outlet.feed == "sitemap":
                tags = [element.tag for element in ElementTree.fromstring(body)]
                assert len(tags) == count
            elif outlet.feed == "json":
                assert [entry["url"] for entry in json.loads(body)["items"]]
            else:
                feed = parse_feed(body)
                assert len(feed.entries) == count
                assert feed.entries[0].link.startswith(server.base_url(outlet))
    assert len(seen) >= 4


async def test_unchanged_is_304(press: Press) -> None:
    async with serve_press(press) as server, aiohttp.ClientSession() as client:
        for url in (server.sources()[0].url, server.truth()["articles"][0]["url"]):
            async with client.get(url) as response:
                etag, modified = response.headers["ETag"], response.headers["Last-Modified"]
            for asked in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
                async with client.get(url, headers=asked) as response:
                    assert response.status == 304
                    assert await response.read() == b""
            async with client.get(url, headers={"If-None-Match": '"other"'}) as response:
                assert response.status == 200


async def test_nothing_is_served_before_its_time(press: Press) -> None:
    clock = FakeClock()
    async with (
        serve_press(press, speed=3600.0, clock=clock) as server,
        aiohttp.ClientSession() as client,
    ):
        now_us = press.start_us + AGE_US
        ahead = [item for item in press.items if item.available_us > now_us]
        past = [item for item in press.items if item.available_us <= now_us]
        assert len(past) > len(ahead) > 0
        item = ahead[-1]
        url = server.base_url(item.outlet) + item.path
        assert not any(hit.status == 404 for hit in server.log)
        async with client.get(url) as response:
            assert response.status == 404
        for path in (FEED_PATHS["sitemap"], "/"):
            async with client.get(server.base_url(item.outlet) + path) as response:
                assert item.path not in await response.text()
        clock.now += (item.available_us - now_us) / SECOND_US / 3600 + 1
        async with client.get(url) as response:
            assert response.status == 200
        async with client.get(server.base_url(item.outlet) + "/news-sitemap.xml") as response:
            assert item.path in await response.text()


async def test_a_changed_text_appears_at_the_same_address(press: Press) -> None:
    clock = FakeClock()
    start_us = press.start_us + AGE_US
    item = next(i for i in press.items if len(i.versions) > 1 and i.versions[1].from_us > start_us)
    async with (
        serve_press(press, speed=3600.0, clock=clock) as server,
        aiohttp.ClientSession() as client,
    ):
        url, texts = server.base_url(item.outlet) + item.path, []
        for moment in (max(item.available_us, start_us), item.versions[1].from_us):
            clock.now = 100.0 + (moment - start_us) / SECOND_US / 3600 + 0.01
            async with client.get(url) as response:
                texts.append((response.headers["ETag"], response.status))
        assert [status for _, status in texts] == [200, 200]
        assert texts[0][0] != texts[1][0]


async def test_later_dates_never_lie_ahead_of_the_clock(press: Press) -> None:
    clock = FakeClock()
    async with serve_press(press, speed=600.0, clock=clock) as server:
        clock.now += 1000
        view = server.view()
        out = [item for item in press.items if item.available_us <= view.now_us]
        origin = press.start_us + AGE_US
        assert all(view.stamp(i.published_us) <= origin + 1000 * SECOND_US for i in out)


def test_a_recent_press_has_been_running_for_weeks() -> None:
    now_us = 1_800_000_000 * SECOND_US
    press = make_press(outlets=12, events=20, start_us=recent_start(now_us))
    assert press.start_us == now_us - 21 * DAY_US


async def test_robots_unknown_paths_and_methods(press: Press) -> None:
    async with serve_press(press) as server, aiohttp.ClientSession() as client:
        base = server.base_url(press.outlets[3])
        async with client.get(base + "/robots.txt") as response:
            assert f"Sitemap: {base}/news-sitemap.xml" in await response.text()
        async with client.get(base + "/nothing") as response:
            assert response.status == 404
        async with client.post(base + "/comments") as response:
            assert response.status == 405
        async with client.get(base + "/") as response:
            assert press.outlets[3].name in await response.text()


async def test_faults(press: Press) -> None:
    slugs = [outlet.slug for outlet in press.outlets if outlet.feed == "rss"][1:4]
    slugs += [outlet.slug for outlet in press.outlets if outlet.feed == "atom"][1:3]
    kinds = ("status", "slow", "truncated", "malformed", "encoding")
    faults = {
        slug: Fault(kind, "feed", 502, 0.15)  # type: ignore[arg-type]
        for slug, kind in zip(slugs, kinds, strict=True)
    }
    houses = {outlet.slug: outlet for outlet in press.outlets}
    async with (
        serve_press(press, faults=faults) as server,
        aiohttp.ClientSession(auto_decompress=False) as client,
    ):
        for slug, kind in zip(slugs, kinds, strict=True):
            began = asyncio.get_running_loop().time()
            url = server.base_url(houses[slug]) + FEED_PATHS[houses[slug].feed]
            async with client.get(url) as response:
                body = await response.read()
                took = asyncio.get_running_loop().time() - began
                assert response.status == (502 if kind == "status" else 200)
                assert (took >= 0.15) == (kind == "slow")
                if kind == "truncated":
                    with pytest.raises(EOFError):
                        gzip.decompress(body)
                if kind == "malformed":
                    with pytest.raises(ElementTree.ParseError):
                        ElementTree.fromstring(gzip.decompress(body))
                if kind == "encoding":
                    assert "iso-8859-1" in response.headers["Content-Type"]


def _free_run(count: int) -> int:
    """The first of some free ports in a row, below those that systems give out by themselves."""
    start = 20_000 + os.getpid() * 16 % 10_000  # tests run beside each other
    for first in range(start, start + 2_000, count):
        with ExitStack() as held, suppress(OSError):
            for port in range(first, first + count):
                held.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise AssertionError("no free ports")


async def test_a_port_that_is_taken() -> None:
    press = make_press(outlets=10, events=1)
    async with serve_press(press) as server:
        taken = int(server.base_url(press.outlets[0]).rsplit(":", 1)[1])
        with pytest.raises(ConfigError, match=str(taken)):
            async with serve_press(press, first_port=taken):
                pass


async def test_fixed_ports() -> None:
    press = make_press(outlets=10, events=1)
    first = _free_run(len(press.outlets))
    async with serve_press(press, first_port=first) as server:
        assert server.base_url(press.outlets[0]) == f"http://127.0.0.1:{first}"
