"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest


def find_shared() -> Path | None:
    """The folder of corpora and scoring scripts: NEWSLOOM_SHARED, else ``shared`` beside us."""
    named = os.environ.get("NEWSLOOM_SHARED")
    path = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    return path if (path / "eval").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder; skips where it is absent, fails where it is required."""
    path = find_shared()
    if path is None:
        if os.environ.get("NEWSLOOM_REQUIRE_SHARED") == "1":
            pytest.fail("the shared corpora are required here: set NEWSLOOM_SHARED")
        pytest.skip("no shared corpora: set NEWSLOOM_SHARED to their folder")
    return path
