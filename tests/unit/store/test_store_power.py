"""What a power cut may not take: what a deleted file held, and what was promised to others."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from newsloom.model.facts import Capture, Hints, Source
from newsloom.store.base import Cursor, Decision, KeptAway, SourceState
from newsloom.store.sqlite.store import SqliteStore
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOON_US = 1_767_225_600_000_000


class Watched(apsw.VFS):
    """Files of the system; ``unsure`` are those with writes that were not forced to disk."""

    def __init__(self) -> None:
        super().__init__("watched", "unix", makedefault=True)
        self.unsure: set[str] = set()

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        watched = self
        file = Path(name if isinstance(name, str) else name.filename() if name else "temporary")

        class File(apsw.VFSFile):
            def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
                watched.unsure.add(file.name)
                super().xWrite(data, offset)

            def xSync(self, flags: int) -> None:  # noqa: N802
                super().xSync(flags)
                watched.unsure.discard(file.name)

        assert name is not None
        return File("unix", name, flags)


@pytest.fixture
def disk() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.unregister()


@pytest.fixture
def store(disk: Watched, tmp_path: Path) -> Iterator[SqliteStore]:
    """A store with a polled page that was read, and an imported one."""
    made = SqliteStore(tmp_path, engine=True)
    made.put_sources([Source("f1", "feed", "https://lantern.example/rss", "Lantern")])
    made.commit_poll(SourceState("f1"), [page("polled", "f1")], [])
    made.admit([page("imported", None), page("other", None)])
    made.commit(Decision((), Cursor("read", 0, 1)))
    yield made
    made.close()


def page(name: str, source: str | None) -> Capture:
    url = f"https://lantern.example/{name}"
    return Capture("c" + name, "page", url, url, NOON_US, 200, (), Hints(), source, name.encode())


def remove(store: SqliteStore) -> None:
    wish = make_request("https://lantern.example/imported", "article", "", "", "", NOON_US)
    store.put_request(wish)
    store.remove(Ruling(wish.id, "removed", "op", "", NOON_US))


@pytest.mark.parametrize(
    "effect",
    [
        remove,
        lambda store: store.commit(Decision((KeptAway("cimported", "text:1"),))),
        lambda store: store.retire(NOON_US, 0, 1, 10**9),
    ],
)
def test_no_file_is_deleted_before_the_rows_that_let_go_of_it_are_on_disk(
    store: SqliteStore,
    disk: Watched,
    monkeypatch: pytest.MonkeyPatch,
    effect: Callable[[SqliteStore], object],
) -> None:
    unlink = Path.unlink
    gone: list[str] = []

    def watched(path: Path, missing_ok: bool = False) -> None:
        assert not disk.unsure & {"newsloom.sqlite3-wal"}
        gone.append(path.name)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", watched)
    effect(store)
    assert len(gone) == 1


def test_what_others_were_promised_is_on_disk(store: SqliteStore, disk: Watched) -> None:
    wal = "newsloom.sqlite3-wal"
    store.set_note("a", "b")
    assert wal in disk.unsure  # to be lost as a whole, at worst
    store.put_push("f1", b"<rss/>", "text/xml")
    assert wal not in disk.unsure
    store.put_request(make_request("a1", "article", "", "", "", NOON_US))
    assert wal not in disk.unsure
    store.put_intent("decide", "{}")
    assert wal not in disk.unsure


def test_the_names_of_new_files_are_on_disk_as_well(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc to look up names in")
    monkeypatch.setattr(os, "fsync", watched)
    store.admit([page("third", None)])
    assert synced == ["import-000001.warc.gz"]  # a file that was there before
    synced.clear()
    remove(store)
    assert synced == ["import-000001_r1.warc.gz", "archive"]
