"""Which pages are articles, as far as a section's links are concerned."""

import pytest

from newsloom.discover.pages import is_article

SENTENCE = "The ferry across the strait runs again after the storm, the harbour office said. "
TEXT = "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(5))
TEASERS = "".join(
    f'<div><h3><a href="/{n}">A heading of a teaser, number {n}</a></h3><p>{SENTENCE}</p></div>'
    for n in range(12)
)


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def typed(kind: str) -> str:
    return f'<script type="application/ld+json">{kind}</script>'


@pytest.mark.parametrize(
    "good",
    [
        page(TEXT),
        page("<p>Subscribe.</p>", '<meta property="og:type" content="article">'),
        page("<p>Subscribe.</p>", typed('{"@type": "NewsArticle"}')),
        page("<p>x</p>", typed('{"@graph": [{"@type": "WebPage"}, {"@type": ["Article"]}]}')),
        page(f"<h1>Ferry</h1>{TEXT}<h3><a href='/2'>More</a></h3>", typed("{broken")),
        page("<p>" + "港湾の橋は嵐のあと再び開通したと港湾局が発表した。" * 20 + "</p>"),
    ],
)
def test_articles(good: bytes) -> None:
    assert is_article(good)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x00\xff\xfe",
        page("<p>Short.</p>"),
        page(TEASERS),
        page(TEXT, typed('{"@type": "CollectionPage"}')),
        page(
            TEASERS, typed('{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle"}]}')
        ),
        page("".join(f"<p><a href='/{n}'>{SENTENCE * 2}</a></p>" for n in range(9))),
        page("x", typed("[" * 100_000)),
    ],
)
def test_no_articles(bad: bytes) -> None:
    assert not is_article(bad)
