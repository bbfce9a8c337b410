"""Titles, bodies and debris of the seed texts, against the hand-made gold."""

import importlib
import json
from pathlib import Path

import pytest

from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.model.facts import Capture, Hints

# A lower floor needs a written reason.
FLOORS = {
    "title_right": 1.0,
    "boilerplate_removed": 0.95,
    "body_kept": 1.0,
    "body_lines_kept": 0.99,
}


@pytest.mark.shared
def test_seed_texts(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(shared / "eval"))
    score_texts = importlib.import_module("seeds").score_texts
    folder = shared / "seeds"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    gold.pop("cross")
    articles = {}
    for name in gold:
        body = (folder / name).read_bytes()
        hints = Hints(given_id=name)
        capture = Capture(name, "text", None, None, 0, 0, (), hints, None, body)
        article = extract_capture(capture, Debris.empty()).article
        articles[article.given_id] = {"title": article.title, "text": article.text}
    figures = score_texts(gold, folder, articles)
    assert {name: figures[name] >= floor for name, floor in FLOORS.items()} == dict.fromkeys(
        FLOORS, True
    ), figures
