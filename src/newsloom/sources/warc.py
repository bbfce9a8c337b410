"""WARC archives: the pages of their response and resource records."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from newsloom.model.types import Capture
from newsloom.sources.capture import capture_of
from newsloom.sources.unread import Unread
from newsloom.text.dates import parse_printed

_MOST_BYTES = 10_000_000  # of one page
_PAGES = ("text/html", "application/xhtml+xml")


def _fetched_us(record: Any) -> int | None:
    printed = parse_printed(record.rec_headers.get_header("WARC-Date") or "")
    return printed.us if printed is not None else None


def _page(path: Path, record: Any) -> Capture | Unread | None:
    """The record as a page; None for a record that is none."""
    place = str(record.rec_headers.get_header("WARC-Record-ID") or "")
    url = record.rec_headers.get_header("WARC-Target-URI")
    http = record.http_headers
    status = int(http.get_statuscode() or 0) if http and record.rec_type == "response" else 200
    headers = list(http.headers) if http else []
    kind = (http.get_header("Content-Type") if http else record.content_type) or ""
    if record.rec_type not in ("response", "resource") or not kind.lower().startswith(_PAGES):
        return None
    if not 200 <= status < 300:
        return None
    body = record.content_stream().read(_MOST_BYTES + 1)
    fetched_us = _fetched_us(record)
    if len(body) > _MOST_BYTES:
        return Unread(str(path), place, "too_large", f"a page of more than {_MOST_BYTES} bytes")
    if fetched_us is None:
        return Unread(str(path), place, "malformed", "a record without a readable WARC-Date")
    return capture_of(
        "page", body, fetched_us, url=url, final_url=url, status=status, headers=headers
    )


def read_warc(path: Path) -> Iterator[Capture | Unread]:
    """The pages of a WARC file (gzipped or not) in order, ``fetched_us`` from WARC-Date.

    Never raises: a file that breaks off gives what it has, then one Unread.
    """
    at = 0
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                at += 1
                page = _page(path, record)
                if page is not None:
                    yield page
            if at == 0:
                yield Unread(str(path), "record 1", "malformed", "no WARC record in it")
    except Exception as problem:  # warcio on broken archives: any error may come
        message = f"the archive breaks off: {type(problem).__name__}: {problem}"[:300]
        yield Unread(str(path), f"record {at + 1}", "malformed", message)
