"""Archives of one folder brought into another."""

from pathlib import Path

import msgspec

from newsloom import app
from newsloom.app.stored import working
from newsloom.fetch.archive import write_warc
from newsloom.model.times import DAY_US
from newsloom.sources.capture import capture_of

SEEN = 1_736_164_800_000_000
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
