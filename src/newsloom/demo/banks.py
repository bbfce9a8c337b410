"""The phrase banks: words and sentences of each language, kept as data in ``phrases/``."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from msgspec import Struct

from newsloom.model.errors import ConfigError

LANGS = ("en", "de", "fr", "es", "ru")


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """How a language prints days, numbers and names."""

    weekdays: tuple[str, ...]  # adverbial, Monday first: "on Monday"
    months: tuple[str, ...]
    date: str  # with {day}, {month}, {year}
    decimal: str
    group: str
    marks: tuple[tuple[str, str], ...]  # quotation marks in use, one pair per house style
    script: str  # "latin" or "cyrillic": how invented names are written


class Places(Struct, frozen=True, forbid_unknown_fields=True):
    """What a town may be known for, and what its square may be called."""

    trades: tuple[str, ...]
    squares: tuple[str, ...]


class Frames(Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences around a quote: for a speaker met first, and for one named before."""

    first: tuple[str, ...]
    later: tuple[str, ...]


class CreditWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How an article says where it has its news from, and owns up to mistakes."""

    dateline: str
    contributed: tuple[str, ...]
    reported: tuple[str, ...]
    correction: str
    retitle: tuple[str, ...]


class Furniture(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a page around the article."""

    label: str
    sections: tuple[str, ...]
    byline: str
    desk: str
    advert: tuple[str, ...]
    related: str
    comments: str
    comment_form: tuple[str, ...]
    cookies: str
    newsletter: str
    share: str
    most_read: str
    footer: str


class Mastheads(Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns with {city} and {noun}."""

    patterns: tuple[str, ...]
    nouns: tuple[str, ...]


class Common(Struct, frozen=True, forbid_unknown_fields=True):
    """What all kinds of events share in one language."""

    language: Language
    units: dict[str, str]
    places: Places
    frames: Frames
    generic: dict[str, tuple[str, ...]]
    credit: CreditWords
    ui: Furniture
    mastheads: Mastheads


class PhaseWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences for one phase of one kind of event."""

    headlines: tuple[str, ...]
    lead: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    quotes: tuple[tuple[str, str], ...]  # (person slot, words)


class KindWords(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of event in one language."""

    roles: dict[str, tuple[str, str]]  # person slot -> office, male and female form
    what: dict[str, str]  # figure -> what it counts
    scenarios: tuple[dict[str, str], ...]
    phases: dict[str, PhaseWords]


def _load(lang: str, name: str) -> dict[str, Any] | None:
    path = files("newsloom.demo") / "phrases" / lang / f"{name}.toml"
    if not path.is_file():
        return None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"phrases/{lang}/{name}.toml: {error}") from error


@lru_cache(maxsize=64)
def common(lang: str) -> Common:
    """The shared words of a language. Raises ConfigError when there are none."""
    data = _load(lang, "common")
    if data is None:
        raise ConfigError(f"the demo press has no phrases for {lang!r}; it writes {LANGS}")
    return msgspec.convert(data, Common)


@lru_cache(maxsize=256)
def kind_words(lang: str, kind: str) -> KindWords | None:
    """The words for a kind of event; None when the language does not cover it."""
    data = _load(lang, kind)
    return None if data is None else msgspec.convert(data, KindWords)
