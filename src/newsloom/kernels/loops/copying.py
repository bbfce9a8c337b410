"""Which earlier text an article may copy."""

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.loops.filing import ROOM, SIZE, START, cell_of
from newsloom.kernels.types import I32, I64, U8, U32


@compiled
def contenders(
    keys: U32,
    own: int,
    half: int,
    cells: U32,
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
        at = cell_of(keys[i], cells)
        if not cells[at, ROOM]:
            continue
        low = np.int64(cells[at, START])
        high = low + np.int64(cells[at, SIZE])
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
