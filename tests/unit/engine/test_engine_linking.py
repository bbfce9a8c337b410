"""Links across languages: right on the demo press, whatever the order of work, gone on removal."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from newsloom.demo.press import make_press
from newsloom.engine import execute, linking
from newsloom.engine.digest import digest
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.model.facts import Capture
from newsloom.model.times import iso
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOW_US = 1_767_225_600_000_000
PRESS = make_press(outlets=20, seed=6, events=9)
EVENTS = {item.key: item.event for item in PRESS.items}


def captures() -> list[Capture]:
    found = []
    for item in PRESS.items:
        record = {
            "id": item.key,
            "url": f"http://{item.outlet.slug}.example{item.path}",
            "outlet": item.outlet.name,
            "title": item.title,
            "text": item.text,
            "lang": item.lang,
            "published": iso(item.published_us),
        }
        found.append(read_record(json.dumps(record).encode(), NOW_US))
    return found


def woven(folder: Path) -> SqliteStore:
    store = SqliteStore(folder, engine=True)
    store.admit(captures())
    Engine(store, InProcess(), load_weights(), lambda: NOW_US).drain()
    return store


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    return woven(tmp_path_factory.mktemp("linking"))


def events_of(store: SqliteStore) -> dict[str, set[str]]:
    """Story -> the events its articles are on."""
    found: dict[str, set[str]] = {}
    for article, assignment, _ in store.articles():
        if assignment is not None:
            found.setdefault(assignment.story, set()).add(EVENTS[article.given_id])
    return found


def test_linked_stories_are_on_one_event(plain: SqliteStore) -> None:
    events = events_of(plain)
    shown = [(story, one.story.id) for story in events for one in plain.linked(story)]
    assert len(shown) >= 20
    assert all(events[one] & events[other] for one, other in shown)
    assert {(other, one) for one, other in shown} == set(shown)


def test_most_stories_of_an_event_are_linked(plain: SqliteStore) -> None:
    shards = {story.id: story.shard for story, _ in plain.stories()}
    events = events_of(plain)
    pairs = [
        (one, other)
        for one in events
        for other in events
        if one < other and shards[one] != shards[other] and events[one] & events[other]
    ]
    linked = {(one.story, one.other) for one in plain.links()}
    assert sum(pair in linked for pair in pairs) >= 0.9 * len(pairs) > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_work_does_not_show(
    plain: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = random.Random(seed)
    store = SqliteStore(tmp_path, engine=True)
    store.admit(captures())
    engine = Engine(store, InProcess(), load_weights(), lambda: NOW_US)
    working = True
    while working:
        monkeypatch.setattr(execute, "READ_BATCH", rng.randint(1, 90))
        monkeypatch.setattr(execute, "LAY_BATCH", rng.randint(1, 40))
        monkeypatch.setattr(linking, "LINK_BATCH", rng.randint(1, 9))
        working = bool(engine.round())
        if rng.random() < 0.3:
            engine = Engine(store, InProcess(), load_weights(), lambda: NOW_US)
    assert digest(store) == digest(plain)
    store.close()


def test_removal_takes_the_evidence_along(tmp_path: Path) -> None:
    store = woven(tmp_path)
    linked = Counter(one.story for one in store.links())
    story = min(linked, key=lambda one: (-linked[one], one))
    for article, assignment, _ in list(store.articles()):
        if assignment is not None and assignment.story == story:
            request = make_request(article.url or "", "article", "A", "a@a.example", "", NOW_US)
            store.put_request(request)
            store.remove(Ruling(request.id, "removed", "op", "", NOW_US))
    assert all(story not in (one.story, one.other) for one in store.links())
    Engine(store, InProcess(), load_weights(), lambda: NOW_US).drain()
    known = {one.id for one, _ in store.stories()}
    assert all({one.story, one.other} <= known for one in store.links())
    store.close()
