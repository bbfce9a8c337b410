"""A press is deterministic, large enough, wholly told, and its truth is true."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest

from newsloom.demo.banks import LANGS
from newsloom.demo.outlets import FORMATS, TEMPLATES
from newsloom.demo.press import Item, Press, make_press
from newsloom.model.ids import text_hash
from newsloom.model.judgements import RelationKind
from newsloom.model.times import HOUR_US, to_us


@pytest.fixture(scope="module")
def press() -> Press:
    return make_press()


@pytest.fixture(scope="module")
def truth(press: Press) -> dict[str, Any]:
    return press.truth()


def runs(item: Item) -> set[tuple[str, ...]]:
    words = item.text.lower().split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def shared(one: Item, other: Item) -> float:
    first, second = runs(one), runs(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def test_equal_arguments_give_an_equal_press_in_any_process(truth: dict[str, Any]) -> None:
    assert make_press().truth() == truth
    code = (
        "import json; from newsloom.demo.press import make_press; "
        "from newsloom.model.ids import text_hash; "
        "print(text_hash(json.dumps(make_press().truth())))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == text_hash(json.dumps(truth))


def test_another_seed_is_another_press(truth: dict[str, Any]) -> None:
    other = make_press(seed=2).truth()
    titles = {article["title"] for article in truth["articles"]}
    assert len(titles & {article["title"] for article in other["articles"]}) < len(titles) / 20


def test_it_is_a_press_of_some_size(press: Press) -> None:
    assert len(press.outlets) == 60
    assert len({outlet.name for outlet in press.outlets}) == 60
    assert {lang for outlet in press.outlets for lang in outlet.langs} == set(LANGS)
    assert {outlet.template for outlet in press.outlets} == set(TEMPLATES)
    assert {outlet.feed for outlet in press.outlets} == set(FORMATS)
    assert sum(outlet.agency for outlet in press.outlets) == 2
    assert len(press.events) == 40
    assert len(press.items) > 400
    assert len({item.key for item in press.items}) == len(press.items)
    words = sorted(len(item.text.split()) for item in press.items)
    assert 140 <= words[len(words) // 2] <= 450
    assert words[-1] <= 450


def test_each_kind_of_copy_edit_and_date_occurs(press: Press) -> None:
    relations = Counter(item.relation for item in press.items)
    assert set(relations) == {"original", "independent", "identical", "edited", "rewritten"}
    edits = Counter(version.edit for item in press.items for version in item.versions)
    assert edits["silent"] > 5
    assert edits["correction"] > 2
    habits = {outlet.date_habit for outlet in press.outlets}
    assert habits == {"right", "nozone", "future", "late", "undated"}
    copies = [item for item in press.items if item.of is not None]
    assert 0.3 < sum(item.credited for item in copies) / len(copies) < 0.95
    assert any(item.linked for item in copies)
    assert any(item.source is None for item in press.items)
    by_event: dict[str, set[str]] = defaultdict(set)
    for item in press.items:
        by_event[item.event].add(item.lang)
    assert sum(len(langs) > 1 for langs in by_event.values()) > 15


def test_findings_stand_verbatim_in_their_text(press: Press, truth: dict[str, Any]) -> None:
    for article in truth["articles"]:
        assert article["quotes"] or len(article["text"].split()) < 150
        for found in (*article["quotes"], *article["figures"]):
            assert found["text"] in article["text"]
    for item in press.items:
        for version in item.versions:
            for part in version.paragraphs:
                places = [(said.start, said.text) for said in part.quotes]
                places += [(figure.start, figure.text) for figure in part.figures]
                for start, words in places:
                    assert part.text[start : start + len(words)] == words


def test_nothing_unfilled_is_printed(press: Press) -> None:
    for item in press.items:
        for version in item.versions:
            assert not set("{}[]<>|") & set(version.title + version.text), item.key
            assert "  " not in version.text
            assert ",," not in version.text


def test_chains_of_copies_end_at_a_root_of_the_same_story(press: Press) -> None:
    for item in press.items:
        root = press.by_key[item.origin]
        assert root.of is None
        assert root.story == item.story
        if item.of is None:
            assert item.origin == item.key
            assert item.relation in ("original", "independent")
            continue
        of = press.by_key[item.of]
        assert of.origin == item.origin
        assert of.published_us < item.published_us
        assert item.outlet.slug != of.outlet.slug


def test_stories_count_their_roots(press: Press, truth: dict[str, Any]) -> None:
    members = defaultdict(list)
    for article in truth["articles"]:
        members[article["story"]].append(article)
    for story in truth["stories"]:
        articles = members[story["story"]]
        origins = {article["origin"] for article in articles}
        assert story["independent_origins"] == len(origins)
        assert story["articles"] == len(articles)
        assert {article["lang"] for article in articles} == {story["lang"]}
        first = min(articles, key=lambda article: article["published"])
        assert first["relation"] == "original"


def pairs(press: Press, relation: RelationKind) -> list[float]:
    return [
        shared(item, press.by_key[item.of])
        for item in press.items
        if item.relation == relation and item.of is not None
    ]


def test_copies_resemble_and_independent_texts_do_not(press: Press) -> None:
    # Datelines, credits and corrections make the small difference.
    assert min(pairs(press, "identical")) > 0.9
    assert min(pairs(press, "edited")) > 0.8
    rewritten = pairs(press, "rewritten")
    assert sum(rewritten) / len(rewritten) < 0.35
    by_story: dict[str, list[Item]] = defaultdict(list)
    for item in press.items:
        if item.of is None:
            by_story[item.story].append(item)
    apart = [shared(*pair) for roots in by_story.values() for pair in combinations(roots, 2)]
    assert sum(apart) / len(apart) < 0.15
    assert max(apart) < 0.4


def test_a_rewritten_copy_keeps_quotes_and_figures_in_order(press: Press) -> None:
    for item in press.items:
        if item.relation != "rewritten" or item.of is None or len(item.versions) > 1:
            continue
        source = press.by_key[item.of]
        if len(source.versions) > 1:
            continue
        mine = [said.text for part in item.versions[0].paragraphs for said in part.quotes]
        theirs = [said.text for part in source.versions[0].paragraphs for said in part.quotes]
        assert theirs[: len(mine)] == mine


def test_a_correction_says_so_and_changes_a_figure(press: Press) -> None:
    corrected = [item for item in press.items if item.versions[-1].edit == "correction"]
    for item in corrected:
        before, after = item.versions
        assert before.from_us < after.from_us
        assert len(after.paragraphs) == len(before.paragraphs) + 1
        note = after.paragraphs[-1]
        wrong, right = (figure.text for figure in note.figures)
        assert wrong in before.text
        assert wrong != right


def test_figures_change_over_time(press: Press) -> None:
    tolls = [event for event in press.events if event.phase == "toll"]
    assert tolls
    for event in tolls:
        assert event.late["dead"].value > event.was["dead"].value


def test_a_late_outlet_lists_hours_after_publishing(press: Press) -> None:
    late = [item for item in press.items if item.outlet.date_habit == "late"]
    assert late
    assert all(item.available_us - item.published_us > 8 * HOUR_US for item in late)


def test_nothing_happens_before_the_start() -> None:
    start_us = to_us(datetime(2025, 6, 2, tzinfo=UTC))
    press = make_press(outlets=20, events=6, start_us=start_us)
    assert min(item.published_us for item in press.items) >= start_us
    assert len(press.events) == 6


@pytest.mark.parametrize("outlets", [9, 20_000])
def test_impossible_sizes_are_refused(outlets: int) -> None:
    with pytest.raises(ValueError, match="demo press"):
        make_press(outlets=outlets)


def test_two_thousand_outlets() -> None:
    press = make_press(outlets=2000, events=2)
    assert len({outlet.name for outlet in press.outlets}) == 2000
