"""A page that changes without a word: polling alone finds it, and shows what changed."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from newsloom.model.facts import Source
from newsloom.sources.opml import source_id, write_opml
from newsloom.store.sqlite.store import SqliteStore

NEWSLOOM = [sys.executable, "-m", "newsloom"]
SECONDS = 90  # a busy machine takes its time
LINES = (
    "The council of Brückwald decided on Tuesday to close the old bridge for six months.",
    "Mayor Ada Lindholm said that 312 people had signed a petition against the closure.",
    "The repairs will cost 4.2 million crowns, most of which the province is to pay.",
    "A ferry will carry pedestrians across the river until the work is finished in autumn.",
)


class Press(BaseHTTPRequestHandler):
    """One feed with two articles; the second is never changed, and noisy."""

    people = 312
    asked = 0

    def do_GET(self) -> None:
        press = type(self)
        base = f"http://{self.headers['Host']}"
        if self.path == "/rss":
            entries = "".join(
                f"<item><title>Bridge {n} closes</title><link>{base}/{n}</link></item>"
                for n in (1, 2)
            )
            self._send("application/rss+xml", f"<rss><channel>{entries}</channel></rss>")
        elif self.path in ("/1", "/2"):
            press.asked += 1
            first = self.path == "/1"
            text = "".join(f"<p>{line}</p>" for line in LINES)
            text = text.replace("312", str(press.people)) if first else text
            noise = "" if first else f"<p>{press.asked} views</p>"
            title = f"Bridge {self.path[1:]} closes"
            self._send(
                "text/html; charset=utf-8",
                f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}"
                f"<p>It is bridge {self.path[1:]}.</p>{noise}</article></body></html>",
            )
        else:
            self.send_error(404)

    def _send(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def press() -> Iterator[str]:
    Press.people, Press.asked = 312, 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Press)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class Program:
    """``newsloom run`` on a folder that may ask the press."""

    def __init__(self, folder: Path, press: str) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        (self.data / "newsloom.toml").write_text(
            f'contact = "https://reader.example/"\nallow_private = ["{press}"]\n'
            f'own_hosts = ["{press}"]\n'
            '[poll]\nrevisits = ["3s", "6s", "12s", "20s", "30s", "45s", "60s", "90s"]\n'
        )
        url = f"http://{press}/rss"
        source = Source(source_id("feed", url), "feed", url, "The Post", press)
        (folder / "press.opml").write_bytes(write_opml([source]))
        self.opml = folder / "press.opml"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self) -> "subprocess.Popen[bytes]":
        options = ["--data", self.data, "--sources", self.opml, "--port", self.port]
        command = [*NEWSLOOM, "run", "--workers", "1", *options]
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def versions(self) -> list[int]:
        """How many versions each article has."""
        try:
            store = SqliteStore(self.data, create=False)
        except Exception:  # the program has not made it yet
            return []
        try:
            articles = sorted((one.title, one.id) for one, _, _ in store.articles())
            return [len(store.wordings(article)) for _, article in articles]
        finally:
            store.close()


def wait_for(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_a_silent_change_is_found_by_polling_and_shown_word_by_word(
    tmp_path: Path, press: str
) -> None:
    program = Program(tmp_path, press)
    process = program.start()
    try:
        wait_for(lambda: program.versions() == [1, 1])
        process.kill()  # the visits that are due must survive it
        process.wait()
        Press.people = 321
        process = program.start()
        wait_for(lambda: program.versions() == [2, 1])
        asked = Press.asked
        wait_for(lambda: Press.asked >= asked + 2)  # later visits bring nothing new
        time.sleep(1)
        assert program.versions() == [2, 1]
        store = SqliteStore(program.data, create=False)
        article = min(store.articles(), key=lambda one: one[0].title)[0].id
        store.close()
        with urlopen(f"http://127.0.0.1:{program.port}/article/{article}/versions") as answer:
            page = answer.read().decode()
        assert "<del" in page and "<ins" in page and "321" in page
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    told = subprocess.run(
        [*NEWSLOOM, "versions", article, "--data", str(program.data)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "[-312-] {+321+}" in told
    assert "figure: 312" in told
    answer = subprocess.run(
        [*NEWSLOOM, "versions", article, "--data", str(program.data), "--json"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert len(json.loads(answer)["items"]) == 2
