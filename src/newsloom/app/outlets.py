"""Sources: from the catalogue, from files, by hand, and how polling them goes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from newsloom.app.stored import reading
from newsloom.config import Config, data_dir, load_config, reader_locale
from newsloom.discover.feeds import Found, discover_site
from newsloom.fetch.client import HttpFetcher
from newsloom.model.errors import ConfigError, NewsloomError
from newsloom.model.types import Outlet, Source
from newsloom.model.urls import host_of
from newsloom.sources.catalogue import starter, to_sources, world
from newsloom.sources.items import is_web
from newsloom.sources.opml import read_opml, source_id, to_source, write_opml
from newsloom.store.base import SourceHealth
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
        return store.sources()


def source_health(data: Path | None) -> list[SourceHealth]:
    """Every source with its state, the failing first."""
    with reading(data) as store:
        return store.health()


def add_sources(urls: Sequence[str], outlet: str | None, data: Path | None) -> int:
    """Add feeds or sitemaps by URL; how many were new."""
    made = []
    for url in urls:
        if not is_web(url):
            raise NewsloomError(f"{url}: a source is an http(s) address")
        kind = "sitemap" if "sitemap" in url.rsplit("/", 1)[-1].lower() else "feed"
        host = host_of(url)
        name = outlet or host
        made.append(
            Source(
                id=source_id(kind, url),
                kind="sitemap" if kind == "sitemap" else "feed",
                url=url,
                outlet=name,
                domain=host,
            )
        )
    return _put(made, [Outlet(one.outlet, one.domain) for one in made], data)


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
        return write_opml(store.sources()).decode()


def discover_sources(url: str, data: Path | None) -> list[Found]:
    """Feeds and sitemaps of a site, from its home page."""
    config = load_config(data_dir(data))

    async def look() -> list[Found]:
        async with HttpFetcher(config) as fetcher:
            return await discover_site(fetcher, url)

    return asyncio.run(look())
