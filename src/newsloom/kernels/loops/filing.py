"""The inverted index, and arrays whose ranks are closed."""

from typing import Any

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, I32, I64, U8, U32


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
    ``counts`` says how many. ``totals`` is scratch, zero before and after; ``touched`` has one
    place more, and ``heights`` is (rows, places of a row).
    """
    held = 0
    for i in range(len(terms)):
        which = lists[list_of(terms[i], table, lists)]
        if which < 0:
            continue
        seen = 0
        value = worth[i]
        for j in range(start[which] + size[which] - 1, start[which] - 1, -1):
            slot = pool[j]
            if not opened[slot]:
                continue
            total = totals[slot]
            # Written always, kept when it is the first time: a guess less for the processor.
            touched[held] = slot
            held += total == 0.0
            totals[slot] = total + value
            seen += 1
            if seen == cap:
                break
    most = found.shape[1]
    counts[:] = 0
    heights[:, most - 1] = -1.0
    for i in range(held):
        slot = touched[i]
        total = totals[slot]
        totals[slot] = 0.0
        for row in range(len(reaches)):
            if total < heights[row, most - 1] or abs(days[slot] - day) > reaches[row]:
                continue
            kept = counts[row]
            if kept == most and total == heights[row, most - 1] and slot > found[row, most - 1]:
                continue
            at = kept if kept < most else most - 1
            while at > 0 and (
                heights[row, at - 1] < total
                or (heights[row, at - 1] == total and found[row, at - 1] > slot)
            ):
                heights[row, at], found[row, at] = heights[row, at - 1], found[row, at - 1]
                at -= 1
            heights[row, at], found[row, at] = total, slot
            counts[row] = min(kept + 1, most)


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
