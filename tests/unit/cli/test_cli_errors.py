"""What goes wrong is said in one line that names the file or id, and the way out."""

import json
import socket
from pathlib import Path

import pytest
from cli_runs import failed, invoke, ran

from newsloom import app

BROKEN = '<opml version="2.0"><bo'


@pytest.fixture(autouse=True)
def _no_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSLOOM_CONTACT", raising=False)


def test_a_broken_opml_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(BROKEN, encoding="utf-8")
    data = tmp_path / "data"
    for line in (("sources", "import", file), ("run", "--port", "0", "--sources", file)):
        assert f"{file}: this is no OPML" in failed(*line, "--data", data)
    assert "neither starter, world nor a file" in failed("run", "--sources", "no", "--data", data)


def test_an_address_that_cannot_be_served_on_says_which_part(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = failed("run", "--port", port, "--data", tmp_path)
    assert f"127.0.0.1:{port} " in said and said.endswith("with --port\n")
    # 192.0.2.0/24 is kept for documentation (RFC 5737): no machine has it.
    elsewhere = failed("run", "--host", "192.0.2.1", "--port", "0", "--data", tmp_path)
    assert elsewhere.endswith("with --host\n")


def test_the_demo_leaves_other_folders_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    for other in (folder, tmp_path / "mine"):
        before = sorted(other.rglob("*"))
        said = failed("demo", "--once", "--data", other)
        assert str(other) in said and "--data" in said
        assert sorted(other.rglob("*")) == before


@pytest.mark.parametrize("command", ["story", "storyline", "versions"])
def test_an_unknown_id_says_where_ids_come_from_in_this_folder(folder: Path, command: str) -> None:
    said = failed(command, "x0123", "--data", folder)
    assert f"no {'article' if command == 'versions' else command} x0123: newsloom " in said
    assert f" --data {folder} " in said


def test_a_file_is_named_once_and_without_its_number(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "none" / "rows.jsonl"
    said = failed("export", "articles", "--data", folder, "--output", output)
    assert said == f"newsloom: {output}: No such file or directory\n"
    result = invoke("feed", tmp_path / "none.xml")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "No such file or directory"


def test_an_interrupt_says_that_nothing_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(data: Path | None) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "digest_of", interrupted)
    result = invoke("digest", "--data", folder)
    assert result.exit_code == 130
    assert result.stderr == "newsloom: interrupted; what was stored until now stays\n"


def test_a_request_ends_with_the_command_that_decides_it(folder: Path) -> None:
    last = ran("takedown", "request", "q1", "--data", folder).splitlines()[-1]
    words = last.removeprefix("Decide it with: newsloom ").split()
    assert "1 article removed." in ran(*words)
