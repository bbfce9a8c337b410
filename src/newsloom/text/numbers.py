"""Numbers in running text: digits with separators, magnitude words, small numbers in words.

Whether "1,234" is a thousand or a decimal is decided by shape, else by the other numbers of the
same text, else by the language; when none of these tells, the value stays None.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from newsloom.text.digits import digit_runs
from newsloom.text.numerals import (
    EAST,
    Number,
    Value,
    lowered,
    magnitudes,
    spelled,
    table,
    vague_numbers,
)

__all__ = ["Number", "Value", "find_numbers"]

_SPACES = "\u00a0\u202f\u2009"
_WIDE = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # letters that may touch figures
_DIGITS = re.compile(
    rf"(?<![.,٫٬/:-])(?<![^\W{_WIDE}])[-−]?(?<!\w[-−])"
    rf"(?:\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 1 234 567,8
    r"|\d{1,3}(?: \d{3})+(?![\d])(?:[.,]\d+)?"
    r"|\d+(?:[.,٫٬]\d+)*"
    r"|[.]\d+)"
)
_BLANKS = re.compile(rf"[ {_SPACES}'’٬]")
_PART = re.compile(r"(\d+)")
_RANGE = re.compile(r"(?<=\d)[-–—]\d+(?:[.,]\d+)*(?![\d:/-])")
_HYPHENS = ("-", "–", "—")  # those that a range begins with
_LONGEST = 19  # what has more figures is a code, not an amount
_TAIL = re.compile(r"[^\W\d_]+")
_CURRENCY = re.compile(r"[$€£¥₹₽₩₺]\s?$")


class _Convention(NamedTuple):
    """What parts thousands and decimals: "," or "."; "" while unknown."""

    thousands: str
    decimal: str


_EVIDENCE = (
    (re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|-?\d{1,3},\d{3}\.\d+"), ",."),
    (re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}\.\d{3},\d+"), ".,"),
)


@cache
def _by_language(lang: str) -> _Convention:
    for name, convention in (
        ("comma", _Convention(",", ".")),
        ("point", _Convention(".", ",")),
        ("space", _Convention("", ",")),
        ("mixed", _Convention(".", "")),
    ):
        if lang in table("thousands")[name].split():
            return convention
    return _Convention("", "")


def _convention(printed: list[str], lang: str) -> _Convention:
    """The evidence of all numbers of a text first, then its language."""
    telling = [one for one in printed if len(one) > 6]
    found = {marks for pattern, marks in _EVIDENCE if any(map(pattern.fullmatch, telling))}
    if len(found) == 1:
        marks = found.pop()
        return _Convention(marks[0], marks[1])
    return _by_language(lang)


def _grouped(parts: list[str]) -> bool:
    """Groups of three after a first of one to three, or Indian groups of two before the last."""
    if not 1 <= len(parts[0]) <= 3 or len(parts[-1]) != 3:
        return False
    middle = {len(part) for part in parts[1:-1]}
    return middle <= {3} or (middle == {2} and len(parts[0]) <= 2)


def _one_separator(whole: str, mark: str, rest: str, rule: _Convention) -> Decimal | None:
    """A number with a single "." or ","."""
    as_decimal = Decimal(f"{whole or '0'}.{rest}")
    if len(rest) == 3 and 1 <= len(whole) <= 3 and whole.strip("0"):
        if mark == rule.thousands:
            return Decimal(whole + rest)
        return as_decimal if mark == rule.decimal and rule.thousands else None
    if mark == "," and rule.decimal == ".":
        return None  # "1,5" where the comma parts thousands: a list, a slip
    return as_decimal


def _decimal(printed: str, rule: _Convention) -> Decimal | None:
    """The value of digits with separators; None when they can be read in two ways."""
    if printed.isdecimal():
        return Decimal(printed)
    plain = _BLANKS.sub("", printed).replace("−", "-").replace("٫", ".")
    sign = -1 if plain.startswith("-") else 1
    plain = plain.lstrip("-")
    marks = [char for char in plain if char in ".,"]
    if not marks:
        return sign * Decimal(plain)
    if plain != printed.lstrip("-−") and len(marks) == 1:
        return sign * Decimal(plain.replace(",", "."))  # the blanks part the thousands
    if len(marks) == 1:
        value = _one_separator(*plain.partition(marks[0]), rule)
    elif len(set(marks)) == 1:
        parts = plain.split(marks[0])
        value = Decimal("".join(parts)) if _grouped(parts) else None
    elif len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:
        whole, _, rest = plain.rpartition(marks[-1])
        parts = whole.split(marks[0])
        value = Decimal(f"{''.join(parts)}.{rest}") if _grouped(parts) else None
    else:
        value = None
    return None if value is None else sign * value


def _plain(value: Decimal) -> int | float:
    """The shortest exact form: an int when it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


# ---------------------------------------------------------------- magnitudes


@cache
def _glued() -> tuple[re.Pattern[str], dict[str, int]]:
    known = {w: int(n) for n, words in table("glued_magnitudes").items() for w in words.split()}
    return re.compile(rf"\s?({'|'.join(sorted(known))})"), known


@cache
def _unsure_magnitudes() -> frozenset[str]:
    """Words that multiply in some language, by a factor that depends on which."""
    tables: dict[str, dict[str, Any]] = table("magnitudes")
    return frozenset(
        word
        for key, lines in tables.items()
        if key != "any"
        for line in lines.values()
        for word in line.split()
        if len(word) > 3
    )


_MARKED = r"(?:[^\W\d_][\u0900-\u0903\u093a-\u094f]*)+"  # Devanagari vowels are no ``\w``
_NEXT = re.compile(rf"([ {_SPACES}-]?)({_MARKED})\.?")


@cache
def _magnitude_begins(lang: str) -> frozenset[str]:
    """What magnitude words begin with, "m" of a sum of money included."""
    return frozenset(word[0] for word in magnitudes(lang)) | {"m"}


def _scaled(text: str, span: tuple[int, int], lang: str) -> tuple[int, int]:
    """The factor of the magnitude words that follow a number, and where they end."""
    start, end = span
    factor, known = 1, magnitudes(lang)
    after = text[end : end + 2].lower()
    if _magnitude_begins(lang).isdisjoint(after):
        return factor, end  # as for most numbers
    while factor < 10**9:
        following = _NEXT.match(text, end)
        if following is None:
            break
        word = following.group(2)
        step = known.get(word.lower())
        if step is None and word in ("m", "M") and not following.group(1):
            money = _CURRENCY.search(text, max(0, start - 3), start)
            step = 10**6 if money else None
        if step is None or (following.group(1) == "" and len(word) > 3):
            break
        factor *= step
        stop_belongs = len(word) <= 4 and lang != "en" and following.group().endswith(".")
        end = following.end() if stop_belongs else following.end(2)
    return factor, end


def _with_glued(text: str, end: int, value: Decimal) -> tuple[Decimal, int, int]:
    """East Asian magnitudes: 1万2000 is 12,000. Gives value, factor of the first, end."""
    if text[end : end + 2].isascii():
        return value, 1, end
    pattern, known = _glued()
    following = pattern.match(text, end)
    if following is None:
        return value, 1, end
    first = known[following.group(1)]
    value, end, last = value * first, following.end(), first
    while part := _PART.match(text, end):
        mark = pattern.match(text, part.end())
        step = known[mark.group(1)] if mark else 1
        if step >= last:
            break
        value, last = value + Decimal(part.group(1)) * step, step
        end = mark.end() if mark else part.end()
    return value, first, end


# ---------------------------------------------------------------- figures


_USUAL_AFTER = frozenset(" .,;)%\n-")


def _skip(text: str, start: int, end: int) -> bool:
    """Digits that are part of a time, a date, a version or a code, not an amount."""
    after = text[end : end + 2]
    if after[:1] in _USUAL_AFTER:
        return False
    if after[:1] in (":", "/") and after[1:2].isdigit():
        return True
    tail = _TAIL.match(text, end)
    if tail is None:
        return False
    return tail.group().lower() in ("st", "nd", "rd", "th", "s") or (
        tail.group().isascii() and text[tail.end() : tail.end() + 1].isdigit()  # 4x4, 1H2O
    )


def _printed(text: str) -> Iterator[re.Match[str]]:
    """All matches of ``_DIGITS``; found by their digits, which is faster than its look-behinds."""
    free_from = 0
    for start, end in digit_runs(text):
        if start < free_from:
            continue
        signed = start > free_from and text[start - 1] in "-−."
        # Within a run a number may begin only among digits of a script that touches its letters.
        close = start + 1 if "0" <= text[start] <= "9" else end
        for at in range(start - signed, close):
            match = _DIGITS.match(text, at)
            if match is not None:
                free_from = match.end()
                yield match
                break


def _figures(text: str, lang: str) -> list[Number]:
    matches = list(_printed(text))
    rule = _convention([match.group() for match in matches], lang)
    spaced = rule.thousands == "" and rule.decimal == ","
    result: list[Number] = []
    for match in matches:
        start, end = match.span()
        if result and start < result[-1].end:
            continue
        printed = match.group()
        if " " in printed and not spaced:
            printed = printed.split(" ", 1)[0]
            end = start + len(printed)
        _figure(text, (start, end), rule, lang, result)
        close = result[-1].end if result else -1
        ranged = _RANGE.match(text, close) if text[close : close + 1] in _HYPHENS else None
        if ranged and not _skip(text, *ranged.span()):
            _figure(text, (ranged.start() + 1, ranged.end()), rule, lang, result)
    return result


def _figure(
    text: str, span: tuple[int, int], rule: _Convention, lang: str, result: list[Number]
) -> None:
    start, end = span
    if end - start > _LONGEST or _skip(text, start, end):
        return
    printed = text[start:end]
    if printed.isdecimal() and lang != "und" and text[end : end + 2].isascii():
        factor, close = _scaled(text, span, lang)
        result.append(Number(start, close, int(printed) * factor, True, factor))
        return
    value = _decimal(printed, rule)
    if value is None:
        if sum(text.count(mark, start, end) for mark in ".,") < 3:  # an address, a version
            result.append(Number(start, end, None, True))
        return
    value, factor, close = _with_glued(text, end, value)
    if factor == 1:
        factor, close = _scaled(text, (start, end), lang)
        value *= factor
        following = _NEXT.match(text, end) if factor == 1 and lang == "und" else None
        if following and following.group(2).lower() in _unsure_magnitudes():
            result.append(Number(start, following.end(2), None, True))
            return
    result.append(Number(start, close, _plain(value), True, factor))


def find_numbers(text: str, lang: str, lower: str | None = None) -> list[Number]:
    """The numbers of ``text``, in order and without overlaps.

    ``lang`` is a primary BCP 47 tag. Figures are read in every language, number words and vague
    plurals in those of ``numbers.toml``. Left out: times, ordinals, dates
    with slashes, and digits inside words (G20). ``lower`` is ``lowered(text)``, where it is known.
    """
    result = _figures(text, lang)
    lower = lowered(text) if lower is None else lower
    taken = [(number.start, number.end) for number in result]
    words = [spelled(lower, lang), vague_numbers(lower, lang)]
    for found in words if lang not in EAST else reversed(words):  # 数十万 is vague, 十万 is not
        free = [
            n for n in found if not any(n.start < end and start < n.end for start, end in taken)
        ]
        result.extend(free)
        taken.extend((n.start, n.end) for n in free)
    return sorted(result, key=lambda number: number.start)
