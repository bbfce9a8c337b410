"""Two texts side by side: which sentences are the same, which changed, which stand in one alone.

This is the precise reading behind "identical" and "edited": the index of copies only estimates.
What surrounds an article (a dateline, a credit, "read more", a byline) counts for nothing, and so
do quotation marks, dashes, white space and letter case.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from newsloom.copies.align import shared_runs
from newsloom.extract.lines import debris_kind
from newsloom.text.sentences import sentences
from newsloom.text.tokens import words, words_of

_MOST_SENTENCES = 800  # what lies beyond in a text is not compared
_LONG_RUN = 6  # words in a row that are no chance
_RUN = 3  # words that must agree in a row between sentences that differ
_CHANGED = 0.5  # share of its words from which a sentence is a wording of one in the other text
_BARE_LINE = 9  # words; a shorter line that ends like no sentence is a label, a byline, a subhead
_LABEL_LINE = 13  # words; a longer line is no invitation to read on, however it ends
_CREDIT_LINE = 16  # words; a shorter sentence with a credit in it is nothing but the credit
_LEAST = 0.5  # share of the shorter text's own words that is common, or neither copies the other
_APART = 3  # sentences that each text has for itself: who edits a short text, cuts or adds
_LEAST_APART = 0.7  # share that must be common then
_MANY = 130  # common words that are too many for chance and for what people quote ...
_LEAST_OF_ALL = 0.38  # ... when they are this share of the shorter text
_DATELINE = re.compile(
    r"\s*[^\W\d_][^()\n]{0,60}?[ \xa0]?\([^()\n]{2,50}\)\.?[ \xa0]?[—–:-]+\s*"
    r"|\s*(?=[^\n]{0,24}[^\W\d_a-zß-öø-ÿа-яё]{3})[^\n.!?]{2,50}?\s?(?:—|–|--)\s+"
)
_ENDS = frozenset('.!?…。！？؟।:;”“"»’)]')
_LABEL = re.compile(
    r"^(?:[^\W\d_a-zß-öø-ÿа-яё]{4,}[ \xa0]\d{1,2}-|[^\W\d_a-zß-öø-ÿа-яё]{4,}[:|]\s+)"
)

Kind = Literal["identical", "edited"]
Spans = Sequence[tuple[int, int]]
_made = tuple.__new__  # half the time of the constructor, which is written in Python


class Line(NamedTuple):
    """A sentence: its place in the text (code points), its words, and which the writer chose.

    ``own`` is False for words within quotation marks: whoever reports them, reports the same ones.
    ``chosen`` counts the others.
    """

    start: int
    end: int
    words: tuple[str, ...]
    own: tuple[bool, ...]
    chosen: int


class Reading(NamedTuple):
    """A text as it is compared: words of title and outlet, and sentences without the furniture.

    ``size`` counts the words of all sentences outside quotation marks, ``length`` all of them.
    """

    title: tuple[str, ...]
    outlet: tuple[str, ...]
    lines: tuple[Line, ...]
    size: int
    length: int


class Comparison(NamedTuple):
    """What became of the sentences of ``one`` (the earlier text) in ``other``.

    ``kind`` is None when less than half of the shorter text's own words are common, nor many words
    in all: two reporters at one press conference quote the same sentences.
    ``share`` is the part of the longer text's own words that both have, 0 to 1.
    """

    kind: Kind | None
    same: int
    changed: int
    left_out: int
    added: int
    moved: bool
    retitled: bool
    share: float


@lru_cache(maxsize=4096)
def _is_label(line: str) -> bool:
    """Whether a line is no sentence of the article: a byline, an invitation to read on."""
    return debris_kind(line, outside=False) is not None


def read(
    title: str,
    text: str,
    *,
    outlet: str = "",
    credits: Spans = (),
    quotes: Spans = (),
    known: dict[str, tuple[str, ...]] | None = None,
) -> Reading:
    """A text as it is compared; ``credits`` and ``quotes`` are where those stand in it.

    ``known`` gives the words of sentences, or parts of them, that were read before, and is added
    to: copies have most of them in common.
    """
    known = {} if known is None else known
    credited = sorted(start for start, _ in credits)
    places = _body(text, sentences(text)[:_MOST_SENTENCES], credited)
    pieces = list(_pieces(text, places, sorted(quotes)))
    new = [one.text for one in pieces if one.text not in known]
    known.update(zip(new, map(tuple, words_of(new)), strict=True))
    lines: list[Line] = []
    following = iter(pieces)
    for start, end in places:
        line = _line(start, end, following, known)
        count = len(line.words)
        if count >= _CREDIT_LINE or (
            count and not _is_furniture(text, start, end, count, credited)
        ):
            lines.append(line)
    bare = _LABEL.sub("", title.strip())
    size, length = sum(line.chosen for line in lines), sum(len(line.words) for line in lines)
    return Reading(tuple(words(bare)), tuple(words(outlet)), tuple(lines), size, length)


def _body(text: str, places: Spans, credited: Sequence[int]) -> list[tuple[int, int]]:
    """The sentences from the first that is one of the article's, without its dateline."""
    for at, (start, end) in enumerate(places):
        dateline = _DATELINE.match(text, start, end)
        if dateline and dateline.end() < end:
            start = dateline.end()
        count = len(words(text[start:end]))
        if count and not _is_furniture(text, start, end, count, credited):
            return [(start, end), *places[at + 1 :]]
    return []


class _Piece(NamedTuple):
    """A sentence, or a part of it up to where quotation marks open or close."""

    text: str
    own: bool  # outside of them
    last: bool  # of its sentence


def _pieces(text: str, places: Spans, quoted: Spans) -> Iterator[_Piece]:
    """The sentences of a text, cut where quotations begin and end."""
    past = 0
    for start, end in places:
        while past < len(quoted) and quoted[past][1] <= start:
            past += 1
        at = start
        for low, high in quoted[past:] if past < len(quoted) and quoted[past][0] < end else ():
            if low >= end:
                break
            low, high = max(low, at), min(high, end)
            if high > at:
                yield _Piece(text[at:low], True, False)
                yield _Piece(text[low:high], False, False)
                at = high
        yield _made(_Piece, (text[at:end], True, True))


def _line(
    start: int, end: int, following: Iterator[_Piece], known: Mapping[str, tuple[str, ...]]
) -> Line:
    """A sentence of the pieces that follow up to its last."""
    piece = next(following)
    found = known[piece.text]
    if piece.last:
        return _made(Line, (start, end, found, (True,) * len(found), len(found)))
    own = [piece.own] * len(found)
    while not piece.last:
        piece = next(following)
        found += known[piece.text]
        own += [piece.own] * (len(found) - len(own))
    return Line(start, end, found, tuple(own), sum(own))


def _is_furniture(text: str, start: int, end: int, count: int, credited: Sequence[int]) -> bool:
    """Whether a sentence of so many words is a label, or nothing but a credit."""
    if count < _BARE_LINE and text[end - 1] not in _ENDS:
        return True
    # What stands within a paragraph belongs to it; looking closer costs more than reading it.
    if count < _LABEL_LINE and _alone(text, start, end) and _is_label(text[start:end].strip()):
        return True
    return count < _CREDIT_LINE and bisect_left(credited, start) < bisect_left(credited, end)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a sentence has its line to itself."""
    begins = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return begins and (end == len(text) or text[end : end + 2].lstrip(" ")[:1] in ("", "\n"))


def _retitled(one: Reading, other: Reading) -> bool:
    """Whether the titles differ but for the name of one of the outlets behind them."""
    ends = [reading.outlet for reading in (one, other) if reading.outlet]
    bare = [_without_end(reading.title, ends) for reading in (one, other)]
    return all(bare) and bare[0] != bare[1]


def _without_end(title: tuple[str, ...], ends: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    for end in ends:
        if len(title) > len(end) and title[-len(end) :] == end:
            return title[: -len(end)]
    return title


def compare(one: Reading, other: Reading) -> Comparison:
    """What ``other`` made of ``one``. Takes 0.1 ms for equal texts, about 1 ms for edited ones."""
    retitled = _retitled(one, other)
    pairs = _equal_lines(one.lines, other.lines)
    left = _without(one.lines, {a for a, _ in pairs})
    right = _without(other.lines, {b for _, b in pairs})
    rest = _between(left, right)
    common = sum(one.lines[a].chosen for a, _ in pairs) + rest.own
    words_common = sum(len(one.lines[a].words) for a, _ in pairs) + rest.common
    shorter, longer = sorted((one.size, other.size))
    left_out, added = len(left) - rest.of_left, len(right) - rest.of_right
    kind: Kind | None = None
    many = words_common >= max(_MANY, _LEAST_OF_ALL * min(one.length, other.length))
    least = _LEAST_APART if min(left_out, added) >= _APART else _LEAST
    if shorter and (many or common >= least * shorter):
        kept = not (rest.changed or left_out or added or retitled)
        kind = "identical" if kept else "edited"
    places = [b for _, b in pairs]
    return Comparison(
        kind,
        rest.same + len(pairs),
        rest.changed,
        left_out,
        added,
        places != sorted(places),
        retitled,
        round(common / longer, 4) if longer else 0.0,
    )


def _equal_lines(one: Sequence[Line], other: Sequence[Line]) -> list[tuple[int, int]]:
    """Places of sentences with equal words, each used once, the first with the first."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at, line in enumerate(other):
        places.setdefault(line.words, []).append(at)
    found: list[tuple[int, int]] = []
    for at, line in enumerate(one):
        waiting = places.get(line.words)
        if waiting:
            found.append((at, waiting.pop(0)))
    return found


def _without(lines: Sequence[Line], taken: set[int]) -> list[Line]:
    return [line for at, line in enumerate(lines) if at not in taken]


class _Rest(NamedTuple):
    """What is common to the sentences that are not equal; ``of_left`` are found again in right."""

    own: int = 0
    common: int = 0
    same: int = 0
    changed: int = 0
    of_left: int = 0
    of_right: int = 0


def _between(left: list[Line], right: list[Line]) -> _Rest:
    """Sentences may be cut in two or joined: each side is read as one run of words."""
    if not left or not right:
        return _Rest()
    a, b = ([word for line in lines for word in line.words] for lines in (left, right))
    runs = shared_runs(a, b, _RUN)
    own = [own for line in left for own in line.own]
    long = [(at, size) for at, _, size in runs if size >= _LONG_RUN]
    common = sum(size for _, size in long)
    same_a, near_a = _kept(left, _covered(left, ((at, size) for at, _, size in runs)))
    same_b, near_b = _kept(right, _covered(right, ((at, size) for _, at, size in runs)))
    same = min(same_a, same_b)
    owned = sum(sum(own[at : at + size]) for at, size in long)
    return _Rest(owned, common, same, max(near_a, near_b) - same, near_a, near_b)


def _kept(lines: Sequence[Line], covered: Sequence[int]) -> tuple[int, int]:
    """How many lines are wholly covered, and how many at least by half."""
    counts = list(zip(lines, covered, strict=True))
    whole = sum(count == len(line.words) for line, count in counts)
    return whole, sum(count >= _CHANGED * len(line.words) for line, count in counts)


def _covered(lines: Sequence[Line], runs: Iterable[tuple[int, int]]) -> list[int]:
    """How many words of each line lie in one of the runs (start, length)."""
    owner = [at for at, line in enumerate(lines) for _ in line.words]
    counts = [0] * len(lines)
    for start, length in runs:
        for at in range(start, start + length):
            counts[owner[at]] += 1
    return counts
