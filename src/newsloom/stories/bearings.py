"""The bearings of a story: what fixes its event in any language.

Names by their consonants, countries and cities, figures, days, images and links. A function of
the texts alone, so that two folders with the same texts find the same bearings.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import log10
from tomllib import loads
from typing import Literal, NamedTuple

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from newsloom.model.times import DAY_US
from newsloom.model.types import Article
from newsloom.model.urls import canonical_url
from newsloom.stories.features import function_words
from newsloom.stories.gazetteer import Place, places
from newsloom.stories.skeleton import skeleton
from newsloom.text.names import capitalised_runs
from newsloom.text.numbers import find_numbers
from newsloom.text.tokens import tokens, words
from newsloom.text.when import spans

BearingKind = Literal["name", "place", "figure", "link", "image"]

_MEMBERS = 8  # texts looked at, the earliest first
_CHARACTERS = 1_500  # of each text
_UNCASED_CHARACTERS = 500  # where no capital tells a name from a word
_MOST = {"name": 40, "place": 10, "figure": 16, "link": 16, "image": 8}
_SHORTEST_NAME, _SHORTEST_PAIR = 4, 5  # consonants of a word alone, of two neighbours
# Scripts without capitals whose letters tell the consonants: there any word may be a name.
_SPELLED_BY_SOUND = (
    "ar", "bn", "fa", "gu", "he", "hi", "hy", "ka", "kn", "ml", "mr", "ne", "pa", "ps", "si",
    "ta", "te", "ur", "yi",
)  # fmt: skip
_SHORTEST_UNCASED = 5
_WORLD_CITY = 0.7  # capitals are named for their governments
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SMALL = 13
_DEFAULT_IMAGES = ("logo", "default", "placeholder", "share", "social", "icon", "fallback")


class Bearing(Struct, frozen=True, array_like=True):
    """One of a story's bearings. ``key`` is the same in every language; ``label`` is as printed.

    ``weight`` is what sharing it is worth, at most.
    """

    key: str
    kind: BearingKind
    label: str
    weight: float

    @property
    def digest(self) -> int:
        """The key as a number of 63 bits, for an index."""
        return xxh3_64_intdigest(self.key.encode("utf-8", "surrogatepass")) >> 1


class Bearings(Struct, frozen=True, array_like=True):
    """A story's bearings, the weightiest first, and its days of publication (UTC, since 1970).

    Days are None when no member is dated.
    """

    story: str
    shard: str
    first_day: int | None
    last_day: int | None
    keys: tuple[Bearing, ...]


class _Sighting(NamedTuple):
    key: str
    kind: BearingKind
    label: str
    weight: float


def bearings_of(
    story: str, shard: str, members: Sequence[Article], tellers: Iterable[str] = ()
) -> Bearings:
    """What the earliest members of a story tell of it. ``members`` are in ``seq`` order.

    ``tellers`` are the outlets and agencies that members credit: their names tell who reports,
    not what happened. About 2 ms a member.
    """
    idle = {
        word
        for name in {*tellers, *(article.outlet for article in members)}
        for word in words(name)
    }
    seen: dict[str, Bearing] = {}
    for article in members[:_MEMBERS]:
        for one in _of_article(f"{article.title}\n\n{article.text[:_CHARACTERS]}", article.lang):
            if one.kind == "name" and not idle.isdisjoint(words(one.label)):
                continue
            seen.setdefault(one.key, Bearing(one.key, one.kind, one.label, one.weight))
    for article in members:
        for key, kind, label in _addresses(article):
            seen.setdefault(key, Bearing(key, kind, label, _ADDRESS_WEIGHT[kind]))
    days = [one.published_us // DAY_US for one in members if one.published_us is not None]
    kept = [
        one
        for kind, most in _MOST.items()
        for one in _weightiest((each for each in seen.values() if each.kind == kind), most)
    ]
    return Bearings(
        story, shard, min(days, default=None), max(days, default=None), tuple(_weightiest(kept))
    )


def _weightiest(found: Iterable[Bearing], most: int | None = None) -> list[Bearing]:
    return sorted(found, key=lambda one: (-one.weight, one.key))[:most]


# ---------------------------------------------------------------- addresses

_ADDRESS_WEIGHT: dict[BearingKind, float] = {"link": 2.5, "image": 2.0}


def _addresses(article: Article) -> Iterator[tuple[str, BearingKind, str]]:
    own = (article.url, article.canonical)
    for url in dict.fromkeys(url for url in (*own, *article.links) if url):
        if url.count("/") > 3 and len(url) > 24:  # a home page is no evidence
            yield f"u:{canonical_url(url)}", "link", url
    image = article.image
    if image and not any(word in image.lower() for word in _DEFAULT_IMAGES):
        yield f"i:{canonical_url(image)}", "image", image


# ---------------------------------------------------------------- words


@lru_cache(maxsize=4_096)
def _of_article(read: str, lang: str) -> tuple[_Sighting, ...]:
    found = places(read, lang)
    sightings = [
        sighting for one in found for sighting in _place(one.place, read[one.start : one.end])
    ]
    taken = {at for one in found for at in range(one.start, one.end)}
    sightings += _names(read, lang, taken)
    sightings += _figures(read, lang)
    return tuple(sightings)


def _place(place: Place, label: str) -> Iterator[_Sighting]:
    if place.city:
        weight = _WORLD_CITY if place.capital else 1.3
        yield _Sighting(f"c:{place.city}", "place", label, weight)
    yield _Sighting(f"p:{place.country}", "place", label, _country_weight(place.country))


@cache
def _lists() -> dict[str, dict[str, str]]:
    return loads(files(__package__).joinpath("crosslang.toml").read_text(encoding="utf-8"))


@cache
def _country_weight(code: str) -> float:
    """Countries in the news every day say little."""
    return 0.4 if code in _lists()["daily_countries"]["all"].split() else 0.9


@cache
def _skeletons(section: str) -> frozenset[str]:
    """The skeletons of a list, in every spelling that its languages give."""
    listed = _lists()[section]["all"].split()
    return frozenset(
        skeleton(word, lang)
        for word in listed
        for lang in (
            ("ru",) if not word.isascii() and "а" <= word[0] <= "я" else ("en", "de", "und")
        )
    )


def _names(text: str, lang: str, taken: set[int]) -> Iterator[_Sighting]:
    """Names that are no places: each two neighbouring words, and each word."""
    runs = capitalised_runs(text, lang)
    cased = lang not in _SPELLED_BY_SOUND
    if not cased:
        runs = [(0, min(len(text), _UNCASED_CHARACTERS))]
    idle = function_words(lang)
    for start, end in runs:
        spelled = []
        for one in tokens(text[start:end], lang):
            if start + one.start in taken or one.word in idle or one.word[0].isdigit():
                spelled.append(("", one))
            else:
                spelled.append((_telling(skeleton(one.word, lang)), one))
        for (first, a), (second, b) in pairwise(spelled):
            label = text[start + a.start : start + b.end]
            if cased and first and second and len(first) + len(second) >= _SHORTEST_PAIR:
                pair = sorted((first, second))
                yield _Sighting(f"f:{' '.join(pair)}", "name", label, _pair_weight(pair))
        for consonants, one in spelled:
            if len(consonants) >= (_SHORTEST_NAME if cased else _SHORTEST_UNCASED):
                label = text[start + one.start : start + one.end]
                yield _Sighting(f"n:{consonants}", "name", label, _name_weight(consonants))


def _telling(consonants: str) -> str:
    return "" if consonants in _skeletons("common_names") else consonants


def _pair_weight(pair: Sequence[str]) -> float:
    return 2.5 if _skeletons("common_people").isdisjoint(pair) else 0.8


def _name_weight(consonants: str) -> float:
    if consonants in _skeletons("common_people"):
        return 0.3
    return 1.2 if len(consonants) > _SHORTEST_NAME else 0.8


def _figures(text: str, lang: str) -> Iterator[_Sighting]:
    """Numbers written in figures that are no dates; round and small ones are left out."""
    dated = {at for start, end in spans(text, lang) for at in range(start, end)}
    for one in find_numbers(text, lang):
        if not one.digits or one.value is None or one.start in dated:
            continue
        weight = _figure_weight(one.value, one.magnitude)
        if weight:
            label = text[one.start : one.end]
            yield _Sighting(f"x:{one.value:g}", "figure", label, weight)


def _figure_weight(value: float, magnitude: int) -> float:
    """By significant digits: 340 says more than 300, 3,412 more than 340."""
    if value < _SMALL and value == int(value):
        return 0.0
    if magnitude == 1 and value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR:
        return 0.0
    digits = len(f"{value:g}".replace(".", "").strip("0")) if value else 0
    if "e" in f"{value:g}":
        digits = len(str(int(value)).strip("0")) if log10(abs(value)) < 18 else 0
    return {0: 0.0, 1: 0.2, 2: 0.6, 3: 1.2}.get(digits, 1.8)
