"""Feeds of any kind and quality: RSS, RDF, Atom, JSON Feed.

Three readers, from the strict to the tolerant: JSON Feed, a reader of well-formed XML, and
feedparser for the rest. Dates are read by ``moments`` in all of them.
"""

import json
import re
from typing import Any

from msgspec import to_builtins

from newsloom.sources import feed_json, feed_xml
from newsloom.sources.feed_types import Entry, Feed

__all__ = ["Entry", "Feed", "entry_json", "feed_row", "parse_feed"]

# What any feed has near its beginning, whatever its encoding (EBCDIC has no "<" byte).
_FEEDLIKE = re.compile(rb"<\s*(?:\w+:)?(?:rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)
_HEAD = 20_000
_LOOSE_LIMIT = 2_000_000  # feedparser takes some ten seconds for a megabyte of open tags
# References to code points from D800 to DFFF (55296 to 57343), which are no characters.
_REFERENCE = rb"&#(0*5[567][0-9]{3}|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});"
_HALVES = re.compile(_REFERENCE + rb"(?:" + _REFERENCE + rb")?")
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html[\s>])", re.IGNORECASE)


def _whole_characters(data: bytes) -> bytes:
    """References to pairs of surrogates, as some software writes emoji, become one each.

    A half without its other becomes U+FFFD.
    """

    def one(match: re.Match[bytes]) -> bytes:
        units = [_number(part) for part in match.groups() if part]
        if len(units) == 2 and 0xD800 <= units[0] < 0xDC00 <= units[1] < 0xE000:
            return b"&#%d;" % (0x10000 + ((units[0] - 0xD800) << 10) + units[1] - 0xDC00)
        return b"".join(
            b"&#%d;" % (unit if not 0xD800 <= unit < 0xE000 else 0xFFFD) for unit in units
        )

    return _HALVES.sub(one, data)


def _number(reference: bytes) -> int:
    return int(reference[1:], 16) if reference[:1] in b"xX" else int(reference)


def parse_feed(data: bytes, url: str | None = None, content_type: str | None = None) -> Feed:
    """Read a feed. ``url`` resolves relative links; ``content_type`` may carry the charset.

    Never raises: what cannot be read gives ``ok=False`` and the reason.
    """
    if not data.strip():
        return Feed(False, "the feed is empty: 0 bytes of content")
    try:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            return feed_json.read(data, url)
        data = _whole_characters(data)
        feed = feed_xml.read(data, url, content_type)
        if feed is None or not feed.entries:
            feed = _tolerant(data, url, content_type, feed)
    except Exception as problem:  # third-party parsers on hostile bytes: any of them may fail
        return Feed(False, f"the feed cannot be read: {type(problem).__name__}: {problem}"[:300])
    if not feed.ok and _MARKUP.search(data[:2000]):
        return Feed(
            False, "this is a web page, not a feed; `newsloom sources discover` finds feeds"
        )
    return feed


def _tolerant(data: bytes, url: str | None, content_type: str | None, strict: Feed | None) -> Feed:
    """The first tolerant reading that finds entries; else the strict one, else the reason."""
    from newsloom.sources import feed_loose  # a tenth of a second to import, seldom needed

    head = data[:_HEAD].replace(b"\0", b"")
    loose = Feed(False, "this is no feed: no channel, item or entry near its beginning")
    if b"<" in head and not _FEEDLIKE.search(head):
        return strict or loose
    if len(data) <= _LOOSE_LIMIT:
        loose = feed_loose.read(data, url, content_type)
    if loose.entries:
        return loose
    recovered = feed_xml.read(data, url, content_type, recover=True)
    if recovered is not None and recovered.entries:
        return recovered
    return strict or loose


def feed_row(path: str, feed: Feed) -> dict[str, Any]:
    """What ``newsloom feed`` prints for one feed, as a JSON-ready dict."""
    row: dict[str, Any] = to_builtins(feed)
    for inner in ("lang", "hub", "self_url"):
        row.pop(inner)
    row.pop("pace")
    return {"path": path, **row}


def entry_json(entry: Entry) -> bytes:
    """An entry as the body of a capture of kind ``entry``: UTF-8 JSON, keys in fixed order."""
    return json.dumps(to_builtins(entry), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
