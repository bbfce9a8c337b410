"""How well feeds of every kind are read, against other readers' fixtures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsloom.sources.feed import feed_row, parse_feed

# A lower floor needs a written reason.
FLOORS = {
    "wellformed_parsed": 1.0,
    "wellformed_entries": 0.99,
    "wellformed_title": 0.97,
    "wellformed_link": 0.97,
    "wellformed_published": 0.97,
    "illformed_parsed": 0.97,
    "illformed_entries": 0.97,
}


@pytest.mark.shared
def test_feeds_are_read_as_well_as_by_their_own_readers(shared: Path, tmp_path: Path) -> None:
    rows = tmp_path / "feeds.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for path in sorted((shared / "corpora" / "feeds").rglob("*")):
            if path.is_file():
                out.write(json.dumps(feed_row(str(path), parse_feed(path.read_bytes()))) + "\n")
    floors = [f"--floor={name}={value}" for name, value in FLOORS.items()]
    command = [sys.executable, str(shared / "eval" / "feeds.py"), str(rows), *floors]
    scored = subprocess.run(command, capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr
