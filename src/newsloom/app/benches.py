"""The benchmarks, with what they read."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from newsloom.bench.ledger import LedgerCost, ledger_table
from newsloom.bench.ledger import bench_ledger as measure_ledger
from newsloom.bench.pipeline import Row, table
from newsloom.bench.pipeline import bench_pipeline as measure
from newsloom.demo.pages import render_page
from newsloom.demo.press import make_press
from newsloom.engine.local import collect_rarely
from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.model.errors import ConfigError, Unreadable
from newsloom.model.facts import Article, Capture
from newsloom.model.times import iso
from newsloom.sources.files import read_path

_DEMO_PAGES = 600
_DEMO_ARTICLES = 400
_LONG = 3  # invented articles of about 200 words that make one of about 600
_STORY = 8  # records in a row that are laid out as one story


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


def bench_ledger(paths: Sequence[Path], rounds: int) -> tuple[LedgerCost, str]:
    """What ``newsloom bench ledger`` measures, and its table."""
    collect_rarely()  # as the processes do that read and weave
    cost = measure_ledger(_imported(paths) if paths else _invented(), rounds)
    return cost, ledger_table(cost)


def _invented() -> list[list[Article]]:
    """Stories of the demo press; each text goes on with two that stand nowhere else.

    What an identical or edited copy goes on with is that of its source.
    """
    press = make_press(outlets=40, seed=7, events=60)
    other = make_press(outlets=80, seed=8, events=160)
    rest: dict[str, list[str]] = {}
    for item in other.items:
        if item.of is None:
            rest.setdefault(item.lang, []).append(item.text)
    stories: dict[str, list[Article]] = {}
    further: dict[str, list[str]] = {}
    for number, item in enumerate(press.items, 1):
        if sum(map(len, stories.values())) == _DEMO_ARTICLES:
            break
        more = further.get(item.of or "") if item.relation in ("identical", "edited") else None
        if more is None:
            more = [rest[item.lang].pop() for _ in range(1, _LONG) if rest.get(item.lang)]
        if len(more) < _LONG - 1:
            continue
        further[item.key] = more
        article = Article(
            id=item.key, seq=number, capture="", given_id=item.key, url=None,
            outlet=item.outlet.name, lang=item.lang, title=item.title,
            text="\n\n".join([item.text, *more]),
            published=iso(item.published_us), published_us=item.published_us,
        )  # fmt: skip
        stories.setdefault(item.story, []).append(article)
    return list(stories.values())


def _imported(paths: Sequence[Path]) -> list[list[Article]]:
    """Articles of import files, so many in a row as one story. Raises ConfigError for none."""
    articles: list[Article] = []
    for path in paths:
        for capture in read_path(path, 0):
            if isinstance(capture, Capture):
                try:
                    articles.append(extract_capture(capture, Debris.empty()).article)
                except Unreadable:
                    continue
    if not articles:
        raise ConfigError("no articles to measure in " + ", ".join(map(str, paths)))
    each = [
        replace(article, seq=number)
        for number, article in enumerate({one.id: one for one in articles}.values(), 1)
    ]
    return [each[start : start + _STORY] for start in range(0, len(each), _STORY)]
