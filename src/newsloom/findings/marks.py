"""Quotation marks of every style, paired: where quoted words begin and end.

Marks are paired within a paragraph. A paragraph whose last quotation is left open counts only
when the next one begins with an opening mark again: the convention for a long quotation.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LETTER = re.compile(r"[^\W_]")
_STRAIGHT = '"＂'
# A class first, which the search skips ahead by; ` alone is no mark. What closes single marks
# alone (’) is looked for from where one opens, which no ' behind a letter does.
_MARK = re.compile("[`'\"“”„‟«»‹›‘‚‛「」『』〝〞〟＂](?:(?<=`)`|(?<=')'|(?<!\\w'))")
# Two single marks or two commas for a double mark: in texts that have such pairs alone.
_PAIRS = (",,", "‚‚", "‘‘")
_DOUBLED = re.compile(rf"(?:,,(?=\w)|‚‚|‘‘|’’)|{_MARK.pattern}")
# What may close a mark; the ways in use differ by language and by typist.
_CLOSERS = {
    "“": "”\"“", "„": "“”\"„", "‟": "”“", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹",
    "「": "」", "『": "』", "〝": "〞〟", "``": ("''", '"', "”"), '"': '"”', "＂": "＂",
    ",,": ("“", "”", '"', "''", "‘‘", "’’"), "‚‚": ("“", "”", '"', "''", "‘‘", "’’"),
    "‘‘": ("’’", "''", '"'),
}  # fmt: skip
_SINGLE_CLOSERS = {"‘": "’", "‚": "‘’", "‛": "’", "'": "'"}
_WIDE = "「『〝"  # scripts that set no blanks around marks
_WITHOUT_BLANKS = re.compile("[：，。、！？；\u3040-\u30ff\u3400-\u9fff]")
_BEFORE_OPENING = " \t\n\xa0\u202f\u2009([{—–-/:=>|¿¡"
_AFTER_CLOSING = " \t\n\xa0\u202f\u2009)]}—–-/.,;:!?…*|"
_SPEECH_END = ",.!?…"
_SIBILANTS = "sxz"  # after them an apostrophe may stand for a genitive
_LONGEST_SINGLE = 1000  # code points between single marks
_DEEPEST = 6  # marks left open at once; a text with more has lost its closing marks
_FOLDED_LINE = 100  # lines never longer than this, in blocks, were folded by hand


class Quoted(NamedTuple):
    """Words between marks: ``text[start:end]`` without the marks and the blanks beside them.

    ``outer`` spans the marks as well. ``open_end``: the closing mark stands in a later paragraph;
    ``carried``: the words continue such a quotation.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    single: bool
    open_end: bool = False
    carried: bool = False


class _Open(NamedTuple):
    at: int
    length: int
    mark: str


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs: lines, or blocks between blank lines in a folded text."""
    lines, at = [], 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append((at, at + len(line)))
        at += len(line) + 1
    folded = (
        len(lines) > 3
        and all(end - start <= _FOLDED_LINE for start, end in lines)
        and sum(end - start >= 50 for start, end in lines) * 2 > len(lines)
    )
    if not folded:
        return lines
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and blocks[-1][1] + 1 == start:
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _opens(text: str, at: int, length: int, begin: int) -> bool:
    """Whether the mark stands where an opening mark can: after a blank, before a word."""
    after = text[at + length : at + length + 1]
    before = text[at - 1 : at]
    if not after or not (
        at == begin
        or before in _BEFORE_OPENING
        or before in "\"“”„«‘'("
        or (text[at] == "“" and _WITHOUT_BLANKS.match(before))
    ):
        return False
    if after.isspace():  # “ We will”: only a mark that cannot be mistaken for a closing one
        follows = text[at + length + 1 : at + length + 2]
        return text[at] == "“" and (at == begin or text[at - 1].isspace()) and _speaks(follows)
    return after not in ".,;:!?)]}" or text[at + length : at + length + 2] in ("..", ". ", ".@")


def _speaks(char: str) -> bool:
    """Whether quoted words can begin with the character."""
    return char.isalnum() or char in ("…", "[")


def _glued(text: str, at: int, length: int) -> bool:
    """Whether a mark opens though the blank before it is lost: ``said,“We``, ``about"the``."""
    before, after = text[at - 1 : at], text[at + length : at + length + 1]
    return after.isalpha() and (before.isalpha() or before in (".", ",", ":", "!", "?"))


def _closes(text: str, at: int, length: int, end: int) -> bool:
    """Whether the mark stands where a closing mark can: after a word, before a blank."""
    before = text[at - 1 : at]
    after = text[at + length : at + length + 1] if at + length < end else ""
    tight = not before.isspace() or text[at - 2 : at - 1] in ",.!?'’"
    lost = before in _SPEECH_END and after.isalpha()  # “…,”Ann Lee said
    return tight and (not after or after in _AFTER_CLOSING or after in "\"”»’'" or lost)


def _close_single(text: str, at: int, mark: str, end: int) -> int:
    """Where the single mark at ``at`` closes; -1 when nothing can close it, -2 when unsure.

    A closing mark after punctuation is sure; else the only candidate before the next opening
    mark is taken, the plural possessive (players’ rights) left aside.
    """
    candidates = []
    for position in range(at + 2, min(end, at + _LONGEST_SINGLE)):
        char = text[position]
        if char == mark and mark in "‘‚" and _opens(text, position, 1, at):
            break
        if char == "‘" and mark == "‚":
            return position  # no apostrophe looks like it
        if char in _SINGLE_CLOSERS[mark] and not text[position - 1].isspace():
            after = text[position + 1 : position + 2] if position + 1 < end else ""
            if not (after.isalnum() or after in ("_", "’")):
                if text[position - 1] in _SPEECH_END:
                    return position
                candidates.append(position)
    sure = [position for position in candidates if text[position - 1] not in _SIBILANTS]
    if len(candidates) == 1:
        return candidates[0]
    return sure[0] if sure else (-2 if candidates else -1)


class _Paragraph:
    """Pairs the marks of one paragraph, ``text[begin:end]``."""

    def __init__(
        self, text: str, begin: int, end: int, inverted: bool, carried: bool, singly: bool
    ) -> None:
        self.text, self.begin, self.end, self.inverted = text, begin, end, inverted
        self.carried = carried  # the paragraph goes on with a quotation left open before
        self.singly = singly  # the next paragraph begins with a single mark
        self.pairs: list[tuple[_Open, int, int]] = []  # opening, closing mark's span
        self.stack: list[_Open] = []
        self.barren = begin  # no single mark closes before this place

    def read(self, marks: Iterable[re.Match[str]]) -> None:
        """Fill ``pairs`` with closed ones, innermost first, and ``stack`` with those left open."""
        skip_to = self.begin
        for match in marks:
            at, mark = match.start(), match.group()
            if at < skip_to or mark == "`":
                continue
            if mark == "»" and self.carried and at == self.begin and not self.inverted:
                self.stack.append(_Open(at, 1, "«"))  # so French and Spanish paragraphs go on
            elif mark in _SINGLE_CLOSERS:
                skip_to = self._single(at, mark)
            elif not self._close(at, mark) and self._may_open(at, mark):
                self.stack.append(_Open(at, len(mark), mark))
                if len(self.stack) > _DEEPEST:
                    del self.stack[0]

    def _single(self, at: int, mark: str) -> int:
        if self.stack or not _opens(self.text, at, 1, self.begin):
            return at
        if at < self.barren or not self.text[at + 1].isalpha():
            return at  # '90s
        closing = _close_single(self.text, at, mark, self.end)
        genitive = closing > 0 and self.text[closing - 1] in _SIBILANTS
        speaks = self.text[self.begin : at].rstrip()[-1:] in ("", ":", ",")
        if self.singly and mark == "‘" and speaks and (closing < 0 or genitive):
            self.stack.append(_Open(at, 1, mark))
            return self.end
        if closing < 0:
            if closing == -1:
                self.barren = min(at + _LONGEST_SINGLE // 2, self.end)
            return at
        self.pairs.append((_Open(at, 1, mark), closing, closing + 1))
        return closing + 1

    def _close(self, at: int, mark: str) -> bool:
        """Close the innermost quotation that this mark can close."""
        for depth in range(len(self.stack) - 1, -1, -1):
            opening = self.stack[depth]
            if mark not in _CLOSERS[opening.mark]:
                continue
            same = mark == opening.mark or mark in _STRAIGHT or mark == "“"
            if same and not _closes(self.text, at, len(mark), self.end):
                continue
            self.pairs.append((opening, at, at + len(mark)))
            del self.stack[depth:]
            return True
        return False

    def _may_open(self, at: int, mark: str) -> bool:
        if mark not in _CLOSERS:
            return False
        if mark in _WIDE or mark in "„‟":
            return True
        if mark in "«»‹›":
            return (mark in "»›") == self.inverted
        if _opens(self.text, at, len(mark), self.begin):
            return True
        return not self.stack and mark in '"“＂' and _glued(self.text, at, len(mark))


def _inverted_guillemets(marks: Iterable[re.Match[str]]) -> bool:
    """Whether a text with such marks quotes »so« rather than «so»: by which comes first."""
    first = next((mark.group() for mark in marks if mark.group() in "«»‹›"), "«")
    return first in "»›"


def _next_opens(text: str, spans: list[tuple[int, int]], index: int, mark: str) -> bool:
    """Whether the paragraph after ``index`` begins with an opening mark of the same style."""
    if index + 1 >= len(spans):
        return False
    head = text[spans[index + 1][0] : spans[index + 1][1]].lstrip()[:2]
    alike = {"„": "„“", "«": "«»", "“": "“", '"': '"'}.get(mark, mark)
    return (bool(head) and (head[0] in alike or head == mark) and not head[1:2].isspace()) or (
        mark in "«»" and head[:1] in "«»" and bool(head)
    )


def _outermost_first(pair: tuple[_Open, int, int]) -> tuple[int, int]:
    return pair[0].at, -pair[1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def quoted(text: str, spans: list[tuple[int, int]]) -> Iterator[list[Quoted]]:
    """For each paragraph of ``spans`` its quotations, outermost only, in order.

    Never raises; marks that cannot be paired yield nothing.
    """
    carried = False
    pattern = _DOUBLED if any(pair in text for pair in _PAIRS) else _MARK
    marks = list(pattern.finditer(text))
    inverted = _inverted_guillemets(marks)
    starts = [mark.start() for mark in marks]
    for index, (begin, end) in enumerate(spans):
        at = bisect_left(starts, begin)
        if at == len(marks) or starts[at] >= end:
            carried = False
            yield []
            continue
        singly = index + 1 < len(spans) and text[spans[index + 1][0]] == "‘"
        paragraph = _Paragraph(text, begin, end, inverted, carried, singly)
        paragraph.read(marks[at : bisect_left(starts, end, at)])
        if not (paragraph.pairs or paragraph.stack):
            carried = False
            yield []
            continue
        open_end = next(
            (one for one in paragraph.stack if _next_opens(text, spans, index, one.mark)), None
        )
        found = _outermost(paragraph, open_end, carried)
        carried = open_end is not None
        yield [one for one in found if _LETTER.search(text, one.start, one.end)]


def _outermost(paragraph: _Paragraph, open_end: _Open | None, carried: bool) -> list[Quoted]:
    """The quotations of a paragraph that stand in no other; the one left open last."""
    text, begin = paragraph.text, paragraph.begin
    found: list[Quoted] = []
    for opening, close_start, close_end in sorted(paragraph.pairs, key=_outermost_first):
        nested = bool(found) and opening.at < found[-1].outer_end
        if nested or (open_end is not None and opening.at > open_end.at):
            continue
        start, stop = _trimmed(text, opening.at + opening.length, close_start)
        first = not text[begin : opening.at].strip()
        single = opening.mark in _SINGLE_CLOSERS
        found.append(Quoted(start, stop, opening.at, close_end, single, carried=carried and first))
    if open_end is not None:
        start, stop = _trimmed(text, open_end.at + open_end.length, paragraph.end)
        first = not text[begin : open_end.at].strip()
        single = open_end.mark in _SINGLE_CLOSERS
        found.append(Quoted(start, stop, open_end.at, stop, single, True, carried and first))
    return found
