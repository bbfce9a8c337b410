"""A name beside a quotation where a mark stands for the verb: ``X: “…”``, ``“…” — X``."""

from newsloom.findings.attribution import Found
from newsloom.findings.clauses import Naming, after_dateline, clause_subject
from newsloom.findings.lexicon import Cues
from newsloom.findings.tokens import Token

_DASHES = "–—-"
_LONGEST_NAME = 6  # words of a name that stands for itself beside a quotation
_GENITIVE = ("'s",)


def _all_names(tokens: list[Token], cue: Cues) -> bool:
    """Whether the tokens are capitalised words alone, but for those that join names."""
    joining = cue.joins | cue.ands | cue.after_joins
    return bool(tokens) and all(
        token.word and (token.capital or token.low in joining) for token in tokens
    )


def _is_adverb(token: Token, cue: Cues) -> bool:
    return token.low in cue.auxiliaries or token.low in cue.stops


def before_colon(tokens: list[Token], quote: int, cue: Cues) -> Found | None:
    """``X: “…”``: a name that opens the sentence, a colon, and nothing else."""
    if not quote or tokens[quote - 1].text not in ":：":
        return None
    first, last = after_dateline(tokens), quote - 1
    while first < last and _is_adverb(tokens[first], cue) and cue.reversed_clause:
        first += 1  # Dazu X: “…”
    while last > first and _is_adverb(tokens[last - 1], cue):
        last -= 1  # X wörtlich: “…”
    dash = next((at for at in range(last - 1, first, -1) if tokens[at].text in _DASHES), -1)
    if dash >= 0 and last > dash + 2 and _all_names(tokens[dash + 1 : last], cue):
        first = dash + 1  # A mill closes – Ann Lee: “…”
    if first < last <= first + _LONGEST_NAME and _all_names(tokens[first:last], cue):
        return Found(Naming(first, last), None)
    return None


def subject_of_colon(tokens: list[Token], quote: int, cue: Cues) -> Found | None:
    """``X was full of hope: “…”``: the person of whom the clause before the colon tells."""
    if not quote or tokens[quote - 1].text not in ":：":
        return None
    naming = clause_subject(tokens, quote - 1, cue)
    if naming is None or tokens[naming.last].low in cue.reported:
        return None
    first, last = naming
    words = tokens[first:last]
    if last - first == 1 and (words[0].low in cue.he or words[0].low in cue.she):
        return Found(naming, None)
    capital = [token for token in words if token.capital]
    named = len(capital) >= 2 and words[-1].capital and words[-1].low not in cue.bodies
    titled = any(
        token.low in cue.honorifics or token.low.endswith(cue.title_endings or ("\0",))
        for token in words
    )
    if cue.nouns_capital:
        named = named and words[0].low not in cue.determiners
    return Found(naming, None) if named or titled else None


def signed(tokens: list[Token], quote: int, cue: Cues) -> Found | None:
    """``“…” — X``: a dash, a name, and the end of the sentence."""
    if quote + 2 >= len(tokens) or tokens[quote + 1].text not in "–—-―":
        return None
    end = len(tokens) - (tokens[-1].text in ".!")
    name = tokens[quote + 2 : end]
    if len(name) > _LONGEST_NAME or not _all_names(name, cue):
        return None
    return Found(Naming(quote + 2, end), None)


def owned(tokens: list[Token], quote: int, cue: Cues) -> Found | None:
    """``X’s “…”``: a name in the genitive right before the words."""
    if not quote or not tokens[quote - 1].capital:
        return None
    if not tokens[quote - 1].low.endswith(_GENITIVE):
        return None
    first = quote - 1
    while first and tokens[first - 1].capital and quote - first < _LONGEST_NAME:
        first -= 1
    return Found(Naming(first, quote), None)
