"""After any removal, a replay comes to the same; and nothing of the removed text stays."""

import json
from pathlib import Path

import pytest

from newsloom.engine.digest import rows
from newsloom.engine.doctor import examine
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.engine.replay import replay
from newsloom.model.facts import Capture
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOW_US = 1_767_225_600_000_000
WORDS = "The harbour council of Lantern Bay voted on Monday to close the old pier for repairs. " * 8


def record(**fields: str) -> Capture:
    return read_record(json.dumps(fields).encode(), NOW_US)


def press() -> list[Capture]:
    title = "Lantern Bay closes its old pier"
    ours, theirs = "https://lantern.example/pier", "https://beacon.example/pier"
    page = f"<title>{title}</title><link rel=canonical href='{ours}'><h1>{title}</h1>"
    page += f"<article><p>{WORDS}</p><p>{WORDS}Beacon adds its own words here.</p></article>"
    return [
        record(id="1", url=ours, outlet="Lantern", title=title, text=WORDS),
        record(id="2", url=theirs, outlet="Beacon", title=title, text=WORDS),
        record(id="3", url=ours, outlet="Collector", title="Another title", text=WORDS + "More."),
        record(id="4", url="https://beacon.example/4", outlet="Beacon", html=page),
        record(id="5", url=ours + "?utm_source=x", outlet="Lantern", title=title, text=WORDS),
        record(id="6", url=ours, outlet="Lantern", html="<title>We value your privacy</title>"),
        record(
            id="7", url="https://mast.example/7", outlet="Mast", title="Rain", text="Rain. " * 40
        ),
    ]


def open_store(folder: Path) -> tuple[SqliteStore, Engine]:
    store = SqliteStore(folder, engine=True)
    return store, Engine(store, InProcess(), load_weights(), lambda: NOW_US)


def remove(store: SqliteStore, target: str, scope: str) -> int:
    wish = make_request(target, scope, "", "", "", NOW_US)  # type: ignore[arg-type]
    store.put_request(wish)
    return store.remove(Ruling(wish.id, "removed", "op", "", NOW_US))


@pytest.mark.parametrize("scope", ["article", "copies", "domain"])
@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("read", [2, 7])
def test_a_replay_comes_to_the_same(tmp_path: Path, scope: str, place: int, read: int) -> None:
    store, engine = open_store(tmp_path / "old")
    items = press()
    store.admit(items[:read])
    engine.drain()
    store.admit(items)  # admitted and not read when the removal comes
    articles = [article for article, _, _ in store.articles()]
    chosen = articles[place % len(articles)]
    target = str(chosen.url) if scope == "domain" else chosen.id
    assert remove(store, target, scope) >= 1
    engine.drain()
    assert all(check.ok for check in examine(store) if check.name != "disk")
    new, new_engine = open_store(tmp_path / "new")
    replay(store, new, new_engine)
    assert list(rows(new)) == list(rows(store))
    new.close()
    store.close()


def test_what_is_removed_during_a_replay_is_removed_from_both(tmp_path: Path) -> None:
    store, engine = open_store(tmp_path / "old")
    store.admit(press())
    engine.drain()
    gone: list[str] = []

    def decide(woven: int) -> None:
        if woven and not gone:
            target = next(article.id for article, _, _ in store.articles())
            gone.append(target)
            assert remove(store, target, "copies") > 1
            engine.drain()

    new, new_engine = open_store(tmp_path / "new")
    assert replay(store, new, new_engine, decide).retired == 0
    assert gone
    assert new.tombstone(gone[0]) is not None
    assert list(rows(new)) == list(rows(store))
    assert all(check.ok for check in examine(new) if check.name != "disk")
    new.close()
    store.close()


def test_removed_words_that_come_back_leave_again(tmp_path: Path) -> None:
    store, engine = open_store(tmp_path)
    items = press()
    store.admit(items[:1])
    engine.drain()
    assert remove(store, "1", "article") == 1
    store.admit([items[1], items[6]])
    engine.drain()
    assert [article.given_id for article, _, _ in store.articles()] == ["7"]
    assert store.counts().captures == 1
    assert store.admit([items[1]]) == 0
    store.close()


def test_a_replayed_demo_is_still_fiction(tmp_path: Path) -> None:
    store, _ = open_store(tmp_path / "old")
    store.set_note("kind", "demo")
    new, new_engine = open_store(tmp_path / "new")
    replay(store, new, new_engine)
    assert new.note("kind") == "demo"
    new.close()
    store.close()
