"""The log of judgements: what was said of an article, by the ``seq`` at which it was said.

The log answers what was judged by any ``seq``, so that the weave stage can go back to it: after a
removal, or for a reader's correction. Going back deletes what was said later. What is shown
(``placement``) stays until it is judged again, unless the log says otherwise by then.
"""

from collections.abc import Iterable, Iterator

import apsw
from msgspec.structs import replace

from newsloom.model.features import Features
from newsloom.model.ids import content_id
from newsloom.model.judgements import Assignment, Relation, Revision
from newsloom.store.base import Judged, PastRevision, Revised
from newsloom.store.sqlite.session import Session, pack, unpack

WEAVE = "weave"


class Judging:
    """The part of the store that remembers judgements."""

    _session: Session

    def judged(
        self, after: int, until: int, shard: str | None = None
    ) -> Iterator[tuple[Features, Relation, Assignment]]:
        """See EngineStore.judged."""
        sql = (
            "SELECT seq, body, (SELECT l.body FROM judgement_log l WHERE l.seq = features.seq "
            "AND l.at_seq <= ?3 ORDER BY l.at_seq DESC LIMIT 1) FROM features "
            "WHERE seq > ?1 AND seq <= ?3 AND (?4 IS NULL OR shard = ?4) ORDER BY seq LIMIT ?2"
        )
        for _, features, judged in self._session.stream(sql, after, until, shard):
            if judged is not None:
                verdict = unpack(judged, Judged)
                yield unpack(features, Features), verdict.relation, verdict.assignment

    def placed(self, article_id: str, until: int) -> Assignment | None:
        """See EngineStore.placed."""
        row = self._session.row(
            "SELECT l.body FROM article a JOIN judgement_log l USING (seq) "
            "WHERE a.id = ? AND l.at_seq <= ? ORDER BY l.at_seq DESC LIMIT 1",
            (article_id, until),
        )
        return unpack(row[0], Judged).assignment if row else None

    def versions_after(self, article_ids: Iterable[str]) -> dict[str, str]:
        """See EngineStore.versions_after."""
        return {
            later: named
            for named in sorted(set(article_ids))
            for (later,) in self._session.rows(
                "SELECT b.id FROM article a JOIN article b USING (identity) "
                "WHERE a.id = ? AND b.seq > a.seq ORDER BY b.seq",
                (named,),
            )
        }

    def features_versions(self) -> set[int]:
        """The versions of the features at both ends of the store; none when it is empty."""
        rows = self._session.rows(
            "SELECT body FROM features WHERE seq IN "
            "((SELECT MIN(seq) FROM features), (SELECT MAX(seq) FROM features))"
        )
        return {unpack(row[0], Features).version for row in rows}

    def revisions(self) -> list[PastRevision]:
        """Every merge and split, in the order in which they were judged."""
        rows = self._session.rows("SELECT body FROM revision ORDER BY at_seq, n")
        return [unpack(row[0], PastRevision) for row in rows]


def mark_dirty(db: apsw.Connection, story: str) -> None:
    """A story to be laid out anew."""
    db.execute("INSERT OR IGNORE INTO dirty VALUES (?)", (story,))


def put_judged(db: apsw.Connection, put: Judged) -> None:
    """Log a judgement, unless it only repeats the last one, and show it."""
    at_seq, assignment = put.at_seq or put.seq, put.assignment
    body = pack(replace(put, at_seq=0))
    if _said(db, put.seq, at_seq) != body:
        db.execute("INSERT OR REPLACE INTO judgement_log VALUES (?, ?, ?)", (put.seq, at_seq, body))
    if assignment.story == content_id("s", assignment.article):
        db.execute("INSERT OR IGNORE INTO founder VALUES (?, ?)", (assignment.story, put.seq))
    _show(db, put.seq, assignment, body)


def _said(db: apsw.Connection, seq: int, until: int) -> bytes | None:
    """What had been said of an article once ``until`` was judged."""
    row = db.execute(
        "SELECT body FROM judgement_log WHERE seq = ? AND at_seq <= ? ORDER BY at_seq DESC LIMIT 1",
        (seq, until),
    ).fetchone()
    return row[0] if row else None


def _show(db: apsw.Connection, seq: int, assignment: Assignment, body: bytes) -> None:
    before = db.execute("SELECT story, body FROM placement WHERE seq = ?", (seq,)).fetchone()
    if before is not None and before[1] == body:
        return
    db.execute(
        "INSERT OR REPLACE INTO placement VALUES (?, ?, ?, ?)",
        (seq, assignment.article, assignment.story, body),
    )
    mark_dirty(db, assignment.story)
    if before is not None and before[0] != assignment.story:
        mark_dirty(db, before[0])


def put_revised(db: apsw.Connection, put: Revised) -> None:
    """Move what a revision moves, and keep the revision."""
    revision, at_seq = put.revision, put.at_seq
    moved = 0
    for assignment in revision.moved:
        row = db.execute(
            "SELECT body FROM placement WHERE article = ?", (assignment.article,)
        ).fetchone()
        if row is not None:
            verdict = unpack(row[0], Judged)
            put_judged(db, Judged(verdict.seq, verdict.relation, assignment, at_seq))
            moved += 1
    if revision.kind == "merge":
        moved += _move_rest(db, revision, at_seq)
        db.execute("DELETE FROM story WHERE id = ?", (revision.story,))
    mark_dirty(db, revision.story)
    mark_dirty(db, revision.into)
    ((n,),) = db.execute("SELECT COUNT(*) FROM revision WHERE at_seq = ?", (at_seq,))
    past = PastRevision(
        revision.kind, revision.story, revision.into, revision.score, revision.why, at_seq, moved
    )
    db.execute(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)",
        (at_seq, n, revision.kind, revision.story, revision.into, pack(past)),
    )


def _move_rest(db: apsw.Connection, revision: Revision, at_seq: int) -> int:
    """Move what the weaver no longer held of a story that is merged away; how many.

    Only what was judged by then: what comes later may still show where it stood before the
    stage went back, and is judged again on its own.
    """
    rows = db.execute(
        "SELECT body FROM placement WHERE story = ? AND seq <= ? ORDER BY seq",
        (revision.story, at_seq),
    )
    bodies = [row[0] for row in rows]
    for body in bodies:
        verdict = unpack(body, Judged)
        before = verdict.assignment
        storyline = revision.moved[0].storyline if revision.moved else before.storyline
        there = replace(before, story=revision.into, storyline=storyline)
        put_judged(db, Judged(verdict.seq, verdict.relation, there, at_seq))
    return len(bodies)


def rewind(db: apsw.Connection, back: int) -> None:
    """Take back what was judged after ``back``; the weave stage goes on from there."""
    db.execute("UPDATE cursor SET seq = MIN(seq, ?) WHERE stage = ?", (back, WEAVE))
    changed = [
        row[0]
        for row in db.execute(
            "SELECT DISTINCT seq FROM judgement_log WHERE at_seq > ?1 AND seq <= ?1 ORDER BY seq",
            (back,),
        )
    ]
    db.execute("DELETE FROM judgement_log WHERE at_seq > ?", (back,))
    for column in ("story", "target"):
        db.execute(
            f"INSERT OR IGNORE INTO dirty SELECT {column} FROM revision WHERE at_seq > ?",  # noqa: S608
            (back,),
        )
    db.execute("DELETE FROM revision WHERE at_seq > ?", (back,))
    for seq in changed:
        body = _said(db, seq, back)
        if body is not None:
            _show(db, seq, unpack(body, Judged).assignment, body)
