"""The days texts speak of: a saga's events told apart, story-mates brought together, timelines.

Timelines: all articles of one crisis and language make one story; its days are ranked by what
mentions of them weigh in the timeline of a story, and as many as the reference timeline of that
language has are compared with it (the "date F1" of timeline summarisation, micro average).
"""

import gzip
import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsloom.extract.article import extract_page
from newsloom.ledger.timeline import tellings
from newsloom.lineage.member import Lineage, StoryMember
from newsloom.model.facts import Article
from newsloom.model.judgements import Relation
from newsloom.text.event_days import event_days

# Measured: .252; what no sentence of the articles dates cannot be found: covered .361.
_DATE_F1, _COVERED = 0.235, 0.345
# Measured on 900 articles, stories at most two days apart: .763 of mates, .374 of others.
_MATES, _OTHERS = 0.73, 0.42
_LANGUAGES = ("es", "fr", "it")


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def member(seq: int, row: dict[str, Any]) -> StoryMember:
    article = Article(
        row["id"], seq, "c", row["id"], None, "", row["lang"], "", row["text"], (), row["date"]
    )
    return StoryMember(article, Relation(article.id, "original"))


@pytest.mark.shared
def test_days_of_four_crises(shared: Path) -> None:
    corpus = shared / "corpora" / "timelines"
    articles, entries = (rows(corpus / f"{name}.jsonl.gz") for name in ("articles", "timelines"))
    hits = covered = wanted = given = 0
    for topic, lang in itertools.product(sorted({row["topic"] for row in entries}), _LANGUAGES):
        reference = {row["date"] for row in entries if (row["topic"], row["lang"]) == (topic, lang)}
        members = [
            member(seq, row)
            for seq, row in enumerate(articles)
            if (row["topic"], row["lang"]) == (topic, lang)
        ]
        weights: dict[str, float] = {}
        for told in tellings(members, Lineage((), 0)):
            if told.moment.precision == "day":
                day = told.moment.first.isoformat()
                weights[day] = weights.get(day, 0.0) + told.weight
        ranked = sorted(weights, key=lambda day: (-weights[day], day))[: len(reference)]
        hits += len(reference & set(ranked))
        covered += len(reference & weights.keys())
        wanted += len(reference)
        given += len(ranked)
    assert 2 * hits / (wanted + given) >= _DATE_F1
    assert covered / wanted >= _COVERED


@pytest.mark.shared
def test_story_mates_share_their_day(shared: Path) -> None:
    articles = rows(shared / "corpora" / "stories_en" / "labelled.jsonl.gz")[:900]
    days = [
        {
            day
            for day, _ in event_days(
                row["title"], row["text"], "en", date.fromisoformat(row["date"][:10])
            )
        }
        for row in articles
    ]
    shares: dict[bool, list[bool]] = {True: [], False: []}
    for one, other in itertools.combinations(range(len(articles)), 2):
        first, second = articles[one], articles[other]
        gap = date.fromisoformat(first["date"][:10]) - date.fromisoformat(second["date"][:10])
        if abs(gap.days) <= 2:
            shares[first["story"] == second["story"]].append(bool(days[one] & days[other]))
    assert sum(shares[True]) / len(shares[True]) >= _MATES
    assert sum(shares[False]) / len(shares[False]) <= _OTHERS


@pytest.mark.shared
def test_the_events_of_the_seeds_have_three_days(shared: Path) -> None:
    gold = json.loads((shared / "seeds" / "gold.json").read_text(encoding="utf-8"))
    for name, row in gold.items():
        if name == "cross":
            continue
        page = extract_page((shared / "seeds" / name).read_bytes(), None)
        days = event_days(page.title, page.text, "en", date.fromisoformat(row["written"]))
        assert days[0][0].isoformat() == row["event_date"]
