"""Units, currencies and the words around figures, read from ``measures.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from newsloom.text.wordlists import section


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
def split_units() -> tuple[tuple[str, str], ...]:
    """(words, unit) for units of several words, the longest first."""
    pairs = [(one, unit) for unit, several in _raw()["split_units"].items() for one in several]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def qualifiers(lang: str) -> re.Pattern[str]:
    """Matches the qualifier that ends a stretch of text, article included."""
    several = _raw()["qualifiers"].get(lang) or _raw()["qualifiers"]["en"]
    ordered = sorted(several, key=lambda one: (-len(one), one))
    either = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered)
    return re.compile(rf"(?<!\w)((?:{either})(?:\s+(?:{either}))?)\s+$", re.IGNORECASE)


@cache
def outcomes(lang: str) -> dict[str, str]:
    """What befell those counted: the word that stands for its kind, by word."""
    kinds = _raw()["outcomes"].get(lang, [])
    return {word: kind.split()[0] for kind in kinds for word in kind.split()}


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
