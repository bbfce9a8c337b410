"""The benchmark of stories, on a tiny stream."""

from collections.abc import Generator
from itertools import islice
from pathlib import Path

import msgspec
import pytest

from newsloom.bench import public, stories
from newsloom.bench.apart import in_turns
from newsloom.bench.stories import Restored, Woven, bench_stories, table
from newsloom.bench.stream import Stream
from newsloom.bench.truth import Book, Told, read, write


def test_a_seed_gives_the_same_stream(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "ab"]
    counts = [write(path, iter(Stream(7)), 20, 5) for path in paths]
    assert counts[0] == counts[1] == len(list(read(paths[0])))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert len({told.event for told in read(paths[0])}) > 20
    other = list(islice(iter(Stream(8)), 3))
    assert other != list(islice(read(paths[0]), 3))


def test_articles_have_the_sizes_of_real_ones() -> None:
    items = [told.item for told in islice(iter(Stream(7)), 300)]
    full = [item for item in items if item.words > 100]
    assert 0.5 < len(full) / len(items) < 0.8
    assert 200 < sum(len(item.body_terms) // 4 for item in full) / len(full) < 450
    assert all(len(item.body_terms) == 2 * len(item.body_counts) for item in items)
    assert [item.seq for item in items] == list(range(1, 301))


def test_agreement_is_b_cubed() -> None:
    book = Book()
    assert book.f1() is None
    book.put(1, "a")
    book.judge(1, "a")
    assert book.f1() == 1.0
    book.judge(2, "a")  # a wrong merge: precision 2/3 and 1/3, recall 1
    assert book.f1() == pytest.approx(2 * 0.5 / 1.5, abs=1e-4)
    book.judge(None, "b")
    assert book.f1() == pytest.approx(2 * 0.5 / 1.5, abs=1e-4)


@pytest.mark.parametrize("known", [True, False])
def test_a_tiny_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    path = tmp_path / "articles"
    stream = islice(iter(Stream(7)), 90)
    written = write(path, (one if known else Told(one.item, None) for one in stream), 200, 30)
    (row,) = in_turns(stories._woven, [(path, 40, written, 30)])
    assert isinstance(row, Woven)
    assert 0 < row.open_articles <= 60 and row.open_stories <= 40
    assert row.assignments_per_second > 0 and row.copies_per_second > 0
    assert (row.f1 is not None) == known
    assert row.f1 is None or row.f1 > 0.5
    monkeypatch.setattr(stories, "RESTORED", 50)
    restored = stories._restored(path, tmp_path / "data")
    assert isinstance(restored, Restored) and restored.articles == 50
    report = stories.Report((row,), 1.0, restored, ())
    assert "| open stories |" in table(report)
    assert msgspec.json.encode(report).startswith(b'{"woven":')


def _count(log: Path, name: str, steps: int) -> Generator[None, None, int]:
    for _ in range(steps):
        with log.open("a") as lines:
            lines.write(name)
        yield
    return steps


def test_jobs_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert in_turns(_count, [(log, "a", 2), (log, "b", 4), (log, "c", 0)]) == [2, 4, 0]
    assert log.read_text() == "ababbb"


def test_nothing_to_measure_with() -> None:
    with pytest.raises(ValueError, match="no articles"):
        bench_stories(iter(()), [5])


@pytest.mark.skipif(not public.available(), reason="the extra bench is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_public_clusterer_tells_events_apart(tmp_path: Path) -> None:
    path = tmp_path / "articles"
    write(path, islice(iter(Stream(7)), 260), 500, 1)
    found = public.clustered(path, 200, 150, 60)
    assert found.f1 is not None and 0.3 < found.f1 <= 1.0
    assert found.articles_per_second > 0
