"""What the stages load and commit. Every commit is one transaction with its cursor."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import apsw
import msgspec

from newsloom.fetch.archive import Archive, DamagedRecord, Place
from newsloom.model.errors import DamagedCapture
from newsloom.model.facts import Article, Capture, Finding
from newsloom.model.features import Epoch, Features
from newsloom.model.identity import identity
from newsloom.model.urls import canonical_url, host_of
from newsloom.store import search
from newsloom.store.base import (
    Cursor,
    Decision,
    Judged,
    KeptAway,
    LaidStory,
    Linked,
    NoStory,
    Put,
    Quarantined,
    ReadArticle,
    Revised,
    SameText,
    StoryInput,
    Versions,
    own_size,
)
from newsloom.store.sqlite.admission import CHUNK_BYTES, put_quarantined
from newsloom.store.sqlite.erasing import erase_captures, mark_unscrubbed, put_tombstone, scrub
from newsloom.store.sqlite.judging import WEAVE, mark_dirty, put_judged, put_revised, rewind
from newsloom.store.sqlite.linking import put_bearings, put_linked
from newsloom.store.sqlite.session import Session, compress, decompress, pack, unpack
from newsloom.takedown.decide import Tombstone, text_key

Findings = tuple[Finding, ...]


class Stages:
    """The part of the store that the engine's stages read and write."""

    _session: Session
    _archive: Archive

    def cursor(self, stage: str) -> int:
        """See EngineStore.cursor."""
        row = self._session.row("SELECT seq FROM cursor WHERE stage = ?", (stage,))
        return int(row[0]) if row else 0

    def captures_after(self, seq: int, limit: int, until: int | None = None) -> list[Capture]:
        """See EngineStore.captures_after. Captures whose bytes were retired are passed over."""
        last = until if until is not None else 2**62
        while rows := self._session.rows(
            "SELECT seq, body, file, offset, length FROM capture "
            "WHERE seq > ? AND seq <= ? AND file IS NOT NULL ORDER BY seq LIMIT ?",
            (seq, last, limit),
        ):
            found = self._captures(rows)
            if found:
                return found
            seq = rows[-1][0]  # all of them went meanwhile
        return []

    def _captures(self, rows: Iterable[tuple[Any, ...]]) -> list[Capture]:
        found: list[Capture] = []
        size = 0
        for row in rows:
            try:
                capture = self._capture(*row)
            except DamagedCapture:
                if not found:
                    raise
                break  # it is the first of the next batch
            if capture is None:
                continue
            found.append(capture)
            size += len(capture.body)
            if size >= CHUNK_BYTES:
                break
        return found

    def _capture(
        self, seq: int, body: bytes, file: str, offset: int, length: int
    ) -> Capture | None:
        """A capture with its bytes; None when it was removed or retired since its row was read."""
        capture = unpack(body, Capture)
        try:
            data = self._archive.read(Place(file, offset, length), capture.id)
        except DamagedRecord as error:
            # A removal in another process puts what it keeps elsewhere.
            row = self._session.row(
                "SELECT file, offset, length FROM capture WHERE seq = ? AND file IS NOT NULL",
                (seq,),
            )
            if row is None:
                return None
            if row != (file, offset, length):
                return self._capture(seq, body, *row)
            raise DamagedCapture(capture.id, seq, str(error)) from error
        return msgspec.structs.replace(capture, seq=seq, body=data)

    def next_capture(self, seq: int) -> int | None:
        """See EngineStore.next_capture."""
        row = self._session.row(
            "SELECT MIN(seq) FROM capture WHERE seq > ? AND file IS NOT NULL", (seq,)
        )
        return row[0] if row else None

    def versions(self, identities: Iterable[str]) -> dict[str, Versions]:
        """See EngineStore.versions."""
        known = {}
        for one in dict.fromkeys(identities):
            rows = self._session.rows(
                "SELECT id, latest, seq FROM article WHERE identity = ? ORDER BY seq", (one,)
            )
            if rows:
                latest, _, seq = next((row for row in rows if row[1]), rows[-1])
                ids = tuple(row[0] for row in rows)
                known[one] = Versions(ids, latest, self._size(seq))
        return known

    def _size(self, seq: int) -> int:
        row = self._session.row("SELECT body FROM article WHERE seq = ?", (seq,))
        return own_size(unpack(row[0], Article)) if row else 0

    def removed_texts(self, keys: Iterable[str]) -> dict[str, int]:
        """See EngineStore.removed_texts."""
        found = {}
        for key in dict.fromkeys(keys):
            row = self._session.row("SELECT body FROM tombstone WHERE key = ?", (key,))
            if row:
                found[key] = unpack(row[0], Tombstone).after
        return found

    def epochs(self, kind: str, shard: str | None = None) -> list[Epoch]:
        """See EngineStore.epochs."""
        rows = self._session.rows(
            "SELECT kind, shard, seq, count, data FROM epoch "
            "WHERE kind = ?1 AND (?2 IS NULL OR shard = ?2) ORDER BY seq, shard",
            (kind, shard),
        )
        return [
            Epoch(kind, shard, seq, count, decompress(data))
            for kind, shard, seq, count, data in rows
        ]

    def lines(self, after: int, until: int) -> Iterator[tuple[str, bytes]]:
        """See EngineStore.lines."""
        sql = (
            "SELECT features.seq, outlet, lines FROM features JOIN article USING (seq) "
            "WHERE features.seq > ?1 AND features.seq <= ?3 ORDER BY features.seq LIMIT ?2"
        )
        for _, outlet, lines in self._session.stream(sql, after, until):
            yield outlet, lines

    def features(self, after: int, limit: int, until: int | None = None) -> list[Features]:
        """See EngineStore.features."""
        rows = self._session.rows(
            "SELECT body FROM features WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            (after, until if until is not None else 2**62, limit),
        )
        return [unpack(row[0], Features) for row in rows]

    def shards(self) -> list[str]:
        """See EngineStore.shards."""
        return [row[0] for row in self._session.rows("SELECT DISTINCT shard FROM features")]

    def dirty(self, limit: int) -> list[StoryInput]:
        """See EngineStore.dirty."""
        rows = self._session.rows("SELECT story FROM dirty ORDER BY story LIMIT ?", (limit,))
        return [self._story_input(row[0]) for row in rows]

    def _story_input(self, story: str) -> StoryInput:
        rows = self._session.rows(
            "SELECT article.body, placement.body, finding.body, features.body, article.seq "
            "FROM placement JOIN article USING (seq) JOIN finding USING (seq) "
            "JOIN features USING (seq) WHERE story = ? AND latest ORDER BY seq",
            (story,),
        )
        founder = self._session.row(
            "SELECT placement.body, features.body FROM placement JOIN features USING (seq) "
            "WHERE story = ? ORDER BY seq LIMIT 1",
            (story,),
        )
        storyline, shard = story, "und"
        if founder:
            storyline = unpack(founder[0], Judged).assignment.storyline
            shard = unpack(founder[1], Features).shard
        members = tuple(
            (
                unpack(article, Article),
                unpack(judged, Judged).relation,
                unpack(findings, Findings),
                unpack(features, Features).shingles,
            )
            for article, judged, findings, features, _ in rows
        )
        return StoryInput(story, storyline, shard, members)

    def commit(self, decision: Decision) -> bool:
        """See EngineStore.commit."""
        erases = any(isinstance(put, KeptAway) for put in decision.puts)
        with self._session.transaction(lasting=erases) as db:
            if decision.cursor is not None and not _advance(db, decision.cursor):
                return False
            for put in decision.puts:
                _WRITERS[type(put)](db, put)
            dropped = self._keep_away(db, decision.puts)
        if dropped:
            self._archive.drop(dropped)
            scrub(self._session)
        return True

    def _keep_away(self, db: apsw.Connection, puts: Iterable[Put]) -> set[str]:
        """Erase captures that brought a removed text back; the archive files to drop."""
        again = [put for put in puts if isinstance(put, KeptAway)]
        for put in again:
            row = db.execute(
                "SELECT body FROM tombstone WHERE key = ?", (put.tombstone,)
            ).fetchone()
            if row:
                stone = unpack(row[0], Tombstone)
                put_tombstone(db, Tombstone(put.capture, stone.request, None, None, stone.at_us))
        if again:
            mark_unscrubbed(db)
        return erase_captures(db, self._archive, [put.capture for put in again])

    def retry(self, capture_id: str) -> bool:
        """See EngineStore.retry."""
        with self._session.transaction() as db:
            known = db.execute(
                "SELECT body FROM quarantine WHERE capture = ?", (capture_id,)
            ).fetchone()
            if known is None:
                return False
            if unpack(known[0], Quarantined).stage == "lay":
                mark_dirty(db, capture_id)
                db.execute("DELETE FROM quarantine WHERE capture = ?", (capture_id,))
                return True
            db.execute(
                "UPDATE capture SET seq = (SELECT MAX(seq) + 1 FROM "
                "(SELECT MAX(seq) AS seq FROM capture UNION ALL SELECT seq FROM cursor)) "
                "WHERE id = ? AND file IS NOT NULL",
                (capture_id,),
            )
            retried = bool(db.changes())
            if retried:
                db.execute("DELETE FROM quarantine WHERE capture = ?", (capture_id,))
            return retried


def _advance(db: apsw.Connection, cursor: Cursor) -> bool:
    db.execute("INSERT OR IGNORE INTO cursor VALUES (?, 0)", (cursor.stage,))
    db.execute(
        "UPDATE cursor SET seq = ? WHERE stage = ? AND seq = ?",
        (cursor.reached, cursor.stage, cursor.expected),
    )
    done = bool(db.changes())
    if done and cursor.stage == WEAVE and cursor.reached < cursor.expected:
        rewind(db, cursor.reached)
    return done


def _put_read(db: apsw.Connection, put: ReadArticle) -> None:
    article = put.article
    db.execute(
        "INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
        (
            article.seq,
            article.id,
            article.capture,
            identity(article),
            article.given_id,
            canonical_url(article.url) if article.url else None,
            host_of(article.url) if article.url else None,
            text_key(article.title, article.text),
            article.outlet,
            pack(article),
        ),
    )
    if not db.changes():
        return  # the same article is already here: nothing of it may be written twice
    if article.supersedes is not None:
        _make_latest(db, article.id)
    db.execute("INSERT INTO finding VALUES (?, ?)", (article.seq, pack(put.findings)))
    db.execute(
        "INSERT INTO features VALUES (?, ?, ?, ?)",
        (article.seq, put.features.shard, pack(put.features), put.lines),
    )
    db.execute(
        "INSERT INTO text_index (rowid, title, body) VALUES (?, ?, ?)",
        (article.seq, search.index_text(article.title), search.index_text(article.text)),
    )


def _put_same(db: apsw.Connection, put: SameText) -> None:
    db.execute(
        "INSERT OR IGNORE INTO sighting VALUES (?, ?, ?, ?)",
        (put.capture, put.seq, put.given_id, put.article),
    )
    if put.again:
        _make_latest(db, put.article)


def _make_latest(db: apsw.Connection, article: str) -> None:
    """Of all versions, show this one; the stories that any of them stands in are laid anew."""
    versions = db.execute(
        "SELECT b.seq, b.id FROM article a JOIN article b USING (identity) WHERE a.id = ?",
        (article,),
    ).fetchall()
    for seq, name in versions:
        placed = db.execute("SELECT story FROM placement WHERE seq = ?", (seq,)).fetchone()
        if placed:
            mark_dirty(db, placed[0])
        db.execute("UPDATE article SET latest = ? WHERE seq = ?", (name == article, seq))


def _put_epoch(db: apsw.Connection, put: Epoch) -> None:
    # Frozen: what was published first stands.
    db.execute(
        "INSERT OR IGNORE INTO epoch VALUES (?, ?, ?, ?, ?)",
        (put.kind, put.shard, put.seq, put.count, compress(put.data)),
    )


def _put_story(db: apsw.Connection, put: LaidStory) -> None:
    story = put.story
    db.execute(
        "INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            story.id,
            story.storyline,
            story.lang,
            story.first_seq,
            story.last_us,
            story.origins,
            pack(story),
            pack(put.ledger),
        ),
    )
    db.execute("DELETE FROM origin WHERE story = ?", (story.id,))
    db.executemany(
        "INSERT OR REPLACE INTO origin VALUES (?, ?, ?, ?)",
        [(origin.article, story.id, origin.of, pack(origin)) for origin in put.origins],
    )
    db.execute("DELETE FROM dirty WHERE story = ?", (story.id,))
    db.execute("DELETE FROM quarantine WHERE capture = ?", (story.id,))  # it failed before
    put_bearings(db, put)


def _put_no_story(db: apsw.Connection, put: NoStory) -> None:
    places = (("story", "id"), ("origin", "story"), ("dirty", "story"), ("quarantine", "capture"))
    for table, column in places:
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (put.story,))  # noqa: S608


def _put_nothing(_db: apsw.Connection, _put: KeptAway) -> None:
    """Kept-away captures are erased together: each costs a rewrite of its archive file."""


_WRITERS: dict[type, Callable[[apsw.Connection, Any], None]] = {
    ReadArticle: _put_read,
    SameText: _put_same,
    KeptAway: _put_nothing,
    Quarantined: put_quarantined,
    Epoch: _put_epoch,
    Judged: put_judged,
    Revised: put_revised,
    LaidStory: _put_story,
    Linked: put_linked,
    NoStory: _put_no_story,
}
