"""The pages in a real browser: on a phone, without scripts, light and dark, forms included."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from serve_fakes import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATHS = ("/", "/story/s-flood", "/article/a-flood-0", "/article/a-flood-10",
         "/article/a-flood-12/versions", "/search?q=astel", "/sources", "/removal", "/removals",
         "/about")  # fmt: skip
_NAMES = (os.environ.get("NEWSLOOM_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Server]]:
    """The invented press on a free port of the loopback."""
    made = Server()
    running = uvicorn.Server(
        uvicorn.Config(made.browser().app, "127.0.0.1", 0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", made
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium of the system's, or else the one that Playwright brought."""
    found = next((path for name in _NAMES if name and (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGS)
        yield browser
        browser.close()


def phone(chromium: Browser, scheme: Any = "light") -> Any:
    """A page of a phone's size that runs no scripts of ours."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, java_script_enabled=False
    )
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_and_break_no_rule_of_ours(
    server: tuple[str, Server], chromium: Browser, scheme: str
) -> None:
    page, said = phone(chromium, scheme), []
    page.on("console", lambda message: said.append(message.text))
    for path in PATHS:
        page.goto(server[0] + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, path
    assert said == []
    page.context.close()


def test_colours_follow_the_reader(server: tuple[str, Server], chromium: Browser) -> None:
    shades = []
    for scheme in ("light", "dark"):
        page = phone(chromium, scheme)
        page.goto(server[0])
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.context.close()
    assert shades == ["rgb(251, 250, 247)", "rgb(19, 21, 24)"]


def test_a_publisher_can_ask_from_the_article(
    server: tuple[str, Server], chromium: Browser
) -> None:
    base, made = server
    page = phone(chromium)
    page.goto(base + "/article/a-flood-0")
    page.get_by_text("Ask for the removal of this text").click()
    assert page.get_by_label("Which text?").input_value() == "a-flood-0"
    page.get_by_label("This text and its copies").check()
    page.get_by_label("Your name").fill("Ada Mole")
    page.get_by_label("How can we reach you?").fill("ada@desk.example")
    page.get_by_role("button", name="Ask for removal").click()
    assert page.get_by_text("Your request was received").is_visible()
    assert made.actions.asked[-1][:4] == ("takedown", "a-flood-0", "copies", "Ada Mole")
    page.context.close()


def test_the_whole_world_is_one_click(server: tuple[str, Server], chromium: Browser) -> None:
    base, made = server
    page = phone(chromium)
    page.goto(base + "/sources")
    page.get_by_role("button", name="Use the world catalogue").click()
    assert page.get_by_text("The world catalogue is in use").is_visible()
    assert made.actions.asked[-1] == ("world",)
    page.context.close()
