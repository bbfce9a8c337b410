"""Speech whose speaker is named without marks between: after dashes, in asides.

A dash opens it: ``– Wij zijn klaar, zegt X. – Kom maar.`` Or an aside stands within the marks:
``« Nous partons, a dit X. Vite. »``; its words stay part of the quotation, as they are printed.

A dash may as well begin an item of a list, so a paragraph counts only when a verb of saying with
its subject ends the speech; what follows a later dash is the same speaker's.
"""

import re
from itertools import pairwise

from newsloom.findings.attribution import Attribution, Found, located
from newsloom.findings.clauses import Naming, subject_after
from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.findings.tokens import Words, tokens_of
from newsloom.text.sentences import in_block

_DASH = r"[–—―]"
_OPENING = re.compile(rf"\s*{_DASH}\s*(?=[^\s\d–—―])")
_TURN = re.compile(rf"(?:[,.!?…]\s*(?:{_DASH}\s*)?|\s{_DASH}\s*)(?=[^\W\d_])")
_AGAIN = re.compile(rf"[.,:]\s*{_DASH}\s*(?=[^\W\d_])")
_ASIDE = re.compile(r"(?:[,!?…]\s*(?:[–—-]\s+)?|\s[–—-]\s*)(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SPOKEN_END = "!?…"  # marks that belong to the words before the verb


def dash_quotes(text: str, span: tuple[int, int], cue: Cues) -> list[Quoted]:
    """The quotations of the paragraph ``text[span]`` when a dash opens it; [] otherwise."""
    begin, end = span
    opening = _OPENING.match(text, begin, end) if cue.dashes else None
    if opening is None:
        return []
    start = opening.end()
    for turn in _TURN.finditer(text, start, end):
        after = _naming_end(text, turn.end(), end, cue)
        if after is None:
            continue
        stop = turn.start() + (text[turn.start()] in _SPOKEN_END)
        if not any(map(str.isalnum, text[start:stop])):
            return []
        found = [Quoted(start, stop, begin, stop, False)]
        again = _AGAIN.search(text, after, end)
        if again is not None:
            found.append(Quoted(again.end(), end, again.start() + 1, end, False))
        return found if _apart(found) else []
    return []


def _naming_end(text: str, at: int, end: int, cue: Cues) -> int | None:
    """Where the naming after a verb of saying at ``at`` ends; None when there is no such verb."""
    first = next(iter(in_block(text, at, end)), None)
    tokens = tokens_of(text, *first, cue) if first else None
    if not tokens:
        return None
    if tokens[0].low.endswith(cue.inverted or ("\0",)):
        return tokens.ends[0]
    verb = next((i for i, one in enumerate(tokens[:3]) if one.low in cue.says), None)
    if verb is None or any(one.low not in cue.auxiliaries for one in tokens[:verb]):
        return None
    naming = subject_after(tokens, verb, cue)
    return None if naming is None else tokens.ends[naming.last - 1]


def _apart(found: list[Quoted]) -> bool:
    return all(one.end <= other.outer_start for one, other in pairwise(found))


def aside_in(text: str, quote: Quoted, cue: Cues) -> Attribution | None:
    """Who an aside within the marks names as speaker; None without one, or when it is unsure."""
    for turn in _ASIDE.finditer(text, quote.start, quote.end):
        word = _WORD.match(text, turn.end(), quote.end)
        low = word[0].casefold() if word else ""
        if low not in cue.says and low not in cue.auxiliaries:
            continue
        first = next(iter(in_block(text, turn.end(), quote.end)), None)
        tokens = tokens_of(text, *first, cue) if first else None
        verb = next((i for i, one in enumerate((tokens or [])[:3]) if one.low in cue.says), None)
        if not tokens or verb is None:
            continue
        naming = subject_after(tokens, verb, cue)
        if naming is not None and _set_off(tokens, naming, cue):
            return located(tokens, Found(naming, (verb, verb + 1)))
    return None


def _set_off(tokens: Words, naming: Naming, cue: Cues) -> bool:
    """Whether a mark ends the aside after the naming, which is none of the speaker's own kin."""
    first = tokens[naming.first].low
    own = first in cue.possessives or (first in cue.pronouns and first not in cue.he | cue.she)
    return not own and (naming.last == len(tokens) or not tokens[naming.last].word)
