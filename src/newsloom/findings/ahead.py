"""Who speaks by the words ahead of a quotation: the nearest cue whose subject can be read.

``X said: “…”``, ``X praised it, adding “…”``, ``According to X, … “…”``, ``hatte X erklärt: „…“``.
"""

from newsloom.findings.attribution import Found
from newsloom.findings.clauses import (
    Naming,
    agent_of,
    clause_subject,
    named_after,
    subject_after,
    subject_before,
    subject_within,
)
from newsloom.findings.lexicon import Cues
from newsloom.findings.tokens import Token, Words
from newsloom.findings.verbs import is_says, is_takes, parts, phrase_at

_REACH_BACK = 45  # tokens between a verb and the quotation it introduces
_FRAME = 16  # tokens between an auxiliary and its participle


def nearest_before(tokens: Words, quote: int, cue: Cues) -> Found | None:
    """Rule 2: the nearest cue before the quotation whose speaker can be read."""
    participle: tuple[int, int] | None = None
    for at in reversed(tokens.signals):
        token = tokens[at]
        if at >= quote or not token.word:
            continue
        if at <= quote - _REACH_BACK:
            break
        phrase = phrase_at(tokens, at, cue) if token.low in cue.phrase_firsts else None
        bridging = phrase is not None and phrase[1] == "bridge"
        if bridging or token.low in cue.bridges or _is_infinitive(tokens, at, cue):
            participle = participle or (at, at + (phrase[0] if phrase and bridging else 1))
            naming = subject_within(tokens, at, cue) if cue.absolute else None
            if naming:
                return Found(naming, participle)
            continue
        if phrase:
            found = _by_phrase(tokens, at, phrase, quote, cue)
            if found:
                return found
        if is_says(tokens, at, cue) or is_takes(tokens, at, cue):
            naming = agent_of(tokens, at, cue)
            if naming and naming.last <= quote:
                return Found(naming, (at, at + 1), True)
            naming = _subject(tokens, at, quote, cue)
            if naming and at == quote - 1 and not _has_object(tokens, at, naming, cue):
                continue
            if naming:
                return Found(naming, participle or (at, at + 1))
    if participle is not None:
        naming = clause_subject(tokens, participle[0], cue)
        return naming and Found(naming, participle)
    return None


def _has_object(tokens: list[Token], verb: int, naming: Naming, cue: Cues) -> bool:
    """Whether a verb right before the words names something: ``what X called “…”``.

    ``a film called “…”`` has the same words and nobody who speaks.
    """
    if tokens[verb].low not in cue.named:
        return True
    return naming.first > 0 and tokens[naming.first - 1].low in cue.gaps


def _is_infinitive(tokens: list[Token], at: int, cue: Cues) -> bool:
    """Whether a verb of saying stands in the infinitive: ``went on to say``."""
    return at > 0 and tokens[at - 1].low in cue.infinitive and tokens[at].low in cue.says


def _subject(tokens: list[Token], verb: int, quote: int, cue: Cues) -> Naming | None:
    follows = tokens[verb + 1].low if verb + 1 < quote else ""
    if cue.reversed_clause and (follows in cue.he or follows in cue.she):
        return subject_after(tokens, verb, cue)  # Die Pläne nannte er „…“
    if cue.perfect:
        naming = clause_subject(tokens, verb, cue)
        if naming and naming.last < verb and tokens[naming.last].low in cue.perfect:
            return naming  # X hat am Montag erklärt: „…“
        naming = _enclosed(tokens, verb, cue)
        if naming:
            return naming
    naming = subject_before(tokens, verb, cue)
    first = verb == 0 or not tokens[verb - 1].word
    inverted = tokens[verb].capital or (  # Said Ann Lee: “…”
        tokens[verb].low in cue.says and _follows_quote(tokens, verb)
    )
    opens = first and inverted
    if naming is None and (cue.reversed_clause or opens):
        naming = subject_after(tokens, verb, cue)
        if naming and naming.last > quote:
            return None
    return naming


def _enclosed(tokens: list[Token], verb: int, cue: Cues) -> Naming | None:
    """The subject between an auxiliary and its participle: ``hatte X am Montag erklärt``."""
    for at in range(verb - 2, max(-1, verb - _FRAME), -1):
        if parts(tokens[at]) or tokens[at].text == ",":
            return None
        if tokens[at].low in cue.perfect:
            naming = subject_after(tokens, at, cue)
            return naming if naming and naming.last <= verb else None
    return None


def _follows_quote(tokens: list[Token], verb: int) -> bool:
    """Whether a verb stands right after a quotation: ``“…,” said Ann Lee, adding “…”``."""
    return any(token.quote >= 0 for token in tokens[max(0, verb - 2) : verb])


def _by_phrase(
    tokens: list[Token], at: int, phrase: tuple[int, str], quote: int, cue: Cues
) -> Found | None:
    length, place = phrase
    if place == "as":
        verb = at
        while verb and tokens[verb - 1].low in cue.takes | cue.passive | cue.auxiliaries:
            verb -= 1  # was quoted | as saying
        naming = subject_before(tokens, verb, cue)
        return naming and Found(naming, (at, at + length))
    if place == "before":
        naming = named_after(tokens, at + length, cue)
        return Found(naming, (at, at + length), True) if naming and naming.last <= quote else None
    naming = subject_before(tokens, at, cue)
    return naming and Found(naming, (at, at + length), True)
