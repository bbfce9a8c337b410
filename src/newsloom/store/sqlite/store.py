"""The embedded store: SQLite in WAL mode and WARC files in one folder."""

import fcntl
import os
from pathlib import Path

from newsloom.fetch.archive import Archive
from newsloom.model.errors import StoreError
from newsloom.store.sqlite.admission import Admission
from newsloom.store.sqlite.correcting import Correcting
from newsloom.store.sqlite.intents import Intents
from newsloom.store.sqlite.judging import Judging
from newsloom.store.sqlite.linking import Linking
from newsloom.store.sqlite.reading import Reading
from newsloom.store.sqlite.removal import Removal
from newsloom.store.sqlite.retiring import Retiring
from newsloom.store.sqlite.session import FILE_NAME, Session
from newsloom.store.sqlite.stages import Stages
from newsloom.store.sqlite.subscribing import Subscribing
from newsloom.store.sqlite.visiting import Visiting
from newsloom.store.sqlite.wording import Wordings


class SqliteStore(
    Admission,
    Stages,
    Judging,
    Linking,
    Correcting,
    Removal,
    Retiring,
    Intents,
    Subscribing,
    Visiting,
    Wordings,
    Reading,
):
    """An EngineStore in a folder. ``engine=True`` takes the folder's lock.

    Raises StoreError when another engine holds the lock, the schema is newer, the database was
    lost but not its archive, or the folder cannot be written.
    """

    def __init__(self, folder: Path, *, engine: bool = False, create: bool = True) -> None:
        _refuse_lost(folder)
        self._session = Session(folder, create=create)
        self._lock_file: int | None = None
        self.folder = folder
        try:
            self._archive = Archive(folder / "archive")
        except OSError as error:
            self._session.close()
            raise StoreError(f"{folder}: {error}") from error
        if engine:
            self._begin()

    def _begin(self) -> None:
        """Take the folder's lock and clear up behind an engine that was killed."""
        try:
            self._take_lock()
            self._recover()
            self.scrub()
        except (StoreError, OSError) as error:
            self.close()
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"{self.folder}: {error}") from error

    def _take_lock(self) -> None:
        handle = os.open(self.folder / "engine.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise EngineBusy(
                f"another Newsloom works on {self.folder}: stop it, or name another folder "
                "with --data"
            ) from None
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._lock_file = handle

    def set_note(self, key: str, value: str | None) -> None:
        """See EngineStore.set_note."""
        with self._session.transaction() as db:
            if value is None:
                db.execute("DELETE FROM note WHERE key = ?", (key,))
            else:
                db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (key, value))

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is whole."""
        return self._session.integrity()

    def schema_version(self) -> int:
        """The version of the schema."""
        (row,) = self._session.rows("PRAGMA user_version")
        return int(row[0])

    def index_counts(self) -> tuple[int, int]:
        """(article versions, rows of the search index)."""
        (row,) = self._session.rows(
            "SELECT (SELECT COUNT(*) FROM article), (SELECT COUNT(*) FROM text_index)"
        )
        return row[0], row[1]

    def close(self) -> None:
        """Close connections and give the lock back."""
        self._session.close()
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None


def _refuse_lost(folder: Path) -> None:
    """A new database would know nothing of the archive beside it, and clear it up."""
    database, archive = folder / FILE_NAME, folder / "archive"
    try:
        lost = not database.exists() or not database.stat().st_size
        files = len(list(archive.glob("*.warc.gz"))) if lost else 0
    except OSError as error:
        raise StoreError(f"{folder}: {error}") from error
    if files:
        raise StoreError(
            f"{archive} holds {files} WARC files and {database} is gone: bring the database back, "
            f"or move {archive} elsewhere and import it from there with `newsloom import`"
        )


class EngineBusy(StoreError):
    """Another engine works on the folder; what is asked can be queued as an intent."""
