"""Feeds and sitemaps found from a home page, and what an address is itself."""

import re
from typing import Literal
from urllib.parse import urljoin

from lxml import etree, html
from msgspec import Struct

from newsloom.discover.sections import SectionState, articles_among, section_links
from newsloom.fetch.response import FEED_TYPES, Fetcher, FetchFailed, Response
from newsloom.model.facts import SourceKind
from newsloom.model.urls import host_of
from newsloom.signals.robots import Robots
from newsloom.sources.feed import parse_feed
from newsloom.sources.feed_text import squeeze
from newsloom.sources.sitemap import parse_sitemap
from newsloom.sources.sites import same_site

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_FEEDLIKE = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom)(?:$|[/._?-])|\.rdf$", re.IGNORECASE)
_NO_FEED = re.compile(r"feedback|\.(?:png|jpe?g|gif|svg|css|js|pdf)$", re.IGNORECASE)
_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
_SITEMAPS = ("/sitemap_news.xml", "/news-sitemap.xml", "/sitemap.xml")
_MOST = 20
_MOST_TRIED = 12
_FEWEST = 3  # links to articles that make a page a section


class Found(Struct, frozen=True):
    """A place that may be polled. ``how``: ``link`` says the page itself, ``anchor`` a link on it
    that looks like a feed, ``robots`` robots.txt, ``guess`` nobody; ``itself`` is the address
    that was given."""

    kind: SourceKind
    url: str
    title: str
    how: Literal["link", "anchor", "robots", "guess", "itself"]


def _address(base: str, href: str | None) -> str | None:
    try:
        url = urljoin(base, squeeze(href))
    except ValueError:
        return None
    return url if href and url.startswith(("http://", "https://")) else None


def discover(page: bytes, url: str) -> list[Found]:
    """The feeds a page names: its ``link rel=alternate`` first, then links that look like feeds.

    Each address once. Never raises: a page that cannot be read names none.
    """
    try:
        root = html.document_fromstring(page, base_url=url)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return []
    bases = (one.get("href") for one in root.iter("base"))
    base = _address(url, next(bases, None)) or url
    found: dict[str, Found] = {}
    for link in root.iter("link"):
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower()
        target = _address(base, link.get("href"))
        if target and "alternate" in rel and kind.partition(";")[0].strip() in _FEED_TYPES:
            found.setdefault(target, Found("feed", target, squeeze(link.get("title")), "link"))
    for anchor in root.iter("a"):
        target = _address(base, anchor.get("href"))
        path = target.partition("://")[2].partition("/")[2] if target else ""
        near = target is not None and same_site(host_of(target), host_of(url))
        if target and near and _FEEDLIKE.search(path) and not _NO_FEED.search(path):
            title = squeeze("".join(str(piece) for piece in anchor.itertext()))[:200]
            found.setdefault(target, Found("feed", target, title, "anchor"))
    return list(found.values())[:_MOST]


def guesses(url: str) -> list[Found]:
    """The usual addresses of feeds and news sitemaps on the page's host."""
    feeds = [Found("feed", urljoin(url, path), "", "guess") for path in _PATHS]
    return feeds + [Found("sitemap", urljoin(url, path), "", "guess") for path in _SITEMAPS]


async def _confirmed(fetcher: Fetcher, found: Found) -> Found | None:
    try:
        response = await fetcher.fetch(found.url, accept=FEED_TYPES)
    except FetchFailed:
        return None
    if response.status != 200:
        return None
    if found.kind == "sitemap":
        return found if parse_sitemap(response.body, limit=10).ok else None
    feed = parse_feed(response.body, response.final_url, response.header("content-type"))
    return Found("feed", found.url, feed.title or found.title, found.how) if feed.ok else None


async def discover_site(fetcher: Fetcher, url: str) -> list[Found]:
    """The feeds and sitemaps of a site that really are some, from its page and robots.txt.

    The usual addresses are tried when nothing else is found. Raises FetchFailed when the page
    cannot be had.
    """
    return await _of_page(fetcher, await fetcher.fetch(url))


async def _of_page(fetcher: Fetcher, page: Response) -> list[Found]:
    candidates = discover(page.body, page.final_url)
    try:
        answer = await fetcher.fetch(urljoin(page.final_url, "/robots.txt"), accept="text/plain")
        named = Robots.of_status(answer.status, answer.body).sitemaps()
        candidates += [Found("sitemap", one, "", "robots") for one in named[:3]]
    except FetchFailed:
        pass  # no robots.txt, no sitemaps from there
    confirmed = await _all_confirmed(fetcher, candidates)
    return confirmed or await _all_confirmed(fetcher, guesses(page.final_url))


async def _all_confirmed(fetcher: Fetcher, candidates: list[Found]) -> list[Found]:
    found = [await _confirmed(fetcher, one) for one in candidates[:_MOST_TRIED]]
    return [one for one in found if one is not None]


async def identify(fetcher: Fetcher, url: str) -> list[Found]:
    """What can be polled at an address, the best first: the address itself, else what its page
    leads to, else the page as a section.

    Nothing for a page that leads nowhere. Raises FetchFailed when it cannot be had.
    """
    answer = await fetcher.fetch(url, accept=FEED_TYPES)
    if not 200 <= answer.status < 300:
        raise FetchFailed("protocol", f"{url}: HTTP {answer.status}")
    feed = parse_feed(answer.body, answer.final_url, answer.header("content-type"))
    if feed.ok:
        return [Found("feed", url, feed.title, "itself")]
    if parse_sitemap(answer.body, limit=10).ok:
        return [Found("sitemap", url, "", "itself")]
    found = await _of_page(fetcher, answer)
    if found:
        return found
    links = section_links(answer.body, answer.final_url)
    few = len(articles_among(links, SectionState())) < _FEWEST
    return [] if few else [Found("section", url, "", "itself")]
