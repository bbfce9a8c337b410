"""Build the catalogue of outlets from public lists of feeds.

    python tools/build_catalogue.py FOLDER

FOLDER holds kite_media_data.json (outlets with country and domains), kite_feeds.json (feeds by
category) and awesome_rss.jsonl (feeds by country). Only facts are taken: addresses, names of
outlets, countries, languages; no description. The same input gives the same bytes.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from newsloom.sources.catalogue import DATA, CatalogueEntry
from newsloom.sources.sites import site_of

COUNTRIES = {
    "Albania": "AL", "Algeria": "DZ", "Argentina": "AR", "Australia": "AU", "Austria": "AT",
    "Bahrain": "BH", "Bangladesh": "BD", "Belgium": "BE", "Bosnia and Herzegovina": "BA",
    "Brazil": "BR", "Bulgaria": "BG", "Cambodia": "KH", "Canada": "CA", "Chile": "CL",
    "China": "CN", "Colombia": "CO", "Costa Rica": "CR", "Croatia": "HR", "Cyprus": "CY",
    "Czech Republic": "CZ", "DR Congo": "CD", "Denmark": "DK", "Dominican Republic": "DO",
    "Egypt": "EG", "Estonia": "EE", "Ethiopia": "ET", "Finland": "FI", "France": "FR",
    "Georgia": "GE", "Germany": "DE", "Ghana": "GH", "Greece": "GR", "Hong Kong": "HK",
    "Hong Kong SAR China": "HK", "Hungary": "HU", "Iceland": "IS", "India": "IN",
    "Indonesia": "ID", "Iran": "IR", "Iraq": "IQ", "Ireland": "IE", "Israel": "IL", "Italy": "IT",
    "Japan": "JP", "Jordan": "JO", "Kenya": "KE", "Kosovo": "XK", "Kuwait": "KW", "Latvia": "LV",
    "Lebanon": "LB", "Lithuania": "LT", "Macau": "MO", "Madeira Island": "PT", "Malaysia": "MY",
    "Malta": "MT", "Mexico": "MX", "Moldova": "MD", "Montenegro": "ME", "Morocco": "MA",
    "Myanmar": "MM", "Myanmar (Burma)": "MM", "New Zealand": "NZ", "Nigeria": "NG",
    "North Carolina": "US", "North Macedonia": "MK", "Norway": "NO", "Oman": "OM",
    "Pakistan": "PK", "Palestine": "PS", "Philippines": "PH", "Poland": "PL", "Portugal": "PT",
    "Qatar": "QA", "Romania": "RO", "Russia": "RU", "Rwanda": "RW", "Saudi Arabia": "SA",
    "Serbia": "RS", "Singapore": "SG", "Slovakia": "SK", "Slovenia": "SI", "South Africa": "ZA",
    "South Korea": "KR", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH",
    "Switzerland (DE)": "CH", "Switzerland (FR)": "CH", "Switzerland (IT)": "CH", "Syria": "SY",
    "Taiwan": "TW", "Tanzania": "TZ", "Thailand": "TH", "The Netherlands": "NL", "Turkey": "TR",
    "UK": "GB", "USA": "US", "Ukraine": "UA", "United Arab Emirates": "AE",
    "United Kingdom": "GB", "United States": "US", "Venezuela": "VE", "Vietnam": "VN",
    "Yemen": "YE",
}  # fmt: skip
CONTINENTS = {"Africa", "Asia", "Caribbean", "Europe", "Middle East"}
SPEAK = {  # of lists that name a country and no language
    "AU": "en", "BD": "bn", "BR": "pt", "CA": "en", "DE": "de", "ES": "es", "FR": "fr",
    "GB": "en", "ID": "id", "IE": "en", "IT": "it", "JP": "ja", "MX": "es", "NG": "en",
    "PL": "pl", "UA": "uk", "US": "en", "ZA": "en",
}  # fmt: skip
LANGUAGES = {"gr": "el", "arq": "ar", "cnr": "sr", "sq-XK": "sq", "zh-Hans": "zh", "zh-Hant": "zh"}
# Platforms, aggregators and podcasts: what they carry is no outlet's article page.
SKIPPED_SITES = {
    "google.com", "reddit.com", "youtube.com", "nitter.net", "steamcommunity.com", "github.com",
    "baidu.com", "bing.com", "yahoo.com", "twitter.com", "x.com", "facebook.com", "spreaker.com",
    "fireside.fm", "art19.com", "simplecast.com", "libsyn.com", "megaphone.fm", "anchor.fm",
    "soundcloud.com", "podbean.com", "buzzsprout.com", "rsshub.app", "feedburner.com",
    "feedblitz.com", "hnrss.org", "vimeo.com", "ycombinator.com", "acast.com", "omny.fm",
    "transistor.fm", "apple.com", "mlb.com", "stackexchange.com", "stackoverflow.com",
}  # fmt: skip


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def name_in(title: str, site: str) -> str | None:
    """The part of a feed's title that is the outlet's name: it has the letters of its domain."""
    label = letters(site.partition(".")[0])
    for piece in re.split(r"\s+[-–—|:»·]\s+|[|»·]|:\s", title):
        piece = re.sub(r"\s+(RSS|Feed|RSS Feed)$", "", piece.strip())
        bare = letters(re.sub(r"\.(com|org|net|[a-z]{2})\b", "", piece))
        if bare and len(piece) <= 40 and (bare == label or letters(piece) == letters(site)):
            return piece
    return None


# Words of descriptions; an owner is taken only where its name alone is given.
NO_NAME = re.compile(
    r"\b(owned|owners?|ownership|is|are|was|by|via|under|independent|unknown|none|various|company"
    r"|employees?|and its|group of|n/a|non-profit|nonprofit)\b|[;:%\[\]]|\. ",
    re.IGNORECASE,
)


def owner_name(text: str) -> str:
    """The owner's name without what is said about it; "" where more than a name is given."""
    name = " ".join(re.sub(r"\([^()]*\)", "", text or "").strip(" )").split())
    return name if 1 < len(name) <= 50 and not NO_NAME.search(name) else ""


def outlets(folder: Path) -> dict[str, tuple[str | None, str, str]]:
    """Site -> (name of the outlet, country, owner) of the outlets that are known by name."""
    found: dict[str, tuple[str | None, str, str]] = {}
    for row in json.loads((folder / "kite_media_data.json").read_text(encoding="utf-8")):
        sites = {
            site_of(domain) for domain in row["domains"] if "." in domain and " " not in domain
        }
        names = {letters(site.partition(".")[0]) for site in sites}
        for site in sorted(sites):
            # With several sites the organisation is their owner, no outlet.
            organisation = row["organization"].strip()
            named = organisation if len(names) == 1 else name_in(organisation, site)
            country = COUNTRIES.get(row["country"], "")
            found.setdefault(site, (named, country, owner_name(row["owner"])))
    return found


def kite(folder: Path) -> Iterator[dict[str, Any]]:
    for category, row in json.loads(
        (folder / "kite_feeds.json").read_text(encoding="utf-8")
    ).items():
        place, _, part = category.partition(" | ")
        country = COUNTRIES.get(place, "")
        news = bool(country) or place in CONTINENTS
        local = bool(part) or category in ("North Carolina", "Madeira Island")
        language = LANGUAGES.get(row["source_language"], row["source_language"])
        for url in row["feeds"]:
            rank = 2 if local else 1 if news else 3
            kind = "news" if news else "topic"
            yield {"url": url, "title": "", "country": country, "lang": language, "kind": kind,
                   "rank": rank}  # fmt: skip


def awesome(folder: Path) -> Iterator[dict[str, Any]]:
    for line in (folder / "awesome_rss.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        shelf, _, name = row["list"].removesuffix(".opml").partition("/")
        name = name.rpartition("/")[2]
        country = COUNTRIES.get(name, "") if shelf == "countries" else ""
        news = shelf == "countries" or name == "News"
        language = SPEAK.get(country, "") if country else "en"
        yield {"url": row["url"], "title": row["title"], "country": country, "lang": language,
               "kind": "news" if news else "topic", "rank": 0 if news else 3}  # fmt: skip


def catalogue(folder: Path) -> list[CatalogueEntry]:
    known = outlets(folder)
    titles: dict[str, str] = {}
    rows = [*awesome(folder), *kite(folder)]
    for row in rows:
        site = site_of(urlsplit(row["url"]).hostname or "")
        name = name_in(row["title"], site)
        if name:
            titles.setdefault(site, name)
    best: dict[str, CatalogueEntry] = {}
    for row in rows:
        parts = urlsplit(row["url"])
        site = site_of(parts.hostname or "")
        if parts.scheme not in ("http", "https") or "." not in site or site in SKIPPED_SITES:
            continue
        name, home, owner = known.get(site, (None, "", ""))
        rank = 0 if site in known and row["kind"] == "news" else row["rank"]
        entry = CatalogueEntry(
            url=row["url"],
            outlet=name or titles.get(site) or site,
            domain=site,
            country=home or row["country"],
            lang=row["lang"],
            kind=row["kind"],
            rank=rank,
            owner=owner,
        )
        before = best.get(entry.url)
        if before is None or (entry.rank, entry.country) < (before.rank, before.country):
            best[entry.url] = entry
    return sorted(best.values(), key=lambda entry: (entry.domain, entry.url))


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    entries = catalogue(Path(sys.argv[1]))
    lines = b"\n".join(msgspec.json.encode(entry) for entry in entries) + b"\n"
    DATA.write_bytes(gzip.compress(lines, 9, mtime=0))
    print(f"{len(entries)} feeds of {len({entry.domain for entry in entries})} outlets in {DATA}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
