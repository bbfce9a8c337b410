"""The lexicon of debris: general phrases that sites leave around an article, in many languages."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Kind = Literal["label", "related", "comments", "credit", "notice"]

_KINDS: tuple[Kind, ...] = ("comments", "related", "label", "credit", "notice")
_LONGEST_START = 60  # no phrase is longer
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_COUNT = re.compile(r"^\W*\d[\d.,]*\s*[km]?\b\W*|\W*\d[\d.,]*\s*[km]?\W*$")  # on one side
_OUTER = " \t-–—•·*|:;,.!¡…_=~#>»›<«‹→←▶►▼▲■□●○◆★☆✓✔+/\\()[]{}\u00a0\u200b\u200e\u200f\ufe0f"
_BOUNDARY = re.compile(r"(?<=\S)(?=[\s:：!，,.。）)|–—-])|$")


class Start(NamedTuple):
    """A phrase that lines begin with. ``weak`` ones count only in short lines."""

    kind: Kind
    weak: bool
    phrase: str


@cache
def _data() -> dict[str, Any]:
    source = files(__package__).joinpath("lexicon.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def wordset(*path: str) -> frozenset[str]:
    """The words of one list of the lexicon, such as ``("social", "names")``."""
    found: Any = _data()
    for key in path:
        found = found[key]
    return frozenset(map(level, found))


def _phrases(place: str, kind: Kind) -> list[str]:
    lists: dict[str, list[str]] = _data()[place].get(kind, {})
    return [level(phrase) for phrases in lists.values() for phrase in phrases]


@cache
def _whole() -> dict[str, Kind]:
    return {phrase: kind for kind in reversed(_KINDS) for phrase in _phrases("whole", kind)}


@cache
def _starts() -> dict[str, Start]:
    found: dict[str, Start] = {}
    for kind in reversed(_KINDS):
        for phrase in _phrases("start", kind):
            wide = bool(_WIDE.search(phrase)) and len(phrase) >= 3
            weak = " " not in phrase.strip() and phrase[-1] not in ":：=" and not wide
            found[phrase.strip()] = Start(kind, weak, phrase.strip())
    return found


@cache
def notices() -> tuple[str, ...]:
    """Phrases that make a notice of a line that contains them."""
    return tuple(sorted(set(_phrases("within", "notice"))))


def level(line: str) -> str:
    """A line as the lexicon spells it: case-folded, plain apostrophes, single blanks."""
    plain = line.casefold().replace("i\u0307", "i").replace("’", "'").replace("‘", "'")
    return " ".join(plain.split())


def whole_kind(leveled: str) -> Kind | None:
    """The kind of a line that is nothing but a phrase, a count beside it allowed."""
    known = _whole()
    core = leveled.strip(_OUTER)
    found = known.get(core)
    if found is None and any(char.isdigit() for char in core):
        core = _COUNT.sub("", core, count=1).strip(_OUTER)
        found = known.get(core) if core else None
    return found


def start_of(leveled: str) -> Start | None:
    """The longest phrase that the line begins with, at a word's end; None if there is none."""
    known = _starts()
    line = leveled.lstrip("-–—•·*|>»›→▶►■●◆★✓ \u200b")
    best: Start | None = None
    limit = min(len(line), _LONGEST_START)
    if _WIDE.match(line):
        ends = list(range(1, min(limit, 20) + 1))
    else:
        ends = [match.start() for match in _BOUNDARY.finditer(line[: limit + 1])]
        ends += [end + 1 for end in ends if line[end : end + 1] in (":", "：", "=")]
    for end in sorted(ends):
        best = known.get(line[:end].strip(), best)
    return best
