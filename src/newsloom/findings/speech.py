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
from newsloom.findings.outlets import known
from newsloom.findings.tokens import Token

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LETTER = re.compile(r"[^\W_]")
_WORDS = re.compile(r"\w+")
_SHORT = 3  # letters up to which a word in a title may be lower case
_FULL = 3  # words from which a quotation can be a sentence of its own
_LONGEST_NAME = 6  # words of a company's or a party's name
_LONG = 14  # characters from which words of an unspaced script are no mere term
_CASELESS_WORD = 2  # characters that count as a word where words are not parted
_TERMINAL = ".!?…。！？؟।"
_CALLED = "!?"  # what no title ends in
_DASHES = "–—-"
_GENITIVE = ("'s", "’s", "s'", "s’")


def _caseless(char: str) -> bool:
    return char.lower() == char.upper()


def _first_letter(inner: str) -> str:
    found = _LETTER.search(inner)
    return found[0] if found else ""


def count_words(inner: str) -> int:
    """How many words; where a script does not part them, two characters count as one."""
    found = _WORDS.findall(inner)
    if not found or not _caseless(_first_letter(inner)):
        return len(found)
    parted = max(map(len, found)) <= 2 * _CASELESS_WORD * len(found)
    return len(found) if parted else len(inner) // _CASELESS_WORD


def form_of(text: str, quote: Quoted) -> Literal["direct", "partial"]:
    """``direct`` for words that can stand alone as a sentence, else ``partial``."""
    inner = text[quote.start : quote.end]
    first = _first_letter(inner)
    if first.islower():
        return "partial"
    if quote.open_end or quote.carried or inner[-1] in _TERMINAL:
        return "direct"
    words = count_words(inner)
    before = text[: quote.outer_start].rstrip(" \xa0")[-1:]
    after = text[quote.outer_end : quote.outer_end + 1]
    bounded = before in (":", ",", "：", "，", "\n", "") or inner[-1] == "," or after in (",", ".")
    return "direct" if words >= _FULL and (bounded or words >= 2 * _FULL) else "partial"


def _in_clause(ahead: list[Token], cue: Cues) -> bool:
    """Whether one of the words before a quotation opens a clause of what was said: ``that``."""
    return not cue.conjunctions.isdisjoint([token.low for token in ahead])


def _titled(inner: str) -> bool:
    """Whether the words are written like a title: capitals, and no cry."""
    if inner[-1] in _CALLED:
        return False
    words = _WORD.findall(inner)
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= min(2, len(words)) > 0 and all(
        word[0].isupper() for word in words if len(word) > _SHORT
    )


def _names_a_work(token: Token, cue: Cues) -> bool:
    """Whether the word before a title is none that speech follows: ``told “The Long Hour”``."""
    genitive = token.low in cue.possessives or token.low.endswith(_GENITIVE)
    return genitive or token.low in cue.told


class Beside(NamedTuple):
    """What else a quotation's paragraph holds between marks."""

    number: int  # which of them it is
    several: bool  # others
    spoken: bool  # one that the text attributes
    follows: bool  # such a one right before it


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
    if attributed:
        work = before is not None and _names_a_work(before, cue) and _titled(inner)
        if work and not _in_clause(ahead, cue):
            return False
        return not (cue.names_quoted and _is_name(quote, inner, sentence, at, cue))
    if known(inner):
        return False
    if cue.unspaced:
        return inner[-1] in _TERMINAL or len(inner) >= _LONG
    if cue.names_quoted and _is_name(quote, inner, sentence, at, cue):
        return False
    if _in_clause(ahead, cue) or not cue.verbs.isdisjoint([token.low for token in ahead]):
        return True
    if _titled(inner) or count_words(inner) == 1:
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
    titled = _titled(inner)
    if beside.follows if titled else beside.spoken:
        return True
    if before is None:
        return False
    plain = before.low in cue.stops
    lows = [token.low for token in sentence]
    if titled:
        return plain and before.low not in cue.prepositions and not cue.verbs.isdisjoint(lows)
    return (plain or before.low in cue.prepositions) and not cue.signals.isdisjoint(lows)


def _is_name(quote: Quoted, inner: str, sentence: list[Token], at: int, cue: Cues) -> bool:
    """Whether a short phrase with a capital is a name set in marks: концерн «Северный луч».

    Speech stands after a colon, a comma or its verb, or before a comma or a dash.
    """
    if not _first_letter(inner).isupper() or inner[-1] in _TERMINAL + ",":
        return False
    if at < 0 or count_words(inner) > _LONGEST_NAME:
        return False
    before = sentence[at - 1] if at else None
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if before is not None and before.text == "(":
        return following is not None and following.text == ")"
    if before is not None:
        return before.word and before.low not in cue.verbs and before.low not in cue.conjunctions
    return following is not None and following.word


def _qualified(token: Token, cue: Cues) -> bool:
    """Whether the word after a quotation is a noun or adjective that it qualifies."""
    if not token.word or not token.text[0].islower():
        return False
    plain = (cue.stops, cue.determiners, cue.joins, cue.auxiliaries, cue.pronouns, cue.says)
    return not any(token.low in words for words in plain)
