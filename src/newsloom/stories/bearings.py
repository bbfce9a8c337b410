"""The bearings of a story: what fixes its event in any language.

Names by their consonants, countries and cities, figures, days, images and links. A function of
the texts alone, so that two folders with the same texts find the same bearings.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from tomllib import loads
from typing import Literal, NamedTuple

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from newsloom.model.facts import Article
from newsloom.model.times import DAY_US
from newsloom.model.urls import canonical_url
from newsloom.stories.features import function_words
from newsloom.stories.gazetteer import Place, places
from newsloom.stories.skeleton import declines, skeleton
from newsloom.text.names import capitalised_runs
from newsloom.text.numbers import find_numbers
from newsloom.text.tokens import tokens, words
from newsloom.text.when import spans

BearingKind = Literal["name", "place", "figure", "link", "image"]

_MEMBERS = 8  # texts looked at, the earliest first
_CHARACTERS = 1_500  # of each text
_UNCASED_CHARACTERS = 500  # where no capital tells a name from a word
_MOST = {"name": 40, "place": 10, "figure": 16, "link": 16, "image": 8}
# Scripts without capitals whose letters tell the consonants: there any word may be a name.
_SPELLED_BY_SOUND = (
    "ar", "bn", "fa", "gu", "he", "hi", "hy", "ka", "kn", "ml", "mr", "ne", "pa", "ps", "si",
    "ta", "te", "ur", "yi",
)  # fmt: skip
# Scripts without capitals whose letters do not tell them: no names are read.
_NO_NAMES = ("am", "ja", "km", "ko", "ku", "lo", "my", "th", "ug", "zh")
# Consonants of a word alone and of two neighbours, and what the two are worth: where any word may
# be a name (False), and where capitals tell (True).
_SHORTEST_NAME = {False: 5, True: 4}
_SHORTEST_PAIR = {False: 8, True: 5}
_PAIR_WEIGHT = {False: 2.0, True: 2.5}
_HEAD, _ENDING = 3, 3  # letters by which lists are looked up; of an ending
_WORLD_CITY = 0.7  # capitals are named for their governments
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SMALL, _LARGE = 13, 100
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


def names_read(lang: str) -> str:
    """Which words of a language may be names that link its stories to other languages."""
    if lang in _SPELLED_BY_SOUND:
        return "any word"
    return "" if lang in _NO_NAMES else "capitals"


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
def _listed(section: str) -> dict[str, tuple[str, ...]]:
    """The words of a list by their first letters."""
    found: dict[str, tuple[str, ...]] = {}
    for word in _lists()[section]["all"].split():
        found[word[:_HEAD]] = (*found.get(word[:_HEAD], ()), word)
    return found


def _in_list(word: str, section: str) -> bool:
    """Whether a list has a word, perhaps with an ending on it."""
    return any(
        word.startswith(one) and len(word) - len(one) <= _ENDING
        for one in _listed(section).get(word[:_HEAD], ())
    )


class _Word(NamedTuple):
    """A word of a name at ``text[start:end]``; no consonants when it tells nothing."""

    consonants: str
    start: int
    end: int
    daily: bool  # somebody in the news every day


def _names(text: str, lang: str, taken: set[int]) -> Iterator[_Sighting]:
    """Names that are no places: each two neighbouring words, and each word."""
    cased = lang not in _SPELLED_BY_SOUND
    whole = [(0, min(len(text), _UNCASED_CHARACTERS))]
    if lang in _NO_NAMES:
        return
    runs = capitalised_runs(text, lang) if cased else whole
    for ending in (True, False) if declines(lang) else (True,):
        for start, end in runs:
            yield from _of_run(text, list(_words(text, start, end, lang, taken, ending)), cased)


def _of_run(text: str, spelled: list[_Word], cased: bool) -> Iterator[_Sighting]:
    for a, b in pairwise(spelled):
        length = len(a.consonants) + len(b.consonants)
        if not (a.consonants and b.consonants) or length < _SHORTEST_PAIR[cased]:
            continue
        weight = 0.8 if a.daily or b.daily else _PAIR_WEIGHT[cased]
        key = " ".join(sorted((a.consonants, b.consonants)))
        yield _Sighting(f"f:{key}", "name", text[a.start : b.end], weight)
    for one in spelled:
        if len(one.consonants) >= _SHORTEST_NAME[cased]:
            long = len(one.consonants) > _SHORTEST_NAME[True]
            weight = 0.3 if one.daily else 1.2 if long else 0.8
            yield _Sighting(f"n:{one.consonants}", "name", text[one.start : one.end], weight)


def _words(
    text: str, start: int, end: int, lang: str, taken: set[int], ending: bool
) -> Iterator[_Word]:
    idle = function_words(lang)
    for one in tokens(text[start:end], lang):
        at = start + one.start
        tells = not (
            at in taken
            or one.word in idle
            or one.word[0].isdigit()
            or _in_list(one.word, "common_names")
        )
        consonants = skeleton(one.word, lang, ending) if tells else ""
        yield _Word(consonants, at, start + one.end, _in_list(one.word, "common_people"))


def _figures(text: str, lang: str) -> Iterator[_Sighting]:
    """Numbers written in figures that are no dates; round and small ones are left out."""
    dated = {at for start, end in spans(text, lang) for at in range(start, end)}
    for one in find_numbers(text, lang):
        if not one.digits or one.value is None or one.start in dated:
            continue
        weight = _figure_weight(one.value, one.magnitude)
        if weight:
            label = text[one.start : one.end]
            yield _Sighting(f"x:{one.value:.15g}", "figure", label, weight)


def _figure_weight(value: float, magnitude: int) -> float:
    """By significant digits: 340 says more than 300 and than 34, 3,412 more than 340."""
    if value < _SMALL and value == int(value):
        return 0.0
    if magnitude == 1 and value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR:
        return 0.0
    digits = len(f"{value:.15g}".replace(".", "").strip("0").partition("e")[0])
    weights = (0.0, 0.2, 0.8 if value >= _LARGE else 0.6, 1.2)
    return weights[digits] if digits < len(weights) else 1.8
