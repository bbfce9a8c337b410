"""An article's terms, in numpy."""

import numpy as np

from newsloom.kernels.types import F64, FIELDS, I32, I64, U16, U32, U64, UNIT

_BODY = 2


def pack(
    parts: tuple[U32, U32, U32, U32, U32],
    counts: U16,
    logs: F64,
    squares: F64,
    keys: U32,
    weights: U16,
    bounds: I64,
) -> None:
    """See ``loops.pack``."""
    lengths = [len(part) for part in parts]
    bounds[0] = 0
    np.cumsum(lengths, out=bounds[1:])
    np.concatenate(parts, out=keys)
    for field, length in enumerate(lengths):
        if length and field == _BODY:
            # A running sum: the terms are added one by one, as the loop does.
            total = float(np.cumsum(squares[counts])[-1])
            scaled = np.rint(logs[counts] * (UNIT / np.sqrt(total)))
            weights[bounds[field] : bounds[field + 1]] = scaled
        elif length:
            weights[bounds[field] : bounds[field + 1]] = np.rint(UNIT / np.sqrt(float(length)))


def weigh(
    keys: U32,
    weights: U16,
    bounds: I64,
    salts: U32,
    terms: U32,
    values: F64,
    _cells: U64,
    unlisted: float,
    kinds: U32,
    rarity: F64,
    lengths: F64,
) -> None:
    """See ``loops.weigh``."""
    kinds[:] = keys ^ np.repeat(salts, np.diff(bounds))
    rarity[:] = unlisted
    if len(terms):
        at = np.minimum(np.searchsorted(terms, kinds), len(terms) - 1)
        known = terms[at] == kinds
        rarity[known] = values[at[known]]
    squared = weights.astype(np.float64) ** 2 * rarity
    for field in range(FIELDS):
        lengths[field] = squared[bounds[field] : bounds[field + 1]].sum()


def weigh_shelf(
    slots: I64,
    all_keys: U32,
    all_weights: U16,
    all_starts: I64,
    all_bounds: I32,
    salts: U32,
    terms: U32,
    values: F64,
    cells: U64,
    unlisted: float,
    added: F64,
    all_lengths: F64,
    found: U32,
    counts: I64,
) -> None:
    """See ``loops.weigh_shelf``."""
    worth = np.empty(found.shape[1])
    for n, slot in enumerate(slots):
        bounds = all_bounds[slot].astype(np.int64)
        within = slice(int(all_starts[slot]), int(all_starts[slot]) + int(bounds[-1]))
        keys, weights, lengths = all_keys[within], all_weights[within], all_lengths[slot]
        kinds, rarity = np.empty(len(keys), np.uint32), np.empty(len(keys))
        weigh(keys, weights, bounds, salts, terms, values, cells, unlisted, kinds, rarity, lengths)
        counts[n] = telling(keys, weights, bounds, rarity, added, found[n], worth)


def hash_cells(_terms: U32, _values: F64, _cells: U64) -> None:
    """See ``loops.hash_cells``. Here terms are looked up by bisection."""


def telling(
    keys: U32, weights: U16, bounds: I64, rarity: F64, added: F64, terms: U32, worth: F64
) -> int:
    """See ``loops.telling``."""
    title, lead, body = (keys[bounds[field] : bounds[field + 1]] for field in range(3))
    within = slice(int(bounds[_BODY]), int(bounds[_BODY + 1]))
    factor = 1.0 + added[0] * np.isin(body, title) + added[1] * np.isin(body, lead)
    heights = weights[within] * np.sqrt(rarity[within]) * factor
    best = np.argsort(-heights, kind="stable")[: len(terms)]
    terms[: len(best)] = body[best]
    worth[: len(best)] = rarity[within][best]
    return len(best)


def count_terms(terms: U32, _spare: U32, counts: U32) -> int:
    """See ``loops.count_terms``."""
    distinct, times = np.unique(terms, return_counts=True)
    terms[: len(distinct)], counts[: len(distinct)] = distinct, times
    return len(distinct)


def add_counts(
    terms: U32, counts: U32, more: U32, more_counts: U32, out: U32, out_counts: U32
) -> int:
    """See ``loops.add_counts``."""
    both, where = np.unique(np.concatenate((terms, more)), return_inverse=True)
    out[: len(both)] = both
    weights = np.concatenate((counts, more_counts)).astype(np.float64)
    out_counts[: len(both)] = np.bincount(where, weights=weights, minlength=len(both))
    return len(both)
