"""Rarity, vectors, candidates, the score and its weights."""

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from story_press import item

from newsloom.model.errors import ConfigError
from newsloom.model.judgements import Relation
from newsloom.stories.idf import FIRST_EPOCH, UNIFORM, Learner, Rarity, rarity_of, unpack
from newsloom.stories.members import Entry, OpenStory, Probe, compare
from newsloom.stories.reasons import copy_reason, shared_labels
from newsloom.stories.score import FEATURES, PROFILES, Scorer, load_weights
from newsloom.stories.shelf import Shelf
from newsloom.stories.vectors import BODY, FIELDS, NAMES, Vector, vector_of

U32 = np.uint32


def learner(articles: list[list[int]]) -> Learner:
    made = Learner("en")
    for seq, terms in enumerate(articles, 1):
        made.absorb(seq, np.array(terms, U32))
    return made


# ------------------------------------------------------------------ rarity


def test_the_first_epoch_comes_with_enough_articles() -> None:
    made = learner([[1, 2]] * (FIRST_EPOCH - 1))
    assert not made.due()
    made.absorb(FIRST_EPOCH, np.array([1, 3], U32))
    assert made.due()
    epoch = made.freeze(FIRST_EPOCH)
    terms, holding = unpack(epoch.data)
    assert (terms.tolist(), holding.tolist()) == ([1, 2], [FIRST_EPOCH, FIRST_EPOCH - 1])
    assert (epoch.kind, epoch.shard, epoch.seq, epoch.count) == (
        "idf",
        "en",
        FIRST_EPOCH,
        FIRST_EPOCH,
    )


def test_an_epoch_adds_to_the_one_before() -> None:
    made = learner([[1]] * FIRST_EPOCH)
    made.adopt(made.freeze(FIRST_EPOCH))
    for seq in range(1, 2 * FIRST_EPOCH + 1):  # the first half is counted already
        assert made.due() == (seq >= 2 * FIRST_EPOCH and made.count >= 2 * FIRST_EPOCH)
        made.absorb(seq, np.array([1], U32))
    assert made.count == 2 * FIRST_EPOCH
    assert unpack(made.freeze(2 * FIRST_EPOCH).data)[1].tolist() == [2 * FIRST_EPOCH]


def looked_up(rarity: Rarity, terms: list[int]) -> list[float]:
    shelf = Shelf()
    shelf.adopt(rarity)
    bounds = np.array([0, 0, 0, len(terms), len(terms), len(terms)])
    vector = Vector(np.array(terms, U32), np.ones(len(terms), np.uint16), bounds)
    found: list[float] = shelf.weigh(vector).rarity.tolist()
    return found


def test_counts_are_added_up_however_they_arrive() -> None:
    made, chance = Learner("en"), np.random.default_rng(3)
    articles = [np.unique(chance.integers(0, 3_000, 40, U32)) for _ in range(3_000)]
    for seq, terms in enumerate(articles, 1):
        made.absorb(seq, terms)
    terms, holding = unpack(made.freeze(3_000).data)
    expected = np.bincount(np.concatenate(articles), minlength=3_000)
    assert terms.tolist() == np.flatnonzero(expected >= 2).tolist()
    assert holding.tolist() == expected[expected >= 2].tolist()


def test_rare_terms_tell_more() -> None:
    epoch = learner([[1, 2 + seq % 8 // 6] for seq in range(64)]).freeze(64)
    common, frequent, seldom, unknown = looked_up(rarity_of(epoch), [1, 2, 3, 9])
    assert common < frequent < seldom < unknown
    assert rarity_of(None) is UNIFORM
    assert len(set(looked_up(UNIFORM, [1, 9]))) == 1


# ------------------------------------------------------------------ the shelf


def probe(seq: int, event: int, shelf: Shelf, **how: object) -> Probe:
    one = item(seq, event, **how)
    entry = Entry(one.article, seq, 17_000.0, one.labels, brief=False)
    return Probe(entry, shelf.weigh(vector_of(one)))


DAYS = np.array([5.0])


def put(shelf: Shelf, made: Probe, day: float | None = 17_000.0) -> int:
    """Every article a story of its own, numbered like its slot."""
    made.entry.slot = shelf.put(made.weighed, day)
    shelf.settle(made.entry.slot, made.entry.slot)
    return made.entry.slot


def test_features_that_do_not_fit_are_refused() -> None:
    damaged = msgspec.structs.replace(item(1, 1), body_counts=b"")
    with pytest.raises(ValueError, match="counts and terms"):
        vector_of(damaged)


def test_cosines_do_not_depend_on_company() -> None:
    shelf = Shelf()
    slots = [put(shelf, probe(seq, seq % 3, shelf)) for seq in range(1, 8)]
    mine = probe(9, 1, shelf).weighed
    together = shelf.cosines(mine, slots)
    apart = np.concatenate([shelf.cosines(mine, [slot]) for slot in slots])
    assert together.tolist() == apart.tolist()
    assert (together[:, BODY] > 0).all()
    assert shelf.cosines(mine, []).shape == (0, len(FIELDS))


def test_likeness_goes_both_ways() -> None:
    shelf = Shelf()
    one, other = probe(1, 1, shelf), probe(2, 1, shelf)
    put(shelf, one), put(shelf, other)
    assert one.likeness(shelf, other.entry) == other.likeness(shelf, one.entry)


def test_an_article_is_wholly_like_itself() -> None:
    shelf = Shelf()
    one = probe(1, 1, shelf)
    put(shelf, one)
    assert probe(2, 1, shelf, seed=1).likeness(shelf, one.entry) == [1.0] * 5


def test_a_story_measures_the_same_grown_or_made_at_once() -> None:
    shelf = Shelf()
    grown, made = OpenStory("s", "l"), OpenStory("s", "l")
    for seq in range(1, 30):
        one = probe(seq, 1, shelf)
        if grown.members:
            grown.square(shelf)
        grown.add(one, shelf)
        made.add(one, shelf)
        put(shelf, one)
    assert grown.square(shelf).tolist() == made.square(shelf).tolist()
    grown.drop(grown.members[3])
    assert len(grown.members) == 28


def test_without_names_the_body_speaks() -> None:
    shelf, story = Shelf(), OpenStory("s", "l")
    one = probe(1, 1, shelf)
    put(shelf, one)
    story.add(one, shelf)
    nameless = msgspec.structs.replace(item(2, 1), names=b"")
    entry = Entry("a2", 2, None, (), brief=False)
    sims = compare(Probe(entry, shelf.weigh(vector_of(nameless))), [story], shelf)
    assert sims.nearest[0, NAMES] == sims.nearest[0, BODY] > 0
    assert np.isnan(sims.days[0])


# ------------------------------------------------------------------ candidates


def test_candidates_are_near_in_time_of_publication() -> None:
    shelf = Shelf()
    for seq, day in enumerate([10.0, 12.0, 40.0, None], 1):
        put(shelf, probe(seq, 1, shelf), day)
    mine = probe(9, 1, shelf).weighed
    wide, narrow = shelf.near(mine, 11.0, np.array([30.0, 5.0]), (10, 10))
    assert sorted(wide) == [0, 1, 2, 3]
    assert sorted(narrow) == [0, 1, 3]
    assert sorted(shelf.near(mine, None, DAYS, (10, 10))[0]) == [0, 1, 2, 3]
    two, all_ = (shelf.near(mine, None, DAYS, (most, 10))[0] for most in (2, 10))
    assert two == all_[:2]


def test_closed_candidates_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    slots = [put(shelf, probe(seq, 1, shelf), 10.0) for seq in range(1, 300)]
    last = [shelf.vector(slot).keys.tolist() for slot in slots[-3:]]
    mine = probe(999, 1, shelf).weighed
    for slot in slots[:-3]:
        shelf.close(slot)
    assert sorted(shelf.near(mine, 10.0, DAYS, (10, 10))[0]) == slots[-3:]
    assert shelf.tidy() is None  # not worth it yet
    cosines = shelf.cosines(mine, slots[-3:])
    monkeypatch.setattr("newsloom.stories.shelf._SPARE_SLOTS", 8)
    renumbered = shelf.tidy()
    assert renumbered is not None and renumbered[slots[-3:]].tolist() == [0, 1, 2]
    assert (len(shelf), set(renumbered[slots[:-3]].tolist())) == (3, {-1})
    assert sorted(shelf.near(mine, 10.0, DAYS, (10, 10))[0]) == slots[-3:]  # the same stories
    assert [shelf.vector(slot).keys.tolist() for slot in range(3)] == last
    assert shelf.cosines(mine, [0, 1, 2]).tolist() == cosines.tolist()
    assert put(shelf, probe(9, 1, shelf), None) == 3


def test_common_terms_lead_to_the_latest_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsloom.stories.shelf._MOST_HOLDERS", 3)
    shelf = Shelf()
    slots = [put(shelf, probe(1, 1, shelf)) for _ in range(6)]
    shelf.close(slots[-1])
    mine = probe(1, 1, shelf).weighed
    assert shelf.near(mine, None, DAYS, (10, 10))[0] == [2, 3, 4]


def test_another_rarity_weighs_all_anew() -> None:
    learned = learner([shelf_terms(seq) for seq in range(1, 20)])
    rarity = rarity_of(learned.freeze(19))
    late, early = Shelf(), Shelf()
    early.adopt(rarity)
    made = [item(seq, seq % 3) for seq in range(1, 10)]
    for shelf in (late, early):
        for one in made:
            slot = shelf.put(shelf.weigh(vector_of(one)), 1.0)
            shelf.settle(slot, slot)
        shelf.close(4)
    late.adopt(rarity)
    mine = early.weigh(vector_of(item(20, 1)))
    assert late.cosines(mine, [0, 1]).tolist() == early.cosines(mine, [0, 1]).tolist()
    found = [one.near(mine, 1.0, DAYS, (9, 9))[0] for one in (late, early)]
    assert found[0] == found[1]


def shelf_terms(seq: int) -> list[int]:
    found: list[int] = Shelf().weigh(vector_of(item(seq, seq % 3))).learned_from().tolist()
    return found


def test_nothing_known_gives_no_candidates() -> None:
    shelf = Shelf()
    found = shelf.near(probe(1, 1, shelf).weighed, 10.0, np.array([5.0, 1.0]), (10, 10))
    assert found == [[], []]


# ------------------------------------------------------------------ the score


def test_the_weights_that_come_along_are_sound() -> None:
    weights = load_weights()
    against = ("several", "spoken", "spoken_lead", "spoken_apart")
    for coefficients in weights.coefficients:
        named = dict(zip(FEATURES, coefficients, strict=True))
        assert all(
            value <= 0 if name in against or "days" in name else value >= 0
            for name, value in named.items()
        )
    assert Scorer(weights).threshold == weights.threshold


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot read"),
        ("[]", "cannot read"),
        ("{}", "lack 'profiles'"),
        (json.dumps({"profiles": {name: {"intercept": 0} for name in PROFILES}}), "coefficients"),
    ],
)
def test_unsound_weights_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        load_weights(path)


def test_missing_and_infinite_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load_weights(tmp_path / "none.json")
    profile = {"intercept": float("inf"), "coefficients": dict.fromkeys(FEATURES, 0.0)}
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"threshold": 0.5, "profiles": dict.fromkeys(PROFILES, profile)}))
    with pytest.raises(ConfigError, match="not finite"):
        load_weights(path)


def test_reasons_name_what_is_shared() -> None:
    mine = ("Ada Brandt", "Port Elm", "bridge", "falls")
    assert shared_labels(mine, ("bridge", "ada brandt", "river")) == (
        "names: Ada Brandt",
        "title words: bridge",
    )
    assert shared_labels(mine, ()) == ()
    assert copy_reason(Relation("a2", "edited", "a1")) == "edited copy of a1"
