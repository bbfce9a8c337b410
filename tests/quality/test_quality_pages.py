"""How well articles are extracted from real pages, against others' gold."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsloom.extract.article import extract_page
from newsloom.extract.encoding import decode
from newsloom.extract.fragment import fragment_paragraphs
from newsloom.extract.plain import clean
from newsloom.model.errors import Unreadable

# A lower floor needs a written reason.
BODY_FLOORS = {"aeb_f1": 0.96, "aeb_recall": 0.965}
SEGMENT_FLOORS = {
    "segment_f1": 0.92,
    "title_agreement": 0.86,
    "author_agreement": 0.54,
    "date_agreement": 0.8,
}
_DUMPED_KEPT = 0.99


def _pages(corpus: Path) -> list[Path]:
    return sorted((corpus / "html").glob("*.html.gz"))


def _scored(shared: Path, corpus: str, rows: Path, floors: dict[str, float]) -> None:
    with rows.open("w", encoding="utf-8") as out:
        for path in _pages(shared / "corpora" / corpus):
            row: dict[str, object] = {"path": str(path), "text": "", "title": ""}
            try:
                page = extract_page(gzip.decompress(path.read_bytes()), None)
                row |= {
                    "text": page.text,
                    "title": page.title,
                    "authors": list(page.authors),
                    "published": page.published,
                }
            except Unreadable:
                pass
            out.write(json.dumps(row) + "\n")
    command = [sys.executable, str(shared / "eval" / "pages.py"), str(rows), "--corpus", corpus]
    command += [f"--floor={name}={value}" for name, value in floors.items()]
    scored = subprocess.run(command, capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr


@pytest.mark.shared
def test_bodies_of_articles(shared: Path, tmp_path: Path) -> None:
    _scored(shared, "pages_aeb", tmp_path / "pages.jsonl", BODY_FLOORS)


@pytest.mark.shared
@pytest.mark.slow
def test_segments_titles_authors_and_dates(shared: Path, tmp_path: Path) -> None:
    _scored(shared, "pages_eval", tmp_path / "pages.jsonl", SEGMENT_FLOORS)


@pytest.mark.shared
def test_removing_debris_from_whole_pages_keeps_the_text(shared: Path) -> None:
    """Every line of a page as a scraped text: lines of the gold body must survive."""
    corpus = shared / "corpora" / "pages_aeb"
    gold = json.loads((corpus / "ground-truth.json").read_text(encoding="utf-8"))
    kept = wanted = 0
    for path in _pages(corpus)[::2]:
        body = " ".join(gold[path.name.removesuffix(".html.gz")]["articleBody"].split())
        lines = fragment_paragraphs(decode(gzip.decompress(path.read_bytes())))
        left = set(clean(lines).body)
        text = [line for line in lines if len(line.split()) > 4 and line in body]
        wanted += len(text)
        kept += sum(line in left for line in text)
    assert kept >= _DUMPED_KEPT * wanted
