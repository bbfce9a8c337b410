"""Lost and damaged bytes, a full disk: seen, passed over, and never in the way of the rest."""

import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsloom.engine.doctor import examine
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.engine.replay import replay
from newsloom.model.errors import StoreError
from newsloom.model.facts import Capture, Finding
from newsloom.model.ledger import Ledger
from newsloom.sources.files import read_record
from newsloom.store.sqlite.session import pack, unpack
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights

NOW_US = 1_767_225_600_000_000


def record(number: int, words: int = 60) -> Capture:
    text = " ".join(f"word{number * number + place}" for place in range(words))
    fields = {"id": str(number), "title": f"Title of number {number}", "text": text}
    return read_record(json.dumps(fields).encode(), NOW_US)


def open_store(folder: Path) -> tuple[SqliteStore, Engine]:
    store = SqliteStore(folder, engine=True)
    return store, Engine(store, InProcess(), load_weights(), lambda: NOW_US)


def archive_file(store: SqliteStore) -> Path:
    (path,) = (store.folder / "archive").glob("*.warc.gz")
    return path


def given_ids(store: SqliteStore) -> list[str]:
    return [article.given_id for article, _, _ in store.articles()]


def test_a_damaged_capture_is_seen_and_the_others_are_read(tmp_path: Path) -> None:
    store, engine = open_store(tmp_path / "data")
    store.admit(record(number) for number in range(5))
    path = archive_file(store)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 8
    path.write_bytes(data)
    engine.drain()
    assert given_ids(store) == ["0", "1", "3", "4"]
    (row,) = store.quarantine()
    assert (row.reason, row.seq) == ("damaged", 3) and path.name in row.message
    broken = {check.name for check in examine(store) if not check.ok}
    assert "archive" in broken and "database" not in broken
    new, new_engine = open_store(tmp_path / "new")
    assert replay(store, new, new_engine).retired == 1
    assert given_ids(new) == ["0", "1", "3", "4"]
    new.close()
    store.close()


def test_no_flipped_bit_goes_unseen(tmp_path: Path) -> None:
    store, _ = open_store(tmp_path)
    whole = record(1)
    store.admit([whole])
    path = archive_file(store)
    data = path.read_bytes()
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        try:
            assert store.captures_after(0, 1)[0].body == whole.body
        except StoreError:
            continue
    store.close()


def test_a_lost_file_is_seen(tmp_path: Path) -> None:
    store, engine = open_store(tmp_path)
    store.admit([record(1), record(2)])
    archive_file(store).unlink()
    engine.drain()
    assert [row.reason for row in store.quarantine()] == ["damaged", "damaged"]
    store.close()


def test_what_took_the_place_of_a_lost_record_is_not_taken_for_it(tmp_path: Path) -> None:
    """An archive brought back from a copy that is older than the database's."""
    store, engine = open_store(tmp_path)
    store.admit([record(1)])
    older = archive_file(store).read_bytes()
    lost, after = record(2), record(3)
    store.admit([lost])
    archive_file(store).write_bytes(older)
    store.admit([after])  # as long, and where the lost one was
    engine.drain()
    assert given_ids(store) == ["1", "3"]
    (row,) = store.quarantine()
    assert (row.capture, row.reason) == (lost.id, "damaged")
    assert store.captured(lost.id) is None
    store.close()


@contextmanager
def full_disk(file_bytes: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("room", [1_000, 20_000, 150_000, 400_000])
def test_a_full_disk_leaves_a_store_that_goes_on(tmp_path: Path, room: int) -> None:
    store, engine = open_store(tmp_path)
    store.admit([record(0)])
    with full_disk(room), pytest.raises(StoreError):
        for number in range(1, 400):
            store.admit([record(number, 400)])
            engine.drain()
    store.admit([record(1000)])
    engine.drain()
    assert "1000" in given_ids(store)
    assert all(check.ok for check in examine(store))
    ((spoken_for,),) = store._session.rows("SELECT SUM(length) FROM capture")
    assert archive_file(store).stat().st_size == spoken_for
    store.close()


SAID = (
    "“We will not give up one stone of the dam,” governor Mira Oduya said on Monday, 3 March 2025. "
    "Some 240 people built it."
)


def saying(number: int) -> Capture:
    fields = {"id": str(number), "title": "The dam stays", "text": f"{SAID}\n\nReport {number}."}
    return read_record(json.dumps(fields).encode(), NOW_US)


def tamper(store: SqliteStore, sql: str, body: object, key: object) -> None:
    with store._session.transaction() as db:
        db.execute(sql, (body, key))


def broken(store: SqliteStore) -> set[str]:
    return {check.name for check in examine(store) if not check.ok}


def test_a_quote_that_differs_by_one_character_is_seen(tmp_path: Path) -> None:
    store, engine = open_store(tmp_path)
    store.admit([saying(1)])
    engine.drain()
    assert broken(store) == set()
    update = "UPDATE finding SET body = ? WHERE seq = ?"
    ((seq, body),) = store._session.rows("SELECT seq, body FROM finding")
    told = unpack(body, tuple[Finding, ...])
    changed = tuple(
        replace(one, text=one.text.replace("stone", "stona")) if "stone" in one.text else one
        for one in told
    )
    assert changed != told
    tamper(store, update, pack(changed), seq)
    assert {"offsets"} <= broken(store)
    tamper(store, update, body, seq)
    assert broken(store) == set()
    store.close()


@pytest.mark.parametrize("part", ["utterances", "timeline"])
def test_words_that_a_story_shows_otherwise_are_seen(tmp_path: Path, part: str) -> None:
    store, engine = open_store(tmp_path)
    store.admit([saying(1)])
    engine.drain()
    ((story, body),) = store._session.rows("SELECT id, ledger FROM story")
    ledger = unpack(body, Ledger)
    (shown,) = getattr(ledger, part)
    wrong = replace(ledger, **{part: (replace(shown, text=shown.text[:-2] + "x."),)})
    tamper(store, "UPDATE story SET ledger = ? WHERE id = ?", pack(wrong), story)
    assert broken(store) == {"ledger"}
    store.close()
