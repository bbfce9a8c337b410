"""The outlet or the occasion something was said to: ``told CNBC``, ``in a conference call``."""

import re
from functools import cache

from newsloom.findings.attribution import Attribution
from newsloom.findings.lexicon import Cues
from newsloom.findings.namebook import UPPER
from newsloom.findings.outlets import outlet_at
from newsloom.text.tries import any_of

_REACH = 130  # code points after the cue or the name
_BODY = re.compile(
    rf"\s+(?:the\s+)?((?:[{UPPER}][\w’'&.-]*\s+(?:(?:of|for|on|and)\s+)*){{1,5}}[{UPPER}][\w’'&-]*)"
)
_ARTICLE = re.compile(r"\s([^\W\d_]+)\s[„“»\"‚]?")
_SENTENCE_END = re.compile(r"[.!?]\s|[“”\"„«»\n;]")


def _any(words: frozenset[str]) -> str:
    """One of the words, whatever its capitals; nothing when there are none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?i:{'|'.join(map(re.escape, ordered))})" if ordered else r"(?!)"


@cache
def _occasion(cue: Cues) -> re.Pattern[str]:
    """``in a video call with reporters``: preposition, article, up to three words, the occasion."""
    lead, prepositions = _any(cue.determiners), _any(cue.prepositions)
    word, capital = r"[^\W\d_][\w’'-]*", rf"[{UPPER}][\w’'-]*"
    addressee = rf"(?:(?:{lead})\s+)?{capital}(?:\s+{capital})*|(?:{_any(cue.audiences)})\b"
    tail = rf"(?:\s+(?:{_any(cue.after_venue)})\s+(?:{addressee}))?"
    venues = _any(cue.venues)
    return re.compile(
        rf"\b(?:{prepositions})\s+(?:(?:{lead})\s+)?"
        rf"(?P<venue>(?:{word}\s+){{0,3}}?(?:{venues})(?:\s+(?:{venues}))*\b{tail})"
    )


@cache
def _telling(cue: Cues) -> re.Pattern[str]:
    """Matches an occasion in a folded text: a quick look before one is read."""
    return re.compile(any_of(map(_folded, cue.venues)))


def _folded(piece: str) -> str:
    """Case-folded, so that what a pattern takes for the same letter is the same."""
    if piece.isascii():
        return piece.lower()
    return piece.casefold().replace("i\u0307", "i").replace("ı", "i")


def _has_occasion(piece: str, cue: Cues) -> bool:
    """Whether an occasion may be named in a piece of text."""
    return _telling(cue).search(_folded(piece)) is not None


def _recipient(text: str, given: Attribution, cue: Cues) -> str | None:
    """The outlet right behind a name: sagte Ada Quill der „Fenwicker Zeitung“.

    Behind an office it may be whose office it is: die Sprecherin der Zeitung.
    """
    match = _ARTICLE.match(text, given.name_end)
    if match is None or match[1] not in cue.recipients:
        return None
    first = text[given.name_start : given.name_end].partition(" ")[0]
    return None if first.casefold() in cue.determiners else outlet_at(text, match.end())


def venue_of(text: str, given: Attribution, begin: int, cue: Cues) -> str | None:
    """Verbatim the outlet or occasion named in the sentence of an attribution; None without one.

    ``begin`` is where the paragraph begins. The words after the cue come first, then those that
    open the sentence (``In an interview with X, Y said``).
    """
    named_after = given.name_start > given.cue_start
    told = text[given.cue_start : given.cue_end].casefold() in cue.told
    outlet = None if named_after and not given.oblique else outlet_at(text, given.cue_end)
    if outlet is None and named_after and cue.recipients:
        outlet = _recipient(text, given, cue)
    if outlet is not None:
        return outlet
    if told:
        body = _BODY.match(text, given.cue_end)
        if body is not None and body[1].split()[-1].casefold() in cue.bodies:
            return body[1]
    if not cue.venues or not cue.prepositions:
        return None
    after = max(given.cue_end, given.name_end)
    stop = _SENTENCE_END.search(text, after, after + _REACH)
    spans = [(after, stop.start() if stop else min(len(text), after + _REACH))]
    first = max(given.cue_start, begin)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, first)]
    spans.append((ends[-1] if ends else begin, first))
    for low, high in spans:
        if _has_occasion(text[low:high], cue):
            found = _occasion(cue).search(text, low, high)
            if found is not None:
                return found["venue"]
    return None
