"""Verbs by which people say something, and the nouns that only look like them."""

from newsloom.findings.lexicon import Cues
from newsloom.findings.tokens import Token


def is_says(tokens: list[Token], at: int, cue: Cues) -> bool:
    """Whether a verb of saying stands at ``at`` (its first word, where it has two)."""
    token = tokens[at]
    low = token.low
    if low not in cue.says:
        if low not in cue.pair_firsts:
            return False
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if (low, following) not in cue.pairs:
            return False
    if token.capital and at and tokens[at - 1].word:
        return False  # the United States
    if low in cue.parted and not _completed(tokens, at, cue):
        return False
    return low not in cue.nouns or _has_subject(tokens, at, cue)


def _completed(tokens: list[Token], at: int, cue: Cues) -> bool:
    """Whether a verb that says something with a particle alone has one: ``stellte … klar``."""
    particles = cue.parted[tokens[at].low]
    return any(token.low in particles for token in tokens[at + 1 :])


def _has_subject(tokens: list[Token], at: int, cue: Cues) -> bool:
    """Whether a word that may be a noun ("claims") is a verb: what stands before can be one."""
    if at and not tokens[at - 1].word:
        return True
    if cue.endings and not tokens[at].low.endswith(("s", *cue.endings)):
        last = tokens[at - 1].low if at else ""  # "they call", "would call", but not "the call"
        return last in cue.auxiliaries or last in cue.pronouns or last.endswith("s")
    if at and tokens[at - 1].low.endswith(cue.participles or ("\0",)):
        return tokens[at - 1].capital  # raising questions
    for before in range(at - 1, max(-1, at - 6), -1):
        token = tokens[before]
        if token.low in cue.determiners and token.low not in cue.pronouns:
            # an aide claims, but not: the claims, une vive critique
            return before < at - 1 and bool(cue.endings) and token.low not in cue.possessives
        if token.capital or token.low in cue.pronouns:
            return not token.low.endswith(("'s", "s'")) and token.low not in cue.possessives
        if token.low in cue.stops or not token.word:
            return False
    return False


def is_takes(tokens: list[Token], at: int, cue: Cues) -> bool:
    """Whether a verb that takes quoted words stands at ``at``."""
    low = tokens[at].low
    if low not in cue.takes or tokens[at].capital:
        return False
    return low not in cue.nouns or _has_subject(tokens, at, cue)


def phrase_at(tokens: list[Token], at: int, cue: Cues) -> tuple[int, str] | None:
    """The length of the cue of several words at ``at`` and where its speaker stands."""
    for phrase, place in cue.phrases_from.get(tokens[at].low, ()):
        if len(phrase) > 1 and (at + 1 == len(tokens) or tokens[at + 1].low != phrase[1]):
            continue  # most fail here
        if phrase == tuple([token.low for token in tokens[at : at + len(phrase)]]):
            return len(phrase) - (phrase[-1] in cue.articles), place  # the article is the naming's
    return None


def parts(token: Token) -> bool:
    """Whether a quotation or a mark parts what is before from what is after."""
    return token.quote >= 0 or token.text in ".:;!?"
