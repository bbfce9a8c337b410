"""Intents: what other processes ask the engine that owns the folder to do."""

from newsloom.store.sqlite.session import Session


class Intents:
    """A queue in the store. Rows stay as a log of what was asked and what came of it."""

    _session: Session

    def put_intent(self, kind: str, body: str) -> int:
        """Queue an intent; its number."""
        with self._session.transaction(lasting=True) as db:
            db.execute("INSERT INTO intent (kind, body) VALUES (?, ?)", (kind, body))
            return db.last_insert_rowid()

    def intents(self) -> list[tuple[int, str, str]]:
        """(number, kind, body) of the intents that wait, the oldest first."""
        rows = self._session.rows("SELECT n, kind, body FROM intent WHERE done IS NULL ORDER BY n")
        return [(row[0], row[1], row[2]) for row in rows]

    def finish_intent(self, number: int, outcome: str) -> None:
        """Mark an intent as dealt with."""
        with self._session.transaction() as db:
            db.execute("UPDATE intent SET done = ? WHERE n = ?", (outcome, number))

    def intent_outcome(self, number: int) -> str | None:
        """What came of an intent; None while it waits."""
        row = self._session.row("SELECT done FROM intent WHERE n = ?", (number,))
        return row[0] if row else None
