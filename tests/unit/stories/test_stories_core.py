"""What runs through all articles of a story, and how far apart two stories are by it."""

import random
from collections.abc import Sequence

import pytest

from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.model.judgements import Assignment, Correction
from newsloom.stories.assign import Weaver
from newsloom.stories.constraints import Constraints
from newsloom.stories.core import apart, core_of
from newsloom.stories.features import features_of
from newsloom.stories.score import load_weights
from newsloom.stories.shelf import Shelf
from newsloom.stories.vectors import NAMES, TITLE, vector_of

_FILLER = (
    "prosecutors laid out papers over many weeks",
    "the bench read the ruling in a full hall",
    "counsel for the defence said an appeal was likely",
    "relatives of the victims embraced outside the building",
    "the case had kept the town busy since last winter",
    "witnesses described what happened on that evening",
    "the sentence is longer than most had expected",
    "a spokesman for the court named no further dates",
)


def verdict(seq: int, name: str, town: str, matter: str, lines: Sequence[str] = ()) -> Features:
    """One verdict told by the template of all verdicts, or in other ``lines``."""
    chance = random.Random(seq)
    lines = lines or [f"{line} in {town}" for line in chance.sample(_FILLER, 6)]
    text = f"{name} must go to prison over the {matter}. " + ". ".join(
        line[:1].upper() + line[1:] for line in lines
    )
    title = f"Verdict in {town}: {name} goes to prison over {matter}"
    article = Article(
        f"a{seq}", seq, "c", f"a{seq}", None, "Lantern", "en", title, text * 2,
        published_us=1_600_000_000_000_000 + seq,
    )  # fmt: skip
    return features_of(article)


def shelved(items: list[Features]) -> Shelf:
    shelf = Shelf()
    for item in items:
        shelf.put(shelf.weigh(vector_of(item)), None)
    return shelf


@pytest.fixture
def shelf() -> Shelf:
    """Four reports on one verdict, then four on another."""
    first = [verdict(seq, "Quillan Barrow", "Tarnmoor", "grain fraud") for seq in range(1, 5)]
    second = [verdict(seq, "Ostrid Venn", "Hollowick", "ferry sinking") for seq in range(5, 9)]
    return shelved(first + second)


def test_two_events_told_by_one_template_have_other_names(shelf: Shelf) -> None:
    one, other = (core_of(shelf, slots, NAMES) for slots in (range(4), range(4, 8)))
    assert apart(one, other) > 0.6
    assert apart(one, other) == apart(other, one)


def test_two_halves_of_one_event_are_not_apart(shelf: Shelf) -> None:
    one, other = (core_of(shelf, slots, NAMES) for slots in (range(2), range(2, 4)))
    assert apart(one, other) < 0.2


def test_who_says_more_is_not_apart(shelf: Shelf) -> None:
    """A side without a core of its own, or that holds all of the other's, is near to it."""
    everything = core_of(shelf, range(8), NAMES)
    assert apart(everything, core_of(shelf, range(4), NAMES)) == 0.0
    nameless = core_of(shelved([verdict(9, "", "", "")]), [0], TITLE)
    assert apart(core_of(shelf, range(4), TITLE), nameless) < 1.0


def test_stories_of_one_template_are_not_merged() -> None:
    weaver = Weaver("en", load_weights())
    for seq in range(1, 17):
        names = ("Quillan Barrow", "Tarnmoor", "grain fraud")
        if seq % 2:
            names = ("Ostrid Venn", "Hollowick", "ferry sinking")
        item = verdict(seq, *names)
        story, other = f"s{seq % 2}", f"s{1 - seq % 2}"
        weaver.absorb(item, Assignment(item.article, story, story, 1.0, other, 0.4))
        assert weaver.revise(item) == ()


def test_stories_of_one_template_in_one_story_are_split() -> None:
    weaver = Weaver("en", load_weights())
    found = []
    for seq in range(1, 9):
        names = ("Quillan Barrow", "Tarnmoor", "grain fraud")
        if seq > 4:
            names = ("Ostrid Venn", "Hollowick", "ferry sinking")
        item = verdict(seq, *names)
        weaver.absorb(item, Assignment(item.article, "s1", "l1", 1.0))
        found = list(weaver.revise(item))
    (revision,) = found
    assert revision.kind == "split"
    assert [one.article for one in revision.moved] == ["a5", "a6", "a7", "a8"]


_WORDINGS = (
    (
        "judges spent eleven hours on it behind closed doors before dawn broke",
        "outside the gate drummers kept playing until the sentence was read aloud",
        "three jurors wept while the clerk counted pages of the long decision",
        "nobody in the gallery stirred as the usher opened both windows at last",
        "a second hearing on damages follows once harvest time has ended there",
    ),
    (
        "reporters queued overnight for a bench near the dock and its brass rail",
        "lawyers on either side praised how calmly the proceedings had been run",
        "the prisoner bowed twice and asked for water and a pencil after lunch",
        "police had closed two bridges so that the van could pass without delay",
        "experts call the punishment harsh but expect it to stand on appeal",
    ),
)
_BARROW = ("Quillan Barrow", "Tarnmoor", "grain fraud")
_VENN = ("Ostrid Venn", "Hollowick", "ferry sinking")


def strayed(weaver: Weaver, others: tuple[str, str, str] | None = _VENN) -> Features:
    """A report on one verdict that stands among those on another; the latest of these."""
    for seq in range(1, 4):
        if others is not None:
            one = verdict(seq, *others)
            weaver.absorb(one, Assignment(one.article, "s2", "l2", 1.0))
    for seq in range(4, 8):
        one = verdict(seq, *(_VENN if seq == 5 else _BARROW))
        weaver.absorb(one, Assignment(one.article, "s1", "l1", 1.0))
    return one


def test_an_article_goes_where_its_names_are() -> None:
    weaver = Weaver("en", load_weights())
    last = strayed(weaver)
    (revision,) = weaver.revise(last)
    assert (revision.kind, revision.story, revision.into) == ("move", "s1", "s2")
    (moved,) = revision.moved
    assert (moved.article, moved.story, moved.storyline) == ("a5", "s2", "l2")
    assert (moved.rival, moved.score) == ("s1", revision.score)
    assert moved.rival_score < moved.score
    assert moved.why[0] == "moved from story s1"
    assert any("Hollowick" in reason for reason in moved.why)
    weaver.apply(revision)
    assert weaver.revise(last) == ()


def test_an_article_without_another_home_stays() -> None:
    weaver = Weaver("en", load_weights())
    assert weaver.revise(strayed(weaver, None)) == ()
    weaver = Weaver("en", load_weights())
    assert weaver.revise(strayed(weaver, ("Ostrid Falk", "Sedgeby", "mine flooding"))) == ()


@pytest.mark.parametrize(
    "word",
    [Correction("c1", "together", "a5", ("a4",), 1), Correction("c1", "apart", "a5", ("a1",), 1)],
)
def test_an_article_stays_where_a_reader_put_it(word: Correction) -> None:
    weaver = Weaver("en", load_weights())
    weaver.constraints = Constraints([word])
    assert weaver.revise(strayed(weaver)) == ()


def test_events_are_parted_by_names_where_words_part_the_wordings() -> None:
    weaver = Weaver("en", load_weights())
    found = []
    for seq in range(1, 9):
        item = verdict(seq, *(_VENN if seq % 2 else _BARROW), lines=_WORDINGS[seq // 3 % 2])
        weaver.absorb(item, Assignment(item.article, "s1", "l1", 1.0))
        found = list(weaver.revise(item))
    (revision,) = found
    assert revision.kind == "split"
    assert [one.article for one in revision.moved] == ["a2", "a4", "a6", "a8"]


_IN_OFFICE = "the speaker was Tamsin Orrelby and nobody else"


def in_office(seq: int, side: tuple[str, str, str]) -> Features:
    """One of two verdicts on which the same person in office spoke."""
    own = random.Random(seq).sample(_WORDINGS[side is _VENN], 4)
    return verdict(seq, *side, lines=[_IN_OFFICE, f"all of {side[1]} heard it", *own])


@pytest.mark.parametrize(("each", "parted"), [(4, False), (8, True)])
def test_large_sides_are_two_though_one_person_is_in_office(each: int, parted: bool) -> None:
    weaver = Weaver("en", load_weights())
    kinds = []
    for seq in range(1, 2 * each + 1):
        item = in_office(seq, _VENN if seq > each else _BARROW)
        weaver.absorb(item, Assignment(item.article, "s1", "l1", 1.0))
        kinds = [one.kind for one in weaver.revise(item)]
    assert kinds == (["split"] if parted else [])
    stories = {0: "s1", 1: "s2"}
    weaver = Weaver("en", load_weights())
    for seq in range(1, 2 * each + 1):
        item = in_office(seq, _VENN if seq % 2 else _BARROW)
        other = Assignment(item.article, stories[seq % 2], "l1", 1.0, stories[1 - seq % 2], 0.4)
        weaver.absorb(item, other)
        assert not parted or seq < 12 or weaver.revise(item) == ()
