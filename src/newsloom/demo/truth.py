"""What is true of a press: what an engine that reads it should find out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from newsloom.model.judgements import RelationKind
from newsloom.model.times import iso

if TYPE_CHECKING:
    from newsloom.demo.outlets import DemoOutlet
    from newsloom.demo.press import Item, Press

NOTE = "Everything here is fictional: no real masthead, person or state is meant."


class TrueQuote(Struct, frozen=True):
    """Words between quotation marks, verbatim in the article's text."""

    text: str
    speaker: str


class TrueFigure(Struct, frozen=True):
    """A figure; ``text`` is verbatim. Money counts whole ``crowns``; "" is a plain count."""

    value: float | int
    unit: str
    what: str
    text: str


class TrueSource(Struct, frozen=True):
    """Where a text goes back to; ``url`` is None when no page of it is served."""

    name: str
    url: str | None


class TrueArticle(Struct, frozen=True):
    """One address, with the title and text of its last version.

    ``origin`` is the root of the chain of copies, ``of`` the step before; ``title`` and findings
    are those of the last of ``versions``. ``date_habit`` says how the printed dates differ from
    ``published``: right, nozone, future, late or undated. No-break spaces are told as plain
    ones, as readers of pages give them.
    """

    url: str
    outlet: str
    lang: str
    title: str
    text: str
    event: str
    story: str
    storyline: str
    relation: RelationKind
    of: str | None
    origin: str
    main_source: TrueSource
    credited: bool
    quotes: tuple[TrueQuote, ...]
    figures: tuple[TrueFigure, ...]
    published: str | None
    date_habit: str
    versions: int
    edits: tuple[str, ...]  # "silent" or "correction", one for each later version


class TrueStory(Struct, frozen=True):
    """One event in one language; ``independent_origins`` counts its root texts."""

    story: str
    storyline: str
    event: str
    lang: str
    title: str
    articles: int
    independent_origins: int


def tell(
    press: Press, base: Callable[[DemoOutlet], str], stamp: Callable[[int], int]
) -> dict[str, Any]:
    """The truth as plain values; addresses are formed with ``base``, times with ``stamp``."""
    urls = {item.key: base(item.outlet) + item.path for item in press.items}
    articles = [_article(item, urls, stamp(item.published_us)) for item in press.items]
    told = defaultdict(list)
    for item in sorted(press.items, key=lambda item: (item.published_us, item.key)):
        told[item.story].append(item)
    stories = [
        TrueStory(
            story,
            items[0].storyline,
            items[0].event,
            items[0].lang,
            _plain(items[0].title),
            len(items),
            sum(item.of is None for item in items),
        )
        for story, items in sorted(told.items())
    ]
    found: dict[str, Any] = {
        "articles": msgspec.to_builtins(articles),
        "stories": msgspec.to_builtins(stories),
        "note": NOTE,
    }
    return found


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _article(item: Item, urls: dict[str, str], published_us: int) -> TrueArticle:
    version = item.versions[-1]
    return TrueArticle(
        url=urls[item.key],
        outlet=item.outlet.name,
        lang=item.lang,
        title=_plain(item.title),
        text=_plain(item.text),
        event=item.event,
        story=item.story,
        storyline=item.storyline,
        relation=item.relation,
        of=urls[item.of] if item.of else None,
        origin=urls[item.origin],
        main_source=TrueSource(item.source_name, urls[item.source] if item.source else None),
        credited=item.credited,
        quotes=tuple(
            TrueQuote(_plain(said.text), said.speaker)
            for part in version.paragraphs
            for said in part.quotes
        ),
        figures=tuple(
            TrueFigure(number.value, number.unit, number.what, _plain(number.text))
            for part in version.paragraphs
            for number in part.figures
        ),
        published=iso(published_us),
        date_habit=item.outlet.date_habit,
        versions=len(item.versions),
        edits=tuple(each.edit for each in item.versions[1:]),
    )
