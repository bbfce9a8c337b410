"""Words of a text in any language: case-folded, with offsets when needed, and their stems.

Scripts written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) give overlapping pairs of
characters, which behave like words in every measure that counts shared terms.
"""

import re
import unicodedata
from functools import cache
from threading import Lock
from typing import NamedTuple

import Stemmer

# PyStemmer's algorithms by primary BCP 47 tag. Croatian and Bosnian share the Serbian one.
_ALGORITHMS = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hr": "serbian", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ms": "indonesian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "cs": "czech", "yi": "yiddish",
}  # fmt: skip
_CACHE_LIMIT = 200_000  # stems kept per language before the cache starts anew


def _ranges(points: list[int]) -> str:
    """Code points, ascending, as the inside of a regular expression's character class."""
    spans: list[list[int]] = []
    for point in points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in spans)


# ``\w`` leaves out combining marks, without which Hindi, Tamil or vowelled Arabic fall apart;
# U+200C and U+200D join parts of one word in Persian and in Indic scripts.
_MARKS = _ranges([p for p in range(0x300, 0x10000) if unicodedata.category(chr(p)) in ("Mn", "Mc")])
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # 1,234.5
    rf"|[^\W_](?:(?:\.[^\W\d_])+\.|[\w{_MARKS}\u200c\u200d]*)"  # U.N. or a word
)
_SPACELESS_RANGES = (
    r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0002fa1f"
)
_SPACELESS = re.compile(f"[{_SPACELESS_RANGES}]")
_RUN = re.compile(f"[{_SPACELESS_RANGES}{_MARKS}]+|[^{_SPACELESS_RANGES}]+")


class Token(NamedTuple):
    """A word and where it stands: ``text[start:end]`` case-folds to ``word``."""

    start: int
    end: int
    word: str


def _fold(text: str) -> str:
    """Case-folded and composed, so that one word has one spelling in every encoding."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", folded).replace("i\u0307", "i")


def _pieces(word: str) -> list[tuple[int, int]]:
    """Where a word with spaceless characters is cut: pairs of those, whole runs of others."""
    pieces: list[tuple[int, int]] = []
    for run in _RUN.finditer(word):
        start, end = run.span()
        if end - start <= 2 or not _SPACELESS.match(word, start):
            pieces.append((start, end))
        else:
            pieces.extend((at, at + 2) for at in range(start, end - 1))
    return pieces


def words(text: str) -> list[str]:
    """The case-folded words of ``text``, in order; dotted initials are closed up (u.n. -> un)."""
    found = _WORD.findall(text)
    if not found:
        return []
    if not text.isascii() and _SPACELESS.search(text):
        found = [
            word[start:end]
            for word in found
            for start, end in (_pieces(word) if _SPACELESS.search(word) else ((0, len(word)),))
        ]
    joined = _fold("\0".join(found))
    folded = joined.split("\0")
    if ".\0" in joined or joined[-1] == ".":
        return [_closed(word) if word[-1] == "." else word for word in folded]
    return folded


def _closed(word: str) -> str:
    return word.replace(".", "")


def tokens(text: str) -> list[Token]:
    """As :func:`words`, with the code point offsets of each word in ``text``."""
    result: list[Token] = []
    for match in _WORD.finditer(text):
        word = match.group()
        base = match.start()
        pieces = _pieces(word) if _SPACELESS.search(word) else [(0, len(word))]
        for start, end in pieces:
            folded = _fold(word[start:end])
            if folded[-1] == ".":
                folded = _closed(folded)
            result.append(Token(base + start, base + end, folded))
    return result


class _Stems:
    """A stemmer of one language with the stems it gave. Safe to share between threads."""

    def __init__(self, algorithm: str) -> None:
        self._stemmer = Stemmer.Stemmer(algorithm, 0)
        self._known: dict[str, str] = {}
        self._lock = Lock()  # a PyStemmer object must not be entered twice

    def of(self, words: list[str]) -> list[str]:
        known = self._known
        try:
            return [known[word] for word in words]
        except KeyError:
            pass
        with self._lock:
            known = self._known if len(self._known) < _CACHE_LIMIT else {}
            missing = [word for word in words if word not in known]
            known.update(zip(missing, self._stemmer.stemWords(missing), strict=True))
            self._known = known
        return [known[word] for word in words]


@cache
def _stems_of(algorithm: str) -> _Stems:
    return _Stems(algorithm)


def stems(words: list[str], lang: str) -> list[str]:
    """The stem of each case-folded word; unchanged where the language has no stemmer."""
    algorithm = _ALGORITHMS.get(lang)
    return list(words) if algorithm is None else _stems_of(algorithm).of(words)
