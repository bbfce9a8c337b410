"""Copies as lineage tells them, on the corpora beside the project: most found, none invented."""

import gzip
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from newsloom.copies.index import CopyIndex
from newsloom.findings import find
from newsloom.lineage import trace
from newsloom.lineage.member import StoryMember
from newsloom.model.facts import Article, Credit, Quote
from newsloom.stories.features import features_of

MOST = 700  # records of each corpus: enough for a floor, little enough for every run


def records(shared: Path, corpus: str) -> list[dict[str, str | None]]:
    command = [sys.executable, str(shared / "eval" / "to_import.py"), corpus]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def members(rows: list[dict[str, str | None]]) -> list[StoryMember]:
    """Import records as members, with what the index of copies says of each."""
    index = CopyIndex(60_000)
    found = []
    for seq, row in enumerate(rows, 1):
        name = str(row["id"])
        article = Article(
            name, seq, "c", name, None, row["outlet"] or "", "en", row["title"] or "",
            row["text"] or "",
        )  # fmt: skip
        features = features_of(article)
        relation = index.decide(features)
        index.absorb(features, relation)
        said = find(article)
        found.append(
            StoryMember(
                article,
                relation,
                tuple(one for one in said if isinstance(one, Credit)),
                tuple(one for one in said if isinstance(one, Quote)),
                shingles=features.shingles,
            )
        )
    return found


def of(groups: list[list[StoryMember]]) -> dict[str, str | None]:
    """For each article the one it goes back to."""
    return {one.article: one.of for group in groups for one in trace(group).origins}


@pytest.mark.shared
@pytest.mark.timeout(300)
def test_pairs_that_share_text_are_linked(shared: Path) -> None:
    path = shared / "corpora" / "copies_silver" / "pairs.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pairs = [
        (row["a"], row["b"])
        for row in rows
        if row["other_outlet"] and max(row["jaccard"], row["containment"]) >= 0.5
    ]
    wanted = {name for pair in pairs for name in pair}
    texts = members([one for one in records(shared, "copies_silver") if one["id"] in wanted])
    by_id = {one.article.id: one for one in texts}
    steps = of([[by_id[one], by_id[other]] for one, other in pairs])
    linked = sum(steps[one] == other or steps[other] == one for one, other in pairs)
    assert linked >= 0.95 * len(pairs)


@pytest.mark.shared
@pytest.mark.timeout(300)
def test_reports_of_one_event_are_no_copies(shared: Path) -> None:
    """Of story-mates hardly any is a copy of another, and almost none retells another."""
    groups: defaultdict[str, list[StoryMember]] = defaultdict(list)
    for one in members(records(shared, "stories_en")[:MOST]):
        groups[one.article.id.rpartition("-")[0]].append(one)
    kinds = [one.relation for group in groups.values() for one in trace(group).origins]
    assert len(kinds) == MOST
    assert kinds.count("rewritten") <= 0.005 * MOST
    assert kinds.count("edited") + kinds.count("identical") <= 0.02 * MOST
