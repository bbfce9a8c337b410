"""The inverted index, and arrays whose ranks are closed.

An index is an open hash table of lists: ``cells`` uint32[n, 4] with the term, where its list begins
in the pool, its length, and the room it has, a power of two (0: an empty cell).
"""

from typing import Any

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, I32, I64, U32

TERM, START, SIZE, ROOM = range(4)
_place = np.uintp  # of indices: with a sign, each would be checked for being negative
_LINE = 16  # slots that the processor fetches at once


@compiled
def cell_of(term: int, cells: U32) -> int:
    """Where the list of ``term`` stands in a hash table, or where it would."""
    last = len(cells) - 1
    at = int(term) & last
    while cells[at, ROOM] and cells[at, TERM] != term:
        at = (at + 1) & last
    return at


@compiled
def post(slot: int, terms: U32, begin: int, cells: U32, pool: I32, free: I64, used: I64) -> int:
    """File ``slot`` under ``terms[begin:]``; the index of the first term there was no room for.

    ``free[k]`` begins a chain of spare pieces of 2**k places. ``used``: lists and places in use.
    """
    for i in range(begin, len(terms)):
        at = cell_of(terms[i], cells)
        size, room = int(cells[at, SIZE]), int(cells[at, ROOM])
        if not room and 2 * used[0] >= len(cells):
            return i
        if size == room:
            wanted = 2 * room if room else 2
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
            if room:
                start = np.int64(cells[at, START])
                for j in range(size):
                    pool[place + j] = pool[start + j]
                pool[start] = free[order - 1]
                free[order - 1] = start
            else:
                used[0] += 1
                cells[at, TERM] = terms[i]
            cells[at, START], cells[at, ROOM] = place, wanted
        pool[np.int64(cells[at, START]) + size] = slot
        cells[at, SIZE] = size + 1
    return len(terms)


@compiled
def post_rows(
    slots: I64, rows: U32, counts: I64, done: I64, cells: U32, pool: I32, free: I64, used: I64
) -> None:
    """File each of ``slots`` under the first ``counts[n]`` of ``rows[n]``, from ``done`` on.

    ``done``: the slot, and the term of its row, that come next; there is no room for that one
    unless all are done.
    """
    while done[0] < len(slots):
        n = done[0]
        row = rows[n, : counts[n]]
        done[1] = post(slots[n], row, done[1], cells, pool, free, used)
        if done[1] < len(row):
            return
        done[0], done[1] = n + 1, 0


@compiled
def sum_worth(
    terms: U32, worth: F64, cells: U32, pool: I32, cap: int, totals: I32, touched: I32
) -> int:
    """Add up in ``totals`` what each slot shares with ``terms``. Slots touched are in ``touched``.

    At most ``cap`` open slots are looked at per term, the latest; a closed one has a total below 0.
    """
    lows, highs = np.empty(len(terms), np.int64), np.empty(len(terms), np.int64)
    for i in range(len(terms)):
        at = cell_of(terms[i], cells)
        lows[i] = cells[at, START]
        highs[i] = lows[i] + np.int64(cells[at, SIZE])
    # All lists are asked for before the first is read: the processor waits for memory but once.
    asked = 0
    for i in range(len(terms)):
        for j in range(max(lows[i], highs[i] - cap), highs[i], _LINE):
            asked += pool[j]
    touched[len(touched) - 1] = asked
    held = _place(0)
    for i in range(len(terms)):
        value = np.int32(worth[i])
        left = cap
        for j in range(highs[i] - 1, lows[i] - 1, -1):
            slot = _place(pool[j])
            total = totals[slot]
            if total < 0:
                continue
            # Written always, kept when it is the first time: nothing for the processor to guess.
            touched[held] = slot
            held += _place(total == 0)
            totals[slot] = total + value
            left -= 1
            if left == 0:
                break
    return int(held)


@compiled
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
    touched: I32,
    found: I32,
    counts: I64,
) -> None:
    """The homes of the slots that share most worth with ``terms``; one row for each of ``reaches``.

    At most ``cap`` open slots are looked at per term, the latest. A row takes ``most`` of those at
    most ``reaches[row]`` days from ``day`` and of the undated (nan), the best first; ties: the
    earlier. Their homes, each once, fill ``found[row]``; ``counts`` says how many. ``totals`` is
    scratch, before and after 0 where a slot is open and below 0 where it is closed; ``touched``
    has two places more than slots.
    """
    held = sum_worth(terms, worth, cells, pool, cap, totals, touched)
    fit, sums = np.empty(held + 1, np.int32), np.empty(held + 1, np.int32)
    best = np.empty(most, np.int32)
    for row in range(len(reaches)):
        fitting = 0
        for i in range(held):
            slot = touched[i]
            fit[fitting], sums[fitting] = slot, totals[slot]
            fitting += not abs(days[slot] - day) > reaches[row]
        kept = highest(fit[:fitting], sums, best)
        for i in range(kept):
            best[i] = homes[best[i]]
        homely = 0
        for i in range(kept):
            at = 0
            while at < homely and found[row, at] != best[i]:
                at += 1
            if at == homely:
                if homely == found.shape[1]:
                    break
                found[row, homely] = best[i]
                homely += 1
        counts[row] = homely
    for i in range(held):
        totals[touched[i]] = 0


@compiled
def highest(slots: I32, sums: I32, best: I32) -> int:
    """Fill ``best`` with the slots of the highest sums, the highest first; ties: the lower slot."""
    most = len(best)
    heights = np.empty(most, np.int32)
    kept, least = 0, 0
    for i in range(len(slots)):
        total, slot = sums[i], slots[i]
        if total < least or (kept == most and total == least and slot > best[most - 1]):
            continue
        at = kept if kept < most else most - 1
        while at > 0 and (
            heights[at - 1] < total or (heights[at - 1] == total and best[at - 1] > slot)
        ):
            heights[at], best[at] = heights[at - 1], best[at - 1]
            at -= 1
        heights[at], best[at] = total, slot
        kept = min(kept + 1, most)
        least = heights[most - 1] if kept == most else 0
    return kept


@compiled
def repost(
    renumbered: I64, cells: U32, pool: I32, new_cells: U32, new_pool: I32, used: I64
) -> None:
    """Copy the lists with their slots renumbered; without those that are -1 now, and tight."""
    used[0] = used[1] = 0
    for at in range(len(cells)):
        if not cells[at, ROOM]:
            continue
        start = np.int64(cells[at, START])
        place = used[1]
        kept = 0
        for j in range(start, start + np.int64(cells[at, SIZE])):
            slot = renumbered[pool[j]]
            if slot >= 0:
                new_pool[place + kept] = slot
                kept += 1
        if kept == 0:
            continue
        room = 2
        while room < kept:
            room *= 2
        there = cell_of(cells[at, TERM], new_cells)
        new_cells[there, TERM], new_cells[there, START] = cells[at, TERM], place
        new_cells[there, SIZE], new_cells[there, ROOM] = kept, room
        used[0] += 1
        used[1] += room


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
