"""A small demo press in a store, and how a store is told as text that a person can compare."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import httpx

from newsloom.demo.pages import render_page
from newsloom.demo.press import Press, make_press
from newsloom.demo.view import View, everything
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.model.facts import Capture, Hints
from newsloom.model.judgements import MainSource
from newsloom.serve.web import make_app
from newsloom.sources.capture import capture_of
from newsloom.sources.files import read_record
from newsloom.store.base import Member, StoryView
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights

NOW_US = 1_711_929_600_000_000  # 2024-04-01, after the press has fallen silent


def captures() -> Iterator[Capture]:
    """Every fourth item of the press as an import record, the others as pages."""
    press = make_press(outlets=12, seed=31, events=3)
    view = everything(press)
    for place, item in enumerate(press.items):
        if place % 4 == 3:
            yield read_record(_record(press, view, place), NOW_US)
        else:
            body = render_page(press, item)
            hints = Hints(outlet=item.outlet.name)  # what a source says of what it brings
            yield capture_of("page", body, NOW_US, url=view.url(item), hints=hints)


def _record(press: Press, view: View, place: int) -> bytes:
    item = press.items[place]
    record = {
        "id": f"record-{place}",
        "url": view.url(item),
        "outlet": item.outlet.name,
        "title": item.title,
        "text": item.text,
    }
    return json.dumps(record).encode()


def filled(folder: Path) -> SqliteStore:
    """A store that has read and woven the press."""
    store = SqliteStore(folder, engine=True)
    store.admit(captures())
    Engine(store, InProcess(), load_weights(), lambda: NOW_US).drain()
    return store


def asked(store: SqliteStore, path: str) -> httpx.Response:
    """What the page answers to a reader who may read full texts."""
    app = make_app(
        store,
        None,  # type: ignore[arg-type]  # nothing here sends a form
        clock=lambda: NOW_US,
        full_text=lambda request: True,
    )

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    return asyncio.run(ask())


def told(store: SqliteStore) -> str:
    """Every story of a store. Without ids and scores: those may change with any weight."""
    views = [store.story(story.id) for story, _ in store.stories()]
    return "\n".join(line for view in views if view is not None for line in _story(view)) + "\n"


def _story(view: StoryView) -> Iterator[str]:
    story = view.story
    names = {one.article.id: f"{one.article.outlet}: {one.article.title}" for one in view.members}
    yield f"STORY {story.title}"
    yield f"  {story.lang}, {story.articles} articles, {story.outlets} outlets, " + (
        f"{story.origins} origins"
    )
    yield f"  main source {_source(story.main_source)}"
    for member in view.members:
        yield from _member(member, names)
    for said in view.ledger.utterances:
        yield f"  QUOTE “{said.text}”"
        yield f"    {said.speaker or 'nobody named'}, {len(said.articles)} articles"
    for series in view.ledger.series:
        yield f"  FIGURES {series.what} [{series.unit or 'count'}]"
        for point in series.points:
            yield f"    {point.state} {point.value} “{point.text}”"
    for person in view.ledger.people:
        yield f"  PERSON {person.name} ({', '.join(person.forms)})"
    yield ""


def _member(member: Member, names: dict[str, str]) -> Iterator[str]:
    article, origin = member.article, member.origin
    assert origin is not None
    yield f"  ARTICLE {names[article.id]}"
    yield f"    {origin.relation}" + (f" of {names[origin.of]}" if origin.of else "")
    yield f"    published {article.published} ({article.published_from})"
    yield f"    main source {_source(origin.main_source)}"
    for evidence in origin.evidence:
        yield f"    because of {evidence.kind}: {evidence.text}"


def _source(source: MainSource) -> str:
    return f"{source.name} ({source.kind}) {source.url or ''}".rstrip()
