"""Removal in the embedded store: requests, rulings, erasure and what stays."""

from collections.abc import Iterable

import apsw

from newsloom.fetch.archive import Archive, Place
from newsloom.model.errors import StoreError
from newsloom.model.types import Article
from newsloom.model.urls import canonical_url
from newsloom.store.base import YOUNG
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.store.sqlite.stages import mark_dirty
from newsloom.takedown.decide import Ruling, Takedown, Tombstone
from newsloom.takedown.erase import tombstones_for
from newsloom.takedown.request import Request, domain_of


class Removal:
    """The part of the store that removes on request."""

    _session: Session
    _archive: Archive

    def put_request(self, request: Request) -> None:
        """See EngineStore.put_request."""
        with self._session.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO takedown_request VALUES (?, ?, ?)",
                (request.id, request.asked_us, pack(request)),
            )

    def request(self, request_id: str) -> Request | None:
        """A logged request by its id."""
        row = self._session.row("SELECT body FROM takedown_request WHERE id = ?", (request_id,))
        return unpack(row[0], Request) if row else None

    def targets(self, request: Request) -> list[Article]:
        """The articles that a request would remove now, every version, in ``seq`` order."""
        return _targets(self._session.reader(), request)

    def takedowns(self) -> list[Takedown]:
        """See Reader.takedowns."""
        rows = self._session.rows(
            "SELECT q.body, r.body, r.articles FROM takedown_request q "
            "LEFT JOIN takedown_ruling r ON r.request = q.id ORDER BY asked_us DESC, q.id"
        )
        return [
            Takedown(
                unpack(request, Request), unpack(ruling, Ruling) if ruling else None, articles or 0
            )
            for request, ruling, articles in rows
        ]

    def tombstone(self, article_id: str) -> Tombstone | None:
        """See Reader.tombstone."""
        row = self._session.row(
            "SELECT body FROM tombstone WHERE article = ? ORDER BY key LIMIT 1", (article_id,)
        )
        return unpack(row[0], Tombstone) if row else None

    def tombstones(self) -> list[Tombstone]:
        """All tombstones by key."""
        rows = self._session.rows("SELECT body FROM tombstone ORDER BY key")
        return [unpack(row[0], Tombstone) for row in rows]

    def put_removals(self, takedowns: Iterable[Takedown], tombstones: Iterable[Tombstone]) -> None:
        """Take over another folder's log of removals, before its captures come (replay)."""
        with self._session.transaction() as db:
            for takedown in takedowns:
                request = takedown.request
                db.execute(
                    "INSERT OR IGNORE INTO takedown_request VALUES (?, ?, ?)",
                    (request.id, request.asked_us, pack(request)),
                )
                if takedown.ruling:
                    _put_ruling(db, takedown.ruling, takedown.articles)
            for tombstone in tombstones:
                _put_tombstone(db, tombstone)

    def remove(self, ruling: Ruling) -> int:
        """See EngineStore.remove."""
        request = self.request(ruling.request)
        if request is None:
            raise StoreError(f"no removal request {ruling.request}: see `newsloom takedown list`")
        removed = 0
        dropped: set[str] = set()
        with self._session.transaction() as db:
            decided = db.execute(
                "SELECT 1 FROM takedown_ruling WHERE request = ?", (request.id,)
            ).fetchone()
            if decided:
                raise StoreError(f"removal request {request.id} is already decided")
            if ruling.verdict == "removed":
                articles = _targets(db, request)
                removed = len(articles)
                captures = _captures_of(db, request, articles)
                for tombstone in tombstones_for(request, articles, captures, ruling.decided_us):
                    _put_tombstone(db, tombstone)
                _erase(db, articles)
                dropped = self._erase_captures(db, captures)
            _put_ruling(db, ruling, removed)
        self._archive.drop(dropped)
        if removed:
            self._session.scrub()
        return removed

    def _erase_captures(self, db: apsw.Connection, captures: Iterable[str]) -> set[str]:
        """Take captures out of their WARC files; the names of the files to drop afterwards."""
        files: set[str] = set()
        for capture in captures:
            row = db.execute("SELECT file FROM capture WHERE id = ?", (capture,)).fetchone()
            if row and row[0]:
                files.add(row[0])
            db.execute("DELETE FROM capture WHERE id = ?", (capture,))
            db.execute("DELETE FROM quarantine WHERE capture = ?", (capture,))
        for file in sorted(files):
            kept = [
                Place(file, offset, length)
                for offset, length in db.execute(
                    "SELECT offset, length FROM capture WHERE file = ? ORDER BY offset", (file,)
                )
            ]
            for old, new in self._archive.without(file, kept):
                db.execute(
                    "UPDATE capture SET file = ?, offset = ? WHERE file = ? AND offset = ?",
                    (new.file, new.offset, old.file, old.offset),
                )
        return files


def _targets(db: apsw.Connection, request: Request) -> list[Article]:
    """The articles a request is about, every version, in ``seq`` order."""
    parameters: tuple[str, ...]
    if request.scope == "domain":
        where, parameters = "domain = ?1 OR domain LIKE '%.' || ?1", (domain_of(request),)
    else:
        where = "id = ?1 OR url_key = ?2 OR given_id = ?1"
        parameters = (request.target, canonical_url(request.target))
    # Versions of one article share its identity: they go together.
    found = {
        row[0]
        for row in db.execute(f"SELECT identity FROM article WHERE {where}", parameters)  # noqa: S608
    }
    if request.scope == "copies":
        found |= _copies_of(db, found)
    articles = [
        unpack(body, Article)
        for identity in found
        for (body,) in db.execute("SELECT body FROM article WHERE identity = ?", (identity,))
    ]
    return sorted(articles, key=lambda article: article.seq)


def _copies_of(db: apsw.Connection, identities: set[str]) -> set[str]:
    """Identities of the identical, edited and rewritten copies, whichever way they point."""
    found, open_ = set(identities), set(identities)
    while open_:
        neighbours: set[str] = set()
        for identity in open_:
            neighbours.update(
                row[0]
                for row in db.execute(
                    "SELECT b.identity FROM article a JOIN origin o ON o.of = a.id "
                    "JOIN article b ON b.id = o.article WHERE a.identity = ?1 UNION "
                    "SELECT b.identity FROM article a JOIN origin o ON o.article = a.id "
                    "JOIN article b ON b.id = o.of WHERE a.identity = ?1",
                    (identity,),
                )
            )
        open_ = neighbours - found
        found |= neighbours
    return found


def _captures_of(db: apsw.Connection, request: Request, articles: Iterable[Article]) -> list[str]:
    """Every capture that brought one of the articles, and those not read yet of the target."""
    captures: dict[str, None] = {}
    for article in articles:
        captures[article.capture] = None
        for (capture,) in db.execute(
            "SELECT capture FROM sighting WHERE article = ?", (article.id,)
        ):
            captures[capture] = None
    if request.scope == "domain":
        rows = db.execute(
            "SELECT id FROM capture WHERE domain = ?1 OR domain LIKE '%.' || ?1",
            (domain_of(request),),
        )
    else:
        rows = db.execute(
            "SELECT id FROM capture WHERE url_key = ?", (canonical_url(request.target),)
        )
    captures |= dict.fromkeys(row[0] for row in rows)
    return list(captures)


def _erase(db: apsw.Connection, articles: Iterable[Article]) -> None:
    """Delete articles and all that was said of them; rewind what was judged after them."""
    first: int | None = None
    for article in articles:
        seq = article.seq
        first = seq if first is None else min(first, seq)
        placed = db.execute("SELECT story FROM placement WHERE seq = ?", (seq,)).fetchone()
        if placed:
            # The story's title, lead and ledger may hold the words: gone until laid out anew.
            db.execute("DELETE FROM story WHERE id = ?", (placed[0],))
            mark_dirty(db, placed[0])
        db.execute("DELETE FROM text_index WHERE rowid = ?", (seq,))
        for table in ("article", "finding", "features", "placement", "judgement_log"):
            db.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608
        db.execute("DELETE FROM origin WHERE article = ?", (article.id,))
        db.execute("DELETE FROM sighting WHERE article = ?", (article.id,))
    if first is not None:
        _rewind(db, first)


def _rewind(db: apsw.Connection, first: int) -> None:
    """Have everything judged again that was judged with a removed text in view.

    That is what came later; and, where a shard was judged again as a whole after the text had
    come, all of it.
    """
    young = db.execute(
        "SELECT 1 FROM epoch WHERE kind = 'idf' AND count <= ? AND seq >= ?", (YOUNG, first)
    ).fetchone()
    back = 0 if young else first - 1
    db.execute("UPDATE cursor SET seq = MIN(seq, ?) WHERE stage = 'weave'", (back,))


def _put_ruling(db: apsw.Connection, ruling: Ruling, articles: int) -> None:
    db.execute(
        "INSERT OR IGNORE INTO takedown_ruling VALUES (?, ?, ?)",
        (ruling.request, articles, pack(ruling)),
    )


def _put_tombstone(db: apsw.Connection, tombstone: Tombstone) -> None:
    db.execute(
        "INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?)",
        (tombstone.key, tombstone.article, pack(tombstone)),
    )
