"""The main job from end to end: the demo press on its ports, the program, a real browser."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from msgspec import Struct
from playwright.sync_api import Page

from newsloom.model.urls import canonical_url

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts" / "screenshots"
READY_SECONDS = 240
pytestmark = pytest.mark.timeout(600)


class Running(Struct, frozen=True):
    """The demo as it runs: where, in which folder, and what is true of it."""

    base: str
    folder: Path
    truth: dict[str, Any]
    articles: list[dict[str, Any]]


def get(url: str) -> tuple[int, bytes]:
    """Status and body; an error status is an answer, too."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_woven(base: str, expected: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_SECONDS
    seen: dict[str, int] = {}
    while time.monotonic() < deadline:
        assert process.poll() is None, "the demo ended by itself"
        try:
            seen = json.loads(get(f"{base}/api/v1/counts")[1])
        except OSError:
            seen = {}
        if seen.get("articles", 0) >= expected and seen["pending"] == 0 and seen["stories"]:
            return
        time.sleep(0.5)
    pytest.fail(f"not woven after {READY_SECONDS} s: {seen}, expected {expected} articles")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`newsloom demo`, everything published at once, read and woven."""
    home = tmp_path_factory.mktemp("demo")
    folder, truth_file, port = home / "data", home / "truth.json", _free_port()
    command = [sys.executable, "-m", "newsloom", "demo", "--speed", "0", "--port", str(port)]
    command += ["--data", str(folder), "--truth", str(truth_file), "--workers", "1"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        while not truth_file.exists() and process.poll() is None:
            time.sleep(0.1)
        time.sleep(0.2)
        truth = json.loads(truth_file.read_bytes())
        _wait_until_woven(base, len(truth["articles"]), process)
        time.sleep(3)  # a last poll may still find that nothing is new
        exported = subprocess.run(
            [sys.executable, "-m", "newsloom", "export", "articles", "--data", str(folder)],
            capture_output=True,
            check=True,
        )
        rows = [json.loads(line) for line in exported.stdout.decode().splitlines()]
        yield Running(base, folder, truth, rows)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def test_every_article_arrives_exactly_once(demo: Running) -> None:
    arrived = Counter(canonical_url(row["url"]) for row in demo.articles)
    true = {canonical_url(row["url"]) for row in demo.truth["articles"]}
    assert len(true) > 400
    assert set(arrived) == true
    assert set(arrived.values()) == {1}


def bcubed_f1(gold: list[str], predicted: list[str]) -> float:
    """B-cubed F1 of two clusterings given as labels in the same order (Bagga and Baldwin 1998)."""
    sizes, found, both = Counter(gold), Counter(predicted), Counter(zip(gold, predicted))  # noqa: B905
    precision = sum(n * n / found[label[1]] for label, n in both.items()) / len(gold)
    recall = sum(n * n / sizes[label[0]] for label, n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def test_stories_are_those_of_the_truth(demo: Running) -> None:
    story = {canonical_url(row["url"]): row["story"] for row in demo.articles}
    gold = [row["story"] for row in demo.truth["articles"]]
    predicted = [story[canonical_url(row["url"])] for row in demo.truth["articles"]]
    assert bcubed_f1(gold, predicted) >= 0.95


def test_every_item_has_a_main_source_that_answers(demo: Running) -> None:
    links = {row["main_source"]["url"] for row in demo.articles}
    assert None not in links and "" not in links
    refused = [url for url in sorted(links) if get(url)[0] != 200]
    assert refused == []


def test_findings_stand_in_their_texts(demo: Running) -> None:
    texts = {row["article"]: row["text"] for row in demo.articles}
    for table in ("quotes", "figures"):
        done = subprocess.run(
            [sys.executable, "-m", "newsloom", "export", table, "--data", str(demo.folder)],
            capture_output=True,
            check=True,
        )
        rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert len(rows) > 500
        for row in rows:
            assert texts[row["article"]][row["start"] : row["end"]] == row["text"]


def test_atom_and_api_carry_the_main_source(demo: Running) -> None:
    status, feed = get(f"{demo.base}/feed.atom")
    assert status == 200
    assert feed.count(b"<entry") == feed.count(b'rel="via"') > 10
    status, body = get(f"{demo.base}/api/v1/stories?limit=50")
    assert status == 200
    assert all(story["main_source"]["url"] for story in json.loads(body)["items"])


SIZES = {"phone": (390, 844), "wide": (1280, 900)}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_a_reader_finds_the_way_from_the_front_to_the_source(
    demo: Running, size: str, scheme: str
) -> None:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    width, height = SIZES[size]
    with chromium() as browser:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=False,
        )
        page = context.new_page()
        _walk(page, demo.base, f"{size}-{scheme}")
        context.close()


def _walk(page: Page, base: str, name: str) -> None:
    def shot(what: str) -> None:
        page.screenshot(path=ARTIFACTS / f"{what}-{name}.png", full_page=what == "story")
        # A page that can be pushed sideways on a phone is broken.
        viewport = page.viewport_size
        assert viewport is not None
        box = page.locator("body").bounding_box()
        assert box is not None and box["width"] <= viewport["width"]

    page.goto(base)
    assert "invented" in page.inner_text("body")
    shot("front")
    page.locator("main a[href^='/story/']").first.click()
    assert "independent" in page.inner_text("main").lower()
    assert page.locator("a[rel~='external'], a[href^='http://127.0.0.1']").count()
    shot("story")
    page.locator("main a[href^='/article/']").first.click()
    assert "why is this here" in page.inner_text("main").lower()
    shot("article")
    page.goto(f"{base}/sources")
    shot("sources")
    page.goto(f"{base}/search?q=Thistelwick")
    assert page.locator("main a[href^='/article/']").count() >= 3
    shot("search")
    page.goto(f"{base}/removal")
    shot("removal")
