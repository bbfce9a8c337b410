"""Feeds that are not well-formed: read by feedparser, the most tolerant reader there is."""

import io
import re
from typing import Any

import feedparser

from newsloom.sources.feed_text import absolute, person, plain_title, squeeze, unique
from newsloom.sources.feed_types import Entry, Feed, Pace
from newsloom.sources.moments import read_moment
from newsloom.sources.pace import read_pace

_CHANNEL = 50_000  # bytes before the first entry
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_MARKUP_TYPES = ("text/html", "application/xhtml+xml")


def _title(holder: Any) -> str:
    detail = holder.get("title_detail") or {}
    # feedparser has decided already what is markup; the references of text/plain are decoded.
    return plain_title(holder.get("title"), markup=detail.get("type") in _MARKUP_TYPES)


def _entry(raw: Any, base: str | None) -> Entry:
    link = absolute(base, raw.get("link"))
    contents = [part.get("value") or "" for part in raw.get("content") or []]
    authors = [person(one.get("name")) for one in raw.get("authors") or []]
    return Entry(
        id=squeeze(raw.get("id")) or link or "",
        title=_title(raw),
        link=link,
        published=read_moment(raw.get("published")) or read_moment(raw.get("created")),
        # A plain get of "updated" falls back to "published" with a warning.
        updated=read_moment(raw.get("updated")) if "updated" in raw else None,
        summary=raw.get("summary") or "",
        content="\n".join(contents),
        authors=unique(authors),
    )


def _related(holder: Any, rel: str, base: str | None) -> str | None:
    links = holder.get("links") or []
    return next((absolute(base, one.get("href")) for one in links if one.get("rel") == rel), None)


def read(data: bytes, url: str | None, content_type: str | None) -> Feed:
    """Whatever feedparser finds. May raise what feedparser raises."""
    headers = {}
    if url:
        headers["content-location"] = url
    # A type without charset would make feedparser read text/xml as ASCII (RFC 3023).
    if content_type and "charset" in content_type.lower():
        headers["content-type"] = content_type
    # Bytes alone would be taken for a URL or a file name to open: always hand over a stream.
    parsed: Any = feedparser.parse(
        io.BytesIO(data),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        problem = parsed.get("bozo_exception")
        return Feed(False, f"this is no feed{f': {problem}' if problem else ''}"[:300])
    return Feed(
        ok=True,
        title=_title(parsed.feed),
        link=absolute(url, parsed.feed.get("link")),
        entries=tuple(_entry(raw, url) for raw in parsed.entries),
        lang=parsed.feed.get("language") or "",
        hub=_related(parsed.feed, "hub", url),
        self_url=_related(parsed.feed, "self", url),
        pace=_pace(data),
    )


def _pace(data: bytes) -> Pace | None:
    """What the channel says before its first entry: feedparser keeps only some of it."""
    text = data[:_CHANNEL].decode("latin-1")  # names and numbers are the same in all of them
    first = _ENTRY.search(text)
    head = text[: first.start()] if first else text

    def said(name: str) -> str:
        found = re.search(rf"<{name}\b[^>]*>([^<]*)", head, re.IGNORECASE)
        return found[1] if found else ""

    def listed(outer: str, inner: str) -> list[str]:
        found = re.search(rf"<{outer}\b[^>]*>(.*?)</{outer}", head, re.IGNORECASE | re.DOTALL)
        return re.findall(rf"<{inner}\b[^>]*>([^<]*)", found[1], re.IGNORECASE) if found else []

    return read_pace(
        said("ttl"),
        said("sy:updatePeriod"),
        said("sy:updateFrequency"),
        listed("skipHours", "hour"),
        listed("skipDays", "day"),
    )
