"""Asking one source: what it holds now, or why it holds nothing."""

import asyncio
import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from newsloom.engine.sectioning import Section
from newsloom.fetch.challenge import challenger
from newsloom.fetch.client import retry_after_s
from newsloom.fetch.conditional import wants_full
from newsloom.fetch.response import FEED_TYPES, PAGE_TYPES, Fetcher, FetchFailed, Response
from newsloom.fetch.websub import Offer, Push, offer_of
from newsloom.model.facts import Source
from newsloom.sources.feed import Entry, parse_feed
from newsloom.sources.feed_types import Pace
from newsloom.sources.items import sitemap_items
from newsloom.sources.sitemap import SitemapEntry, parse_sitemap
from newsloom.store.base import SourceState, SourceStatus

_SITEMAP_ENTRIES = 5000
_CHILD_SITEMAPS = 5
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_HEAD = 2000
_BLOCKED = (401, 403, 407, 429, 451)
_HOME_EVERY = 4  # failures in a row after which a source that moved is asked at its old place


class Found(Struct):
    """What a source holds: its entries, or why there are none."""

    status: SourceStatus
    detail: str = ""
    entries: tuple[Entry, ...] = ()
    response: Response | None = None
    retry_after_s: float | None = None
    pace: Pace | None = None
    section: Section | None = None
    offer: Offer | None = None
    pushed: bool = False  # it came from a hub; the source itself was not asked


def of_failure(failure: FetchFailed, place: str) -> Found:
    """What no answer means. ``place`` is known to whoever reads it, and left out."""
    status: SourceStatus = "forbidden" if failure.kind == "robots" else "failing"
    status = "blocked" if failure.kind == "busy" else status
    detail = str(failure).replace(f"{place}: ", "")
    return Found(status, detail, retry_after_s=failure.retry_after_s)


def of_status(response: Response) -> Found | None:
    """What an answer without a feed means; None for one that should hold a feed."""
    if response.status == 304:
        return Found("unchanged", response=response)
    wall = challenger(response)
    if 200 <= response.status < 300 and wall is None:
        return None
    asked = response.header("retry-after")
    wait = retry_after_s(asked, response.fetched_us)
    detail = f"HTTP {response.status}" + (f", Retry-After {asked}" if asked else "")
    if wall is not None:
        detail += f", a challenge by {wall} for browsers"
    blocked = response.status in _BLOCKED or wall is not None
    return Found("blocked" if blocked else "failing", detail, retry_after_s=wait)


def place_of(source: Source, state: SourceState) -> str:
    """Where to ask: at the new address of a source that moved, at times at the old one again.

    A move that was a mistake, or to a domain that is gone, must not lose the source.
    """
    if state.moved_to is None or state.failures % _HOME_EVERY == _HOME_EVERY - 1:
        return source.url
    return state.moved_to


class Asker:
    """Asks sources through a fetcher; ``clock`` gives UTC microseconds."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], int]) -> None:
        self._fetcher = fetcher
        self._clock = clock

    async def ask(self, source: Source, state: SourceState) -> Found:
        """What the source holds. A source that fails is a status, no error."""
        full = wants_full(source.id, self._clock(), state.interval_s)
        place = place_of(source, state)
        # Validators belong to the address that gave them.
        full = full or place != (state.moved_to or source.url)
        try:
            response = await self._fetcher.fetch(
                place,
                etag=None if full else state.etag,
                last_modified=None if full else state.last_modified,
                accept=PAGE_TYPES if source.kind == "section" else FEED_TYPES,
            )
        except FetchFailed as failure:
            return of_failure(failure, place)
        found = of_status(response)
        if found is not None:
            return found
        if source.kind == "section":
            return await _read_section(response, state)
        read = self._read_sitemap if source.kind == "sitemap" else self._read_feed
        return await read(response)

    async def _read_feed(self, response: Response) -> Found:
        kind = response.header("content-type")
        feed = await asyncio.to_thread(parse_feed, response.body, response.final_url, kind)
        if not feed.ok and _SITEMAP.search(response.body[:_HEAD]):
            return await self._read_sitemap(response)  # taken for a feed by who added it
        if not feed.ok:
            return Found("failing", feed.error or "this is no feed")
        status: SourceStatus = "ok" if feed.entries else "empty"
        offer = offer_of(feed, response.final_url, response.headers)
        return Found(status, "", feed.entries, response, pace=feed.pace, offer=offer)

    async def _read_sitemap(self, response: Response) -> Found:
        sitemap = await asyncio.to_thread(parse_sitemap, response.body)
        if not sitemap.ok:
            return Found("failing", sitemap.error or "this is no sitemap")
        entries: list[SitemapEntry] = list(sitemap.entries)
        children = sorted(sitemap.children, key=lambda one: one.modified or "", reverse=True)
        for child in children[:_CHILD_SITEMAPS]:
            try:
                part = await self._fetcher.fetch(child.url, accept=FEED_TYPES)
            except FetchFailed:
                continue  # the others may still answer; the next poll asks again
            if part.status == 200:
                entries += (await asyncio.to_thread(parse_sitemap, part.body)).entries
        items = tuple(await asyncio.to_thread(sitemap_items, entries, _SITEMAP_ENTRIES))
        return Found("ok" if items else "empty", "", items, response)


async def _read_section(response: Response, state: SourceState) -> Found:
    section = await asyncio.to_thread(Section, response, state.section)
    if not section.links:
        return Found("failing", "this page has no links to pages of its site")
    detail = "" if section.entries else "no link looks like one to an article"
    status: SourceStatus = "ok" if section.entries else "empty"
    return Found(status, detail, section.entries, response, section=section)


async def read_pushes(pushes: Iterable[Push], topic: str) -> Found:
    """What a hub sent for a source, as if the source had been asked."""
    entries: dict[Entry, None] = {}
    for push in pushes:
        feed = await asyncio.to_thread(parse_feed, push.body, topic, push.content_type)
        entries.update(dict.fromkeys(feed.entries))
    return Found("ok" if entries else "empty", entries=tuple(entries), pushed=True)
