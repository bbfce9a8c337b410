"""Archives of one folder brought into another."""

from pathlib import Path

import msgspec
import pytest

from newsloom import app
from newsloom.app.stored import working
from newsloom.fetch.archive import write_warc
from newsloom.model.errors import StoreError
from newsloom.model.times import DAY_US
from newsloom.sources.capture import capture_of
from newsloom.store.sqlite.session import FILE_NAME
from newsloom.store.sqlite.store import SqliteStore

SEEN = 1_736_164_800_000_000
STORY = "The harbour is open again after the storm, the harbour office said. " * 8
PAGE = b"<html><title>The harbour opens</title><p>" + b"The harbour is open again. " * 20


def test_pages_that_another_folder_polled_are_imports_here(tmp_path: Path) -> None:
    polled = capture_of("page", PAGE, SEEN, url="https://post.example/harbour", source="s1")
    path = tmp_path / "export.warc.gz"
    with path.open("wb") as out:
        write_warc([polled], out)
    data = tmp_path / "data"
    assert app.import_paths((path,), data, 1, None).articles == 1
    with working(data, 1, None) as (store, _):
        assert store.retire(SEEN + 400 * DAY_US, 30, 0, 0) == []
        (kept,) = store.captures_after(0, 10)
    assert kept == msgspec.structs.replace(polled, source=None, seq=1)


@pytest.mark.parametrize("left", [None, b""])
def test_an_archive_whose_database_was_lost_is_kept_and_can_be_imported(
    tmp_path: Path, left: bytes | None
) -> None:
    captures = [capture_of("text", f"Text {n}. {STORY}".encode(), SEEN) for n in range(3)]
    data = tmp_path / "data"
    store = SqliteStore(data, engine=True)
    store.admit(captures)
    store.close()
    for file in data.glob(FILE_NAME + "*"):
        file.unlink()
    if left is not None:
        (data / FILE_NAME).write_bytes(left)
    before = [file.read_bytes() for file in (data / "archive").iterdir()]
    for engine, create in ((True, True), (False, True), (False, False), (True, False)):
        with pytest.raises(StoreError, match=r"move .*archive elsewhere and import it"):
            SqliteStore(data, engine=engine, create=create)
    assert [file.read_bytes() for file in (data / "archive").iterdir()] == before
    (data / "archive").rename(tmp_path / "saved")
    assert app.import_paths((tmp_path / "saved",), data, 1, None).articles == 3
