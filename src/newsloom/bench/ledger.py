"""``newsloom bench ledger``: what quotes, figures, people and origins cost, in CPU time.

Quotes, figures and credits are read article by article, as the pipeline reads them; the sentences
and words that they share are a row of their own. People, quotes side by side, series and origins
are laid out story by story. All runs in this process, each part by a clock of its own; a row is the
median of the rounds, beside the least of them, which other work on the machine disturbs least.
Features and the index of copies, on which the lineage builds, are made beforehand: other stages
need them as well.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct

from newsloom.copies.index import CopyIndex
from newsloom.findings.credits import find_credits
from newsloom.findings.figures import find_figures
from newsloom.findings.quotes import find_quotes
from newsloom.findings.reading import Reading
from newsloom.ledger import lay_quotes, own_members
from newsloom.ledger.people import find_people
from newsloom.ledger.reports import reports_of
from newsloom.ledger.series import lay_series
from newsloom.lineage import trace
from newsloom.lineage.member import Lineage, StoryMember
from newsloom.model.facts import Article
from newsloom.model.judgements import Relation
from newsloom.model.ledger import Series
from newsloom.stories.features import features_of

T = TypeVar("T")


class Row(Struct, frozen=True):
    """A part of the work: milliseconds of CPU an article, and how much it found in all.

    ``ms`` is the median of the rounds; the last row of all adds up those above it, and its
    ``least_ms`` is of one round.
    """

    part: str
    ms: float
    least_ms: float  # of all rounds
    found: int


class LedgerCost(Struct, frozen=True):
    """The rows, the last of which is their sum, and what was read."""

    rows: tuple[Row, ...]
    articles: int
    stories: int
    words: int  # of an article, on average


class _Clock:
    """Collects CPU time by part, in seconds, and how much was found."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.found: dict[str, int] = {}

    def run(self, part: str, work: Callable[[], T], size: Callable[[T], int]) -> T:
        started = time.process_time()
        result = work()
        self.spent[part] = self.spent.get(part, 0.0) + time.process_time() - started
        self.found[part] = self.found.get(part, 0) + size(result)
        return result


class _Beside(Struct, frozen=True):
    """What a story stage is given beside an article and its findings."""

    relation: Relation
    shingles: bytes


def bench_ledger(stories: Sequence[Sequence[Article]], rounds: int) -> LedgerCost:
    """Measure each part on the stories, ``rounds`` times after one round to warm up."""
    articles = [article for story in stories for article in story]
    beside = _woven(articles)
    clocks = [_round(stories, beside) for _ in range(rounds + 1)][1:]
    rows = [
        _row(part, [clock.spent[part] for clock in clocks], found, len(articles))
        for part, found in clocks[0].found.items()
    ]
    least = min(sum(clock.spent.values()) for clock in clocks)
    total = Row(
        "together",
        round(sum(row.ms for row in rows), 3),
        round(least / len(articles) * 1000, 3),
        sum(row.found for row in rows),
    )
    words = sum(len(article.text.split()) for article in articles) // len(articles)
    return LedgerCost((*rows, total), len(articles), len(stories), words)


def _row(part: str, spent: Sequence[float], found: int, articles: int) -> Row:
    """A part that took so many seconds in each round."""
    typical, least = (
        seconds / articles * 1000 for seconds in (statistics.median(spent), min(spent))
    )
    return Row(part, round(typical, 3), round(least, 3), found)


def _woven(articles: Sequence[Article]) -> dict[str, _Beside]:
    """The sketch of each article and what the index of copies says of it, in order of ``seq``."""
    index = CopyIndex(len(articles))
    found: dict[str, _Beside] = {}
    for article in sorted(articles, key=lambda one: one.seq):
        features = features_of(article)
        relation = index.decide(features)
        index.absorb(features, relation)
        found[article.id] = _Beside(relation, features.shingles)
    return found


def _read(clock: _Clock, article: Article, beside: _Beside) -> StoryMember:
    """An article with its quotes, figures and credits, as ``newsloom.findings.find`` has them."""
    reading = Reading(article)
    clock.run("sentences and words", lambda: reading.sentences, len)
    quotes = clock.run("quotes", lambda: find_quotes(article, reading), len)
    direct = [one for one in quotes if one.form != "indirect"]
    figures = clock.run("figures", lambda: find_figures(article, direct, reading), len)
    credits = clock.run("credits", lambda: find_credits(article, reading), len)
    return StoryMember(article, beside.relation, credits, quotes, figures, beside.shingles)


def _round(stories: Sequence[Sequence[Article]], beside: dict[str, _Beside]) -> _Clock:
    clock = _Clock()
    members = [[_read(clock, one, beside[one.id]) for one in story] for story in stories]
    for story in members:
        tree = clock.run("origins", partial(trace, story), lambda lineage: len(lineage.origins))
        own = own_members(story, tree)
        people = clock.run("people", partial(find_people, own), len)
        clock.run(
            "quotes side by side", partial(lay_quotes, story, people), lambda laid: len(laid[1])
        )
        clock.run("figures side by side", partial(_series, own, tree), len)
    return clock


def _series(story: Sequence[StoryMember], tree: Lineage) -> tuple[Series, ...]:
    return lay_series(reports_of(story, tree))


def ledger_table(cost: LedgerCost) -> str:
    """The rows as Markdown, with what was read."""
    lines = [
        f"{cost.articles} articles of {cost.words} words on average, in {cost.stories} stories",
        "",
        "| part | ms of CPU an article | in the best round | found |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row.part} | {row.ms:.2f} | {row.least_ms:.2f} | {row.found} |" for row in cost.rows
    ]
    return "\n".join(lines)
