"""Carrying out what other processes asked of the one that owns the folder."""

import logging
from collections.abc import Callable, Mapping

from newsloom.model.errors import NewsloomError
from newsloom.store.sqlite.store import SqliteStore

log = logging.getLogger("newsloom")

Intent = Callable[[str], str]  # a body, to an outcome in words


def carry_out(store: SqliteStore, intents: Mapping[str, Intent]) -> int:
    """Do what waits, the oldest first; how many. ``intents``: what does each kind.

    One that fails is logged and done with, whatever it was: it must not stand before the others.
    """
    waiting = store.intents()
    for number, kind, body in waiting:
        store.finish_intent(number, _outcome(intents.get(kind), kind, body))
    return len(waiting)


def _outcome(work: Intent | None, kind: str, body: str) -> str:
    if work is None:
        return f"unknown intent {kind}"
    try:
        return work(body)
    except NewsloomError as error:
        log.error("%s: %s", kind, error)
        return f"failed: {error}"
    except Exception as error:
        log.exception("%s failed", kind)
        return f"failed: {type(error).__name__}: {error}"
