"""Reading pages and feeds without storing anything."""

import asyncio
import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newsloom.config import data_dir, load_config
from newsloom.extract.article import extract_page
from newsloom.fetch.client import HttpFetcher
from newsloom.fetch.response import FEED_TYPES
from newsloom.model.errors import NewsloomError, Unreadable
from newsloom.sources.feed import feed_row, parse_feed
from newsloom.sources.files import MOST_BYTES, printable

_PAGE_ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz", ".xhtml", ".txt")
_BROKEN = (OSError, EOFError, zlib.error)
Row = dict[str, Any]


def extract_pages(paths: Sequence[Path], url: str | None) -> Iterator[Row]:
    """One row a page; folders are searched for pages."""
    for path in _files(paths):
        row: Row = {
            "path": printable(str(path)),
            "url": url,
            "title": "",
            "text": "",
            "authors": [],
        }
        row |= {"published": None, "published_from": None, "lang": None}
        try:
            page = extract_page(_read(path), url, None)
            row |= {
                "url": page.url or url,
                "title": page.title,
                "text": page.text,
                "authors": list(page.authors),
                "published": page.published,
                "published_from": page.published_from,
                "lang": page.lang,
            }
        except (Unreadable, *_BROKEN) as error:
            row["error"] = printable(str(error))
        yield row


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one for one in path.rglob("*") if one.name.lower().endswith(_PAGE_ENDINGS)
            )
        else:
            yield path


def _read(path: Path) -> bytes:
    """A file as it is or was packed. Raises Unreadable for more than an import takes."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", f"more than {MOST_BYTES} bytes")
    return data


def read_feeds(sources: Sequence[str], data: Path | None) -> Iterator[Row]:
    """One row a feed: files by path, addresses through the guarded fetcher."""
    for source in sources:
        try:
            body, kind = _fetch(source, data) if "://" in source else _saved(source)
        except (NewsloomError, *_BROKEN) as error:
            said = getattr(error, "strerror", None) or str(error)  # the path stands beside it
            row = {"path": printable(source), "ok": False, "error": printable(said)}
            yield row | {"entries": []}
            continue
        feed = parse_feed(body, source if "://" in source else None, kind)
        yield feed_row(printable(source), feed)


def _saved(source: str) -> tuple[bytes, str | None]:
    return _read(Path(source)), None


def _fetch(source: str, data: Path | None) -> tuple[bytes, str | None]:
    async def once() -> tuple[bytes, str | None]:
        async with HttpFetcher(load_config(data_dir(data))) as fetcher:
            response = await fetcher.fetch(source, accept=FEED_TYPES)
            if response.status != 200:
                raise NewsloomError(f"{source}: HTTP {response.status}")
            return response.body, response.header("content-type")

    return asyncio.run(once())
