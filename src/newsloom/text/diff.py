"""What changed between two versions of a text, word by word.

Whole paragraphs are matched first, then the words of those that differ. Scripts without spaces
are compared by their letters. White space alone is no change.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from newsloom.text.tokens import MARKS

Kind = Literal["same", "deleted", "inserted"]

# Longer passages that share no paragraph are shown as taken out and put in: a word diff of them
# costs time in the square of their length and tells nobody anything.
_MOST_PAIRS = 4_000_000
_LEAST_SAME = 3  # words between two changes below which they are read as one change
_SPACELESS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0002fa1f"
)
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)*|[{_SPACELESS}][{MARKS}]*|"
    rf"(?:(?![{_SPACELESS}\d])[\w{MARKS}\u200c\u200d\u00ad]|['’](?=\w))+|\s+|.[{MARKS}]*"
)


class Run(NamedTuple):
    """A stretch of both texts, in code points: equal words, or those of one text alone.

    ``before`` and ``after`` are (start, end); one of them is empty unless the words are the same.
    Runs in order make up either text without a gap.
    """

    kind: Kind
    before: tuple[int, int]
    after: tuple[int, int]


class _Word(NamedTuple):
    key: str
    start: int
    end: int  # behind the white space that follows


def word_diff(before: str, after: str) -> list[Run]:
    """The runs that lead from one text to the other; what goes stands before what comes."""
    olds, news = _paragraphs(before), _paragraphs(after)
    keys_old = [tuple(word.key for word in words) for words in olds]
    keys_new = [tuple(word.key for word in words) for words in news]
    steps: list[tuple[Kind, Sequence[_Word], Sequence[_Word]]] = []
    matcher = SequenceMatcher(None, keys_old, keys_new, autojunk=False)
    for step, a, b, c, d in matcher.get_opcodes():
        gone = [word for words in olds[a:b] for word in words]
        come = [word for words in news[c:d] for word in words]
        steps += [("same", gone, come)] if step == "equal" else _words(gone, come)
    return list(_runs(steps))


def _paragraphs(text: str) -> list[list[_Word]]:
    """Words by paragraph; together they cover the text, blanks before the first word included."""
    paragraphs: list[list[_Word]] = [[]]
    for match in _TOKEN.finditer(text):
        words = paragraphs[-1]
        if not match[0].isspace():
            start = match.start() if words or len(paragraphs) > 1 else 0
            words.append(_Word(match[0], start, match.end()))
        elif words:
            words[-1] = words[-1]._replace(end=match.end())
            if "\n" in match[0]:
                paragraphs.append([])
    return [words for words in paragraphs if words]


def _words(
    gone: Sequence[_Word], come: Sequence[_Word]
) -> Iterator[tuple[Kind, Sequence[_Word], Sequence[_Word]]]:
    """Words taken out, put in and kept, of paragraphs that differ."""
    if len(gone) * len(come) > _MOST_PAIRS:
        yield from (("deleted", gone, ()), ("inserted", (), come))
        return
    matcher = SequenceMatcher(
        None, [word.key for word in gone], [word.key for word in come], autojunk=False
    )
    kept = [run for run in matcher.get_matching_blocks() if run.size]
    at_old = at_new = 0
    for run in [*kept, None]:
        old, new = (run.a, run.b) if run else (len(gone), len(come))
        words = gone[old : old + run.size] if run else ()
        if _too_short(words, old - at_old, new - at_new):
            continue
        yield "deleted", gone[at_old:old], ()
        yield "inserted", (), come[at_new:new]
        if run:
            at_old, at_new = old + run.size, new + run.size
            yield "same", gone[old:at_old], come[new:at_new]


def _too_short(words: Sequence[_Word], gone: int, come: int) -> bool:
    """Whether equal words stand together by chance, after longer stretches that changed."""
    said = sum(word.key[0].isalnum() for word in words)
    return bool(words) and said < _LEAST_SAME and min(gone, come) > max(said, 1)


def _runs(steps: Sequence[tuple[Kind, Sequence[_Word], Sequence[_Word]]]) -> Iterator[Run]:
    """Steps as spans; neighbours of one kind are joined."""
    last: Run | None = None
    old = new = 0
    for kind, gone, come in steps:
        if not gone and not come:
            continue
        run = Run(kind, (old, gone[-1].end if gone else old), (new, come[-1].end if come else new))
        old, new = run.before[1], run.after[1]
        if last is not None and last.kind == kind:
            run = Run(kind, (last.before[0], run.before[1]), (last.after[0], run.after[1]))
        elif last is not None:
            yield last
        last = run
    if last is not None:
        yield last
