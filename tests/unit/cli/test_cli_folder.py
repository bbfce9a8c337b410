"""Commands that fill, read, empty and check a folder."""

import csv
import gzip
import io
import json
import shlex
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cli_runs import RECORDS, failed, invoke, ran, told, written

TABLES = ("articles", "stories", "quotes", "figures", "origins", "people", "takedowns")


def test_an_import_says_what_it_did(tmp_path: Path) -> None:
    file = written(tmp_path / "articles.jsonl", "no json", '{"title": 7}', "")
    line = ("import", file, "--data", tmp_path / "data", "--workers", "1")
    done = told(*line, "--json")
    assert (done["captures"], done["articles"], done["quarantined"]) == (2, 2, 2)
    assert done["nothing_read"] is False
    again = ran(*line)
    assert again.startswith("0 new items in ")
    _, _, command = again.splitlines()[1].partition(
        "2 items in quarantine; which and why: newsloom "
    )
    listed = ran(*shlex.split(command))
    assert f"{file} line 3: " in listed and "JSON is malformed" in listed
    rows = told("doctor", "--data", tmp_path / "data", "--json")
    (quarantine,) = [row for row in rows if row["name"] == "quarantine"]
    assert quarantine["ok"]
    assert quarantine["detail"].startswith("2 items: ")
    assert f"{file} line 3: " in quarantine["detail"]


def test_what_can_be_imported(tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    paragraph = "The ferry to Saltgate sails again after nine days of storm. " * 6
    page = f"<html><title>Ferry sails</title><body><article><p>{paragraph}</p></article></html>"
    (folder / "a.txt").write_text(f"Ferry sails again\n\n{paragraph}\n", encoding="utf-8")
    (folder / "b.html").write_text(page, encoding="utf-8")
    (folder / "c.html.gz").write_bytes(gzip.compress(page.replace("nine", "ten").encode()))
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(json.dumps(RECORDS[0]).encode()))
    (folder / ".hidden.txt").write_text("Not for us", encoding="utf-8")
    outline = '<outline type="rss" text="Q" xmlUrl="https://quillmoor.example/feed"/>'
    opml = f'<opml version="2.0"><head/><body>{outline}</body></opml>'
    (folder / "e.opml").write_text(opml, encoding="utf-8")
    done = told("import", folder, "--data", tmp_path / "data", "--workers", "1", "--json")
    assert (done["captures"], done["sources"], done["quarantined"]) == (4, 1, 0)
    rows = ran("export", "articles", "--data", tmp_path / "data").splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["a.txt", "b.html", "c.html.gz", "q1"]
    assert all("HTTP" not in json.loads(row)["text"] for row in rows)


@pytest.mark.parametrize(
    ("name", "content"), [("a.jsonl", "no json\n"), ("b.xyz", "?"), ("c.txt", "")]
)
def test_status_1_when_nothing_could_be_read(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = invoke("import", tmp_path / name, "--data", tmp_path / "data", "--workers", "1")
    assert result.exit_code == 1
    assert "holds 0 articles in 0 stories\n1 item in quarantine; " in result.stdout


def test_text_is_exported_as_it_was_given(folder: Path) -> None:
    rows = [json.loads(row) for row in ran("export", "articles", "--data", folder).splitlines()]
    assert [row["id"] for row in rows] == ["q1", "e1"]
    for row, record in zip(rows, RECORDS, strict=True):
        for key, value in record.items():
            assert row[key] == value
    assert rows[1]["published"] is None
    said = [json.loads(row) for row in ran("export", "quotes", "--data", folder).splitlines()]
    assert [(one["speaker"], one["kind"]) for one in said] == [
        ("harbour office", "indirect"),
        ("Ada Quill", "direct"),
    ]
    assert all(rows[0]["text"][one["start"] : one["end"]] == one["text"] for one in said)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_in_every_format(folder: Path, tmp_path: Path, table: str) -> None:
    lines = ran("export", table, "--data", folder)
    rows = [json.loads(line) for line in lines.splitlines()]
    assert rows or table == "takedowns"
    sheet = list(
        csv.DictReader(io.StringIO(ran("export", table, "--format", "csv", "--data", folder)))
    )
    assert len(sheet) == len(rows)
    file = tmp_path / f"{table}.out"
    ran("export", table, "--data", folder, "-o", file)
    assert file.read_text(encoding="utf-8") == lines
    ran("export", table, "--format", "parquet", "--data", folder, "--output", file)
    assert pq.read_table(file).num_rows == len(rows)
    if rows:
        assert list(sheet[0]) == list(rows[0]) == pq.read_table(file).column_names


def test_parquet_needs_a_file(folder: Path) -> None:
    assert "--output" in failed("export", "articles", "--format", "parquet", "--data", folder)


def test_search_and_story(folder: Path) -> None:
    assert "Storm tide floods" in ran("search", '"storm tide" harbour', "--data", folder)
    assert ran("search", "unheardof", "--data", folder) == "Nothing found.\n"
    assert told("search", "unheardof", "--data", folder, "--json") == []
    (hit,) = told("search", "museum", "--limit", "1", "--data", folder, "--json")
    text = ran("story", hit["story"], "--data", folder)
    assert "1 article, 1 outlet, 1 origin\n" in text
    assert "Elmtal Observer" in text
    view = told("story", hit["story"], "--data", folder, "--json")
    assert view["members"][0]["article"]["given_id"] == "e1"
    assert "no story s0" in failed_story(folder)


def failed_story(folder: Path) -> str:
    result = invoke("story", "s0", "--data", folder)
    assert result.exit_code == 1
    return result.stderr


def test_digest_and_replay(folder: Path, tmp_path: Path) -> None:
    digest = ran("digest", "--data", folder)
    assert len(digest) == 65
    line = ("replay", "--from", folder, "--data", tmp_path / "new", "--workers", "1")
    assert told(*line, "--json") == {"captures": 2, "retired": 0}
    assert ran("digest", "--data", tmp_path / "new") == digest
    assert "is not empty" in failed(*line)


@pytest.mark.parametrize(
    "line",
    ["digest", "doctor", "export articles", "search x", "story s0", "sources list",
     "sources health", "sources export", "sources remove x", "takedown list", "takedown log",
     "takedown request x", "takedown decide t0 --remove"],
)  # fmt: skip
def test_a_folder_that_is_none(tmp_path: Path, line: str) -> None:
    assert "holds no Newsloom store" in failed(*line.split(), "--data", tmp_path / "none")


def test_a_damaged_store_is_one_line(folder: Path) -> None:
    (folder / "newsloom.sqlite3").write_bytes(b"this is no database, and long enough" * 200)
    assert "newsloom.sqlite3" in failed("digest", "--data", folder)


def test_doctor(folder: Path) -> None:
    text = ran("doctor", "--data", folder)
    assert all(line.startswith("ok   ") for line in text.splitlines())
    (archive,) = folder.rglob("*.warc.gz")
    archive.write_bytes(archive.read_bytes()[:100])
    result = invoke("doctor", "--data", folder)
    assert result.exit_code == 1
    assert "FAIL archive: 2 captures cannot be read" in result.stdout


def test_the_folder_may_come_from_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSLOOM_DATA", str(folder))
    assert len(ran("export", "articles").splitlines()) == 2


def test_extract_stores_nothing(tmp_path: Path) -> None:
    paragraph = "The ferry to Saltgate sails again after nine days of storm. " * 6
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><title>Ferry</title><body><article><h1>Ferry</h1><p>{paragraph}</p></article>",
        encoding="utf-8",
    )
    row = told("extract", page, "--url", "https://quillmoor.example/2024/03/04/ferry")
    assert set(row) == {"path", "url", "title", "text", "authors", "published", "published_from",
                        "lang"}  # fmt: skip
    assert row["path"] == str(page)
    assert row["text"].startswith("The ferry to Saltgate")
    empty = tmp_path / "empty.html"
    empty.write_text("<html></html>", encoding="utf-8")
    result = invoke("extract", empty)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]
    assert invoke("extract", empty, page).exit_code == 0


def test_feed_reads_files(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        "<rss version='2.0'><channel><title>Quillmoor</title><link>https://quillmoor.example/</link>"
        "<item><title>Tide</title><link>https://quillmoor.example/tide</link>"
        "<pubDate>yesterday</pubDate></item></channel></rss>",
        encoding="utf-8",
    )
    row = told("feed", file)
    assert (row["ok"], row["title"], row["path"]) == (True, "Quillmoor", str(file))
    assert row["entries"][0]["published"] is None
    result = invoke("feed", tmp_path / "none.xml")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["ok"] is False


def test_what_its_owner_reserved_is_left_out_of_exports(tmp_path: Path) -> None:
    paragraph = "The ferry to Saltgate sails again, “at last”, after 9 days of storm. " * 6
    for name, head in (("free", ""), ("own", '<meta name="robots" content="noai">')):
        page = f"<html><head><title>{name} ferry sails</title>{head}</head><body><article>"
        page += f"<p>{name} {paragraph}</p></article></body></html>"
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    data = ("--data", tmp_path / "data")
    ran("import", *tmp_path.glob("*.html"), *data, "--workers", "1")
    for table in ("articles", "quotes", "figures", "origins"):
        result = invoke("export", table, *data)
        assert {json.loads(row)["id"] for row in result.stdout.splitlines()} == {"free.html"}
        assert "owners reserved their use: 1 (" in result.stderr
        result = invoke("export", table, "--include-reserved", *data)
        ids = {json.loads(row)["id"] for row in result.stdout.splitlines()}
        assert ids == {"free.html", "own.html"}
        assert not result.stderr
    rows = ran("export", "articles", "--include-reserved", *data).splitlines()
    by_id = {json.loads(row)["id"]: json.loads(row)["reserved"] for row in rows}
    assert by_id == {"free.html": [], "own.html": ["ai-train", "ai-input"]}


def test_captures_exported_and_imported_again_give_the_same_digest(tmp_path: Path) -> None:
    file = written(tmp_path / "articles.jsonl", *map(json.dumps, RECORDS))
    ran("import", file, "--data", tmp_path / "one", "--workers", "1")
    warc = tmp_path / "all.warc.gz"
    ran("export", "captures", "-o", warc, "--data", tmp_path / "one")
    ran("import", warc, "--data", tmp_path / "two", "--workers", "1")
    first = ran("digest", "--data", tmp_path / "one")
    assert ran("digest", "--data", tmp_path / "two") == first
    # The folder's own archive does as well.
    archive = next((tmp_path / "one").rglob("import-*.warc.gz"))
    ran("import", archive, "--data", tmp_path / "three", "--workers", "1")
    assert ran("digest", "--data", tmp_path / "three") == first


def test_captures_are_written_to_a_file_alone(tmp_path: Path) -> None:
    result = invoke("export", "captures", "--data", tmp_path)
    assert result.exit_code == 2
    assert "--output NAME.warc.gz" in result.stderr
