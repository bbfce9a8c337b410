"""Carrying out retention in the embedded store."""

from newsloom.fetch.archive import Archive
from newsloom.store.retention import ArchiveFile, to_retire
from newsloom.store.sqlite.session import Session


class Retiring:
    """The part of the store that gives disk space back."""

    _session: Session
    _archive: Archive

    def retire(self, now_us: int, keep_days: int, cap_bytes: int, total: int) -> list[str]:
        """Drop what retention lets go; the names of the archive files dropped.

        Their captures' rows stay without bytes: known, so that they are not fetched again.
        """
        # Locked to the end: a poll may be adding to a file that goes.
        with self._session.lock:
            rows = self._session.rows(
                "SELECT file, SUM(length), MAX(at_us), MAX(seq) <= "
                "COALESCE((SELECT seq FROM cursor WHERE stage = 'read'), 0) "
                "FROM capture WHERE file IS NOT NULL GROUP BY file"
            )
            files = [ArchiveFile(name, size, at_us, bool(read)) for name, size, at_us, read in rows]
            names = to_retire(files, total, now_us, keep_days, cap_bytes)
            if names:
                with self._session.transaction(lasting=True) as db:
                    db.executemany(
                        "UPDATE capture SET file = NULL, offset = NULL, length = NULL "
                        "WHERE file = ?",
                        [(name,) for name in names],
                    )
                self._archive.drop(names)
        return names
