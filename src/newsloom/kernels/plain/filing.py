"""The inverted index, and what is looked up in it, in numpy."""

from typing import Any

import numpy as np

from newsloom.kernels.loops import SIZE, START, cell_of
from newsloom.kernels.types import F64, I32, I64, U8, U32


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
