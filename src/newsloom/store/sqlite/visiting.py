"""Visits to pages of known articles in the embedded store."""

from collections.abc import Iterable, Sequence

import apsw
from msgspec.structs import replace

from newsloom.fetch.archive import Archive, DamagedRecord, Place
from newsloom.model.facts import Capture
from newsloom.model.urls import canonical_url, politeness_key
from newsloom.sources.revisits import Retold, Visit
from newsloom.store.base import Hasten
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.takedown.decide import covering_keys


class Visiting:
    """The part of the store that knows which pages are visited again, and when."""

    _session: Session
    _archive: Archive

    def retell(self, source: str, told: Sequence[Retold], hasten: Hasten) -> int:
        """See EngineStore.retell. Mostly nothing changed, and then nothing is written."""
        if not any(_told_otherwise(self._session.reader(), source, one) for one in told):
            return 0
        changed = 0
        with self._session.transaction() as db:
            for one in told:
                visit = _told_otherwise(db, source, one)
                if visit is not None:
                    _update(db, hasten(visit, one))
                    changed += 1
        return changed

    def visit_hosts(self, now_us: int, limit: int) -> list[str]:
        """See EngineStore.visit_hosts."""
        rows = self._session.rows(
            "SELECT host, MIN(next_us) AS since FROM visit WHERE next_us <= ? "
            "GROUP BY host ORDER BY since, host LIMIT ?",
            (now_us, limit),
        )
        return [row[0] for row in rows]

    def visits_due(self, host: str, now_us: int, limit: int) -> list[tuple[Visit, Capture]]:
        """See EngineStore.visits_due."""
        rows = self._session.rows(
            "SELECT visit.url_key, visit.body, capture.body FROM visit "
            "LEFT JOIN capture ON capture.id = visit.capture "
            "WHERE host = ? AND next_us <= ? ORDER BY next_us, visit.url_key LIMIT ?",
            (host, now_us, limit),
        )
        found, gone = [], []
        for key, body, captured in rows:
            capture = unpack(captured, Capture) if captured else None
            if capture is None or self._covered(capture):
                gone.append(key)
            else:
                found.append((unpack(body, Visit), capture))
        if gone:
            with self._session.transaction() as db:
                db.executemany("DELETE FROM visit WHERE url_key = ?", [(key,) for key in gone])
        return found

    def _covered(self, capture: Capture) -> bool:
        return any(
            self._session.row("SELECT 1 FROM tombstone WHERE key = ?", (key,))
            for key in covering_keys(capture.id, (capture.url, capture.final_url))
        )

    def captured(self, capture_id: str) -> Capture | None:
        """See EngineStore.captured."""
        row = self._session.row(
            "SELECT seq, body, file, offset, length FROM capture WHERE id = ? AND file IS NOT NULL",
            (capture_id,),
        )
        if row is None:
            return None
        seq, body, file, offset, length = row
        try:
            data = self._archive.read(Place(file, offset, length), capture_id)
        except (DamagedRecord, OSError):
            return None
        return replace(unpack(body, Capture), seq=seq, body=data)


def _told_otherwise(db: apsw.Connection, source: str, one: Retold) -> Visit | None:
    row = db.execute(
        "SELECT body FROM visit WHERE url_key = ? AND source = ?", (canonical_url(one.url), source)
    ).fetchone()
    visit = unpack(row[0], Visit) if row else None
    return visit if visit is not None and visit.told != one.told else None


def put_visits(db: apsw.Connection, visits: Iterable[Visit]) -> None:
    """Plan the first visits of pages that have none."""
    db.executemany(
        "INSERT OR IGNORE INTO visit VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                canonical_url(visit.url),
                politeness_key(visit.url),
                visit.source,
                visit.capture,
                visit.next_us,
                pack(visit),
            )
            for visit in visits
        ],
    )


def replace_visit(db: apsw.Connection, before: Visit, after: Visit) -> None:
    """Write a visit after it was made; what the source told meanwhile is kept."""
    row = db.execute(
        "SELECT body FROM visit WHERE url_key = ?", (canonical_url(after.url),)
    ).fetchone()
    if row is None:
        return
    now = unpack(row[0], Visit)
    if now.told != before.told:
        times = [at for at in (now.next_us, after.next_us) if at is not None]
        after = replace(
            after, told=now.told, hints=now.hints, asked=now.asked, next_us=min(times, default=None)
        )
    _update(db, after)


def _update(db: apsw.Connection, visit: Visit) -> None:
    db.execute(
        "UPDATE visit SET capture = ?, next_us = ?, body = ? WHERE url_key = ?",
        (visit.capture, visit.next_us, pack(visit), canonical_url(visit.url)),
    )
