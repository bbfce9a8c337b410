"""Rebuild an empty folder from another one's captures, corrections and removals."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from newsloom.engine.execute import Engine
from newsloom.model.errors import DamagedCapture, StoreError
from newsloom.model.facts import Capture
from newsloom.store.base import Decision
from newsloom.store.sqlite.store import SqliteStore

_CHUNK = 512


class Replayed(Struct, frozen=True):
    """What a replay did. ``retired`` captures had no bytes any more, or damaged ones."""

    captures: int
    retired: int


def replay(
    old: SqliteStore,
    new: SqliteStore,
    engine: Engine,
    on_progress: Callable[[int], None] = lambda read: None,
) -> Replayed:
    """Admit every capture of ``old`` to ``new`` under its ``seq``, and work it through.

    Removals come first, so that nothing removed is ever admitted; corrections hold from the
    first article on. Learned epochs are taken over when something was removed, since what they
    were learned from can't be read again.
    Raises StoreError when ``new`` is not empty.
    """
    if new.counts().captures or new.takedowns():
        raise StoreError(f"{new.folder} is not empty: name a new folder with --data")
    new.set_note("kind", old.note("kind"))  # a demo's texts stay fiction
    new.set_note("choices", old.note("choices"))
    new.put_corrections(old.corrections())
    new.put_removals(old.takedowns(), old.tombstones())
    if old.tombstones():
        new.commit(Decision((*old.epochs("debris"), *old.epochs("idf"))))
    new.put_sources(old.sources(), old.outlets())
    admitted = new.admit(all_captures(old, on_progress))
    engine.drain(lambda progress: on_progress(progress.woven))
    while _removed_meanwhile(old, new):
        engine.drain(lambda progress: on_progress(progress.woven))
    return Replayed(admitted, old.counts().captures - new.counts().captures)


def _removed_meanwhile(old: SqliteStore, new: SqliteStore) -> int:
    """Carry out what was decided in the old folder since it was looked at; how many rulings.

    Its engine may be running: nobody wants a removed text back with the rebuilt folder.
    """
    known = {one.request.id for one in new.takedowns() if one.ruling}
    late = [one for one in old.takedowns() if one.request.id not in known]
    rulings = [one.ruling for one in reversed(late) if one.ruling]
    for one in late:
        new.put_request(one.request)
    for ruling in rulings:
        new.remove(ruling)
    return len(rulings)


def all_captures(
    old: SqliteStore, on_progress: Callable[[int], None] = lambda read: None
) -> Iterator[Capture]:
    """The captures of a folder that still have their bytes, in ``seq`` order."""
    at = 0
    while True:
        try:
            chunk = old.captures_after(at, _CHUNK)
        except DamagedCapture as damaged:
            at = damaged.seq
            continue
        if not chunk:
            return
        yield from chunk
        at = chunk[-1].seq
        on_progress(0)
