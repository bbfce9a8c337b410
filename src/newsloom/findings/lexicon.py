"""The words by which a language names who said something: data, one file per language.

A file ``cues/xx.toml`` is all a language needs; a key it leaves out is empty or false.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from newsloom.text.when_words import words_of

_PLACES = (
    ("before_name", "before"),
    ("after_name", "after"),
    ("quoted_as", "as"),
    ("with_words", "bridge"),
)
_FLAGS = (
    "reversed_clause", "inflects", "nouns_capital", "names_quoted", "caseless", "verb_final",
    "unspaced", "suffixed", "dashes", "addressed", "asides",
)  # fmt: skip
_TUPLES = ("inverted", "endings", "title_endings", "carriers", "participles", "elided")
_FALLBACK = "en"


class Cues(Struct, frozen=True, eq=False):
    """Case-folded words by their part in an attribution; empty for a language without data.

    ``says`` stand on either side of the speaker, ``takes`` after it, ``bridges`` borrow the
    subject of the verb before them. ``phrases`` are cues of several words, longest first, with
    where the speaker stands: ``before`` or ``after`` the name; a ``bridge`` borrows a subject too.
    Two are equal only when they are one object.
    """

    verbs: frozenset[str] = frozenset()  # says, takes and bridges
    says: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()  # participles before a name: a film called “…”
    gaps: frozenset[str] = frozenset()  # relatives that are their object: what X called “…”
    bridges: frozenset[str] = frozenset()
    phrases: tuple[tuple[tuple[str, ...], str], ...] = ()
    phrase_firsts: frozenset[str] = frozenset()  # the first words of ``phrases``
    phrases_from: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}  # by their first word
    signals: frozenset[str] = frozenset()  # verbs and the first words of phrases and pairs
    plain: frozenset[str] = frozenset()  # stops and determiners
    pairs: frozenset[tuple[str, ...]] = frozenset()  # verbs of two words, as ``says``
    pair_firsts: frozenset[str] = frozenset()  # the first words of ``pairs``
    parted: dict[str, frozenset[str]] = {}  # verbs of ``says`` by the particles they need
    nouns: frozenset[str] = frozenset()  # those of ``says`` that are nouns as well
    infinitive: frozenset[str] = frozenset()  # what stands before an infinitive
    perfect: frozenset[str] = frozenset()  # auxiliaries far from their participle
    oblique: frozenset[str] = frozenset()  # a phrase that begins so is no subject
    conjunctions: frozenset[str] = frozenset()  # what begins a clause of indirect speech
    title_endings: tuple[str, ...] = ()  # what ends a title or a role before a name
    endings: tuple[str, ...] = ()  # what ends a verb that may follow “…,” X
    participles: tuple[str, ...] = ()  # endings of a word that opens no subject: Speaking
    auxiliaries: frozenset[str] = frozenset()
    reported: frozenset[str] = frozenset()  # verbs in the mood of reported speech
    passive: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()  # what stands before who did it: described by
    absolute: frozenset[str] = frozenset()  # what opens a clause of a participle: with X saying
    pronouns: frozenset[str] = frozenset()
    impersonal: frozenset[str] = frozenset()  # pronouns that mean nobody: es heißt
    sources: frozenset[str] = frozenset()  # what leads from them to what speaks: heißt es in
    he: frozenset[str] = frozenset()
    she: frozenset[str] = frozenset()
    inverted: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()  # what begins a word that is no part of a name: qu’il
    relatives: frozenset[str] = frozenset()
    carriers: tuple[str, ...] = ()  # what ends a noun for words in marks: Worten, Frage
    works: frozenset[str] = frozenset()  # nouns before a title: novel, show
    called: frozenset[str] = frozenset()  # what stands before a name in marks: so-called
    definite: frozenset[str] = frozenset()  # articles a name in marks may have
    small: frozenset[str] = frozenset()  # what a title may have in lower case
    determiners: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()  # determiners that are no part of a description
    indefinite: frozenset[str] = frozenset()  # those that stand before no name: ein Beamter
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
    between: frozenset[str] = frozenset()  # unspaced: what ends a name before its verb
    particles: frozenset[str] = frozenset()  # unspaced: what marks a speaker
    quotatives: frozenset[str] = frozenset()  # unspaced: what follows quoted words
    recipients: frozenset[str] = frozenset()  # articles before an outlet told: sagte X der Zeitung
    venues: frozenset[str] = frozenset()  # occasions: interview, briefing, statement
    after_venue: frozenset[str] = frozenset()  # what leads on to the other side of an interview
    days: frozenset[str] = frozenset()  # weekdays, yesterday, today, as the texts' dates have them
    audiences: frozenset[str] = frozenset()  # whom many speak to: reporters
    reversed_clause: bool = False  # the subject may follow its verb before the quote as well
    inflects: bool = False  # a name changes its form with its place in the sentence
    nouns_capital: bool = False  # every noun is written with a capital
    names_quoted: bool = False  # names of companies and parties stand in marks
    caseless: bool = False  # the script has no capitals
    verb_final: bool = False  # the verb follows the quotation, its subject precedes it
    unspaced: bool = False  # words are not parted by blanks
    dashes: bool = False  # a dash at the start of a paragraph opens speech
    asides: bool = False  # the speaker may be named within the marks: « Non, dit X. »
    suffixed: bool = False  # a name takes its ending after an apostrophe
    addressed: bool = False  # what follows a verb of ``told`` is whom it was told, never who told


def _words(value: Any) -> frozenset[str]:
    words = value.split() if isinstance(value, str) else value
    return frozenset(word.casefold().replace("_", " ") for word in words)


@cache
def languages() -> tuple[str, ...]:
    """The primary tags that have data, sorted."""
    found = (entry.name for entry in files(__package__).joinpath("cues").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def cues(lang: str) -> Cues:
    """The cues of a primary language tag; of English for an unknown or unsure one.

    English cues on a text of another language find nothing but marks and loan words.
    """
    name = lang if lang in languages() else _FALLBACK
    raw = tomllib.loads(files(__package__).joinpath("cues", f"{name}.toml").read_text("utf-8"))
    phrases = [
        (tuple(phrase.casefold().split()), place)
        for field, place in _PLACES
        for phrase in raw.pop(field, ())
    ]
    phrases.sort(key=lambda item: (-len(item[0]), item))
    flags = {key: raw.pop(key) for key in _FLAGS if key in raw}
    tuples = {key: tuple(_listed(raw.pop(key))) for key in _TUPLES if key in raw}
    parted = {
        verb: _words(particles)
        for line in raw.pop("parted", ())
        for verb, _, particles in [line.partition(" ")]
    }
    pairs = frozenset(tuple(pair.casefold().split()) for pair in raw.pop("pairs", ()))
    lists: dict[str, frozenset[str]] = {key: _words(value) for key, value in raw.items()}
    verbs = (lists.get(key, frozenset()) for key in ("says", "takes", "bridges"))
    fields: dict[str, Any] = {**lists, **flags, **tuples, "phrases": tuple(phrases), "pairs": pairs}
    every = frozenset[str]().union(*verbs)
    phrase_firsts = frozenset(phrase[0] for phrase, _ in phrases)
    pair_firsts = frozenset(pair[0] for pair in pairs)
    by_first = {
        first: tuple(one for one in phrases if one[0][0] == first) for first in phrase_firsts
    }
    days = frozenset(
        form.casefold()
        for form, word in words_of(name).meaning.items()
        if word.kind in ("weekday", "day")
    )
    return Cues(
        days=days,
        verbs=every,
        phrase_firsts=phrase_firsts,
        phrases_from=by_first,
        signals=every | phrase_firsts | pair_firsts,
        plain=lists.get("stops", frozenset()) | lists.get("determiners", frozenset()),
        small=frozenset[str]().union(
            *(lists.get(key, frozenset()) for key in ("prepositions", "determiners", "ands"))
        ),
        pair_firsts=pair_firsts,
        parted=parted,
        **fields,
    )


def _listed(value: Any) -> list[str]:
    return value.split() if isinstance(value, str) else list(value)
