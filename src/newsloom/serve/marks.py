"""An article's text cut into paragraphs and pieces, quotes and figures marked by their offsets."""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from newsloom.model.facts import Credit, Figure, Finding, Quote


class Piece(Struct, frozen=True):
    """A run of text under the same marks. ``note`` explains them to a person."""

    text: str
    kinds: tuple[str, ...]  # of quote, figure, credit
    note: str
    anchor: str = ""  # the id of the figure that begins here, to be linked to


def _note(finding: Finding) -> str:
    if isinstance(finding, Quote):
        who = finding.speaker or "speaker not named"
        return f"Quote: {who}" + (f", via {finding.via}" if finding.via else "")
    if isinstance(finding, Figure):
        told = [finding.qualifier, finding.unit, finding.what]
        return "Figure: " + ", ".join(part for part in told if part) if any(told) else "Figure"
    return f"Credit: {finding.name}"


def _kind(finding: Finding) -> str:
    if isinstance(finding, Credit):
        return "credit"
    return "quote" if isinstance(finding, Quote) else "figure"


def paragraphs(text: str, findings: Sequence[Finding]) -> list[list[Piece]]:
    """Lines of ``text`` that are not blank, each as pieces that together are that line.

    Findings whose offsets do not hold for this text are left out rather than misplaced.
    """
    sound = [
        finding
        for finding in findings
        if 0 <= finding.start < finding.end <= len(text)
        and text[finding.start : finding.end] == finding.text
    ]
    sound.sort(key=lambda finding: (finding.start, -finding.end))
    cuts = sorted({edge for finding in sound for edge in (finding.start, finding.end)})
    lines: list[list[Piece]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            lines.append(_pieces(text, start, end, sound, cuts))
        start = end + 1
    return lines


def _pieces(
    text: str, start: int, end: int, findings: Sequence[Finding], cuts: Sequence[int]
) -> list[Piece]:
    inner = cuts[bisect_left(cuts, start + 1) : bisect_left(cuts, end)]
    near = [finding for finding in findings if finding.start < end and finding.end > start]
    pieces = []
    for left, right in zip([start, *inner], [*inner, end], strict=True):
        over = [finding for finding in near if finding.start <= left and finding.end >= right]
        kinds = tuple(dict.fromkeys(_kind(finding) for finding in over))
        note = "; ".join(dict.fromkeys(_note(finding) for finding in over))
        anchor = next((f.id for f in over if isinstance(f, Figure) and f.start == left), "")
        pieces.append(Piece(text[left:right], kinds, note, anchor))
    return pieces
