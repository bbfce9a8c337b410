"""How a language speaks of days: what ``when.py`` looks for, compiled once per language.

Months and weekdays come from CLDR (Babel), the rest from ``when.toml``. A language that stands
in neither is read by its figures alone.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from babel import Locale, UnknownLocaleError

Kind = Literal["month", "weekday", "day", "period"]
_UNITS = ("day", "week", "month", "year")
_AMONG = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
_IN_BABEL = {"no": "nb"}
_SHORTEST = 3  # letters of a name in a script with letters; shorter ones mean too much else
_NEVER = re.compile(r"(?!)")


class Word(NamedTuple):
    """What a printed word means. ``value`` depends on ``kind``.

    ``month`` 1 to 12, ``weekday`` 0 (Monday) to 6, ``day`` the days from the day of writing,
    ``period`` (unit, steps, part). ``short``: an abbreviation, which counts beside a number only.
    """

    kind: Kind
    number: int
    unit: str = ""
    part: str = ""
    short: bool = False


class Counted(NamedTuple):
    """A way to count days from the day of writing. ``sign`` -1: back, 1: ahead.

    ``mark`` is the fixed word, before the number when ``leads``; it is looked for first, since
    few texts have it. ``whole`` has the groups ``n`` and ``unit``.
    """

    sign: int
    leads: bool
    mark: str
    whole: re.Pattern[str]
    firsts: frozenset[str]  # the letters and digits that a number begins with


class Words(NamedTuple):
    """One language, compiled."""

    anchors: re.Pattern[str]
    meaning: Mapping[str, Word]
    counted: tuple[Counted, ...]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    glue: str
    before: tuple[tuple[str, str], ...]  # words before a weekday, longest first, and their rule
    after: tuple[tuple[str, str], ...]
    before_ends: tuple[str, ...]  # the same words with the blank between: asked for all at once
    after_begins: tuple[str, ...]
    in_month: re.Pattern[str]
    in_year: re.Pattern[str]
    tense: re.Pattern[str]
    not_after: frozenset[str]
    not_after_ends: tuple[str, ...]  # the same, sorted
    not_before: frozenset[str]
    sentence_only: frozenset[str]
    month_first: bool
    spaceless: bool


@cache
def _all() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("when.toml").read_text(encoding="utf-8"))


def _variants(words: str) -> list[list[str]]:
    """The forms of each word of a list: variants parted by "/", "-" for none, "-" in a form as
    a blank."""
    return [
        [form.replace("-", " ") for form in word.split("/") if form != "-"]
        for word in words.split()
    ]


def _cldr(lang: str, field: Literal["months", "days"]) -> list[tuple[int, str, bool]]:
    """(month 1 to 12 or weekday 0 to 6, name, whether short) as CLDR has them."""
    try:
        locale = Locale(_IN_BABEL.get(lang, lang))
    except (UnknownLocaleError, ValueError):
        return []
    table = locale.months if field == "months" else locale.days
    found = []
    widths = ("wide", "abbreviated") if field == "months" else ("wide",)
    for form in ("format", "stand-alone"):
        for width in widths:
            for key, name in table[form][width].items():
                found.append((int(key), str(name), width == "abbreviated"))
    return found


def _cased(name: str, capital: bool) -> set[str]:
    """The spellings of a name in capitals and small letters."""
    forms = {name[:1].upper() + name[1:], name.upper()}
    return forms if capital else forms | {name, name.lower()}


def _names(lang: str, rules: Mapping[str, Any], meaning: dict[str, Word]) -> None:
    """Add months and weekdays; a wide name wins over a short one."""
    capital = rules.get("names") == "capital"
    spaceless = bool(rules.get("spaceless"))
    found: list[tuple[str, Word]] = []
    for number, name, short in _cldr(lang, "months"):
        bare = name.rstrip(".")
        if bare[:1].isdigit() or (len(bare) < _SHORTEST and not spaceless):
            continue  # "12月" and "12월" are read as figures
        found.append((bare, Word("month", number, short=short)))
    for number, name, _ in _cldr(lang, "days"):
        found.append((name, Word("weekday", number)))
    for month, forms in enumerate(_variants(rules.get("months", "")), 1):
        found.extend((form, Word("month", month)) for form in forms)
    for weekday, forms in enumerate(_variants(rules.get("weekdays", ""))):
        found.extend((form, Word("weekday", weekday)) for form in forms)
    if spaceless:
        found.extend(_weeks_written_on(rules, found))
    for name, word in sorted(found, key=lambda one: one[1].short):
        for form in _cased(name, capital):
            meaning.setdefault(form, word)


def _weeks_written_on(
    rules: Mapping[str, Any], names: Iterable[tuple[str, Word]]
) -> list[tuple[str, Word]]:
    """ "上周二", Tuesday of last week, without a blank. ``unit`` holds the rule."""
    return [
        (form + name, word._replace(unit=rule))
        for rule, prefixes in rules.get("before", {}).items()
        if rule.startswith("week")
        for (form,) in _variants(prefixes)
        for name, word in names
        if word.kind == "weekday"
    ]


def _phrases(rules: Mapping[str, Any], meaning: dict[str, Word]) -> None:
    for phrase, days in rules.get("days", {}).items():
        for form in _cased(phrase, False):
            meaning.setdefault(form, Word("day", days))
    for phrase, value in rules.get("periods", {}).items():
        unit, steps, *part = value.split()
        for form in _cased(phrase, False):
            meaning.setdefault(form, Word("period", int(steps), unit, "".join(part)))


def _printed(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"\s").replace(" ", r"\s")


def _pattern(forms: Iterable[str], glue: str, spaceless: bool) -> re.Pattern[str]:
    """One expression for all forms, grouped by their first letters: a search skips the others.

    What stands before is looked at after two letters, which few places of a text have.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        groups.setdefault(form[0], {}).setdefault(form[1:2], []).append(_printed(form[2:]))
    if not groups:
        return _NEVER
    options = []
    for first, seconds in sorted(groups.items()):
        either = []
        for second in sorted(seconds, key=lambda second: (-len(second), second)):
            behind = "" if spaceless else rf"(?<![^\W{glue}].{'.' if second else ''})"
            either.append(f"{_printed(second)}{behind}(?:{'|'.join(seconds[second])})")
        options.append(f"{re.escape(first)}(?:{'|'.join(either)})")
    ahead = "" if spaceless else r"(?!\w)"
    return re.compile(f"(?:{'|'.join(options)}){ahead}", re.DOTALL)


def _counted(
    rules: Mapping[str, Any], counts: Mapping[str, int], units: Mapping[str, str]
) -> tuple[Counted, ...]:
    """What finds "two days ago" and "in two days"."""
    if not units or not counts:
        return ()
    number = "|".join(re.escape(one) for one in sorted(counts, key=len, reverse=True))
    unit = "|".join(re.escape(one) for one in sorted(units, key=len, reverse=True))
    found = []
    firsts = frozenset(one[0] for one in counts) | frozenset("123456789")
    edge = "" if rules.get("spaceless") else r"\b"
    for sign, templates in ((-1, rules.get("ago", ())), (1, rules.get("ahead", ()))):
        for template in templates:
            body = re.escape(template).replace(r"\ ", r"\s").replace(" ", r"\s")
            body = body.replace(r"\{n\}", rf"(?P<n>\d{{1,3}}|{number})")
            body = body.replace(r"\{unit\}", f"(?P<unit>{unit})")
            whole = re.compile(f"{edge}{body}{edge}", re.IGNORECASE)
            head, _, tail = template.partition("{n}")
            mark = head or tail.replace("{unit}", "").strip()
            found.append(Counted(sign, bool(head), mark, whole, firsts))
    return tuple(found)


def _beside(rules: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = [(forms[0], rule) for rule, words in rules.items() for forms in _variants(words)]
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one)))


def _ends_with(words: str, spaceless: bool) -> re.Pattern[str]:
    forms = "|".join(re.escape(word) for word in words.split())
    if not forms:
        return re.compile("$") if spaceless else _NEVER
    return re.compile(rf"\b(?:{forms})(?:\s|$)[\s'’]*$", re.IGNORECASE)


def _tense(rules: Mapping[str, Any]) -> re.Pattern[str]:
    """What tells the tense, a named group each; ``form`` tells it less surely."""
    groups = (
        ("dropped", "dropped"),
        ("future", "future"),
        ("scheduled", "scheduled"),
        ("past", "past"),
        ("form", "past_forms"),
    )
    told = [f"(?P<{name}>{rules[key]})" for name, key in groups if rules.get(key)]
    if not told:
        return _NEVER
    spaceless = rules.get("spaceless")
    start, end = ("", "") if spaceless else (r"(?<!\w)", r"(?!\w)")
    return re.compile(f"{start}(?:{'|'.join(told)}){end}")


@cache
def words_of(lang: str) -> Words:
    """What to look for in a language; raises nothing, an unknown one has no words."""
    lang = _AMONG.get(lang, lang)
    rules = _all().get(lang, {})
    meaning: dict[str, Word] = {}
    _phrases(rules, meaning)
    _names(lang, rules, meaning)
    counts = {
        form.casefold(): number
        for number, forms in enumerate(_variants(rules.get("numbers", "")), 1)
        for form in forms
    }
    units = {
        form.casefold(): unit
        for unit in _UNITS
        for form in str(rules.get("units", {}).get(unit, "")).split()
    }
    spaceless = bool(rules.get("spaceless"))
    before, after = _beside(rules.get("before", {})), _beside(rules.get("after", {}))
    not_after = frozenset(str(rules.get("not_after", "")).split())
    return Words(
        anchors=_pattern(meaning, str(rules.get("glue", "")), spaceless),
        meaning=meaning,
        counted=_counted(rules, counts, units),
        counts=counts,
        units=units,
        glue=str(rules.get("glue", "")),
        before=before,
        after=after,
        before_ends=tuple(form + ("" if spaceless else " ") for form, _ in before),
        after_begins=tuple(" " + form for form, _ in after),
        in_month=_ends_with(str(rules.get("in_month", "")), False),
        in_year=_ends_with(str(rules.get("in_year", "")), spaceless),
        tense=_tense(rules),
        not_after=not_after,
        not_after_ends=tuple(sorted(not_after)),
        not_before=frozenset(str(rules.get("not_before", "")).split()),
        sentence_only=frozenset(str(rules.get("capital_names", "")).split()),
        month_first=bool(rules.get("month_first")),
        spaceless=spaceless,
    )
