"""Rights by default: full texts on loopback, elsewhere title, lead and link."""

import msgspec
import pytest
from serve_fakes import FakeReader, Server
from serve_press import FLOOD_TEXT, Row
from starlette.requests import Request

from newsloom.serve.auth import TextRights, allowed_hosts, text_rights
from newsloom.serve.rights import said_of_use
from newsloom.store.base import ArticleView, StoryView

LATE = "the market moves to Gallows Hill"
PATHS = ("/article/a-flood-0", "/api/v1/articles/a-flood-0", "/story/s-flood/feed.atom")


@pytest.mark.parametrize("path", PATHS)
def test_texts_are_full_only_where_allowed(path: str) -> None:
    assert LATE in FLOOD_TEXT
    assert LATE in Server(full_text=True).browser().get(path).text
    shown = Server(full_text=False).browser().get(path).text
    assert LATE not in shown and "The river Astel burst its banks" in shown


def test_long_quotes_are_cut_where_texts_are() -> None:
    words = "never " * 100
    view = FakeReader().story("s-flood")
    assert view is not None
    said = msgspec.structs.replace(view.ledger.utterances[0], text=words)
    ledger = msgspec.structs.replace(view.ledger, utterances=(said,))
    talkative = msgspec.structs.replace(view, ledger=ledger)

    class Talkative(FakeReader):
        def story(self, story_id: str) -> StoryView:
            return talkative

    for path in ("/story/s-flood", "/api/v1/stories/s-flood"):
        full = Server(Talkative(), full_text=True).browser().get(path).text
        cut = Server(Talkative(), full_text=False).browser().get(path).text
        assert full.count("never") == 100 and 0 < cut.count("never") <= 40


def test_a_text_without_spaces_gets_a_short_lead() -> None:
    rows = {"long": [Row("Dyke Watch", "長い", "水" * 5000, 1.0, lang="ja")]}
    text = Server(FakeReader(rows=rows), full_text=False).browser().get("/article/a-long-0").text
    assert 100 < text.count("水") < 400


def request(host: str, **headers: str) -> Request:
    pairs = {"host": host, **headers}
    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in pairs.items()]
    return Request({"type": "http", "headers": raw, "method": "GET", "path": "/"})


@pytest.mark.parametrize(
    ("bind", "rights", "host", "headers", "full"),
    [
        ("127.0.0.1", "loopback", "localhost:8000", {}, True),
        ("::1", "loopback", "[::1]:8000", {}, True),
        ("0.0.0.0", "loopback", "localhost:8000", {}, False),
        ("127.0.0.1", "loopback", "news.example", {}, False),
        ("127.0.0.1", "loopback", "localhost", {"x_forwarded_for": "9.9.9.9"}, False),
        ("0.0.0.0", "everyone", "news.example", {}, True),
        ("127.0.0.1", "nobody", "localhost", {}, False),
    ],
)
def test_text_rights(
    bind: str, rights: TextRights, host: str, headers: dict[str, str], full: bool
) -> None:
    assert text_rights(bind, rights)(request(host, **headers)) is full


def test_allowed_hosts() -> None:
    assert allowed_hosts("0.0.0.0") is None
    local = allowed_hosts("localhost", ["News.Example."])
    assert local == frozenset({"localhost", "127.0.0.1", "::1", "news.example"})
    assert allowed_hosts("10.0.0.5", ["news.example"]) == local


def test_what_robots_txt_said_stands_with_the_article() -> None:
    allowed, forbidden = (said_of_use((), robots)[0].text for robots in ("allowed", "forbidden"))
    assert allowed == "Its robots.txt let us read the page when we did."
    assert "keeps us from the page" in forbidden
    assert said_of_use(()) == []
    reader = FakeReader()
    view = reader.article("a-flood-0")
    assert view is not None
    kept = msgspec.structs.replace(view.article, robots="forbidden")
    shown = msgspec.structs.replace(view, article=kept)

    class Kept(FakeReader):
        def article(self, article_id: str) -> ArticleView | None:
            return shown

    assert "keeps us from the page" in Server(Kept()).browser().get("/article/a-flood-0").text
    assert "robots.txt" not in Server(reader).browser().get("/article/a-flood-0").text
