"""From a request to a text that is gone."""

import json
from pathlib import Path

import pytest
from cli_runs import RECORDS, failed, ran, told, written


def ids(folder: Path) -> list[str]:
    return [
        json.loads(row)["id"] for row in ran("export", "articles", "--data", folder).splitlines()
    ]


@pytest.mark.parametrize("target", ["https://www.quillmoor.example/tide?utm_source=x", "q1"])
def test_a_removal(folder: Path, tmp_path: Path, target: str) -> None:
    asked = told("takedown", "request", target, "--reason", "ours", "--name", "The desk",
                 "--contact", "desk@quillmoor.example", "--data", folder, "--json")  # fmt: skip
    assert asked["articles"] == 1
    (waiting,) = told("takedown", "list", "--data", folder, "--json")
    assert waiting["request"]["id"] == asked["id"]
    assert asked["id"] in ran("takedown", "list", "--data", folder)
    done = told(
        "takedown", "decide", asked["id"], "--remove", "--by", "me", "--data", folder, "--json"
    )
    assert (done["verdict"], done["articles"]) == ("removed", 1)
    assert ids(folder) == ["e1"]
    assert ran("takedown", "list", "--data", folder) == "No request waits.\n"
    assert "removed" in ran("takedown", "log", "--data", folder)
    assert "by me, 1 article\n" in ran("takedown", "log", "--data", folder)
    ran("import", written(tmp_path / "again.jsonl"), "--data", folder, "--workers", "1")
    assert ids(folder) == ["e1"]
    ran("replay", "--from", folder, "--data", tmp_path / "new", "--workers", "1")
    assert ids(tmp_path / "new") == ["e1"]
    assert ran("digest", "--data", folder) == ran("digest", "--data", tmp_path / "new")
    for path in folder.rglob("*"):
        assert not path.is_file() or b"harbour master" not in path.read_bytes()
    assert ran("doctor", "--data", folder)


def test_a_refusal(folder: Path) -> None:
    asked = told(
        "takedown", "request", "elmtal.example", "--scope", "domain", "--data", folder, "--json"
    )
    assert asked["articles"] == 1
    said = ran(
        "takedown", "decide", asked["id"], "--refuse", "--note", "no owner", "--data", folder
    )
    assert said == "Refused; nothing was removed.\n"
    assert len(ids(folder)) == len(RECORDS)
    assert "already decided" in failed(
        "takedown", "decide", asked["id"], "--remove", "--data", folder
    )
    (row,) = [
        json.loads(line) for line in ran("export", "takedowns", "--data", folder).splitlines()
    ]
    assert (row["verdict"], row["scope"], row["articles"]) == ("refused", "domain", 0)


def test_what_is_not_here_yet_is_kept_away(folder: Path) -> None:
    text = ran("takedown", "request", "https://later.example/story", "--data", folder)
    assert "0 articles match" in text
    assert "Nothing of this is here now" in text


def test_an_unknown_request(folder: Path) -> None:
    assert "no request t0" in failed("takedown", "decide", "t0", "--remove", "--data", folder)
    assert ran("takedown", "log", "--data", folder) == "No request was ever made.\n"
