"""The same event in other languages, as pages and the API tell it."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from newsloom.model.judgements import LinkEvidence, Story, StoryLink
from newsloom.model.times import iso
from newsloom.store.base import LinkedStory

_NAMES, _OTHERS = 3, 3  # how many pieces of evidence a reason names


class Elsewhere(Struct, frozen=True):
    """A story of another language, and in words why it is held to be on the same event."""

    story: Story
    because: str


class LinkAnswer(Struct, frozen=True):
    """A story of another language on the same event. `evidence` is what both share, as the story
    at hand prints it; `score` sums its weights, each kind up to a cap."""

    id: str
    title: str
    lang: str
    first: str | None
    outlets: int
    origins: int
    score: float
    evidence: tuple[LinkEvidence, ...]


def elsewhere(linked: Iterable[LinkedStory]) -> list[Elsewhere]:
    """Linked stories with the reasons, the best link first."""
    return [Elsewhere(one.story, because(one.link)) for one in linked]


def link_answer(linked: LinkedStory) -> LinkAnswer:
    """A linked story for the API."""
    story, link = linked.story, linked.link
    return LinkAnswer(
        story.id,
        story.title,
        story.lang,
        iso(story.first_us),
        story.outlets,
        story.origins,
        link.score,
        link.evidence,
    )


def because(link: StoryLink) -> str:
    """What two stories share: ``names Ada Brandt, Orsol; Lissabon; figures 340, 3.412``."""
    parts = [
        _listed(link.evidence, "name", "name", _NAMES),
        _listed(link.evidence, "place", "", _OTHERS),
        _listed(link.evidence, "figure", "figure", _OTHERS),
        _counted(link.evidence, "link"),
        _counted(link.evidence, "image"),
    ]
    return "; ".join(part for part in parts if part)


def _listed(
    evidence: Sequence[LinkEvidence], kind: Literal["name", "place", "figure"], noun: str, most: int
) -> str:
    printed: dict[str, str] = {}
    for one in evidence:
        if one.kind == kind:
            text = " ".join(one.text.split())
            printed.setdefault(text.casefold(), text)
    if not printed:
        return ""
    shown = list(printed.values())
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    plural = "s" if len(shown) > 1 else ""
    return (f"{noun}{plural} " if noun else "") + ", ".join(shown[:most]) + more


def _counted(evidence: Sequence[LinkEvidence], kind: Literal["link", "image"]) -> str:
    count = sum(one.kind == kind for one in evidence)
    return "" if not count else f"the same {kind}" if count == 1 else f"{count} {kind}s in common"
