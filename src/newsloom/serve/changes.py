"""The versions of an article as the API gives them."""

from typing import Literal

from msgspec import Struct

from newsloom.model.times import iso
from newsloom.serve.diff import Fact, Line
from newsloom.serve.versions import Turn, shortened
from newsloom.serve.views.sayings import QUOTE_CHARS


class FactAnswer(Struct, frozen=True):
    """Something that a change touched. `before` or `after` is null where it stands in one version
    only; for a `speaker`, `about` are the words that were given to somebody else."""

    kind: Literal["title", "figure", "quote", "speaker"]
    before: str | None
    after: str | None
    about: str


class PieceAnswer(Struct, frozen=True):
    """A run of a paragraph; plain text, not HTML."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


class LineAnswer(Struct, frozen=True):
    """A paragraph in pieces; or, without any, how many unchanged ones are left out here."""

    pieces: tuple[PieceAnswer, ...]
    left_out: int


class TurnAnswer(Struct, frozen=True):
    """A version and what it changed. `seen` is when it was first met here; `back` that the page
    had had this text before. `lines` is null where texts may not be given or are too long."""

    number: int
    article: str
    title: str
    seen: str | None
    back: bool
    facts: tuple[FactAnswer, ...]
    lines: tuple[LineAnswer, ...] | None


class VersionList(Struct, frozen=True):
    """The versions of an article, the oldest first; the last one is the latest."""

    items: tuple[TurnAnswer, ...]


def version_list(found: list[Turn], *, full_text: bool) -> VersionList:
    """Versions as an answer."""
    return VersionList(tuple(_turn(one, full_text) for one in found))


def _turn(turn: Turn, full_text: bool) -> TurnAnswer:
    shown = turn.lines if full_text else None
    return TurnAnswer(
        turn.number,
        turn.article.id,
        turn.article.title,
        iso(turn.seen_us or None),
        turn.back,
        tuple(map(_fact, turn.facts if full_text else shortened(turn.facts, QUOTE_CHARS))),
        None if shown is None else tuple(_line(one) for one in shown),
    )


def _fact(fact: Fact) -> FactAnswer:
    return FactAnswer(fact.kind, fact.before, fact.after, fact.about)


def _line(line: Line) -> LineAnswer:
    return LineAnswer(tuple(PieceAnswer(one.kind, one.text) for one in line.pieces), line.left_out)
