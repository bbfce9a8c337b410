"""kill -9 in the midst of a live poll: nothing lost, nothing twice, and a replay agrees."""

import asyncio
import json
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsloom.demo.faults import Fault
from newsloom.demo.press import make_press
from newsloom.demo.server import PressServer, serve_press
from newsloom.sources.opml import write_opml
from newsloom.store.sqlite.store import SqliteStore

NEWSLOOM = [sys.executable, "-m", "newsloom"]
PAGE_SECONDS = 0.25
pytestmark = pytest.mark.timeout(1200)


class LivePress:
    """A press on loopback whose pages take their time, served by a thread."""

    def __init__(self, folder: Path, events: int) -> None:
        self.folder = folder
        self.press = make_press(outlets=14, seed=3, events=events)
        self.pages: set[str] = set()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),))

    def __enter__(self) -> "LivePress":
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(30)
        self._loop.close()

    async def _run(self) -> None:
        slow = Fault("slow", on="page", delay_s=PAGE_SECONDS)
        faults = {outlet.slug: slow for outlet in self.press.outlets}
        async with serve_press(self.press, faults=faults) as server:
            self._describe(server)
            self._ready.set()
            await self._end.wait()

    def _describe(self, server: PressServer) -> None:
        feeds = [outlet for outlet in self.press.outlets if outlet.feed != "sitemap"]
        urls = {url for outlet in feeds for _, url in server.feed_urls(outlet)}
        sources = [source for source in server.sources() if source.url in urls]
        (self.folder / "press.opml").write_bytes(write_opml(sources))
        own = json.dumps(server.addresses())
        self.settings = (
            f'contact = "https://reader.example/"\nallow_private = {own}\nown_hosts = {own}\n'
            '[poll]\nrevisits = ["2s", "5s", "12s"]\n'
        )
        listed = {outlet.slug for outlet in feeds}
        self.pages = {
            server.base_url(item.outlet) + item.path
            for item in self.press.items
            if item.outlet.slug in listed
        }

    def new_folder(self, name: str) -> Path:
        """A data folder that may ask this press and no other."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "newsloom.toml").write_text(self.settings)
        return folder

    def start(self, folder: Path) -> "subprocess.Popen[bytes]":
        """``newsloom run`` on that folder."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        opml = str(self.folder / "press.opml")
        options = ["--data", str(folder), "--sources", opml, "--port", port, "--workers", "1"]
        return subprocess.Popen(
            [*NEWSLOOM, "run", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def taken(folder: Path) -> Counter[str]:
    """How often each address is in the store."""
    if not (folder / "newsloom.sqlite3").exists():
        return Counter()
    store = SqliteStore(folder, create=False)
    found: Counter[str] = Counter()
    seq = 0
    try:
        while captures := store.captures_after(seq, 500):
            found.update(capture.url or "" for capture in captures)
            seq = captures[-1].seq
    finally:
        store.close()
    return found


def finished(live: LivePress, folder: Path) -> None:
    """Let it run to its end; then everything is there, once."""
    process = live.start(folder)
    try:
        deadline = time.monotonic() + 240
        while set(taken(folder)) < live.pages and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(1)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    found = taken(folder)
    assert set(found) == live.pages
    assert set(found.values()) == {1}


def replayed_alike(live: LivePress, folder: Path) -> None:
    """What was woven while it was killed is what a replay weaves."""
    again = folder.with_name(folder.name + "-replayed")
    newsloom("import", live.folder / "press.opml", "--data", folder)  # weaves what is left
    newsloom("replay", "--from", folder, "--data", again)
    assert newsloom("digest", "--data", again) == newsloom("digest", "--data", folder)
    assert all(check["ok"] for check in json.loads(newsloom("doctor", "--data", folder, "--json")))


def newsloom(*arguments: str | Path) -> str:
    done = subprocess.run(
        [*NEWSLOOM, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def killed_over(live: LivePress, kills: int) -> list[Path]:
    """Kill it at random moments, in a new folder whenever everything has come in."""
    rng = random.Random(kills)
    folders = [live.new_folder("data-0")]
    for _ in range(kills):
        process = live.start(folders[-1])
        time.sleep(1.0 + rng.random() * 3.5)
        assert process.poll() is None
        process.kill()
        process.wait()
        found = taken(folders[-1])
        assert set(found.values()) <= {1}
        assert set(found) <= live.pages
        if set(found) == live.pages:
            folders.append(live.new_folder(f"data-{len(folders)}"))
    for folder in folders:
        finished(live, folder)
    return folders


@pytest.fixture
def live(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[LivePress]:
    with LivePress(tmp_path, request.param) as press:
        yield press


@pytest.mark.parametrize("live", [12], indirect=True)
def test_three_kills_of_a_live_poll_lose_nothing(live: LivePress) -> None:
    killed_over(live, 3)


@pytest.mark.slow
@pytest.mark.parametrize("live", [60], indirect=True)
def test_fifty_kills_of_a_live_poll_lose_nothing_and_a_replay_agrees(live: LivePress) -> None:
    for folder in killed_over(live, 50):
        replayed_alike(live, folder)
