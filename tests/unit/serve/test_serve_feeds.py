"""Atom out."""

import feedparser
import msgspec
import pytest
from serve_fakes import FakeReader, Server, markup, xml
from serve_press import FLOOD, Row

NAMES = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = ("/feed.atom", "/feed.atom?lang=ar", "/story/s-flood/feed.atom",
         "/story/s-script/feed.atom", "/story/s-undated/feed.atom",
         "/search.atom?q=astel")  # fmt: skip


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_valid_atom(path: str) -> None:
    answer = Server().browser().get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = xml(answer)
    assert feed.xpath("count(a:id)=1 and count(a:title)=1 and count(a:updated)=1", namespaces=NAMES)
    entries = feed.xpath("a:entry", namespaces=NAMES)
    assert entries
    for entry in entries:
        for needed in ("id", "title", "updated", "author/a:name"):
            assert len(entry.xpath(f"a:{needed}", namespaces=NAMES)) == 1
        assert len(entry.xpath("a:link[@rel='alternate']", namespaces=NAMES)) == 1
        assert entry.xpath("a:link[@rel='via']/@href", namespaces=NAMES)[0].startswith("https://")
        assert "Main source: " in entry.findtext("a:summary", namespaces=NAMES)
    ids = feed.xpath("a:entry/a:id/text()", namespaces=NAMES)
    assert len(ids) == len(set(ids))
    assert not feedparser.parse(answer.content).bozo


def test_front_feed_leads_to_the_stories() -> None:
    parsed = feedparser.parse(Server().browser().get("/feed.atom").content)
    assert parsed.entries[0].link == "http://127.0.0.1:8000/story/s-flood"
    assert "13 outlets, 4 independent origins" in parsed.entries[0].summary
    assert parsed.feed.links[1].href == "http://127.0.0.1:8000/feed.atom"
    assert any("1 outlet, 1 independent origin, en." in one.summary for one in parsed.entries)


@pytest.mark.parametrize("path", ["/feed.atom?lang=ar", "/search.atom?q=port%20astel"])
def test_a_narrowed_feed_names_itself_and_its_page(path: str) -> None:
    browser = Server().browser()
    links = feedparser.parse(browser.get(path).content).feed.links
    assert [one.href for one in links if one.rel == "self"] == [browser.base + path]
    page = next(one.href for one in links if one.rel == "alternate")
    assert browser.get(page.removeprefix(browser.base)).status_code == 200
    assert path.partition("?")[2] in page


def test_a_search_is_followed_by_what_arrives() -> None:
    browser = Server().browser()
    parsed = feedparser.parse(browser.get("/search.atom?q=astel").content)
    assert parsed.feed.title == "Newsloom: astel"
    pages = [one.href for entry in parsed.entries for one in entry.links if one.rel == "related"]
    listed = markup(browser.get("/search?q=astel&order=newest")).xpath("//h2/a/@href")
    assert [page.removeprefix(browser.base) for page in pages][: len(listed)] == listed
    assert len(pages) > 3
    assert browser.get("/search.atom").status_code == 422


def test_story_feed_leads_to_the_outlets() -> None:
    parsed = feedparser.parse(Server().browser().get("/story/s-flood/feed.atom").content)
    assert len(parsed.entries) == len(FLOOD)
    by_id = {entry.id: entry for entry in parsed.entries}
    wire = by_id["urn:newsloom:article:a-flood-8"]
    assert wire.link == "https://meridale-times.example/flood/8"
    assert wire.author == "Lantern Wire"


def test_undated_entries_have_no_publication_date() -> None:
    browser = Server().browser()
    front = feedparser.parse(browser.get("/feed.atom").content)
    undated = next(entry for entry in front.entries if entry.id.endswith("undated"))
    assert "published" not in undated and undated.updated.startswith("20")
    story = feedparser.parse(browser.get("/story/s-undated/feed.atom").content)
    assert "published" not in story.entries[0]


def test_what_xml_cannot_hold_is_replaced() -> None:
    title = "Bell \x07, null \x00, half \ud83d, ]]> & <b>"
    rows = {"odd": [Row("Out\x0blet", title, "Te\x1bxt", 1.0)]}
    for path in ("/feed.atom", "/story/s-odd/feed.atom"):
        answer = Server(FakeReader(rows=rows)).browser().get(path)
        feed = xml(answer)
        shown = feed.findtext("a:entry/a:title", namespaces=NAMES)
        assert shown == "Bell \ufffd, null \ufffd, half \ufffd, ]]> & <b>"


def test_empty_and_unknown() -> None:
    empty = Server(FakeReader(rows={})).browser().get("/feed.atom")
    assert xml(empty).xpath("count(a:entry)", namespaces=NAMES) == 0
    assert Server().browser().get("/story/none/feed.atom").status_code == 404


def test_bad_links_are_left_out() -> None:
    class Hostile(FakeReader):
        def front(self, **asked: object) -> object:  # type: ignore[override]
            row = FakeReader().front(now_us=0)[0]
            evil = msgspec.structs.replace(row.main_source, url="javascript:alert(1)")
            return [msgspec.structs.replace(row, main_source=evil)]

    assert "javascript" not in Server(Hostile()).browser().get("/feed.atom").text
