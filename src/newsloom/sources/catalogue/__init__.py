"""The outlets that come with Newsloom: facts only, made by ``tools/build_catalogue.py``."""

import gzip
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from newsloom.model.facts import Outlet, Source
from newsloom.sources.opml import source_id

DATA = Path(__file__).with_name("world.jsonl.gz")


class CatalogueEntry(Struct, frozen=True, omit_defaults=True):
    """A feed of the catalogue.

    ``kind`` is ``news`` or ``topic``; ``rank`` 0 for a known outlet, 1 a national one, 2 a
    regional one, 3 for the rest. ``outlet`` is the domain where no name is known for sure;
    ``owner`` is "" likewise.
    """

    url: str
    outlet: str
    domain: str
    country: str = ""
    lang: str = ""
    kind: str = "topic"
    rank: int = 3
    owner: str = ""


_HOME_SHARE = 0.6  # of the outlets for a reader may be of the reader's country, if others exist
_DEFAULT_LANGUAGE = "en"


@cache
def world() -> list[CatalogueEntry]:
    """Every feed of the catalogue, by domain and URL."""
    lines = gzip.decompress(DATA.read_bytes()).splitlines()
    return [msgspec.json.decode(line, type=CatalogueEntry) for line in lines]


def _plainness(entry: CatalogueEntry) -> tuple[int, int, int, str]:
    """Orders the feeds of one outlet: the one for everything first, as far as addresses tell."""
    parts = urlsplit(entry.url)
    depth = len([part for part in parts.path.split("/") if part])
    return (entry.rank, depth + 2 * bool(parts.query), len(entry.url), entry.url)


def _one_each(entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    best: dict[str, CatalogueEntry] = {}
    for entry in sorted(entries, key=_plainness):
        best.setdefault(entry.domain, entry)
    return list(best.values())


def _by_turns(entries: list[CatalogueEntry]) -> list[CatalogueEntry]:
    """Better ranks first, within a rank one of each country after the other."""
    met: dict[tuple[int, str], int] = {}
    placed = []
    for entry in sorted(entries, key=lambda one: one.domain):
        place = met.get((entry.rank, entry.country), 0)
        met[entry.rank, entry.country] = place + 1
        placed.append((entry.rank, place, entry.country, entry.domain, entry))
    return [entry for *_, entry in sorted(placed, key=lambda one: one[:4])]


def starter(lang: str, region: str, n: int = 200) -> list[CatalogueEntry]:
    """About ``n`` news outlets for a reader of that language and country, one feed each.

    The reader's language first, and in it the reader's country; what is missing is filled with
    outlets in English. Deterministic.
    """
    chosen: dict[str, CatalogueEntry] = {}

    def take(entries: list[CatalogueEntry], most: int) -> None:
        for entry in entries:
            if len(chosen) < most:
                chosen.setdefault(entry.domain, entry)

    news = [entry for entry in world() if entry.kind == "news"]
    for language in dict.fromkeys((lang, _DEFAULT_LANGUAGE)):
        spoken = [entry for entry in news if entry.lang == language]
        home = _by_turns(_one_each(entry for entry in spoken if entry.country == region))
        away = _by_turns(_one_each(entry for entry in spoken if entry.country != region))
        take(home, int(n * _HOME_SHARE))
        take(away, n)
        take(home, n)
    return list(chosen.values())


def to_sources(entries: Iterable[CatalogueEntry]) -> tuple[list[Source], list[Outlet]]:
    """The entries as sources, and their outlets, each once by name, with all their languages."""
    sources: list[Source] = []
    outlets: dict[str, CatalogueEntry] = {}
    langs: dict[str, dict[str, None]] = {}
    for entry in entries:
        sources.append(
            Source(
                id=source_id("feed", entry.url),
                kind="feed",
                url=entry.url,
                outlet=entry.outlet,
                domain=entry.domain,
                lang=entry.lang,
                country=entry.country,
            )
        )
        spoken = langs.setdefault(entry.outlet, {})
        if entry.lang:
            spoken[entry.lang] = None
        outlets.setdefault(entry.outlet, entry)
    return sources, [
        Outlet(name, one.domain, one.country, tuple(langs[name]), one.kind, one.owner)
        for name, one in outlets.items()
    ]
