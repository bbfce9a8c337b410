"""Numbers in words: "twenty-five", "half a million", 三十万, and vague ones, "tens of thousands".

Which words there are is data (``numbers.toml``); a language without words there has none.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from newsloom.text.tries import any_of, ranges

Value = int | float | None


class Number(NamedTuple):
    """A number at ``text[start:end]``, its magnitude word included.

    ``value`` is None when it is unsure ("1,234" in an unknown language) or vague ("thousands");
    ``digits`` says that it is written in figures, ``magnitude`` is the factor applied (1 if none).
    A vague number lies from ``low`` to ``high``, as far as the word says so.
    """

    start: int
    end: int
    value: Value
    digits: bool
    magnitude: int = 1
    low: Value = None
    high: Value = None


@cache
def table(name: str) -> dict[str, Any]:
    """A section of ``numbers.toml`` as it stands. KeyError when there is none."""
    raw = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = raw[name]
    return found


@cache
def magnitudes(lang: str) -> dict[str, int]:
    """Factor by magnitude word of a language, with those that hold in every language."""
    tables, found = table("magnitudes"), {}
    for key in ("any", lang):
        for factor, words in tables.get(key, {}).items():
            found.update(dict.fromkeys(words.split(), int(factor)))
    return found


@cache
def _word_values(lang: str) -> dict[str, int]:
    words = table("number_words").get(lang, {})
    found = {word: int(value) for value, several in words.items() for word in several.split()}
    if lang == "de":  # fünfundzwanzig
        ones = {w: v for w, v in found.items() if 2 <= v <= 9} | {"ein": 1}
        tens = {w: v for w, v in found.items() if 20 <= v <= 90}
        found |= {f"{o}und{t}": vo + vt for o, vo in ones.items() for t, vt in tens.items()}
    return found


@cache
def _vague(lang: str) -> dict[str, int]:
    words = table("vague_numbers").get(lang, {})
    return {word: int(size) for size, several in words.items() for word in several.split()}


@cache
def _alone(lang: str) -> dict[str, str]:
    """Magnitude words that count one of it by themselves, with what must stand before them."""
    pairs = (entry.rpartition("+") for entry in table("alone").get(lang, "").split())
    return {word: before for before, _, word in pairs}


@cache
def _half() -> re.Pattern[str]:
    words = sorted(word.replace("+", r"\s+") for word in table("half")["all"].split())
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})[\s-]$", re.IGNORECASE)


_PREFIXES = {"ar": "ول"}  # letters that are written onto the next word
_VOWEL_SIGNS = r"\u0900-\u0903\u093a-\u094f"  # Devanagari marks, which are no ``\w``


@cache
def _edges() -> str:
    """What no word has, for a character class, which is quicker than ``\\W``; beyond U+FFFF all."""
    outside = (at for at in range(0x10000) if not (chr(at).isalnum() or chr(at) == "_"))
    return ranges(outside) + "\U00010000-\U0010ffff"


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    """Matches a word of numbers as group 1; what stands before it is still to be looked at."""
    known = f"({any_of(_vague(lang).keys() | _word_values(lang).keys() | magnitudes(lang).keys())})"
    if lang in EAST:
        return re.compile(known)
    # Many words begin with many letters: from the edge of a word the search skips what is within.
    before = f"[{_edges()}{_PREFIXES.get(lang, '')}]" if _word_values(lang) else ""
    return re.compile(rf"{before}{known}(?![\w{_VOWEL_SIGNS}])")


def lowered(text: str) -> str:
    """``text`` in lower case, every offset kept."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    # A capital whose small letter takes two code points.
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


@lru_cache(maxsize=2)
def _known_words(lower: str, lang: str) -> tuple[tuple[int, int, str], ...]:
    """Words of numbers, exact and vague, and where they stand; both are asked for in turn."""
    matches = _pattern(lang).finditer(" " + lower)
    found = [(match.start(1) - 1, match.end() - 1, match[1]) for match in matches]
    return tuple([one for one in found if lang in EAST or _free(lower, one[0], lang)])


def _free(lower: str, start: int, lang: str) -> bool:
    """Whether no word goes on at ``start``."""
    before = lower[start - 1 : start]
    return not (before.isalnum() or before == "_") or before in _PREFIXES.get(lang, "")


_GAPS = {"en": (" and ",), "es": (" y ",), "fr": (" et ",), "pt": (" e ",), "ar": (" و",)}
_PLAIN_GAPS = (" ", "-", "\u00a0", "‐")
_VAGUE_LINKS = (" ", " of ", " de ", " di ", " ال")
_UNSURE_ALONE = frozenset(("one", "sei", "yüz", "on"))  # other words more often than numbers
EAST = ("zh", "ja")


def _fits(current: int, value: int, lang: str) -> bool:
    """Whether ``value`` may follow within one number: twenty five, two hundred ten."""
    if current == 0:
        return True
    if value == 100:
        return 1 <= current <= 9
    if lang == "ar" and current < 10:
        return 20 <= value <= 90  # three and twenty
    if value < 10:
        return current % 10 == 0 and not 0 < current % 100 < 20
    return value < 100 and current % 100 == 0


def spelled(lower: str, lang: str) -> list[Number]:
    """The numbers that words spell in a text in lower case."""
    if lang in EAST:
        return _east_numbers(lower)
    known, factors = _word_values(lang), magnitudes(lang)
    if not known:
        return []
    gaps = _PLAIN_GAPS + _GAPS.get(lang, ())
    result: list[Number] = []
    pending: list[tuple[int, int, str]] = []
    for start, end, word in _known_words(lower, lang):
        if word not in known and word not in factors:
            continue
        if pending and lower[pending[-1][1] : start] not in gaps:
            result.extend(_numbers(lower, pending, lang, known, factors))
            pending = []
        pending.append((start, end, word))
    return result + _numbers(lower, pending, lang, known, factors)


def _numbers(
    lower: str,
    pending: list[tuple[int, int, str]],
    lang: str,
    known: dict[str, int],
    factors: dict[str, int],
) -> list[Number]:
    """The numbers that a row of adjoining number words spells."""
    result: list[Number] = []
    total = current = 0
    begin = close = -1
    largest, alone = 1, ""

    def finish() -> None:
        if begin >= 0 and alone not in _UNSURE_ALONE:
            result.append(Number(begin, close, total + current, False, largest))

    for start, end, word in pending:
        step = known.get(word)
        factor = factors.get(word) if step is None or step == 100 else None
        if factor is not None and (factor >= 1000 or factor == 12) and begin >= 0:
            total, current = total + max(current, 1) * factor, 0
            largest, alone = max(largest, factor), ""
        elif step == 100 and begin >= 0 and 1 <= current % 1000 <= 9:
            current, alone = current * 100, ""
        elif step is not None:
            if begin >= 0 and not _fits(current, step, lang):
                finish()
                begin, total, current, largest = -1, 0, 0, 1
            alone = word if begin < 0 else ""
            begin = start if begin < 0 else begin
            current += step
        elif factor is not None:
            single = _single(lower, start, end, word, lang, factor)
            if single is not None:
                result.append(single)
            continue
        else:
            continue
        close = end
    finish()
    return result


def _single(lower: str, start: int, end: int, word: str, lang: str, factor: int) -> Number | None:
    """A magnitude word without a number: "a thousand", "half a million"."""
    before = lower[max(0, start - 14) : start]
    half = _half().search(before)
    if half is not None:
        value = factor / 2
        begin = start - len(before) + half.start()
        return Number(begin, end, int(value) if value.is_integer() else value, False, factor)
    wanted = _alone(lang).get(word)
    if wanted is None or before.endswith((" of ", " of a ", "quarter ")):
        return None
    if wanted == "":
        return Number(start, end, factor, False, factor)
    if re.search(rf"(?<!\w){wanted}[a-z]{{0,2}}\s$", before):
        begin = start - len(before) + before.rstrip().rfind(wanted)
        return Number(begin if lang != "en" else start, end, factor, False, factor)
    return None


def vague_numbers(lower: str, lang: str) -> list[Number]:
    """Words that name a size, not a value, with the bounds they suggest."""
    sizes = _vague(lang)
    result: list[Number] = []
    for start, end, word in _known_words(lower, lang) if sizes else ():
        size = sizes.get(word)
        if size is None:
            continue
        if result and lower[result[-1].end : start] in _VAGUE_LINKS and result[-1].low:
            before = result[-1]  # tens of thousands, several thousand
            low, high = (before.low or 0) * size, ((before.high or 0) + 1) * size - 1
            result[-1] = Number(before.start, end, None, False, size, low, high)
        elif size < 10:  # several
            result.append(Number(start, end, None, False, size, size, 4 * size))
        else:
            result.append(Number(start, end, None, False, size, 2 * size, 10 * size - 1))
    return result


# ---------------------------------------------------------------- Chinese and Japanese


@cache
def _east() -> tuple[re.Pattern[str], dict[str, int], dict[str, int]]:
    raw = table("east_numerals")
    digits = {
        char: value for value, several in enumerate(raw["digits"].split()) for char in several
    }
    powers = {raw[str(power)]: power for power in (10, 100, 1000)}
    powers |= {
        char: int(power)
        for power, words in table("glued_magnitudes").items()
        for char in words.split()
        if char in "万萬亿億兆"
    }
    every = "".join(sorted(digits.keys() | powers.keys()))
    return re.compile(rf"(?<![\d{every}])[{every}]{{1,12}}(?![\d{every}])"), digits, powers


def _east_value(run: str) -> int | None:
    """三十万 is 300,000; None for a run that is no number in words, such as 二〇二四."""
    _, digits, powers = _east()
    if len(run) > 1 and not any(char in powers for char in run):
        return None
    total = section = current = 0
    for char in run:
        if char in digits:
            current = digits[char]
            continue
        power = powers[char]
        if power >= 10_000:
            total, section, current = total + (section + current or 1) * power, 0, 0
        else:
            section, current = section + (current or 1) * power, 0
    return total + section + current


def _east_numbers(text: str) -> list[Number]:
    """Numbers in Chinese characters; a lone 一 is a word more often than a number."""
    pattern, _, powers = _east()
    result = []
    for match in pattern.finditer(text):
        run = match.group()
        value = _east_value(run)
        if value is None or (len(run) == 1 and (run == "一" or run in powers)):
            continue
        result.append(Number(match.start(), match.end(), value, False))
    return result
