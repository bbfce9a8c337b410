"""Why an article stands in a story, as people read it: plain words, ids as links."""

import re
from collections.abc import Mapping

from msgspec import Struct

from newsloom.model.ids import content_id
from newsloom.model.judgements import Assignment, Relation, Story

_ID = "[0-9a-f]{24}"
_ENDS_IN_ID = re.compile(
    rf"(.*\b(?:copy of|version of|together with|story)) ([as]){_ID}", re.DOTALL
)
_PLACES = {"a": ("/article/", "that text"), "s": ("/story/", "another story")}
# What names a story that is gone, or the very story at hand, needs no link.
_WITHOUT_ID = (
    (re.compile(rf"story s{_ID} was merged into this one"), "its story was merged into this one"),
    (re.compile(rf"its 1 articles and those of story s{_ID} fit each other"),
     "its article and those of this story fit each other"),
    (re.compile(rf"its (\d+) articles and those of story s{_ID} fit each other"),
     r"its \1 articles and those of this story fit each other"),
    (re.compile(r"1 of its (\d+) articles do not fit the others"),
     r"1 of its \1 articles does not fit the others"),
)  # fmt: skip
_PLAIN = {"names": "names in common", "title words": "words of its title in common"}
# As the texts were compared when it came; which of them was first is for lineage to say.
_COPIES = {
    "identical copy of": "word for word the same as",
    "edited copy of": "nearly the same words as",
}
_READER = "a reader put it here"


class Why(Struct, frozen=True):
    """Why an article stands where it does.

    ``lead`` says it in a sentence; ``terms`` are (words, path, link text) as ``linked`` gives
    them; ``rival`` is the runner-up, when it still stands.
    """

    lead: str
    terms: tuple[tuple[str, str, str], ...]
    rival: Story | None
    rival_percent: int


def linked(reason: str) -> tuple[str, str, str]:
    """(words, path, link text) of a reason that ends in an id; else (reason, "", "")."""
    for pattern, words in _WITHOUT_ID:
        reason = pattern.sub(words, reason)
    match = _ENDS_IN_ID.fullmatch(reason)
    if match is None:
        kind, colon, rest = reason.partition(": ")
        return (f"{_PLAIN[kind]}: {rest}" if colon and kind in _PLAIN else reason), "", ""
    folder, text = _PLACES[match[2]]
    words = match[1].removesuffix(" story")
    return _COPIES.get(words, words), folder + reason.rsplit(" ", 1)[1], text


def why(assignment: Assignment, relation: Relation | None, rivals: Mapping[str, Story]) -> Why:
    """An assignment in words. ``rivals``: the stories that still stand, by id."""
    return Why(
        _lead(assignment, relation),
        tuple(linked(reason) for reason in assignment.why),
        rivals.get(assignment.rival) if assignment.rival else None,
        percent(assignment.rival_score),
    )


def _lead(assignment: Assignment, relation: Relation | None) -> str:
    if any(reason.startswith(_READER) for reason in assignment.why):
        return "A reader put it here."
    if assignment.story == content_id("s", assignment.article):
        nearest = percent(assignment.rival_score)
        return (
            f"It began this story: the nearest other one got {nearest}\u00a0%, too little to join."
            if assignment.rival
            else "It began this story: nothing like it was here."
        )
    if any(reason.startswith("new version of") for reason in assignment.why):
        return "It went where its earlier version stood."
    share = percent(assignment.score)
    if relation is not None and relation.of and relation.kind in ("identical", "edited"):
        return f"It went where the text stood whose words it shares ({share}\u00a0%)."
    return f"It fits this story best: {share}\u00a0%."


def term(value: float) -> str:
    """A factor of the order of the front page: three digits that tell, never an exponent."""
    return f"{value:.3g}" if value >= 0.0001 else f"{value:.6f}"


def percent(share: float) -> int:
    """A share as a whole percentage; never 100 or 0 for what is only near it."""
    if 0 < share < 1:
        return min(max(round(share * 100), 1), 99)
    return round(share * 100)
