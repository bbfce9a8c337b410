"""Where sentences begin and end, in any language.

A stop ends a sentence unless it belongs to an abbreviation, an initial, an ordinal or a number,
or the text goes on in lower case. Quotes and brackets that close after the stop belong to the
sentence. A blank line always ends one; a single line break does, unless the line was wrapped.
"""

import re

from newsloom.text.wordlists import every

_CLOSERS = r"[\"'”’»›)\]}」』】〉》“＂]"
_EASTERN = "。！？｡"  # need no blank after them
_WESTERN = ".!?…।॥؟۔։።။។‽⁇⁈⁉"
# Every way begins with one character of a set, so that a search skips all the others.
_STOPS = re.compile(
    rf"[{_EASTERN}{_WESTERN}\n](?:"
    rf"(?<=[{_EASTERN}])[{_EASTERN}]*{_CLOSERS}*"
    rf"|(?<=[{_WESTERN}])[{_WESTERN}]*(?:[\u00a0\u202f ]?[»›]|{_CLOSERS})*(?=\s|$)"
    r"|(?<=[a-zà-öø-ÿа-яё]{3}[.!?])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ][a-zà-öø-ÿа-яё])"  # a lost blank
    r"|(?<=\n)"
    r")"
)
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»„(\[{]+$")
_NEXT_WORD = re.compile(r"[\s\"'“”‘’«»„‚‹›(\[{—–-]*([^\W_]+)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\.$")
_ORDINAL = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.$")

_ABBREVIATIONS = every("abbreviations")
_MAY_END = every("may_end")  # abbreviations after which a starter begins a new sentence
_STARTERS = every("starters")
_AFTER_ORDINAL = every("after_ordinal")
_WRAPPED_AT = 45  # a line shorter than this was ended on purpose


def _plainly_ends(text: str, stop: re.Match[str], start: int) -> bool:
    """Whether a full stop stands between an ordinary word and a capital: most do."""
    end = stop.end()
    if stop.group() != "." or text[end] not in " \n" or not text[end + 1 : end + 2].isupper():
        return False
    words = text[max(start, end - 25) : end - 1].rsplit(None, 1)
    if not words:
        return False
    word = words[-1]
    ordinary = len(word) > 1 and word.isalpha() and not word.isupper()
    return ordinary and word.lower() not in _ABBREVIATIONS


def _goes_on(text: str, stop: re.Match[str], start: int) -> bool:
    """Whether the full stop found belongs inside a sentence that began at ``start``."""
    following = _NEXT_WORD.match(text, stop.end())
    next_word = following.group(1) if following else ""
    mark = text[stop.start()]
    if next_word and next_word[0].islower() and mark in ".…!?‽":
        # Only a following quote keeps "!" and "?" open: "Really?" he asked.
        return mark in ".…" or stop.end() - stop.start() > 1
    if stop.group() != ".":
        return False
    last = _LAST_WORD.search(text, max(start, stop.start() - 24), stop.end())
    if last is None:
        return False
    word = last.group()
    bare = word[:-1].lower()
    if _ORDINAL.match(word):
        return next_word.lower() in _AFTER_ORDINAL or (
            last.start() == start and stop.start() - start <= 3  # "1. A list item"
        )
    if bare in _ABBREVIATIONS:
        return bare not in _MAY_END or next_word.lower() not in _STARTERS
    if _INITIALS.match(word):
        return bool(next_word) and next_word.lower() not in _STARTERS
    return False


def _wrapped(text: str, at: int, start: int, end: int) -> bool:
    """Whether the line break at ``at`` only folds a long line."""
    line_start = max(text.rfind("\n", start, at) + 1, start)
    following = text[at + 1 : min(at + 40, end)].lstrip()
    return at - line_start >= _WRAPPED_AT and following[:1].islower()


def in_block(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, which has no blank lines; see :func:`sentences`."""
    result: list[tuple[int, int]] = []
    begin = start
    for stop in _STOPS.finditer(text, start, end):
        at, after = stop.span()
        if at < begin:
            continue
        if text[at] == "\n":
            if _wrapped(text, at, begin, end):
                continue
        elif after < end and not _plainly_ends(text, stop, begin) and _goes_on(text, stop, begin):
            continue
        _add(result, text, begin, after)
        begin = after
    if begin < end:
        _add(result, text, begin, end)
    return result


def _add(result: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        result.append((start, end))


def sentences(text: str) -> list[tuple[int, int]]:
    """Code point offsets ``(start, end)`` of the sentences, in order, without outer blanks.

    Every character that is not white space belongs to exactly one sentence; none crosses a
    blank line.
    """
    result: list[tuple[int, int]] = []
    start = 0
    for gap in _BLANK.finditer(text):
        result.extend(in_block(text, start, gap.start()))
        start = gap.end()
    result.extend(in_block(text, start, len(text)))
    return result
