"""Readers' corrections in the embedded store. Each is a row; what it touches is judged again."""

from collections.abc import Iterable

import apsw

from newsloom.model.errors import StoreError
from newsloom.model.judgements import Correction
from newsloom.store.base import Corrected, Judged, Said
from newsloom.store.sqlite.judging import rewind
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.stories.constraints import concerned


class Correcting:
    """The part of the store that takes corrections in."""

    _session: Session

    def corrections(self) -> list[Corrected]:
        """See Reader.corrections."""
        return corrections_in(self._session.reader())

    def correct(self, correction: Correction) -> bool:
        """See EngineStore.correct."""
        with self._session.transaction(lasting=True) as db:
            if any(one.correction.id == correction.id for one in corrections_in(db)):
                return False
            _check(db, correction)
            said = tuple(
                said
                for article in (correction.article, *correction.others)
                if (said := _said_of(db, article)) is not None
            )
            _put(db, Corrected(correction, said))
            _go_back(db, correction)
        return True

    def uncorrect(self, correction_id: str) -> bool:
        """See EngineStore.uncorrect."""
        with self._session.transaction(lasting=True) as db:
            row = db.execute(
                "SELECT body FROM correction WHERE id = ?", (correction_id,)
            ).fetchone()
            if row is None:
                return False
            _go_back(db, unpack(row[0], Corrected).correction)
            db.execute("DELETE FROM correction WHERE id = ?", (correction_id,))
        return True

    def put_corrections(self, corrected: Iterable[Corrected]) -> None:
        """Take over another folder's corrections, before its captures come (replay)."""
        with self._session.transaction() as db:
            for one in corrected:
                _put(db, one)


def corrections_in(db: apsw.Connection) -> list[Corrected]:
    """Every correction in force, the earliest first."""
    rows = db.execute("SELECT body FROM correction ORDER BY at_us, id")
    return [unpack(body, Corrected) for (body,) in rows]


def _put(db: apsw.Connection, corrected: Corrected) -> None:
    one = corrected.correction
    db.execute(
        "INSERT OR IGNORE INTO correction VALUES (?, ?, ?)", (one.id, one.at_us, pack(corrected))
    )


def _check(db: apsw.Connection, correction: Correction) -> None:
    """Articles must be here; those put together, in one language: a story has one shard."""
    if not correction.others or correction.article in correction.others:
        raise StoreError("a correction needs an article and others than itself")
    shards = set()
    for article in (correction.article, *correction.others):
        row = db.execute(
            "SELECT shard FROM article JOIN features USING (seq) WHERE id = ?", (article,)
        ).fetchone()
        if row is None:
            raise StoreError(f"no article {article} is here")
        shards.add(row[0])
    if correction.kind == "together" and len(shards) > 1:
        spoken = " and ".join(sorted(shards))
        raise StoreError(f"a story holds articles of one language, these are in {spoken}")


def _said_of(db: apsw.Connection, article: str) -> Said | None:
    row = db.execute("SELECT body FROM placement WHERE article = ?", (article,)).fetchone()
    if row is None:
        return None
    one = unpack(row[0], Judged).assignment
    return Said(article, one.story, one.score, one.rival, one.rival_score)


def _go_back(db: apsw.Connection, correction: Correction) -> None:
    """To before the first article whose place may depend on a correction."""
    touched = concerned((one.correction for one in corrections_in(db)), correction)
    seqs = [
        seq
        for article in sorted(touched)
        for (seq,) in db.execute("SELECT seq FROM article WHERE id = ?", (article,))
    ]
    if seqs:
        rewind(db, min(seqs) - 1)
