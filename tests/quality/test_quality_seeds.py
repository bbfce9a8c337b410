"""The five seed articles through the whole program, scored with ``shared/eval/seeds.py``.

Only the figures about texts are floors here; the others are printed (``pytest -s``) and have their
floors where their rooms are measured on more than five texts.
"""

import subprocess
import sys
from pathlib import Path

import pytest

TABLES = ("articles", "quotes", "figures", "origins", "people")
FLOORS = (
    "title_right=1.0", "boilerplate_removed=0.9", "body_kept=1.0", "body_lines_kept=0.95",
    "figures_found=0.95", "figures_value=0.98", "figures_precision=0.9",
    "quote_f1=0.98", "speaker_accuracy=0.9", "speaker_canonical=0.75",
    "people_pair_recall=0.85", "people_pair_precision=0.95",
)  # fmt: skip
NEWSLOOM = [sys.executable, "-m", "newsloom"]


@pytest.mark.shared
def test_seed_articles(shared: Path, tmp_path: Path) -> None:
    data, exports = tmp_path / "data", tmp_path / "exports"
    exports.mkdir()
    seeds = [str(path) for path in sorted((shared / "seeds").glob("*.txt"))]
    subprocess.run([*NEWSLOOM, "import", *seeds, "--data", str(data)], check=True)
    for table in TABLES:
        with (exports / f"{table}.jsonl").open("wb") as out:
            command = [*NEWSLOOM, "export", table, "--data", str(data)]
            subprocess.run(command, check=True, stdout=out)
    floors = [f"--floor={floor}" for floor in FLOORS]
    script = str(shared / "eval" / "seeds.py")
    done = subprocess.run(
        [sys.executable, script, str(exports), *floors], capture_output=True, text=True
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
