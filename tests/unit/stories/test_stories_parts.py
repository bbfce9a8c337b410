"""Rarity, vectors, candidates, the score and its weights."""

import json
from pathlib import Path

import numpy as np
import pytest
from story_press import item

from newsloom.model.errors import ConfigError
from newsloom.model.types import Relation
from newsloom.stories.candidates import Postings, Telling
from newsloom.stories.idf import FIRST_EPOCH, UNIFORM, Learner, rarity_of, unpack
from newsloom.stories.members import Entry, OpenStory, Probe, compare
from newsloom.stories.reasons import copy_reason, shared_labels
from newsloom.stories.score import FEATURES, PROFILES, Scorer, load_weights
from newsloom.stories.vectors import BODY, FIELDS, NAMES, Board, Vector, field_sums, vector_of

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


def test_rare_terms_tell_more() -> None:
    epoch = learner([[1, 2 + seq % 8 // 6] for seq in range(64)]).freeze(64)
    common, frequent, seldom, unknown = rarity_of(epoch).squared(np.array([1, 2, 3, 9], U32))
    assert common < frequent < seldom < unknown
    assert rarity_of(None) is UNIFORM
    assert len(set(UNIFORM.squared(np.array([1, 9], U32)).tolist())) == 1


# ------------------------------------------------------------------ vectors


def test_cosines_do_not_depend_on_company() -> None:
    board, others = Board(), [vector_of(item(seq, seq % 3)) for seq in range(1, 8)]
    mine = vector_of(item(9, 1))
    rarity = UNIFORM.squared(mine.kinds())
    together = board.dots(mine, rarity, others)
    apart = np.concatenate([board.dots(mine, rarity, [other]) for other in others])
    assert together.tolist() == apart.tolist()
    assert (together[:, BODY] > 0).all()
    assert board.dots(mine, rarity, []).shape == (0, len(FIELDS))


def test_empty_segments_sum_to_nothing() -> None:
    bounds = np.array([0, 0, 2, 2, 3, 3])
    assert field_sums(np.array([1.0, 2.0, 4.0]), bounds).tolist() == [0, 3, 0, 4, 0]


def entry(seq: int, event: int, **how: object) -> Probe:
    one = item(seq, event, **how)
    made = Entry(one.article, seq, 17_000.0, vector_of(one), one.labels, brief=False)
    return Probe(made, UNIFORM)


def test_an_article_is_wholly_like_itself() -> None:
    probe = entry(1, 1)
    assert entry(2, 1, seed=1).likeness(Board(), probe.entry) == pytest.approx([1.0] * 5, abs=1e-5)


def test_a_story_measures_the_same_grown_or_made_at_once() -> None:
    board = Board()
    grown, made = OpenStory("s", "l"), OpenStory("s", "l")
    for seq in range(1, 30):
        grown.square(board, UNIFORM) if grown.members else None
        grown.add(entry(seq, 1), board)
        made.add(entry(seq, 1), board)
    assert grown.square(board, UNIFORM).tolist() == made.square(board, UNIFORM).tolist()
    grown.drop(grown.members[3])
    assert len(grown.members) == 28


def test_without_names_the_body_speaks() -> None:
    board, story = Board(), OpenStory("s", "l")
    story.add(entry(1, 1), board)
    nameless = entry(2, 1)
    vector = nameless.entry.vector
    names = vector.field(NAMES)
    kept = np.r_[0 : names.start, names.stop : len(vector.keys)]
    bounds = vector.bounds.copy()
    bounds[NAMES + 1 :] -= names.stop - names.start
    bare = Vector(vector.keys[kept], vector.weights[kept], bounds)
    probe = Probe(Entry("a2", 2, None, bare, (), brief=False), UNIFORM)
    sims = compare(probe, [story], board, UNIFORM)
    assert sims.nearest[0, NAMES] == sims.nearest[0, BODY] > 0
    assert np.isnan(sims.days[0])


# ------------------------------------------------------------------ candidates


def telling(seq: int, event: int) -> Telling:
    vector = vector_of(item(seq, event))
    return Telling(vector, UNIFORM.squared(vector.kinds()))


def test_candidates_are_near_in_time_of_publication() -> None:
    postings = Postings()
    for seq, day in enumerate([10.0, 12.0, 40.0, None], 1):
        postings.add(telling(seq, 1), day)
    wide, narrow = postings.near(telling(9, 1), 11.0, (30.0, 5.0), 10)
    assert sorted(wide) == [0, 1, 2, 3]
    assert sorted(narrow) == [0, 1, 3]
    assert sorted(postings.near(telling(9, 1), None, (5.0,), 10)[0]) == [0, 1, 2, 3]
    assert len(postings.near(telling(9, 1), None, (5.0,), 2)[0]) == 2


def test_closed_candidates_are_not_offered() -> None:
    postings = Postings()
    slots = [postings.add(telling(seq, 1), 10.0) for seq in range(1, 2000)]
    for slot in slots[:-3]:
        postings.close(slot)
    assert sorted(postings.near(telling(9, 1), 10.0, (5.0,), 10)[0]) == slots[-3:]
    renumbered = postings.compact()
    assert renumbered[slots[-3:]].tolist() == [0, 1, 2]
    assert sorted(postings.near(telling(9, 1), 10.0, (5.0,), 10)[0]) == [0, 1, 2]
    assert postings.add(telling(9, 1), None) == postings.size - 1 == 3


def test_nothing_known_gives_no_candidates() -> None:
    assert Postings().near(telling(1, 1), 10.0, (5.0, 1.0), 10) == [[], []]


# ------------------------------------------------------------------ the score


def test_the_weights_that_come_along_are_sound() -> None:
    weights = load_weights()
    for coefficients in weights.coefficients:
        named = dict(zip(FEATURES, coefficients, strict=True))
        assert all(
            value <= 0 if name == "several" or "days" in name else value >= 0
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
