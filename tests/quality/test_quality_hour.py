"""One real hour of 42 outlets, a quarter of it Cyrillic: everything arrives, nothing breaks."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

NEWSLOOM = [sys.executable, "-m", "newsloom"]
FIELDS = ("id", "url", "outlet", "published", "title", "text")


@pytest.mark.shared
def test_an_hour_of_the_world(shared: Path, tmp_path: Path) -> None:
    source, data = shared / "corpora" / "hour_2020" / "articles.jsonl.gz", tmp_path / "data"
    records = tmp_path / "hour.jsonl"
    with gzip.open(source, "rt", encoding="utf-8") as lines, records.open("w") as out:
        rows = [json.loads(line) for line in lines]
        out.writelines(json.dumps({f: row.get(f) for f in FIELDS}) + "\n" for row in rows)
    subprocess.run([*NEWSLOOM, "import", str(records), "--data", str(data)], check=True)
    exported = subprocess.run(
        [*NEWSLOOM, "export", "articles", "--data", str(data)], check=True, capture_output=True
    ).stdout.decode()
    articles = {row["id"]: row for row in map(json.loads, exported.splitlines())}
    assert set(articles) == {row["id"] for row in rows}
    for row in rows:
        article = articles[row["id"]]
        assert article["text"] == row["text"]
        assert article["published"] is not None
        assert article["story"] is not None
    checks = json.loads(
        subprocess.run(
            [*NEWSLOOM, "doctor", "--data", str(data), "--json"], check=True, capture_output=True
        ).stdout
    )
    assert [check["name"] for check in checks if not check["ok"]] == []
    cyrillic = {a["lang"] for a in articles.values() if any("а" <= c <= "я" for c in a["title"])}
    written_so = {"ru", "uk", "bg", "mk", "sr", "be", "kk", "ky", "mn", "tg", "tt", "uz", "und"}
    assert cyrillic <= written_so
