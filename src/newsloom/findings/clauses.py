"""The naming phrases of a sentence: who is the subject of a verb."""

from typing import NamedTuple

from newsloom.findings.lexicon import Cues
from newsloom.findings.tokens import Token

_BREAKS = ",–—-("
_LONGEST = 14  # words of a naming phrase
_BARE = 4  # words of a phrase that no capital and no article marks as a name
_APPOSITION = 30  # words between a name and its verb


class Naming(NamedTuple):
    """A naming phrase: tokens ``first`` to ``last`` (exclusive) of a sentence."""

    first: int
    last: int


def _bare(low: str) -> str:
    """A word without a clitic: he's, he'd -> he."""
    return low.split("'")[0] if "'" in low else low


def _is_adverb(token: Token, cue: Cues) -> bool:
    return token.low in cue.auxiliaries or (token.low.endswith("ly") and not token.capital)


def subject_before(tokens: list[Token], verb: int, cue: Cues) -> Naming | None:
    """The naming phrase that is the subject of the verb at ``verb`` and stands before it."""
    at = verb
    while at and tokens[at - 1].word and _is_adverb(tokens[at - 1], cue):
        at -= 1
        if tokens[at].low in cue.passive and tokens[verb].low not in cue.bridges:
            return None
    if not at:
        return None
    if tokens[at - 1].low in cue.ands:
        return clause_subject(tokens, at - 1, cue)
    for _ in range(2):  # a relative clause, then an apposition
        if tokens[at - 1].low in cue.relatives and at > 1 and not cue.reversed_clause:
            at -= 1
        if tokens[at - 1].text in _BREAKS or tokens[at - 1].text == ")":
            closing = at - 1
            if tokens[closing - 1].quote >= 0:
                return None
            if tokens[at].low in cue.relatives:
                at = closing
                break
            opening = _break_before(tokens, closing)
            if opening <= 0:
                return None
            inner = _without_aside(tokens, opening + 1, closing)
            if _is_name(tokens[opening + 1 : inner]):
                return Naming(opening + 1, inner)  # the aide, Ann Lee, said
            at = opening
        else:
            break
    naming = _phrase_before(tokens, at, cue)
    if naming is None or tokens[naming.first].low in cue.oblique:
        return None
    before = naming.first - 1
    while before > 0 and tokens[before].low in cue.determiners:
        before -= 1
    if before >= 0 and tokens[before].low in cue.prepositions:
        return None
    return _joint_before(tokens, naming, cue)


def _joint_before(tokens: list[Token], naming: Naming, cue: Cues) -> Naming:
    """The two who open a clause with what they say together: ``Ann Lee and Bert Moss said``."""
    first = naming.first
    if first < 2 or tokens[first - 1].low not in cue.ands or not tokens[naming.last - 1].capital:
        return naming
    other = _phrase_before(tokens, first - 1, cue)
    if other is None or not tokens[other.last - 1].capital or other.last != first - 1:
        return naming
    opens = other.first == 0 or not tokens[other.first - 1].word
    return Naming(other.first, naming.last) if opens else naming


def subject_within(tokens: list[Token], participle: int, cue: Cues) -> Naming | None:
    """The subject that a participle has for itself: ``with Ann Lee saying``."""
    at = participle
    while at and tokens[at - 1].word and _is_adverb(tokens[at - 1], cue):
        at -= 1
    naming = _phrase_before(tokens, at, cue)
    within = naming is not None and naming.first and tokens[naming.first - 1].low in cue.absolute
    return naming if within else None


def agent_of(tokens: list[Token], verb: int, cue: Cues) -> Naming | None:
    """Who did what a passive tells: ``described by Ann Lee as``."""
    if verb + 2 >= len(tokens) or tokens[verb + 1].low not in cue.agents:
        return None
    return named_after(tokens, verb + 2, cue)


def after_dateline(tokens: list[Token]) -> int:
    """The token after ``PLACE (AGENCY) –`` at the start of the sentence; 0 without one."""
    for at in range(1, min(len(tokens) - 1, 12)):
        if tokens[at].text in "–—-" and tokens[at - 1].text == ")":
            return at + 1
    return 0


def clause_subject(tokens: list[Token], end: int, cue: Cues) -> Naming | None:
    """The naming phrase with which the sentence begins, an introduction with a comma aside.

    A description counts only when a word that can be recognised as a verb follows it.
    """
    start = after_dateline(tokens)
    while start < end:
        opening = tokens[start].low
        plain = opening in cue.determiners or opening in cue.pronouns
        ahead = opening in cue.prepositions or _opens_aside(tokens, start, cue)
        if ahead or (opening in cue.stops and not plain):
            comma = next((at for at in range(start, end) if tokens[at].text == ","), end)
            if any(token.quote >= 0 for token in tokens[start:comma]):
                return None
            start = comma + 1
            continue
        naming = phrase_after(tokens, start, cue)
        if naming is None or naming.last >= end:
            return None
        return _appositive(tokens, naming, end) or (
            naming if _finite(tokens, naming, cue) else None
        )
    return None


def _opens_aside(tokens: list[Token], start: int, cue: Cues) -> bool:
    """Whether a participle opens the sentence: ``Speaking at the mill, Ann Lee …``."""
    if not tokens[start].low.endswith(cue.participles or ("\0",)) or start + 1 >= len(tokens):
        return False
    follows = tokens[start + 1].low
    plain = (cue.prepositions, cue.determiners, cue.pronouns, cue.days, cue.infinitive)
    return any(follows in words for words in plain)


def _finite(tokens: list[Token], naming: Naming, cue: Cues) -> bool:
    """Whether the phrase is a name, or a description that a verb or a comma ends."""
    if tokens[naming.last - 1].capital or naming.last - naming.first == 1:
        return True
    after = tokens[naming.last]
    ended = bool(cue.endings) and after.low.endswith(cue.endings)
    known = after.low in cue.verbs or after.low in cue.auxiliaries or after.low in cue.passive
    return ended or known or after.text == ","


def _appositive(tokens: list[Token], naming: Naming, end: int) -> Naming | None:
    """The name set off after a description: ``the campaign's director, Ann Lee, …``."""
    at = naming.last
    if at >= end or tokens[at].text != ",":
        return None
    stop = next((place for place in range(at + 1, end) if tokens[place].text == ","), end)
    return Naming(at + 1, stop) if _is_name(tokens[at + 1 : stop]) else None


def _without_aside(tokens: list[Token], start: int, end: int) -> int:
    """Where the words before a bracket at the end stop: ``Ann Lee (SPD)``."""
    if end - 1 > start and tokens[end - 1].text == ")":
        return next((at for at in range(end - 2, start, -1) if tokens[at].text == "("), end)
    return end


def _is_name(tokens: list[Token]) -> bool:
    """Whether the tokens are a personal name of two to four words."""
    return 2 <= len(tokens) <= 4 and all(token.capital for token in tokens)


def _break_before(tokens: list[Token], closing: int) -> int:
    mark = "(" if tokens[closing].text == ")" else tokens[closing].text
    for at in range(closing - 1, max(-1, closing - _APPOSITION), -1):
        if tokens[at].text == mark:
            return at
        if tokens[at].quote >= 0:
            return -1
    return -1


def _phrase_before(tokens: list[Token], end: int, cue: Cues) -> Naming | None:
    """The naming phrase that ends before token ``end``."""
    first = end
    while first and end - first < _LONGEST:
        token = tokens[first - 1]
        low = _bare(token.low)
        if not token.word and token.text != "&":
            break
        if low in cue.pronouns and not (token.capital and first > 1 and low == "it"):
            if first == end:
                return Naming(first - 1, end)
            break
        if low in cue.determiners and not (token.capital and first < end and first > 1):
            first -= 1
            genitive = low in cue.joins and first and tokens[first - 1].capital
            if genitive and tokens[first - 1].low not in cue.stops:
                continue  # der Leiter der Behörde
            if not _joined(tokens, first, cue):
                break
            first -= 1
        elif low in cue.joins and first < end:
            if not _joined(tokens, first, cue):
                break
            first -= 1
        elif low in cue.stops or (not token.capital and _is_verb(tokens, first - 1, end, cue)):
            break
        else:
            first -= 1
    return _checked(tokens, first, end, cue)


def _is_verb(tokens: list[Token], at: int, end: int, cue: Cues) -> bool:
    """Whether the lower-case word at ``at`` is a verb that ends the phrase to its right."""
    low = tokens[at].low
    if low in cue.verbs:
        return True
    regular = bool(cue.endings) and low.endswith(cue.endings) and len(low) > 4
    return regular and at > 0 and tokens[at - 1].word and tokens[at - 1].low not in cue.determiners


def _joined(tokens: list[Token], first: int, cue: Cues) -> bool:
    """Whether the word before ``first`` joins the phrase to a noun before it ("aide to the")."""
    if first < 2 or tokens[first - 1].low not in cue.joins:
        return False
    noun = tokens[first - 2]
    if not noun.capital and cue.endings and noun.low.endswith(cue.endings):
        return False
    return noun.word and not (
        noun.low in cue.stops or noun.low in cue.verbs or noun.low in cue.pronouns
    )


def subject_after(tokens: list[Token], verb: int, cue: Cues) -> Naming | None:
    """The naming phrase that is the subject of the verb at ``verb`` and follows it."""
    at = verb + 1
    if at < len(tokens) and tokens[at].low in cue.impersonal:
        return _source(tokens, verb, cue) or Naming(at, at + 1)
    while at < len(tokens) and at < verb + 4:
        if tokens[at].low not in cue.auxiliaries or tokens[at].low in cue.determiners:
            break
        at += 1
    at = _after_day(tokens, at, cue)
    if at < len(tokens) and tokens[at].low in cue.oblique:
        return None
    return named_after(tokens, at, cue)


def _source(tokens: list[Token], verb: int, cue: Cues) -> Naming | None:
    """What speaks where the subject is nobody: ``heißt es aus Norvia``, ``Im Brief heißt es``."""
    after = verb + 2
    while after < len(tokens) and tokens[after].low in cue.auxiliaries:
        after += 1
    if _leads_to_source(tokens, after, cue):
        return phrase_after(tokens, after + 1, cue)
    if verb > 1 and _leads_to_source(tokens, 0, cue):
        naming = phrase_after(tokens, 1, cue)
        return naming if naming and naming.last <= verb else None
    return None


def _leads_to_source(tokens: list[Token], at: int, cue: Cues) -> bool:
    """Whether ``in the letter`` or ``from Norvia`` begins at ``at``, but not ``in Norvia``."""
    if at + 1 >= len(tokens) or tokens[at].low not in cue.sources:
        return False
    from_there = tokens[at].low in cue.after_joins or tokens[at].low in cue.definite
    return from_there or tokens[at + 1].low in cue.determiners


def named_after(tokens: list[Token], at: int, cue: Cues) -> Naming | None:
    """The naming phrase that begins at ``at``, or the name set off after it."""
    naming = phrase_after(tokens, at, cue)
    if naming is None or tokens[at].low not in cue.articles:
        return naming
    end, last = naming.last, len(tokens)
    if cue.nouns_capital:  # so die Leiterin der Mühle, Ann Lee
        end = next((i for i in range(end, last) if not tokens[i].word), last)
    elif tokens[end - 1].capital:
        return naming
    stop = next((i for i in range(end + 1, last) if not tokens[i].word), last)
    return _appositive(tokens, Naming(at, end), stop) or naming  # said the aide, Ann Lee


def _after_day(tokens: list[Token], at: int, cue: Cues) -> int:
    """The place after "on Monday", which may stand between a verb and its subject."""
    if at + 2 >= len(tokens) or tokens[at].low not in cue.prepositions:
        return at
    return at + 2 if tokens[at + 1].low in cue.days and tokens[at + 2].word else at


def phrase_after(tokens: list[Token], start: int, cue: Cues) -> Naming | None:
    """The naming phrase that begins at token ``start``."""
    at, lower = start, 0
    opening = tokens[at].low if at < len(tokens) else ""
    if opening in cue.prepositions and opening not in cue.after_joins:
        article = opening in cue.articles and at + 1 < len(tokens)  # Portuguese a: to, the
        if not article or tokens[at + 1].capital or not tokens[at + 1].word:
            return None
    while at < len(tokens) and at - start < _LONGEST:
        token = tokens[at]
        low = _bare(token.low)
        if not token.word and token.text != "&":
            break
        if low in cue.pronouns and (at > start or low not in cue.determiners):
            if at == start and not (low in cue.determiners and _noun_follows(tokens, at, cue)):
                return Naming(at, at + 1)
            break
        if low in cue.determiners:
            if at > start and not _joins(tokens[at - 1].low, cue):
                break
        elif low in cue.after_joins:
            if at == start or not _noun_follows(tokens, at, cue):
                break
        elif (
            (low in cue.stops and not token.capital)
            or low in cue.verbs
            or (low in cue.prepositions and not token.capital)
        ):
            break
        elif not token.capital:
            if _ends_phrase(tokens, at, start, cue):
                break
            lower += 1
            if lower > 6:
                break
        elif low in cue.stops:
            break
        at += 1
    return _checked(tokens, start, _trimmed(tokens, start, at, cue), cue)


def _ends_phrase(tokens: list[Token], at: int, start: int, cue: Cues) -> bool:
    """Whether the lower-case word at ``at`` is an adverb, a number or a verb after a name."""
    token = tokens[at]
    if token.text[0].isdigit():
        ranked = at + 1 < len(tokens) and tokens[at + 1].capital  # Air Force 1st Lt. Ann Lee
        return not (ranked and token.low.endswith(("st", "nd", "rd", "th")))
    verb = bool(cue.endings) and token.low.endswith(cue.endings) and len(token.low) > 4
    return token.low.endswith("ly") or (verb and at > start)


def _noun_follows(tokens: list[Token], at: int, cue: Cues) -> bool:
    if at + 1 >= len(tokens) or not tokens[at + 1].word:
        return False
    low = tokens[at + 1].low
    return low in cue.determiners or (low not in cue.stops and low not in cue.verbs)


def _trimmed(tokens: list[Token], start: int, end: int, cue: Cues) -> int:
    """The end without a lower-case rest after a name ("said Ann Lee late in May")."""
    # What follows a name is no part of it: сказала Одуя телеканалу «Канал».
    names_end = cue.nouns_capital or cue.verb_final or cue.inflects
    while end > start + 1 and tokens[end - 1].low in cue.audiences:
        end -= 1
    at_rest = not names_end and (end >= len(tokens) or not tokens[end].word)
    capitals = [at for at in range(start, end) if tokens[at].capital]
    if at_rest or not capitals:
        return end
    if tokens[start].low in cue.determiners and not cue.nouns_capital:
        return end
    return capitals[-1] + 1


def _joins(low: str, cue: Cues) -> bool:
    return low in cue.joins or low in cue.determiners


def _checked(tokens: list[Token], first: int, last: int, cue: Cues) -> Naming | None:
    """The phrase, when something in it can name a speaker."""
    if first < last and tokens[last - 1].low.endswith(("'s", "s'")) and cue.endings:
        return None  # "Lee’s comments": a noun, not a verb
    while first < last and tokens[first].low in cue.joins and not tokens[first].capital:
        first += 1
    while last > first and _joins(tokens[last - 1].low, cue):
        last -= 1
    if first >= last or (last - first == 1 and tokens[first].text[0].isdigit()):
        return None
    if cue.elided and any(token.low.startswith(cue.elided) for token in tokens[first:last]):
        return None  # lorsqu’il
    for token in tokens[first:last]:
        if token.capital and not (token.low in cue.stops or token.low in cue.joins):
            return Naming(first, last)
    if tokens[first].low in cue.determiners and last - first > 1:
        return Naming(first, last)
    # A bare noun ("police said") must fill its clause.
    bounded = cue.caseless or first == 0 or not tokens[first - 1].word
    return Naming(first, last) if bounded and last - first <= _BARE else None
