"""Which words between marks are speech: not titles, nicknames or words held at arm's length.

A quotation that the text attributes is speech, but for a title after a genitive or after whom
it was told (``told “The Long Hour”``). Without an attribution it is speech where its sentence has
a verb of saying or a clause of what was said (``that``) before it; else unless it is written like
a title, is set off by a dash, or qualifies the noun after it (``a “hopeful” sign``). Speech beside
it speaks for it: a paragraph that quotes somebody seldom holds other words in marks.
"""

import re
from typing import Literal, NamedTuple

from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.findings.titles import (
    count_words,
    first_letter,
    follows_in_list,
    in_clause,
    is_name,
    names_a_work,
    titled,
)
from newsloom.findings.tokens import Token

_WORD = re.compile(r"[^\W\d_]")
_FULL = 3  # words from which a quotation can be a sentence of its own
_LONG = 14  # characters from which words of an unspaced script are no mere term
_TERMINAL = ".!?…。！？؟।"
_DASHES = "–—-"


def form_of(text: str, quote: Quoted) -> Literal["direct", "partial"]:
    """``direct`` for words that can stand alone as a sentence, else ``partial``."""
    inner = text[quote.start : quote.end]
    first = first_letter(inner)
    if first.islower():
        return "partial"
    if quote.open_end or quote.carried or inner[-1] in _TERMINAL:
        return "direct"
    words = count_words(inner)
    before = text[: quote.outer_start].rstrip(" \xa0")[-1:]
    after = text[quote.outer_end : quote.outer_end + 1]
    bounded = before in (":", ",", "：", "，", "\n", "") or inner[-1] == "," or after in (",", ".")
    return "direct" if words >= _FULL and (bounded or words >= 2 * _FULL) else "partial"


class Beside(NamedTuple):
    """What else a quotation's paragraph holds between marks."""

    number: int  # which of them it is
    several: bool  # others
    spoken: bool  # one that the text attributes
    follows: bool  # such a one right before it
    left: bool = False  # one before it that is no speech


def is_speech(
    text: str, quote: Quoted, attributed: bool, sentence: list[Token], beside: Beside, cue: Cues
) -> bool:
    """Whether the words are speech; ``sentence`` holds the quotation as one of its tokens."""
    inner = text[quote.start : quote.end]
    if not _WORD.search(inner):
        return False
    quotes = [one.quote for one in sentence]
    at = quotes.index(beside.number) if beside.number in quotes else -1
    ahead = sentence[: max(at, 0)]
    before = ahead[-1] if ahead else None
    if is_name(text, quote, inner, sentence, at, cue):
        return False
    if beside.left and follows_in_list(sentence, at, cue) and titled(inner.rstrip(",."), cue):
        return False
    if attributed:
        work = before is not None and names_a_work(before, cue) and titled(inner, cue)
        return not work or in_clause(ahead, cue)
    if cue.unspaced:
        return inner[-1] in _TERMINAL or len(inner) >= _LONG
    if in_clause(ahead, cue) or any(
        token.low in cue.verbs and token.low not in cue.parted for token in ahead
    ):
        return True
    if titled(inner, cue) or count_words(inner) == 1:
        return not cue.nouns_capital and _fits_in(inner, sentence, before, beside, cue)
    if before is not None and before.text in _DASHES:
        return False
    following = sentence[at + 1] if 0 <= at < len(sentence) - 1 else None
    if inner[-1] == "," or following is None or not _qualified(following, cue):
        return True
    return beside.several and before is not None and before.word and not cue.nouns_capital


def _fits_in(
    inner: str, sentence: list[Token], before: Token | None, beside: Beside, cue: Cues
) -> bool:
    """Whether a title or a single word is speech: beside some, or where it is no attribute.

    ``in order to “save” the mill``: a word after a grammatical one, in a sentence that may tell
    who speaks; a title only where the sentence reports speech.
    """
    title = titled(inner, cue)
    if beside.follows if title else beside.spoken:
        return True
    if before is None:
        return False
    plain = before.low in cue.stops
    lows = [token.low for token in sentence]
    if title:
        return plain and before.low not in cue.prepositions and not cue.verbs.isdisjoint(lows)
    return (plain or before.low in cue.prepositions) and not cue.signals.isdisjoint(lows)


def _qualified(token: Token, cue: Cues) -> bool:
    """Whether the word after a quotation is a noun or adjective that it qualifies."""
    if not token.word or not token.text[0].islower():
        return False
    plain = (cue.stops, cue.determiners, cue.joins, cue.auxiliaries, cue.pronouns, cue.says)
    return not any(token.low in words for words in plain)
