"""Who said it, in scripts that do not part words by blanks: Chinese, Japanese.

The words right before or after a quotation are read as characters: a name, perhaps words that may
stand between (``between``), and a verb of saying; or, where the verb stands last, a name with its
particle before the quotation and a verb after it.
"""

import re
from functools import cache
from typing import NamedTuple

from newsloom.findings.attribution import Attribution
from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted

_REACH = 60  # characters read on either side of a quotation
_LONGEST_NAME = 20
_BARE_NAME = 4  # characters of a name without a title, where it holds no separator
_BREAKS = "，。！？；：、,.!?;:\n「」『』“”（）()"
_NAME = rf"[^{re.escape(_BREAKS)}\s]{{1,{_LONGEST_NAME}}}?"
_TRAILING = re.compile(r"[：:，,、\s]*$")


class _Patterns(NamedTuple):
    before: re.Pattern[str]  # X said: | “…”
    after: re.Pattern[str]  # “…” | , X said
    subject: re.Pattern[str]  # X wa | “…”
    verb: re.Pattern[str]  # “…” | to said


def _any(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def _patterns(cue: Cues) -> _Patterns:
    says, between = _any(cue.says), _any(cue.between) or r"(?!)"
    particles, quotatives = _any(cue.particles) or r"(?!)", _any(cue.quotatives) or r"(?!)"
    gap = rf"(?:(?:{between})[^{re.escape(_BREAKS)}]{{0,20}}?)?"
    start = rf"(?:^|(?<=[{re.escape(_BREAKS)}]))"
    return _Patterns(
        re.compile(rf"{start}(?P<name>{_NAME}){gap}(?P<cue>{says})[：:，,]?\s*$"),
        re.compile(rf"[，,\s]?(?P<name>{_NAME}){gap}(?P<cue>{says})(?=[{re.escape(_BREAKS)}]|$)"),
        re.compile(
            rf"{start}(?P<name>{_NAME})(?:{particles})、?[^{re.escape(_BREAKS)}]{{0,25}}、?\s*$"
        ),
        re.compile(rf"(?:{quotatives})[^{re.escape(_BREAKS)}]{{0,15}}?(?P<cue>{says})"),
    )


def attribute_unspaced(
    text: str, span: tuple[int, int], quotes: list[Quoted], cue: Cues
) -> list[Attribution | None]:
    """For each quotation of the paragraph ``text[span]`` its attribution; None when unsure."""
    result: list[Attribution | None] = []
    previous: Attribution | None = None
    for index, quote in enumerate(quotes):
        low = max(span[0], quote.outer_start - _REACH)
        high = min(span[1], quote.outer_end + _REACH)
        if index:
            low = max(low, quotes[index - 1].outer_end)
        if index + 1 < len(quotes):
            high = min(high, quotes[index + 1].outer_start)
        found = _beside(text, (low, quote.outer_start), (quote.outer_end, high), cue)
        adjoining = index > 0 and not any(map(str.isalnum, text[low : quote.outer_start]))
        if found is None and adjoining and previous is not None:
            found = previous._replace(carried=True)
        result.append(found)
        previous = found
    return result


def _beside(
    text: str, before: tuple[int, int], after: tuple[int, int], cue: Cues
) -> Attribution | None:
    patterns = _patterns(cue)
    left, right = text[slice(*before)], text[slice(*after)]
    if cue.verb_final:
        subject, verb = patterns.subject.search(left), patterns.verb.match(right)
        if subject is None or verb is None:
            return None
        name = subject.span("name")
        return Attribution(
            before[0] + name[0], before[0] + name[1],
            after[0] + verb.start("cue"), after[0] + verb.end("cue"),
        )  # fmt: skip
    for base, match in (
        (before[0], patterns.before.search(left)),
        (after[0], patterns.after.match(right)),
    ):
        if match is not None:
            name, said = match.span("name"), match.span("cue")
            return Attribution(base + name[0], base + name[1], base + said[0], base + said[1])
    return None


def name_in(surface: str, cue: Cues) -> str:
    """The name in a naming phrase: without the title before or after it."""
    for join in sorted(cue.joins):
        surface = surface.rpartition(join)[2] or surface
    titles = sorted(cue.honorifics, key=lambda word: (-len(word), word))
    for title in titles:
        head, found, tail = surface.rpartition(title)
        if found and tail:
            return tail
        if found and head:
            surface = head
            break
    for title in titles:
        tail = surface.rpartition(title)[2]
        if 1 < len(tail) < len(surface):
            return tail
    return surface


def is_bare_name(surface: str) -> bool:
    """Whether the words can be a personal name: short, or with the dot of foreign names."""
    return len(surface) <= _BARE_NAME or "·" in surface or "・" in surface
