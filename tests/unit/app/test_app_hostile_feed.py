"""Markup from a feed is text on our pages: nothing of it can act."""

import asyncio
from html import escape
from urllib.parse import quote

import httpx
import pytest
from lxml import etree, html

from newsloom.app.actions import LiveActions
from newsloom.app.live import _app
from newsloom.app.stored import working
from newsloom.config import Config
from newsloom.model.types import Source
from newsloom.sources.feed import parse_feed
from newsloom.sources.items import entry_capture

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


def feed() -> bytes:
    items = ""
    for n, bad in enumerate(HOSTILE):
        inside = escape(bad)
        items += (
            f"<item><title>{inside} Ferry {n} runs again {inside}</title><guid>{n}</guid>"
            f"<link>https://post.example/{n}?q={quote(bad)}</link>"
            f"<author>{inside}</author><description>{inside} {PLAIN * 3}{inside}</description>"
            f"<pubDate>Mon, 06 Jan 2025 10:{n:02}:00 GMT</pubDate></item>"
        )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page that shows something of the feed: path -> markup."""
    folder = tmp_path_factory.mktemp("hostile")
    parsed = parse_feed(feed())
    captures = [entry_capture(entry, SOURCE, NOW) for entry in parsed.entries]
    with working(folder, 1, None) as (store, engine):
        store.put_sources([SOURCE])
        store.admit(one for one in captures if one is not None)
        engine.drain()
        app = _app(store, LiveActions(store, Config()), Config(), None)
        articles = [one.id for one, _, _ in store.articles()]
        stories = [one.id for one, _ in store.stories()]
        paths = ["/", "/sources", "/search?q=ferry", "/search?q=" + quote(HOSTILE[0])]
        paths += [f"/article/{one}" for one in articles] + [f"/story/{one}" for one in stories]

        async def ask() -> dict[str, str]:
            transport = httpx.ASGITransport(app=app)
            base = "http://127.0.0.1"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                answers = {path: await client.get(path) for path in paths}
            assert {answer.status_code for answer in answers.values()} == {200}
            return {path: answer.text for path, answer in answers.items()}

        return asyncio.run(ask())


def test_the_hostile_articles_are_there(pages: dict[str, str]) -> None:
    assert sum(path.startswith("/article/") for path in pages) >= len(HOSTILE) - 2
    assert all("runs again" in text for path, text in pages.items() if path != "/sources")


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


def _own(element: etree._Element) -> bool:
    """Drawings of our own pages: charts and marks."""
    above = [element, *element.iterancestors()]
    return any(str(one.tag) == "svg" and one.get("class") for one in above)
