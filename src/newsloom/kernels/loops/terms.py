"""An article's terms: laid out, weighed by their rarity, counted."""

import math

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, FIELDS, I32, I64, U16, U32, U64, UNIT

_BODY = 2
_DIGITS = 1 << 11  # of a term, of which it has three
_LAST_DIGIT = np.uint32(_DIGITS - 1)


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
def hash_cells(terms: U32, values: F64, cells: U64) -> None:
    """Fill the hash table that ``weigh`` looks into; ``cells`` is zero before."""
    mask = len(cells) - 1
    for i in range(len(terms)):
        at = int(terms[i]) & mask
        while cells[at]:
            at = (at + 1) & mask
        cells[at] = (np.uint64(terms[i]) << np.uint64(32)) | np.uint64(values[i])


@compiled
def rarity_of(term: np.uint32, cells: U64, unlisted: float) -> float:
    """The value of one term; see ``weigh``."""
    mask = np.uint32(len(cells) - 1)
    at = term & mask
    cell = cells[at]
    while cell and np.uint32(cell >> np.uint64(32)) != term:
        at = (at + np.uint32(1)) & mask
        cell = cells[at]
    return float(cell & np.uint64(0xFFFFFFFF)) if cell else unlisted


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
    """Weigh the articles in ``slots`` anew: their lengths, and in ``found`` (n, most) their terms.

    What ``weigh`` and ``telling`` give of each; ``counts`` (n,): how many terms.
    """
    bounds, lengths = np.empty(FIELDS + 1, np.int64), np.empty(FIELDS)
    worth = np.empty(found.shape[1])
    for n in range(len(slots)):
        slot = slots[n]
        for field in range(FIELDS + 1):
            bounds[field] = all_bounds[slot, field]
        within = slice(all_starts[slot], all_starts[slot] + bounds[FIELDS])
        keys, weights = all_keys[within], all_weights[within]
        kinds, rarity = np.empty(len(keys), np.uint32), np.empty(len(keys))
        weigh(keys, weights, bounds, salts, terms, values, cells, unlisted, kinds, rarity, lengths)
        all_lengths[slot] = lengths
        counts[n] = telling(keys, weights, bounds, rarity, added, found[n], worth)


@compiled
def count_terms(terms: U32, spare: U32, counts: U32) -> int:
    """Leave in ``terms`` each of them once, ascending, and in ``counts`` how often; how many.

    ``spare`` and ``counts`` are as long as ``terms``.
    """
    starts = np.empty(_DIGITS + 1, np.int64)
    from_, to = terms, spare
    for shift in (np.uint32(0), np.uint32(11), np.uint32(22)):  # by the last eleven bits first
        starts[:] = 0
        for i in range(len(terms)):
            starts[((from_[i] >> shift) & _LAST_DIGIT) + 1] += 1
        for digit in range(_DIGITS):
            starts[digit + 1] += starts[digit]
        for i in range(len(terms)):
            digit = (from_[i] >> shift) & _LAST_DIGIT
            to[starts[digit]] = from_[i]
            starts[digit] += 1
        from_, to = to, from_
    found = 0
    for i in range(len(terms)):
        if found == 0 or spare[i] != terms[found - 1]:
            terms[found], counts[found] = spare[i], 0
            found += 1
        counts[found - 1] += 1
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
