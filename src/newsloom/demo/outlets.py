"""The outlets of the demo press: invented mastheads, each with a house style of its own."""

from itertools import cycle
from random import Random
from typing import Literal
from unicodedata import combining, normalize

from msgspec import Struct

from newsloom.demo.banks import LANGS, common
from newsloom.demo.world import City
from newsloom.demo.writer import spelled

FeedFormat = Literal["rss", "atom", "json", "rdf", "sitemap"]
DateCarrier = Literal["jsonld", "meta", "time", "visible", "none"]
DateHabit = Literal["right", "nozone", "future", "late", "undated"]

FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json", "rdf", "sitemap")
FEED_PATHS: dict[FeedFormat, str] = {
    "rss": "/feed.xml",
    "atom": "/atom.xml",
    "json": "/feed.json",
    "rdf": "/index.rdf",
    "sitemap": "/news-sitemap.xml",
}
# Each template says where it states its date.
TEMPLATES: dict[str, DateCarrier] = {
    "broadsheet": "jsonld",
    "divsoup": "meta",
    "legacy": "visible",
    "amp": "jsonld",
    "portal": "time",
    "minimal": "visible",
    "magazine": "meta",
    "wire": "time",
}
_AGENCIES = ("Tallowmere Wire", "Gossamer Dispatch")
# Shares of outlets by language, in percent.
_SHARES = {"en": 30, "de": 20, "fr": 18, "es": 17, "ru": 15}
_KINDS = ("newspaper", "newspaper", "broadcaster", "magazine", "site")
# The few outlets that get their dates wrong, by position.
_ODD_DATES: dict[int, DateHabit] = {3: "nozone", 5: "undated", 7: "future", 9: "late"}
_PATHS = ("/{year}/{month:02}/{day:02}/{slug}", "/news/{slug}-{number}.html", "/article/{number}",
          "/{section}/{slug}", "/{year}/{slug}.html")  # fmt: skip


class DemoOutlet(Struct, frozen=True):
    """One invented outlet. ``slug`` is its key and unique within a press.

    ``domain`` names it where no server has given it an address yet; ``.invalid`` never resolves.
    """

    slug: str
    name: str
    kind: str
    country: str  # an invented country: it has no ISO code
    city: str
    langs: tuple[str, ...]
    template: str
    feed: FeedFormat
    full_text_feed: bool
    marks: tuple[str, str]
    path: str
    offset_min: int  # its local time, minutes east of UTC
    date_habit: DateHabit = "right"

    @property
    def domain(self) -> str:
        return f"{self.slug}.demo.invalid"

    @property
    def feed_path(self) -> str:
        """Where its feed stands; an outlet with several languages has one below each of them."""
        path = FEED_PATHS[self.feed]
        return path if len(self.langs) == 1 else f"/{self.langs[0]}{path}"

    @property
    def agency(self) -> bool:
        return self.kind == "agency"

    @property
    def date_carrier(self) -> DateCarrier:
        return "none" if self.date_habit == "undated" else TEMPLATES[self.template]


def slugged(text: str) -> str:
    """Lower-case ASCII words joined by hyphens; accents and other letters are left out."""
    plain = "".join(c for c in normalize("NFKD", text.lower()) if not combining(c))
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain).split()
    return "-".join(words)


def _agency(number: int, city: City) -> DemoOutlet:
    return DemoOutlet(
        slugged(_AGENCIES[number]),
        _AGENCIES[number],
        "agency",
        city.country,
        city.name,
        LANGS,
        "wire",
        ("rss", "atom")[number % 2],
        True,
        ("“", "”"),
        _PATHS[2],
        0,
    )


def _names(lang: str, cities: tuple[City, ...], rng: Random) -> list[tuple[str, City]]:
    """Every masthead a language can form, shuffled, no town twice until all have one."""
    heads = common(lang).mastheads
    rounds = []
    for number, noun in enumerate(heads.nouns):
        pattern = heads.patterns[number % len(heads.patterns)]
        rounds.append((pattern, noun))
    rng.shuffle(rounds)
    found = []
    for turn in range(len(rounds)):
        for place, city in enumerate(cities):
            pattern, noun = rounds[(turn + place) % len(rounds)]
            name = pattern.format(city=spelled(city.name, common(lang)), noun=noun)
            found.append((name, city))
    return found


def _languages(count: int) -> list[str]:
    """One language per outlet, by shares; every language as early as possible."""
    given = dict.fromkeys(LANGS, 0)
    order = []
    for _ in range(count):
        lang = min(LANGS, key=lambda name: ((given[name] + 1) / _SHARES[name], name))
        given[lang] += 1
        order.append(lang)
    return order


def make_outlets(rng: Random, cities: tuple[City, ...], count: int) -> tuple[DemoOutlet, ...]:
    """``count`` outlets, the first two of them agencies with a service in every language.

    Ten are needed for agencies and languages to fit. Raises ValueError when a language has no
    more mastheads.
    """
    outlets = [_agency(number, cities[number]) for number in range(2)]
    queues = {lang: iter(_names(lang, cities, rng)) for lang in LANGS}
    templates, formats = cycle(TEMPLATES), cycle(FORMATS)
    for number, lang in enumerate(_languages(count - 2), start=2):
        pair = next(queues[lang], None)
        if pair is None:
            raise ValueError(f"the demo press has no more mastheads in {lang!r}")
        habit = _ODD_DATES.get(number, "right")
        outlets.append(_paper(number, lang, pair, next(templates), next(formats), habit, rng))
    return tuple(outlets)


def _paper(
    number: int, lang: str, pair: tuple[str, City], template: str, feed: FeedFormat,
    habit: DateHabit, rng: Random,
) -> DemoOutlet:  # fmt: skip
    name, city = pair
    return DemoOutlet(
        f"{slugged(city.name)}-{lang}-{number}",
        name,
        rng.choice(_KINDS),
        city.country,
        city.name,
        (lang,),
        template,
        feed,
        feed != "sitemap" and rng.random() < 0.3,
        rng.choice(common(lang).language.marks),
        rng.choice(_PATHS),
        rng.choice((-300, -60, 0, 60, 120, 180, 330)),
        habit,
    )
