"""One thing said in two languages: quotations of stories that are linked across languages."""

from newsloom.findings.lexicon import cues
from newsloom.ledger.spellings import transliterated
from newsloom.ledger.variants import anchors_of, close_anchors
from newsloom.model.ledger import Utterance

__all__ = ["translations"]


def _one_speaker(one: str, other: str, langs: tuple[str, str]) -> bool:
    """Whether two full names are one person's, with what stands before a name left out."""
    left, right = ([word for word in name.split() if word[:1].isupper()] for name in (one, other))
    while left and left[0].casefold() in cues(langs[0]).honorifics:
        left.pop(0)
    while right and right[0].casefold() in cues(langs[1]).honorifics:
        right.pop(0)
    return len(left) > 1 and (left == right or transliterated(left, right, langs))


def translations(
    said: Utterance, langs: tuple[str, str], others: tuple[Utterance, ...]
) -> list[Utterance]:
    """Those of ``others``, of a story linked to that of ``said``, that are its translation.

    ``langs`` are the languages of the two stories.
    The speaker is one under a full name, and both have the same names and numbers, two at least;
    a quotation without them cannot be told from another one of the same speaker.
    """
    if said.speaker is None or langs[0] == langs[1]:
        return []
    anchors = anchors_of(said.text, langs[0])
    if len(anchors) < 2:
        return []
    return [
        one
        for one in others
        if one.speaker is not None
        and close_anchors(anchors, anchors_of(one.text, langs[1]), langs)
        and _one_speaker(said.speaker, one.speaker, langs)
    ]
