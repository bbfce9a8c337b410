"""The loops that matter most, in numpy: for machines that numba has no wheel for.

The same arguments and the same results, to the last bit, as in ``loops``; see there.
"""

import math
from typing import Any

import numpy as np

from newsloom.kernels.loops import SIZE, START, cell_of
from newsloom.kernels.types import F64, FIELDS, I32, I64, NEAREST, ONE, U8, U16, U32, U64, UNIT

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


def near(
    terms: U32,
    worth: F64,
    cells: U32,
    pool: I32,
    days: F64,
    homes: I32,
    day: float,
    reaches: F64,
    cap: int,
    most: int,
    totals: I32,
    _touched: I32,
    found: I32,
    counts: I64,
) -> None:
    """See ``loops.near``."""
    views, worths = [], []
    for term, value in zip(terms, worth, strict=True):
        slots = _filed(term, cells, pool)
        views.append(slots[totals[slots] >= 0][-cap:])
        worths.append(np.full(len(views[-1]), value, np.int32))
    counts[:] = 0
    if not views:
        return
    slots = np.concatenate(views)
    np.add.at(totals, slots, np.concatenate(worths))
    slots = np.unique(slots)
    for row, reach in enumerate(reaches):
        fit = slots[~(np.abs(days[slots] - day) > reach)]  # nan: undated, is not greater
        best = homes[fit[np.argsort(-totals[fit], kind="stable")[:most]]]
        _, firsts = np.unique(best, return_index=True)
        distinct = best[np.sort(firsts)[: found.shape[1]]]
        found[row, : len(distinct)] = distinct
        counts[row] = len(distinct)
    totals[slots] = 0


def _filed(term: int, cells: U32, pool: I32) -> I32:
    """The slots under a term."""
    cell = cells[cell_of(term, cells)].astype(np.int64)
    return pool[cell[START] : cell[START] + cell[SIZE]]


def cosines(
    keys: U32,
    weights: U16,
    bounds: I64,
    rarity: F64,
    lengths: F64,
    slots: I64,
    all_keys: U32,
    all_weights: U16,
    all_starts: I64,
    all_bounds: I32,
    all_lengths: F64,
    parts: I64,
) -> None:
    """See ``loops.cosines``."""
    parts[:] = 0
    values = weights * rarity
    for field in range(FIELDS):
        mine = slice(int(bounds[field]), int(bounds[field + 1]))
        known, worth = keys[mine], values[mine]
        if not len(known):
            continue
        for n, slot in enumerate(slots):
            low, high = all_starts[slot] + all_bounds[slot, field : field + 2]
            theirs = all_keys[low:high]
            at = np.minimum(np.searchsorted(known, theirs), len(known) - 1)
            shared = known[at] == theirs
            dot = float((worth[at[shared]] * all_weights[low:high][shared]).sum())
            if dot > 0.0:
                length = np.sqrt(all_lengths[slot, field] * lengths[field])
                parts[n, field] = np.rint(min(dot / length, 1.0) * ONE)


def pairs(
    slots: I64,
    all_keys: U32,
    all_weights: U16,
    all_starts: I64,
    all_bounds: I32,
    all_lengths: F64,
    salts: U32,
    terms: U32,
    values: F64,
    cells: U64,
    unlisted: float,
    parts: I64,
) -> None:
    """See ``loops.pairs``."""
    of_all = all_keys, all_weights, all_starts, all_bounds, all_lengths
    for n, slot in enumerate(slots):
        bounds = all_bounds[slot].astype(np.int64)
        within = slice(int(all_starts[slot]), int(all_starts[slot]) + int(bounds[-1]))
        keys, weights = all_keys[within], all_weights[within]
        rarity, lengths = np.empty(len(keys)), np.empty(FIELDS)
        kinds = np.empty(len(keys), np.uint32)
        weigh(keys, weights, bounds, salts, terms, values, cells, unlisted, kinds, rarity, lengths)
        cosines(keys, weights, bounds, rarity, lengths, slots[:n], *of_all, parts[n, :n])
        parts[:n, n] = parts[n, :n]
        parts[n, n] = ONE


def halves(sums: F64, least: int, groups: I64) -> bool:
    """See ``loops.halves``."""
    members = [[at] for at in range(len(sums))]
    groups[:] = -1
    found = False
    while len(members) > 1:
        sizes = np.array([len(group) for group in members])
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -1.0)
        one, other = sorted(divmod(int(np.argmax(means)), len(members)))
        if min(sizes[one], sizes[other]) >= least:
            found = True
            groups[:] = -1
            groups[members[one]], groups[members[other]] = 0, 1
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sums = np.delete(np.delete(sums, other, 0), other, 1)
        members[one] += members.pop(other)
    return found


def gather(
    parts: I64,
    starts: I64,
    squares: I64,
    slots: I64,
    own_lengths: F64,
    day: float,
    all_lengths: F64,
    all_days: F64,
    all_brief: U8,
    found: F64,
    apart: F64,
    brief: U8,
) -> None:
    """See ``loops.gather``."""
    firsts = starts[:-1]
    brief[:] = np.minimum.reduceat(all_brief[slots], firsts)
    sizes = np.diff(starts)
    sums = np.add.reduceat(parts, firsts, axis=0).astype(np.float64)
    found[0] = np.maximum.reduceat(parts, firsts, axis=0) / ONE
    found[1] = np.minimum(sums / np.sqrt(squares.astype(np.float64) * ONE), 1.0)
    for n, (low, size) in enumerate(zip(firsts, sizes, strict=True)):
        few = min(int(size), NEAREST)
        highest = np.sort(parts[low : low + size], axis=0)[-few:]
        found[2, n] = highest.sum(0) / few / ONE
        away = np.abs(all_days[slots[low : low + size]] - day)
        known = away[~np.isnan(away)]
        apart[n] = known.min() if len(known) else np.nan
    longest = np.maximum.reduceat(all_lengths[slots], firsts, axis=0)
    missing = (longest == 0) | (own_lengths == 0)
    found[:, missing] = 0.0
    np.copyto(found, found[:, :, _BODY, None], where=missing)


def beside(
    keys: U32,
    weights: U16,
    bounds: I64,
    rarity: F64,
    lengths: F64,
    day: float,
    slots: I64,
    starts: I64,
    squares: I64,
    all_keys: U32,
    all_weights: U16,
    all_starts: I64,
    all_bounds: I32,
    all_lengths: F64,
    all_days: F64,
    all_brief: U8,
    parts: I64,
    found: F64,
    apart: F64,
    brief: U8,
) -> None:
    """See ``loops.beside``."""
    of_all = all_keys, all_weights, all_starts, all_bounds, all_lengths
    cosines(keys, weights, bounds, rarity, lengths, slots, *of_all, parts)
    gathered = all_lengths, all_days, all_brief, found, apart, brief
    gather(parts, starts, squares, slots, lengths, day, *gathered)


def design(
    nearest: F64,
    centroid: F64,
    average: F64,
    days: F64,
    spoken: F64,
    size: F64,
    first_days: float,
    several: float,
    made: F64,
) -> None:
    """See ``loops.design``."""
    away = np.where(np.isnan(days), 0.0, days)
    first = np.minimum(away, first_days)
    known = ~np.isnan(spoken)
    values = np.where(known, spoken, 0.0)
    np.sqrt(np.concatenate((nearest, centroid, average), 1), out=made[:, : 3 * FIELDS])
    title, _, body, names, _ = made[:, FIELDS : 2 * FIELDS].T
    made[:, 3 * FIELDS :] = np.stack(
        (
            centroid[:, _BODY],
            title * body,
            names * body,
            # Not numpy's, whose last digit may be another.
            [math.log1p(one) for one in away.tolist()],
            first,
            first * body,
            np.minimum(size, several) - 1.0,
            known[:, 0],
            values[:, 0],
            known[:, 1],
            values[:, 1],
            values[:, 2],
        ),
        1,
    )


def odds(
    nearest: F64,
    centroid: F64,
    average: F64,
    days: F64,
    spoken: F64,
    size: F64,
    brief: Any,
    first_days: float,
    several: float,
    intercepts: F64,
    coefficients: F64,
    undated: bool,
    left_out: int,
    sums: F64,
) -> None:
    """See ``loops.odds``."""
    made = np.empty((len(days), coefficients.shape[1]))
    design(nearest, centroid, average, days, spoken, size, first_days, several, made)
    profiles = (np.isnan(days) | undated).astype(np.int64) + 2 * brief
    products = (made * coefficients[profiles])[:, : left_out if undated else None]
    # A running sum: one by one, as the loop does.
    sums[:] = intercepts[profiles] + np.cumsum(products, 1)[:, -1]


def close_ranks(opened: I64, data: Any, starts: I64, lengths: I64) -> None:
    """See ``loops.close_ranks``."""
    end = 0
    for slot in opened.tolist():
        start, length = int(starts[slot]), int(lengths[slot])
        data[end : end + length] = data[start : start + length]
        end += length


def contenders(
    keys: U32,
    own: int,
    half: int,
    cells: U32,
    pool: I32,
    opened: U8,
    owners: I32,
    _votes: I32,
    _touched: I32,
    found: I32,
) -> int:
    """See ``loops.contenders``."""
    views = []
    for key in keys:
        slots = _filed(key, cells, pool)
        slots = slots[opened[slots] != 0]
        views += [slots[:half], slots[half:][-half:]]
    if not views:
        return 0
    slots, votes = np.unique(np.concatenate(views), return_counts=True)
    fit = (owners[slots] != own) | (own < 0)
    slots, votes = slots[fit], votes[fit]
    best = slots[np.argsort(-votes, kind="stable")[: len(found)]]
    found[: len(best)] = best
    return len(best)


def overlaps(
    sketch: U32, slots: I32, all_hashes: U32, starts: I64, lengths: I32, counts: I64
) -> None:
    """See ``loops.overlaps``."""
    counts[:] = 0
    for n, slot in enumerate(slots):
        other = all_hashes[starts[slot] : starts[slot] + lengths[slot]]
        if len(sketch) and len(other):
            limit = 1 << int(min(sketch[-1], other[-1])).bit_length()
            mine, theirs = (part[: np.searchsorted(part, limit)] for part in (sketch, other))
            shared = np.intersect1d(mine, theirs, assume_unique=True)
            counts[n] = len(shared), len(mine), len(theirs)
