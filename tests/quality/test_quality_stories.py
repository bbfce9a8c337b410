"""How well articles are woven into stories, and copies linked, on the corpora beside the project.

The weights that come along were trained on all of stories_en, so the floors of the fast tests only
guard against harm; the slow test trains on one half by time and scores on the other, both ways.
"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
MIDDLE = "2018-07-15"  # half of the gold stories of stories_en start before this day
OTHERS = 2000


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Corpus:
    """Import records of the shared corpora, and the scores of what is woven from them."""

    def __init__(self, shared: Path, folder: Path) -> None:
        self.eval, self.corpora, self.folder = shared / "eval", shared / "corpora", folder

    def records(self, corpus: str, *options: str) -> Path:
        path = self.folder / f"{corpus}{''.join(options)}.jsonl"
        if not path.exists():
            text = run(self.eval / "to_import.py", corpus, *options)
            path.write_text(text, encoding="utf-8")
        return path

    def woven(self, records: Sequence[Path], *options: str | Path) -> Path:
        path = self.folder / "woven.jsonl"
        path.write_text(run(TOOLS / "weave_corpus.py", *records, *options), encoding="utf-8")
        return path

    def stories(self, gold: str, woven: Path, *options: str) -> dict[str, float]:
        printed = run(self.eval / "stories.py", self.corpora / gold, woven, *options)
        figures: dict[str, float] = json.loads(printed.splitlines()[-1])
        return figures


@pytest.fixture
def corpus(shared: Path, tmp_path: Path) -> Corpus:
    return Corpus(shared, tmp_path)


GOLD = "stories_en/labelled.jsonl.gz"
HEADLINES = "headlines_en/headlines.jsonl.gz"


@pytest.mark.shared
def test_stories_alone(corpus: Corpus) -> None:
    figures = corpus.stories(GOLD, corpus.woven([corpus.records("stories_en")]))
    assert figures["bcubed_f1"] >= 0.925
    assert figures["bcubed_precision"] >= 0.94


@pytest.mark.shared
@pytest.mark.parametrize("order", ["by day", "others first"])
def test_stories_among_others(corpus: Corpus, order: str) -> None:
    others = corpus.records("stories_en", "--part", "unlabelled", "--limit", str(OTHERS))
    records = [others, corpus.records("stories_en")]
    woven = corpus.woven(records, *([] if order == "by day" else ["--keep-order"]))
    figures = corpus.stories(GOLD, woven)
    assert figures["bcubed_f1"] >= 0.91
    assert figures["bcubed_precision"] >= 0.93


@pytest.mark.shared
def test_headlines_without_texts(corpus: Corpus) -> None:
    woven = corpus.woven([corpus.records("headlines_en")])
    figures = corpus.stories(HEADLINES, woven)
    assert figures["bcubed_f1"] >= 0.77
    assert figures["bcubed_precision"] >= 0.77


@pytest.mark.shared
@pytest.mark.parametrize("seed", [7, 8])
def test_headlines_in_another_order_within_the_day(corpus: Corpus, seed: int) -> None:
    lines = corpus.records("headlines_en").read_text(encoding="utf-8").splitlines()
    random.Random(seed).shuffle(lines)
    path = corpus.folder / "shuffled.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")  # woven by day all the same
    assert corpus.stories(HEADLINES, corpus.woven([path]))["bcubed_f1"] >= 0.77


@pytest.mark.shared
def test_copies_are_linked_and_nothing_else(corpus: Corpus) -> None:
    silver = corpus.folder / "silver.jsonl"
    corpus.woven([corpus.records("copies_silver")]).rename(silver)
    stories = corpus.woven([corpus.records("stories_en")])
    run(
        corpus.eval / "copies.py", "--silver", silver, "--stories", stories,
        "--floor", "link_recall=0.95", "--ceiling", "false_link_rate=0.001",
    )  # fmt: skip


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_stories_with_weights_from_the_other_half(corpus: Corpus) -> None:
    labelled = corpus.records("stories_en")
    others = corpus.records("stories_en", "--part", "unlabelled")
    headlines = corpus.records("headlines_en")
    alone: list[float] = []
    among: list[float] = []
    precise: list[float] = []
    for trained, scored in (("--first-before", "--first-from"), ("--first-from", "--first-before")):
        weights = corpus.folder / "weights.json"
        run(
            TOOLS / "train_stories.py", labelled, corpus.corpora / GOLD,
            "--headlines", headlines, corpus.corpora / HEADLINES,
            "--output", weights, trained, MIDDLE,
        )  # fmt: skip
        for records, found in (([labelled], alone), ([labelled, others], among)):
            woven = corpus.woven(records, "--weights", weights)
            figures = corpus.stories(GOLD, woven, scored, MIDDLE)
            found.append(figures["bcubed_f1"])
            if found is alone:
                precise.append(figures["bcubed_precision"])
    assert min(alone) >= 0.93
    assert min(precise) >= 0.93
    assert sum(among) / 2 >= 0.91
