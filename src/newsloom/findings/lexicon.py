"""The words by which a language names who said something: data, one file per language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

_PLACES = (
    ("before_name", "before"),
    ("after_name", "after"),
    ("quoted_as", "as"),
    ("with_words", "bridge"),
)
_FLAGS = ("reversed_clause", "inflects", "nouns_capital", "names_quoted")
LANGUAGES = ("de", "en", "es", "fr", "ru")


class Cues(Struct, frozen=True):
    """Case-folded words by their part in an attribution; empty for a language without data.

    ``says`` stand on either side of the speaker, ``takes`` after it, ``bridges`` borrow the
    subject of the verb before them. ``phrases`` are cues of several words, longest first, with
    where the speaker stands: ``before`` or ``after`` the name; ``bridge`` borrows a subject as well.
    """

    verbs: frozenset[str] = frozenset()  # says, takes and bridges
    says: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()
    phrases: tuple[tuple[tuple[str, ...], str], ...] = ()
    pairs: frozenset[tuple[str, ...]] = frozenset()  # verbs of two words, as ``says``
    nouns: frozenset[str] = frozenset()  # those of ``says`` that are nouns as well
    infinitive: frozenset[str] = frozenset()  # what stands before an infinitive
    perfect: frozenset[str] = frozenset()  # auxiliaries far from their participle
    oblique: frozenset[str] = frozenset()  # a phrase that begins so is no subject
    title_endings: tuple[str, ...] = ()  # what ends a title or a role before a name
    nouns_capital: bool = False  # every noun is written with a capital
    names_quoted: bool = False  # names of companies and parties stand in marks
    conjunctions: frozenset[str] = frozenset()  # what begins a clause of indirect speech
    endings: tuple[str, ...] = ()  # what ends a verb that may follow “…,” X
    auxiliaries: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    he: frozenset[str] = frozenset()
    she: frozenset[str] = frozenset()
    inverted: tuple[str, ...] = ()
    relatives: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    possessives: frozenset[str] = frozenset()  # determiners: his, her
    joins: frozenset[str] = frozenset()
    after_joins: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    ands: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    honorifics: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()
    female: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    reversed_clause: bool = False  # the subject may follow its verb before the quote as well
    inflects: bool = False  # a name changes its form with its place in the sentence


def _words(value: Any) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def cues(lang: str) -> Cues:
    """The cues of a primary language tag; of English for an unknown or unsure one.

    English cues on a text of another language find nothing but marks and loan words.
    """
    name = lang if lang in LANGUAGES else "en"
    raw = tomllib.loads(files(__package__).joinpath("cues", f"{name}.toml").read_text("utf-8"))
    phrases = [
        (tuple(phrase.split()), place)
        for field, place in _PLACES
        for phrase in raw.pop(field, ())
    ]
    phrases.sort(key=lambda item: (-len(item[0]), item))
    flags = {key: raw.pop(key) for key in _FLAGS if key in raw}
    tuples = {key: tuple(raw.pop(key)) for key in ("inverted", "endings") if key in raw}
    pairs = frozenset(tuple(pair.split()) for pair in raw.pop("pairs", ()))
    title_endings = tuple(raw.pop("title_endings", "").split())
    lists: dict[str, Any] = {key: _words(value) for key, value in raw.items()}
    return Cues(
        verbs=lists["says"] | lists["takes"] | lists["bridges"],
        phrases=tuple(phrases),
        pairs=pairs,
        title_endings=title_endings,
        **tuples,
        **flags,
        **lists,
    )
