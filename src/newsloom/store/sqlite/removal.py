"""Removal in the embedded store: requests, rulings, erasure and what stays."""

from collections.abc import Callable, Iterable

import apsw

from newsloom.fetch.archive import Archive
from newsloom.model.errors import StoreError
from newsloom.model.facts import Article, Capture
from newsloom.model.urls import canonical_url, host_of
from newsloom.store.sqlite.erasing import erase_captures, mark_unscrubbed, put_tombstone, scrub
from newsloom.store.sqlite.judging import mark_dirty, rewind
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.takedown.decide import Ruling, Takedown, Tombstone
from newsloom.takedown.erase import tombstones_for
from newsloom.takedown.request import Request, domain_of


class Removal:
    """The part of the store that removes on request."""

    _session: Session
    _archive: Archive

    def put_request(self, request: Request) -> None:
        """See EngineStore.put_request."""
        with self._session.transaction(lasting=True) as db:
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
            last = 0
            for tombstone in tombstones:
                put_tombstone(db, tombstone)
                last = max(last, tombstone.after)
            _give_out(db, last)

    def remove(self, ruling: Ruling) -> int:
        """See EngineStore.remove."""
        request = self.request(ruling.request)
        if request is None:
            raise StoreError(f"no removal request {ruling.request}: see `newsloom takedown list`")
        removed = 0
        dropped: set[str] = set()
        with self._session.transaction(lasting=True) as db:
            decided = db.execute(
                "SELECT 1 FROM takedown_ruling WHERE request = ?", (request.id,)
            ).fetchone()
            if decided:
                raise StoreError(f"removal request {request.id} is already decided")
            if ruling.verdict == "removed":
                articles = _targets(db, request)
                removed = len(articles)
                captures = _captures_of(db, request, articles)
                last = _last_seq(db)
                for tombstone in tombstones_for(
                    request, articles, captures, ruling.decided_us, last
                ):
                    put_tombstone(db, tombstone)
                _give_out(db, last)
                _erase(db, articles)
                dropped = erase_captures(db, self._archive, captures)
                db.execute("DELETE FROM websub_push")  # the feeds are polled as well
                mark_unscrubbed(db)
            _put_ruling(db, ruling, removed)
        self._archive.drop(dropped)
        scrub(self._session)
        return removed

    def scrub(self) -> None:
        """Take up again what a kill, a full disk or a reader kept from leaving the files."""
        scrub(self._session)


def _targets(db: apsw.Connection, request: Request) -> list[Article]:
    """The articles a request is about, every version, in ``seq`` order."""
    # A feed's link and the address it leads to differ: the article has one, its capture the other.
    if request.scope == "domain":
        named, parameters = _of_domain("a.domain", request)
        fetched, _ = _of_domain("c.domain", request)
    else:
        named = (
            "a.id = ?1 OR a.url_key = ?2 OR a.given_id = ?1 "
            "OR a.id IN (SELECT article FROM sighting WHERE given_id = ?1)"
        )
        fetched = "c.url_key = ?2"
        parameters = (request.target, canonical_url(request.target))
    found = {
        row[0]
        for row in db.execute(
            f"SELECT identity FROM article a WHERE {named} UNION "  # noqa: S608
            "SELECT identity FROM capture c JOIN article a ON a.seq = c.seq "
            f"WHERE {fetched} UNION "
            "SELECT identity FROM capture c JOIN sighting s ON s.capture = c.id "
            f"JOIN article a ON a.id = s.article WHERE {fetched}",
            parameters,
        )
    }
    # What is at one address goes together, whoever is said to have published it there.
    found |= _beside(db, found, "url_key")
    if request.scope == "copies":
        found |= _copies_of(db, found)
        found |= _beside(db, found, "url_key")
    # Versions of one article share its identity: they go together.
    articles = [
        unpack(body, Article)
        for identity in found
        for (body,) in db.execute("SELECT body FROM article WHERE identity = ?", (identity,))
    ]
    return sorted(articles, key=lambda article: article.seq)


def _of_domain(column: str, request: Request) -> tuple[str, tuple[str, ...]]:
    """A condition on a column of hosts, and its parameters: the domain and all below it."""
    domain = domain_of(request)
    below = f" OR substr({column}, -length(?1) - 1) = '.' || ?1" if "." in domain else ""
    return f"({column} = ?1{below})", (domain,)


def _beside(db: apsw.Connection, identities: set[str], column: str) -> set[str]:
    """Identities of the articles that share the value of a column with one of these."""
    values = {
        row[0]
        for identity in identities
        for row in db.execute(
            f"SELECT {column} FROM article WHERE identity = ?",  # noqa: S608
            (identity,),
        )
    }
    return {
        row[0]
        for value in sorted(values - {None})
        for row in db.execute(
            f"SELECT identity FROM article WHERE {column} = ?",  # noqa: S608
            (value,),
        )
    }


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
        neighbours |= _beside(db, open_, "text_key")
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
        where, parameters = _of_domain("domain", request)
        captures |= _capture_ids(db, where, parameters)
        return list(captures | _linked(db, lambda url: _is_below(host_of(url), domain_of(request))))
    addresses = {canonical_url(request.target)}
    addresses |= {
        canonical_url(url) for article in articles for url in (article.url, article.address) if url
    }
    for address in sorted(addresses):
        captures |= _capture_ids(db, "url_key = ?1", (address,))
    return list(captures | _linked(db, lambda url: canonical_url(url) in addresses))


def _is_below(host: str, domain: str) -> bool:
    """As ``_of_domain`` has it."""
    return host == domain or ("." in domain and host.endswith("." + domain))


def _linked(db: apsw.Connection, wanted: Callable[[str], bool]) -> dict[str, None]:
    """Captures without an article whose link, wherever it led, is wanted.

    Their rows are known by where it led; of the others the article knows the link.
    """
    rows = db.execute(
        "SELECT id, body FROM capture WHERE id IN (SELECT capture FROM quarantine) "
        "OR seq > COALESCE((SELECT seq FROM cursor WHERE stage = 'read'), 0) ORDER BY seq"
    )
    urls = {capture: unpack(body, Capture).url for capture, body in rows}
    return {capture: None for capture, url in urls.items() if url and wanted(url)}


def _capture_ids(db: apsw.Connection, where: str, parameters: tuple[str, ...]) -> dict[str, None]:
    rows = db.execute(f"SELECT id FROM capture WHERE {where} ORDER BY seq", parameters)  # noqa: S608
    return {row[0]: None for row in rows}


def _last_seq(db: apsw.Connection) -> int:
    """The last ``seq`` that was given out."""
    ((last,),) = db.execute(
        "SELECT MAX(seq) FROM (SELECT seq FROM capture UNION ALL SELECT seq FROM cursor "
        "UNION ALL SELECT 0)"
    )
    return int(last)


def _give_out(db: apsw.Connection, last: int) -> None:
    """Never give a ``seq`` up to ``last`` out again, though its capture goes without being read.

    Tombstones tell by it what came after them.
    """
    db.execute(
        "INSERT INTO cursor VALUES ('given', ?) "
        "ON CONFLICT (stage) DO UPDATE SET seq = MAX(seq, excluded.seq)",
        (last,),
    )


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
        for table in ("article", "finding", "features", "placement", "judgement_log", "founder"):
            db.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608
        db.execute("DELETE FROM origin WHERE article = ?", (article.id,))
        db.execute("DELETE FROM sighting WHERE article = ?", (article.id,))
    if first is not None:
        rewind(db, first - 1)  # what came later was judged with a removed text in view


def _put_ruling(db: apsw.Connection, ruling: Ruling, articles: int) -> None:
    db.execute(
        "INSERT OR IGNORE INTO takedown_ruling VALUES (?, ?, ?)",
        (ruling.request, articles, pack(ruling)),
    )
