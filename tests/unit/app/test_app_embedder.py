"""A folder with a fake embedder, end to end: what it joins, and what it leaves alone."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from newsloom import app
from newsloom.app import judging
from newsloom.engine.digest import digest
from newsloom.engine.execute import Engine
from newsloom.engine.local import make_runner
from newsloom.engine.replay import replay
from newsloom.model.errors import ConfigError, StoreError
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.embedding import F32
from newsloom.stories.score import load_weights

NOW_US = 1_767_225_600_000_000
# The words of each topic; a fake embedder knows that they mean the same.
TOPICS = (
    {"ferry", "vessel", "ship", "harbour", "quay", "pier", "rammed", "struck"},
    {"bakery", "loaves", "bread", "oven", "flour", "dough"},
    {"bridge", "crossing", "girder", "span"},
)
TEXTS = (
    ("Ferry strikes quay at Orlen", "The ferry struck the quay at Orlen in dense fog on arrival."),
    ("Vessel rams pier", "A passenger ship rammed a pier in Orlen; nobody aboard got hurt."),
    ("Oven fire shuts bakery", "Flour, loaves and dough burnt to ashes while the town slept."),
    ("New bridge opens", "The crossing near Tamsel, a span of one girder, takes lorries."),
    ("Council meets", "Members read out an agenda of forty points about drains."),
    ("Choir wins prize", "Twelve singers from Ulm Valley got first place last Sunday."),
    ("Snow closes pass", "Drifts two metres high block all traffic until further notice."),
)


class FakeEmbedder:
    """Counts the words of each topic; has no vector for what speaks of none."""

    name = "fake"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> F32:
        self.texts += texts
        rows = []
        for text in texts:
            words = text.lower().replace(",", " ").replace(".", " ").replace(";", " ").split()
            counts = [sum(word in topic for word in words) for topic in TOPICS]
            rows.append(counts if any(counts) else [np.nan] * len(TOPICS))
        return np.array(rows, np.float32)


def records() -> list[bytes]:
    """Each text from an outlet of its own; the last three speak of no topic."""
    return [
        json.dumps(
            {
                "id": str(number),
                "outlet": f"Outlet {number}",
                "title": title,
                "text": text,
                "lang": "en",
                "published": "2026-03-02T08:00:00Z",
            }
        ).encode()
        for number, (title, text) in enumerate(TEXTS)
    ]


def woven(
    folder: Path, embedder: FakeEmbedder | None, workers: int = 1, parts: int = 1
) -> tuple[SqliteStore, Engine]:
    """The records read in so many parts, with an engine of its own for each."""
    weights = replace(load_weights(), meaning=(24.0, 0.5))
    captures = [read_record(line, NOW_US) for line in records()]
    for part in range(parts):
        store = SqliteStore(folder, engine=True)
        store.admit(captures[part::parts] if parts == 1 else captures[: 3 if part == 0 else None])
        runner = make_runner(workers)
        engine = Engine(store, runner, weights, lambda: NOW_US, embedder)
        engine.drain()
        runner.close()
        if part < parts - 1:
            store.close()
    return store, engine


def stories(store: SqliteStore) -> dict[str, str]:
    return {article.given_id: said.story for article, said, _ in store.articles() if said}


def test_two_wordings_of_one_event_are_joined_only_with_an_embedder(tmp_path: Path) -> None:
    store, _ = woven(tmp_path / "without", None)
    without = stories(store)
    store.close()
    embedder = FakeEmbedder()
    store, engine = woven(tmp_path / "with", embedder)
    found = stories(store)
    store.close()
    assert len(set(without.values())) == len(without) == 7
    assert found["0"] == found["1"]
    assert len(set(found.values())) == 6
    assert embedder.texts[0] == "\n".join(TEXTS[0])
    assert len(embedder.texts) == 7
    assert engine.unembedded == 3


def test_what_has_no_vector_is_judged_as_without_an_embedder(tmp_path: Path) -> None:
    class Silent(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> F32:
            return np.full((len(texts), 1), np.nan, np.float32)

    one, _ = woven(tmp_path / "one", None)
    other, engine = woven(tmp_path / "other", Silent())
    assert digest(one) == digest(other)
    assert engine.unembedded == 7
    one.close()
    other.close()


def test_workers_restarts_and_a_replay_come_to_the_same_digest(tmp_path: Path) -> None:
    one, _ = woven(tmp_path / "one", FakeEmbedder())
    want = digest(one)
    for name, workers, parts in (("two", 2, 1), ("restarted", 1, 2)):
        other, _ = woven(tmp_path / name, FakeEmbedder(), workers, parts)
        assert digest(other) == want, name
        other.close()
    new = SqliteStore(tmp_path / "new", engine=True)
    weights = replace(load_weights(), meaning=(24.0, 0.5))
    engine = Engine(new, make_runner(1), weights, lambda: NOW_US, FakeEmbedder())
    replay(one, new, engine)
    assert digest(new) == want
    new.close()
    one.close()


# ------------------------------------------------------------------ what a folder remembers


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "items.jsonl"
    path.write_bytes(b"\n".join(records()))
    return path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Settings for which an embedder was made, each with its key."""
    found: list[tuple[str, str]] = []

    def make(spec: str, key: str) -> FakeEmbedder:
        found.append((spec, key))
        return FakeEmbedder()

    monkeypatch.setattr(judging, "make_embedder", make)
    return found


def settings(folder: Path, embedder: str, more: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "newsloom.toml").write_text(f'[stories]\nembedder = "{embedder}"\n{more}')


def embeddings(folder: Path) -> str:
    return next(one.detail for one in app.doctor(folder) if one.name == "embeddings")


def test_off_by_default(tmp_path: Path, corpus: Path, made: list[tuple[str, str]]) -> None:
    done = app.import_paths((corpus,), tmp_path / "data", 1, None)
    assert (done.articles, done.unembedded, made) == (7, 0, [])
    assert embeddings(tmp_path / "data") == "no embedder is set"


def test_a_folder_remembers_its_embedder(
    tmp_path: Path, corpus: Path, made: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, new = tmp_path / "data", tmp_path / "new"
    monkeypatch.setenv("MY_KEY", "secret")
    settings(data, "endpoint:http://127.0.0.1:1/v1#tiny", 'embedder_key_env = "MY_KEY"\n')
    assert app.import_paths((corpus,), data, 1, None).unembedded == 3
    assert embeddings(data).startswith("3 of 7 articles have none of endpoint:")
    app.replay(data, new, 1, None)
    assert app.digest_of(new) == app.digest_of(data)
    app.import_paths((corpus,), new, 1, None)  # has no newsloom.toml
    assert made == [("endpoint:http://127.0.0.1:1/v1#tiny", "secret")] * 3
    monkeypatch.delenv("MY_KEY")
    with pytest.raises(ConfigError, match=r"names \$MY_KEY, which is not set"):
        app.import_paths((corpus,), new, 1, None)


def test_another_embedder_asks_for_a_rebuild(
    tmp_path: Path, corpus: Path, made: list[tuple[str, str]]
) -> None:
    data, new = tmp_path / "data", tmp_path / "new"
    app.import_paths((corpus,), data, 1, None)
    plain = app.digest_of(data)
    settings(data, "model2vec:/models/one")
    with pytest.raises(
        StoreError, match=r"read with no embedder, .* now says model2vec:one: .*rep"
    ):
        app.import_paths((corpus,), data, 1, None)
    app.replay(data, new, 1, None)
    settings(new, "model2vec:/moved/one")
    app.import_paths((corpus,), new, 1, None)  # the same model at another place
    assert embeddings(new).endswith("model2vec:/moved/one")
    settings(new, "off")
    with pytest.raises(StoreError, match=r"read with model2vec:one, .* now says off"):
        app.import_paths((corpus,), new, 1, None)
    app.replay(new, tmp_path / "third", 1, None)
    assert app.digest_of(tmp_path / "third") == plain


def test_a_text_leaves_whatever_is_wrong_with_the_embedder(tmp_path: Path, corpus: Path) -> None:
    data = tmp_path / "data"
    app.import_paths((corpus,), data, 1, None)
    settings(data, "model2vec:/no/such/folder")
    asked = app.request_takedown("1", "article", "Ada", "a@x.example", "mine", data)
    assert app.decide_takedown(asked.id, True, "me", "", data).articles == 1


@pytest.mark.parametrize(
    "wrong", ["potion", "model2vec:", "endpoint:http://a.example/v1", "endpoint:ftp://a#m", "on"]
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, corpus: Path, wrong: str) -> None:
    settings(tmp_path / "data", wrong)
    with pytest.raises(ConfigError, match=r"newsloom\.toml: stories_embedder takes model2vec:/"):
        app.import_paths((corpus,), tmp_path / "data", 1, None)
