"""Subscriptions at a hub on loopback: asked, verified, pushed to, renewed, ended."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from aiohttp import web
from starlette.applications import Starlette

from newsloom.app.outlets import hub_told
from newsloom.config import Config
from newsloom.engine.poll import Poller
from newsloom.engine.subscribing import Keeper, Subscribing
from newsloom.fetch.client import HttpFetcher
from newsloom.fetch.fake import FakeFetcher
from newsloom.fetch.websub import LEASE_S
from newsloom.model.facts import Source
from newsloom.model.times import SECOND_US
from newsloom.serve import websub as route
from newsloom.store.sqlite.store import SqliteStore

NOW = 1_736_164_800_000_000
TOPIC = "https://post.example/rss"
SOURCE = Source("s1", "feed", TOPIC, "The Post", "post.example")
CALLBACK = "https://reader.example/base"


def feed(*numbers: int, hub: str = "") -> bytes:
    links = f'<a:link rel="hub" href="{hub}"/><a:link rel="self" href="{TOPIC}"/>' if hub else ""
    items = "".join(
        f"<item><title>Story {n}</title><guid isPermaLink='false'>{n}</guid>"
        f"<link>https://post.example/{n}</link></item>"
        for n in numbers
    )
    return (
        f"<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>P</title>"
        f"{links}{items}</channel></rss>"
    ).encode()


class Hub:
    """A hub: answers 202, verifies at once when ``eager``, and signs what it sends."""

    def __init__(self, callbacks: httpx.AsyncClient) -> None:
        self.callbacks = callbacks
        self.asked: list[dict[str, str]] = []
        self.status = 202
        self.eager = True
        self.lease_s = LEASE_S
        self.url = ""

    async def subscribe(self, request: web.Request) -> web.Response:
        form = {key: values[0] for key, values in parse_qs(await request.text()).items()}
        self.asked.append(form)
        if self.status == 202 and self.eager:
            assert (await self.verify(form)).status_code == 200
        return web.Response(status=self.status, text="no room" if self.status >= 400 else "")

    async def verify(self, form: dict[str, str], **changed: str) -> httpx.Response:
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "<script>c1</script>",
            "hub.lease_seconds": str(self.lease_s),
        } | {key.replace("_", "."): value for key, value in changed.items()}
        return await self.callbacks.get(path_of(form["hub.callback"]) + "?" + urlencode(query))

    async def push(self, body: bytes, method: str = "sha256", secret: str = "") -> httpx.Response:
        form = self.asked[-1]
        key = (secret or form["hub.secret"]).encode()
        sign = hmac.new(key, body, getattr(hashlib, method)).hexdigest()
        return await self.callbacks.post(
            path_of(form["hub.callback"]),
            content=body,
            headers={"x-hub-signature": f"{method}={sign}", "content-type": "application/rss+xml"},
        )


def path_of(callback: str) -> str:
    """What a proxy that serves our pages under /base would hand on."""
    return urlsplit(callback).path.removeprefix("/base")


class Place:
    """A folder with one source, its poller, the keeper of its subscriptions, and a hub."""

    def __init__(self, store: SqliteStore, hub: Hub, push: Subscribing, poster: HttpFetcher):
        self.store, self.hub, self.push = store, hub, push
        self.now = NOW
        self.press = FakeFetcher(clock=lambda: self.now)
        self.poller = Poller(
            store, self.press, Config(contact="x@y.example"), clock=lambda: self.now, push=push
        )
        self.keeper = Keeper(store, poster, CALLBACK, clock=lambda: self.now)

    def publish(self, *numbers: int) -> None:
        self.press.put(TOPIC, feed(*numbers, hub=self.hub.url), "application/rss+xml")
        for n in numbers:
            self.press.put(f"https://post.example/{n}", b"<html><p>Text</p>" + str(n).encode())

    async def poll(self) -> int:
        return sum(one.captures for one in await self.poller.once())

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * SECOND_US)

    def due_in(self) -> float:
        (one,) = self.store.health()
        return (one.state.next_us - self.now) / SECOND_US


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with placed(tmp_path) as one:
        yield one


@asynccontextmanager
async def placed(folder: Path) -> AsyncIterator[Place]:
    store = SqliteStore(folder, engine=True)
    store.put_sources([SOURCE])
    words = iter(f"word-{n}" for n in range(1000))
    made: list[Place] = []
    push = Subscribing(store, clock=lambda: made[0].now, word=lambda: next(words))
    app = Starlette(routes=list(route.ROUTES))
    app.state.desk = push
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reader.example") as client:
        hub = Hub(client)
        served = web.Application()
        served.router.add_post("/hub", hub.subscribe)
        runner = web.AppRunner(served)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host = "127.0.0.1:" + str(runner.addresses[0][1])
        hub.url = f"http://{host}/hub"
        config = Config(contact="x@y.example", allow_private=(host,), own_hosts=(host,))
        async with HttpFetcher(config) as poster:
            made.append(Place(store, hub, push, poster))
            yield made[0]
        await runner.cleanup()
    store.close()


async def test_a_feed_with_a_hub_is_subscribed_to_and_polled_less(place: Place) -> None:
    place.publish(1)
    assert await place.poll() == 1
    usual = place.due_in()
    assert place.hub.asked == []
    assert await place.keeper.once() == 1
    (form,) = place.hub.asked
    assert form == {
        "hub.callback": f"{CALLBACK}/websub/word-0",
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.lease_seconds": str(LEASE_S),
        "hub.secret": "word-1",
    }
    assert place.push.live("s1")
    (health,) = place.store.health()
    assert health.hub is not None
    assert (health.hub.state, health.hub.hub) == ("live", place.hub.url)
    assert hub_told(health.hub, place.now) == f"told of news by {place.hub.url}, for 10 days more"
    assert await place.keeper.once() == 0
    place.wait(usual)
    assert await place.poll() == 0
    assert place.due_in() == pytest.approx(4 * usual, rel=0.01)


async def test_what_is_pushed_comes_in_at_once_and_once(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    place.publish(1, 2)
    place.press.asked.clear()
    for method in ("sha1", "sha256", "sha384", "sha512"):  # the same push again and again
        assert (await place.hub.push(feed(2), method)).status_code == 202
    place.wait(1)
    assert await place.poll() == 1
    assert place.press.asked == ["https://post.example/2"]  # not the feed
    assert place.push.pending("s1") == []
    assert (await place.hub.push(feed(2))).status_code == 202  # replayed later
    assert await place.poll() == 0
    assert place.store.counts().captures == 2


async def test_a_push_without_our_signature_is_dropped_and_not_said_so(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    callback = path_of(place.hub.asked[0]["hub.callback"])
    assert (await place.hub.push(feed(9), secret="guessed")).status_code == 202
    for header in ({}, {"x-hub-signature": "md5=00"}, {"x-hub-signature": "sha256=\xe9"}):
        sent = [(name.encode(), value.encode("latin-1")) for name, value in header.items()]
        answer = await place.hub.callbacks.post(callback, content=feed(9), headers=sent)
        assert answer.status_code == 202
    assert place.push.pending("s1") == []
    unknown = await place.hub.callbacks.post("/websub/nobody", content=feed(9))
    assert unknown.status_code == 410


async def test_only_what_was_asked_for_is_verified(place: Place) -> None:
    place.publish(1)
    await place.poll()
    place.hub.eager = False
    await place.keeper.once()
    (form,) = place.hub.asked
    assert (await place.hub.verify(form, hub_topic="https://other.example/")).status_code == 404
    assert (await place.hub.verify(form, hub_mode="unsubscribe")).status_code == 404
    assert (await place.hub.verify(form, hub_challenge="")).status_code == 404
    stranger = form | {"hub.callback": f"{CALLBACK}/websub/guess"}
    assert (await place.hub.verify(stranger)).status_code == 404
    assert not place.push.live("s1")
    assert (await place.hub.push(feed(9))).status_code == 202
    assert place.push.pending("s1") == []  # nothing is taken before it is verified
    answer = await place.hub.verify(form)
    assert (answer.status_code, answer.text) == (200, "<script>c1</script>")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert place.push.live("s1")


async def test_a_lease_is_renewed_before_it_ends(place: Place) -> None:
    place.publish(1)
    await place.poll()
    place.hub.lease_s = 1000
    await place.keeper.once()
    place.wait(790)
    assert await place.keeper.once() == 0
    place.wait(20)
    assert await place.keeper.once() == 1
    assert len(place.hub.asked) == 2
    place.wait(500)  # past the end of the first lease
    assert place.push.live("s1")
    place.hub.status = 500
    place.wait(400)
    await place.keeper.once()
    assert place.push.live("s1")
    place.wait(200)
    assert not place.push.live("s1")  # and polling is as often as ever


async def test_a_hub_that_is_down_is_asked_again_later_and_later(place: Place) -> None:
    place.publish(1)
    await place.poll()
    usual = place.due_in()
    place.hub.status = 503
    assert await place.keeper.once() == 1
    assert await place.keeper.once() == 0
    ((one, _),) = place.store.subscriptions()
    assert (one.state, one.detail) == ("wanted", "the hub answered 503: no room")
    place.wait(usual)
    assert await place.poll() == 0
    assert place.due_in() == usual
    place.wait(1000)
    await place.keeper.once()
    place.wait(1000)
    assert await place.keeper.once() == 0
    place.hub.status = 202
    place.wait(1000)
    assert await place.keeper.once() == 1
    assert place.push.live("s1")


async def test_removing_the_source_ends_the_subscription(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    place.store.remove_source("s1")
    await place.keeper.once()
    assert [form["hub.mode"] for form in place.hub.asked] == ["subscribe", "unsubscribe"]
    assert "hub.secret" not in place.hub.asked[1]
    assert place.store.subscriptions() == []


async def test_an_end_that_is_never_verified_is_forgotten(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    place.hub.eager = False
    place.store.remove_source("s1")
    for _ in range(6):
        await place.keeper.once()
        place.wait(86400)
    assert [form["hub.mode"] for form in place.hub.asked].count("unsubscribe") == 3
    assert place.store.subscriptions() == []


async def test_a_hub_that_denies_is_not_asked_again(place: Place) -> None:
    place.publish(1)
    await place.poll()
    place.hub.eager = False
    await place.keeper.once()
    (form,) = place.hub.asked
    await place.hub.verify(form, hub_mode="denied", hub_reason="not for you")
    ((one, _),) = place.store.subscriptions()
    assert (one.state, one.detail) == ("denied", "the hub denied it: not for you")
    place.wait(86400 * 30)
    await place.poll()
    assert await place.keeper.once() == 0


async def test_another_hub_takes_the_place_of_the_one_before(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    elsewhere = feed(1, hub=place.hub.url + "?2")
    place.press.put(TOPIC, elsewhere, "application/rss+xml")
    place.wait(86400)
    await place.poll()
    await place.keeper.once()
    ended, begun = sorted(place.hub.asked[1:], key=lambda form: form["hub.mode"], reverse=True)
    assert ended["hub.callback"] == place.hub.asked[0]["hub.callback"]
    assert begun["hub.callback"] != ended["hub.callback"]
    assert place.push.live("s1")


async def test_a_push_survives_a_kill_before_it_is_taken(tmp_path: Path) -> None:
    async with placed(tmp_path) as place:
        place.publish(1)
        await place.poll()
        await place.keeper.once()
        await place.hub.push(feed(2))
    async with placed(tmp_path) as place:
        place.publish(1, 2)
        assert await place.poll() == 1
        assert place.push.pending("s1") == []


async def test_too_many_pushes_are_asked_to_come_again(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    answers = [(await place.hub.push(feed(n))).status_code for n in range(2, 60)]
    assert set(answers) == {202, 503}
    assert answers.index(503) == 50


async def test_what_is_too_long_is_not_read(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    assert (await place.hub.push(b"x" * 5_000_001)).status_code == 413


async def test_a_page_that_cannot_be_had_now_is_found_by_the_next_poll(place: Place) -> None:
    place.publish(1)
    await place.poll()
    await place.keeper.once()
    place.publish(1, 2)
    place.press.put("https://post.example/2", b"", status=503)
    await place.hub.push(feed(2))
    assert await place.poll() == 0
    place.publish(1, 2)
    place.wait(place.due_in())
    assert await place.poll() == 1
