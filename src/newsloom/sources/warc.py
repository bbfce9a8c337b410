"""WARC archives (1.0 and 1.1): the pages of their response and resource records.

Archives of Newsloom's own say more: behind each record stands a metadata record with the capture as
it was known, so that feed entries and import records come back as well, with all that was said of
them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from newsloom.model.errors import Unreadable
from newsloom.model.facts import Capture
from newsloom.model.times import from_us
from newsloom.sources.capture import capture_of
from newsloom.sources.encoding import Damaged, TooLarge, decoded
from newsloom.sources.unread import Unread
from newsloom.text.dates import parse_printed

CAPTURE_TYPE = "application/vnd.newsloom.capture+json"
OWN_RECORD = "<urn:newsloom:"  # how the ids of our own records begin
_MOST_BYTES = 10_000_000  # of one page
_MOST_KNOWN = 1_000_000  # bytes of a metadata record
_PAGES = ("text/html", "application/xhtml+xml")

_known = msgspec.json.Decoder(Capture)


class _Read(NamedTuple):
    """A record that may be a page, and its id; ``page`` is None for one of ours that is none."""

    record_id: str
    page: Capture | Unread | None
    body: bytes
    headers: list[tuple[str, str]]


def _fetched_us(record: Any) -> int | None:
    printed = parse_printed(record.rec_headers.get_header("WARC-Date") or "")
    return printed.us if printed is not None else None


def _read(path: Path, record: Any) -> _Read | None:
    """The record as a page; None for a record that is none."""
    if record.rec_type not in ("response", "resource"):
        return None
    record_id = str(record.rec_headers.get_header("WARC-Record-ID") or "")
    http = record.http_headers
    status = _status(http) if http and record.rec_type == "response" else 200
    headers = list(http.headers) if http else []
    kind = (http.get_header("Content-Type") if http else record.content_type) or ""
    is_page = kind.lower().startswith(_PAGES) and 200 <= status < 300
    if not is_page and not record_id.startswith(OWN_RECORD):
        return None
    page: Capture | Unread | None = None
    try:
        body = _body(record)
    except Unreadable as problem:
        page, body = Unread(str(path), record_id, problem.reason, str(problem)), b""
    else:
        if is_page:
            page = _page(path, record, record_id, body, status, headers)
    return _Read(record_id, page, body, headers)


def _status(http: Any) -> int:
    """The status of an answer; 0 for one that has none to be read."""
    code = http.get_statuscode() or ""
    return int(code) if re.fullmatch(r"[0-9]{3}", code) else 0


def _body(record: Any) -> bytes:
    """The body as a browser would see it. Raises Unreadable for half of one, or too much."""
    http = record.http_headers
    stream = record.raw_stream
    if http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    body = bytes(stream.read(_MOST_BYTES + 1))
    too_large = Unreadable("too_large", f"a page of more than {_MOST_BYTES} bytes")
    if len(body) > _MOST_BYTES:
        raise too_large
    try:
        return decoded(body, http.get_header("Content-Encoding") if http else None, _MOST_BYTES)
    except TooLarge:
        raise too_large from None
    except Damaged as problem:
        # Some archives unpack the body and leave the header.
        if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            return body
        raise Unreadable("malformed", str(problem)) from problem


def _page(
    path: Path,
    record: Any,
    record_id: str,
    body: bytes,
    status: int,
    headers: list[tuple[str, str]],
) -> Capture | Unread:
    url = record.rec_headers.get_header("WARC-Target-URI")
    fetched_us = _fetched_us(record)
    if fetched_us is None:
        message = "a record without a readable WARC-Date"
        return Unread(str(path), record_id, "malformed", message)
    return capture_of(
        "page", body, fetched_us, url=url, final_url=url, status=status, headers=headers
    )


def _as_known(read: _Read, record: Any) -> Capture | Unread | None:
    """The capture as its metadata record knows it; as the record alone says when that is broken.

    Its id is made anew from what it holds: an archive may come from anybody.
    """
    if isinstance(read.page, Unread):
        return read.page
    try:
        known = _known.decode(record.content_stream().read(_MOST_KNOWN))
        from_us(known.fetched_us)  # a moment of the calendar
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
        return read.page
    return capture_of(
        known.kind,
        read.body,
        known.fetched_us,
        url=known.url,
        final_url=known.final_url,
        status=known.status,
        headers=read.headers,
        hints=known.hints,
        source=known.source,
    )


def _is_known(record: Any, read: _Read) -> bool:
    headers = record.rec_headers
    return bool(
        record.rec_type == "metadata"
        and record.content_type == CAPTURE_TYPE
        and headers.get_header("WARC-Concurrent-To") == read.record_id
    )


def read_warc(path: Path) -> Iterator[Capture | Unread]:
    """The pages of a WARC file (gzipped or not) in order, ``fetched_us`` from WARC-Date.

    Never raises: a file that breaks off gives what it has, then one Unread.
    """
    at = 0
    waiting: _Read | None = None
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                at += 1
                if waiting is not None:
                    known = _is_known(record, waiting)
                    page = _as_known(waiting, record) if known else waiting.page
                    waiting = None
                    if page is not None:
                        yield page
                    if known:
                        continue
                waiting = _read(path, record)
            if at == 0:
                yield Unread(str(path), "record 1", "malformed", "no WARC record in it")
    except Exception as problem:  # warcio on broken archives: any error may come
        message = f"the archive breaks off: {type(problem).__name__}: {problem}"[:300]
        yield from _last(waiting)
        yield Unread(str(path), f"record {at + 1}", "malformed", message)
        return
    yield from _last(waiting)


def _last(waiting: _Read | None) -> Iterator[Capture | Unread]:
    if waiting is not None and waiting.page is not None:
        yield waiting.page
