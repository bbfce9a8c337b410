"""Whole outputs for a small demo press, compared with stored ones.

A difference is either a mistake or an improvement to be looked at: `NEWSLOOM_UPDATE_GOLDEN=1`
writes the files anew, and `git diff tests/golden` shows what changed for a reader.
"""

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from golden_press import asked, filled, told
from lxml import etree

from newsloom.store.sqlite.store import SqliteStore

HERE = Path(__file__).parent
_ID = re.compile(r"(?<![0-9a-z])[a-z][0-9a-f]{24}(?![0-9a-z])")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = filled(tmp_path_factory.mktemp("golden"))
    yield store
    store.close()


def numbered(text: str) -> str:
    """Ids as ``a#1``, ``a#2`` by first appearance: they follow from the bytes of the texts."""
    seen: dict[str, str] = {}
    kinds: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        found = match[0]
        if found not in seen:
            kinds[found[0]] = kinds.get(found[0], 0) + 1
            seen[found] = f"{found[0]}#{kinds[found[0]]}"
        return seen[found]

    return _ID.sub(name, text)


def compare(name: str, text: str) -> None:
    """Fail when a text differs from the stored one; write it when asked to."""
    path = HERE / name
    if os.environ.get("NEWSLOOM_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    hint = f"{name} differs; if it should, renew it with NEWSLOOM_UPDATE_GOLDEN=1"
    assert text == path.read_text(encoding="utf-8"), hint


def test_the_stories(store: SqliteStore) -> None:
    compare("press.txt", told(store))


def test_the_front_feed(store: SqliteStore) -> None:
    answer = asked(store, "/feed.atom")
    assert answer.status_code == 200
    tree = etree.fromstring(answer.content)
    etree.indent(tree)
    compare("front.atom", numbered(etree.tostring(tree, encoding="unicode")) + "\n")


def _without_judgement(value: Any) -> Any:
    """Drop what any training of weights changes: scores, reasons, storylines and runners-up."""
    if isinstance(value, dict):
        dropped = ("score", "why", "rival", "storyline", "seq")
        return {k: _without_judgement(v) for k, v in value.items() if k not in dropped}
    return [_without_judgement(one) for one in value] if isinstance(value, list) else value


def test_an_article_of_the_api(store: SqliteStore) -> None:
    copies = [a for a, _, origin in store.articles() if origin and origin.relation == "edited"]
    answer = asked(store, f"/api/v1/articles/{copies[0].id}")
    assert answer.status_code == 200
    body = msgspec.json.encode(_without_judgement(answer.json()))
    compare("article.json", numbered(msgspec.json.format(body).decode()) + "\n")


def test_the_press_is_worth_comparing(store: SqliteStore) -> None:
    """The golden files say little unless every relation, a quote and a figure stand in them."""
    text = told(store)
    for word in ("original", "independent", "identical", "edited", "QUOTE", "FIGURES", "PERSON"):
        assert word in text
    firsts = [story.first_seq for story, _ in store.stories()]
    assert len(firsts) > 3
    assert all(a < b for a, b in pairwise(firsts))
