"""The store's door: captures, sources and what polls brought."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import apsw
import msgspec
import xxhash

from newsloom.fetch.archive import Archive, Place
from newsloom.model.errors import StoreError
from newsloom.model.facts import Capture, Outlet, Source
from newsloom.model.times import from_us
from newsloom.model.urls import canonical_url, host_of
from newsloom.sources.revisits import Visit
from newsloom.store.base import Quarantined, SourceHealth, SourceState
from newsloom.store.retention import POLLED
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.store.sqlite.visiting import put_visits, replace_visit
from newsloom.takedown.decide import covering_keys, domain_keys

_CHUNK = 512  # captures archived by one fsync and one transaction
CHUNK_BYTES = 32_000_000  # of bodies held in memory at a time


class Admission:
    """The part of the store that takes in captures and keeps sources."""

    _session: Session
    _archive: Archive

    def admit(self, captures: Iterable[Capture]) -> int:
        """See EngineStore.admit."""
        admitted = 0
        chunk: list[Capture] = []
        size = 0
        for capture in captures:
            chunk.append(capture)
            size += len(capture.body)
            if len(chunk) >= _CHUNK or size >= CHUNK_BYTES:
                admitted += self._admit_chunk(chunk)
                chunk, size = [], 0
        return admitted + self._admit_chunk(chunk)

    def _admit_chunk(self, captures: Sequence[Capture]) -> int:
        if not captures:
            return 0
        with self._archiving() as db:
            return self._insert(db, captures)

    @contextmanager
    def _archiving(self) -> Iterator[apsw.Connection]:
        """A transaction that appends to the archive: when it fails, the bytes go as well."""
        with self._session.lock:
            try:
                with self._session.transaction() as db:
                    yield db
            except BaseException:
                with suppress(OSError, StoreError):  # else the next start does it
                    self._recover()
                raise

    def _recover(self) -> None:
        """Cut off what no committed row speaks for."""
        committed = self._session.rows(
            "SELECT file, MAX(offset + length) FROM capture WHERE file IS NOT NULL GROUP BY file"
        )
        self._archive.recover(dict(committed))

    def _insert(self, db: apsw.Connection, captures: Sequence[Capture]) -> int:
        """Archive and insert the new ones. The bytes are on disk before the rows are."""
        fresh = list({capture.id: capture for capture in captures if _is_new(db, capture)}.values())
        families: dict[str, list[Capture]] = {}
        for capture in fresh:
            families.setdefault(_family(capture), []).append(capture)
        places: dict[str, Place] = {}
        for family, group in families.items():
            for capture, place in zip(group, self._archive.append(group, family), strict=True):
                places[capture.id] = place
        for capture in fresh:
            _put_capture(db, capture, places[capture.id])
        return len(fresh)

    def commit_poll(
        self,
        state: SourceState,
        captures: Sequence[Capture],
        items: Sequence[str],
        visits: Sequence[Visit] = (),
    ) -> int:
        """See EngineStore.commit_poll."""
        with self._archiving() as db:
            new = self._insert(db, captures)
            db.executemany(
                "INSERT OR IGNORE INTO item VALUES (?, ?)",
                [(state.source, _item_key(key)) for key in items],
            )
            put_visits(db, visits)
            put_state(db, state)
            return new

    def commit_visit(self, before: Visit, after: Visit, capture: Capture | None) -> bool:
        """See EngineStore.commit_visit."""
        with self._archiving() as db:
            new = self._insert(db, [capture] if capture is not None else [])
            replace_visit(db, before, after)
            return new > 0

    def known_items(self, source: str, keys: Sequence[str]) -> set[str]:
        """See EngineStore.known_items."""
        return {
            key
            for key in keys
            if self._session.row(
                "SELECT 1 FROM item WHERE source = ? AND key = ?", (source, _item_key(key))
            )
        }

    def put_sources(self, sources: Iterable[Source], outlets: Iterable[Outlet] = ()) -> int:
        """See EngineStore.put_sources."""
        with self._session.transaction() as db:
            before = db.total_changes()
            db.executemany(
                "INSERT OR IGNORE INTO source VALUES (?, ?, ?)",
                [
                    (source.id, source.domain or host_of(source.url), pack(source))
                    for source in sources
                ],
            )
            added = db.total_changes() - before
            db.executemany(
                "INSERT OR REPLACE INTO outlet VALUES (?, ?)",
                [(outlet.name, pack(outlet)) for outlet in outlets],
            )
            db.execute(
                "INSERT OR IGNORE INTO source_state SELECT id, 0, x'' FROM source "
                "WHERE id NOT IN (SELECT source FROM source_state)"
            )
            return added

    def remove_source(self, source_id: str) -> bool:
        """See EngineStore.remove_source."""
        with self._session.transaction() as db:
            db.execute("DELETE FROM websub_push WHERE source = ?", (source_id,))
            db.execute("DELETE FROM visit WHERE source = ?", (source_id,))
            db.execute("DELETE FROM source_state WHERE source = ?", (source_id,))
            db.execute("DELETE FROM source WHERE id = ?", (source_id,))
            return bool(db.changes())

    def due(self, now_us: int, limit: int) -> list[SourceHealth]:
        """See EngineStore.due. Sources of domains that were removed on request stay away."""
        removed = {
            row[0]
            for row in self._session.rows("SELECT key FROM tombstone WHERE key GLOB 'domain:*'")
        }
        found: list[SourceHealth] = []
        for domain, *bodies in self._session.rows(
            "SELECT source.domain, source.body, source_state.body FROM source_state "
            "JOIN source ON source.id = source_state.source "
            "WHERE next_us <= ? ORDER BY next_us, source.id LIMIT ?",
            (now_us, -1 if removed else limit),
        ):
            health = _health(*bodies)
            hosts = (f"//{domain}", health.source.url)
            if removed.isdisjoint(key for host in hosts for key in domain_keys(host)):
                found.append(health)
        return found[:limit]

    def quarantine_unread(self, rows: Iterable[Quarantined]) -> None:
        """See EngineStore.quarantine_unread."""
        with self._session.transaction() as db:
            for row in rows:
                put_quarantined(db, row)


def _is_new(db: apsw.Connection, capture: Capture) -> bool:
    if db.execute("SELECT 1 FROM capture WHERE id = ?", (capture.id,)).fetchone():
        return False
    urls = () if capture.seq else (capture.url, capture.final_url)
    return not any(
        db.execute("SELECT 1 FROM tombstone WHERE key = ?", (key,)).fetchone()
        for key in covering_keys(capture.id, urls)
    )


def _family(capture: Capture) -> str:
    """The family of WARC files: polled pages by day (may be retired), imports (kept)."""
    if capture.source is None:
        return "import"
    return f"{POLLED}{from_us(capture.fetched_us):%Y-%m-%d}"


def _put_capture(db: apsw.Connection, capture: Capture, place: Place) -> None:
    url = capture.final_url or capture.url
    db.execute(
        "INSERT INTO capture (seq, id, url_key, domain, at_us, body, file, offset, length) "
        "VALUES (COALESCE(?, (SELECT MAX(seq) + 1 FROM "
        "(SELECT MAX(seq) AS seq FROM capture UNION ALL SELECT seq FROM cursor "
        "UNION ALL SELECT 0))), ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture.seq or None,
            capture.id,
            canonical_url(url) if url else None,
            host_of(url) if url else None,
            capture.fetched_us,
            pack(msgspec.structs.replace(capture, body=b"", seq=0)),
            place.file,
            place.offset,
            place.length,
        ),
    )


def put_state(db: apsw.Connection, state: SourceState) -> None:
    """Write a source's state, unless the source was removed meanwhile.

    A source with pushes that wait stays due, whatever its state says.
    """
    db.execute(
        "INSERT OR REPLACE INTO source_state SELECT ?1, "
        "CASE WHEN EXISTS (SELECT 1 FROM websub_push WHERE source = ?1) THEN 0 ELSE ?2 END, ?3 "
        "WHERE EXISTS (SELECT 1 FROM source WHERE id = ?1)",
        (state.source, state.next_us, pack(state)),
    )


def put_quarantined(db: apsw.Connection, row: Quarantined) -> None:
    """Write a quarantine row; the latest failure of a capture is the one that shows."""
    db.execute(
        "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?)",
        (row.capture, row.seq, row.reason, pack(row)),
    )


def _health(source_body: bytes, state_body: bytes) -> SourceHealth:
    source = unpack(source_body, Source)
    state = unpack(state_body, SourceState) if state_body else SourceState(source.id)
    return SourceHealth(source, state)


def _item_key(key: str) -> bytes:
    return xxhash.xxh3_128_digest(key.encode("utf-8", "surrogatepass"))
