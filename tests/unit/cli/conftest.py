"""A folder that commands have filled."""

from pathlib import Path

import pytest
from cli_runs import ran, written


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own settings or folders is seen or touched."""
    monkeypatch.delenv("NEWSLOOM_CONTACT", raising=False)
    monkeypatch.setenv("NEWSLOOM_DATA", str(tmp_path / "default"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two articles."""
    data = tmp_path / "data"
    ran("import", written(tmp_path / "articles.jsonl"), "--data", data, "--workers", "1")
    return data
