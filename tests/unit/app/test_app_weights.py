"""Weights given to a folder hold for all of it, whenever they came."""

import json
from importlib.resources import files
from pathlib import Path

from newsloom import app


def records(folder: Path, name: str, numbers: range) -> Path:
    path = folder / f"{name}.jsonl"
    lines = [
        {
            "id": str(number),
            "outlet": f"Outlet {number}",
            "title": f"Ferry {number % 3} stops at the island",
            "text": f"The ferry {number % 3} stopped at the island with {number} people. " * 4,
            "lang": "en",
        }
        for number in numbers
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def other_weights(folder: Path) -> Path:
    """Weights with which no article ever joins another."""
    data = json.loads(files("newsloom.stories").joinpath("weights.json").read_text())
    data["threshold"] = 1.0
    path = folder / "other.json"
    path.write_text(json.dumps(data))
    return path


def test_new_weights_judge_everything_again(tmp_path: Path) -> None:
    first, second = records(tmp_path, "a", range(70)), records(tmp_path, "b", range(70, 90))
    other = other_weights(tmp_path)
    late, early = tmp_path / "late", tmp_path / "early"
    before = app.import_paths((first,), late, 1, None)
    after = app.import_paths((second,), late, 1, other)
    assert after.stories > before.stories
    app.import_paths((first, second), early, 1, other)
    assert app.digest_of(late) == app.digest_of(early)
    assert app.import_paths((second,), late, 1, None).captures == 0
    assert app.digest_of(late) == app.digest_of(early)
    app.replay(late, tmp_path / "new", 1, None)
    assert app.digest_of(tmp_path / "new") == app.digest_of(late)
