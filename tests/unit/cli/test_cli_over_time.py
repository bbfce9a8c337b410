"""How an article changed, and what could not be read, from the command line."""

import json
from pathlib import Path

import pytest
from cli_runs import RECORDS, failed, invoke, ran, told

from newsloom.app.stored import intents_of
from newsloom.engine.intents import carry_out
from newsloom.store.sqlite.store import SqliteStore

FIRST = RECORDS[0]
CHANGED = FIRST | {
    "title": "Storm tide floods Quillmoor",
    "text": FIRST["text"].replace("312", "321").replace("so high", "so very high"),
}


@pytest.fixture
def changed(folder: Path, tmp_path: Path) -> Path:
    """A folder where an article changed and changed back."""
    for number, record in enumerate((CHANGED, FIRST | {"seen": 3})):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(json.dumps(record), encoding="utf-8")
        ran("import", path, "--data", folder, "--workers", "1")
    return folder


def latest(folder: Path) -> str:
    rows = map(json.loads, ran("export", "articles", "--data", folder).splitlines())
    return str(next(row["article"] for row in rows if row["outlet"] == FIRST["outlet"]))


def test_versions_word_by_word(changed: Path) -> None:
    shown = ran("versions", latest(changed), "--data", changed)
    assert f"title: {FIRST['title']} -> Storm tide floods Quillmoor" in shown
    assert "figure: 312 people -> 321 people" in shown
    assert "quote: We have never seen the water so high, -> We have never" in shown
    assert "[-312-] {+321+} people" in shown and "so {+very+} high" in shown
    assert "version 3, seen" in shown and "an older text again" in shown
    first, second, third = told("versions", latest(changed), "--data", changed, "--json")["items"]
    assert first["article"] == third["article"] == latest(changed) != second["article"]


def test_a_page_that_went_back_shows_its_older_text(changed: Path) -> None:
    rows = [json.loads(row) for row in ran("export", "articles", "--data", changed).splitlines()]
    assert {row["title"] for row in rows} == {record["title"] for record in RECORDS}
    assert not json.loads(ran("search", "Quillmoor", "--data", changed, "--json"))[1:]


def test_an_address_of_a_page_names_an_article(changed: Path) -> None:
    address = f"http://127.0.0.1:8000/article/{latest(changed)}"
    assert "version 1" in ran("versions", address, "--data", changed)
    assert "no article anything" in invoke("versions", "anything", "--data", changed).stderr


@pytest.fixture
def ill(tmp_path: Path) -> Path:
    """A folder with two pages that hold no article, and a line that is no record."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(2):
        text = f"<html><body><p>Number {number}. Before you continue to our site, accept all "
        (pages / f"{number}.html").write_text(text + "cookies.</p></body></html>")
    (tmp_path / "bad.jsonl").write_text("{no record\n")
    data = tmp_path / "ill"
    invoke("import", pages, tmp_path / "bad.jsonl", "--data", data, "--workers", "1")
    return data


def test_quarantine_is_listed_and_looked_at(ill: Path) -> None:
    assert len(ran("quarantine", "list", "--data", ill).splitlines()) == 3
    rows = told("quarantine", "list", "--reason", "consent", "--data", ill, "--json")
    assert len(rows) == 2
    assert ran("quarantine", "list", "--limit", "1", "--data", ill).count("\n") == 1
    shown = ran("quarantine", "show", rows[0]["capture"], "--data", ill)
    assert "consent in read" in shown and "before you continue" in shown.lower()
    (line,) = [r for r in told("quarantine", "list", "--data", ill, "--json") if not r["seq"]]
    assert "not captured" in ran("quarantine", "show", line["capture"], "--data", ill)
    assert "no item c1 in quarantine" in failed("quarantine", "show", "c1", "--data", ill)


def test_items_are_read_again(ill: Path) -> None:
    rows = told("quarantine", "list", "--reason", "consent", "--data", ill, "--json")
    again = ("quarantine", "retry", "--data", ill)
    assert told(*again, rows[0]["capture"], "--json") == {"items": 1, "left": 1, "queued": False}
    assert told(*again, "--reason", "consent", "--json")["items"] == 2
    assert told(*again, "--all", "--json") == {"items": 2, "left": 2, "queued": False}
    after = told("quarantine", "list", "--reason", "consent", "--data", ill, "--json")
    assert {one["capture"] for one in after} == {one["capture"] for one in rows}
    assert min(one["seq"] for one in after) > max(one["seq"] for one in rows)
    for wrong in ((), ("--all", "c1"), ("c1", "--reason", "consent")):
        assert invoke(*again, *wrong).exit_code == 2
    (line,) = [r for r in told("quarantine", "list", "--data", ill, "--json") if not r["seq"]]
    assert invoke(*again, line["capture"]).exit_code == 1


def test_a_running_newsloom_is_asked_to_read_again(ill: Path) -> None:
    running = SqliteStore(ill, engine=True)
    try:
        done = told("quarantine", "retry", "--all", "--data", ill, "--json")
        assert done == {"items": 3, "left": 0, "queued": True}
        assert carry_out(running, intents_of(running)) == 1
        assert [row.seq for row in running.quarantine()] == [0]
        assert running.counts().pending == 2
    finally:
        running.close()
