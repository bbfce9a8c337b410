"""What is polled, from the command line."""

from pathlib import Path

import pytest
from cli_runs import failed, invoke, ran, told

FEED, MAP = "https://quillmoor.example/rss.xml", "https://elmtal.example/sitemap.xml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ran("sources", "add", FEED, "--outlet", "Quillmoor Gazette", "--data", tmp_path / "data")
    return tmp_path / "data"


def test_add_list_remove(data: Path) -> None:
    assert told("sources", "add", MAP, FEED, "--data", data, "--json") == {"added": 1}
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


def test_an_address_that_is_none(data: Path) -> None:
    assert "http(s) address" in failed("sources", "add", "quillmoor.example", "--data", data)


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
    assert ran("sources", "health", "--data", data).startswith("new ")


def test_discover_never_asks_private_addresses(data: Path) -> None:
    result = invoke("sources", "discover", "http://127.0.0.1:9/", "--data", data)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
