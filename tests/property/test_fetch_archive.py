"""What is archived comes back byte for byte, after crashes and after removals."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.fetch.archive import Archive, Place
from newsloom.model.errors import StoreError
from newsloom.model.facts import Capture, Hints

_HEADERS = st.lists(
    st.tuples(
        st.sampled_from(("content-type", "content-encoding", "content-length", "link")),
        st.sampled_from(("text/html", "gzip", "99", "<https://elmtal.example/>; rel=x", "ß")),
    ),
    max_size=3,
).map(tuple)
_CAPTURES = st.lists(
    st.builds(
        Capture,
        id=st.from_regex(r"c[0-9a-f]{24}", fullmatch=True),
        kind=st.sampled_from(("page", "entry", "text", "record")),
        url=st.sampled_from((None, "https://quillmoor.example/a b", "http://elmtal.example/ß",
                             "HTTP://elmtal.example/", "a\r\nContent-Length: 1\r\n\r\nb")),
        final_url=st.none(),
        fetched_us=st.integers(0, 4_000_000_000_000_000),
        status=st.sampled_from((0, 200, 404)),
        headers=_HEADERS,
        hints=st.just(Hints()),
        source=st.none(),
        body=st.one_of(
            st.binary(max_size=300),
            st.sampled_from((b"", b"\r\n\r\n", b"WARC/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n",
                             b"\x1f\x8b\x08\x00", b"5\r\nabcde\r\n0\r\n\r\n")),
        ),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def read(archive: Archive, places: list[Place], captures: list[Capture]) -> list[bytes]:
    return [archive.read(place, one.id) for place, one in zip(places, captures, strict=True)]


@settings(max_examples=40, deadline=None)
@given(_CAPTURES, st.integers(1, 2_000))
def test_what_is_written_is_read(captures: list[Capture], max_bytes: int) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), max_bytes)
        places = archive.append(captures[:2], "import") + archive.append(captures[2:], "import")
        assert read(archive, places, captures) == [one.body for one in captures]


@settings(max_examples=40, deadline=None)
@given(_CAPTURES, _CAPTURES, st.binary(max_size=50))
def test_a_crash_leaves_what_was_committed(
    kept: list[Capture], lost: list[Capture], torn: bytes
) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        places = archive.append(kept, "poll-2024-01-01")
        committed = {places[-1].file: places[-1].offset + places[-1].length}
        archive.append(lost, "poll-2024-01-01")
        archive.append(lost, "import")
        with (Path(folder) / places[0].file).open("ab") as file:
            file.write(torn)
        assert archive.recover(committed) == sorted({*committed, "import-000001.warc.gz"})
        assert archive.size() == committed[places[0].file]
        assert read(archive, places, kept) == [one.body for one in kept]
        assert archive.recover(committed) == []
        more = archive.append(lost, "poll-2024-01-01")
        assert read(archive, more, lost) == [one.body for one in lost]


@settings(max_examples=40, deadline=None)
@given(_CAPTURES, st.sets(st.integers(0, 5)))
def test_removal_keeps_the_others(captures: list[Capture], gone: set[int]) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        places = archive.append(captures, "import")
        kept = [place for at, place in enumerate(places) if at not in gone]
        left = [one for at, one in enumerate(captures) if at not in gone]
        moved = list(archive.without(places[0].file, kept))
        archive.drop([places[0].file])
        assert [old for old, _ in moved] == kept
        assert read(archive, [new for _, new in moved], left) == [one.body for one in left]
        with pytest.raises(StoreError):
            archive.read(places[0], captures[0].id)
