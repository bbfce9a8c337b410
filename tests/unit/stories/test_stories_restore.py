"""A weaver that was stopped and restored judges like one that never stopped."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_press import article, item

from newsloom.copies.index import CopyIndex
from newsloom.model.features import Epoch, Features
from newsloom.model.judgements import Assignment, Relation
from newsloom.stories import idf, shelf
from newsloom.stories.assign import Weaver
from newsloom.stories.score import load_weights

WINDOW = 12
WEIGHTS = load_weights()

Judgement = tuple[Relation, Assignment]


class Run:
    """The sequencers of one shard, and what an engine would have stored of their work."""

    def __init__(self) -> None:
        self.weaver, self.index = Weaver("en", WEIGHTS, WINDOW), CopyIndex(WINDOW)
        self.log: list[Judgement] = []
        self.epochs: list[Epoch] = []

    def go(self, items: Sequence[Features]) -> None:
        for one in items:
            relation = self.index.decide(one)
            assignment = self.weaver.decide(one, relation)
            self.index.absorb(one, relation)
            self.weaver.absorb(one, assignment)
            self.log.append((relation, assignment))
            epoch = self.weaver.due_epoch(one.seq)
            if epoch is not None:
                self.epochs.append(epoch)
                self.weaver.adopt(epoch)

    def restored(self, items: Sequence[Features]) -> "Run":
        """A new run that knows nothing but the log; ``items`` are those judged so far."""
        new = Run()
        new.log, new.epochs = list(self.log), list(self.epochs)
        cursor = items[-1].seq if items else 0
        oldest = max(0, cursor - WINDOW)
        if self.epochs:
            new.weaver.adopt(self.epochs[-1])
        after = min(oldest, self.epochs[-1].seq) if self.epochs else 0
        for one, (relation, assignment) in zip(items, self.log, strict=True):
            if one.seq > oldest:
                new.index.absorb(one, relation)
            if one.seq > after:
                new.weaver.absorb(one, assignment)
        return new


@st.composite
def streams(draw: st.DrawFn) -> list[Features]:
    """Reports on a few events: dated or not, some copied, some new versions, gaps in ``seq``."""
    items: list[Features] = []
    seq = 0
    for _ in range(draw(st.integers(1, 40))):
        seq += draw(st.sampled_from([1, 1, 1, 2, 9]))
        event = draw(st.integers(0, 4))
        day = draw(st.sampled_from([None, 17_000.0, 17_001.0, 17_003.0, 17_015.0, 16_990.0]))
        how: dict[str, object] = {
            "day": day,
            "words": draw(st.sampled_from([0, 60, 120])),
            "outlet": draw(st.sampled_from(["Lantern", "Harbour Post", "Valley Times"])),
        }
        if items and draw(st.sampled_from([0, 1])):
            earlier = draw(st.sampled_from(items))
            if draw(st.sampled_from([0, 1])):
                how["supersedes"] = earlier.article
            else:
                how["text"] = article(earlier.seq, event, words=120).text
        items.append(item(seq, event, **how))
    return items


@settings(max_examples=40, deadline=None)
@given(streams(), st.data())
def test_stopping_anywhere_changes_nothing(items: list[Features], data: st.DataObject) -> None:
    stop = data.draw(st.integers(0, len(items)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(idf, "FIRST_EPOCH", 4)
        patched.setattr(shelf, "_SPARE_SLOTS", 2)
        steady, halted = Run(), Run()
        steady.go(items)
        halted.go(items[:stop])
        resumed = halted.restored(items[:stop])
        resumed.go(items[stop:])
    assert resumed.log == steady.log
    assert resumed.epochs == steady.epochs


def test_frozen_epochs_can_be_adopted_in_a_rerun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idf, "FIRST_EPOCH", 4)
    items = [item(seq, seq % 3) for seq in range(1, 20)]
    first = Run()
    first.go(items)
    again = Weaver("en", WEIGHTS, WINDOW)
    waiting = list(first.epochs)
    for one, (relation, assignment) in zip(items, first.log, strict=True):
        while waiting and waiting[0].seq < one.seq:
            again.adopt(waiting.pop(0))
        assert again.decide(one, relation) == assignment
        again.absorb(one, assignment)


def test_a_correction_in_the_log_is_kept() -> None:
    items = [item(seq, 0) for seq in range(1, 4)]
    weaver = Weaver("en", WEIGHTS, WINDOW)
    for one in items[:2]:
        moved = Assignment(one.article, "s-by-hand", "l-by-hand", 1.0)
        weaver.absorb(one, moved)
    found = weaver.decide(items[2], Relation(items[2].article, "original"))
    assert (found.story, found.storyline) == ("s-by-hand", "l-by-hand")


def test_features_survive_storage() -> None:
    one = item(1, 1)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Features) == one
