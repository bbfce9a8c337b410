"""Floors for quotations and speakers on the shared corpora, scored by the shared scripts.

A lower floor needs a written reason. Run with ``-s`` to see all figures.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article

pytestmark = pytest.mark.shared

# corpus: the fields that hold id and text, the language, and the floors.
CORPORA = {
    "quotes_en": (
        ("id", "text", "en"),
        {
            "span_f1": 0.97,
            "span_precision": 0.959,
            "speaker_accuracy_named": 0.82,
            "speaker_accuracy": 0.844,
            "indirect_precision": 0.80,
        },
    ),
    "quotes_de": (
        ("file", "originalText", "de"),
        {
            "span_f1": 0.92,
            "span_precision": 0.92,
            "speaker_accuracy_named": 0.65,
            "speaker_accuracy": 0.68,
            "indirect_precision": 0.9,
        },
    ),
}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _export(rows: Iterator[dict[str, Any]], fields: tuple[str, str, str], target: Path) -> None:
    id_field, text_field, lang = fields
    with target.open("w", encoding="utf-8") as out:
        for row in rows:
            article = Article(
                row[id_field], 1, "c", row[id_field], None, "", lang, "", row[text_field]
            )
            for quote in find_quotes(article):
                assert article.text[quote.start : quote.end] == quote.text
                line = {
                    "id": article.id,
                    "start": quote.start,
                    "end": quote.end,
                    "text": quote.text,
                    "speaker": quote.speaker,
                    "speaker_surface": quote.speaker_surface,
                    "cue": quote.cue,
                    "kind": quote.form,
                    "via": quote.via,
                }
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("corpus", sorted(CORPORA))
def test_quotes(corpus: str, shared: Path, tmp_path: Path) -> None:
    fields, floors = CORPORA[corpus]
    target = tmp_path / "quotes.jsonl"
    _export(_rows(shared / "corpora" / corpus / "dev.jsonl.gz"), fields, target)
    script = shared / "eval" / "quotes.py"
    done = subprocess.run(
        [sys.executable, str(script), corpus, str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    print(done.stdout)
    assert {name: figures[name] for name in floors if figures[name] < floors[name]} == {}
    assert figures["lost"] == figures["mended"] == 0
