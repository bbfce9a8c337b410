"""The timeline and the summary of a story, and the timeline of its storyline, as shown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from newsloom.model.facts import Article
from newsloom.model.judgements import Story
from newsloom.model.ledger import Event, SummaryLine
from newsloom.model.times import from_us
from newsloom.serve.credit import shorten

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Told(Struct, frozen=True):
    """A sentence of an article: an entry of the timeline or a line of the summary."""

    text: str
    cut: bool
    article: Article
    origins: int
    when: str = ""
    iso: str = ""
    planned: bool = False
    facts: tuple[str, ...] = ()


class Chapter(Struct, frozen=True):
    """One story of a storyline. ``named``: its texts name the day; else that of its articles."""

    story: Story
    when: str
    iso: str
    named: bool
    here: bool


def plain_day(iso: str) -> str:
    """``7 Dec 2021`` for an ISO 8601 day."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def plain_days(event: Event) -> str:
    """The days of an event, no more exact than its sentence: ``5 to 9 Dec 2021``, ``Dec 2021``."""
    first, last = date.fromisoformat(event.first), date.fromisoformat(event.last)
    if event.precision == "year":
        return f"{first.year}"
    if event.precision == "month":
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if event.precision == "week":
        return f"week of {plain_day(event.first)}"
    if first == last:
        return plain_day(event.first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {plain_day(event.last)}"
    return f"{plain_day(event.first)} to {plain_day(event.last)}"


def _cut(text: str, most: int | None) -> tuple[str, bool]:
    if most is None or len(text) <= most:
        return text, False
    return shorten(text, most).removesuffix(" …"), True


def timeline(
    events: Iterable[Event], articles: Mapping[str, Article], most: int | None
) -> list[Told]:
    """The entries whose article is shown. ``most`` code points of each; None for all."""
    return [
        Told(
            *_cut(one.text, most),
            articles[one.article],
            one.origins,
            plain_days(one),
            one.first,
            one.planned,
        )
        for one in events
        if one.article in articles
    ]


def summary(
    lines: Iterable[SummaryLine], articles: Mapping[str, Article], most: int | None
) -> list[Told]:
    """The lines whose article is shown. ``most`` code points of each; None for all."""
    return [
        Told(*_cut(one.text, most), articles[one.article], one.origins, facts=one.facts)
        for one in lines
        if one.article in articles
    ]


def chapters(story: Story, others: Sequence[Story]) -> list[Chapter]:
    """The stories of a storyline by their day, this one among them; the undated last."""
    found = [_chapter(one, one.id == story.id) for one in [story, *others]]
    return sorted(found, key=lambda one: (not one.iso, one.iso, one.story.first_seq))


def _chapter(story: Story, here: bool) -> Chapter:
    if story.event_day is not None:
        return Chapter(story, plain_day(story.event_day), story.event_day, True, here)
    if story.first_us is not None:
        iso = from_us(story.first_us).date().isoformat()
        return Chapter(story, plain_day(iso), iso, False, here)
    return Chapter(story, "undated", "", False, here)
