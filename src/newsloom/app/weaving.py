"""The benchmark of stories, with what it reads."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from newsloom.bench.stories import Report, table
from newsloom.bench.stories import bench_stories as measure
from newsloom.bench.stream import Stream
from newsloom.bench.truth import Told
from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.model.errors import ConfigError, Unreadable
from newsloom.model.facts import Capture
from newsloom.sources.files import read_path
from newsloom.stories.features import features_of

_SEED = 1


def bench_stories(paths: Sequence[Path], open_stories: Sequence[int]) -> tuple[Report, str]:
    """What ``newsloom bench stories`` measures, and its table.

    Raises ConfigError when there is no article in ``paths``.
    """
    articles = _imported(paths) if paths else iter(Stream(_SEED))
    try:
        report = measure(articles, open_stories)
    except ValueError as error:
        raise ConfigError(f"{error}: {', '.join(map(str, paths))}") from error
    return report, table(report)


def _imported(paths: Sequence[Path]) -> Iterator[Told]:
    """The articles of import files in their order, each once; nobody knows their stories."""
    known: set[str] = set()
    for path in paths:
        for capture in read_path(path, 0):
            if not isinstance(capture, Capture):
                continue
            try:
                article = extract_capture(capture, Debris.empty()).article
            except Unreadable:
                continue
            if article.id not in known:
                known.add(article.id)
                yield Told(features_of(replace(article, seq=len(known))), None)
