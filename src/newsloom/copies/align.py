"""Passages that two texts have in common, word for word: what a reader is shown of a copy."""

from collections import defaultdict
from typing import NamedTuple

from newsloom.text.tokens import Token, tokens

_SEED = 6  # words that must agree before a passage is looked for
_MOST_PLACES = 16  # where a seed recurs more often, it is a refrain and starts nothing


class Passage(NamedTuple):
    """``a[a_start:a_end]`` and ``b[b_start:b_end]`` are the same words; code points."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def shared_passages(a: str, b: str, least: int = _SEED) -> list[Passage]:
    """The longest runs of at least ``least`` equal words, in the order of ``a``.

    Case, punctuation and white space between words may differ. No word of either text is in two
    passages; the longer passage wins. Raises ValueError when ``least`` is below 1.
    """
    if least < 1:
        raise ValueError("a passage has at least one word")
    words_a, words_b = tokens(a), tokens(b)
    runs = shared_runs([one.word for one in words_a], [one.word for one in words_b], least)
    return [_passage(words_a, words_b, *run) for run in runs]


def shared_runs(a: list[str], b: list[str], least: int = _SEED) -> list[tuple[int, int, int]]:
    """(place in ``a``, place in ``b``, length) of the passages of two lists of words."""
    runs = _maximal_runs(a, b, least)
    return sorted(_without_overlap(runs, len(a), len(b), least))


def _passage(a: list[Token], b: list[Token], at_a: int, at_b: int, length: int) -> Passage:
    return Passage(a[at_a].start, a[at_a + length - 1].end, b[at_b].start, b[at_b + length - 1].end)


def _maximal_runs(a: list[str], b: list[str], least: int) -> list[tuple[int, int, int]]:
    """(place in a, place in b, length) of runs that cannot be extended on either side."""
    seeds, others = _seeds(a, least), _seeds(b, least)
    both = set(seeds).intersection(others)
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for other, seed in enumerate(others):
        if seed in both:
            places[seed].append(other)
    runs: list[tuple[int, int, int]] = []
    covered: dict[int, int] = {}  # diagonal -> where the last run on it ends in a
    for at, seed in enumerate(seeds):
        if seed not in both or len(places[seed]) > _MOST_PLACES:
            continue
        for other in places[seed]:
            diagonal = at - other
            if covered.get(diagonal, -1) > at:
                continue
            start, length = _extended(a, b, at, other, least)
            covered[diagonal] = start + length
            runs.append((start, start - diagonal, length))
    return runs


def _seeds(words: list[str], least: int) -> list[tuple[str, ...]]:
    """Every run of ``least`` words, in order."""
    return list(zip(*(words[at:] for at in range(least)), strict=False))


def _extended(a: list[str], b: list[str], at: int, other: int, length: int) -> tuple[int, int]:
    """Where the run around a seed starts in ``a``, and its length."""
    while at + length < len(a) and other + length < len(b) and a[at + length] == b[other + length]:
        length += 1
    while at > 0 and other > 0 and a[at - 1] == b[other - 1]:
        at, other, length = at - 1, other - 1, length + 1
    return at, length


def _without_overlap(
    runs: list[tuple[int, int, int]], words_a: int, words_b: int, least: int
) -> list[tuple[int, int, int]]:
    """The runs, longest first, cut where their words are taken already."""
    free_a, free_b = [True] * words_a, [True] * words_b
    chosen: list[tuple[int, int, int]] = []
    for at, other, length in sorted(runs, key=lambda run: (-run[2], run)):
        start = 0
        while start < length:
            while start < length and not (free_a[at + start] and free_b[other + start]):
                start += 1
            end = start
            while end < length and free_a[at + end] and free_b[other + end]:
                end += 1
            if end - start >= least:
                chosen.append((at + start, other + start, end - start))
                free_a[at + start : at + end] = [False] * (end - start)
                free_b[other + start : other + end] = [False] * (end - start)
            start = end
    return chosen
