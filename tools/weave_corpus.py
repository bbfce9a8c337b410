"""Weave import records into stories without a store, to measure and to train.

    python tools/weave_corpus.py RECORDS.jsonl... [--weights FILE] > stories.jsonl

RECORDS are import records (what ../shared/eval/to_import.py prints). Several files are merged by
day; ``--keep-order`` takes them one after the other instead. Prints one JSON line for each article:
its id, story, storyline, score, relation and what it copies.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

from newsloom.copies.index import CopyIndex
from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.model.judgements import Assignment, Relation
from newsloom.model.times import to_us
from newsloom.store.base import YOUNG
from newsloom.stories.assign import DEFAULT_WINDOW, Weaver
from newsloom.stories.features import features_of
from newsloom.stories.score import Weights, load_weights

Record = dict[str, object]


def read_records(paths: Sequence[Path], *, keep_order: bool = False) -> list[Record]:
    """The import records of some files, by day unless ``keep_order``."""
    records = [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    return records if keep_order else sorted(records, key=lambda one: str(one["published"] or ""))


def article_of(record: Record, seq: int) -> Article:
    """An import record as an article; times of day and offsets as given."""
    published = record["published"]
    return Article(
        id=str(record["id"]),
        seq=seq,
        capture="",
        given_id=str(record["id"]),
        url=None,
        outlet=str(record["outlet"] or ""),
        lang=str(record["lang"] or "und"),
        title=str(record["title"] or ""),
        text=str(record["text"] or ""),
        published_us=to_us(datetime.fromisoformat(str(published))) if published else None,
    )


def all_features(articles: Sequence[Article]) -> list[Features]:
    """The features of all articles, on every core."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(features_of, articles, chunksize=64))


class Press:
    """The sequencers of one shard, driven by hand. ``placed``: the judgement on each article."""

    def __init__(self, weights: Weights, shard: str = "en") -> None:
        self.weaver = Weaver(shard, weights)
        self.placed: dict[str, Assignment] = {}
        self._shard, self._weights = shard, weights
        self._index = CopyIndex(DEFAULT_WINDOW)
        self._young: list[tuple[Features, Relation]] = []

    def relation(self, item: Features) -> Relation:
        """What ``copies`` says of an item; absorbed at once."""
        relation = self._index.decide(item)
        self._index.absorb(item, relation)
        return relation

    def absorb(self, item: Features, assignment: Assignment) -> None:
        """Take an item, and freeze what was learned when it is time."""
        self.weaver.absorb(item, assignment)
        epoch = self.weaver.due_epoch(item.seq)
        if epoch is not None:
            self.weaver.adopt(epoch)

    def judge(self, item: Features) -> Relation:
        """Place an item as the engine does: revise, and judge a young shard again."""
        relation = self.relation(item)
        self._place(item, relation)
        if len(self.placed) <= YOUNG:
            self._young.append((item, relation))
        epoch = self.weaver.due_epoch(item.seq)
        if epoch is not None and epoch.count <= YOUNG:
            self.weaver = Weaver(self._shard, self._weights)
            self.weaver.adopt(epoch)
            for earlier, known in self._young:
                self._place(earlier, known)
        elif epoch is not None:
            self.weaver.adopt(epoch)
        return relation

    def _place(self, item: Features, relation: Relation) -> None:
        assignment = self.weaver.decide(item, relation)
        self.weaver.absorb(item, assignment)
        self.placed[item.article] = assignment
        for revision in self.weaver.revise(item):
            self.weaver.apply(revision)
            self.placed.update((moved.article, moved) for moved in revision.moved)


def woven(items: Iterable[Features], press: Press) -> Iterator[tuple[Relation, Assignment]]:
    """The judgements on items once all of them were judged."""
    relations = [(item.article, press.judge(item)) for item in items]
    for article, relation in relations:
        yield relation, press.placed[article]


def main() -> int:
    """Read, weave, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--keep-order", action="store_true")
    arguments = parser.parse_args()
    records = read_records(arguments.records, keep_order=arguments.keep_order)
    items = all_features([article_of(record, seq) for seq, record in enumerate(records, 1)])
    press = Press(load_weights(arguments.weights))
    start = time.perf_counter()
    for relation, assignment in woven(items, press):
        line = {
            "id": assignment.article,
            "article": assignment.article,
            "story": assignment.story,
            "storyline": assignment.storyline,
            "score": assignment.score,
            "relation": relation.kind,
            "of": relation.of,
        }
        print(json.dumps(line))
    taken = time.perf_counter() - start
    print(f"{len(items) / taken:.0f} articles/s, {len(press.weaver)} stories", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
