"""Sentences as candidates to be shown on their own, and how well one stands alone."""

import re
from typing import NamedTuple

from newsloom.stories.features import content_stems
from newsloom.text.tokens import words

_SHORT, _LONG, _TOO_LONG = 40, 280, 420  # code points
_SHORT_DENSE, _LONG_DENSE, _TOO_LONG_DENSE = 12, 110, 180  # of scripts without spaces
_ENDS = re.compile(r"[.!?…。！？।॥؟۔።။][\"'”’»)\]」』]*$")
_QUOTE_FIRST = re.compile(r"[\"“„«‘「『—–-]")
_QUOTES = re.compile(r"[\"“”„«»「」『』]")
_LEANS = re.compile(  # words that lean on a sentence before
    r"(?:he|she|it|they|this|that|these|those|but|and|however|meanwhile|also|there|his|her|their"
    r"|er|sie|es|dies|diese|dieser|aber|und|doch|dabei|auch|il|elle|ils|elles|cela|mais|ce|cette"
    r"|él|ella|esto|pero|también|y|egli|lei|essi|ma|anche|ele|ela|isso|mas|hij|zij|het|dit|maar"
    r"|он|она|они|это|но|при этом|также|він|вона|вони|це|але|on|ona|oni|to|ale|"
    r"但|而|他|她|这|此外|しかし|また|これ|彼)(?!\w)",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"https?://|pic\.twitter|\bwww\.|#\w|@\w|©|\|")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\uac00-\ud7af]")


class Sentence(NamedTuple):
    """One sentence of an article: ``article.text[start:end] == text``.

    ``terms`` are its content words, stemmed.
    """

    start: int
    end: int
    text: str
    terms: frozenset[str]


def sentence_of(text: str, start: int, end: int, lang: str) -> Sentence:
    """The sentence that stands at ``text[start:end]``."""
    return Sentence(start, end, text[start:end], terms_of(text[start:end], lang))


def terms_of(text: str, lang: str) -> frozenset[str]:
    """The content words of a piece of text, stemmed."""
    return frozenset(content_stems(words(text), lang))


def clarity(sentence: Sentence) -> float:
    """How well a sentence stands alone, 0 to 1: whole, of good length, leaning on no other.

    A quotation standing first, one mark without its other, a pronoun or "but" at the beginning,
    addresses and handles, and a missing stop each cost; a caption or a headline has no stop.
    """
    text = sentence.text
    dense = len(_DENSE.findall(text)) * 2 > len(text)
    short, long, too_long = (
        (_SHORT_DENSE, _LONG_DENSE, _TOO_LONG_DENSE) if dense else (_SHORT, _LONG, _TOO_LONG)
    )
    if len(text) < short or len(text) > too_long or "\n" in text or len(sentence.terms) < 3:
        return 0.0
    score = 1.0
    if len(text) > long:
        score -= 0.2
    if not _ENDS.search(text):
        score -= 0.4
    if _QUOTE_FIRST.match(text):
        score -= 0.4
    if len(_QUOTES.findall(text)) % 2:
        score -= 0.4
    if _NO_PROSE.search(text):
        score -= 0.5
    if _LEANS.match(text):
        score -= 0.3
    return max(score, 0.0)
