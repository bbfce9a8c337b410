"""The loops. Written so that numba can compile them: arrays and numbers only.

Callers see to it that arrays are long enough: compiled loops don't check bounds.
"""

import math
from typing import Any

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, FIELDS, I32, I64, NEAREST, ONE, U8, U16, U32, U64, UNIT

_BODY = 2
_APART = 1_021  # cells between the same term in two fields


# ------------------------------------------------------------------ vectors


@compiled
def pack(
    parts: tuple[U32, U32, U32, U32, U32],
    counts: U16,
    logs: F64,
    squares: F64,
    keys: U32,
    weights: U16,
    bounds: I64,
) -> None:
    """Lay the fields of an article end to end, each scaled to length ``UNIT``.

    ``counts`` go with the body; ``logs[n]`` is the weight of a term that stands there n times,
    ``squares[n]`` its square. Fills ``keys``, ``weights`` and ``bounds``.
    """
    at = 0
    for field in range(FIELDS):
        part = parts[field]
        bounds[field] = at
        if field == _BODY:
            total = 0.0
            for i in range(len(part)):
                total += squares[counts[i]]
            scale = UNIT / math.sqrt(total) if total > 0.0 else 0.0
            for i in range(len(part)):
                weights[at + i] = np.uint16(np.rint(logs[counts[i]] * scale))
        elif len(part):
            even = np.uint16(np.rint(UNIT / math.sqrt(float(len(part)))))
            for i in range(len(part)):
                weights[at + i] = even
        for i in range(len(part)):
            keys[at + i] = part[i]
        at += len(part)
    bounds[FIELDS] = at


@compiled
def weigh(
    keys: U32,
    weights: U16,
    bounds: I64,
    salts: U32,
    terms: U32,
    values: F64,
    cells: U64,
    unlisted: float,
    kinds: U32,
    rarity: F64,
    lengths: F64,
) -> None:
    """Look up the squared rarity of each term; with it, the squared length of each field.

    ``terms`` and ``values`` are the table, ascending; ``cells`` holds the same for faster looking
    up: an open hash table of terms, times 2**32, plus values; 0 is empty. ``salts`` tells the same
    word in fields of another kind apart: it makes ``kinds`` of the keys.
    """
    mask = np.uint32(len(cells) - 1)
    size = bounds[FIELDS]
    seen = np.empty(size, np.uint64)
    # All first looks at once, with nothing to decide between them: they wait for memory together.
    for field in range(FIELDS):
        for i in range(bounds[field], bounds[field + 1]):
            term = np.uint32(keys[i] ^ salts[field])
            kinds[i] = term
            seen[i] = cells[term & mask]
    for i in range(size):
        cell = seen[i]
        at = kinds[i] & mask
        while cell and np.uint32(cell >> np.uint64(32)) != kinds[i]:
            at = (at + np.uint32(1)) & mask
            cell = cells[at]
        rarity[i] = float(cell & np.uint64(0xFFFFFFFF)) if cell else unlisted
    for field in range(FIELDS):
        total = 0.0
        for i in range(bounds[field], bounds[field + 1]):
            total += float(weights[i]) * float(weights[i]) * rarity[i]
        lengths[field] = total


@compiled
def hash_cells(terms: U32, values: F64, cells: U64) -> None:
    """Fill the hash table that ``weigh`` looks into; ``cells`` is zero before."""
    mask = len(cells) - 1
    for i in range(len(terms)):
        at = int(terms[i]) & mask
        while cells[at]:
            at = (at + 1) & mask
        cells[at] = (np.uint64(terms[i]) << np.uint64(32)) | np.uint64(values[i])


@compiled
def telling(
    keys: U32, weights: U16, bounds: I64, rarity: F64, added: F64, terms: U32, worth: F64
) -> int:
    """Pick the body terms worth most, the best first; ties: the lower term. How many there are.

    A term that stands in the title or the lead too is worth ``added[0]``, ``added[1]`` more.
    """
    most = len(terms)
    heights = np.empty(most, np.float64)
    found = 0
    title, lead = bounds[0], bounds[1]
    for i in range(bounds[_BODY], bounds[_BODY + 1]):
        key = keys[i]
        factor = 1.0
        while title < bounds[1] and keys[title] < key:
            title += 1
        if title < bounds[1] and keys[title] == key:
            factor += added[0]
        while lead < bounds[2] and keys[lead] < key:
            lead += 1
        if lead < bounds[2] and keys[lead] == key:
            factor += added[1]
        height = float(weights[i]) * math.sqrt(rarity[i]) * factor
        if found == most and height <= heights[most - 1]:
            continue
        at = found if found < most else most - 1
        while at > 0 and heights[at - 1] < height:
            heights[at], terms[at], worth[at] = heights[at - 1], terms[at - 1], worth[at - 1]
            at -= 1
        heights[at], terms[at], worth[at] = height, key, rarity[i]
        found = min(found + 1, most)
    return found


@compiled
def add_counts(
    terms: U32, counts: U32, more: U32, more_counts: U32, out: U32, out_counts: U32
) -> int:
    """The sum of two tables of counts by term, ascending; how many terms there are."""
    i, j, at = 0, 0, 0
    while i < len(terms) or j < len(more):
        if j == len(more) or (i < len(terms) and terms[i] < more[j]):
            out[at], out_counts[at] = terms[i], counts[i]
            i += 1
        elif i == len(terms) or more[j] < terms[i]:
            out[at], out_counts[at] = more[j], more_counts[j]
            j += 1
        else:
            out[at], out_counts[at] = terms[i], counts[i] + more_counts[j]
            i += 1
            j += 1
        at += 1
    return at


# ------------------------------------------------------------------ postings


@compiled
def list_of(term: int, table: U32, lists: I32) -> int:
    """Where ``term`` stands in an open hash table, or where it would; ``lists`` is -1 there."""
    mask = len(table) - 1
    at = int(term) & mask
    while lists[at] >= 0 and table[at] != term:
        at = (at + 1) & mask
    return at


@compiled
def post(
    slot: int,
    terms: U32,
    begin: int,
    table: U32,
    lists: I32,
    start: I64,
    size: I32,
    room: I32,
    pool: I32,
    free: I64,
    used: I64,
) -> int:
    """File ``slot`` under ``terms[begin:]``; the index of the first term there was no room for.

    The slots of list n are ``pool[start[n] : start[n] + size[n]]``, ascending; ``room[n]``, a
    power of two, is what it can hold. ``free[k]`` begins a chain of spare pieces of 2**k places.
    ``used``: lists in use, places in use.
    """
    for i in range(begin, len(terms)):
        at = list_of(terms[i], table, lists)
        which = lists[at]
        if which < 0:
            which = np.int32(used[0])
            if which == len(start) or 2 * which >= len(table):
                return i
        full = lists[at] >= 0 and size[which] == room[which]
        if lists[at] < 0 or full:
            wanted = 2 * room[which] if full else 2
            order = 0
            while (1 << order) < wanted:
                order += 1
            place = free[order]
            if place >= 0:
                free[order] = pool[place]
            else:
                place = used[1]
                if place + wanted > len(pool):
                    return i
                used[1] += wanted
            if full:
                for j in range(size[which]):
                    pool[place + j] = pool[start[which] + j]
                pool[start[which]] = free[order - 1]
                free[order - 1] = start[which]
            else:
                used[0] += 1
                table[at], lists[at] = terms[i], which
                size[which] = 0
            start[which], room[which] = place, wanted
        pool[start[which] + size[which]] = slot
        size[which] += 1
    return len(terms)


@compiled
def near(
    terms: U32,
    worth: F64,
    table: U32,
    lists: I32,
    start: I64,
    size: I32,
    pool: I32,
    opened: U8,
    days: F64,
    day: float,
    reaches: F64,
    cap: int,
    totals: F64,
    touched: I32,
    found: I32,
    heights: F64,
    counts: I64,
) -> None:
    """The slots that share most worth with ``terms``, one row of ``found`` for each of ``reaches``.

    At most ``cap`` open slots are looked at per term, the latest. A row takes those at most
    ``reaches[row]`` days from ``day`` and the undated (nan), the best first; ties: the earlier.
    ``counts`` says how many. ``totals`` is scratch, zero before and after.
    """
    held = 0
    for i in range(len(terms)):
        which = lists[list_of(terms[i], table, lists)]
        if which < 0:
            continue
        seen = 0
        for j in range(start[which] + size[which] - 1, start[which] - 1, -1):
            slot = pool[j]
            if not opened[slot]:
                continue
            if totals[slot] == 0.0:
                touched[held] = slot
                held += 1
            totals[slot] += worth[i]
            seen += 1
            if seen == cap:
                break
    most = found.shape[1]
    for row in range(len(reaches)):
        kept = 0
        for i in range(held):
            slot = touched[i]
            if abs(days[slot] - day) > reaches[row]:
                continue
            total = totals[slot]
            if kept == most and (
                total < heights[most - 1]
                or (total == heights[most - 1] and slot > found[row, most - 1])
            ):
                continue
            at = kept if kept < most else most - 1
            while at > 0 and (
                heights[at - 1] < total or (heights[at - 1] == total and found[row, at - 1] > slot)
            ):
                heights[at], found[row, at] = heights[at - 1], found[row, at - 1]
                at -= 1
            heights[at], found[row, at] = total, slot
            kept = min(kept + 1, most)
        counts[row] = kept
    for i in range(held):
        totals[touched[i]] = 0.0


@compiled
def repost(
    renumbered: I64,
    table: U32,
    lists: I32,
    start: I64,
    size: I32,
    pool: I32,
    new_table: U32,
    new_lists: I32,
    new_start: I64,
    new_size: I32,
    new_room: I32,
    new_pool: I32,
    used: I64,
) -> None:
    """Copy the lists with their slots renumbered; without those that are -1 now, and tight."""
    used[0] = used[1] = 0
    for at in range(len(table)):
        which = lists[at]
        if which < 0:
            continue
        place = used[1]
        kept = 0
        for j in range(start[which], start[which] + size[which]):
            slot = renumbered[pool[j]]
            if slot >= 0:
                new_pool[place + kept] = slot
                kept += 1
        if kept == 0:
            continue
        room = 2
        while room < kept:
            room *= 2
        there = list_of(table[at], new_table, new_lists)
        new = np.int32(used[0])
        new_table[there], new_lists[there] = table[at], new
        new_start[new], new_size[new], new_room[new] = place, kept, room
        used[0] += 1
        used[1] += room


# ------------------------------------------------------------------ likeness


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
    table: I32,
    parts: I64,
) -> None:
    """Cosines per field of a vector with those in ``slots``, in parts of ``ONE``: ``parts`` (n, 5).

    ``table`` is scratch, -1 throughout before and after: a power of two, at least twice the terms.
    """
    mask = len(table) - 1
    for field in range(FIELDS):
        for i in range(bounds[field], bounds[field + 1]):
            at = (int(keys[i]) + field * _APART) & mask
            while table[at] >= 0:
                at = (at + 1) & mask
            table[at] = i
    for n in range(len(slots)):
        slot = slots[n]
        start = all_starts[slot]
        for field in range(FIELDS):
            low = bounds[field]
            dot = 0.0
            for j in range(start + all_bounds[slot, field], start + all_bounds[slot, field + 1]):
                key = all_keys[j]
                at = (int(key) + field * _APART) & mask
                i = table[at]
                while i >= 0:
                    if keys[i] == key and low <= i < bounds[field + 1]:
                        dot += float(weights[i]) * float(all_weights[j]) * rarity[i]
                        break
                    at = (at + 1) & mask
                    i = table[at]
            parts[n, field] = 0
            if dot > 0.0:
                length = math.sqrt(all_lengths[slot, field] * lengths[field])
                parts[n, field] = np.int64(np.rint(min(dot / length, 1.0) * ONE))
    for field in range(FIELDS):
        for i in range(bounds[field], bounds[field + 1]):
            at = (int(keys[i]) + field * _APART) & mask
            while table[at] != i:
                at = (at + 1) & mask
            table[at] = -1


@compiled
def square(
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
    table: I32,
    total: I64,
) -> None:
    """The squared length of the sum of the unit vectors of ``slots``, per field: ``total`` (5,).

    In parts of ``ONE``; ``table`` as for ``cosines``, long enough for each of them.
    """
    total[:] = len(slots) * ONE
    lengths = np.empty(FIELDS)
    bounds = np.empty(FIELDS + 1, np.int64)
    parts = np.empty((len(slots), FIELDS), np.int64)
    for n in range(1, len(slots)):
        start, size = all_starts[slots[n]], all_bounds[slots[n], FIELDS]
        for field in range(FIELDS + 1):
            bounds[field] = all_bounds[slots[n], field]
        keys, weights = all_keys[start : start + size], all_weights[start : start + size]
        kinds, rarity = np.empty(size, np.uint32), np.empty(size)
        weigh(keys, weights, bounds, salts, terms, values, cells, unlisted, kinds, rarity, lengths)
        cosines(
            keys,
            weights,
            bounds,
            rarity,
            lengths,
            slots[:n],
            all_keys,
            all_weights,
            all_starts,
            all_bounds,
            all_lengths,
            table,
            parts,
        )
        for i in range(n):
            for field in range(FIELDS):
                total[field] += 2 * parts[i, field]


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
def close_ranks(opened: I64, data: Any, starts: I64, lengths: I64) -> None:
    """Move the pieces of ``data`` that belong to the ascending slots ``opened`` together.

    Slot n is then the n-th of them. ``starts`` and ``lengths`` are by old slot.
    """
    end = 0
    for n in range(len(opened)):
        start, length = starts[opened[n]], lengths[opened[n]]
        for i in range(length):
            data[end + i] = data[start + i]
        end += length


# ------------------------------------------------------------------ copies


@compiled
def contenders(
    keys: U32,
    own: int,
    half: int,
    table: U32,
    lists: I32,
    start: I64,
    size: I32,
    pool: I32,
    opened: U8,
    owners: I32,
    votes: I32,
    touched: I32,
    found: I32,
) -> int:
    """Fill ``found`` with the slots that hold most of ``keys``; ties: the earlier. How many.

    Per key the first ``half`` and the last ``half`` of the open slots are looked at. Slots whose
    owner is ``own`` don't count, unless that is -1. ``votes`` is scratch, zero before and after.
    """
    held = 0
    for i in range(len(keys)):
        which = lists[list_of(keys[i], table, lists)]
        if which < 0:
            continue
        low, high = start[which], start[which] + size[which]
        for backward in range(2):
            seen = 0
            while low < high and seen < half:
                if backward:
                    high -= 1
                    slot = pool[high]
                else:
                    slot = pool[low]
                    low += 1
                if not opened[slot]:
                    continue
                seen += 1
                if votes[slot] == 0:
                    touched[held] = slot
                    held += 1
                votes[slot] += 1
    kept = 0
    for i in range(held):
        slot = touched[i]
        if own >= 0 and owners[slot] == own:
            continue
        count = votes[slot]
        at = kept
        while at > 0 and (
            votes[found[at - 1]] < count or (votes[found[at - 1]] == count and found[at - 1] > slot)
        ):
            at -= 1
        if at == len(found):
            continue
        kept = min(kept + 1, len(found))
        for j in range(kept - 1, at, -1):
            found[j] = found[j - 1]
        found[at] = slot
    for i in range(held):
        votes[touched[i]] = 0
    return kept


@compiled
def overlaps(
    sketch: U32, slots: I32, all_hashes: U32, starts: I64, lengths: I32, counts: I64
) -> None:
    """Per slot: hashes in common, and how many of either sketch lie under the limit of both.

    ``counts`` is (n, 3). A sketch is whole under the lowest power of two above its last hash.
    """
    for n in range(len(slots)):
        counts[n, :] = 0
        start, length = starts[slots[n]], lengths[slots[n]]
        if len(sketch) == 0 or length == 0:
            continue
        lowest = min(int(sketch[-1]), int(all_hashes[start + length - 1]))
        limit = 1
        while limit <= lowest:
            limit *= 2
        i, j = 0, 0
        while i < len(sketch) and j < length:
            one, other = int(sketch[i]), int(all_hashes[start + j])
            if one >= limit or other >= limit:
                break
            if one == other:
                counts[n, 0] += 1
            i += one <= other
            j += other <= one
        while i < len(sketch) and int(sketch[i]) < limit:
            i += 1
        while j < length and int(all_hashes[start + j]) < limit:
            j += 1
        counts[n, 1], counts[n, 2] = i, j
