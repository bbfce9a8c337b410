"""Where hubs call, as the running program wires it."""

from pathlib import Path

import httpx

from newsloom.app.actions import LiveActions
from newsloom.app.live import _app
from newsloom.config import Config
from newsloom.engine.subscribing import Subscribing
from newsloom.fetch.websub import Subscription
from newsloom.model.facts import Source
from newsloom.store.sqlite.store import SqliteStore
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOW = 1_736_164_800_000_000
SOURCE = Source("s1", "feed", "https://post.example/rss", "The Post", "post.example")
ONE = Subscription("s1", "https://hub.example/", SOURCE.url, "token", "secret")
ASKED = {"hub.mode": "subscribe", "hub.topic": SOURCE.url, "hub.challenge": "c"}


async def answers(
    store: SqliteStore, push: Subscribing | None, host: str, path: str
) -> httpx.Response:
    app = _app(store, LiveActions(store, Config()), Config(), push)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=f"https://{host}") as client:
        return await client.get(path, params=ASKED)


async def test_hubs_reach_their_place_under_any_name_and_nothing_else(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    store.put_sources([SOURCE])
    store.put_subscription(ONE)
    push = Subscribing(store, clock=lambda: NOW)
    public = "news.example.org"
    assert (await answers(store, push, public, "/")).status_code == 421
    assert (await answers(store, push, public, "/websub")).status_code == 421
    assert (await answers(store, push, public, "/websub/other")).status_code == 404
    assert (await answers(store, None, "localhost", "/websub/token")).status_code == 404
    assert not push.live("s1")
    answer = await answers(store, push, public, "/websub/token")
    assert (answer.status_code, answer.content) == (200, b"c")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert push.live("s1")
    store.close()


def test_a_removed_domain_is_pushed_for_no_more(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, engine=True)
    store.put_sources([SOURCE])
    store.put_subscription(ONE)
    assert store.put_push("s1", b"words", "text/xml")
    assert [push.body for push in store.pushes("s1")] == [b"words"]
    wish = make_request("post.example", "domain", "", "", "", NOW)
    store.put_request(wish)
    store.remove(Ruling(wish.id, "removed", "op", "", NOW))
    assert store.pushes("s1") == []
    assert store.put_push("s1", b"words", "text/xml")
    assert store.pushes("s1") == []
    assert store.subscriptions() == [(ONE, False)]
    store.close()


def test_what_was_pushed_goes_with_its_source(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    store.put_sources([SOURCE])
    store.put_push("s1", b"words", "text/xml")
    store.remove_source("s1")
    assert store.pushes("s1") == []
    store.close()
