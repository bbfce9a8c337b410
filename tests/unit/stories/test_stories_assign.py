"""The weaver at work on an invented press."""

import msgspec
import pytest
from story_press import article, item, put

from newsloom.model.judgements import Relation
from newsloom.model.times import DAY_US
from newsloom.stories.assign import Weaver
from newsloom.stories.score import load_weights


@pytest.fixture
def weaver() -> Weaver:
    return Weaver("en", load_weights())


def fill(weaver: Weaver, count: int, start: int = 1) -> None:
    """So many reports on events that nothing else is about, so that rarity is learned."""
    for seq in range(start, start + count):
        put(weaver, item(seq, 1000 + seq, day=16_900.0 + seq % 20))
        epoch = weaver.due_epoch(seq)
        if epoch is not None:
            weaver.adopt(epoch)


@pytest.mark.parametrize("known", [40, 130])
def test_reports_on_one_event_make_a_story(weaver: Weaver, known: int) -> None:
    fill(weaver, known)
    first = put(weaver, item(201, 1, outlet="Lantern"))
    other = put(weaver, item(202, 2, outlet="Lantern"))
    second = put(weaver, item(203, 1, outlet="Harbour Post"))
    third = put(weaver, item(204, 1, outlet="Valley Times", day=17_001.0))
    assert first.story == second.story == third.story != other.story
    assert second.score > 0.5
    assert second.storyline == first.storyline


def test_a_founding_article_names_its_story(weaver: Weaver) -> None:
    one = put(weaver, item(1, 1))
    again = put(Weaver("en", load_weights()), item(1, 1))
    assert one == again
    assert one.story.startswith("s")
    assert one.storyline.startswith("l")
    assert (one.score, one.rival, one.why) == (1.0, None, ())


def test_the_reasons_are_words_that_both_have(weaver: Weaver) -> None:
    first = item(1, 1)
    put(weaver, first)
    second = item(2, 1)
    why = put(weaver, second).why
    assert why
    shared = {label.casefold() for label in first.labels} & {
        one.casefold() for one in second.labels
    }
    for reason in why:
        kind, _, labels = reason.partition(": ")
        assert kind in ("names", "title words")
        assert {label.casefold() for label in labels.split(", ")} <= shared


def test_deciding_changes_nothing(weaver: Weaver) -> None:
    fill(weaver, 20)
    one, other = item(21, 1), item(22, 1)
    original = Relation("a21", "original")
    before = weaver.decide(one, original)
    weaver.decide(other, Relation("a22", "original"))
    assert weaver.decide(one, original) == before


def test_a_copy_goes_where_its_original_went(weaver: Weaver) -> None:
    fill(weaver, 5)
    first = put(weaver, item(6, 1))
    copy = Relation("a7", "edited", "a6", 0.5, 0.8)
    later = put(weaver, item(7, 2, outlet="Harbour Post"), copy)
    assert later.story == first.story
    assert later.why[0] == "edited copy of a6"
    assert later.score == 0.8


def test_a_copy_from_another_month_founds_its_own_story(weaver: Weaver) -> None:
    first = put(weaver, item(1, 1))
    copy = Relation("a2", "identical", "a1", 1.0, 1.0)
    assert put(weaver, item(2, 1, seed=1, day=17_060.0), copy).story != first.story


def test_a_new_version_stays_in_its_story_and_replaces_the_old(weaver: Weaver) -> None:
    fill(weaver, 5)
    first = put(weaver, item(6, 1))
    second = put(weaver, item(7, 1, supersedes="a6"))
    assert second.story == first.story
    assert second.why[0] == "new version of a6"
    assert "a6" not in [entry.article for entry in weaver.rank(item(8, 1)).stories[0].members]


def test_a_page_that_shows_another_text_every_day_is_judged_anew(weaver: Weaver) -> None:
    fill(weaver, 130)
    first = put(weaver, item(201, 1))
    assert put(weaver, item(202, 2, supersedes="a201")).story != first.story


def test_the_same_subject_weeks_later_is_another_story_of_the_storyline(weaver: Weaver) -> None:
    fill(weaver, 130)
    first = put(weaver, item(201, 1))
    later = put(weaver, item(202, 1, day=17_020.0))
    assert later.story != first.story
    assert later.storyline == first.storyline
    assert later.why[0] == f"continues story {first.story}"
    much_later = put(weaver, item(203, 1, day=17_200.0))
    assert much_later.storyline != first.storyline


def test_the_order_of_arrival_does_not_stand_for_time(weaver: Weaver) -> None:
    fill(weaver, 130)
    first = put(weaver, item(201, 1, day=16_000.0))
    for seq in range(202, 232):
        put(weaver, item(seq, seq, day=17_000.0))
    assert put(weaver, item(240, 1, day=16_000.5)).story == first.story


def test_undated_reports_are_judged_by_their_words(weaver: Weaver) -> None:
    fill(weaver, 130)
    first = put(weaver, item(201, 1, day=None))
    second = put(weaver, item(202, 1, day=17_000.0))
    other = put(weaver, item(203, 2, day=None))
    assert first.story == second.story != other.story


def test_titles_alone_are_enough_and_never_too_much(weaver: Weaver) -> None:
    fill(weaver, 130)
    first = put(weaver, item(201, 1, text=""))
    same = put(weaver, item(202, 1, text="", seed=201, outlet="Harbour Post"))
    other = put(weaver, item(203, 2, text=""))
    assert first.story == same.story != other.story
    nothing = msgspec.structs.replace(
        item(204, 3, text=""), title_terms=b"", lead_terms=b"", body_terms=b"", body_counts=b"",
        names=b"", bigrams=b"",
    )  # fmt: skip
    assert put(weaver, nothing).score == 1.0


def test_a_round_up_joins_no_stories(weaver: Weaver) -> None:
    fill(weaver, 130)
    one = [put(weaver, item(200 + n, 1)).story for n in range(3)]
    other = [put(weaver, item(210 + n, 2)).story for n in range(3)]
    parts = [(1, 1), (2, 2), (3, 3), (4, 4)]
    text = " ".join(article(seed, event, words=60).text for event, seed in parts)
    put(weaver, item(220, 5, text=text))
    assert put(weaver, item(221, 1)).story == one[0] == one[2]
    assert put(weaver, item(222, 2)).story == other[0] == other[2]
    assert one[0] != other[0]


def test_a_large_story_holds_together(weaver: Weaver) -> None:
    fill(weaver, 130)
    stories = {put(weaver, item(200 + n, 1, outlet=f"Outlet {n}")).story for n in range(60)}
    assert len(stories) == 1


def test_what_the_window_has_passed_is_forgotten() -> None:
    weaver = Weaver("en", load_weights(), window=10)
    first = put(weaver, item(1, 1))
    fill(weaver, 12, start=2)
    assert put(weaver, item(20, 1)).story != first.story
    assert len(weaver) <= 10


@pytest.mark.parametrize("dated", [True, False])
def test_a_story_spans_three_days_and_its_storyline_goes_on(weaver: Weaver, dated: bool) -> None:
    """News that goes on is a chain of events: by publication, or by arrival where there is none."""
    fill(weaver, 130)
    placed = []
    for number in range(16):
        day = 17_000.0 + number / 2
        one = item(201 + number, 1, outlet=f"Outlet {number}", day=day if dated else None)
        one = msgspec.structs.replace(one, seen_us=int(day * DAY_US))
        placed.append((day, put(weaver, one)))
    spans: dict[str, list[float]] = {}
    for day, where in placed:
        spans.setdefault(where.story, []).append(day)
    assert 2 <= len(spans) <= 4
    assert all(max(days) - min(days) <= 3.0 for days in spans.values())
    if dated:
        assert len({where.storyline for _, where in placed}) == 1
