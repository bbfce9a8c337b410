"""Captures: what one fetch or one import brought, under a content-derived id."""

from collections.abc import Iterable
from urllib.parse import quote

from newsloom.model.facts import Capture, CaptureKind, Hints
from newsloom.model.ids import bytes_hash, content_id

# What a reader of the capture needs; cookies and the like are nobody's business later.
_KEPT_HEADERS = ("content-type", "content-language", "last-modified", "link", "tdm-reservation",
                 "tdm-policy", "x-robots-tag", "content-signal")  # fmt: skip

_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def _header(value: str) -> str:
    """A header as printable ASCII, which is all that a WARC file can hold in one line.

    Anything else is written as in a URL, where most of it stands.
    """
    return quote(value, safe=_PRINTABLE, errors="surrogateescape")


def capture_of(
    kind: CaptureKind,
    body: bytes,
    fetched_us: int,
    *,
    url: str | None = None,
    final_url: str | None = None,
    status: int = 200,
    headers: Iterable[tuple[str, str]] = (),
    hints: Hints | None = None,
    source: str | None = None,
    after: str | None = None,
) -> Capture:
    """A capture with ``seq`` 0. Its id comes from kind, URL (or given id), outlet and bytes.

    Neither time nor the place of a file is part of the id: the same import gives the same ids.
    ``after`` is the capture that a later visit found changed: a page that goes back to bytes it
    had before is another capture.
    """
    hints = hints or Hints()
    where = [kind, url or hints.given_id, hints.outlet, bytes_hash(body)]
    kept = tuple(
        (name.lower(), _header(value)) for name, value in headers if name.lower() in _KEPT_HEADERS
    )
    return Capture(
        id=content_id("c", *where, *([after] if after else [])),
        kind=kind,
        url=url,
        final_url=final_url,
        fetched_us=fetched_us,
        status=status,
        headers=kept,
        hints=hints,
        source=source,
        body=body,
    )
