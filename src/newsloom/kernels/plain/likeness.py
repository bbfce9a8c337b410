"""How alike articles and stories are, in numpy."""

import math
from typing import Any

import numpy as np

from newsloom.kernels.plain.terms import weigh
from newsloom.kernels.types import F64, FIELDS, I32, I64, NEAREST, ONE, U8, U16, U32, U64

_BODY = 2


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
