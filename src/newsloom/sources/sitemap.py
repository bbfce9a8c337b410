"""Sitemaps (sitemaps.org), with Google's news extension, and sitemap indexes; streamed."""

import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree
from msgspec import Struct

from newsloom.sources.feed_text import plain_title, squeeze
from newsloom.sources.moments import read_moment

MOST_ENTRIES = 50_000  # what the protocol lets one sitemap hold
_MOST_BYTES = 50_000_000  # the same, unpacked
_MOST_TEXT = 1_000_000


class SitemapEntry(Struct, frozen=True):
    """One address. ``published`` and ``title`` come from the news extension only."""

    url: str
    modified: str | None = None
    published: str | None = None
    title: str = ""
    outlet: str = ""
    lang: str = ""


class Sitemap(Struct, frozen=True):
    """A sitemap as read. ``children`` are the sitemaps that an index names.

    ``truncated`` says that a cap was met or that the file breaks off.
    """

    ok: bool
    error: str | None = None
    entries: tuple[SitemapEntry, ...] = ()
    children: tuple[SitemapEntry, ...] = ()
    truncated: bool = False


def _unpacked(data: bytes) -> tuple[bytes, bool]:
    """Gzip undone, to the cap; whether that was all of it."""
    if not data.startswith(b"\x1f\x8b"):
        return data[:_MOST_BYTES], len(data) <= _MOST_BYTES
    parts: list[bytes] = []
    room, rest = _MOST_BYTES, data
    # Some servers write one member after the other (RFC 1952, 2.2); zeros may pad the last.
    while rest.startswith(b"\x1f\x8b") and room:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            parts.append(unpacker.decompress(rest, room))
        except zlib.error:
            return b"".join(parts), False
        if not unpacker.eof:
            return b"".join(parts), False
        room -= len(parts[-1])
        rest = unpacker.unused_data
    return b"".join(parts), not rest.strip(b"\0")


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _read(element: etree._Element) -> SitemapEntry | None:
    found: dict[str, str] = {}
    for child in element.iter():
        name = _local(child.tag)
        namespace = str(child.tag).rpartition("}")[0]
        # Images and videos of a page have a title and a loc of their own.
        if ("image" in namespace or "video" in namespace) and name in ("loc", "title"):
            continue
        if child.text:
            found.setdefault(name, squeeze(child.text[:_MOST_TEXT]))
    url = found.get("loc", "")
    if not url.startswith(("http://", "https://")):
        return None
    return SitemapEntry(
        url=url,
        modified=read_moment(found.get("lastmod")),
        published=read_moment(found.get("publication_date")),
        title=plain_title(found.get("title")),
        outlet=found.get("name", ""),
        lang=found.get("language", ""),
    )


def _stream(data: bytes) -> Iterator[tuple[str, SitemapEntry]]:
    """(``url`` or ``sitemap``, entry) in order; memory stays flat however long the file is."""
    events = etree.iterparse(
        BytesIO(data),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in events:
        name = _local(element.tag)
        if name not in ("url", "sitemap"):
            continue
        entry = _read(element)
        element.clear()
        while element.getprevious() is not None:
            parent = element.getparent()
            if parent is None:
                break
            del parent[0]
        if entry is not None:
            yield name, entry


def parse_sitemap(data: bytes, limit: int = MOST_ENTRIES) -> Sitemap:
    """Read a sitemap or an index, plain or gzipped, at most ``limit`` entries. Never raises.

    A file that breaks off gives what it has up to there.
    """
    plain, complete = _unpacked(data)
    found: dict[str, list[SitemapEntry]] = {"url": [], "sitemap": []}
    problem = None
    try:
        for name, entry in _stream(plain.lstrip()):
            if sum(map(len, found.values())) >= limit:
                complete = False
                break
            found[name].append(entry)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        problem, complete = str(error), False
    ok = bool(found["url"] or found["sitemap"]) or (problem is None and b"<urlset" in plain[:2000])
    return Sitemap(
        ok=ok,
        error=None if ok else f"this is no sitemap: {problem or 'it has no addresses'}"[:300],
        entries=tuple(found["url"]),
        children=tuple(found["sitemap"]),
        truncated=not complete,
    )
