"""Indirect speech: what a sentence without marks reports somebody to have said.

Only where the cue and the speaker are explicit: ``X said that …``, ``…, X said``, ``According to
X, …``. The words are the article's, not the speaker's: they are never shown as a quotation.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from newsloom.findings.attribution import Attribution, Found, located
from newsloom.findings.clauses import Naming, clause_subject, phrase_after
from newsloom.findings.lexicon import Cues
from newsloom.findings.reading import Reading, Sentence
from newsloom.findings.speakers import at_sentence_end
from newsloom.findings.tokens import Words, quotation
from newsloom.findings.verbs import is_says, phrase_at

_ASIDE = 6  # words that may say who somebody is
_LEAST = 4  # words of a clause that says something
_REACH = 24  # tokens from the end of a sentence in which its attribution is looked for
_LATEST = 30  # tokens before which the verb stands
_FAR = 8  # tokens between a verb and the conjunction that follows it
_TAIL = 6  # tokens that may follow the attribution: "on Monday", "in a statement"
_EDGES = ",.;:!?…–—- \xa0"


class Reported(NamedTuple):
    """A clause ``text[start:end]`` and who said it."""

    start: int
    end: int
    attribution: Attribution


@cache
def _telling(cue: Cues) -> frozenset[str]:
    """Words without one of which no sentence reports speech."""
    first = {phrase[0] for phrase, place in cue.phrases if place == "before"}
    return (cue.says - cue.nouns) | (first - cue.plain)


def reports(reading: Reading) -> Iterator[Reported]:
    """What the sentences of a text that hold no quotation report, in order."""
    cue, columns, sentences = reading.cue, reading.columns, reading.sentences
    if cue.unspaced or cue.verb_final or cue.caseless:
        return  # the rules need words that are parted, names with capitals, a verb before the end
    telling, firsts, before = _telling(cue), [one.first for one in sentences], -1
    for at in columns.signals:
        if columns.tokens[at].low not in telling:
            continue
        index = bisect_right(firsts, at) - 1
        if index != before and not sentences[index].quoting:
            found = _reported(reading, sentences[index])
            if found is not None:
                yield found
        before = index


def _reported(reading: Reading, sentence: Sentence) -> Reported | None:
    """What a sentence without a quotation reports; None when it reports nothing for sure."""
    if sentence.last - sentence.first < _LEAST + 2:
        return None
    tokens, text, cue = reading.words(sentence), reading.text, reading.cue
    found = _according(tokens, cue) or _said_that(tokens, cue) or _at_end(tokens, text, cue)
    if found is None:
        return None
    naming, first, last = found
    return _clause(tokens, text, naming, first, last)


def _clause(tokens: Words, text: str, found: Found, first: int, last: int) -> Reported | None:
    if sum(token.word for token in tokens[first:last]) < _LEAST:
        return None
    start, end = tokens.starts[first], tokens.ends[last - 1]
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGES))
    end = start + len(text[start:end].rstrip(_EDGES))
    return Reported(start, end, located(tokens, found))


_Part = tuple[Found, int, int]


def _according(tokens: Words, cue: Cues) -> _Part | None:
    """``According to X, …`` at the start of the sentence."""
    phrase = phrase_at(tokens, 0, cue)
    if phrase is None or phrase[1] != "before":
        return None
    naming = phrase_after(tokens, phrase[0], cue)
    if naming is None or naming.last >= len(tokens) or tokens[naming.last].text != ",":
        return None
    first = naming.last + 1
    closing = next((at for at in range(first, len(tokens)) if tokens[at].text == ","), 0)
    if closing and tokens[first].low in cue.relatives:
        first = closing + 1  # according to Ann Lee, who built it, …
    elif 0 < closing - first <= _ASIDE and tokens[first].low in cue.determiners:
        return None  # "the county engineer," may say who she is or begin what she says
    return Found(naming, (0, phrase[0]), True), first, len(tokens)


def _said_that(tokens: Words, cue: Cues) -> _Part | None:
    """``X said that …``, and where a language leaves it out, ``X said he …``."""
    for verb in tokens.signals:
        if verb >= min(len(tokens) - 1, _LATEST):
            return None
        if not verb or not is_says(tokens, verb, cue):
            continue
        naming = clause_subject(tokens, verb + 1, cue)
        if naming is None or not _reaches(tokens, naming, verb, cue):
            return None
        for at in range(verb + 1, min(len(tokens) - 1, verb + _FAR)):
            if tokens[at].low in cue.conjunctions:
                return Found(naming, (verb, verb + 1)), at + 1, len(tokens)
        follows = tokens[verb + 1].low
        begins = follows in cue.pronouns or follows in cue.determiners
        told = tokens[verb].low in cue.told
        if not told and cue.endings and (begins or tokens[verb + 1].capital):
            return Found(naming, (verb, verb + 1)), verb + 1, len(tokens)
        return None
    return None


def _reaches(tokens: Words, naming: Naming, verb: int, cue: Cues) -> bool:
    """Whether nothing but adverbs or an aside stands between a subject and its verb."""
    between = tokens[naming.last : verb]
    if all(token.low in cue.auxiliaries or token.low.endswith("ly") for token in between):
        return True
    return bool(between) and between[0].text in ",(" and between[-1].text in ",)"


def _at_end(tokens: Words, text: str, cue: Cues) -> _Part | None:
    """``…, X said.`` and ``…, according to X.`` at the end of the sentence."""
    base = max(0, len(tokens) - _REACH) - 1
    signals = [at - base for at in tokens.signals if at > base + 1]
    if not signals:
        return None
    if "," not in text[tokens.starts[base + 1] : tokens.ends[-1]]:
        return None
    tail = Words((quotation(), *tokens[base + 1 :]), [], [], signals)
    found = at_sentence_end(tail, 0, cue)
    if found is None or found.cue is None:
        return None
    naming = Naming(found.naming.first + base, found.naming.last + base)
    said = (found.cue[0] + base, found.cue[1] + base)
    moved = Found(naming, said, found.oblique)
    first, last = min(naming.first, said[0]), max(naming.last, said[1])
    if tokens[first - 1].text != "," or any(token.word for token in tokens[last:][_TAIL:]):
        return None
    return moved, 0, first - 1
