"""What is one article: neither another id in a feed nor another title makes a new one."""

from typing import Any

import pytest
from msgspec.structs import replace

from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.findings import find
from newsloom.model.identity import identity
from newsloom.model.types import Article, Capture, Hints
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
