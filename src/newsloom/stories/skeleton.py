"""Names by their consonants: what is left of a name when it is written in another script.

"Zelensky", "Selenskyj", "Зеленського" and "زيلينسكي" have one skeleton. Vowels go, since each
script writes them its own way; consonants that scripts and languages swap fall into one class.
"""

import re
from functools import lru_cache

from anyascii import anyascii

from newsloom.text.tokens import stems

# Languages whose names take endings, and whose stemmer takes them off.
_DECLINED = {
    "az": "tr", "be": "ru", "bs": "sr", "cs": "cs", "el": "el", "et": "et", "fi": "fi",
    "hi": "hi", "hr": "sr", "hu": "hu", "hy": "hy", "lt": "lt", "mk": "sr", "ne": "ne",
    "pl": "pl", "ru": "ru", "sk": "cs", "sr": "sr", "ta": "ta", "tr": "tr", "uk": "ru",
}  # fmt: skip
# Languages without a stemmer whose names end in a consonant that is no part of them.
_ENDINGS = {"ka": re.compile("(?:ის|მა|მ|ს)$"), "lv": re.compile("s$")}
# Where a j is not a vowel.
_SOUNDED_J = ("ca", "en", "fr", "ga", "id", "ms", "pt", "ro", "sw", "tl", "tr")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_SEMITIC = re.compile(r"[\u05d0-\u05ea\u0620-\u06ff]")
# What stands for a vowel as well as for a consonant, but at the beginning of a word.
_HALF_VOWELS = re.compile(r"(?<=.)[wy]")
_HALF_VOWELS_HEBREW = re.compile(r"(?<=.)[vwy]")
_SPELLINGS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"bh"), "v"),
    (re.compile(r"tsch|tch|dzh|dj|sch|shch|sh|zh|sz|cz|rz"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ch(?=[lrn])"), "k"),
    (re.compile(r"ch"), "s"),
    (re.compile(r"kh|h"), ""),
    (re.compile(r"ck|qu|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"[aeiouy]"), ""),
)
_CLASSES = str.maketrans("bpfvwdtkgcqszjlrmn", "PPFFFTTKKKKSSSLRMN")
_STOP_BEFORE_HISS = re.compile(r"T(?=S)")
_DOUBLED = re.compile(r"(.)\1+")


def declines(lang: str) -> bool:
    """Whether a language puts endings on names."""
    return lang in _DECLINED or lang in _ENDINGS


@lru_cache(maxsize=50_000)
def skeleton(word: str, lang: str, ending: bool = True) -> str:
    """The classes of a case-folded word's consonants, as capital letters; often empty.

    In languages that decline names the ending is taken off; ``ending=False`` leaves the word as
    it is, since a stemmer may take the end of a name for one.
    """
    own = _DECLINED.get(lang)
    if own is not None and ending:
        word = stems([word], own)[0]
    elif lang in _ENDINGS and ending:
        word = _ENDINGS[lang].sub("", word)
    if _GREEK.search(word):
        word = word.replace("ντ", "d").replace("μπ", "b").replace("γκ", "g")
    plain = anyascii(word).lower()
    if _SEMITIC.search(word):
        half = _HALF_VOWELS_HEBREW if _HEBREW.search(word) else _HALF_VOWELS
        plain = half.sub("", plain)
    if "j" in plain and lang not in _SOUNDED_J and word.isascii():
        plain = plain.replace("j", "y")
    for pattern, sound in _SPELLINGS:
        plain = pattern.sub(sound, plain)
    return _DOUBLED.sub(r"\1", _STOP_BEFORE_HISS.sub("", plain.translate(_CLASSES)))
