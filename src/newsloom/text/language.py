"""Which language a text is in, as a primary BCP 47 tag.

A script that one language of the news writes decides alone; the others go to py3langid's
model, asked only about the languages of that script.
"""

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from pathlib import Path

import platformdirs
from py3langid.langid import LanguageIdentifier

from newsloom.text import language_model

UNSURE = "und"
_SAMPLE = 800  # code points looked at; more does not change the answer
_SCRIPT_SAMPLE = 240
_ENOUGH = 0.4  # probability from which the model is believed: 2 in 1,000 headlines wrong
_HEADLINE = 40  # letters of a long headline in Han
_MIN_LETTERS = 8  # of a script the model has to tell apart

_LANGUAGES = {
    "latin": (
        "af az bs ca cs cy da de en eo es et eu fi fr ga gl ha hr ht hu id is it ku lb lt lv mg "
        "ms mt nl no pl pt ro rw sk sl so sq sr sv sw tk tl tr uz vi xh yo zu"
    ),
    "cyrillic": "ba be bg kk ky mk mn ru sr tg tt uk uz",
    "arabic": "ar fa ku ps ug ur",
    "devanagari": "hi mr ne sa",
    "bengali": "as bn",
}
# First code point of a block and the script or, where there is but one, the language in it.
_BLOCKS = (
    (0x0000, ""), (0x0041, "latin"), (0x0250, ""), (0x0370, "el"), (0x0400, "cyrillic"),
    (0x0530, "hy"), (0x0590, "he"), (0x0600, "arabic"), (0x0700, ""), (0x0750, "arabic"),
    (0x0780, ""), (0x08A0, "arabic"), (0x0900, "devanagari"), (0x0980, "bengali"), (0x0A00, "pa"),
    (0x0A80, "gu"), (0x0B00, "or"), (0x0B80, "ta"), (0x0C00, "te"), (0x0C80, "kn"), (0x0D00, "ml"),
    (0x0D80, "si"), (0x0E00, "th"), (0x0E80, "lo"), (0x0F00, "bo"), (0x1000, "my"), (0x10A0, "ka"),
    (0x1100, "ko"), (0x1200, "am"), (0x13A0, ""), (0x1780, "km"), (0x1800, ""), (0x1E00, "latin"),
    (0x1F00, "el"), (0x2000, ""), (0x3040, "ja"), (0x3100, ""), (0x3400, "han"), (0xA000, ""),
    (0xAC00, "ko"), (0xD7B0, ""), (0xF900, "han"), (0xFB00, ""), (0xFB1D, "he"),
    (0xFB50, "arabic"), (0xFE00, ""), (0xFE70, "arabic"), (0xFEFF, ""), (0x20000, "han"),
    (0x30000, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]
_NORWEGIAN = {"nb": "no", "nn": "no"}
_TAG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def primary(tag: str | None) -> str:
    """The primary language of a BCP 47 tag or locale (``pt-BR`` -> ``pt``); ``und`` if none.

    Both written forms of Norwegian give ``no``: outlets mix them within a page.
    """
    match = _TAG.match((tag or "").strip())
    if match is None:
        return UNSURE
    lang = match.group().lower()
    return _NORWEGIAN.get(lang, lang)


def _script(sample: str) -> tuple[str, int]:
    """The script most letters of ``sample`` are in, and how many; ``""`` without a majority."""
    if sample.isascii():
        return "latin", sum(map(str.isalpha, sample))
    tally = Counter(
        _BLOCKS[bisect_right(_STARTS, ord(char)) - 1][1] for char in sample if char.isalpha()
    )
    tally.pop("", None)
    if not tally:
        return "", 0
    east = tally["ja"] + tally["han"]
    # Japanese mixes kana with Han; Chinese has none but in a quoted name. A Japanese headline may
    # have a single particle.
    if east and tally["ja"] * (10 if east > _HEADLINE else 25) >= east:
        tally["ja"], tally["han"] = east, 0
    script, count = min(tally.items(), key=lambda item: (-item[1], item[0]))
    # A Latin name takes more letters than the Han or Hangul around it.
    wide = {"han", "ja", "ko"}
    if script == "latin":
        rival = max(sorted(wide), key=lambda one: tally[one])
        if tally[rival] * 2 >= count:
            script, count = rival, tally[rival]
    return script, count


@cache
def _model() -> language_model.Arrays:
    return language_model.load(_LANGUAGES, Path(platformdirs.user_cache_dir("newsloom")))


@cache
def _identifier(script: str) -> LanguageIdentifier:
    return language_model.identifier(_model(), script)


def detect_sure(text: str) -> tuple[str, float]:
    """The most likely language of ``text`` and its probability, 0 to 1; ``und`` and 0 if none."""
    sample = text[:_SAMPLE]
    script, letters = _script(sample[:_SCRIPT_SAMPLE])
    if not script:
        return UNSURE, 0.0
    if script not in _LANGUAGES:
        return ("zh" if script == "han" else script), 1.0
    if letters < _MIN_LETTERS:
        return UNSURE, 0.0
    lang, probability = _identifier(script).classify(sample)
    return lang, float(probability)


def detect(text: str) -> str:
    """The primary BCP 47 tag of the language of ``text``; ``und`` when unsure.

    About 0.5 ms a text of that length; the first call maps the model, see ``language_model``.
    """
    lang, probability = detect_sure(text)
    return lang if probability >= _ENOUGH else UNSURE
