"""Connections to the one SQLite file of a data folder, and how rows are packed."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import apsw
import msgspec
import zstandard

from newsloom.model.errors import StoreError
from newsloom.store.sqlite import schema

FILE_NAME = "newsloom.sqlite3"
BUSY_MS = 30_000
_PAGE = 500  # rows fetched at a time by the streaming readers
T = TypeVar("T")

_local = threading.local()


def pack(value: object) -> bytes:
    """Any frozen type, or a tuple of them, as a compressed body."""
    return compress(msgspec.msgpack.encode(value))


def unpack(body: bytes, kind: type[T]) -> T:
    """The value that ``pack`` packed."""
    return msgspec.msgpack.decode(decompress(body), type=kind)


def compress(data: bytes) -> bytes:
    """A zstd frame. zstandard's objects are not thread-safe, so each thread keeps its own."""
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        compressor = _local.compressor = zstandard.ZstdCompressor(level=3)
    return bytes(compressor.compress(data))


def decompress(data: bytes) -> bytes:
    """What ``compress`` was given."""
    decompressor = getattr(_local, "decompressor", None)
    if decompressor is None:
        decompressor = _local.decompressor = zstandard.ZstdDecompressor()
    return bytes(decompressor.decompress(data))


class Session:
    """One writing connection behind a lock, and a reading connection for each thread."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        if not create and not self.path.exists():
            raise StoreError(
                f"{folder} holds no Newsloom store: fill one with `newsloom import` or "
                "`newsloom run`, or name another folder with --data"
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._writer = self._connect(apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
            self._migrate()
        except (apsw.Error, OSError) as error:
            raise StoreError(f"{self.path}: {error}") from error
        self.lock = threading.RLock()
        self._readers = threading.local()
        # Weakly, since web threads come and go: a thread's connection is closed when it ends.
        self._open: WeakSet[apsw.Connection] = WeakSet()

    def _connect(self, flags: int) -> apsw.Connection:
        connection = apsw.Connection(str(self.path), flags=flags)
        connection.set_busy_timeout(BUSY_MS)
        if flags & apsw.SQLITE_OPEN_READWRITE:
            for pragma in (
                "journal_mode=WAL",
                "synchronous=NORMAL",
                "foreign_keys=ON",
                "secure_delete=ON",  # removed words leave the file, not only the tables
                "cache_size=-65536",
                "temp_store=MEMORY",
            ):
                connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    def _migrate(self) -> None:
        # Another process may be creating the same store: look again inside the transaction.
        with _immediate(self._writer):
            version = int(self._writer.pragma("user_version"))
            for script in schema.pending(version, str(self.path)):
                self._writer.execute(script)
            if version < schema.VERSION:
                self._writer.pragma("user_version", schema.VERSION)

    @contextmanager
    def transaction(self, *, lasting: bool = False) -> Iterator[apsw.Connection]:
        """A write transaction: all of it or nothing; StoreError when SQLite refuses.

        The last ones before a power cut may be undone, each as a whole, except ``lasting`` ones:
        those that are relied on outside of the file, as by what is deleted after them.
        """
        with self.lock:
            try:
                if lasting:
                    self._writer.pragma("synchronous", "FULL")
                with _immediate(self._writer):
                    yield self._writer
            except (apsw.Error, OSError) as error:
                raise StoreError(f"{self.path}: {error}") from error
            finally:
                if lasting:
                    self._writer.pragma("synchronous", "NORMAL")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, read from the last committed state."""
        try:
            return list(self.reader().execute(sql, tuple(parameters)))
        except apsw.Error as error:
            raise StoreError(f"{self.path}: {error}") from error

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def stream(self, sql: str, after: int, *more: object) -> Iterator[tuple[Any, ...]]:
        """Rows page by page, holding no read transaction open between pages.

        ``?1`` of ``sql`` is the first column of the last row seen, ``?2`` the length of a page.
        """
        while rows := self.rows(sql, (after, _PAGE, *more)):
            yield from rows
            after = rows[-1][0]

    def reader(self) -> apsw.Connection:
        """This thread's reading connection."""
        connection: apsw.Connection | None = getattr(self._readers, "connection", None)
        if connection is None:
            connection = self._readers.connection = self._connect(apsw.SQLITE_OPEN_READONLY)
            self._open.add(connection)
        return connection

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is whole.

        Asked over a new connection: FTS5 checks the index against the segments that a connection
        read last, and calls it corrupt when another has removed something since.
        """
        try:
            connection = self._connect(apsw.SQLITE_OPEN_READONLY)
            try:
                rows = list(connection.execute("PRAGMA integrity_check"))
            finally:
                connection.close(True)
        except apsw.Error as error:
            raise StoreError(f"{self.path}: {error}") from error
        return [row[0] for row in rows if row[0] != "ok"]

    def scrub(self) -> bool:
        """Make removed words leave the files: merge the index, empty the write-ahead log.

        False when a reader kept the log from being emptied.
        """
        with self.lock:
            try:
                self._writer.execute("INSERT INTO text_index (text_index) VALUES ('optimize')")
                ((busy, _, _),) = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except apsw.Error as error:
                raise StoreError(f"{self.path}: {error}") from error
            return not busy

    def close(self) -> None:
        """Close every connection of this process."""
        for connection in [*self._open, self._writer]:
            connection.close(True)
        self._open.clear()


@contextmanager
def _immediate(connection: apsw.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE, so that a transaction that reads first cannot fail on its write."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself when the disk is full; a failed COMMIT may leave it open.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
