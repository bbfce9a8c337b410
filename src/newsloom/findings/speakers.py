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

from newsloom.findings.attribution import Attribution, Found, located
from newsloom.findings.beside import before_colon, owned, signed
from newsloom.findings.clauses import (
    Naming,
    clause_subject,
    phrase_after,
    subject_after,
    subject_before,
)
from newsloom.findings.lexicon import Cues
from newsloom.findings.reading import Token
from newsloom.findings.verbs import is_says, is_takes

_SOFT = ",–—-،，"
_REACH_BACK = 45  # tokens between a verb and the quotation it introduces
_REACH_ON = 16
_REACH_END = 60  # tokens between a quotation and the cue at its sentence's end
_NEAR = 9  # a verb this close before a quotation outweighs one at the sentence's end


def phrase_at(tokens: list[Token], at: int, cue: Cues) -> tuple[int, str] | None:
    """The length of the cue of several words at ``at`` and where its speaker stands."""
    if tokens[at].low not in cue.phrase_firsts:
        return None
    low = tokens[at].low
    for phrase, place in cue.phrases:
        if phrase[0] != low or at + len(phrase) > len(tokens):
            continue
        if all(tokens[at + step].low == word for step, word in enumerate(phrase)):
            return len(phrase), place
    return None


def right_after(tokens: list[Token], quote: int, cue: Cues, comma: bool = False) -> Found | None:
    """Rule 1: the words that follow the quotation at token ``quote``; ``comma``: it ends in one."""
    at = quote + 1
    while at < len(tokens) and at < quote + 4 and tokens[at].text in _SOFT + ".":
        at += 1
    if at >= len(tokens) or not tokens[at].word:
        return None
    phrase = phrase_at(tokens, at, cue)
    if phrase and phrase[1] == "before":
        stop = at + phrase[0]
        if cue.reversed_clause and stop < len(tokens) and is_says(tokens, stop, cue):
            return _verb_first(tokens, stop, cue)  # „…“, so urteilte X
        naming = phrase_after(tokens, stop, cue)
        return naming and Found(naming, (at, stop), True)
    if cue.verb_final:
        return _verb_last(tokens, quote, at, cue)
    found = _verb_first(tokens, at, cue) or _name_first(tokens, at, cue)
    return found or (_unknown_verb(tokens, at, cue) if comma else None)


def _verb_first(tokens: list[Token], at: int, cue: Cues) -> Found | None:
    """``said X``, ``a déclaré X``, ``a-t-il dit`` at token ``at``."""
    for ending in cue.inverted:
        if tokens[at].low.endswith(ending):
            pronoun = Naming(at, at + 1)
            follows = at + 1 < len(tokens) and tokens[at + 1].low in cue.says
            return Found(pronoun, (at, at + 1 + follows))
    verb = at
    while verb < at + 3 and verb + 1 < len(tokens) and tokens[verb].low in cue.auxiliaries:
        verb += 1
    if tokens[at].low in cue.perfect:
        return _framed(tokens, at, cue)
    told = tokens[verb].low in cue.told and not cue.reversed_clause and verb == at
    if told or not is_says(tokens, verb, cue):
        return None
    naming = subject_after(tokens, verb, cue)
    return naming and Found(naming, (verb, verb + 1))


def _verb_last(tokens: list[Token], quote: int, at: int, cue: Cues) -> Found | None:
    """``X, “…” dedi``: the verb follows the quotation, its subject opens the sentence."""
    for verb in range(at, min(len(tokens), at + 3)):
        if tokens[verb].low in cue.verbs:
            naming = clause_subject(tokens, quote, cue)
            if naming is None and verb == at:
                naming = phrase_after(tokens, verb + 1, cue)
            return naming and Found(naming, (verb, verb + 1))
    return None


def _framed(tokens: list[Token], at: int, cue: Cues) -> Found | None:
    """``hatte X am Montag erklärt``: the auxiliary at ``at``, its participle later."""
    naming = subject_after(tokens, at - 1, cue) or phrase_after(tokens, at + 1, cue)
    if naming is None:
        return None
    for verb in range(naming.last, min(len(tokens), naming.last + _REACH_ON)):
        if tokens[verb].text in ".,:;" or tokens[verb].quote >= 0:
            return None
        if tokens[verb].low in cue.says:
            return Found(naming, (verb, verb + 1))
    return None


def _name_first(tokens: list[Token], at: int, cue: Cues) -> Found | None:
    """``X said`` with X beginning at token ``at``."""
    for verb in range(at + 1, min(len(tokens), at + _REACH_ON)):
        if tokens[verb].quote >= 0 or tokens[verb].text in ".:;!?":
            return None
        if tokens[verb].low not in cue.signals:
            continue
        phrase = phrase_at(tokens, verb, cue)
        if phrase and phrase[1] == "after":
            return Found(Naming(at, verb), (verb, verb + phrase[0]), True)
        says = is_says(tokens, verb, cue)
        if says or is_takes(tokens, verb, cue):
            naming = subject_before(tokens, verb, cue)
            if naming and (naming.first == at or _set_off(tokens, naming, at, cue)):
                ahead = _speaks_ahead(tokens, verb, says, cue)
                return None if ahead else Found(naming, (verb, verb + 1))
            if says and not naming:
                return None
    return None


def _set_off(tokens: list[Token], naming: Naming, at: int, cue: Cues) -> bool:
    """Whether the name follows its description, set off: ``the aide, Ann Lee, said``."""
    described = tokens[at].capital or tokens[at].low in cue.determiners
    return described and naming.first > at and tokens[naming.first - 1].text == ","


def _speaks_ahead(tokens: list[Token], verb: int, says: bool, cue: Cues) -> bool:
    """Whether the verb introduces what follows it: ``… “schools”, X said: “…”``."""
    if verb + 1 >= len(tokens):
        return False
    following = tokens[verb + 1]
    if following.text == ":" or following.low in cue.conjunctions:
        return True
    return not says and (following.quote >= 0 or following.low in cue.determiners)


def _unknown_verb(tokens: list[Token], at: int, cue: Cues) -> Found | None:
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
    return Found(Naming(at, verb), (verb, verb + 1))


def nearest_before(tokens: list[Token], quote: int, cue: Cues) -> Found | None:
    """Rule 2: the nearest cue before the quotation whose speaker can be read."""
    participle: tuple[int, int] | None = None
    for at in range(quote - 1, max(-1, quote - _REACH_BACK), -1):
        token = tokens[at]
        if token.low not in cue.signals or not token.word:
            continue
        phrase = phrase_at(tokens, at, cue) if token.low in cue.phrase_firsts else None
        bridging = phrase is not None and phrase[1] == "bridge"
        if bridging or token.low in cue.bridges or _is_infinitive(tokens, at, cue):
            participle = participle or (at, at + (phrase[0] if phrase and bridging else 1))
            continue
        if phrase:
            found = _by_phrase(tokens, at, phrase, quote, cue)
            if found:
                return found
        if is_says(tokens, at, cue) or is_takes(tokens, at, cue):
            naming = _subject(tokens, at, quote, cue)
            if naming:
                return Found(naming, participle or (at, at + 1))
    if participle is not None:
        naming = clause_subject(tokens, participle[0], cue)
        return naming and Found(naming, participle)
    return None


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
    naming = subject_before(tokens, verb, cue)
    first = verb == 0 or not tokens[verb - 1].word
    opens = first and (tokens[verb].capital or _follows_quote(tokens, verb))  # Said Ann Lee: “…”
    if naming is None and (cue.reversed_clause or opens):
        naming = subject_after(tokens, verb, cue)
        if naming and naming.last > quote:
            return None
    return naming


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
        naming = phrase_after(tokens, at + length, cue)
        return Found(naming, (at, at + length), True) if naming and naming.last <= quote else None
    naming = subject_before(tokens, at, cue)
    return naming and Found(naming, (at, at + length), True)


def at_sentence_end(tokens: list[Token], quote: int, cue: Cues) -> Found | None:
    """Rule 3: ``…, X said`` or ``…, said X`` after the rest of the sentence."""
    for verb in range(min(len(tokens), quote + _REACH_END) - 1, quote + 1, -1):
        if tokens[verb].low not in cue.signals:
            continue
        if not is_says(tokens, verb, cue):
            if tokens[verb].low not in cue.phrase_firsts:
                continue
            phrase = phrase_at(tokens, verb, cue)
            if phrase and phrase[1] == "before" and tokens[verb - 1].text in _SOFT:
                naming = phrase_after(tokens, verb + phrase[0], cue)
                if naming:
                    return Found(naming, (verb, verb + phrase[0]), True)
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
            return Found(naming, (verb, verb + 1))
    return None


def _in_sentence(tokens: list[Token], quote: int, text: str, cue: Cues) -> Found | None:
    comma = text[tokens[quote].end - 2 : tokens[quote].end - 1] in ",!?"
    after = right_after(tokens, quote, cue, comma)
    before = nearest_before(tokens, quote, cue)
    if before and quote - before.cue_end <= 1 and tokens[quote - 1].text in ":,":
        nearer = before.cue_end > 1 and not (after and tokens[quote + 1].text == ",")
        if tokens[quote - 1].text == ":" or nearer:
            return before
    if after:
        return after
    if before and quote - before.cue_end <= _NEAR:
        return before
    return (
        at_sentence_end(tokens, quote, cue)
        or before
        or before_colon(tokens, quote, cue)
        or signed(tokens, quote, cue)
        or owned(tokens, quote, cue)
    )


def _alone(tokens: list[Token]) -> bool:
    """Whether the sentence is one quotation and nothing else."""
    return sum(token.quote >= 0 for token in tokens) == 1 and not any(
        token.word for token in tokens
    )


def _after_cry(tokens: list[Token], following: list[Token], cue: Cues) -> Found | None:
    """``“Why?” X said.``: the cue stands in what looks like the next sentence."""
    found = right_after([tokens[-1], *following], 0, cue, True)
    if found is None or found.cue is None or found.cue[1] >= len(following) + 1:
        return None
    verb, after = following[found.cue[1] - 2], following[found.cue[1] - 1 :]
    if not after or not after[0].word or verb.low in cue.told:
        return found
    clause = cue.pronouns | cue.determiners | cue.conjunctions
    return None if after[0].capital or after[0].low in clause else found


def attribute(
    paragraph: list[list[Token]], count: int, text: str, cue: Cues
) -> list[Attribution | None]:
    """For each of the ``count`` quotations of a paragraph its attribution, rules 1 to 4."""
    result: list[Attribution | None] = [None] * count
    previous: Attribution | None = None
    for index, tokens in enumerate(paragraph):
        following = paragraph[index + 1] if index + 1 < len(paragraph) else []
        alone = _alone(tokens)
        last: Attribution | None = None
        for at, token in enumerate(tokens):
            if token.quote < 0:
                continue
            found = _in_sentence(tokens, at, text, cue)
            attribution = found and located(tokens, found)
            if not attribution and alone:
                attribution = _cried(token, following, text, cue)
            adding = tokens[0].low in cue.bridges and at <= 2  # Adding, “…”
            earlier = last if last else (previous if alone or adding else None)
            if not attribution and earlier and not _own_subject(tokens, at, earlier, cue):
                attribution = earlier._replace(carried=True)
            result[token.quote] = attribution
            last = attribution or last
        if last or not _goes_on(tokens, previous, cue):
            previous = last or _reported(tokens, cue)
    return result


def _reported(tokens: list[Token], cue: Cues) -> Attribution | None:
    """Who a sentence without a quotation says spoke: ``X said that it rained.``"""
    if any(token.quote >= 0 for token in tokens) or not any(
        token.low in cue.says for token in tokens
    ):
        return None
    end = Token(tokens[-1].end, tokens[-1].end, "“", "“", 0)
    found = nearest_before([*tokens, end], len(tokens), cue)
    return found and located(tokens, found)


def _cried(token: Token, following: list[Token], text: str, cue: Cues) -> Attribution | None:
    """The attribution that the next sentence gives: ``“Why?” X asked.``, ``“So it is.” — X``."""
    if not following:
        return None
    if text[token.end - 2 : token.end - 1] not in "!?":
        return _signed_off([token, *following], cue)
    cry = _after_cry([token], following, cue) or signed([token, *following], 0, cue)
    return cry and located([token, *following], cry)


def _signed_off(tokens: list[Token], cue: Cues) -> Attribution | None:
    found = signed(tokens, 0, cue)
    return found and located(tokens, found)


def _own_subject(tokens: list[Token], at: int, earlier: Attribution, cue: Cues) -> bool:
    """Whether another clause, with words of its own, begins between a cue and a quotation."""
    begin = max(earlier.cue_end, earlier.name_end)
    between = [token for token in tokens[:at] if token.start >= begin]
    return any(token.low in cue.verbs or token.low in cue.passive for token in between)


def _goes_on(tokens: list[Token], previous: Attribution | None, cue: Cues) -> bool:
    """Whether a sentence without a quotation leaves the last speaker the one who speaks.

    It names the speaker of the quotation before it (``X asked.``), or begins with a pronoun.
    """
    if previous is None or any(token.quote >= 0 for token in tokens):
        return False
    if tokens[0].start <= previous.name_start < tokens[-1].end:
        return True
    return tokens[0].low in cue.he or tokens[0].low in cue.she
