"""The guarantee, from outside: the digest knows neither workers nor kills nor replays."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsloom.demo.press import make_press

KILLS = 20
NEWSLOOM = [sys.executable, "-m", "newsloom"]
pytestmark = pytest.mark.timeout(900)


def newsloom(*arguments: str | Path) -> str:
    done = subprocess.run(
        [*NEWSLOOM, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import records of an invented press, with versions, copies and a few broken lines."""
    press = make_press(outlets=30, seed=11, events=24)
    path = tmp_path_factory.mktemp("records") / "press.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number, item in enumerate(press.items):
            for version in item.versions:
                row = {
                    "id": f"{item.key}",
                    "url": f"http://{item.outlet.slug}.example{item.path}",
                    "outlet": item.outlet.name,
                    "title": version.title,
                    "text": version.text,
                    "lang": item.lang,
                }
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            if number % 50 == 7:
                out.write('{"id": "broken", "title": \n')
    return path


@pytest.fixture(scope="module")
def expected(records: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder filled by one worker without trouble, and its digest."""
    folder = tmp_path_factory.mktemp("one") / "data"
    newsloom("import", records, "--data", folder, "--workers", "1")
    return folder, newsloom("digest", "--data", folder)


def test_two_workers_and_a_second_import_change_nothing(
    records: Path, expected: tuple[Path, str], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    newsloom("import", records, "--data", folder, "--workers", "2")
    assert newsloom("digest", "--data", folder) == expected[1]
    newsloom("import", records, "--data", folder, "--workers", "1")
    assert newsloom("digest", "--data", folder) == expected[1]


def test_twenty_kills_change_nothing(
    records: Path, expected: tuple[Path, str], tmp_path: Path
) -> None:
    """kill -9 at moments spread over one import, from its first second to its last."""
    folder = tmp_path / "data"
    rng = random.Random(20)
    command = [*NEWSLOOM, "import", str(records), "--data", str(folder), "--workers", "1"]
    killed = 0
    finished = 0.0
    while killed < KILLS:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Later kills come later, so that the import gets through in the end.
        time.sleep(0.6 + rng.random() * (1.2 + killed * 0.12))
        if process.poll() is None:
            process.kill()
            killed += 1
        else:
            finished += 1
        process.wait()
        if finished:
            # It got through before all kills: begin once more from nothing.
            finished = 0
            folder.rename(tmp_path / f"done-{killed}-{time.monotonic_ns()}")
    newsloom("import", records, "--data", folder, "--workers", "1")
    assert newsloom("digest", "--data", folder) == expected[1]
    assert all(check["ok"] for check in json.loads(newsloom("doctor", "--data", folder, "--json")))


def test_a_replay_comes_to_the_same(expected: tuple[Path, str], tmp_path: Path) -> None:
    newsloom("replay", "--from", expected[0], "--data", tmp_path / "new")
    assert newsloom("digest", "--data", tmp_path / "new") == expected[1]


def test_a_replay_after_a_removal_agrees_too(
    records: Path, expected: tuple[Path, str], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    newsloom("import", records, "--data", folder, "--workers", "1")
    rows = [
        json.loads(line) for line in newsloom("export", "articles", "--data", folder).split("\n")
    ]
    gone = next(row for row in rows[20:] if row["lang"] == "en")
    asked = json.loads(
        newsloom(
            "takedown", "request", gone["url"], "--scope", "copies", "--data", folder, "--json"
        )
    )
    newsloom("takedown", "decide", asked["id"], "--remove", "--data", folder)
    after = newsloom("digest", "--data", folder)
    assert after != expected[1]
    newsloom("replay", "--from", folder, "--data", tmp_path / "new")
    assert newsloom("digest", "--data", tmp_path / "new") == after
    newsloom("import", records, "--data", folder, "--workers", "1")
    assert newsloom("digest", "--data", folder) == after
    assert gone["text"] not in newsloom("export", "articles", "--data", folder)


def test_a_correction_that_was_killed_over_is_made_all_the_same(
    records: Path, expected: tuple[Path, str], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    newsloom("import", records, "--data", folder, "--workers", "1")
    rows = [
        json.loads(line) for line in newsloom("export", "articles", "--data", folder).split("\n")
    ]
    mates = [row for row in rows if sum(one["story"] == row["story"] for one in rows) > 2]
    rng = random.Random(4)
    last, *killed = rng.sample(mates, 4)
    for row in killed:
        command = [*NEWSLOOM, "correct", "apart", row["article"], "--data", str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.8 + rng.random() * 2)
        process.kill()
        process.wait()
    try:
        newsloom("correct", "apart", last["article"], "--data", folder)
    except subprocess.CalledProcessError:  # an earlier one has left it alone already
        newsloom("import", records, "--data", folder, "--workers", "1")
    taken = json.loads(newsloom("correct", "list", "--data", folder, "--json"))
    assert taken
    after = newsloom("digest", "--data", folder)
    assert after != expected[1]
    newsloom("replay", "--from", folder, "--data", tmp_path / "new")
    assert newsloom("digest", "--data", tmp_path / "new") == after
    for one in taken:
        newsloom("correct", "undo", one["correction"]["id"], "--data", folder)
    assert newsloom("digest", "--data", folder) == expected[1]
