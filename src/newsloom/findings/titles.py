"""Names and titles that stand between marks: „Neue Post“, the show “Morning Hour”, «Северный луч».

They are no speech, whoever is said to speak beside them. Which words tell them is data.
"""

import re
from collections.abc import Sequence

from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.findings.outlets import known, looks_like_outlet
from newsloom.findings.tokens import Token

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LETTER = re.compile(r"[^\W_]")
_WORDS = re.compile(r"\w+")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}")
_SHORT = 3  # letters up to which a word in a title may be lower case
_LONGEST_NAME = 6  # words of a company's or a party's name
_CASELESS_WORD = 2  # characters that count as a word where words are not parted
_TERMINAL = ".!?…。！？؟।"
_CALLED = "!?"  # what no title ends in
_HYPHENS = "-‑"
_GENITIVE = ("'s", "’s", "s'", "s’")


def _caseless(char: str) -> bool:
    return char.lower() == char.upper()


def first_letter(inner: str) -> str:
    """The first letter or digit of some words; "" without one."""
    found = _LETTER.search(inner)
    return found[0] if found else ""


def count_words(inner: str) -> int:
    """How many words; where a script does not part them, two characters count as one."""
    found = _WORDS.findall(inner)
    if not found or not _caseless(first_letter(inner)):
        return len(found)
    parted = max(map(len, found)) <= 2 * _CASELESS_WORD * len(found)
    return len(found) if parted else len(inner) // _CASELESS_WORD


def _has_capital(word: str) -> bool:
    return word[0].isupper() or word[1:2].isupper()  # eMill


def titled(inner: str, cue: Cues) -> bool:
    """Whether the words are written like a title: capitals but for small words, and no cry."""
    if inner[-1:] in (_TERMINAL if cue.nouns_capital else _CALLED):
        return False  # in German a full stop between the marks ends a sentence of its own
    capitals = words = 0
    for found in _WORD.finditer(inner):  # most end at their second word
        word = found[0]
        words += 1
        if _has_capital(word):
            capitals += 1
        elif len(word) > _SHORT and word not in cue.small:
            return False
    return capitals >= min(2, words) > 0


def in_clause(ahead: Sequence[Token], cue: Cues) -> bool:
    """Whether one of the words before a quotation opens a clause of what was said: ``that``."""
    return not cue.conjunctions.isdisjoint([token.low for token in ahead])


def names_a_work(token: Token, cue: Cues) -> bool:
    """Whether the word before a title is none that speech follows: ``told “The Long Hour”``."""
    genitive = token.low in cue.possessives or token.low.endswith(_GENITIVE)
    return genitive or (cue.addressed and token.low in cue.told)


def is_name(
    text: str, quote: Quoted, inner: str, sentence: Sequence[Token], at: int, cue: Cues
) -> bool:
    """Whether words in marks are a name or a title, even where the text names a speaker.

    ``sentence`` holds the quotation as its token ``at``; -1 when it does not.
    """
    if inner.count(" ") > _LONGEST_NAME:
        return False  # most end here
    if known(inner):
        return True
    if count_words(inner) > _LONGEST_NAME:
        return False
    core = inner.rstrip(",.!?’'")
    if _named_by_noun(sentence, at, cue) and titled(core, cue):
        return True
    if inner[-1] in _CALLED:
        return False
    if _compounded(text, quote) or _DOMAIN.fullmatch(inner):
        return True
    before = sentence[at - 1] if at > 0 else None
    if cue.names_quoted:
        return _fits_a_name(inner, sentence, at, cue)
    if before is not None and before.low in cue.called:
        return True
    if _within_name(sentence, at, cue) and titled(inner, cue):
        return True
    return cue.nouns_capital and _is_german_name(inner, sentence, at, cue)


def _compounded(text: str, quote: Quoted) -> bool:
    """Whether a hyphen makes the quotation part of a word: die „Nordlicht“-Redaktion."""
    begin, end = quote.outer_start, quote.outer_end
    after = text[end : end + 1] in _HYPHENS and text[end + 1 : end + 2].isalpha()
    before = text[begin - 1 : begin] in _HYPHENS and text[begin - 2 : begin - 1].isalpha()
    return (bool(text[end : end + 1]) and after) or (begin > 1 and before)


def _within_name(sentence: Sequence[Token], at: int, cue: Cues) -> bool:
    """Whether a nickname stands within a name: Bob “Bobby” Moss."""
    if not 0 < at < len(sentence) - 1 or not (
        sentence[at - 1].capital and sentence[at + 1].capital
    ):
        return False
    return not any(token.low in cue.stops for token in (sentence[at - 1], sentence[at + 1]))


def _named_by_noun(sentence: Sequence[Token], at: int, cue: Cues) -> bool:
    """Whether a noun for a work stands before the marks: his memoir, “The Long River”."""
    before = at - 1
    if before > 0 and sentence[before].text == ",":
        before -= 1
    return before >= 0 and sentence[before].low in cue.works


def follows_in_list(sentence: Sequence[Token], at: int, cue: Cues) -> bool:
    """Whether the quotation follows another as in a list: “Long River” and “Mill Days”."""
    if at < 1 or sentence[at - 1].quote >= 0:
        return at > 0
    joins = sentence[at - 1].text == "," or sentence[at - 1].low in cue.ands
    return joins and at > 1 and sentence[at - 2].quote >= 0


def _fits_a_name(inner: str, sentence: Sequence[Token], at: int, cue: Cues) -> bool:
    """Whether a short phrase with a capital is a name set in marks: концерн «Северный луч».

    Speech stands after a colon, a comma or its verb, or before a comma or a dash.
    """
    if at < 0 or not first_letter(inner).isupper() or inner[-1] in _TERMINAL + ",":
        return False
    before = sentence[at - 1] if at else None
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if before is not None and before.text == "(":
        return following is not None and following.text == ")"
    if before is not None:
        return before.word and before.low not in cue.verbs and before.low not in cue.conjunctions
    return following is not None and following.word


def _begins_capital(inner: str) -> bool:
    found = _WORD.search(inner)
    return found is not None and _has_capital(found[0])


def _abbreviated(inner: str, following: Token | None) -> bool:
    """Whether the full stop at the end is of a word: die Firma „Moor Inc.“, die …"""
    if inner[-1] != "." or following is None:
        return False
    return following.text == "," or (following.word and not following.capital)


def _is_german_name(inner: str, sentence: Sequence[Token], at: int, cue: Cues) -> bool:
    """Whether a short phrase is a name where every noun has a capital: die Zeitung „Neue Post“.

    It follows its noun, unless that carries speech (mit den Worten „Nie wieder“), a definite
    article or ``laut`` when it is all nouns, or stands in brackets.
    """
    if at < 0 or not _begins_capital(inner):
        return False
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if inner[-1] in _TERMINAL + "," and not _abbreviated(inner, following):
        return False
    if not at:
        verb = following is not None and following.word and following.low not in cue.verbs
        return verb and titled(inner, cue)
    before = sentence[at - 1]
    if before.text == "(":
        listed = following is not None and following.text == "," and titled(inner, cue)
        return listed or (following is not None and following.text == ")")
    if before.capital and at > 1:
        return not before.low.endswith(cue.carriers)
    if looks_like_outlet(inner):
        return True
    leads = before.low in cue.phrase_firsts and before.low in cue.prepositions  # laut
    defined = leads or before.low in cue.definite
    speaks = before.word and following is not None and following.low in cue.says
    return (defined or speaks) and titled(inner, cue) and not in_clause(sentence[:at], cue)
