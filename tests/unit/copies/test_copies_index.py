"""Copies between outlets, and what must not pass for one."""

import random

import msgspec
import pytest

from newsloom.copies.index import CopyIndex
from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.model.judgements import Relation
from newsloom.stories.features import features_of

STARTS, ENDS = "baldorfengilhurkeplimmornavpel", "anekilomurastentingoldush"
WORDS = [STARTS[at : at + 3] + ENDS[to : to + 2] for at in range(0, 30, 3) for to in range(24)]


def prose(seed: int, words: int) -> str:
    """Invented prose: no two seeds share a run of five words."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


class Stream:
    """Feeds texts to an index; articles are named after their number."""

    def __init__(self, window: int = 1000) -> None:
        self.index = CopyIndex(window)
        self.seq = 0

    def item(self, text: str, outlet: str, supersedes: str | None = None) -> Features:
        self.seq += 1
        name = f"a{self.seq}"
        article = Article(name, self.seq, "c", name, None, outlet, "en", "A title", text)
        return msgspec.structs.replace(features_of(article), supersedes=supersedes)

    def put(self, text: str, outlet: str, supersedes: str | None = None) -> Relation:
        item = self.item(text, outlet, supersedes)
        relation = self.index.decide(item)
        assert self.index.decide(item) == relation
        self.index.absorb(item, relation)
        return relation


def test_the_same_text_elsewhere_is_identical() -> None:
    stream = Stream()
    text = prose(1, 300)
    assert stream.put(text, "Lantern").kind == "original"
    copy = stream.put(text + " Read more in the Harbour Post.", "Harbour Post")
    assert (copy.kind, copy.of) == ("identical", "a1")
    assert copy.resemblance > 0.9


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(prose(1, 400)[: len(prose(1, 400)) // 2], id="trimmed"),
        pytest.param(prose(1, 400) + " " + prose(2, 350), id="extended"),
    ],
)
def test_a_trimmed_or_extended_text_is_edited(later: str) -> None:
    stream = Stream()
    stream.put(prose(1, 400), "Lantern")
    relation = stream.put(later, "Harbour Post")
    assert (relation.kind, relation.of) == ("edited", "a1")
    assert relation.containment > 0.9


def test_texts_of_their_own_are_originals() -> None:
    stream = Stream()
    for seed in range(20):
        assert stream.put(prose(seed, 200), f"Outlet {seed}").kind == "original"


def test_an_outlet_is_not_compared_with_itself() -> None:
    stream = Stream()
    stream.put(prose(1, 200), "Lantern")
    assert stream.put(prose(1, 200), "Lantern").kind == "original"


def test_unknown_outlets_are_nobodys_own() -> None:
    stream = Stream()
    stream.put(prose(1, 200), "")
    assert stream.put(prose(1, 200), "").kind == "identical"


def test_an_outlets_own_text_coming_back_is_an_original() -> None:
    stream = Stream()
    stream.put(prose(1, 200), "Lantern")
    assert stream.put(prose(1, 200), "Harbour Post").of == "a1"
    assert stream.put(prose(1, 190), "Lantern").kind == "original"


def test_short_texts_are_originals() -> None:
    stream = Stream()
    for outlet in ("Lantern", "Harbour Post"):
        assert stream.put(prose(1, 30), outlet).kind == "original"
        assert stream.put("", outlet).kind == "original"


def test_a_copy_of_a_copy_goes_back_to_the_first() -> None:
    stream = Stream()
    text = prose(1, 400)
    stream.put(text, "Lantern")
    stream.put(text + " " + prose(2, 60), "Harbour Post")
    assert stream.put(text[:1500] + " " + prose(2, 60), "Valley Times").of == "a1"


def test_a_round_up_does_not_make_copies_of_what_it_holds() -> None:
    stream = Stream()
    one, other = prose(1, 200), prose(2, 200)
    stream.put(one, "Lantern")
    assert stream.put(f"{one} {other}", "Digest").of == "a1"
    assert stream.put(other, "Harbour Post").kind == "original"


def test_a_new_version_of_an_original_keeps_its_copies_together() -> None:
    stream = Stream()
    stream.put(prose(1, 300), "Lantern")
    assert stream.put(prose(1, 330), "Lantern", supersedes="a1").kind == "original"
    assert stream.put(prose(1, 330), "Harbour Post").of == "a1"


def test_what_the_window_has_passed_is_forgotten() -> None:
    stream = Stream(window=3)
    stream.put(prose(1, 200), "Lantern")
    for seed in (2, 3):
        stream.put(prose(seed, 200), "Lantern")
    assert stream.put(prose(1, 200), "Harbour Post").kind == "original"
    assert len(stream.index) == 3


def test_many_holders_of_one_text_still_lead_to_the_first() -> None:
    stream = Stream()
    text = prose(1, 200)
    stream.put(text, "Wire")
    for number in range(150):
        assert stream.put(text, f"Outlet {number}").of == "a1"
