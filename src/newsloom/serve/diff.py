"""What a change of an article's text touched: its title, its figures, its quotes.

Told from the findings stored with both versions, so that a number printed otherwise or moved to
another paragraph is no change, and another number is one.
"""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeVar

from msgspec import Struct

from newsloom.model.facts import Figure, Finding, Quote
from newsloom.text.diff import Kind, Run, word_diff
from newsloom.text.tokens import words

T = TypeVar("T", Figure, Quote)
_LONGEST = 120_000  # code points of both texts; longer ones are not compared word by word
_MOST_PAIRS = 40  # quotes of each version that are compared with those of the other
_ALIKE = 0.5  # share of equal words from which two quotes are one that was edited
_CONTEXT = 1  # paragraphs shown on either side of a change


class Fact(Struct, frozen=True):
    """One thing that a change touched; ``before`` or ``after`` is None where it stands in one only.

    ``speaker``: the same words, given to somebody else; ``about`` are the words.
    """

    kind: Literal["title", "figure", "quote", "speaker"]
    before: str | None
    after: str | None
    about: str = ""


class Piece(Struct, frozen=True):
    """A run of a line: kept, taken out or put in."""

    kind: Kind
    text: str


class Line(Struct, frozen=True):
    """A paragraph in pieces; or, without any, how many unchanged paragraphs are left out here."""

    pieces: tuple[Piece, ...]
    left_out: int = 0


class Version(NamedTuple):
    """What is compared of a version."""

    title: str
    text: str
    findings: Sequence[Finding]


def runs_between(before: str, after: str) -> list[Run] | None:
    """See ``text.diff.word_diff``; None for texts too long to be compared on a page."""
    return None if len(before) + len(after) > _LONGEST else word_diff(before, after)


def facts_changed(before: Version, after: Version, runs: Sequence[Run] | None) -> tuple[Fact, ...]:
    """What a change touched, title first; ``runs`` lead from one text to the other."""
    found: list[Fact] = []
    if before.title.split() != after.title.split():
        found.append(Fact("title", before.title, after.title))
    if runs is not None:
        blocks = list(_blocks(runs))
        found += _figures(_of(Figure, before), _of(Figure, after), blocks)
    found += _quotes(_spoken(before), _spoken(after))
    return tuple(dict.fromkeys(found))


def _of(kind: type[T], version: Version) -> list[T]:
    return [one for one in version.findings if isinstance(one, kind)]


def _spoken(version: Version) -> list[Quote]:
    return [one for one in _of(Quote, version) if one.form != "indirect"]


# ---------------------------------------------------------------- figures


def _blocks(runs: Sequence[Run]) -> Iterator[Run]:
    """Changes as one run each: what went and what came in its place."""
    went = came = None
    for run in [*runs, None]:
        if run is not None and run.kind != "same":
            went = (went[0] if went else run.before[0], run.before[1])
            came = (came[0] if came else run.after[0], run.after[1])
        elif went is not None and came is not None:
            yield Run("deleted", went, came)
            went = came = None


def _figures(
    olds: Sequence[Figure], news: Sequence[Figure], blocks: Sequence[Run]
) -> Iterator[Fact]:
    gone: list[Figure] = []
    come: list[Figure] = []
    for block in blocks:
        old, new = _unlike(_within(olds, block.before), _within(news, block.after), _amount)
        yield from _paired(old, new, (_counted, _unit))
        gone += old
        come += new
    gone, come = _unlike(gone, come, _amount)  # what only moved elsewhere
    yield from _paired(gone, come, (_counted,))
    yield from (Fact("figure", one.text, None) for one in gone)
    yield from (Fact("figure", None, one.text) for one in come)


def _within(figures: Sequence[Figure], span: tuple[int, int]) -> list[Figure]:
    return [one for one in figures if one.start < span[1] and one.end > span[0]]


def _amount(figure: Figure) -> object:
    """What a figure says, however it is printed."""
    if figure.value is None:
        return figure.text.casefold(), figure.unit
    return figure.value, figure.unit


def _unlike(
    olds: Sequence[T], news: Sequence[T], key: Callable[[T], object]
) -> tuple[list[T], list[T]]:
    """Those that have no equal on the other side, each equal used once."""
    gone, come = [], list(news)
    for one in olds:
        equal = next((other for other in come if key(other) == key(one)), None)
        if equal is None:
            gone.append(one)
        else:
            come.remove(equal)
    return gone, come


def _paired(
    olds: list[Figure], news: list[Figure], alike: Sequence[Callable[[Figure], object]]
) -> list[Fact]:
    """Takes figures that took each other's place out of both lists; what is most alike first."""
    found = []
    for same in alike:
        for one in list(olds):
            key = same(one)
            other = next((other for other in news if key and same(other) == key), None)
            if other is not None:
                found.append(Fact("figure", one.text, other.text))
                olds.remove(one)
                news.remove(other)
    return found


def _counted(figure: Figure) -> object:
    """What a figure counts; None when it does not say."""
    return (figure.unit, figure.what.casefold()) if figure.what else None


def _unit(figure: Figure) -> object:
    return (figure.unit,)


# ---------------------------------------------------------------- quotes


def _quotes(olds: Sequence[Quote], news: Sequence[Quote]) -> Iterator[Fact]:
    for one in olds:
        same = [other for other in news if _letters(other) == _letters(one)]
        if same and not any(_same_speaker(one, other) for other in same):
            yield Fact("speaker", one.speaker, same[0].speaker, one.text)
    gone, come = _unlike(olds, news, _letters)
    left = come[:_MOST_PAIRS]
    for one in gone[:_MOST_PAIRS]:
        best = max(left, key=lambda other: _likeness(one, other), default=None)
        if best is not None and _likeness(one, best) >= _ALIKE:
            left.remove(best)
            yield Fact("quote", one.text, best.text)
        else:
            yield Fact("quote", one.text, None)
    yield from (Fact("quote", None, one.text) for one in (*left, *come[_MOST_PAIRS:]))


def _letters(quote: Quote) -> object:
    """The words of a quote without its punctuation."""
    return "".join(char for char in quote.text.casefold() if char.isalnum())


def _same_speaker(one: Quote, other: Quote) -> bool:
    """Whether two names can be one person's: a fuller name is no other speaker."""
    if one.speaker is None or other.speaker is None:
        return True
    names, others = set(words(one.speaker)), set(words(other.speaker))
    return names <= others or others <= names


def _likeness(one: Quote, other: Quote) -> float:
    return SequenceMatcher(None, words(one.text), words(other.text), autojunk=False).ratio()


# ---------------------------------------------------------------- for reading


def lines(before: str, after: str, runs: Sequence[Run]) -> list[Line]:
    """The change in paragraphs; unchanged ones are left out except beside a change."""
    whole: list[list[Piece]] = [[]]
    for run in runs:
        text = before[slice(*run.before)] if run.kind == "deleted" else after[slice(*run.after)]
        for place, part in enumerate(text.split("\n")):
            if place:
                whole.append([])
            if part.strip():
                whole[-1].append(Piece(run.kind, part))
    return list(_folded([tuple(one) for one in whole if one]))


def _folded(paragraphs: Sequence[tuple[Piece, ...]]) -> Iterator[Line]:
    changed = [
        at for at, one in enumerate(paragraphs) if any(piece.kind != "same" for piece in one)
    ]
    near = {at + step for at in changed for step in range(-_CONTEXT, _CONTEXT + 1)}
    left_out = 0
    for at, one in enumerate(paragraphs):
        if at not in near:
            left_out += 1
            continue
        if left_out:
            yield Line((), left_out)
            left_out = 0
        yield Line(one)
    if left_out:
        yield Line((), left_out)
