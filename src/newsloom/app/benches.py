"""The benchmarks, with what they read."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from newsloom.bench.pipeline import Row, table
from newsloom.bench.pipeline import bench_pipeline as measure
from newsloom.demo.pages import render_page
from newsloom.demo.press import make_press

_DEMO_PAGES = 600


def bench_pipeline(
    pages: Sequence[Path], workers: Sequence[int], rounds: int
) -> tuple[list[Row], str]:
    """The rows of ``newsloom bench pipeline`` and its table."""
    if pages:
        rows = measure(pages, workers, rounds)
        return rows, table(rows)
    with tempfile.TemporaryDirectory(prefix="newsloom-pages-") as folder:
        _write_demo_pages(Path(folder))
        rows = measure([Path(folder)], workers, rounds)
    return rows, table(rows)


def _write_demo_pages(folder: Path) -> None:
    """Pages of the demo press, as one would save them."""
    press = make_press(outlets=60, seed=7, events=60)
    for number, item in enumerate(press.items[:_DEMO_PAGES]):
        (folder / f"{number:05d}.html").write_bytes(render_page(press, item))
