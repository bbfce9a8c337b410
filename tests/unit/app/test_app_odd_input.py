"""Odd names, broken files, full disks: one line for a person, and the rest goes on."""

import gzip
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsloom import app
from newsloom.cli import main
from newsloom.store.sqlite.store import SqliteStore

STORY = "The harbour is open again\n\n" + "The harbour of Quillmoor opened again on Monday. " * 9


def invoke(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in args], catch_exceptions=False)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with names that are no UTF-8, where the file system has such names."""
    folder = tmp_path / "odd"
    folder.mkdir()
    try:
        for name in (b"\xfe.txt", b"\xff.txt"):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(STORY + name.hex())
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff.jsonl")).write_text("{")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    return folder


def test_names_that_are_no_text(odd: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = app.import_paths((odd,), data, 1, None)
    assert (done.articles, done.quarantined) == (2, 1)
    with app.reading(data) as store:
        names = sorted(article.given_id for article, _, _ in store.articles())
        assert "\\udcff.jsonl" in store.quarantine()[0].place
    assert names == ["\\udcfe.txt", "\\udcff.txt"]
    assert invoke("export", "articles", "--data", data).exit_code == 0
    extracted = invoke("extract", odd).stdout.splitlines()
    assert [Path(json.loads(line)["path"]).name for line in extracted] == names
    wish = app.request_takedown(os.fsdecode(b"\xff.txt"), "article", "", "", "", data)
    assert wish.articles == 1


def test_odd_names_can_be_queued(odd: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    owner = SqliteStore(data, engine=True)
    path = next(path for path in sorted(odd.iterdir()) if path.suffix == ".txt")
    assert app.import_paths((path,), data, 1, None).queued
    owner.close()
    (tmp_path / "other.txt").write_text("Another headline\n\n" + "Other words here. " * 9)
    assert app.import_paths((tmp_path / "other.txt",), data, 1, None).articles == 2


def test_a_page_that_breaks_off_is_a_row(tmp_path: Path) -> None:
    broken = bytearray(gzip.compress(STORY.encode() * 20))
    broken[30:40] = b"0123456789"
    path = tmp_path / "page.html.gz"
    path.write_bytes(broken)
    for command in ("extract", "feed"):
        result = invoke(command, path)
        assert result.exit_code == 1
        assert json.loads(result.stdout)["error"]


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    data = tmp_path / "data"
    app.import_paths((tmp_path / "a.txt",), data, 1, None)
    result = invoke("export", "articles", "--data", data, "-o", tmp_path / "none" / "x.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("newsloom: ") and result.stderr.count("\n") == 1


def test_sources_that_are_none(tmp_path: Path) -> None:
    assert invoke("sources", "add", "http://", "--data", tmp_path).exit_code == 1
    assert invoke("sources", "add", "http://[x", "--data", tmp_path).exit_code == 1
    added = invoke("sources", "add", "https://quillmoor.example/rss", "--data", tmp_path)
    assert added.exit_code == 0
    assert invoke("sources", "remove", "nothing", "--data", tmp_path).exit_code == 1


def test_a_request_for_an_id_promises_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    app.import_paths((tmp_path / "a.txt",), tmp_path / "data", 1, None)
    said = invoke("takedown", "request", "b.txt", "--data", tmp_path / "data").stdout
    assert "Nothing of this is here now." in said and "kept from" not in said


@pytest.mark.parametrize(
    ("target", "scope", "fits"),
    [
        ("", "article", False),
        (" ", "domain", False),
        ("https://", "domain", False),
        ("*.example", "domain", False),
        ("The Saltgate Post", "domain", False),
        ("post.example", "domain", True),
        ("https://ada@post.example:8080/x", "domain", True),
        ("https://[2001:db8::1]/x", "domain", True),
        ("intranet", "domain", True),
        ("grüße.example", "domain", True),
    ],
)
def test_a_removal_request_names_something(
    tmp_path: Path, target: str, scope: str, fits: bool
) -> None:
    """What nothing can match must not look as if it were kept away from now on."""
    SqliteStore(tmp_path).close()
    done = invoke("takedown", "request", target, "--scope", scope, "--data", tmp_path)
    assert (done.exit_code == 0) == fits
    assert ("articles match" in done.stdout) == fits
    assert len(app.takedowns(tmp_path)) == fits


@pytest.mark.parametrize("command", ["extract", "feed"])
def test_what_unpacks_to_too_much_is_left(tmp_path: Path, command: str) -> None:
    bomb = tmp_path / "bomb.html.gz"
    bomb.write_bytes(gzip.compress(bytes(10_000_001)))
    (row,) = map(json.loads, invoke(command, bomb).stdout.splitlines())
    assert row["error"] == "more than 10000000 bytes"
