"""``newsloom bench pipeline``: from import to searchable story, beside trafilatura alone.

Both read the same pages in the same run, in processes of their own, several times in turns, since
machines are noisy: compare the medians and their ratio, not the seconds. Processor time suffers
least from what else the machine does.
"""

import gzip
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from newsloom.bench.apart import apart, peaks, processor_seconds
from newsloom.engine.execute import Engine
from newsloom.engine.local import collect_rarely, make_runner
from newsloom.model.facts import Capture
from newsloom.sources.files import read_path
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights


class Run(Struct, frozen=True):
    """One measured run: seconds, and peak resident memory in MB of its processes.

    ``cpu`` is the processor time of all of them, in seconds, from their start.
    """

    seconds: float
    cpu: float
    own_mb: float
    worker_mb: float  # the largest of the workers
    articles: int
    stories: int


class Row(Struct, frozen=True):
    """One line of the table: medians over the rounds."""

    name: str
    workers: int
    pages: int
    per_second: float
    seconds: float
    cpu_ms: float  # a page
    own_mb: float
    worker_mb: float
    stories: int


def bench_pipeline(pages: Sequence[Path], workers: Sequence[int], rounds: int) -> list[Row]:
    """Measure Newsloom with each number of workers, and trafilatura alone with one."""
    total = len(_files(pages))
    jobs: list[tuple[str, int, Callable[..., Run]]] = [("trafilatura alone", 1, _trafilatura)]
    jobs += [("newsloom import", count, _newsloom) for count in workers]
    measured: dict[tuple[str, int], list[Run]] = {(name, count): [] for name, count, _ in jobs}
    for _ in range(rounds):
        for name, count, job in jobs:
            measured[name, count].append(apart(job, pages, count))
    return [_row(name, count, total, runs) for (name, count), runs in measured.items()]


def _row(name: str, workers: int, pages: int, runs: list[Run]) -> Row:
    seconds = statistics.median(run.seconds for run in runs)
    return Row(
        name,
        workers,
        pages,
        round(pages / seconds, 1),
        round(seconds, 2),
        round(statistics.median(run.cpu for run in runs) / pages * 1000, 2),
        round(statistics.median(run.own_mb for run in runs), 0),
        round(statistics.median(run.worker_mb for run in runs), 0),
        runs[0].stories,
    )


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    base = rows[0].per_second
    lines = [
        "| what | workers | pages/s | of trafilatura | ms of CPU a page "
        "| peak MB, store process | peak MB, worker |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.workers} | {row.per_second} | {row.per_second / base:.2f} "
        f"| {row.cpu_ms} | {row.own_mb:.0f} | {row.worker_mb:.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _newsloom(pages: Sequence[Path], workers: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="newsloom-bench-") as folder:
        started = time.perf_counter()
        collect_rarely()
        store = SqliteStore(Path(folder), engine=True)
        runner = make_runner(workers)
        engine = Engine(store, runner, load_weights(None), _clock)
        found = (item for page in pages for item in read_path(page, _clock()))
        store.admit(item for item in found if isinstance(item, Capture))
        engine.drain()
        seconds = time.perf_counter() - started
        counts = store.counts()
        runner.close()
        store.close()
    return Run(seconds, processor_seconds(), *peaks(), counts.articles, counts.stories)


def _trafilatura(pages: Sequence[Path], _workers: int) -> Run:
    import trafilatura

    started = time.perf_counter()
    read = 0
    for path in _files(pages):
        data = path.read_bytes()
        html = gzip.decompress(data) if path.suffix == ".gz" else data
        read += trafilatura.extract(html, fast=True) is not None
    seconds = time.perf_counter() - started
    return Run(seconds, processor_seconds(), *peaks(), read, 0)


def _files(pages: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in pages:
        found += sorted(p for p in path.rglob("*.html*")) if path.is_dir() else [path]
    return found


def _clock() -> int:
    return time.time_ns() // 1000
