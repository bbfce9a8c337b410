"""How alike an article is to others, and to stories."""

import math
from typing import Any

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.loops.terms import rarity_of
from newsloom.kernels.types import F64, FIELDS, I32, I64, NEAREST, ONE, U8, U16, U32, U64

_TITLE, _BODY, _NAMES = 0, 2, 3
_APART = 1_021  # cells between the same term in two fields
_CELLS = 1 << 14  # most terms of others are none of the article's: their cell is empty
_LAST_CELL = np.uint32(_CELLS - 1)
_place = np.uintp  # of indices: with a sign, each would be checked for being negative


@compiled
def lay_out(
    keys: U32, weights: U16, bounds: I64, rarity: F64, heads: U16, chain: I64, worth: F64
) -> None:
    """A vector's terms by cell: ``heads`` has the last of each, plus 1, ``chain`` the one before.

    ``worth`` is weight times rarity.
    """
    for field in range(FIELDS):
        apart = np.uint32(field * _APART)
        for i in range(bounds[field], bounds[field + 1]):
            worth[i] = float(weights[i]) * rarity[i]
            at = _place((keys[i] + apart) & _LAST_CELL)
            chain[i] = np.int64(heads[at]) - 1
            heads[at] = i + 1


@compiled
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
    """Cosines per field of a vector with those in ``slots``, in parts of ``ONE``: ``parts`` (n, 5).

    In every field but the body all terms of an article weigh the same.
    """
    heads, chain = np.zeros(_CELLS, np.uint16), np.empty(bounds[FIELDS], np.int64)
    worth = np.empty(bounds[FIELDS])
    lay_out(keys, weights, bounds, rarity, heads, chain, worth)
    most = 0
    for n in range(len(slots)):
        most = max(most, all_bounds[slots[n], FIELDS])
    met = np.empty(most + 1, np.uint32)
    for n in range(len(slots)):
        slot = slots[n]
        for field in range(FIELDS):
            parts[n, field] = 0
            low, high = bounds[field], bounds[field + 1]
            if low == high:
                continue
            first = all_starts[slot] + all_bounds[slot, field]
            theirs = all_keys[first : all_starts[slot] + all_bounds[slot, field + 1]]
            # Written always, kept in an occupied cell: nothing for the processor to guess.
            apart = np.uint32(field * _APART)
            kept = _place(0)
            for j in range(_place(len(theirs))):
                met[kept] = j
                kept += _place(heads[_place((theirs[j] + apart) & _LAST_CELL)] != 0)
            dot = 0.0
            for k in range(kept):
                other = _place(met[k])
                key = theirs[other]
                own = np.int64(heads[_place((key + apart) & _LAST_CELL)]) - 1
                while own >= 0 and (keys[own] != key or own < low or own >= high):
                    own = chain[own]
                if own >= 0:
                    weight = float(all_weights[first + other]) if field == _BODY else 1.0
                    dot += worth[own] * weight
            if dot > 0.0:
                if field != _BODY:
                    dot *= float(all_weights[first])
                length = math.sqrt(all_lengths[slot, field] * lengths[field])
                parts[n, field] = np.int64(np.rint(min(dot / length, 1.0) * ONE))


@compiled
def pairs(
    slots: I64,
    all_keys: U32,
    all_weights: U16,
    all_starts: I64,
    all_bounds: I32,
    all_lengths: F64,
    salts: U32,
    _terms: U32,
    _values: F64,
    cells: U64,
    unlisted: float,
    parts: I64,
) -> None:
    """Cosines per field of ``slots`` with each other, as ``cosines`` gives them: (n, n, 5).

    Of each with itself: ``ONE``. Their sum is the squared length of the sum of the unit vectors.
    """
    most = 0
    for n in range(len(slots)):
        most += all_bounds[slots[n], FIELDS]
    size = 16
    while size < 2 * most:
        size *= 2
    # An open hash table of terms; each leads to its holders so far, the latest first.
    heads = np.zeros(size, np.int32)
    before = np.zeros(most + 1, np.int32)
    held = np.empty((most + 1, 3), np.int64)  # where in the arena, member, field
    worth = np.empty(most + 1)
    dots = np.zeros((FIELDS, len(slots), len(slots)))
    used = 0
    for n in range(len(slots)):
        start = all_starts[slots[n]]
        for field in range(FIELDS):
            row = dots[field, n]
            low, high = all_bounds[slots[n], field], all_bounds[slots[n], field + 1]
            for j in range(start + low, start + high):
                key = all_keys[j]
                at = (int(key) + field * _APART) & (size - 1)
                holder = heads[at]
                while holder and (all_keys[held[holder, 0]] != key or held[holder, 2] != field):
                    at = (at + 1) & (size - 1)
                    holder = heads[at]
                used += 1
                held[used, 0], held[used, 1], held[used, 2] = j, n, field
                heads[at], before[used], worth[used] = used, holder, -1.0
                if holder:
                    if worth[holder] < 0.0:
                        worth[holder] = rarity_of(np.uint32(key ^ salts[field]), cells, unlisted)
                    worth[used] = worth[holder]
                    mine = float(all_weights[j]) * worth[used]
                    while holder:
                        row[held[holder, 1]] += mine * float(all_weights[held[holder, 0]])
                        holder = before[holder]
    of_pairs(dots, slots, all_lengths, parts)


@compiled
def of_pairs(dots: F64, slots: I64, all_lengths: F64, parts: I64) -> None:
    """Cosines in parts of ``ONE`` from the products of vectors, (fields, n, n), the later first."""
    parts[:] = 0
    for n in range(len(slots)):
        parts[n, n, :] = ONE
        for i in range(n):
            for field in range(FIELDS):
                dot = dots[field, n, i]
                if dot > 0.0:
                    length = math.sqrt(all_lengths[slots[n], field] * all_lengths[slots[i], field])
                    part = np.int64(np.rint(min(dot / length, 1.0) * ONE))
                    parts[n, i, field] = parts[i, n, field] = part


@compiled
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
    """An article beside stories, from its cosines with their members.

    The members of story n are ``starts[n]`` to ``starts[n + 1]`` of ``parts`` and ``slots``;
    ``squares[n]`` is the squared length of the sum of their unit vectors. ``found`` (3, k, 5):
    cosines to the nearest, to the centroid, and the mean of the ``NEAREST`` highest. Where one
    side lacks a field, the body speaks for it: scripts without capitals have no names, and that
    must not count as a lack of common names. ``apart``: days to the nearest dated member, or nan.
    ``brief``: whether all members are.
    """
    best = np.empty(NEAREST, np.int64)
    for n in range(len(starts) - 1):
        low, high = starts[n], starts[n + 1]
        few = min(high - low, NEAREST)
        for field in range(FIELDS):
            total = 0
            longest = 0.0
            best[:] = 0
            for i in range(low, high):
                part = parts[i, field]
                total += part
                longest = max(longest, all_lengths[slots[i], field])
                for j in range(NEAREST):
                    if part > best[j]:
                        part, best[j] = best[j], part
            high_sum = 0
            for j in range(few):
                high_sum += best[j]
            if longest == 0.0 or own_lengths[field] == 0.0:
                found[0, n, field] = -1.0
                continue
            centroid = float(total) / math.sqrt(float(squares[n, field]) * ONE)
            found[0, n, field] = float(best[0]) / ONE
            found[1, n, field] = min(centroid, 1.0)
            found[2, n, field] = float(high_sum) / float(few) / ONE
        for field in range(FIELDS):
            if found[0, n, field] < 0.0:
                body = found[0, n, _BODY] >= 0.0
                for kind in range(3):
                    found[kind, n, field] = found[kind, n, _BODY] if body else 0.0
        closest = math.nan
        brief[n] = 1
        for i in range(low, high):
            brief[n] &= all_brief[slots[i]]
            away = abs(all_days[slots[i]] - day)
            if not away >= closest and not math.isnan(away):
                closest = away
        apart[n] = closest


@compiled
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
    """``cosines`` and what ``gather`` makes of them."""
    cosines(
        keys,
        weights,
        bounds,
        rarity,
        lengths,
        slots,
        all_keys,
        all_weights,
        all_starts,
        all_bounds,
        all_lengths,
        parts,
    )
    gather(
        parts,
        starts,
        squares,
        slots,
        lengths,
        day,
        all_lengths,
        all_days,
        all_brief,
        found,
        apart,
        brief,
    )


@compiled
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
    """The features of ``stories.score``, in its order, for k stories: ``made`` (k, 27).

    Cosines (k, 5) as ``gather`` leaves them; ``days`` (k,) and ``spoken`` (k, 3) may be nan.
    """
    for n in range(len(days)):
        for field in range(FIELDS):
            made[n, field] = math.sqrt(nearest[n, field])
            made[n, FIELDS + field] = math.sqrt(centroid[n, field])
            made[n, 2 * FIELDS + field] = math.sqrt(average[n, field])
        body = made[n, FIELDS + _BODY]
        away = 0.0 if math.isnan(days[n]) else days[n]
        first = min(away, first_days)
        at = 3 * FIELDS
        made[n, at] = centroid[n, _BODY]
        made[n, at + 1] = made[n, FIELDS + _TITLE] * body
        made[n, at + 2] = made[n, FIELDS + _NAMES] * body
        made[n, at + 3] = math.log1p(away)
        made[n, at + 4] = first
        made[n, at + 5] = first * body
        made[n, at + 6] = min(size[n], several) - 1.0
        for kind in range(2):
            known = not math.isnan(spoken[n, kind])
            made[n, at + 7 + 2 * kind] = 1.0 if known else 0.0
            made[n, at + 8 + 2 * kind] = spoken[n, kind] if known else 0.0
        made[n, at + 11] = spoken[n, 2]


@compiled
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
    """Log odds for each of k stories, from what ``design`` makes of them: ``sums`` (k,).

    Profiles: dated or not, two more where ``brief``. With ``undated`` every story is judged as
    undated, without the features from ``left_out`` on.
    """
    made = np.empty((len(days), coefficients.shape[1]))
    design(nearest, centroid, average, days, spoken, size, first_days, several, made)
    for n in range(len(days)):
        profile = int(undated or math.isnan(days[n])) + 2 * int(brief[n])
        total = 0.0
        for i in range(left_out if undated else made.shape[1]):
            total += made[n, i] * coefficients[profile, i]
        sums[n] = intercepts[profile] + total
