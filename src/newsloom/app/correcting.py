"""Readers' corrections: what "not this story" and "these are one" say about articles."""

import re
from pathlib import Path

import msgspec
from msgspec import Struct

from newsloom.app.stored import finish_queued, now_us, reading, working
from newsloom.config import data_dir
from newsloom.model.errors import NewsloomError
from newsloom.model.ids import content_id
from newsloom.model.judgements import Correction
from newsloom.store.base import Corrected, Reader, StoryView
from newsloom.store.sqlite.store import EngineBusy
from newsloom.stories.constraints import Constraints, Overruled

_ID = re.compile(r"(?<![0-9a-z])([as][0-9a-f]{24})(?![0-9a-f])")


class Taken(Struct, frozen=True):
    """What became of a reader's word. ``queued`` when a running engine takes it in."""

    corrections: tuple[Correction, ...]
    queued: bool = False


class Report(Struct, frozen=True):
    """What readers found wrong, of all that the weaver placed.

    ``false_merges``: the scores the weaver had given to articles that a reader took out of their
    story. ``misses``: for those put together, the scores it had given to the story it chose;
    ``runners_up`` of them had the right story in second place. ``overruled``: pairs that a later
    correction contradicts.
    """

    articles: int
    corrections: int
    false_merges: tuple[float, ...]
    misses: tuple[float, ...]
    runners_up: int
    overruled: tuple[Overruled, ...]


# ------------------------------------------------------------------ from words to corrections


def planned(
    store: Reader, kind: str, subject: str, target: str, note: str, at_us: int
) -> tuple[Correction, ...]:
    """The corrections that a reader's word stands for.

    ``apart``: the article ``subject`` and all others of its story. ``together``: the article
    moves to the story ``target`` (or that of an article); two stories become one. ``subject`` and
    ``target`` are ids or addresses of pages that end in one.
    Raises NewsloomError, for a person to read, when that says nothing new or names nothing here.
    """
    if kind == "apart":
        article, view = _article(store, subject)
        mates = _members(view, article)
        if not mates:
            raise NewsloomError("this article stands in a story of its own already")
        return (_made("apart", article, mates, note, at_us),)
    there = _story(store, target)
    if _named(subject).startswith("s"):
        ours = _story(store, subject)
        if ours.story.id == there.story.id:
            raise NewsloomError("these are one story already")
        first, *rest = [member.article.id for member in (*ours.members, *there.members)]
        return (_made("together", first, tuple(rest), note, at_us),)
    article, view = _article(store, subject)
    if view.story.id == there.story.id:
        raise NewsloomError("this article stands in that story already")
    found = [_made("together", article, _members(there, article), note, at_us)]
    mates = _members(view, article)
    if mates:
        found.insert(0, _made("apart", article, mates, note, at_us))
    return tuple(found)


def _made(kind: str, article: str, others: tuple[str, ...], note: str, at_us: int) -> Correction:
    others = tuple(sorted(others))
    name = content_id("k", kind, article, *others)
    known = msgspec.convert(kind, type=Correction.__annotations__["kind"])
    return Correction(name, known, article, others, at_us, note)


def _named(text: str) -> str:
    found = _ID.findall(text)
    if not found:
        raise NewsloomError(
            f"{text!r} is no id of an article or story: take it from the address of its page"
        )
    return str(found[-1])


def _article(store: Reader, text: str) -> tuple[str, StoryView]:
    """An article and the story it stands in."""
    name = _named(text)
    view = store.article(name)
    if view is None or view.assignment is None:
        raise NewsloomError(f"no article {name} stands in a story here")
    if view.versions and view.versions[-1][0] != name:
        raise NewsloomError(f"{name} is an earlier version: name {view.versions[-1][0]}")
    return name, _view(store, view.assignment.story)


def _story(store: Reader, text: str) -> StoryView:
    """A story, or the one that an article stands in."""
    name = _named(text)
    return _article(store, name)[1] if name.startswith("a") else _view(store, name)


def _view(store: Reader, story: str) -> StoryView:
    view = store.story(story)
    if view is None:
        raise NewsloomError(f"no story {story} is here")
    return view


def _members(view: StoryView, without: str) -> tuple[str, ...]:
    return tuple(one.article.id for one in view.members if one.article.id != without)


# ------------------------------------------------------------------ on a folder


def correct(kind: str, subject: str, target: str, note: str, data: Path | None) -> Taken:
    """Take a reader's word in, here or, when an engine runs, there; then judge anew."""
    with reading(data) as store:
        found = planned(store, kind, subject, target, note, now_us())
    try:
        with working(data_dir(data), 1, None) as (store, engine):
            for one in found:
                store.correct(one)
            engine.drain()
            finish_queued(store, engine)
        return Taken(found)
    except EngineBusy:
        with reading(data) as store:
            for one in found:
                store.put_intent("correct", msgspec.json.encode(one).decode())
        return Taken(found, queued=True)


def undo_correction(correction_id: str, data: Path | None) -> Taken:
    """Take a correction back."""
    with reading(data) as store:
        found = [one.correction for one in store.corrections()]
    known = next((one for one in found if one.id == correction_id), None)
    if known is None:
        raise NewsloomError(f"no correction {correction_id}: see `newsloom correct list`")
    try:
        with working(data_dir(data), 1, None) as (store, engine):
            store.uncorrect(correction_id)
            engine.drain()
            finish_queued(store, engine)
        return Taken((known,))
    except EngineBusy:
        with reading(data) as store:
            store.put_intent("uncorrect", correction_id)
        return Taken((known,), queued=True)


def corrections(data: Path | None) -> list[Corrected]:
    """Every correction in force, the earliest first."""
    with reading(data) as store:
        return store.corrections()


def correction_report(data: Path | None) -> Report:
    """What readers' corrections say about the weaver."""
    with reading(data) as store:
        return reported(store)


def reported(store: Reader) -> Report:
    """See ``correction_report``."""
    found = store.corrections()
    false, misses, near = [], [], 0
    for one in found:
        said = {each.article: each for each in one.said}
        own = said.get(one.correction.article)
        if own is None:
            continue
        wanted = {said[other].story for other in one.correction.others if other in said}
        if one.correction.kind == "apart":
            if own.story in wanted:
                false.append(own.score)
        elif wanted - {own.story}:
            misses.append(own.score)
            near += own.rival in wanted
    overruled = Constraints(one.correction for one in found).overruled
    return Report(store.counts().articles, len(found), tuple(false), tuple(misses), near, overruled)
