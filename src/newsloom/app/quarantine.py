"""What could not be read: looked at, and read again."""

from pathlib import Path

import msgspec
from msgspec import Struct

from newsloom.app.stored import finish_queued, reading, working
from newsloom.config import data_dir
from newsloom.extract.encoding import decode
from newsloom.model.errors import NewsloomError
from newsloom.model.facts import Capture
from newsloom.serve.changes import VersionList, version_list
from newsloom.serve.versions import turns
from newsloom.sources.files import printable
from newsloom.store.base import Quarantined
from newsloom.store.sqlite.store import EngineBusy, SqliteStore

_EVERYTHING = 10**9
_BEGINS = 2_000  # code points shown of an item's bytes


class Item(Struct, frozen=True):
    """An item in quarantine with what was captured of it; the later fields are empty for none."""

    row: Quarantined
    url: str | None = None
    kind: str = ""
    status: int = 0
    bytes: int = 0
    begins: str = ""


class Retried(Struct, frozen=True):
    """How many items are read again; ``left`` of them came back to quarantine.

    ``queued`` when a running engine does it.
    """

    items: int
    left: int = 0
    queued: bool = False


def quarantined(reason: str | None, limit: int, data: Path | None) -> list[Quarantined]:
    """What is in quarantine, the latest first."""
    with reading(data) as store:
        return _chosen(store, None, reason)[:limit]


def quarantined_item(item_id: str, data: Path | None) -> Item:
    """One item. Raises NewsloomError when it is not in quarantine."""
    with reading(data) as store:
        row = _chosen(store, item_id, None)[0]
        captures = store.captures_after(row.seq - 1, 1, row.seq) if row.seq else []
        return _item(row, captures[0]) if captures else Item(row)


def _item(row: Quarantined, capture: Capture) -> Item:
    begins = printable(decode(capture.body[: 4 * _BEGINS])[:_BEGINS])
    return Item(row, capture.url, capture.kind, capture.status, len(capture.body), begins)


def _chosen(store: SqliteStore, item_id: str | None, reason: str | None) -> list[Quarantined]:
    rows = store.quarantine(limit=_EVERYTHING)
    found = [one for one in rows if item_id in (None, one.capture) and reason in (None, one.reason)]
    if item_id is not None and not found:
        raise NewsloomError(f"no item {item_id} in quarantine: see `newsloom quarantine list`")
    return found


def retry_quarantined(item_id: str | None, reason: str | None, data: Path | None) -> Retried:
    """Read one item again, or all (with one reason), here or where an engine runs."""
    with reading(data) as store:
        ids = [one.capture for one in _chosen(store, item_id, reason)]
    try:
        with working(data_dir(data), 1, None) as (store, engine):
            retried = [one for one in ids if store.retry(one)]
            engine.drain()
            finish_queued(store, engine)
            left = {one.capture for one in store.quarantine(limit=_EVERYTHING)}
            return Retried(len(retried), sum(one in left for one in retried))
    except EngineBusy:
        with reading(data) as store:
            store.put_intent("retry", msgspec.json.encode(ids).decode())
        return Retried(len(ids), queued=True)


def versions(article_id: str, data: Path | None) -> VersionList:
    """The versions of an article, with what each changed; none for an unknown id."""
    with reading(data) as store:
        return version_list(turns(store, article_id), full_text=True)
