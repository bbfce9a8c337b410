"""Speech that a dash opens: ``– Wij zijn klaar, zegt X. – Kom maar.``

A dash may as well begin an item of a list, so a paragraph counts only when a verb of saying with
its subject ends the speech; what follows a later dash is the same speaker's.
"""

import re
from itertools import pairwise

from newsloom.findings.clauses import subject_after
from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.findings.tokens import tokens_of
from newsloom.text.sentences import in_block

_DASH = r"[–—―]"
_OPENING = re.compile(rf"\s*{_DASH}\s*(?=[^\s\d–—―])")
_TURN = re.compile(rf"(?:[,.!?…]\s*(?:{_DASH}\s*)?|\s{_DASH}\s*)(?=[^\W\d_])")
_AGAIN = re.compile(rf"[.,:]\s*{_DASH}\s*(?=[^\W\d_])")
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
