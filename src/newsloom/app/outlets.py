"""Sources: from the catalogue, from files, by hand, and how polling them goes."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from newsloom.app.stored import now_us, reading
from newsloom.config import Config, data_dir, load_config, reader_locale
from newsloom.discover.feeds import Found, discover_site, identify
from newsloom.fetch.client import HttpFetcher
from newsloom.fetch.response import FetchFailed
from newsloom.model.errors import ConfigError, NewsloomError
from newsloom.model.facts import Outlet, Source, SourceKind
from newsloom.model.times import MINUTE_US
from newsloom.model.urls import host_of
from newsloom.sources.catalogue import starter, to_sources, world
from newsloom.sources.items import is_web
from newsloom.sources.opml import in_order, read_opml, source_id, to_source, write_opml
from newsloom.store.base import HubHealth, SourceHealth
from newsloom.store.sqlite.store import SqliteStore

Chosen = tuple[list[Source], list[Outlet]]


def choose(which: str, config: Config) -> Chosen:
    """What ``--sources`` names: starter, world, or an OPML file."""
    if which == "world":
        return to_sources(world())
    if which == "starter":
        language, region = reader_locale(config)
        return to_sources(starter(language, region))
    path = Path(which).expanduser()
    if not path.is_file():
        raise ConfigError(f"sources = {which!r} is neither starter, world nor a file")
    return from_opml(path)


def from_opml(path: Path) -> Chosen:
    """The feeds of an OPML file; NewsloomError when it holds none."""
    try:
        sources = [to_source(outline) for outline in read_opml(path.read_bytes())]
    except OSError as error:
        raise NewsloomError(f"{path}: {error.strerror or error}") from error
    except NewsloomError as error:
        raise NewsloomError(f"{path}: {error}") from error
    if not sources:
        raise NewsloomError(f"{path} holds no feed: is it an OPML file?")
    outlets = {one.outlet: Outlet(one.outlet, one.domain or host_of(one.url)) for one in sources}
    return sources, list(outlets.values())


def _writing(data: Path | None) -> SqliteStore:
    return SqliteStore(data_dir(data))


def list_sources(data: Path | None) -> list[Source]:
    """Every source."""
    with reading(data) as store:
        return in_order(store.sources())


def source_health(data: Path | None) -> list[SourceHealth]:
    """Every source with its state, the failing first; what polls keep for themselves left out."""
    with reading(data) as store:
        return [
            replace(one, state=replace(one.state, section=None, told=b"")) for one in store.health()
        ]


def health_told(rows: Sequence[SourceHealth]) -> str:
    """How polling goes, for a person: a line a source, then how many of each status."""
    now = now_us()
    counted = Counter(one.state.status for one in rows)
    told = ", ".join(f"{count} {status}" for status, count in counted.most_common())
    total = f"{len(rows)} source{'' if len(rows) == 1 else 's'}"
    return "\n".join([*(_told(one, now) for one in rows), f"{total}: {told}" if rows else total])


def _told(health: SourceHealth, now: int) -> str:
    source, state = health.source, health.state
    told = [state.detail] if state.detail else []
    if state.failures > 1:
        told.append(f"{state.failures} times in a row")
    if state.checked_us is not None:
        ago = None if state.ok_us is None else _span(now - state.ok_us)
        told.append("never read" if ago is None else f"last read {ago} ago")
        ahead = state.next_us - now
        told.append(f"next try in {_span(ahead)}" if ahead > 0 else "next try now")
    if health.hub is not None:
        told.append(hub_told(health.hub, now))
    return f"{state.status:10}{source.outlet}: {source.url}  {'; '.join(told)}".rstrip()


def hub_told(hub: HubHealth, now: int) -> str:
    """How the subscription at a hub goes."""
    if hub.state == "live" and hub.until_us > now:
        return f"told of news by {hub.hub}, for {_span(hub.until_us - now)} more"
    words = {
        "wanted": "asked to tell of news",
        "live": "no longer tells of news",
        "denied": "does not tell us of news",
        "ending": "asked to tell no more",
    }
    return f"{hub.hub} {words[hub.state]}" + (f" ({hub.detail})" if hub.detail else "")


def _span(span_us: int) -> str:
    """A span in the unit that a person would say."""
    minutes = max(span_us, 0) // MINUTE_US
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


class Added(Struct, frozen=True):
    """A source that was asked for. ``note`` says what was made of the address, when that is not
    plain."""

    url: str
    kind: SourceKind
    new: bool
    note: str = ""


def add_sources(
    urls: Sequence[str], outlet: str | None, kind: SourceKind | None, data: Path | None
) -> list[Added]:
    """Add sources by URL. What each is, is looked at, unless ``kind`` says it.

    Raises NewsloomError for what is no web address, and for a page that nothing can be polled
    from; nothing is added then.
    """
    for url in urls:
        if not is_web(url):
            raise NewsloomError(f"{url}: a source is an http(s) address")
    if kind is not None:
        chosen = [(Found(kind, url, "", "itself"), "") for url in urls]
    else:
        chosen = asyncio.run(_looked_at(urls, load_config(data_dir(data))))
    added = []
    for (found, note), asked in zip(chosen, urls, strict=True):
        host = host_of(asked)
        source = Source(
            id=source_id(found.kind, found.url),
            kind=found.kind,
            url=found.url,
            outlet=outlet or host,
            domain=host,
            title=found.title,
        )
        new = _put([source], [Outlet(source.outlet, source.domain)], data) > 0
        added.append(Added(found.url, found.kind, new, note))
    return added


async def _looked_at(urls: Sequence[str], config: Config) -> list[tuple[Found, str]]:
    async with HttpFetcher(config) as fetcher:
        return [await _look(fetcher, url) for url in urls]


async def _look(fetcher: HttpFetcher, url: str) -> tuple[Found, str]:
    """What to poll for an address, and what a person should know about it."""
    try:
        found = await identify(fetcher, url)
    except FetchFailed as failure:
        kind: SourceKind = "sitemap" if "sitemap" in url.rsplit("/", 1)[-1].lower() else "feed"
        note = f"could not be looked at ({failure}); by its name it is a {kind}"
        return Found(kind, url, "", "itself"), note
    if not found:
        raise NewsloomError(
            f"{url}: this page names no feed or sitemap, and has no links that look like articles; "
            "to poll it all the same, say --kind section"
        )
    best = found[0]
    if best.kind == "section":
        return best, "no feed or sitemap was found: the page is polled for links to articles"
    if best.how == "itself":
        return best, ""
    others = f"; `newsloom sources discover {url}` lists {len(found)}" if len(found) > 1 else ""
    return best, f"{best.kind} of the page {url}{others}"


def import_opml(path: Path, data: Path | None) -> int:
    """Add the feeds of an OPML file; how many were new."""
    return _put(*from_opml(path), data)


def _put(sources: list[Source], outlets: list[Outlet], data: Path | None) -> int:
    store = _writing(data)
    try:
        return store.put_sources(sources, outlets)
    finally:
        store.close()


def remove_source(named: str, data: Path | None) -> bool:
    """Stop polling a source, by id or URL; False when there is none."""
    with reading(data) as store:
        ids = [one.id for one in store.sources() if named in (one.id, one.url)]
        return sum(store.remove_source(one) for one in ids) > 0


def export_opml(data: Path | None) -> str:
    """The sources as OPML."""
    with reading(data) as store:
        return write_opml(in_order(store.sources())).decode()


def discover_sources(url: str, data: Path | None) -> list[Found]:
    """Feeds and sitemaps of a site, from its home page."""
    config = load_config(data_dir(data))

    async def look() -> list[Found]:
        async with HttpFetcher(config) as fetcher:
            return await discover_site(fetcher, url)

    return asyncio.run(look())
