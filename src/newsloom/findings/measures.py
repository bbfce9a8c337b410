"""Units, currencies and the words around figures, read from ``measures.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from newsloom.text.tries import any_of
from newsloom.text.wordlists import section

SPACELESS = ("zh", "ja")


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("measures.toml").read_text("utf-8"))


@cache
def currencies() -> dict[str, str]:
    """Code by sign or case-folded word."""
    return {w: code for code, words in _raw()["currencies"].items() for w in words.split()}


@cache
def units() -> dict[str, str]:
    """Unit by case-folded word."""
    return {w: unit for unit, words in _raw()["units"].items() for w in words.split()}


@cache
def split_units() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the units of several words, and the unit by its case-folded words."""
    known = {one: unit for unit, several in _raw()["split_units"].items() for one in several}
    ordered = sorted(known, key=lambda words: (-len(words), words))
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE), known


@cache
def qualifiers(lang: str) -> re.Pattern[str]:
    """Matches the qualifier that ends a stretch of text, an article after it included."""
    several = _raw()["qualifiers"].get(lang) or _raw()["qualifiers"]["en"]
    either = any_of(several)
    if lang in SPACELESS:
        return re.compile(rf"({either})$")
    return re.compile(rf"({either}(?:\s+{either})?)\s+(?:an?\s+)?(?:[£€$]\s?)?$", re.IGNORECASE)


@cache
def qualifier_ends(lang: str) -> re.Pattern[str]:
    """Matches the last two letters of a qualifier, or the article after it, at a text's end."""
    several = _raw()["qualifiers"].get(lang) or _raw()["qualifiers"]["en"]
    ends = any_of(sorted({words[-2:] for words in several}))
    return re.compile(rf"(?:{ends}|(?<=\s)a|an)$", re.IGNORECASE)


@cache
def outcomes(lang: str) -> dict[str, str]:
    """What befell those counted: the word that stands for its kind, by word."""
    kinds = _raw()["outcomes"].values()
    return {
        word: words[lang].split()[0]
        for words in kinds
        if lang in words
        for word in words[lang].split()
    }


@cache
def outcome_kinds(lang: str) -> dict[str, str]:
    """The kind of an outcome, the same in every language, by word."""
    kinds = _raw()["outcomes"].items()
    return {word: kind for kind, words in kinds for word in words.get(lang, "").split()}


@cache
def singles(lang: str) -> tuple[str, ...]:
    """Words that count one of a kind when an outcome follows; none for most languages."""
    return tuple(sorted(_raw()["singles"].get(lang, "").split()))


@cache
def totals(lang: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """Words that name what a later number counts, with what is counted where it is sure."""
    pairs = [entry.partition("=") for entry in _raw()["totals"].get(lang, ())]
    if not pairs:
        return None
    words = sorted((head for head, _, _ in pairs), key=lambda head: (-len(head), head))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return pattern, {head: what for head, _, what in pairs}


@cache
def changes(lang: str) -> re.Pattern[str]:
    """Words of change, before which "from 45 to 75" is no range."""
    stems = _raw()["change"].get(lang, "") or _raw()["change"]["en"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(stems.split()))})", re.IGNORECASE)


@cache
def alike(lang: str) -> tuple[tuple[str, ...], ...]:
    """Groups of words that count the same: troops, soldiers, forces."""
    return tuple(tuple(group.split()) for group in _raw()["alike"].get(lang, ()))


@cache
def earlier(lang: str) -> re.Pattern[str] | None:
    """Words before a figure that make it an earlier value; None for a language without."""
    several = _raw()["earlier"].get(lang)
    if several is None:
        return None
    return re.compile(rf"(?<!\w){any_of(several)}(?!\w)", re.IGNORECASE)


@cache
def phrase_ends(lang: str) -> frozenset[str]:
    """Words that end a noun phrase in a language without cues of its own."""
    return frozenset(_raw()["article_stops"].get(lang, "").split())


@cache
def clause_words(lang: str) -> frozenset[str]:
    """Words that begin another clause; none for a language without."""
    return frozenset(_raw()["clauses"].get(lang, "").split())


@cache
def relatives(lang: str) -> frozenset[str]:
    """Words that begin a clause about the noun before them; none for a language without."""
    return frozenset(_raw()["relatives"].get(lang, "").split())


@cache
def irregular(lang: str) -> frozenset[str]:
    """Plurals without the usual ending."""
    return frozenset(_raw()["irregular"].get(lang, "").split())


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list that holds for all languages: ``before_year``, ``relative``, ..."""
    return frozenset(_raw()[name]["all"].split())


@cache
def months() -> frozenset[str]:
    """Names of months in every language, case-folded."""
    return frozenset(
        name
        for names in section("months").values()
        for month in names.split()
        for name in month.split("/")
        if name != "-"
    )
