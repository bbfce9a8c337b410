"""Merges and splits: what later articles show to have been judged wrongly."""

import msgspec
import numpy as np
from story_press import item, put

from newsloom.model.features import Features
from newsloom.model.judgements import Assignment, Correction, Relation
from newsloom.stories.assign import Weaver
from newsloom.stories.constraints import Constraints
from newsloom.stories.score import load_weights


def placed(weaver: Weaver, items: list[Features], stories: list[str]) -> None:
    for one, story in zip(items, stories, strict=True):
        weaver.absorb(one, Assignment(one.article, story, f"l{story}", 1.0))


def torn(weaver: Weaver) -> tuple[Features, Assignment]:
    """One event that was filed under two stories; the article that shows it."""
    items = [item(seq, 1) for seq in range(1, 6)]
    placed(weaver, items, ["s1", "s1", "s2", "s2", "s2"])
    last = item(6, 1)
    assignment = weaver.decide(last, Relation(last.article, "original"))
    weaver.absorb(last, assignment)
    return last, assignment


def test_two_stories_on_one_event_become_one() -> None:
    weaver = Weaver("en", load_weights())
    last, assignment = torn(weaver)
    (revision,) = weaver.revise(last)
    assert (revision.kind, revision.story, revision.into) == ("merge", "s2", "s1")
    assert {one.article for one in revision.moved} >= {"a3", "a4", "a5"}
    assert all((one.story, one.storyline) == ("s1", "ls1") for one in revision.moved)
    assert all("merged" in one.why[0] for one in revision.moved)
    assert revision.score > 0.5
    assert revision.why
    before = len(weaver)
    weaver.apply(revision)
    assert len(weaver) == before - 1
    assert weaver.revise(last) == ()
    assert assignment.rival in ("s1", "s2")


def test_revising_changes_nothing_by_itself() -> None:
    weaver = Weaver("en", load_weights())
    last, _ = torn(weaver)
    assert weaver.revise(last) == weaver.revise(last)


def test_a_restored_weaver_revises_alike() -> None:
    weaver, again = Weaver("en", load_weights()), Weaver("en", load_weights())
    last, assignment = torn(weaver)
    for seq, story in enumerate(["s1", "s1", "s2", "s2", "s2"], 1):
        again.absorb(item(seq, 1), Assignment(f"a{seq}", story, f"l{story}", 1.0))
    again.absorb(last, assignment)
    assert again.revise(last) == weaver.revise(last)


def test_two_events_in_one_story_are_split_and_stay_so() -> None:
    weaver = Weaver("en", load_weights())
    items = [item(seq, 1 + (seq > 4)) for seq in range(1, 9)]
    placed(weaver, items, ["s1"] * 8)
    (revision,) = weaver.revise(items[-1])
    assert (revision.kind, revision.story) == ("split", "s1")
    assert [one.article for one in revision.moved] == ["a5", "a6", "a7", "a8"]
    assert {one.story for one in revision.moved} == {revision.into}
    assert all(one.rival == "s1" and one.why for one in revision.moved)
    weaver.apply(revision)
    assert len(weaver) == 2
    for seq, event in ((9, 2), (10, 1), (11, 2), (12, 1)):
        more = item(seq, event)
        found = put(weaver, more)
        assert found.story == (revision.into if event == 2 else "s1")
        assert weaver.revise(more) == ()


def test_one_event_is_not_split() -> None:
    weaver = Weaver("en", load_weights())
    items = [item(seq, 1) for seq in range(1, 17)]
    for at, one in enumerate(items):
        placed(weaver, items[at : at + 1], ["s1"])
        assert weaver.revise(one) == ()


def test_other_events_and_other_days_are_not_merged() -> None:
    weaver = Weaver("en", load_weights())
    events = ((1, 17_000.0), (2, 17_000.0), (1, 17_007.0))
    for seq in range(1, 25):
        event, day = events[seq % 3]
        more = item(seq, event, day=day)
        story = f"s{seq % 3}"
        weaver.absorb(more, Assignment(more.article, story, story, 1.0, f"s{(seq + 1) % 3}", 0.4))
        assert weaver.revise(more) == ()


def test_readers_keep_stories_apart() -> None:
    weaver = Weaver("en", load_weights())
    weaver.constraints = Constraints([Correction("c1", "apart", "a1", ("a3",), 1)])
    last, _ = torn(weaver)
    assert weaver.revise(last) == ()


def test_a_round_up_links_nothing() -> None:
    """A page that tells of many events is near to each; it merges no two."""
    weaver = Weaver("en", load_weights())
    stories: dict[int, set[str]] = {event: set() for event in range(12)}
    for seq in range(1, 37):
        stories[seq % 12].add(put(weaver, item(seq, seq % 12)).story)
        epoch = weaver.due_epoch(seq)
        if epoch is not None:
            weaver.adopt(epoch)
    parts = [item(seq, seq % 12, words=60) for seq in range(60, 68)]
    mixed = msgspec.structs.replace(item(37, 0), article="a37", **_together(parts))
    found = put(weaver, mixed)
    assert found.rival_score > 0.1
    assert [one.kind for one in weaver.revise(mixed) if one.kind == "merge"] == []


def _together(parts: list[Features]) -> dict[str, object]:
    """The terms of a page that says a little on each of several events."""
    joined: dict[str, object] = {}
    for name in ("title_terms", "lead_terms", "names", "bigrams"):
        every = [np.frombuffer(getattr(one, name), "<u4") for one in parts]
        joined[name] = np.unique(np.concatenate(every)).astype("<u4").tobytes()
    terms = np.concatenate([np.frombuffer(one.body_terms, "<u4") for one in parts])
    counts = np.concatenate([np.frombuffer(one.body_counts, "<u2") for one in parts])
    kinds, at = np.unique(terms, return_inverse=True)
    sums = np.bincount(at, weights=counts).astype("<u2")
    joined["body_terms"], joined["body_counts"] = kinds.astype("<u4").tobytes(), sums.tobytes()
    return joined
