"""What is polled, from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cli_runs import failed, invoke, ran, told

from newsloom.app.stored import now_us
from newsloom.model.times import DAY_US, HOUR_US
from newsloom.store.base import SourceState
from newsloom.store.sqlite.store import SqliteStore

FEED, MAP = "https://quillmoor.example/rss.xml", "https://elmtal.example/sitemap.xml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ran("sources", "add", FEED, "--outlet", "Quillmoor Gazette", "--data", tmp_path / "data",
        "--kind", "feed")  # fmt: skip
    return tmp_path / "data"


def test_add_list_remove(data: Path) -> None:
    added = told("sources", "add", MAP, FEED, "--data", data, "--json")
    assert added["added"] == 1
    assert [(one["url"], one["kind"], one["new"]) for one in added["sources"]] == [
        (MAP, "sitemap", True), (FEED, "feed", False),
    ]  # fmt: skip
    assert "could not be looked at" in added["sources"][0]["note"]
    rows = told("sources", "list", "--data", data, "--json")
    kinds = {row["url"]: (row["kind"], row["outlet"]) for row in rows}
    assert kinds == {FEED: ("feed", "Quillmoor Gazette"), MAP: ("sitemap", "elmtal.example")}
    text = ran("sources", "list", "--data", data)
    assert FEED in text
    assert "Quillmoor Gazette" in text
    said = ran("sources", "remove", MAP, rows[0]["id"], "nothing", "--data", data)
    assert "nothing: no such source" in said
    assert said.count(": removed") == 2 or said.count(": no such source") == 2
    health = ran("sources", "health", "--data", data)
    assert MAP not in health


def test_a_page_is_added_for_what_it_is(data: Path) -> None:
    """Served by a press on loopback: a feed, a page that names it, a page without, and nothing."""
    feed = b"<rss version='2.0'><channel><title>All of it</title></channel></rss>"
    home = b'<html><link rel="alternate" type="application/rss+xml" href="/all.rss"></html>'
    links = "".join(
        f'<h2><a href="/news/ferry-number-{n}-runs-again">Ferry number {n} runs again now</a></h2>'
        for n in range(4)
    )
    pages = {
        "/all.rss": feed, "/": home, "/news/": links.encode(), "/empty": b"<html>Hello.</html>",
    }  # fmt: skip
    with served(pages) as host:
        data.joinpath("newsloom.toml").write_text(
            f'allow_private = ["{host}"]\nown_hosts = ["{host}"]\n', encoding="utf-8"
        )
        url = f"http://{host}"
        added = told("sources", "add", url + "/", url + "/news/", "--data", data, "--json")
        feed_row, section = added["sources"]
        assert (feed_row["kind"], feed_row["url"]) == ("feed", url + "/all.rss")
        assert (section["kind"], section["url"]) == ("section", url + "/news/")
        assert "no feed or sitemap was found" in section["note"]
        assert "--kind section" in failed("sources", "add", url + "/empty", "--data", data)
        forced = ran("sources", "add", url + "/empty", "--kind", "section", "--data", data)
        assert forced.endswith("1 new source\n")


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("content-length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_an_address_that_is_none(data: Path) -> None:
    assert "http(s) address" in failed("sources", "add", "quillmoor.example", "--data", data)


def test_opml_takes_everything_along(data: Path, tmp_path: Path) -> None:
    ran("sources", "add", MAP, "--data", data, "--kind", "sitemap")
    ran("sources", "add", "https://elmtal.example/politik/", "--data", data, "--kind", "section")
    file = tmp_path / "all.opml"
    file.write_text(ran("sources", "export", "--data", data), encoding="utf-8")
    assert told("sources", "import", file, "--data", tmp_path / "b", "--json") == {"added": 3}
    rows = [told("sources", "list", "--data", one, "--json") for one in (data, tmp_path / "b")]
    kinds = [{(row["kind"], row["url"], row["outlet"]) for row in some} for some in rows]
    assert kinds[0] == kinds[1]
    assert {kind for kind, _, _ in kinds[0]} == {"feed", "sitemap", "section"}


def test_opml_out_and_in(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(ran("sources", "export", "--data", data), encoding="utf-8")
    other = tmp_path / "other"
    assert told("sources", "import", file, "--data", other, "--json") == {"added": 1}
    assert ran("sources", "import", file, "--data", other) == "0 new sources\n"
    assert [row["url"] for row in told("sources", "list", "--data", other, "--json")] == [FEED]
    file.write_text("<html>no list</html>", encoding="utf-8")
    assert "opml" in failed("sources", "import", file, "--data", other).lower()


def test_health(data: Path) -> None:
    (row,) = told("sources", "health", "--data", data, "--json")
    assert row["source"]["url"] == FEED
    assert row["state"]["status"] == "new"
    text = ran("sources", "health", "--data", data)
    assert text.startswith("new ")
    assert text.endswith("\n1 source: 1 new\n")


def test_health_says_why_and_when(data: Path) -> None:
    store = SqliteStore(data)
    (source,) = store.sources()
    now = now_us()
    state = SourceState(
        source.id, "failing", "HTTP 500", checked_us=now, ok_us=now - 3 * DAY_US,
        next_us=now + 5 * HOUR_US + DAY_US // 100, failures=4,
    )  # fmt: skip
    store.commit_poll(state, [], [])
    store.close()
    line, total = ran("sources", "health", "--data", data).splitlines()
    assert line == (
        f"failing   Quillmoor Gazette: {FEED}  "
        "HTTP 500; 4 times in a row; last read 3 days ago; next try in 5 h"
    )
    assert total == "1 source: 1 failing"


def test_discover_never_asks_private_addresses(data: Path) -> None:
    result = invoke("sources", "discover", "http://127.0.0.1:9/", "--data", data)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
