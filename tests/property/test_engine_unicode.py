"""Whatever code points an import record holds: it is read or refused, and everything shows it."""

import asyncio
import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from newsloom.engine.digest import digest
from newsloom.engine.doctor import Check, examine
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.model.errors import Unreadable
from newsloom.model.facts import Capture
from newsloom.serve.export import TABLES, write_csv, write_jsonl
from newsloom.serve.web import make_app
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

_NOW_US = 1_711_929_600_000_000
_ODD = st.sampled_from(
    ("\x00", "\ud800", "\udfff", "\ud83d\ude00", "\ufeff", "\ufffe", "\u202e", "\u2028", "\x85",
     "\x1b[31m", "\r", "\n", "\r\n", "<b>", "]]>", "&#0;", "{{ 7*7 }}", '"', "'", "\\", "é",
     "e\u0301", "said Ada Quill: “We lost 12 houses”", " ", "٣", "\U0010ffff", "=1+1")
)  # fmt: skip
_TEXT = st.one_of(st.text(max_size=60), st.lists(_ODD, max_size=12).map("".join))
_RECORD = st.fixed_dictionaries(
    {"title": _TEXT, "text": _TEXT},
    optional={
        "id": _TEXT,
        "url": _TEXT,
        "outlet": _TEXT,
        "lang": _TEXT,
        "published": _TEXT,
        "authors": st.lists(_TEXT, max_size=2),
    },
)


def _capture(record: dict[str, Any], escaped: bool) -> Capture | None:
    line = json.dumps(record, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    try:
        return read_record(line, _NOW_US)
    except Unreadable as refused:
        assert str(refused)
        return None


def _pages(store: SqliteStore) -> list[str]:
    paths = ["/", "/search?q=%00said", "/sources", "/removals", "/feed.atom", "/api/v1/stories"]
    for story, _ in store.stories():
        paths += [
            f"/story/{story.id}",
            f"/story/{story.id}/feed.atom",
            f"/api/v1/stories/{story.id}",
        ]
    for article, _, _ in store.articles():
        paths += [f"/article/{article.id}", f"/api/v1/articles/{article.id}"]
    return paths


async def _visit(store: SqliteStore) -> None:
    app = make_app(
        store,
        None,  # type: ignore[arg-type]  # nothing here sends a form
        clock=lambda: _NOW_US,
        full_text=lambda request: True,
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for path in _pages(store):
            answer = await client.get(path)
            assert answer.status_code == 200, path
            text = answer.content.decode("utf-8")
            if path.startswith("/api"):
                json.loads(text)
            elif path.endswith(".atom"):
                etree.fromstring(answer.content)


def _exported(store: SqliteStore) -> None:
    for table, rows in TABLES.items():
        lines, sheet = io.StringIO(newline=""), io.StringIO(newline="")
        write_jsonl(rows(store), lines)
        found = [json.loads(line) for line in lines.getvalue().split("\n") if line]
        assert found == list(rows(store)), table
        lines.getvalue().encode("utf-8")
        write_csv(rows(store), sheet)
        sheet.seek(0)
        assert len(list(csv.DictReader(sheet))) == len(found), table


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(_RECORD, st.booleans()), min_size=1, max_size=4))
@example([({"title": "a\ud800b", "text": "c"}, True), ({"title": "x\x00y", "text": "\x00"}, True)])
@example([({"title": "a", "text": "b", "id": "\udfff", "url": "http://\ud800/"}, True)])
@example([({"title": "a", "text": "b", "url": "http://[", "lang": "x-\x00"}, False)])
def test_any_record(records: list[tuple[dict[str, Any], bool]]) -> None:
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder), engine=True)
        try:
            engine = Engine(store, InProcess(), load_weights(), lambda: _NOW_US)
            captures = [_capture(record, escaped) for record, escaped in records]
            store.admit(one for one in captures if one is not None)
            engine.drain()
            assert store.counts().pending == 0
            before = digest(store)
            assert before == digest(store)
            assert not _broken(store)
            _exported(store)
            asyncio.run(_visit(store))
            for record, _ in records:
                store.search(record["title"])
            _remove_all(store, engine)
        finally:
            store.close()


def _broken(store: SqliteStore) -> list[Check]:
    return [check for check in examine(store) if not check.ok and check.name != "disk"]


def _remove_all(store: SqliteStore, engine: Engine) -> None:
    """What came in can be taken out again."""
    for article, _, _ in list(store.articles()):
        wish = make_request(article.id, "article", "", "", "", _NOW_US)
        store.put_request(wish)
        assert store.remove(Ruling(wish.id, "removed", "op", "", _NOW_US)) >= 1
        engine.drain()
    assert not list(store.articles())
    assert not list(store.stories())
    assert not _broken(store)
