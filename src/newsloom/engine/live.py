"""The engine at work beside a poller and a web server: a thread that never stops trying."""

import logging
import threading
from collections.abc import Callable

from msgspec import Struct

from newsloom.engine.execute import Engine
from newsloom.engine.intents import Intent, carry_out
from newsloom.model.errors import NewsloomError
from newsloom.model.times import MINUTE_US
from newsloom.store.sqlite.store import SqliteStore

log = logging.getLogger("newsloom")

IDLE_SECONDS = 1.0
_RETIRE_EVERY_US = 10 * MINUTE_US
_FAILED_SECONDS = 30.0


class Keep(Struct, frozen=True):
    """How long polled pages are kept, and how large the folder may grow."""

    captures_days: int
    disk_cap_bytes: int


class EngineThread(threading.Thread):
    """Weaves what arrives, carries out intents, retires old pages, until ``stop``.

    ``intents`` maps the kinds other processes may queue to what does them. The note ``full``
    is set while the folder is over its cap: the poller pauses on it and the page shows it.
    """

    def __init__(
        self,
        store: SqliteStore,
        engine: Engine,
        keep: Keep,
        clock: Callable[[], int],
        intents: dict[str, Intent],
    ) -> None:
        super().__init__(name="newsloom-engine", daemon=True)
        self._store = store
        self._engine = engine
        self._keep = keep
        self._clock = clock
        self._intents = intents
        self._ending = threading.Event()
        self._retired_us = 0
        self.full = threading.Event()

    def stop(self) -> None:
        """Ask for the end; the batch at hand is finished first."""
        self._ending.set()

    def run(self) -> None:
        """Work until stopped. A failure is logged and tried again after a pause."""
        while not self._ending.is_set():
            try:
                if not self.step():
                    self._ending.wait(IDLE_SECONDS)
            except NewsloomError as error:
                log.error("the engine waits %.0f s: %s", _FAILED_SECONDS, error)
                self._ending.wait(_FAILED_SECONDS)
            except Exception:
                log.exception("the engine waits %.0f s after a defect", _FAILED_SECONDS)
                self._ending.wait(_FAILED_SECONDS)

    def step(self) -> bool:
        """One round of everything; False when there was nothing to do."""
        carry_out(self._store, self._intents)
        now_us = self._clock()
        if now_us - self._retired_us >= _RETIRE_EVERY_US:
            self._retired_us = now_us
            self._retire(now_us)
        return bool(self._engine.round())

    def _retire(self, now_us: int) -> None:
        cap = self._keep.disk_cap_bytes
        total = self._store.bytes_on_disk()
        self._store.retire(now_us, self._keep.captures_days, cap, total)
        self._store.scrub()
        full = cap > 0 and self._store.bytes_on_disk() > cap
        (self.full.set if full else self.full.clear)()
        if full != (self._store.note("full") is not None):  # perhaps from before a restart
            self._store.set_note("full", "the folder has reached its disk cap" if full else None)
