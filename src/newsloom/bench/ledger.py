"""``newsloom bench ledger``: what quotes, figures, people and origins cost, in CPU time.

Quotes, figures and credits are read once for each article; people, quotes side by side, series
and origins are laid out over stories. All runs in this process, part after part; a row is the
median of the rounds. Features, which the lineage compares, are made beforehand: other stages need
them as well.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from newsloom.findings.credits import find_credits
from newsloom.findings.figures import find_figures
from newsloom.findings.quotes import find_quotes
from newsloom.ledger.people import find_people, one_name
from newsloom.ledger.reports import reports_of
from newsloom.ledger.series import lay_series
from newsloom.ledger.utterances import align
from newsloom.lineage import trace
from newsloom.lineage.member import StoryMember
from newsloom.model.types import Article, Relation
from newsloom.stories.features import features_of

T = TypeVar("T")
Member = tuple[Article, Relation]


class Row(Struct, frozen=True):
    """A part of the work: milliseconds of CPU an article, and how much it found in all."""

    part: str
    ms: float
    found: int


class LedgerCost(Struct, frozen=True):
    """The rows, the last of which is their sum, and what was read."""

    rows: tuple[Row, ...]
    articles: int
    stories: int
    words: int  # of an article, on average


class _Clock:
    """Collects CPU time by part."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}
        self.found: dict[str, int] = {}

    def run(self, part: str, work: Callable[[], list[T]], size: Callable[[T], int]) -> list[T]:
        started = time.process_time()
        result = work()
        self.spent.setdefault(part, []).append(time.process_time() - started)
        self.found[part] = sum(map(size, result))
        return result


def bench_ledger(stories: Sequence[Sequence[Member]], rounds: int) -> LedgerCost:
    """Measure each part on the stories, ``rounds`` times after one round to warm up."""
    articles = [article for story in stories for article, _ in story]
    shingles = {article.id: features_of(article).shingles for article in articles}
    clock = _Clock()
    for number in range(rounds + 1):
        if number == 1:
            clock = _Clock()
        _round(clock, stories, shingles)
    rows = [
        Row(part, round(statistics.median(spent) * 1000 / len(articles), 3), clock.found[part])
        for part, spent in clock.spent.items()
    ]
    total = Row("together", round(sum(row.ms for row in rows), 3), sum(row.found for row in rows))
    words = sum(len(article.text.split()) for article in articles) // len(articles)
    return LedgerCost((*rows, total), len(articles), len(stories), words)


def _round(clock: _Clock, stories: Sequence[Sequence[Member]], shingles: dict[str, bytes]) -> None:
    every = [member for story in stories for member in story]
    quotes = clock.run("quotes", lambda: [find_quotes(article) for article, _ in every], len)
    figures = clock.run(
        "figures",
        lambda: [
            find_figures(article, said) for (article, _), said in zip(every, quotes, strict=True)
        ],
        len,
    )
    credits = clock.run("credits", lambda: [find_credits(article) for article, _ in every], len)
    read = {
        article.id: StoryMember(article, relation, credit, quote, figure, shingles[article.id])
        for (article, relation), credit, quote, figure in zip(
            every, credits, quotes, figures, strict=True
        )
    }
    members = [[read[article.id] for article, _ in story] for story in stories]
    clock.run(
        "origins", lambda: [trace(story) for story in members], lambda tree: len(tree.origins)
    )
    people = clock.run("people", lambda: [find_people(story) for story in members], len)
    clock.run(
        "quotes side by side",
        lambda: [
            align(story, one_name(known)) for story, known in zip(members, people, strict=True)
        ],
        len,
    )
    clock.run(
        "figures side by side", lambda: [lay_series(reports_of(story)) for story in members], len
    )


def ledger_table(cost: LedgerCost) -> str:
    """The rows as Markdown, with what was read."""
    lines = [
        f"{cost.articles} articles of {cost.words} words on average, in {cost.stories} stories",
        "",
        "| part | ms of CPU an article | found |",
        "|---|---|---|",
    ]
    lines += [f"| {row.part} | {row.ms:.2f} | {row.found} |" for row in cost.rows]
    return "\n".join(lines)
