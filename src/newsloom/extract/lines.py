"""What one line of a scraped text is, by the lexicon and by its shape."""

import re
from functools import cache

from newsloom.extract.lexicon import Kind, level, notices, start_of, whole_kind, wordset
from newsloom.text.wordlists import section

_SHORT = 60  # code points
_MODERATE = 200
_LONG = 700
_END = 24  # code points in which a line's end shows
_FEW = 5  # words of a line that can speak of the site
_ENDS = re.compile(r"[.!?…。！？।॥؟۔։።][\"'”’»›)\]」』】\s]*$")
_OPENS_QUOTE = re.compile(r"^\W{0,2}[\"“”„«‹「『'‘]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")

_SYMBOLS = re.compile(r"[\W_]+$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|\S+@\S+\.\S+$|[@#][\w.]+(?:[\s,|]+[@#][\w.]+)*$")
_CODE = re.compile(
    r"\[/?[a-z][\w-]*(?:\s[^\]]*)?/?\]$|\{\{.*\}\}$|\{%.*%\}$|%\w(?:\s|$)|<[^>]+>$|&\w+;$|"
    r"(?:function|var|window\.|document\.|\$\().*[;{})]$|[.#][\w-]+\s*\{.*\}?$"
)
_COUNTER = re.compile(r"\W*\d{1,3}(?:[.,]\d+)?\s?[kKmM]?\W*$")
_READING = re.compile(
    r"\W*(?:\d+|a|one)\s*[-–]?\s*min(?:ute)?s?\.?(?:\s+(?:read|watch|listen))?\W*$", re.I
)
_COPYRIGHT = re.compile(
    r"^(?:copyright\b|\(c\)|©|ⓒ).*(?:\d{4}|©|ⓒ|rights)|^©|^ⓒ|(?:©|ⓒ)\s*\d{4}", re.I
)
_TEMPERATURE = re.compile(r"[-−–+]?\d{1,3}(?:[.,]\d)?\s*(?:°\s*[CF]?|º\s*[CF]?|[CF]|℃|℉)(?!\w)")
_CRUMBS = re.compile(r"\s*[>»›→]\s*|\s+/\s+")
_CREDIT_PARTS = re.compile(r"\s*(?:[|/;,–—©]|\bvia\b|\s-\s)\s*")
_BRACKETED = re.compile(r"^[(\[]([^()\[\]]{3,90})[)\]]$")
_CUT = re.compile(r"\W*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*$")


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    end = line[-_END:]
    return bool(_ENDS.search(end)) and not _CUT.search(end)


def is_prose(line: str) -> bool:
    """Whether the line reads as running text: a sentence of some words, or a long line."""
    size = len(line) // 2 if _WIDE.search(line) else len(line.split())
    return (ends_sentence(line) and size >= 5) or size >= 25


def is_headline(line: str) -> bool:
    """Whether the line could be a headline: some words, not a sentence, not long."""
    size = len(line) // 2 if _WIDE.search(line) else len(line.split())
    return (
        3 <= size <= 30
        and len(line) <= _MODERATE
        and not line.rstrip().endswith((".", "。", "।", ":"))
    )


# ---------------------------------------------------------------- shapes


@cache
def _date_words() -> frozenset[str]:
    months = {name for names in section("months").values()
              for month in names.split() for name in month.split("/")}  # fmt: skip
    return wordset("dates", "words") | months


def is_date(line: str) -> bool:
    """Whether the line holds a date or a time and nothing else."""
    if len(line) > _SHORT or not any(char.isdigit() for char in line):
        return False
    words = [word.lower().strip(".") for word in _WORDS.findall(line)]
    if not words:  # 07.12.2021 10:30
        return bool(re.fullmatch(r"[\d\s.,:/年月日|–-]+", line)) and sum(map(str.isdigit, line)) > 4
    return all(word in _date_words() for word in words)


def is_weather(line: str) -> bool:
    """Whether the line is a temperature, a place or the state of the sky beside it allowed."""
    found = _TEMPERATURE.search(line)
    if found is None or len(line) > _SHORT or ends_sentence(line):
        return False
    rest = (line[: found.start()] + " " + line[found.end() :]).strip()
    words = _WORDS.findall(rest)
    known = wordset("weather", "words")
    return len(words) <= 5 and all(word.lower() in known or word[0].isupper() for word in words)


def is_breadcrumb(line: str) -> bool:
    """Whether the line is a path through the site: Home > World > Europe."""
    parts = [part for part in _CRUMBS.split(line) if part]
    return (
        len(parts) >= 3 and all(len(part) <= 40 for part in parts[:-1]) and not ends_sentence(line)
    ) or (len(parts) == 2 and whole_kind(level(parts[0])) == "label" and len(line) <= _SHORT)


def is_menu(line: str) -> bool:
    """Whether the line is a row of short entries between bars or dots."""
    if line.startswith("|"):  # a row of a table
        return False
    parts = [part.strip() for part in re.split(r"[|·•]", line)]
    return (
        len(parts) >= 4
        and all(parts)
        and all(len(part) <= 30 for part in parts)
        and not ends_sentence(line)
    )


def is_share_row(line: str) -> bool:
    """Whether the line is nothing but names of networks, counts and button words."""
    if len(line) > _MODERATE:
        return False
    words = [word.lower() for word in re.findall(r"[\w+-]+", line) if not word.isdigit()]
    known = wordset("social", "names")
    return len(words) >= 2 and all(word in known for word in words)


def is_credit(line: str) -> bool:
    """Whether the line credits an agency or a library: "Name / Reuters", "(AP Photo)"."""
    inner = _BRACKETED.match(line.strip())
    text = inner.group(1) if inner else line
    if len(text) > 100 or (ends_sentence(text) and not inner):
        return False
    known = wordset("agencies", "names")
    parts = [part.strip(" .()").casefold() for part in _CREDIT_PARTS.split(text)]
    named = [part for part in parts if part in known or part.removesuffix(" photo") in known]
    short = all(len(part.split()) <= 6 for part in parts)
    return bool(named) and short and (len(parts) > 1 or text.strip(" .()").casefold() in known)


@cache
def _byline_opening() -> re.Pattern[str]:
    words = sorted(wordset("byline", "words"), key=lambda word: (-len(word), word))
    return re.compile(
        rf"^\W*(?:{'|'.join(map(re.escape, words))})(?P<mark>\s*[:：]\s*|\s+)(?=\S)", re.I
    )


def byline_of(line: str) -> str | None:
    """The names in a line that says who wrote it ("By Ann Lee, staff writer"); else None."""
    if len(line) > 100:
        return None
    opening = _byline_opening().match(line)
    if opening is None or ends_sentence(line.rstrip(". ")):
        return None
    rest = line[opening.end() :]
    roles, dates = wordset("byline", "roles"), _date_words()
    words = _WORDS.findall(rest)
    caseless = not any(word[0].islower() or word[0].isupper() for word in words)
    if not words or len(words) > 14 or (caseless and not opening["mark"].strip()):
        return None
    named = all(
        word[0].isupper() or word.lower() in roles or word.lower() in dates or caseless
        for word in words
    )
    return rest if named else None


@cache
def _date_labels(which: str) -> re.Pattern[str]:
    words = sorted(wordset("dates", which), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)\s*[:：]?", re.I)


def published_in(line: str) -> str | None:
    """What a line prints after "Published:" or the like, up to an update; else None."""
    if len(line) > 150 or not any(map(str.isdigit, line)):
        return None
    label = _date_labels("published").search(line)
    if label is None or label.start() > 40:
        return None
    rest = line[label.end() :]
    update = _date_labels("updated").search(rest)
    if _date_labels("updated").search(line, 0, label.start()):
        return None
    return (rest[: update.start()] if update else rest).split("|")[0].strip() or None


def is_site_talk(line: str) -> bool:
    """Whether a few words that are no sentence speak of the site: its comments, its letters."""
    words = [word.casefold() for word in _WORDS.findall(line)]
    return (
        1 <= len(words) <= _FEW
        and not ends_sentence(line.rstrip(".!…"))
        and any(word in wordset("short", "words") for word in words)
    )


# ---------------------------------------------------------------- one line


def _shape(line: str) -> Kind | None:
    """Debris by shape, wherever it stands."""
    if _SYMBOLS.match(line) or _ADDRESS.match(line) or _READING.match(line) or is_share_row(line):
        return "label"
    if _CODE.match(line) or is_menu(line):
        return "label"
    if _COPYRIGHT.search(line) and len(line) <= 300:
        return "notice"
    return "credit" if is_credit(line) else None


def _by_start(line: str, leveled: str, outside: bool) -> Kind | None:
    found = start_of(leveled)
    if found is None or _OPENS_QUOTE.match(line):
        return None
    if found.kind == "notice":
        marked = re.match(r"^\W*[^\W\d_]+(?:\s[^\W\d_]+)?\s*[:!：]", line)
        return "notice" if outside or (marked and len(line) <= _LONG) else None
    if found.kind == "credit":
        return (
            "credit"
            if len(line) <= 120 and not (ends_sentence(line) and len(line) > _SHORT)
            else None
        )
    if found.weak and len(line) > _SHORT:
        return None
    if ends_sentence(line) and not (outside and not found.weak):
        return None
    return found.kind if len(line) <= _MODERATE or outside else None


def _outside_shape(line: str) -> bool:
    """Debris by shape, beside the body only: within it a date may head a chronology."""
    return len(line) <= _MODERATE and (
        bool(_COUNTER.match(line))
        or is_date(line)
        or is_weather(line)
        or is_breadcrumb(line)
        or is_site_talk(line)
        or byline_of(line) is not None
    )


def debris_kind(line: str, *, outside: bool) -> Kind | None:
    """What kind of debris a line is, or None for text.

    ``outside`` says that the line stands before or after the body, where dates, bylines and
    sentences of the site itself are expected.
    """
    if len(line) > 2 * _LONG:
        return None
    leveled = level(line)
    found = whole_kind(leveled) if len(line) <= 100 else None
    found = found or _shape(line)
    if found is None and outside and _outside_shape(line):
        found = "label"
    if found is None:
        found = _by_start(line, leveled, outside)
    if (
        found is None
        and len(line) <= (_LONG if outside else _MODERATE)
        and not _OPENS_QUOTE.match(line)
    ):
        found = "notice" if _is_notice(leveled) else None
    return found


def _is_notice(leveled: str) -> bool:
    for phrase in notices():  # noqa: SIM110 - any() takes twice as long
        if phrase in leveled:
            return True
    return False
