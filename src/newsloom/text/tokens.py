"""Words of a text in any language: case-folded and levelled, with offsets, and their stems.

Scripts written without spaces give overlapping pairs, which behave like words in every measure
that counts shared terms: of characters in Chinese, of kanji in Japanese (whose katakana runs are
words as they stand), of letters with their marks in Thai, Lao, Khmer and Burmese.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import NamedTuple

import Stemmer

from newsloom.text.levelling import BY_LANGUAGE, LEVELLED, SPECIAL
from newsloom.text.tries import ranges

# PyStemmer's algorithms by primary BCP 47 tag. Croatian and Bosnian share the Serbian one,
# Malay the Indonesian one, Slovak the Czech one, Galician the Portuguese one.
_ALGORITHMS = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish",
    "de": "german", "el": "greek", "en": "english", "eo": "esperanto", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "gl": "portuguese", "hi": "hindi", "hr": "serbian", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ms": "indonesian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sk": "czech", "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Languages that inflect by endings and have no algorithm: a word's first letters stand for it.
_LEADING = {
    "az": 6, "be": 5, "bg": 5, "bn": 5, "gu": 5, "is": 5, "ka": 5, "kk": 5, "kn": 6, "ky": 5,
    "lb": 6, "lv": 5, "mk": 5, "ml": 6, "mn": 5, "mr": 5, "pa": 5, "si": 5, "sl": 5, "sq": 5,
    "te": 6, "ug": 6, "uk": 5, "ur": 5, "uz": 6,
}  # fmt: skip
_SEGMENTED = {
    "ja": "pairs of kanji, whole katakana",
    "km": "pairs of clusters",
    "lo": "pairs of clusters",
    "my": "pairs of clusters",
    "th": "pairs of clusters",
    "zh": "pairs of characters",
}
_PART = "0zq0qz0"  # a word that parts texts; all of it one token, the same when folded
_CACHE_LIMIT = 200_000  # stems kept per language before the cache starts anew


# ``\w`` leaves out combining marks, without which Hindi, Tamil or vowelled Arabic fall apart;
# U+200C and U+200D join parts of one word in Persian and in Indic scripts, U+00AD says where a
# word may be broken.
MARKS = ranges([p for p in range(0x300, 0x10000) if unicodedata.category(chr(p)) in ("Mn", "Mc")])
_NUMBER = r"\d+(?:[.,]\d+)+"  # 1,234.5
_INSIDE = rf"[\w{MARKS}\u00ad\u200c\u200d]"
_WORD = re.compile(rf"{_NUMBER}|[^\W_](?:(?:\.[^\W\d_])+\.|{_INSIDE}*)")  # U.N. or a word
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
# Hebrew writes acronyms with a quotation mark before the last letter.
_HEBREW_WORD = re.compile(
    rf"{_NUMBER}|[^\W_](?:(?:\.[^\W\d_])+\.|{_INSIDE}*"
    r"(?:(?<=[\u05d0-\u05ea])[\"״”][\u05d0-\u05ea](?![\u05d0-\u05ea]))?)"
)
_SPACELESS_RANGES = (
    r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0002fa1f"
)
_SPACELESS = re.compile(f"[{_SPACELESS_RANGES}]")
_KATAKANA = r"\u30a1-\u30fe\u31f0-\u31ff\uff66-\uff9f"
_HIRAGANA = r"\u3040-\u309f"
_RUN = re.compile(
    rf"[{_KATAKANA}]+|[{_HIRAGANA}]+|(?:(?![{_HIRAGANA}{_KATAKANA}])[{_SPACELESS_RANGES}{MARKS}])+"
    rf"|[^{_SPACELESS_RANGES}]+"
)
_ONE_PIECE = re.compile(f"[{_KATAKANA}]")
_HIRAGANA_WORD = re.compile(f"[{_HIRAGANA}]+")
# A letter with the marks on it; in Thai and Lao a vowel may be written before its letter.
_CLUSTER = re.compile(rf"[\u0e40-\u0e44\u0ec0-\u0ec4]?.[{MARKS}\u0e30\u0e32\u0e33\u0eb0\u0eb2]*")


# Texts with none of these are read in one go: nothing in them is levelled, composed or cut.
_UNUSUAL = re.compile(
    rf"{SPECIAL.pattern}|[{_SPACELESS_RANGES}{MARKS}\u00ad\u200c\u200d]".replace("]|[", "")
)
_INITIALS = re.compile(r"\.[^\W\d_]")  # without it there are none
_LONE_SZ = re.compile(r"(?<![^\W_])ß\.")
# The same words; what is tried first is one character, so that a search skips all the others.
_USUAL_WORD = re.compile(r"[^\W_](?:(?<=\d)\d*(?:[.,]\d+)+|\w++|(?:\.[^\W\d_])+\.|)")


class Token(NamedTuple):
    """A word and where it stands: ``text[start:end]`` folds to ``word``."""

    start: int
    end: int
    word: str


def _fold(text: str, lang: str) -> str:
    """Case-folded and composed, so that one word has one spelling in every encoding."""
    own = BY_LANGUAGE.get(lang)
    if own is not None:
        text = text.translate(own)
    folded = text.casefold()
    if folded.isascii():
        return folded
    if SPECIAL.search(folded):
        folded = folded.translate(LEVELLED)
    return unicodedata.normalize("NFC", folded).replace("i\u0307", "i")


def _pieces(word: str) -> list[tuple[int, int]]:
    """Where a word with spaceless characters is cut: pairs of those, whole runs of others."""
    pieces: list[tuple[int, int]] = []
    for run in _RUN.finditer(word):
        start, end = run.span()
        if end - start <= 2 or not _SPACELESS.match(word, start) or _ONE_PIECE.match(word, start):
            pieces.append((start, end))
            continue
        cuts = [cluster.start() for cluster in _CLUSTER.finditer(word, start, end)] + [end]
        if len(cuts) <= 3:
            pieces.append((start, end))
        else:
            pieces.extend(zip(cuts, cuts[2:], strict=False))
    return pieces


def _matches(text: str) -> re.Pattern[str]:
    return _HEBREW_WORD if not text.isascii() and _HEBREW.search(text) else _WORD


def words(text: str, lang: str = "und") -> list[str]:
    """The case-folded words of ``text``, in order; dotted initials are closed up (u.n. -> un).

    ``lang`` matters where languages spell one character in two ways: the dotless i of Turkish,
    the letters that Persian and Urdu have of their own.
    """
    if lang not in BY_LANGUAGE:
        folded = text.casefold()
        if text.isascii() or _is_usual(text, folded):
            found = _USUAL_WORD.findall(folded)
            if _INITIALS.search(folded) is None:
                return found
            return [_closed(word) if word[-1] == "." else word for word in found]
    return _unusual_words(text, lang)


def _is_usual(text: str, folded: str) -> bool:
    """Whether a text can be folded before its words are found: they are the same either way."""
    grown = len(folded) - len(text)  # "ß" became "ss", and a dotted initial is one letter
    if grown and (grown != text.count("ß") or _LONE_SZ.search(text)):
        return False
    return not _UNUSUAL.search(folded) and unicodedata.is_normalized("NFC", folded)


def _unusual_words(text: str, lang: str) -> list[str]:
    """The words of any text: read first, folded and levelled then."""
    found = _matches(text).findall(text)
    if not found:
        return []
    if not text.isascii() and _SPACELESS.search(text):
        found = [
            word[start:end]
            for word in found
            for start, end in (_pieces(word) if _SPACELESS.search(word) else ((0, len(word)),))
        ]
    joined = _fold("\0".join(found), lang)
    folded = joined.split("\0")
    if ".\0" in joined or joined[-1:] == ".":
        folded = [_closed(word) if word[-1:] == "." else word for word in folded]
    if "\0\0" in joined or "\0" in (joined[:1], joined[-1:]):
        return [word for word in folded if word]  # nothing but marks
    return folded


def words_of(pieces: Sequence[str], lang: str = "und") -> list[list[str]]:
    """The :func:`words` of each piece, read in one go: many short texts for the cost of one."""
    found = words(f"\n{_PART}\n".join(pieces), lang)
    if found.count(_PART) != len(pieces) - 1:  # a piece has that word itself, or there is none
        return [words(piece, lang) for piece in pieces]
    result: list[list[str]] = []
    at = 0
    for _ in range(len(pieces) - 1):
        end = found.index(_PART, at)
        result.append(found[at:end])
        at = end + 1
    return [*result, found[at:]]


def _closed(word: str) -> str:
    return word.replace(".", "")


def tokens(text: str, lang: str = "und") -> list[Token]:
    """As :func:`words`, with the code point offsets of each word in ``text``."""
    spaceless = not text.isascii() and _SPACELESS.search(text) is not None
    spans: list[tuple[int, int]] = []
    for match in _matches(text).finditer(text):
        start, end = match.span()
        if spaceless and _SPACELESS.search(text, start, end):
            spans.extend((start + low, start + high) for low, high in _pieces(match.group()))
        else:
            spans.append((start, end))
    if not spans:
        return []
    folded = _fold("\0".join([text[start:end] for start, end in spans]), lang).split("\0")
    return [
        Token(start, end, _closed(word) if word[-1] == "." else word)
        for (start, end), word in zip(spans, folded, strict=True)
        if word
    ]


def grammatical(word: str) -> bool:
    """Whether a word of a Japanese text is but hiragana: endings, particles, auxiliaries."""
    return _HIRAGANA_WORD.fullmatch(word) is not None


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


def segmentation(lang: str) -> str:
    """How texts of a language are cut into words, for a person to read."""
    return _SEGMENTED.get(lang, "spaces")


def treatment(lang: str) -> str:
    """How words of a language are stemmed: ``snowball NAME``, ``first N letters`` or ``none``."""
    if lang in _ALGORITHMS:
        return f"snowball {_ALGORITHMS[lang]}"
    if lang == "ko":
        return "particles"
    return f"first {_LEADING[lang]} letters" if lang in _LEADING else "none"


def stems(words: list[str], lang: str) -> list[str]:
    """The stem of each case-folded word; unchanged where the language has no treatment."""
    algorithm = _ALGORITHMS.get(lang)
    if algorithm is not None:
        return _stems_of(algorithm).of(words)
    leading = _LEADING.get(lang)
    if leading is not None:
        return [word[:leading] for word in words]
    if lang == "ko":
        return [_without_particle(word) for word in words]
    return list(words)


# What Korean writes onto a noun, the longest first.
_PARTICLES = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|으로부터|에게서|이라고|에서도|까지|부터|에서|에게|으로|이라|라고|처럼|보다|들이|들은|들을"
    r"|했다|한다|하고|하며|하는|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)


def _without_particle(word: str) -> str:
    return _PARTICLES.sub("", word)
