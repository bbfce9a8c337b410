"""Vectors as whole numbers, and the term of the score that they make."""

import json
import math
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from story_press import article

from newsloom.kernels import ONE
from newsloom.model.errors import ConfigError
from newsloom.model.features import Features
from newsloom.model.judgements import Relation
from newsloom.stories.assign import Weaver
from newsloom.stories.embedding import closeness, cosines, embedded_text, quantised
from newsloom.stories.features import features_of
from newsloom.stories.score import Weights, load_weights, logistic

ORIGINAL = Relation("", "original")


def test_a_vector_is_kept_in_steps_of_one_byte() -> None:
    kept = np.frombuffer(quantised(np.array([0.5, -0.25, 0.0, 0.002])), np.int8)
    assert kept.tolist() == [127, -64, 0, 1]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 3e4])
def test_the_length_of_a_vector_does_not_count(scale: float) -> None:
    vector = np.random.default_rng(1).normal(size=64)
    assert quantised(vector * scale) == quantised(vector)


@pytest.mark.parametrize(
    "vector", [[0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0], [], [1.0], [1.0] * 5_000]
)
def test_what_has_no_direction_is_no_embedding(vector: list[float]) -> None:
    assert quantised(np.array(vector)) == b""


def test_cosines_come_close_to_the_exact_ones_and_are_whole() -> None:
    vectors = np.random.default_rng(2).normal(size=(9, 384))
    vectors[1] = vectors[0] + 0.3 * vectors[1]
    kept = [quantised(one) for one in vectors]
    found = cosines(kept[0], kept)
    unit = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    assert found.dtype == np.int64
    assert found[0] == ONE
    assert np.abs(found / ONE - unit @ unit[0]).max() < 0.01


def test_the_order_of_others_does_not_show() -> None:
    kept = [quantised(one) for one in np.random.default_rng(3).normal(size=(20, 96))]
    assert cosines(kept[0], kept)[::-1].tolist() == cosines(kept[0], kept[::-1]).tolist()


def test_closeness_is_the_mean_over_members_that_have_a_vector() -> None:
    east, north = quantised(np.array([1.0, 0.0])), quantised(np.array([0.0, 1.0]))
    other = quantised(np.array([1.0, 0.0, 0.0]))
    found = closeness(east, [[east, north], [north, b""], [b""], [other], []])
    assert found.tolist()[:2] == [0.5, 0.0]
    assert np.isnan(found[2:]).all()


def test_a_title_and_whole_words_of_the_text_are_embedded() -> None:
    long = article(1, 1, words=2_000)
    text = embedded_text(long)
    assert text.startswith(long.title + "\n")
    assert len(text) <= len(long.title) + 1 + 1_500
    assert set(text.split()) <= set(f"{long.title} {long.text}".split())
    assert embedded_text(replace(long, text="")) == long.title
    assert embedded_text(replace(long, text="half \ud83d a pair")).endswith("half ? a pair")


# ------------------------------------------------------------------ the score


def with_vector(item: Features, *vector: float) -> Features:
    return replace(item, embedding=quantised(np.array(vector)))


def score(first: Features, second: Features, weights: Weights) -> float:
    """The probability that ``second`` belongs to the story of ``first``."""
    weaver = Weaver("en", weights)
    weaver.absorb(first, weaver.decide(first, ORIGINAL))
    return next(iter(weaver.rank(second).scores), 0.0)


@pytest.fixture
def pair() -> tuple[Features, Features]:
    """Two reports that share so many words that the score is in doubt."""
    one, other = article(1, 1), article(2, 2)
    mine, theirs = one.text.split(), other.text.split()
    for shared in range(0, len(mine), 4):
        text = " ".join([*mine[:shared], *theirs[shared:]])
        found = features_of(one), features_of(replace(other, text=text))
        if 0.05 < score(*found, load_weights()) < 0.95:
            return found
    raise AssertionError("the score leaps from nothing to certainty")


def test_the_term_is_added_to_the_log_odds(pair: tuple[Features, Features]) -> None:
    weights = replace(load_weights(), meaning=(3.0, 0.5))
    plain = score(*pair, weights)
    odds = math.log(plain / (1 - plain))
    for vector, cosine in (((1.0, 0.0), 1.0), ((0.0, 1.0), 0.0), ((-1.0, 0.0), -1.0)):
        found = score(with_vector(pair[0], 1.0, 0.0), with_vector(pair[1], *vector), weights)
        assert found == pytest.approx(logistic(odds + 3.0 * (cosine - 0.5)), abs=0.01)


def test_a_side_without_a_vector_changes_nothing(pair: tuple[Features, Features]) -> None:
    weights = load_weights()
    plain = score(*pair, weights)
    assert score(with_vector(pair[0], 1.0, 0.0), pair[1], weights) == plain
    assert score(pair[0], with_vector(pair[1], 1.0, 0.0), weights) == plain
    other = with_vector(pair[1], 1.0, 0.0, 0.0)
    assert score(with_vector(pair[0], 1.0, 0.0), other, weights) == plain


def weights_file(folder: Path, embedding: object) -> Path:
    data = json.loads(files("newsloom.stories").joinpath("weights.json").read_text())
    data["embedding"] = embedding
    path = folder / "weights.json"
    path.write_text(json.dumps(data))
    return path


def test_weight_and_midpoint_stand_in_the_weights(tmp_path: Path) -> None:
    usual = load_weights().meaning
    assert load_weights(weights_file(tmp_path, {"weight": 9, "midpoint": 0.85})).meaning == (
        9,
        0.85,
    )
    assert load_weights(weights_file(tmp_path, {"weight": 2})).meaning == (2, usual[1])
    for wrong in ("much", [1, 2], {"weight": "x"}, {"midpoint": math.nan}):
        with pytest.raises(ConfigError, match="weights"):
            load_weights(weights_file(tmp_path, wrong))
