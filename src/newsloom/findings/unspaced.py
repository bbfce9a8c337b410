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
_CLAUSE = 30  # characters between a verb and the words that its clause quotes
_STOPS = "。！？；!?;\n「」『』“”"
_BREAKS = "，。！？；：、,.!?;:\n「」『』“”（）()"
_NAME = rf"[^{re.escape(_BREAKS)}\s]{{1,{_LONGEST_NAME}}}?"
_TRAILING = re.compile(r"[：:，,、\s]*$")


class _Patterns(NamedTuple):
    before: re.Pattern[str]  # X said: | “…”
    after: re.Pattern[str]  # “…” | , X said
    reported: re.Pattern[str]  # X said, that it | “…”
    subject: re.Pattern[str]  # X wa | “…”
    verb: re.Pattern[str]  # “…” | to said
    behind: re.Pattern[str]  # “…” | to X wa said


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
            rf"{start}(?P<name>{_NAME})(?P<cue>{says})[，,][^{re.escape(_STOPS)}]{{0,{_CLAUSE}}}$"
        ),
        re.compile(
            rf"{start}(?P<name>{_NAME})(?:{particles})、?[^{re.escape(_BREAKS)}]{{0,25}}、?\s*$"
        ),
        re.compile(rf"(?:{quotatives})[^{re.escape(_BREAKS)}]{{0,15}}?(?P<cue>{says})"),
        re.compile(
            rf"(?:{quotatives})、?(?P<name>{_NAME})(?:{particles})、?"
            rf"[^{re.escape(_BREAKS)}]{{0,15}}?(?P<cue>{says})"
        ),
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
        if found is not None and text[found.name_start : found.name_end] in cue.stops:
            cue_start, cue_end = found.cue_start, found.cue_end  # …, and said “…”
            found = previous and previous._replace(cue_start=cue_start, cue_end=cue_end)
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
        behind = patterns.behind.match(right)
        if behind is not None:
            return _found(after[0], after[0], behind, behind)
        subject, verb = patterns.subject.search(left), patterns.verb.match(right)
        if subject is None or verb is None:
            return None
        return _found(before[0], after[0], subject, verb)
    for base, match in (
        (before[0], patterns.before.search(left)),
        (after[0], _behind(patterns, text, after)),
        (before[0], patterns.reported.search(left)),
    ):
        if match is not None:
            return _found(base, base, match, match)
    return None


def _behind(patterns: _Patterns, text: str, after: tuple[int, int]) -> re.Match[str] | None:
    """``“…” | , X said``, unless the verb leads on to the next quotation: ``X said “…”``."""
    match = patterns.after.match(text[slice(*after)])
    if match is None:
        return None
    ahead = after[0] + match.end()
    return None if text[ahead : ahead + 1] in ("“", "「", "『", "：", ":") else match


def _found(named: int, said: int, name: re.Match[str], verb: re.Match[str]) -> Attribution:
    """The attribution of a name and a verb, matched in pieces that begin at these offsets."""
    return Attribution(
        named + name.start("name"), named + name.end("name"),
        said + verb.start("cue"), said + verb.end("cue"),
    )  # fmt: skip


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
