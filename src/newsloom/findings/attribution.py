"""What attributes words to a speaker: a naming phrase and a cue, as tokens and as offsets."""

from typing import NamedTuple

from newsloom.findings.clauses import Naming
from newsloom.findings.tokens import Words

_GENITIVE = ("'s",)


class Attribution(NamedTuple):
    """Offsets of the naming and the cue in the article's text; ``case`` as in ``_Cue``."""

    name_start: int
    name_end: int
    cue_start: int
    cue_end: int
    oblique: bool = False  # the naming follows a cue that governs another case
    carried: bool = False  # taken over from a neighbouring quotation


class Found(NamedTuple):
    """A naming phrase and its cue, as tokens; ``oblique``: the cue governs another case."""

    naming: Naming
    cue: tuple[int, int] | None  # tokens; None where a mark stands for the cue
    oblique: bool = False

    @property
    def cue_end(self) -> int:
        return self.naming.last if self.cue is None else self.cue[1]


def located(tokens: Words, found: Found) -> Attribution:
    """The offsets of what was found among ``tokens``."""
    first, last = found.naming
    start, end = tokens.starts[first], tokens.ends[last - 1]
    if tokens[last - 1].low.endswith(_GENITIVE) and found.cue is None:
        end -= 2
    if found.cue is None:
        return Attribution(start, end, end, end, found.oblique)
    cue_first, cue_last = found.cue
    return Attribution(
        start, end, tokens.starts[cue_first], tokens.ends[cue_last - 1], found.oblique
    )
