"""Subscriptions at hubs (WebSub), and what was pushed and not yet taken."""

from collections.abc import Callable, Iterable

import apsw

from newsloom.fetch.websub import Push, Subscription
from newsloom.model.facts import Source
from newsloom.store.base import HubHealth
from newsloom.store.sqlite.session import Session, compress, decompress, pack, unpack
from newsloom.takedown.decide import domain_keys

MOST_WAITING = 50  # pushes of one source; a hub that sends faster is asked to come again


class Subscribing:
    """The part of the store that keeps subscriptions. A source has one that is not ending."""

    _session: Session

    def subscriptions(self) -> list[tuple[Subscription, bool]]:
        """Every subscription, and whether its source is still polled; by token.

        Sources of domains that were removed on request are not.
        """
        rows = self._session.rows(
            "SELECT websub.body, source.domain, source.body FROM websub "
            "LEFT JOIN source ON source.id = websub.source ORDER BY token"
        )
        return [
            (unpack(body, Subscription), source is not None and not self._removed(domain, source))
            for body, domain, source in rows
        ]

    def _removed(self, domain: str, source: bytes) -> bool:
        hosts = (f"//{domain}", unpack(source, Source).url)
        return any(
            self._session.row("SELECT 1 FROM tombstone WHERE key = ?", (key,))
            for host in hosts
            for key in domain_keys(host)
        )

    def subscription(self, source: str) -> Subscription | None:
        """The subscription of a source; None when it has none, or only one that ends."""
        rows = self._session.rows("SELECT body FROM websub WHERE source = ?", (source,))
        found = [unpack(row[0], Subscription) for row in rows]
        return next((one for one in found if one.state != "ending"), None)

    def subscription_at(self, token: str) -> Subscription | None:
        """The subscription whose callback ends in ``token``."""
        row = self._session.row("SELECT body FROM websub WHERE token = ?", (token,))
        return unpack(row[0], Subscription) if row else None

    def put_subscription(self, one: Subscription) -> None:
        """Add a subscription."""
        with self._session.transaction() as db:
            _put(db, one)

    def revise_subscription(
        self, token: str, change: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None:
        """Change a subscription as it stands now, or drop it (None); nothing without one.

        A hub may verify while it is being asked, so that nobody writes what was read earlier.
        """
        with self._session.transaction() as db:
            row = db.execute("SELECT body FROM websub WHERE token = ?", (token,)).fetchone()
            if row is None:
                return None
            changed = change(unpack(row[0], Subscription))
            if changed is None:
                db.execute("DELETE FROM websub WHERE token = ?", (token,))
            else:
                _put(db, changed)
            return changed

    def put_push(self, source: str, body: bytes, content_type: str) -> bool:
        """Keep what a hub sent and make its source due; False when too much waits already.

        For a source that is polled no more, nothing is kept.
        """
        row = self._session.row("SELECT domain, body FROM source WHERE id = ?", (source,))
        if row is None or self._removed(row[0], row[1]):
            return True
        with self._session.transaction(lasting=True) as db:
            waiting = db.execute("SELECT 1 FROM websub_push WHERE source = ?", (source,))
            if len(waiting.fetchall()) >= MOST_WAITING:
                return False
            db.execute(
                "INSERT INTO websub_push (source, kind, body) VALUES (?, ?, ?)",
                (source, content_type, compress(body)),
            )
            db.execute("UPDATE source_state SET next_us = 0 WHERE source = ?", (source,))
            return True

    def pushes(self, source: str) -> list[Push]:
        """What was pushed for a source and not yet taken, in order."""
        rows = self._session.rows(
            "SELECT n, kind, body FROM websub_push WHERE source = ? ORDER BY n", (source,)
        )
        return [Push(number, kind, decompress(body)) for number, kind, body in rows]

    def finish_pushes(self, numbers: Iterable[int]) -> None:
        """Forget pushes whose items were taken."""
        with self._session.transaction() as db:
            db.executemany("DELETE FROM websub_push WHERE n = ?", [(one,) for one in numbers])


def _put(db: apsw.Connection, one: Subscription) -> None:
    db.execute("INSERT OR REPLACE INTO websub VALUES (?, ?, ?)", (one.token, one.source, pack(one)))


def hubs_of(session: Session) -> dict[str, HubHealth]:
    """How subscriptions go, by source; one that ends does not stand before another."""
    found: dict[str, HubHealth] = {}
    for (body,) in session.rows("SELECT body FROM websub ORDER BY token"):
        one = unpack(body, Subscription)
        if one.state != "ending" or one.source not in found:
            found[one.source] = HubHealth(one.hub, one.state, one.until_us, one.detail)
    return found
