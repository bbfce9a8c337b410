"""Who said it: the words that attribute a quotation, read from the sentence around it.

A quotation is attributed by the first of these that holds:

1. the words right after it: ``“…,” said X``, ``“…,” X said``, ``“…”, according to X``;
2. the nearest verb of saying before it whose subject can be read: ``X said: “…”``,
   ``According to X, … “…”``; a participle takes the subject of the verb before it;
3. the end of its sentence: ``“…” if it rains, X said``;
4. when it fills its sentence, the quotation before it in the paragraph: ``“…,” X said. “…”``;
5. when it fills its paragraph, a colon or an attributed quotation that ends the one before.

Nothing else is tried: a quotation without such words has no speaker.
"""

from typing import NamedTuple

from newsloom.findings.clauses import (
    Naming,
    Token,
    is_says,
    is_takes,
    phrase_after,
    subject_after,
    subject_before,
)
from newsloom.findings.lexicon import Cues

_SOFT = ",–—-"
_REACH_BACK = 45  # tokens between a verb and the quotation it introduces
_REACH_ON = 16
_REACH_END = 60  # tokens between a quotation and the cue at its sentence's end
_NEAR = 9  # a verb this close before a quotation outweighs one at the sentence's end


class Attribution(NamedTuple):
    """Offsets of the naming and the cue in the article's text; ``case`` as in ``_Cue``."""

    name_start: int
    name_end: int
    cue_start: int
    cue_end: int
    oblique: bool = False  # the naming follows a cue that governs another case
    carried: bool = False  # taken over from a neighbouring quotation


class _Found(NamedTuple):
    naming: Naming
    cue: tuple[int, int]  # tokens
    oblique: bool = False


def _attribution(tokens: list[Token], found: _Found) -> Attribution:
    (first, last), (cue_first, cue_last) = found.naming, found.cue
    return Attribution(
        tokens[first].start,
        tokens[last - 1].end,
        tokens[cue_first].start,
        tokens[cue_last - 1].end,
        found.oblique,
    )


def _phrase_at(tokens: list[Token], at: int, cue: Cues) -> tuple[int, str] | None:
    """The length of the cue of several words at ``at`` and where its speaker stands."""
    for phrase, place in cue.phrases:
        fits = tokens[at].low == phrase[0] and at + len(phrase) <= len(tokens)
        if fits and all(tokens[at + step].low == word for step, word in enumerate(phrase)):
            return len(phrase), place
    return None


def right_after(tokens: list[Token], quote: int, cue: Cues, comma: bool = False) -> _Found | None:
    """Rule 1: the words that follow the quotation at token ``quote``; ``comma``: it ends in one."""
    at = quote + 1
    while at < len(tokens) and at < quote + 4 and tokens[at].text in _SOFT + ".":
        at += 1
    if at >= len(tokens) or not tokens[at].word:
        return None
    phrase = _phrase_at(tokens, at, cue)
    if phrase and phrase[1] == "before":
        naming = phrase_after(tokens, at + phrase[0], cue)
        return naming and _Found(naming, (at, at + phrase[0]), True)
    found = _verb_first(tokens, at, cue) or _name_first(tokens, at, cue)
    return found or (_unknown_verb(tokens, at, cue) if comma else None)


def _verb_first(tokens: list[Token], at: int, cue: Cues) -> _Found | None:
    """``said X``, ``a déclaré X``, ``a-t-il dit`` at token ``at``."""
    for ending in cue.inverted:
        if tokens[at].low.endswith(ending):
            pronoun = Naming(at, at + 1)
            follows = at + 1 < len(tokens) and tokens[at + 1].low in cue.says
            return _Found(pronoun, (at, at + 1 + follows))
    verb = at
    while verb < at + 3 and verb + 1 < len(tokens) and tokens[verb].low in cue.auxiliaries:
        verb += 1
    told = tokens[verb].low in cue.told and not cue.reversed_clause and verb == at
    if told or not is_says(tokens, verb, cue):
        return None
    naming = subject_after(tokens, verb, cue)
    return naming and _Found(naming, (verb, verb + 1))


def _name_first(tokens: list[Token], at: int, cue: Cues) -> _Found | None:
    """``X said`` with X beginning at token ``at``."""
    for verb in range(at + 1, min(len(tokens), at + _REACH_ON)):
        if tokens[verb].quote >= 0 or tokens[verb].text in ".:;!?":
            return None
        phrase = _phrase_at(tokens, verb, cue)
        if phrase and phrase[1] == "after":
            return _Found(Naming(at, verb), (verb, verb + phrase[0]), True)
        says = is_says(tokens, verb, cue)
        if says or is_takes(tokens, verb, cue):
            naming = subject_before(tokens, verb, cue)
            if naming and naming.first == at:
                return _Found(naming, (verb, verb + 1))
            if says and not naming:
                return None
    return None


def _unknown_verb(tokens: list[Token], at: int, cue: Cues) -> _Found | None:
    """``“…,” X barked``: after a comma a name and a verb that is not in the list."""
    verb = at
    while verb < len(tokens) and tokens[verb].word and tokens[verb].capital:
        verb += 1
    if verb == at and verb < len(tokens) and tokens[verb].low in cue.pronouns:
        verb += 1
    if not (at < verb < len(tokens) and cue.endings):
        return None
    if not tokens[verb].low.endswith(cue.endings) or not tokens[verb].word:
        return None
    return _Found(Naming(at, verb), (verb, verb + 1))


def nearest_before(tokens: list[Token], quote: int, cue: Cues) -> _Found | None:
    """Rule 2: the nearest cue before the quotation whose speaker can be read."""
    participle: int | None = None
    for at in range(quote - 1, max(-1, quote - _REACH_BACK), -1):
        token = tokens[at]
        if not token.word:
            continue
        phrase = _phrase_at(tokens, at, cue)
        if phrase:
            found = _by_phrase(tokens, at, phrase, quote, cue)
            if found:
                return found
        if token.low in cue.bridges:
            participle = participle or at
            continue
        if is_says(tokens, at, cue) or is_takes(tokens, at, cue):
            naming = _subject(tokens, at, quote, cue)
            if naming:
                verb = at if participle is None else participle
                return _Found(naming, (verb, verb + 1))
    if participle is not None:
        start = _after_dateline(tokens)
        naming = phrase_after(tokens, start, cue)
        if naming and naming.last < participle and tokens[start].low not in cue.stops:
            return _Found(naming, (participle, participle + 1))
    return None


def _after_dateline(tokens: list[Token]) -> int:
    """The token after ``PLACE (AGENCY) –`` at the start of the sentence; 0 without one."""
    for at in range(1, min(len(tokens) - 1, 12)):
        if tokens[at].text in "–—-" and tokens[at - 1].text == ")":
            return at + 1
    return 0


def _subject(tokens: list[Token], verb: int, quote: int, cue: Cues) -> Naming | None:
    naming = subject_before(tokens, verb, cue)
    if naming is None and cue.reversed_clause:
        naming = subject_after(tokens, verb, cue)
        if naming and naming.last > quote:
            return None
    return naming


def _by_phrase(
    tokens: list[Token], at: int, phrase: tuple[int, str], quote: int, cue: Cues
) -> _Found | None:
    length, place = phrase
    if place == "as":
        naming = subject_before(tokens, at, cue)
        return naming and _Found(naming, (at, at + length))
    if place == "before":
        naming = phrase_after(tokens, at + length, cue)
        return _Found(naming, (at, at + length), True) if naming and naming.last <= quote else None
    naming = subject_before(tokens, at, cue)
    return naming and _Found(naming, (at, at + length), True)


def at_sentence_end(tokens: list[Token], quote: int, cue: Cues) -> _Found | None:
    """Rule 3: ``…, X said`` or ``…, said X`` after the rest of the sentence."""
    for verb in range(min(len(tokens), quote + _REACH_END) - 1, quote + 1, -1):
        if not is_says(tokens, verb, cue):
            phrase = _phrase_at(tokens, verb, cue)
            if phrase and phrase[1] == "before" and tokens[verb - 1].text in _SOFT:
                naming = phrase_after(tokens, verb + phrase[0], cue)
                if naming:
                    return _Found(naming, (verb, verb + phrase[0]), True)
            continue
        if tokens[verb - 1].text in _SOFT and tokens[verb].low not in cue.told:
            naming = phrase_after(tokens, verb + 1, cue)
        else:
            naming = subject_before(tokens, verb, cue)
            if naming and not (
                naming.first > quote + 1
                and (tokens[naming.first - 1].text in _SOFT or tokens[naming.first - 1].quote >= 0)
            ):
                naming = None
        if naming and not any(token.quote >= 0 for token in tokens[verb + 1 : verb + _REACH_ON]):
            return _Found(naming, (verb, verb + 1))
    return None


def _in_sentence(tokens: list[Token], quote: int, text: str, cue: Cues) -> _Found | None:
    comma = text[tokens[quote].end - 2 : tokens[quote].end - 1] in ",!?"
    after = right_after(tokens, quote, cue, comma)
    before = nearest_before(tokens, quote, cue)
    if before and quote - before.cue[1] <= 1 and tokens[quote - 1].text in ":,":
        nearer = before.cue[0] > 0 and not (after and tokens[quote + 1].text == ",")
        if tokens[quote - 1].text == ":" or nearer:
            return before
    if after:
        return after
    if before and quote - before.cue[1] <= _NEAR:
        return before
    return at_sentence_end(tokens, quote, cue) or before


def _alone(tokens: list[Token]) -> bool:
    """Whether the sentence is one quotation and nothing else."""
    return sum(token.quote >= 0 for token in tokens) == 1 and not any(
        token.word for token in tokens
    )


def _after_cry(tokens: list[Token], following: list[Token], cue: Cues) -> _Found | None:
    """``“Why?” X said.``: the cue stands in what looks like the next sentence."""
    found = right_after([tokens[-1], *following], 0, cue, True)
    if found is None or found.cue[1] >= len(following) + 1:
        return None
    after = following[found.cue[1] - 1 :]
    return found if not after or not after[0].word or after[0].low in cue.joins else None


def attribute(
    paragraph: list[list[Token]], count: int, text: str, cue: Cues
) -> list[Attribution | None]:
    """For each of the ``count`` quotations of a paragraph its attribution, rules 1 to 4."""
    result: list[Attribution | None] = [None] * count
    previous: Attribution | None = None
    for index, tokens in enumerate(paragraph):
        alone = _alone(tokens)
        quoting = [at for at, token in enumerate(tokens) if token.quote >= 0]
        last: Attribution | None = None
        for at in quoting:
            found = _in_sentence(tokens, at, text, cue)
            attribution = found and _attribution(tokens, found)
            cried = text[tokens[at].end - 2 : tokens[at].end - 1] in "!?"
            if not attribution and alone and cried and index + 1 < len(paragraph):
                following = paragraph[index + 1]
                cry = _after_cry([tokens[at]], following, cue)
                if cry:
                    attribution = _attribution([tokens[at], *following], cry)
            adding = tokens[0].low in cue.bridges and at <= 2  # Adding, “…”
            if not attribution and (alone or adding) and previous:
                attribution = previous._replace(carried=True)
            result[tokens[at].quote] = attribution
            last = attribution or last
        previous = last
    return result
