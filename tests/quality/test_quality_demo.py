"""Floors for relations, sources, origins and figures on two small demo presses of known truth."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "score_demo.py"
FLOORS = {
    "f1_identical": 0.95,
    "f1_edited": 0.95,
    "f1_rewritten": 0.85,
    "source_copies": 0.98,
    "source_rewritten": 0.85,
    "origins_exact": 0.75,  # of a split story none can count right; small presses split more
    "states_right": 0.95,
    "in_a_series": 0.93,
    "story_f1": 0.97,
}


@pytest.mark.timeout(300)
def test_demo_presses() -> None:
    command = [sys.executable, str(SCRIPT), "--seeds", "21,22", "--outlets", "40", "--events", "16"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["missing"] == 0
    assert figures["articles"] > 250
    low = {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor}
    assert not low, done.stdout
