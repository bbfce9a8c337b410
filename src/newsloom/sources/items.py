"""The items of a source: which are new, in which order they are taken, what is kept of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal
from urllib.parse import urlsplit

from newsloom.model.facts import Capture, Hints, RightsSignal, Source
from newsloom.model.ids import content_id
from newsloom.model.urls import canonical_url, host_of
from newsloom.sources.capture import capture_of
from newsloom.sources.feed import Entry, entry_json
from newsloom.sources.sitemap import SitemapEntry
from newsloom.sources.sites import same_site, site_of
from newsloom.text.dates import parse_printed

_SUMMARY_LENGTH = 20_000  # characters of markup; some feeds put whole articles there


def moment_us(iso: str | None) -> int | None:
    """An ISO date of ours as UTC microseconds; None for none."""
    printed = parse_printed(iso) if iso else None
    return printed.us if printed is not None else None


def item_keys(entries: Sequence[Entry]) -> list[str]:
    """What each entry is known by: its id, or its address where ids are missing or repeated."""
    ids = Counter(entry.id for entry in entries)
    keys = []
    for entry in entries:
        if entry.id and ids[entry.id] == 1:
            keys.append(entry.id)
        elif entry.link:
            keys.append(canonical_url(entry.link))
        else:
            keys.append(content_id("i", entry.id, entry.title, entry.summary, entry.content))
    return keys


def newest_first(entries: Sequence[Entry]) -> list[int]:
    """Positions of the entries, the newest first; undated ones keep the place between neighbours.

    A feed that is in order already stays as it is: most undated feeds put the newest first.
    """
    order, last = [], None
    for position, entry in enumerate(entries):
        at = moment_us(entry.published) or moment_us(entry.updated)
        last = at if at is not None else last
        order.append((-(last or 0), position))
    return [position for _, position in sorted(order)]


def sitemap_items(entries: Iterable[SitemapEntry], limit: int) -> list[Entry]:
    """The newest ``limit`` addresses of a sitemap as entries. ``lastmod`` is no publication."""
    items = [
        Entry(
            id=one.url,
            title=one.title,
            link=one.url,
            published=one.published,
            updated=one.modified,
        )
        for one in entries
    ]
    return [items[position] for position in newest_first(items)[:limit]]


def is_web(link: str | None) -> bool:
    """Whether a link can be fetched at all."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def outlet_of(source: Source, url: str | None) -> str:
    """Whose article an item is: the source's outlet, or the site it leads to elsewhere.

    A feed may collect other outlets' articles; those are not the collector's.
    """
    host = host_of(url or "")
    if not host or not source.outlet:
        return source.outlet or site_of(host)
    own = (source.domain, host_of(source.url))
    return source.outlet if any(name and same_site(host, name) for name in own) else site_of(host)


Robots = Literal["allowed", "forbidden"]


def entry_hints(
    entry: Entry,
    source: Source,
    url: str | None,
    rights: tuple[RightsSignal, ...] = (),
    robots: Robots | None = None,
) -> Hints:
    """What the feed says of an item whose page is at ``url``.

    The language a feed declares is left out: too many declare the default of their software.
    """
    return Hints(
        outlet=outlet_of(source, url),
        title=entry.title or None,
        published=entry.published,
        authors=entry.authors,
        summary=(entry.summary or entry.content)[:_SUMMARY_LENGTH].strip() or None,
        rights=rights,
        robots=robots,
    )


def entry_capture(
    entry: Entry,
    source: Source,
    fetched_us: int,
    rights: tuple[RightsSignal, ...] = (),
    robots: Robots | None = None,
) -> Capture | None:
    """The entry itself as a capture, when its page cannot be had; None when it says nothing."""
    if not (entry.title or entry.summary or entry.content):
        return None
    return capture_of(
        "entry",
        entry_json(entry),
        fetched_us,
        url=entry.link if is_web(entry.link) else None,
        hints=entry_hints(entry, source, entry.link, rights, robots),
        source=source.id,
    )
