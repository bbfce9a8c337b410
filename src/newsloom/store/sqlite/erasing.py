"""Taking captures out of the archive, and the tombstones that keep them away."""

from collections.abc import Iterable

import apsw
import msgspec

from newsloom.fetch.archive import Archive, Place
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.takedown.decide import Tombstone


def erase_captures(db: apsw.Connection, archive: Archive, captures: Iterable[str]) -> set[str]:
    """Take captures out of their WARC files; the files to drop once this is committed."""
    files: set[str] = set()
    for capture in captures:
        row = db.execute("SELECT file FROM capture WHERE id = ?", (capture,)).fetchone()
        if row and row[0]:
            files.add(row[0])
        db.execute("DELETE FROM capture WHERE id = ?", (capture,))
        db.execute("DELETE FROM quarantine WHERE capture = ?", (capture,))
        db.execute("DELETE FROM visit WHERE capture = ?", (capture,))
    for file in sorted(files):
        kept = [
            Place(file, offset, length)
            for offset, length in db.execute(
                "SELECT offset, length FROM capture WHERE file = ? ORDER BY offset", (file,)
            )
        ]
        for old, new in archive.without(file, kept):
            db.execute(
                "UPDATE capture SET file = ?, offset = ? WHERE file = ? AND offset = ?",
                (new.file, new.offset, old.file, old.offset),
            )
    return files


_UNSCRUBBED = "unscrubbed"  # a note: removed words may still stand in the files


def scrub(session: Session) -> None:
    """Make removed words leave the files, if any still stand there. Done again until it is."""
    if session.row("SELECT 1 FROM note WHERE key = ?", (_UNSCRUBBED,)) and session.scrub():
        with session.transaction() as db:
            db.execute("DELETE FROM note WHERE key = ?", (_UNSCRUBBED,))


def mark_unscrubbed(db: apsw.Connection) -> None:
    """In the transaction that erases, so that no kill comes between."""
    db.execute("INSERT OR REPLACE INTO note VALUES (?, '')", (_UNSCRUBBED,))


def put_tombstone(db: apsw.Connection, tombstone: Tombstone) -> None:
    """Leave a tombstone. One that stands already stays, and covers what either covers."""
    known = db.execute("SELECT body FROM tombstone WHERE key = ?", (tombstone.key,)).fetchone()
    if known is not None:
        before = unpack(known[0], Tombstone)
        tombstone = msgspec.structs.replace(before, after=min(before.after, tombstone.after))
    db.execute(
        "INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)",
        (tombstone.key, tombstone.article, pack(tombstone)),
    )
