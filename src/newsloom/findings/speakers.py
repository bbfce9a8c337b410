"""Who said it: the words that attribute a quotation, read from the sentence around it.

A quotation is attributed by the first of these that holds:

1. the words right after it: ``“…,” said X``, ``“…,” X said``, ``“…”, according to X``;
2. the nearest verb of saying before it whose subject can be read: ``X said: “…”``,
   ``According to X, … “…”``; a participle takes the subject of the verb before it;
3. the end of its sentence: ``“…” if it rains, X said``;
4. when it fills its sentence, or this is in the mood of reported speech, what the paragraph says
   before: ``“…,” X said. “…”``, ``X sagte, … Er sei „…“``; with a name or, behind a clause about
   a person, a colon before it, those;
5. when it fills its paragraph, a colon or an attributed quotation that ends the one before; of a
   quotation over several paragraphs, the attribution of any of them;
6. where a language writes so, an aside within its marks: ``« Partons, a dit X. »``.

Nothing else is tried: a quotation without such words has no speaker.
"""

from bisect import bisect_left

from newsloom.findings.ahead import nearest_before
from newsloom.findings.attribution import Attribution, Found, located
from newsloom.findings.beside import before_colon, owned, signed, subject_of_colon
from newsloom.findings.clauses import (
    Naming,
    clause_subject,
    named_after,
    phrase_after,
    subject_after,
    subject_before,
)
from newsloom.findings.lexicon import Cues
from newsloom.findings.reading import Paragraph, Reading, Sentence
from newsloom.findings.tokens import Token, Words, quotation
from newsloom.findings.verbs import is_says, is_takes, parts, phrase_at

_SOFT = ",–—-،，"
_REACH_ON = 16
_REACH_END = 60  # tokens between a quotation and the cue at its sentence's end
_SENTENCE = 4  # words that a colon without a verb of saying must introduce
_NEAR = 9  # a verb this close before a quotation outweighs one at the sentence's end


def right_after(tokens: Words, quote: int, cue: Cues, comma: bool = False) -> Found | None:
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
        naming = named_after(tokens, stop, cue)
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
    told = tokens[verb].low in cue.told and cue.addressed and verb == at
    if told or not is_says(tokens, verb, cue):
        return None
    naming = subject_after(tokens, verb, cue)
    return naming and Found(naming, (verb, verb + 1))


def _verb_last(tokens: list[Token], quote: int, at: int, cue: Cues) -> Found | None:
    """``X, “…” dedi``: the verb follows the quotation, its subject opens the sentence."""
    for verb in range(at, min(len(tokens), at + 3)):
        if tokens[verb].low in cue.verbs:
            naming = clause_subject(tokens, quote, cue)
            if naming is None and quote > 1:
                whole = phrase_after(tokens, 0, cue)  # X “…” dedi
                naming = whole if whole and whole.last == quote else None
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


def _name_first(tokens: Words, at: int, cue: Cues) -> Found | None:
    """``X said`` with X beginning at token ``at``."""
    clear = at + 1  # no mark ends the words before this place
    for verb in tokens.signals:
        if verb <= at:
            continue
        if verb >= at + _REACH_ON or any(parts(one) for one in tokens[clear : verb + 1]):
            return None
        clear = verb + 1
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


def at_sentence_end(tokens: Words, quote: int, cue: Cues) -> Found | None:
    """Rule 3: ``…, X said`` or ``…, said X`` after the rest of the sentence."""
    for verb in reversed(tokens.signals):
        if verb >= quote + _REACH_END:
            continue
        if verb <= quote + 1:
            break
        if not is_says(tokens, verb, cue):
            if tokens[verb].low not in cue.phrase_firsts:
                continue
            phrase = phrase_at(tokens, verb, cue)
            if phrase and phrase[1] == "before" and tokens[verb - 1].text in _SOFT:
                naming = phrase_after(tokens, verb + phrase[0], cue)
                if naming:
                    return Found(naming, (verb, verb + phrase[0]), True)
            continue
        told = tokens[verb].low in cue.told and cue.addressed
        if tokens[verb - 1].text in _SOFT and not told:
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


def _in_sentence(tokens: Words, quote: int, text: str, cue: Cues) -> Found | None:
    comma = text[tokens.ends[quote] - 2 : tokens.ends[quote] - 1] in ",!?"
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
        or (_speaks(text, tokens, quote) and subject_of_colon(tokens, quote, cue))
        or None
    )


def _speaks(text: str, tokens: Words, quote: int) -> bool:
    """Whether the quotation has the words of a sentence."""
    return text.count(" ", tokens.starts[quote], tokens.ends[quote]) >= _SENTENCE - 1


def _after_cry(tokens: Words, cue: Cues) -> Found | None:
    """``“Why?” X said.``: the cue stands in what looks like the next sentence."""
    found = right_after(tokens, 0, cue, True)
    if found is None or found.cue is None or found.cue[1] >= len(tokens):
        return None
    verb, after = tokens[found.cue[1] - 1], tokens[found.cue[1]]
    if not after.word or verb.low in cue.told:
        return found
    begins = after.low in cue.pronouns or after.low in cue.determiners
    return None if after.capital or begins or after.low in cue.conjunctions else found


def attribute(reading: Reading, paragraph: Paragraph) -> list[Attribution | None]:
    """For each quotation of a paragraph its attribution, rules 1 to 4."""
    result: list[Attribution | None] = [None] * len(paragraph.quotes)
    previous: Attribution | None = None
    open_quotes = len(result)
    for index in range(paragraph.first, paragraph.last):
        sentence = reading.sentences[index]
        if sentence.quoting:
            following = reading.sentences[index + 1] if index + 1 < paragraph.last else None
            tokens = reading.words(sentence)
            quotes = [at for at, token in enumerate(tokens) if token.quote >= 0]
            previous = _of_sentence(reading, tokens, quotes, following, previous, result)
            open_quotes -= len(quotes)
        elif not open_quotes:
            break
        elif not _goes_on(reading, sentence, previous):
            previous = _reported(reading, sentence)
    return result


def _of_sentence(
    reading: Reading,
    tokens: Words,
    quotes: list[int],
    following: Sentence | None,
    previous: Attribution | None,
    result: list[Attribution | None],
) -> Attribution | None:
    """Put the attributions of a sentence's quotations into ``result``; the last of them.

    ``quotes`` are the places of the quotations among the ``tokens`` of the sentence.
    """
    text, cue = reading.text, reading.cue
    alone = len(quotes) == 1 and not any(token.word for token in tokens)
    last: Attribution | None = None
    for at in quotes:
        found = _in_sentence(tokens, at, text, cue)
        attribution = found and located(tokens, found)
        if not attribution and alone and following is not None:
            attribution = _cried(tokens, at, reading.words(following), text, cue)
        adding = tokens[0].low in cue.bridges and at <= 2  # Adding, “…”
        told = bool(cue.reported) and not attribution  # Er sei „…“
        told = told and not cue.reported.isdisjoint([token.low for token in tokens])
        earlier = last if last else (previous if alone or adding or told else None)
        if not attribution and earlier and not _own_subject(tokens, at, earlier, cue):
            attribution = earlier._replace(carried=True)
        result[tokens[at].quote] = attribution
        last = attribution or last
    return last


def _reported(reading: Reading, sentence: Sentence) -> Attribution | None:
    """Who a sentence without a quotation says spoke: ``X said that it rained.``"""
    verbs, columns = reading.cue.verbs, reading.columns
    signals = columns.signals_in(sentence.first, sentence.last)
    if not any(columns.tokens[at].low in verbs for at in signals):
        return None
    tokens = reading.words(sentence)
    end = tokens.ends[-1]
    found = nearest_before(tokens.before(quotation(), end, end), len(tokens), reading.cue)
    return found and located(tokens, found)


def _cried(tokens: Words, quote: int, following: Words, text: str, cue: Cues) -> Attribution | None:
    """The attribution that the next sentence gives: ``“Why?” X asked.``, ``“So it is.” — X``."""
    end = tokens.ends[quote]
    joined = following.after(tokens[quote], tokens.starts[quote], end)
    found = signed(joined, 0, cue)
    if text[end - 2 : end - 1] in "!?":
        found = _after_cry(joined, cue) or found
    return found and located(joined, found)


def _own_subject(tokens: Words, at: int, earlier: Attribution, cue: Cues) -> bool:
    """Whether another clause, with words of its own, begins between a cue and a quotation."""
    begin = max(earlier.cue_end, earlier.name_end)
    between = tokens[bisect_left(tokens.starts, begin) : at]
    return any(token.low in cue.verbs or token.low in cue.passive for token in between)


def _goes_on(reading: Reading, sentence: Sentence, previous: Attribution | None) -> bool:
    """Whether a sentence without a quotation leaves the last speaker the one who speaks.

    It names the speaker of the quotation before it (``X asked.``), or begins with a pronoun.
    """
    if previous is None:
        return False
    if sentence.start <= previous.name_start < sentence.end:
        return True
    cue, tokens = reading.cue, reading.columns.tokens[sentence.first : sentence.last]
    if tokens[0].low in cue.he or tokens[0].low in cue.she:
        return True
    return bool(cue.reported) and any(token.low in cue.reported for token in tokens)
