"""What is one article: neither another id in a feed nor another title makes a new one."""

from typing import Any

import pytest
from msgspec.structs import replace

from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.findings import find
from newsloom.model.facts import Article, Capture, Hints
from newsloom.model.identity import identity, settled_address
from newsloom.pipeline import Prepared, settle
from newsloom.store.base import Cursor, ReadArticle, SameText
from newsloom.stories.features import features_of

TEXT = "The harbour council closed the old swing bridge after divers found cracks in it. " * 3
FIRST = {"url": "https://anders.example/bridge", "title": "Bridge closed", "text": TEXT}


def article(seq: int = 1, **changes: Any) -> Article:
    """The article of a page; ``id`` is what its feed calls it."""
    told = FIRST | changes
    html = f"<html><head><title>{told['title']}</title></head><body><p>{told['text']}</p></body>"
    hints = Hints(given_id=told.get("id"), outlet="Anders Courier", title=told["title"])
    made = Capture(f"c{seq}", "page", told["url"], told["url"], 0, 200, (), hints, None,
                   html.encode(), seq)  # fmt: skip
    return extract_capture(made, Debris.empty()).article


@pytest.mark.parametrize(
    ("changes", "same_article", "same_version"),
    [
        ({"id": "guid-2"}, True, True),
        ({"url": "http://www.anders.example/bridge/?utm_source=rss#top"}, True, True),
        ({"url": "https://m.anders.example/bridge?fbclid=1"}, True, True),
        ({"url": "https://anders.example/amp/bridge"}, True, True),
        ({"title": "Old bridge is closed"}, True, False),
        ({"text": TEXT + "It opens again in May."}, True, False),
        ({"url": "https://anders.example/bridge-2"}, False, False),
    ],
)
def test_articles_and_their_versions(
    changes: dict[str, str], same_article: bool, same_version: bool
) -> None:
    one, other = article(), article(2, **changes)
    assert (identity(one) == identity(other)) is same_article
    assert (one.id == other.id) is same_version
    results = [Prepared(each, find(each), features_of(each), b"") for each in (one, other)]
    _, second = settle(results, {}, {}, Cursor("read", 0, 2), 0).puts
    if same_version:
        assert isinstance(second, SameText) and second.article == one.id
    else:
        assert isinstance(second, ReadArticle)
        assert second.article.supersedes == (one.id if same_article else None)


def test_without_an_address_the_given_id_counts() -> None:
    one = replace(article(), url=None, given_id="r1")
    assert identity(one) == identity(replace(one, title="Another"))
    assert identity(one) != identity(replace(one, given_id="r2"))
    assert identity(one) != identity(replace(one, outlet="Elmtal Observer"))


LINK = "https://anders.example/2025/01/old-bridge-is-closed"
PROXY = "https://feeds.proxy.example/~r/anders/~3/AbC123xyz/"


@pytest.mark.parametrize(
    ("url", "final", "canonical", "settled"),
    [
        (LINK, LINK, None, None),
        (LINK, LINK + "?utm_source=rss", LINK + "/", None),
        # A redirector is no address of an article; the page it leads to is.
        (PROXY, LINK, None, LINK),
        ("https://short.example/x7", "http://www.anders.example/news/48213", None,
         "https://anders.example/news/48213"),
        ("https://anders.example/?p=48213", LINK, None, LINK),
        (LINK, "https://anders.example/news/" + LINK.rsplit("/")[-1], None,
         "https://anders.example/news/old-bridge-is-closed"),
        # What a page calls its address, in the same words or under the same number.
        ("https://amp.anders.example/x/old-bridge-is-closed.amp.html", None, LINK, LINK),
        ("https://anders.example/print/4821399", None, "https://anders.example/bridge-4821399",
         "https://anders.example/bridge-4821399"),
        (PROXY, "https://mobil.anders.example/s/old-bridge-is-closed", LINK, LINK),
        # A wall, the front page, a section, another outlet.
        (LINK, "https://anders.example/login", None, None),
        (LINK, "https://anders.example/", "https://anders.example/", None),
        (PROXY, "https://anders.example/", None, None),
        (LINK, None, "https://anders.example/news", None),
        (LINK, None, "https://anders.example/2025/01/another-article-of-ours", None),
        (LINK, None, "https://elmtal.example/2025/01/old-bridge-is-closed", None),
        (LINK, None, "not an address", None),
        # A day and a page number name no article, and a section's words none either.
        ("https://anders.example/20250107/a", None, "https://anders.example/20250107/b", None),
        ("https://anders.example/news-from-our-town/x7", None,
         "https://anders.example/news-from-our-town", None),
        ("https://anders.example/2025/01/07/a", None, "https://anders.example/2025/01/07/b", None),
    ],
)  # fmt: skip
def test_where_a_page_stands(
    url: str, final: str | None, canonical: str | None, settled: str | None
) -> None:
    assert settled_address(url, final, canonical) == settled


def reached(seq: int, url: str, final: str, canonical: str = "") -> Article:
    link = f"<link rel='canonical' href='{canonical}'>" if canonical else ""
    html = f"<html><head><title>Bridge closed</title>{link}</head><body><p>{TEXT}</p></body></html>"
    made = Capture(
        f"c{seq}", "page", url, final, 0, 200, (), Hints(outlet="Anders Courier"), "s1",
        html.encode(), seq,
    )  # fmt: skip
    return extract_capture(made, Debris.empty()).article


def test_an_article_met_through_several_links_is_one() -> None:
    met = [
        reached(1, LINK, LINK),
        reached(2, PROXY, LINK + "?utm_medium=feed"),
        reached(3, "https://anders.example/a/old-bridge-is-closed", LINK, LINK),
        reached(4, "https://amp.anders.example/x/old-bridge-is-closed.html",
                "https://amp.anders.example/x/old-bridge-is-closed.html", LINK),
    ]  # fmt: skip
    assert len({identity(one) for one in met}) == 1
    assert len({one.id for one in met}) == 1
    assert [one.url for one in met][1] == PROXY  # the link stays what the feed said
    results = [Prepared(each, find(each), features_of(each), b"") for each in met]
    first, *others = settle(results, {}, {}, Cursor("read", 0, 4), 0).puts
    assert isinstance(first, ReadArticle)
    assert all(isinstance(one, SameText) for one in others)
