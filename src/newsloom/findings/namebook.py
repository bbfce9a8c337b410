"""The names an article gives, and which of them a naming phrase means.

The rule for a bare surname: it means the only full name of the article that ends in it; with two
bearers of the name in the article, or none, it stays what it is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from newsloom.findings.lexicon import Cues

_WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_](?:[\w.’'‑-]*\w)?\.?|&")
_CLITIC = re.compile(r"['’]s?$")
_SUFFIX = re.compile(r"['’][^\W\d_]{0,5}$")
# fmt: off
_PARTICLES = frozenset((
    "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "vom",
    "zu", "zum", "zur", "ter", "ten", "af", "bin", "ibn", "al", "el", "ben", "abu",
))
# fmt: on
_JOINED = "|".join(("of", *sorted(_PARTICLES)))
# Every capital letter, for character classes.
UPPER = "".join(chr(point) for point in range(0x41, 0x10000) if chr(point).isupper())
_BEHIND = rf"(?:\.(?:[{UPPER}]\.)*+|\w*+(?:[’'‑-]++\w++)*+)"  # what follows a capital
# Two capitalised words or more in a row; a sentence may begin with the first of them.
# It begins with the capital, so that a search skips the other letters.
NAME_RUN = re.compile(
    rf"[{UPPER}](?<![\w’'.-].){_BEHIND}"
    rf"(?:[ \xa0](?:(?:{_JOINED})[ \xa0]){{0,2}}[{UPPER}]{_BEHIND})+"
)
_LONGEST = 5  # words of a personal name, particles included
_LEAST_LED = 4  # words: a name of two, what joins it, and what it belongs to
_ENDINGS = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii"))


def _bare(word: str) -> str:
    return _CLITIC.sub("", word) if "'" in word or "’" in word else word


def personal(words: list[str], cue: Cues) -> list[str]:
    """The words without titles before the name and endings after it."""
    owner = max((at for at, word in enumerate(words[:-1]) if word != _bare(word)), default=-1)
    words = [word for word in (_stem(word, cue) for word in words[owner + 1 :]) if word]
    while len(words) > 1 and words[-1].lower() in _ENDINGS:
        words.pop()
    for at in range(len(words) - 2, -1, -1):
        if _is_title(words[at], cue):
            words = words[at + 1 :]
            break
    if len(words) > 3 and words[0] in ("of", "for"):  # (Secretary) of State Ann Lee
        words = words[2:]
    return words[: words.index("of")] if "of" in words[1:] else words


def _stem(word: str, cue: Cues) -> str:
    """The word without a genitive or, in languages that set one apart, its ending."""
    return _SUFFIX.sub("", word) if cue.suffixed else _bare(word)


@lru_cache(maxsize=20_000)
def _is_title(word: str, cue: Cues) -> bool:
    low, honorifics = word.casefold(), cue.honorifics
    return (
        low in honorifics
        or (low.startswith("ex") and low[2:].lstrip("-") in honorifics)
        or low.endswith(cue.title_endings)
        or ("-" in low and not honorifics.isdisjoint(low.split("-")))
    )


@lru_cache(maxsize=20_000)
def _full_name(run: str, cue: Cues) -> tuple[str, ...]:
    """The personal name in a run of capitalised words: the same names fill the news for days."""
    words = personal(_WORD.findall(run), cue)
    while words and (words[0].casefold() in cue.plain or words[0].casefold() in cue.prepositions):
        words.pop(0)
    return tuple(words)


class _Parsed(NamedTuple):
    """A naming phrase by its words: ``leader`` and ``name`` are personal names without titles.

    ``leader`` is the name before what it belongs to, ``name`` the one at the end, with ``prefix``
    before it; empty where there is none. ``article``: it begins with a determiner.
    """

    words: Sequence[str]
    article: bool
    leader: Sequence[str] = ()
    name: Sequence[str] = ()
    prefix: Sequence[str] = ()


@lru_cache(maxsize=20_000)
def _parsed(naming: str, cue: Cues) -> _Parsed:
    """A naming phrase read by itself; what the article knows of its names is not asked."""
    words = _WORD.findall(naming)
    if not words:
        return _Parsed((), False)
    elided = _elided(words[0], cue)
    words[0] = words[0][elided:]
    article = bool(elided) or words[0].casefold() in cue.determiners
    if cue.caseless:
        return _Parsed(tuple(words), article, name=tuple(personal(words, cue)))
    if _joint(words, cue):
        return _Parsed(tuple(words), article)
    leader = _leader(words, cue)
    if leader:
        return _Parsed(tuple(words), article, tuple(leader))
    name, prefix = _trailing_name(words, cue)
    if not name or (article and len(prefix) <= (not elided)):
        return _Parsed(tuple(words), article)
    if len(name) == 1 and words[0].casefold() in cue.indefinite:
        return _Parsed(tuple(words), article)  # ein hochrangiger Beamter
    return _Parsed(tuple(words), article, (), tuple(personal(name, cue)), tuple(prefix))


def _elided(word: str, cue: Cues) -> int:
    """The length of an article that has lost its vowel before the word: l’Europe."""
    low = word.casefold().replace("’", "'")
    at = low.find("'") + 1
    return at if 0 < at < len(word) and low[:at] in cue.articles else 0


def _joint(words: list[str], cue: Cues) -> bool:
    """Whether the words name two, Ann Lee and Bert Moss, not one of two offices."""
    at = next((i for i in range(1, len(words) - 1) if words[i].casefold() in cue.ands), 0)
    if not at or not words[at - 1][0].isupper():
        return False
    offices = _is_title(words[at - 1], cue) if at == 1 else words[0].casefold() in cue.determiners
    return not (offices and (at == 1 or cue.nouns_capital))


def _leader(words: list[str], cue: Cues) -> list[str]:
    """The name before what it belongs to (Ann Lee of The Gazette); [] when there is none."""
    if len(words) < _LEAST_LED:
        return []
    at = next((at for at, word in enumerate(words) if word.casefold() in cue.joins), 0)
    if not 2 <= at < len(words) - 1:
        return []
    begin = 0
    if words[0].casefold() in cue.determiners:  # Il premier | Ann Lee | in un'intervista
        begin = next((i for i in range(1, at) if words[i][0].isupper()), at)
        if begin < 2:
            return []
    end = next((i for i in range(begin, at) if not words[i][0].isupper()), at)
    if (begin or end < at) and cue.nouns_capital:
        return []
    last = words[end - 1].casefold() if end else ""
    name = personal(words[begin:end], cue)
    known = 2 <= len(name) <= 3 and not _is_title(words[end - 1], cue)
    return name if known and last not in cue.bodies and last not in _PARTICLES else []


def _before_articles(prefix: Sequence[str], cue: Cues) -> str:
    """The last word before a name, case-folded, its articles aside; "" without one."""
    at = len(prefix)
    while at > 1 and prefix[at - 1].casefold() in cue.articles:
        at -= 1
    return prefix[at - 1].casefold() if at else ""


def _behind_office(name: Sequence[str], prefix: Sequence[str], cue: Cues) -> bool:
    """Whether a name follows its office: ministro de Defensa | Bert Moss."""
    plain = name and name[0].casefold() not in cue.determiners
    return bool(plain) and len(name) == 3 and any(_is_title(word, cue) for word in prefix)


def _trailing_name(words: list[str], cue: Cues) -> tuple[list[str], list[str]]:
    """The capitalised words at the end of the phrase, and what stands before them."""
    at = len(words)
    while at:
        word = words[at - 1]
        particle = word in _PARTICLES and at < len(words) and at > 1
        if not (word[0].isupper() or particle):
            break
        if word != _stem(word, cue) and at < len(words):
            break  # Harvard’s Ann Lee
        at -= 1
    while at < len(words) and words[at] in _PARTICLES and at and words[at - 1][0].islower():
        at += 1
    return words[at:], words[:at]


class Namebook:
    """Full names of one article by their last word. Built once."""

    def __init__(self, text: str, cue: Cues) -> None:
        self._cue = cue
        self._by_last: dict[str, dict[tuple[str, ...], int]] = {}
        self._resolved: dict[str, tuple[str | None, bool]] = {}
        for run, count in Counter(NAME_RUN.findall(text)).items():
            name = _full_name(run, cue)
            if 2 <= len(name) <= _LONGEST:
                named = self._by_last.setdefault(name[-1], {})
                named[name] = named.get(name, 0) + count

    def has_title(self, naming: str) -> bool:
        """Whether a word before the last is a title or an office."""
        return any(_is_title(word, self._cue) for word in naming.split()[:-1])

    def fullest(self, words: Sequence[str]) -> str:
        """The fullest name of the article that ``words`` (a name without titles) stands for."""
        named = self._by_last.get(words[-1], {})
        if len(words) == 1:
            bearers = {name[0] for name in named if name[0] not in self._cue.stops}
            if len(bearers) != 1:
                return words[0]
            # The most frequent form, the longer of two: a stray title word is rarely repeated.
            return " ".join(max((count, len(name), name) for name, count in named.items())[2])
        same = [name for name in named if name[0] == words[0] and len(name) >= len(words)]
        return " ".join(max(((len(name), name) for name in same), default=(0, tuple(words)))[1])

    def known(self, words: Sequence[str]) -> bool:
        """Whether the article has these words as a full name standing alone."""
        return tuple(words) in self._by_last.get(words[-1], {})

    def resolve(self, naming: str) -> tuple[str | None, bool]:
        """The speaker a naming phrase means, and whether it is a personal name.

        A description ("a spokesman for Mr Lee") is its own words without the article; one that
        depends on another ("his spokesman") gives None.
        """
        if naming not in self._resolved:
            self._resolved[naming] = self._resolve(naming)
        return self._resolved[naming]

    def _resolve(self, naming: str) -> tuple[str | None, bool]:
        words, article, leader, name, prefix = _parsed(naming, self._cue)
        if self._cue.caseless:
            return (" ".join(name), not article) if words else (None, False)
        if leader:
            return self.fullest(self._known_tail(leader)), True
        if name:
            joined = _before_articles(prefix, self._cue)
            if joined and joined in self._cue.joins:
                if _behind_office(name, prefix, self._cue):
                    return self.fullest(self._known_tail(name[-2:])), True
                if article or all(word[0].islower() for word in prefix):
                    return self._description(words, article), False
                name = name[-2:]
            name = self._known_tail(name)
            return self.fullest(name), True
        return self._description(words, article) if words else None, False

    def _known_tail(self, name: Sequence[str]) -> Sequence[str]:
        """The name without leading words that the article elsewhere leaves out."""
        for size in (2, 3):
            if len(name) > size and self.known(name[-size:]):
                return name[-size:]
        return name

    def _description(self, words: Sequence[str], article: bool) -> str | None:
        first = words[0].casefold()
        if article and first in self._cue.articles:
            words = words[1:]
        elif article and len(words) > 1 and words[0][0].islower():
            return None
        return " ".join(words) or None
