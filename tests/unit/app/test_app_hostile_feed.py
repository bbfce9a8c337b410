"""Markup from a feed is text on our pages: nothing of it can act."""

import asyncio
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import httpx
import pytest
from lxml import etree, html

from newsloom.app.actions import LiveActions
from newsloom.app.live import _app
from newsloom.app.stored import working
from newsloom.config import Config
from newsloom.model.facts import Source
from newsloom.sources.feed import parse_feed
from newsloom.sources.items import entry_capture
from newsloom.sources.opml import read_opml, write_opml

NOW = 1_736_164_800_000_000
SOURCE = Source(
    "s1", "feed", "https://post.example/rss", "The <b onclick=act()>Post</b>", "post.example"
)
PLAIN = "The ferry across the strait runs again after the storm, the harbour office said today. "
HOSTILE = (
    "<script>act()</script>",
    "<img src=x onerror=act()>",
    "<svg/onload=act()>",
    "<iframe src='javascript:act()'></iframe>",
    "<a href='javascript:act()'>act</a>",
    "<a href=' &#106;avascript:act()'>act</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=act()>",
    "<form action='https://evil.example'><input name=q autofocus onfocus=act()></form>",
    "<object data='data:text/html,<script>act()</script>'></object>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "\"><script>act()</script>",
    "'-act()-'",
    "</title><script>act()</script>",
    "{{ 7*7 }}${7*7}",
    "&lt;script&gt;act()&lt;/script&gt;",
    "<![CDATA[<script>act()</script>]]>",
)  # fmt: skip
ACTIVE = {"script", "iframe", "object", "embed", "base", "svg", "math", "style", "applet", "frame"}


def feed(words: str = "again") -> bytes:
    items = ""
    for n, bad in enumerate(HOSTILE):
        inside = escape(bad)
        items += (
            f"<item><title>{inside} Ferry {n} runs {words} {inside}</title><guid>{n}</guid>"
            f"<link>https://post.example/{n}?q={quote(bad)}</link>"
            f"<author>{inside}</author><description>{inside} {PLAIN * 3}It runs {words} {inside}"
            "</description>"
            f"<pubDate>Mon, 06 Jan 2025 10:{n:02}:00 GMT</pubDate></item>"
        )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


class Answers(NamedTuple):
    """What is shown of the feed, by path: pages, the feeds and JSON given out; and the OPML."""

    pages: dict[str, str]
    atom: dict[str, str]
    json: dict[str, httpx.Response]
    opml: str


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """All of it, once the feed was read and each of its entries changed."""
    folder = tmp_path_factory.mktemp("hostile")
    with working(folder, 1, None) as (store, engine):
        store.put_sources([SOURCE])
        for words in ("again", "anew"):
            parsed = parse_feed(feed(words))
            captures = [entry_capture(entry, SOURCE, NOW) for entry in parsed.entries]
            store.admit(one for one in captures if one is not None)
            engine.drain()
        app = _app(store, LiveActions(store, Config()), Config(), None)
        articles = [one.id for one, _, _ in store.articles()]
        stories = [one.id for one, _ in store.stories()]
        paths = ["/", "/sources", "/search?q=ferry", "/search?q=" + quote(HOSTILE[0])]
        paths += [f"/article/{one}{rest}" for one in articles for rest in ("", "/versions")]
        paths += [f"/story/{one}" for one in stories]
        feeds = ["/feed.atom", *(f"/story/{one}/feed.atom" for one in stories)]
        listed = ["stories", "sources", "search?q=ferry"]
        listed += [f"articles/{one}{rest}" for one in articles for rest in ("", "/versions")]
        listed += [f"stories/{one}" for one in stories]

        async def ask() -> Answers:
            transport = httpx.ASGITransport(app=app)
            base = "http://127.0.0.1"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                told = {path: await client.get(path) for path in [*paths, *feeds]}
                rows = {path: await client.get(f"/api/v1/{path}") for path in listed}
            assert {one.status_code for one in (*told.values(), *rows.values())} == {200}
            texts = {path: answer.text for path, answer in told.items()}
            return Answers(
                {path: texts[path] for path in paths},
                {path: texts[path] for path in feeds},
                rows,
                write_opml(store.sources()).decode(),
            )

        return asyncio.run(ask())


@pytest.fixture
def pages(answers: Answers) -> dict[str, str]:
    return answers.pages


def test_the_hostile_articles_are_there(pages: dict[str, str]) -> None:
    assert sum(path.startswith("/article/") for path in pages) >= len(HOSTILE) - 2
    assert all("runs a" in text for path, text in pages.items() if path != "/sources")
    changed = [text for path, text in pages.items() if path.endswith("/versions")]
    assert all("<ins" in text and "<del" in text for text in changed)


def test_nothing_of_a_feed_acts(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        root = html.document_fromstring(text)
        for element in root.iter(etree.Element):
            tag = str(element.tag)
            assert tag not in ACTIVE or _own(element), f"{path}: <{tag}>"
            for name, value in [(str(a), str(b)) for a, b in element.attrib.items()]:
                assert not name.lower().startswith("on"), f"{path}: {name}"
                if name in ("href", "src", "action", "formaction"):
                    scheme = "".join(value.lower().split()).partition(":")[0]
                    assert scheme not in ("javascript", "data", "vbscript"), f"{path}: {value}"
        assert "act()</script>" not in text


def test_feeds_given_out_hold_text_alone(answers: Answers) -> None:
    for path, text in answers.atom.items():
        root = etree.fromstring(text.encode())
        assert "Ferry" in text, path
        for element in root.iter(etree.Element):
            name = str(element.tag).rpartition("}")[2]
            assert str(element.tag).startswith("{http://www.w3.org/2005/Atom}"), f"{path}: {name}"
            if name in ("title", "summary", "content", "subtitle", "rights"):
                # Readers take type="html" for markup, and text for text.
                assert element.get("type", "text") == "text", f"{path}: {name}"
                assert len(element) == 0
            address = element.get("href", "http:") if name == "link" else "http:"
            assert address.startswith(("http:", "https:")), f"{path}: {address}"


def test_json_is_never_taken_for_a_page(answers: Answers) -> None:
    for path, answer in answers.json.items():
        assert answer.headers["content-type"].startswith("application/json"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        for name, value in _addresses(answer.json()):
            assert value.startswith(("http://", "https://")), f"{path}: {name} {value}"
    assert "Ferry" in answers.json["search?q=ferry"].text


def _addresses(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every URL in an answer, with the name it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _addresses(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _addresses(inner, name)
    elif isinstance(value, str) and name in ("url", "image", "link"):
        yield name, value


def test_the_list_of_sources_given_out_is_whole(answers: Answers) -> None:
    assert "onclick=act()>" not in answers.opml
    (outline,) = read_opml(answers.opml.encode())
    assert outline.url == SOURCE.url
    root = etree.fromstring(answers.opml.encode())
    assert {str(one.tag) for one in root.iter(etree.Element)} <= {
        "opml", "head", "title", "dateCreated", "body", "outline",
    }  # fmt: skip


def _own(element: etree._Element) -> bool:
    """Drawings of our own pages: charts and marks."""
    above = [element, *element.iterancestors()]
    return any(str(one.tag) == "svg" and one.get("class") for one in above)
