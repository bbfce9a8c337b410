"""Batches, restarts, removals: nothing of how the work is cut up may show in the result."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from newsloom.demo.press import make_press
from newsloom.engine import execute
from newsloom.engine.digest import digest, rows
from newsloom.engine.doctor import examine
from newsloom.engine.execute import Engine, Progress
from newsloom.engine.local import InProcess, Lost
from newsloom.engine.replay import replay
from newsloom.model.facts import Capture
from newsloom.model.ids import content_id
from newsloom.model.judgements import Correction
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOW_US = 1_767_225_600_000_000
T = TypeVar("T")
R = TypeVar("R")


def captures() -> list[Capture]:
    """The items of a small press as import records, each version as one."""
    press = make_press(outlets=16, seed=5, events=10)
    found = []
    for item in press.items:
        for version in item.versions:
            record = {
                "id": item.key,
                "url": f"http://{item.outlet.slug}.example{item.path}",
                "outlet": item.outlet.name,
                "title": version.title,
                "text": version.text,
                "lang": item.lang,
            }
            found.append(read_record(json.dumps(record).encode(), NOW_US))
    return found


@pytest.fixture(scope="module")
def items() -> list[Capture]:
    return captures()


def open_store(folder: Path) -> tuple[SqliteStore, Engine]:
    store = SqliteStore(folder, engine=True)
    return store, Engine(store, InProcess(), load_weights(), lambda: NOW_US)


@pytest.fixture(scope="module")
def plain(
    items: list[Capture], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SqliteStore, str]]:
    """Everything in one go, and its digest."""
    store, engine = open_store(tmp_path_factory.mktemp("plain"))
    store.admit(items)
    engine.drain()
    yield store, digest(store)
    store.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_batches_and_restarts_do_not_show(
    items: list[Capture],
    plain: tuple[SqliteStore, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    rng = random.Random(seed)
    at = 0
    while at < len(items):
        # A new process each time: other batches, state restored from the store.
        monkeypatch.setattr(execute, "READ_BATCH", rng.randint(1, 40))
        monkeypatch.setattr(execute, "WEAVE_BATCH", rng.randint(1, 40))
        store, engine = open_store(tmp_path)
        size = rng.randint(1, 80)
        store.admit(items[at : at + size])
        at += size
        if rng.random() < 0.7:
            engine.drain()
        else:
            engine.round()
        store.close()
    store, engine = open_store(tmp_path)
    engine.drain()
    assert list(rows(store)) == list(rows(plain[0]))
    assert digest(store) == plain[1]
    store.close()


class AtOnce(InProcess):
    """A pool in small: what it is given is done at once, before any result is asked for."""

    workers = 2

    def __init__(self) -> None:
        self.begun: list[str] = []

    def map(self, step: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Lost]:
        """See Runner.map."""
        given = list(items)
        self.begun += [one.id for one in given if isinstance(one, Capture)]
        return iter(list(super().map(step, given)))


def test_reading_ahead_does_not_show(
    items: list[Capture],
    plain: tuple[SqliteStore, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(execute, "READ_BATCH", 17)
    runner, woven_with = AtOnce(), []
    store = SqliteStore(tmp_path, engine=True)
    engine = Engine(store, runner, load_weights(), lambda: NOW_US)
    store.admit(items)
    weave = engine.weave

    def watched() -> int:
        woven_with.append(len(runner.begun) - store.counts().articles)
        return weave()

    monkeypatch.setattr(engine, "weave", watched)
    engine.drain()
    assert max(woven_with[:3]) >= 16, "nothing was read while the first batches were woven"
    assert digest(store) == plain[1]
    store.close()


def test_what_was_read_ahead_of_a_moved_cursor_is_read_again(
    items: list[Capture],
    plain: tuple[SqliteStore, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(execute, "READ_BATCH", 10)
    store = SqliteStore(tmp_path, engine=True)
    engine = Engine(store, AtOnce(), load_weights(), lambda: NOW_US)
    store.admit(items)
    moved = False

    def elsewhere(progress: Progress) -> None:
        nonlocal moved
        if progress.read and not moved:
            moved = True
            other = Engine(store, InProcess(), load_weights(), lambda: NOW_US)
            assert other.read() == 10

    engine.drain(elsewhere)
    assert moved
    assert digest(store) == plain[1]
    store.close()


@pytest.mark.parametrize("place", [0.0, 0.3, 0.9])
def test_a_replay_after_a_removal_agrees(
    items: list[Capture], tmp_path: Path, place: float
) -> None:
    store, engine = open_store(tmp_path / "old")
    store.admit(items)
    engine.drain()
    articles = [article for article, _, _ in store.articles()]
    gone = articles[int(place * len(articles))]
    wish = make_request(gone.id, "copies", "", "", "", NOW_US)
    store.put_request(wish)
    assert store.remove(Ruling(wish.id, "removed", "op", "", NOW_US)) >= 1
    engine.drain()
    new, new_engine = open_store(tmp_path / "new")
    replay(store, new, new_engine)
    assert list(rows(new)) == list(rows(store))
    assert new.article(gone.id) is None
    new.close()
    store.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_corrections_at_any_time_come_to_the_same(
    items: list[Capture], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Corrected in the midst of it, then a text removed: a replay knows it all from the start."""
    rng = random.Random(seed)
    monkeypatch.setattr(execute, "WEAVE_BATCH", rng.randint(5, 40))
    store, engine = open_store(tmp_path / "old")
    for at, end in ((0, 60), (60, 110), (110, len(items))):
        store.admit(items[at:end])
        engine.drain()
        _correct(store, rng, at)
        if rng.random() < 0.5:
            store.close()
            store, engine = open_store(tmp_path / "old")
    engine.drain()
    gone = rng.choice([article.id for article, _, _ in store.articles()])
    wish = make_request(gone, "article", "", "", "", NOW_US)
    store.put_request(wish)
    store.remove(Ruling(wish.id, "removed", "op", "", NOW_US))
    engine.drain()
    assert all(check.ok for check in examine(store) if check.name != "disk")
    new, new_engine = open_store(tmp_path / "new")
    replay(store, new, new_engine)
    assert list(rows(new)) == list(rows(store))
    assert len(store.corrections()) == 6
    new.close()
    store.close()


def _correct(store: SqliteStore, rng: random.Random, at_us: int) -> None:
    """Part two articles of one story, and put two of different ones together."""
    stands: dict[str, list[str]] = {}
    for article, said, _ in store.articles():
        if said and article.lang == "en":
            stands.setdefault(said.story, []).append(article.id)
    large = rng.choice([members for members in stands.values() if len(members) > 1])
    one, *others = rng.sample(large, len(large))
    known = {corrected.correction.id for corrected in store.corrections()}
    pairs = [
        (first[0], second[0]) for first in stands.values() for second in stands.values()
        if first is not second and content_id("k", "together", first[0], second[0]) not in known
    ]  # fmt: skip
    first, second = rng.choice(pairs)
    for kind, named, rest in (("apart", one, tuple(others)), ("together", first, (second,))):
        name = content_id("k", kind, named, *rest)
        assert store.correct(Correction(name, kind, named, rest, at_us))  # type: ignore[arg-type]


def test_importing_twice_changes_nothing(
    items: list[Capture], plain: tuple[SqliteStore, str], tmp_path: Path
) -> None:
    store, engine = open_store(tmp_path)
    store.admit(items)
    engine.drain()
    assert store.admit(items) == 0
    engine.drain()
    assert digest(store) == plain[1]
    store.close()
