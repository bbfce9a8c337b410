"""Two texts side by side: the passages they share, and their relation in words."""

from collections.abc import Sequence

from msgspec import Struct

from newsloom.copies.align import shared_passages
from newsloom.copies.compare import Comparison, Reading, compare, read
from newsloom.model.judgements import RelationKind
from newsloom.serve.marks import Piece
from newsloom.store.base import ArticleView

_LONGEST = 60_000  # code points of both texts together; longer ones are not compared on a page


class Sides(Struct, frozen=True):
    """The earlier text and the later one as paragraphs of pieces; shared ones are marked."""

    words: str
    earlier: list[list[Piece]]
    later: list[list[Piece]]
    passages: int


def side_by_side(view: ArticleView, of: ArticleView) -> Sides | None:
    """An article beside the one it goes back to; None when they are too long or share nothing."""
    later, earlier = view.article.text, of.article.text
    if not later or not earlier or len(later) + len(earlier) > _LONGEST:
        return None
    passages = shared_passages(earlier, later)
    kind = view.origin.relation if view.origin else None
    words = in_words(kind, compare(_reading(of), _reading(view)), len(passages))
    if not passages and kind != "rewritten":
        return None
    return Sides(
        words,
        _pieces(earlier, [(one.a_start, one.a_end) for one in passages]),
        _pieces(later, [(one.b_start, one.b_end) for one in passages]),
        len(passages),
    )


def _reading(view: ArticleView) -> Reading:
    article = view.article
    return read(
        article.title,
        article.text,
        outlet=article.outlet,
        credits=[(one.start, one.end) for one in view.credits],
        quotes=[(one.start, one.end) for one in view.quotes],
    )


def in_words(kind: RelationKind | None, found: Comparison, passages: int) -> str:
    """A comparison as a person would put it: "41 of 44 sentences are the same; 2 were left out"."""
    if kind == "rewritten":
        told = "The same facts in the same order, in other words"
        return f"{told}; {_counted(passages, 'passage')} word for word." if passages else told + "."
    total = found.same + found.changed + found.left_out
    if found.same == total and not found.added:
        said = [f"All {_counted(total, 'sentence')} are the same"]
    else:
        said = [f"{found.same} of {_counted(total, 'sentence')} are the same"]
    said += [
        f"{count} {'was' if count == 1 else 'were'} {done}"
        for count, done in (
            (found.changed, "changed"),
            (found.left_out, "left out"),
            (found.added, "added"),
        )
        if count
    ]
    said += ["some stand in another order"] if found.moved else []
    said += ["the title differs"] if found.retitled else []
    return "; ".join(said) + "."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[list[Piece]]:
    """Lines of ``text`` that are not blank, cut where spans (no two overlap) begin and end."""
    ordered = sorted(spans)
    lines: list[list[Piece]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            lines.append(_line(text, start, end, ordered))
        start = end + 1
    return lines


def _line(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for low, high in spans:
        low, high = max(low, start), min(high, end)
        if low >= high:
            continue
        if low > at:
            pieces.append(Piece(text[at:low], (), ""))
        pieces.append(Piece(text[low:high], ("shared",), "Word for word in both"))
        at = high
    if at < end:
        pieces.append(Piece(text[at:end], (), ""))
    return pieces
