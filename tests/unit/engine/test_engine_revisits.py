"""Pages of known articles are visited again: a silent change becomes a version, noise does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from newsloom.config import Config
from newsloom.engine import visiting
from newsloom.engine.digest import digest
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.engine.poll import Poller
from newsloom.engine.replay import replay
from newsloom.engine.visiting import MOST_PAGES
from newsloom.extract.change import Reading, reading_of
from newsloom.fetch.fake import FakeFetcher
from newsloom.fetch.response import FetchFailed
from newsloom.model.facts import Capture, Source
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOW = 1_736_164_800_000_000
FEED_URL = "https://post.example/rss"
SOURCE = Source("s1", "feed", FEED_URL, "The Post", "post.example", lang="en")
LINES = (
    "The council of Brückwald decided on Tuesday to close the old bridge for six months.",
    "Mayor Ada Lindholm said that 312 people had signed a petition against the closure.",
    "The repairs will cost 4.2 million crowns, most of which the province is to pay.",
    "A ferry will carry pedestrians across the river until the work is finished in autumn.",
)


def url_of(number: int) -> str:
    return f"https://post.example/{number}"


def page(number: int, *, change: tuple[str, str] = ("", ""), noise: str = "") -> bytes:
    title = f"Brückwald closes bridge number {number}"
    text = "".join(f"<p>{line}</p>" for line in LINES).replace(*change)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{text}<p>It is bridge {number} of the town.</p>{noise}</article></body></html>"
    ).encode()


def feed(*numbers: int, updated: str = "") -> bytes:
    items = "".join(
        f"<entry><title>Brückwald closes bridge number {n}</title><id>tag:post.example,{n}</id>"
        f"<link href='{url_of(n)}'/><updated>{updated or '2025-01-06T10:00:00Z'}</updated></entry>"
        for n in numbers
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Post</title>{items}</feed>".encode()
    )


class Press:
    """One feed, its pages, a store and an engine; time is set by hand."""

    def __init__(self, folder: Path, count: int = 1, **settings: Any) -> None:
        self.folder = folder
        self.now = NOW
        self.config = Config(**settings)
        self.store = SqliteStore(folder, engine=True)
        self.store.put_sources([SOURCE])
        self.engine = Engine(self.store, InProcess(), load_weights(), lambda: self.now)
        self.fetcher = FakeFetcher(clock=lambda: self.now)
        self.numbers = range(1, count + 1)
        self.fetcher.put(FEED_URL, feed(*self.numbers), "application/atom+xml", etag='"f"')
        for number in self.numbers:
            self.put(number)

    def put(self, number: int, **changes: Any) -> None:
        body = page(number, **changes)
        self.fetcher.put(url_of(number), body, etag=f'"{crc32(body)}"')

    async def poll(self, at_us: int) -> Poller:
        """Poll at a time after the start; the pages asked for are in ``asked``."""
        self.now = NOW + at_us
        self.fetcher.asked.clear()
        poller = Poller(self.store, self.fetcher, self.config, clock=lambda: self.now)
        await poller.once()
        self.engine.drain()
        return poller

    @property
    def asked(self) -> list[str]:
        return [url for url in self.fetcher.asked if url != FEED_URL]

    def texts(self) -> list[str]:
        """The texts of the one article, the oldest first."""
        ((article, _, _),) = self.store.articles()
        wordings = self.store.wordings(article.id)
        found = [self.store.article(one.article) for one in wordings]
        return [one.article.text for one in found if one is not None]


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    made = Press(tmp_path / "data")
    yield made
    made.store.close()


async def test_a_silent_change_becomes_a_version(press: Press) -> None:
    await press.poll(0)
    press.put(1, change=("312 people", "321 people"))
    await press.poll(30 * MINUTE_US)
    assert press.asked == []
    poller = await press.poll(HOUR_US)
    assert press.asked == [url_of(1)]
    assert (poller.visits.asked, poller.visits.changed) == (1, 1)
    before, after = press.texts()
    assert "312 people" in before
    assert "321 people" in after


async def test_what_a_feed_said_at_first_stays_with_the_new_version(press: Press) -> None:
    await press.poll(0)
    press.put(1, change=("312", "321"))
    await press.poll(HOUR_US)
    first, second = press.store.captures_after(0, 10)
    assert second.hints.title == first.hints.title
    assert second.hints.robots == "allowed"
    assert second.source == first.source == "s1"


async def test_pages_are_visited_at_every_step_and_then_no_more(press: Press) -> None:
    await press.poll(0)
    times = []
    for hour in range(1, 24 * 9):
        await press.poll(hour * HOUR_US)
        if press.asked:
            times.append(hour)
    assert times == [1, 6, 24, 72]
    assert press.store.counts().captures == 1


async def test_noise_brings_neither_a_capture_nor_a_version(press: Press) -> None:
    await press.poll(0)
    for step, hours in enumerate((1, 6, 24)):
        press.put(1, noise=f"<p>{step + 10} views</p><script>n={step}</script>")
        assert (await press.poll(hours * HOUR_US)).visits.changed == 0
    assert press.store.counts().captures == 1
    press.put(1, change=("six months", "nine months"), noise="<p>99 views</p>")
    await press.poll(72 * HOUR_US)
    assert len(press.texts()) == 2


async def test_a_page_that_goes_back_shows_its_older_text_again(press: Press) -> None:
    await press.poll(0)
    press.put(1, change=("312", "321"))
    await press.poll(HOUR_US)
    press.put(1)
    await press.poll(6 * HOUR_US)
    assert ["312" in text for text in press.texts()] == [True, False, True]
    ((latest, _, _),) = press.store.articles()
    assert "312" in latest.text


async def test_a_feed_that_says_something_new_brings_the_visit_forward(press: Press) -> None:
    await press.poll(0)
    for hours in (1, 6, 24, 72):
        await press.poll(hours * HOUR_US)
    press.put(1, change=("312", "321"))
    body = feed(1, updated="2025-01-15T10:00:00Z")
    press.fetcher.put(FEED_URL, body, "application/atom+xml", etag='"g"')
    await press.poll(10 * DAY_US)
    assert press.asked == [url_of(1)]
    assert len(press.texts()) == 2


async def test_a_host_has_few_pages_in_one_go_and_new_items_come_first(tmp_path: Path) -> None:
    press = Press(tmp_path, 2 * MOST_PAGES + 2)
    await press.poll(0)
    press.fetcher.put(url_of(99), page(99))
    body = feed(99, *press.numbers)
    press.fetcher.put(FEED_URL, body, "application/atom+xml", etag='"g"')
    press.now = NOW + DAY_US
    assert len(press.store.visits_due("post.example:443", press.now, 100)) == 12
    poller = await press.poll(DAY_US)
    assert press.asked[0] == url_of(99)
    assert sorted(press.asked[1:]) == sorted(map(url_of, press.numbers))
    assert poller.visits.asked == 12
    press.store.close()


async def test_visits_can_be_turned_off(tmp_path: Path) -> None:
    press = Press(tmp_path, poll_revisits=())
    await press.poll(0)
    await press.poll(DAY_US)
    assert press.asked == []
    press.store.close()


async def test_walls_errors_and_other_pages_are_no_versions(press: Press) -> None:
    await press.poll(0)
    press.fetcher.put(url_of(1), b"<title>We value your privacy</title><button>Accept</button>")
    await press.poll(HOUR_US)
    press.fetcher.put(url_of(1), b"", status=404)
    await press.poll(6 * HOUR_US)
    press.fetcher.put(url_of(1), status=302, location="https://post.example/")
    press.fetcher.put(
        "https://post.example/",
        b"<title>The Post</title><article>"
        + b"<p>The harbour fair opens on Sunday with a parade of forty old boats.</p>" * 5,
    )
    await press.poll(24 * HOUR_US)
    assert press.asked == [url_of(1), "https://post.example/"]
    assert len(press.texts()) == 1
    assert press.store.counts().quarantined == 0
    press.put(1, change=("312", "321"))
    await press.poll(72 * HOUR_US)
    assert len(press.texts()) == 2


async def test_a_host_in_trouble_is_asked_again_later(press: Press) -> None:
    await press.poll(0)
    press.fetcher.put(url_of(1), status=429, retry_after="1800")
    assert (await press.poll(HOUR_US)).visits.unanswered == 1
    await press.poll(HOUR_US + 20 * MINUTE_US)
    assert press.asked == []
    press.fetcher.fail(url_of(1), FetchFailed("timeout", "no answer"))
    assert (await press.poll(HOUR_US + 30 * MINUTE_US)).visits.unanswered == 1
    press.put(1, change=("312", "321"))
    assert (await press.poll(HOUR_US + 45 * MINUTE_US)).visits.changed == 1


async def test_robots_txt_keeps_visits_away(press: Press) -> None:
    await press.poll(0)
    press.fetcher.fail(url_of(1), FetchFailed("robots", "robots.txt does not allow it"))
    await press.poll(HOUR_US)
    await press.poll(2 * HOUR_US)
    assert press.asked == []


@pytest.mark.parametrize("scope", ["article", "domain"])
async def test_what_was_removed_is_not_visited(press: Press, scope: Any) -> None:
    await press.poll(0)
    ((article, _, _),) = press.store.articles()
    target = article.id if scope == "article" else "post.example"
    wish = make_request(target, scope, "", "", "", NOW)
    press.store.put_request(wish)
    assert press.store.remove(Ruling(wish.id, "removed", "op", "", NOW)) == 1
    await press.poll(DAY_US)
    assert press.asked == []
    assert b"petition" not in (press.store.folder / "newsloom.sqlite3").read_bytes()


async def test_a_source_that_is_removed_takes_its_visits_along(press: Press) -> None:
    await press.poll(0)
    press.store.remove_source("s1")
    await press.poll(DAY_US)
    assert press.asked == []
    assert len(press.texts()) == 1


async def test_a_visit_cut_off_is_made_again_and_comes_to_the_same(press: Press) -> None:
    await press.poll(0)
    press.put(1, change=("312", "321"))
    press.now = NOW + HOUR_US
    ((visit, _),) = press.store.visits_due("post.example:443", press.now, 5)
    # The change is there, and the visit is not noted: what a kill between the two would leave.
    poller = await press.poll(HOUR_US)
    assert poller.visits.changed == 1
    (_, changed) = press.store.captures_after(0, 10)
    press.store.commit_visit(visit, visit, changed)
    await press.poll(HOUR_US)
    assert press.store.counts().captures == 2
    assert len(press.texts()) == 2


async def test_a_replay_comes_to_the_same(press: Press, tmp_path: Path) -> None:
    await press.poll(0)
    press.put(1, change=("312", "321"))
    await press.poll(HOUR_US)
    press.put(1)
    await press.poll(6 * HOUR_US)
    other = SqliteStore(tmp_path / "again", engine=True)
    engine = Engine(other, InProcess(), load_weights(), lambda: press.now)
    replay(press.store, other, engine)
    assert digest(other) == digest(press.store)
    other.close()


async def test_a_page_that_had_no_answer_comes_with_a_visit(press: Press) -> None:
    press.fetcher.put(url_of(1), status=503)
    for hour in range(6):
        await press.poll(hour * HOUR_US)
    (words,) = press.texts()
    assert words == "" or len(words) < 100
    press.put(1)
    await press.poll(2 * DAY_US)
    assert "312 people" in press.texts()[-1]


async def test_a_defect_that_one_page_shows_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    press = Press(tmp_path, 2)
    await press.poll(0)
    for number in press.numbers:
        press.put(number, change=("312", "321"))

    def failing(capture: Capture) -> Reading | None:
        if capture.url == url_of(1):
            raise RuntimeError("a defect")
        return reading_of(capture)

    monkeypatch.setattr(visiting, "reading_of", failing)
    poller = await press.poll(HOUR_US)
    assert (poller.visits.asked, poller.visits.changed) == (2, 1)
    assert "could not be looked at again" in caplog.text
    monkeypatch.undo()
    assert (await press.poll(6 * HOUR_US)).visits.changed == 1
    press.store.close()
