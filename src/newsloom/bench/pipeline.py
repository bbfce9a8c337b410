"""``newsloom bench pipeline``: from import to searchable story, beside trafilatura alone.

Both read the same pages in the same run, in processes of their own, several times in turns, since
machines are noisy: compare the medians and their ratio, not the seconds.
"""

import gzip
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from msgspec import Struct

from newsloom.engine.execute import Engine
from newsloom.engine.local import make_runner
from newsloom.model.types import Capture
from newsloom.sources.files import read_path
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights


class Run(Struct, frozen=True):
    """One measured run: seconds, and peak resident memory in MB of its processes."""

    seconds: float
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
            measured[name, count].append(_apart(job, pages, count))
    return [_row(name, count, total, runs) for (name, count), runs in measured.items()]


def _row(name: str, workers: int, pages: int, runs: list[Run]) -> Row:
    seconds = statistics.median(run.seconds for run in runs)
    return Row(
        name,
        workers,
        pages,
        round(pages / seconds, 1),
        round(seconds, 2),
        round(statistics.median(run.own_mb for run in runs), 0),
        round(statistics.median(run.worker_mb for run in runs), 0),
        runs[0].stories,
    )


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    base = rows[0].per_second
    lines = [
        "| what | workers | pages/s | of trafilatura | peak MB, store process | peak MB, worker |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.workers} | {row.per_second} | {row.per_second / base:.2f} "
        f"| {row.own_mb:.0f} | {row.worker_mb:.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _apart(job: Callable[..., Run], pages: Sequence[Path], workers: int) -> Run:
    """Run a job in a spawned process, so that memory and imports of one don't help the other."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(theirs, job, pages, workers))
    process.start()
    theirs.close()
    run: Run = ours.recv()
    process.join()
    return run


def _report(pipe: Connection, job: Callable[..., Run], *arguments: Any) -> None:
    pipe.send(job(*arguments))


def _newsloom(pages: Sequence[Path], workers: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="newsloom-bench-") as folder:
        started = time.perf_counter()
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
    return Run(seconds, *_peaks(), counts.articles, counts.stories)


def _trafilatura(pages: Sequence[Path], _workers: int) -> Run:
    import trafilatura

    started = time.perf_counter()
    read = 0
    for path in _files(pages):
        data = path.read_bytes()
        html = gzip.decompress(data) if path.suffix == ".gz" else data
        read += trafilatura.extract(html, fast=True) is not None
    return Run(time.perf_counter() - started, *_peaks(), read, 0)


def _files(pages: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in pages:
        found += sorted(p for p in path.rglob("*.html*")) if path.is_dir() else [path]
    return found


def _peaks() -> tuple[float, float]:
    """Peak resident memory in MB: of this process, and of the largest of its children."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    own, children = (
        resource.getrusage(who).ru_maxrss * unit / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own, children


def _clock() -> int:
    return time.time_ns() // 1000
