"""What the page may ask of a running folder, and where its demo lives."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from newsloom.app.correcting import planned
from newsloom.app.outlets import choose
from newsloom.app.stored import now_us
from newsloom.config import Config
from newsloom.serve.choices import NOTE
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.rank import Choices
from newsloom.takedown.request import Scope, make_request

KIND = "kind"  # the note that says what a folder holds
DEMO = "demo"
_PATIENCE_SECONDS = 3.0


def beside(folder: Path) -> Path:
    """Where the demo of a folder lives."""
    folder = folder.resolve()  # ``.`` has no name
    return folder.with_name(folder.name + "-demo")


class LiveActions:
    """The effects that the page may ask for, on a running folder."""

    def __init__(self, store: SqliteStore, config: Config) -> None:
        self._store = store
        self._config = config
        self._demo: subprocess.Popen[bytes] | None = None

    def request_takedown(
        self, target: str, scope: Scope, name: str, contact: str, reason: str
    ) -> str:
        """See serve.site.Actions."""
        made = make_request(target, scope, name, contact, reason, now_us())
        self._store.put_request(made)
        return made.id

    def use_world_catalogue(self) -> int:
        """See serve.site.Actions."""
        if self._store.note(KIND) == DEMO:
            return 0  # the real press never enters the demo's folder
        return self._store.put_sources(*choose("world", self._config))

    def retry_quarantined(self, capture_id: str) -> bool:
        """See serve.site.Actions."""
        return self._store.retry(capture_id)

    def correct(self, kind: str, subject: str, target: str, note: str) -> tuple[str, ...]:
        """See serve.site.Actions. The engine's thread takes it in, between two batches."""
        found = planned(self._store, kind, subject, target, note, now_us())
        last = 0
        for one in found:
            last = self._store.put_intent("correct", msgspec.json.encode(one).decode())
        self._outcome(last)
        return tuple(one.id for one in found)

    def undo_correction(self, correction_id: str) -> bool:
        """See serve.site.Actions."""
        known = any(one.correction.id == correction_id for one in self._store.corrections())
        if known:
            self._outcome(self._store.put_intent("uncorrect", correction_id))
        return known

    def _outcome(self, intent: int) -> None:
        """Wait a moment for the engine, so that the next page shows what was done."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and self._store.intent_outcome(intent) is None:
            time.sleep(0.05)

    def set_choices(self, choices: Choices) -> None:
        """See serve.site.Actions."""
        self._store.set_note(NOTE, msgspec.json.encode(choices).decode())

    def start_demo(self) -> str:
        """See serve.site.Actions. The demo is a process of its own, ended with this one."""
        if self._demo is None or self._demo.poll() is not None:
            port = _free_port()
            command = [sys.executable, "-m", "newsloom", "demo", "--port", str(port)]
            command += ["--data", str(beside(self._store.folder))]
            self._demo = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            self._demo_url = f"http://127.0.0.1:{port}/"
        return f"The demo press opens at {self._demo_url} in a moment."

    def close(self) -> None:
        """End the demo that was started from the page."""
        if self._demo is not None and self._demo.poll() is None:
            self._demo.terminate()
            self._demo.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
