"""Corrections, merges, splits and moves: the shapes in which they are sent and answered as JSON."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from newsloom.model.times import iso
from newsloom.store.base import Corrected, PastRevision


class RevisionAnswer(Struct, frozen=True):
    """A merge or split of stories, or a move from one to another: `articles` went from `story` to
    `into` when the item with this `at_seq` had come."""

    kind: Literal["merge", "split", "move"]
    story: str
    into: str
    score: float
    why: tuple[str, ...]
    at_seq: int
    articles: int


class CorrectionAnswer(Struct, frozen=True):
    """A reader's word: `article` stands apart from, or together with, each of `others`.

    `story_then`, `score_then` and `rival_then` are what the weaver had said of `article`."""

    id: str
    kind: Literal["apart", "together"]
    article: str
    others: tuple[str, ...]
    at: str | None
    note: str
    story_then: str | None
    score_then: float | None
    rival_then: str | None


class CorrectionList(Struct, frozen=True):
    """Corrections in force, the earliest first."""

    items: tuple[CorrectionAnswer, ...]


class CorrectionWish(Struct, frozen=True, forbid_unknown_fields=True):
    """What to correct. `apart`: the article `subject` does not belong to its story. `together`:
    the article or story `subject` belongs to the story (of the article) `target`."""

    kind: Literal["apart", "together"]
    subject: str
    target: str = ""
    note: str = ""


class CorrectionsTaken(Struct, frozen=True):
    """The ids of what was taken in; what it touches is being judged again."""

    corrections: tuple[str, ...]


def correction_answer(row: Corrected, *, notes: bool) -> CorrectionAnswer:
    """A correction; notes are for whoever runs this Newsloom."""
    one = row.correction
    said = next((said for said in row.said if said.article == one.article), None)
    return CorrectionAnswer(
        one.id,
        one.kind,
        one.article,
        one.others,
        iso(one.at_us),
        one.note if notes else "",
        said.story if said else None,
        said.score if said else None,
        said.rival if said else None,
    )


def revision_answers(history: Iterable[PastRevision]) -> tuple[RevisionAnswer, ...]:
    """Merges, splits and moves as JSON has them."""
    return tuple(
        RevisionAnswer(one.kind, one.story, one.into, one.score, one.why, one.at_seq, one.articles)
        for one in history
    )
