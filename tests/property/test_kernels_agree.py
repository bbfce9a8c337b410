"""Compiled loops and numpy give the same results, bit for bit."""

from array import array

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.copies.sketches import Sketches
from newsloom.kernels import ONE, load
from newsloom.kernels.compiled import COMPILES
from newsloom.kernels.load import Kernels
from newsloom.model.features import Epoch, Features
from newsloom.stories.idf import Learner, Rarity, pack, rarity_of
from newsloom.stories.score import FEATURES
from newsloom.stories.shelf import Shelf, Weighed
from newsloom.stories.vectors import vector_of

pytestmark = pytest.mark.skipif(not COMPILES, reason="numba is not installed")

NO = b""
BLANK = Features("a", 1, "en", "", None, None, NO, NO, NO, NO, NO, NO, NO, NO, 0, (), 1)
TERMS = st.lists(st.integers(0, 60), unique=True, max_size=25).map(sorted)


def packed(terms: list[int]) -> bytes:
    """Spread over all of uint32, so that upper and lower bits matter; still ascending."""
    return (np.array(terms, np.uint32) * np.uint32(70_000_001)).tobytes()


@st.composite
def articles(draw: st.DrawFn) -> Features:
    body = draw(TERMS)
    title = [term for term in body if draw(st.booleans())]
    counts = [draw(st.sampled_from([1, 2, 3, 40, 65_535])) for _ in body]
    return msgspec.structs.replace(
        BLANK,
        title_terms=packed(title),
        lead_terms=packed([term for term in body if draw(st.booleans())]),
        body_terms=packed(body),
        body_counts=np.array(counts, "<u2").tobytes(),
        names=packed(draw(TERMS)),
        bigrams=packed(draw(TERMS)),
    )


def both() -> tuple[Kernels, Kernels]:
    return load(), Kernels(compile=False)


def shelf_with(kernels: Kernels, patched: pytest.MonkeyPatch) -> Shelf:
    patched.setattr("newsloom.stories.shelf.load", lambda: kernels)
    patched.setattr("newsloom.stories.vectors.load", lambda: kernels)
    patched.setattr("newsloom.stories.idf.load", lambda: kernels)
    patched.setattr("newsloom.kernels.postings.load", lambda: kernels)
    return Shelf()


def rarity(known: list[int], holding: list[int]) -> Rarity:
    data = pack(np.frombuffer(packed(known), np.uint32), np.array(holding, np.uint32))
    return rarity_of(Epoch("idf", "en", 1, 50, data))


def numbers(weighed: Weighed) -> list[object]:
    vector = weighed.vector
    parts = vector.keys, vector.weights, vector.bounds, weighed.kinds, weighed.rarity
    return [array.tolist() for array in (*parts, weighed.lengths, weighed.terms, weighed.worth)]


@settings(max_examples=60, deadline=None)
@given(st.lists(articles(), min_size=1, max_size=8), TERMS, st.data())
def test_articles_measure_the_same(
    items: list[Features], known: list[int], data: st.DataObject
) -> None:
    holding = [data.draw(st.integers(2, 50)) for _ in known]
    days = [data.draw(st.sampled_from([None, 1.0, 2.5, 9.0])) for _ in items]
    closed = data.draw(st.sets(st.integers(0, len(items) - 1)))
    found = []
    for kernels in both():
        with pytest.MonkeyPatch.context() as patched:
            shelf = shelf_with(kernels, patched)
            patched.setattr("newsloom.stories.shelf._SPARE_SLOTS", 0)
            shelf.adopt(rarity(known, holding))
            weighed = [shelf.weigh(vector_of(item)) for item in items]
            slots = [shelf.put(one, day) for one, day in zip(weighed, days, strict=True)]
            for slot in slots:
                shelf.settle(slot, slot // 2)
            row: list[object] = [numbers(one) for one in weighed]
            row += [shelf.cosines(one, slots).tolist() for one in weighed]
            row.append(shelf.pairs(array("q", slots)).tolist())
            pairs = np.array([shelf.cosines(one, slots) for one in weighed])
            pairs[range(len(slots)), range(len(slots))] = ONE  # each vector with itself
            assert row[-1] == pairs.tolist()
            for slot in closed:
                shelf.close(slot)
            row.append(shelf.near(weighed[0], 1.0, np.array([5.0, 1.0]), (3, 2)))
            renumbered = shelf.tidy()
            row.append(None if renumbered is None else renumbered.tolist())
            left = list(range(len(items) - len(closed))) if renumbered is not None else []
            row += [shelf.cosines(weighed[0], left).tolist(), numbers(weighed[-1])]
            row.append(shelf.near(weighed[0], None, np.array([5.0]), (9, 9)))
            found.append(row)
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(0, 2**32 - 1), st.booleans()
)
def test_stories_measure_the_same(sizes: list[int], seed: int, dated: bool) -> None:
    chance = np.random.default_rng(seed)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    total = int(starts[-1])
    slots = chance.permutation(total)
    lengths = chance.integers(0, 3, (total, 5)).astype(np.float64)
    parts = chance.integers(0, ONE, (total, 5))
    parts[lengths[slots] == 0.0] = 0
    days = np.where(chance.random(total) < 0.5, chance.integers(0, 9, total), np.nan)
    briefs = chance.integers(0, 2, total, np.uint8)
    own = chance.integers(0, 2, 5).astype(np.float64)
    squares = chance.integers(ONE, 30 * ONE, (len(sizes), 5))
    found = []
    for kernels in both():
        cosines, apart = np.empty((3, len(sizes), 5)), np.empty(len(sizes))
        day = 4.0 if dated else np.nan
        brief = np.empty(len(sizes), np.uint8)
        kernels.gather(
            parts, starts, squares, slots, own, day, lengths, days, briefs, cosines, apart, brief
        )
        found.append((cosines.tolist(), np.nan_to_num(apart, nan=-1.0).tolist(), brief.tolist()))
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.booleans())
def test_odds_are_the_same(stories: int, seed: int, undated: bool) -> None:
    chance = np.random.default_rng(seed)
    nearest, centroid, average = chance.random((3, stories, 5))
    days = np.where(chance.random(stories) < 0.7, chance.random(stories) * 9, np.nan)
    spoken = np.where(chance.random((stories, 3)) < 0.5, chance.random((stories, 3)), np.nan)
    spoken[:, 2] = chance.integers(0, 2, stories)
    size, brief = chance.integers(1, 9, stories).astype(float), chance.random(stories) < 0.5
    weights = chance.normal(size=4), chance.normal(size=(4, len(FEATURES)))
    found = []
    for kernels in both():
        sums = np.empty(stories)
        measured = spoken, size, brief, 3.0, 3.0, *weights, undated, 22, sums
        kernels.odds(nearest, centroid, average, days, *measured)
        found.append(sums.tolist())
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 12), st.integers(1, 4), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_groups_are_found_the_same(size: int, least: int, most: int, seed: int) -> None:
    links = np.random.default_rng(seed).integers(0, most, (size, size))
    found = []
    for kernels in both():
        groups = np.empty(size, np.int64)
        two = kernels.halves((links + links.T).astype(np.float64), least, groups)
        found.append((two, groups.tolist()))
    assert found[0] == found[1]
    two, halves = found[0]
    assert two == (0 in halves)
    assert not two or min(halves.count(0), halves.count(1)) >= least


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), unique=True), max_size=30))
def test_terms_are_counted_the_same(stream: list[list[int]]) -> None:
    found = []
    for kernels in both():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("newsloom.stories.idf.load", lambda kernels=kernels: kernels)
            patched.setattr("newsloom.stories.idf.COUNTED_AT_ONCE", 3)
            learner = Learner("en")
            for seq, terms in enumerate(stream, 1):
                learner.absorb(seq, np.array(terms, np.uint32))
            found.append(learner.freeze(len(stream)))
    assert found[0] == found[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TERMS, st.integers(-1, 2)), min_size=1, max_size=12), st.data())
def test_copies_are_found_the_same(texts: list[tuple[list[int], int]], data: st.DataObject) -> None:
    closed = data.draw(st.sets(st.integers(0, len(texts) - 1)))
    found = []
    for kernels in both():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("newsloom.copies.sketches.load", lambda kernels=kernels: kernels)
            patched.setattr("newsloom.kernels.postings.load", lambda kernels=kernels: kernels)
            patched.setattr("newsloom.copies.sketches._SPARE_SLOTS", 0)
            sketches = Sketches()
            hashes = [np.frombuffer(packed(text), np.uint32) for text, _ in texts]
            for one, (_, owner) in zip(hashes, texts, strict=True):
                sketches.put(one, one[:6], owner)
            for slot in closed:
                sketches.close(slot)
            row: list[object] = []
            for _ in range(2):
                slots = sketches.contenders(hashes[0][:6], texts[0][1], 4)
                row.append((slots, sketches.overlaps(hashes[0], slots)))
                renumbered = sketches.tidy()
                row.append(None if renumbered is None else renumbered.tolist())
            found.append(row)
    assert found[0] == found[1]
