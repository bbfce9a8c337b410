"""Floors for figures: invented articles of other fields, and their states on demo presses."""

from collections import defaultdict

import pytest
from figure_articles import ARTICLES

from newsloom.demo.press import Press, make_press
from newsloom.findings import find
from newsloom.findings.figures import find_figures
from newsloom.ledger.reports import reports_of
from newsloom.ledger.series import lay_series
from newsloom.lineage.member import Lineage, StoryMember
from newsloom.model.facts import Article, Figure
from newsloom.model.judgements import Relation
from newsloom.model.ledger import PointState
from newsloom.model.times import iso

FLOORS = {"found": 0.95, "value": 0.97, "precision": 0.95}
STATES_RIGHT, IN_A_SERIES = 0.97, 0.93


def _article(name: str, lang: str, text: str, published_us: int) -> Article:
    return Article(
        name, 1, "c", "g", None, "Quillmoor Gazette", lang, "Title", text,
        published=iso(published_us), published_us=published_us,
    )  # fmt: skip


def test_articles_of_other_fields() -> None:
    gold = found = exact = equal = useful = predicted = 0
    for marked in ARTICLES:
        article = _article("a", marked.lang, marked.text, 1_715_644_800_000_000)
        figures = [one for one in find(article) if isinstance(one, Figure)]
        for start, end, value in marked.figures:
            over = [one for one in figures if one.start < end and start < one.end]
            gold, found = gold + 1, found + bool(over)
            if over and value is not None:
                exact, equal = exact + 1, equal + any(one.value == value for one in over)
        predicted += len(figures)
        useful += sum(
            any(one.start < end and start < one.end for start, end, _ in marked.figures)
            for one in figures
        )
    measured = {"found": found / gold, "value": equal / exact, "precision": useful / predicted}
    print(measured)
    assert all(measured[name] >= floor for name, floor in FLOORS.items()), measured


def test_dates_and_sources_of_figures() -> None:
    told = {
        one.text: (one.attributed_to, one.as_of)
        for marked in ARTICLES
        if marked.lang == "en"
        for one in find(_article("a", "en", marked.text, 1_715_644_800_000_000))
        if isinstance(one, Figure)
    }
    assert told["£35m"] == ("the Chamber of Shipping", None)
    assert told["Another woman was killed"][1] == "2024-05-11"
    assert told["56.4 percent"][1] is None  # "the lowest since 1998" is no date of it
    assert told["1,002 adults"][1] == "2024-04"
    assert told["two weeks"][0] == "Mira Oduya"


# ---------------------------------------------------------------- states on demo presses

Truth = dict[str, tuple[str, float]]


def _stories(press: Press) -> dict[str, tuple[list[StoryMember], Truth]]:
    """Members by story, and by figure id what it truly counts and its value."""
    stories: dict[str, tuple[list[StoryMember], Truth]] = defaultdict(lambda: ([], {}))
    for item in press.items:
        if item.relation == "identical":
            continue
        version = item.versions[-1]
        article = _article(item.key, item.lang, version.text, item.published_us)
        figures = find_figures(article)
        members, truth = stories[item.story]
        members.append(StoryMember(article, Relation(article.id, "original"), (), (), figures))
        at = 0
        for part in version.paragraphs:
            for number in part.figures:
                start = at + number.start
                for one in figures:
                    if one.start < start + len(number.text) and start < one.end:
                        truth[one.id] = (number.what, number.value)
            at += len(part.text) + 2
    return stories


def _right(state: PointState, before: tuple[str, float] | None, now: tuple[str, float]) -> bool:
    """Whether a state holds between two true figures."""
    if before is None:
        return state == "first"
    if before == now:
        return state in ("agree", "rounded")
    return state in (("superseded", "other_date") if before[0] == now[0] else ("other",))


@pytest.mark.parametrize("seed", [7, 31])
def test_states_on_a_demo_press(seed: int) -> None:
    points = right = due = inside = 0
    for members, truth in _stories(make_press(outlets=20, seed=seed, events=24)).values():
        carriers: dict[str, set[str]] = defaultdict(set)
        for member in members:
            for figure in member.figures:
                if figure.id in truth:
                    carriers[truth[figure.id][0]].add(member.article.id)
        placed: set[tuple[str, tuple[str, float]]] = set()
        for series in lay_series(reports_of(members, Lineage((), 0))):
            before: tuple[str, float] | None = None
            for point in series.points:
                if point.figure not in truth:
                    continue
                now = truth[point.figure]
                placed.add((point.article, now))
                points, right = points + 1, right + _right(point.state, before, now)
                if point.state not in ("other", "other_date"):
                    before = now
        wanted = {
            (member.article.id, truth[figure.id])
            for member in members
            for figure in member.figures
            if figure.id in truth and len(carriers[truth[figure.id][0]]) > 1
        }
        due, inside = due + len(wanted), inside + len(wanted & placed)
    print(f"states right {right / points:.3f}, in a series {inside / due:.3f}, of {points}")
    assert right / points >= STATES_RIGHT
    assert inside / due >= IN_A_SERIES
