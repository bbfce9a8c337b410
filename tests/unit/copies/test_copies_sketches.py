"""Sketches estimate what two texts share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.copies.minhash import NOTHING, SKETCH_SIZE, keys, overlap, sketch
from newsloom.copies.shingles import RUN, Hashes, hashed, shingles

VOCABULARY = [f"w{number}" for number in range(50_000)]


def test_shingles_need_a_run_of_words() -> None:
    assert len(shingles(VOCABULARY[: RUN - 1])) == 0
    assert len(shingles(VOCABULARY[:RUN])) == 1


def test_shingles_depend_on_the_order_of_words() -> None:
    forward, backward = shingles(VOCABULARY[:100]), shingles(VOCABULARY[:100][::-1])
    assert overlap(forward, backward) == NOTHING or overlap(forward, backward).shared == 0


def test_shingles_are_the_same_everywhere() -> None:
    # Stored in every database; another value would part old articles from new ones.
    assert hashed(["harbour"]).tolist() == [304779289]
    assert shingles(["a", "ferry", "left", "the", "harbour"]).tolist() == [2622843538]


def test_repeats_count_once() -> None:
    assert len(shingles(["tick"] * 500)) == 1


@pytest.mark.parametrize("words", [5, 100, 600, 5000, 40_000])
def test_a_sketch_is_small(words: int) -> None:
    kept = sketch(shingles(VOCABULARY[:words]))
    assert min(words - RUN + 1, SKETCH_SIZE // 3) <= len(kept) <= SKETCH_SIZE
    assert min(len(kept), 16) <= len(keys(kept)) <= 64


@pytest.mark.parametrize(("words", "part"), [(300, 100), (2000, 1000), (20_000, 4000)])
def test_containment_is_estimated(words: int, part: int) -> None:
    whole = sketch(shingles(VOCABULARY[:words]))
    half_inside = sketch(shingles(VOCABULARY[words - part // 2 : words + part // 2]))
    inside = sketch(shingles(VOCABULARY[:part]))
    assert overlap(whole, inside).containment == 1.0
    assert overlap(whole, half_inside).containment == pytest.approx(0.5, abs=0.12)
    assert overlap(whole, inside).resemblance == pytest.approx(part / words, abs=0.1)


@given(st.lists(st.integers(0, 2**32 - 1)), st.lists(st.integers(0, 2**32 - 1)))
def test_overlap_is_symmetric_and_bounded(one: list[int], other: list[int]) -> None:
    a: Hashes = sketch(np.unique(np.array(one, np.uint32)), 16)
    b: Hashes = sketch(np.unique(np.array(other, np.uint32)), 16)
    assert overlap(a, b) == overlap(b, a)
    assert 0.0 <= overlap(a, b).resemblance <= overlap(a, b).containment <= 1.0
    assert overlap(a, a).resemblance == (1.0 if len(a) else 0.0)
