"""A page without a feed as a source: polled, its articles taken, nothing else, nothing twice."""

from pathlib import Path

import pytest

from newsloom.config import Config
from newsloom.engine.poll import Poller
from newsloom.fetch.fake import FakeFetcher
from newsloom.model.facts import Source
from newsloom.model.times import DAY_US
from newsloom.store.sqlite.store import SqliteStore

NOW = 1_736_164_800_000_000
HOME = "https://post.example/news/"
SOURCE = Source("s1", "section", HOME, "The Post", "post.example")
TEXT = "<p>" + "The ferry runs again after the storm, the harbour office said. " * 3 + "</p>"


def section(*numbers: int) -> bytes:
    links = "".join(
        f'<h2><a href="/news/ferry-number-{n}-runs-again">Ferry number {n} runs again now</a></h2>'
        for n in numbers
    )
    shelf = '<h2><a href="/news/all-about-the-ferries">All about the ferries of the strait</a></h2>'
    return f"<html><nav><a href='/sport/'>Sport</a></nav>{shelf}{links}</html>".encode()


class Place:
    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.store = SqliteStore(folder, engine=True)
        self.store.put_sources([SOURCE])
        self.press = FakeFetcher(clock=lambda: self.now)
        self.press.put("https://post.example/news/all-about-the-ferries", section(1, 2, 3))
        self.poller = Poller(
            self.store,
            self.press,
            Config(contact="x@y.example", poll_revisits=()),
            clock=lambda: self.now,
        )

    def publish(self, *numbers: int) -> None:
        self.press.put(HOME, section(*numbers))
        for n in numbers:
            page = f"<html><h1>Ferry {n}</h1>{TEXT * 4}</html>".encode()
            self.press.put(f"https://post.example/news/ferry-number-{n}-runs-again", page)

    async def poll(self) -> list[str]:
        """The addresses that one more poll captured."""
        self.now += DAY_US
        before = {one.id for one in self.store.captures_after(0, 1000)}
        self.press.asked.clear()
        (self.polled,) = await self.poller.once()
        captures = self.store.captures_after(0, 1000)
        return [str(one.url).rpartition("/")[2] for one in captures if one.id not in before]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


async def test_new_articles_come_in_once_and_lists_do_not(place: Place) -> None:
    place.publish(2, 1)
    assert await place.poll() == ["ferry-number-1-runs-again", "ferry-number-2-runs-again"]
    assert "https://post.example/news/all-about-the-ferries" in place.press.asked
    place.publish(4, 3, 2, 1)
    assert await place.poll() == ["ferry-number-3-runs-again", "ferry-number-4-runs-again"]
    assert place.press.asked == [
        HOME,
        "https://post.example/news/ferry-number-3-runs-again",
        "https://post.example/news/ferry-number-4-runs-again",
    ]
    (health,) = place.store.health()
    learned = health.state.section
    assert learned is not None and learned.polls == 2
    (shape,) = [one for one in learned.shapes if one.shape == "/news/S"]
    assert (shape.articles, shape.others, shape.fresh) == (4, 1, 2)


async def test_an_article_that_cannot_be_had_now_comes_with_a_later_poll(place: Place) -> None:
    place.publish(1)
    place.press.put("https://post.example/news/ferry-number-1-runs-again", b"", status=503)
    assert await place.poll() == []
    place.publish(1)
    assert await place.poll() == ["ferry-number-1-runs-again"]


async def test_a_page_without_links_is_a_failure_that_says_so(place: Place) -> None:
    place.press.put(HOME, b"<html><p>Nothing here.</p></html>")
    assert await place.poll() == []
    assert (place.polled.status, place.polled.detail) == (
        "failing", "this page has no links to pages of its site",
    )  # fmt: skip


async def test_a_page_without_articles_is_empty(place: Place) -> None:
    place.press.put(HOME, b"<html><nav><a href='/sport/'>Sport</a></nav></html>")
    assert await place.poll() == []
    assert place.polled.status == "empty"
