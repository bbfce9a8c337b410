"""The days that articles and stories speak of, as sparse vectors of whole numbers.

A vector is int64[n, 3]: tokens, ascending; their weights anywhere; their weights in the lead. The
tokens of a kind of day lie together: below ``limits[0]``, below ``limits[1]``, and the rest.
"""

import math
from typing import Any

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, I64

KINDS = 3


@compiled
def kind_of(token: int, limits: I64) -> int:
    """Which kind of day a token stands for."""
    return int(token >= limits[0]) + int(token >= limits[1])


@compiled
def told(packed: Any, limits: I64, unit: int) -> I64:
    """The vector of an article: its tokens, each kind scaled to length ``unit`` and rounded.

    ``packed`` is (3, n): tokens in any order, their weights anywhere, in the lead.
    """
    size = packed.shape[1]
    rows = np.empty((size, 3), np.int64)
    squares = np.zeros((KINDS, 3))
    for i in range(size):
        at = i
        while at > 0 and rows[at - 1, 0] > packed[0, i]:
            rows[at] = rows[at - 1]
            at -= 1
        kind = kind_of(packed[0, i], limits)
        rows[at, 0] = packed[0, i]
        for side in range(1, 3):
            weight = packed[side, i]
            rows[at, side] = weight
            squares[kind, side] += float(weight) * float(weight)
    for i in range(size):
        kind = kind_of(rows[i, 0], limits)
        for side in range(1, 3):
            if rows[i, side]:
                length = math.sqrt(squares[kind, side])
                rows[i, side] = np.int64(np.rint(rows[i, side] * unit / length))
    return rows


@compiled
def told_sum(one: I64, other: I64, sign: int) -> I64:
    """The sum of two vectors, or the difference with ``sign`` -1; without what came to nothing."""
    rows = np.empty((len(one) + len(other), 3), np.int64)
    i, j, at = 0, 0, 0
    while i < len(one) or j < len(other):
        first = i < len(one) and (j == len(other) or one[i, 0] <= other[j, 0])
        second = j < len(other) and (i == len(one) or other[j, 0] <= one[i, 0])
        rows[at, 0] = one[i, 0] if first else other[j, 0]
        for side in range(1, 3):
            rows[at, side] = one[i, side] if first else 0
            if second:
                rows[at, side] += sign * other[j, side]
        i += first
        j += second
        at += rows[at, 1] != 0 or rows[at, 2] != 0
    return rows[:at].copy()


@compiled
def told_alike(mine: I64, others: I64, ends: I64, limits: I64, found: F64) -> None:
    """How alike a vector is to others, end to end in ``others``; ``found`` is (k, 3).

    The cosine anywhere, and in the lead, each by the first kind that both have (nan: none), and
    whether the weightiest days of the lead differ; of equal weights, the earlier token.
    """
    begin = 0
    dots = np.empty(KINDS, np.int64)
    squares = np.empty((2, KINDS))
    heaviest = np.empty((2, KINDS), np.int64)
    tokens = np.empty((2, KINDS), np.int64)
    for n in range(len(ends)):
        found[n, 0] = found[n, 1] = math.nan
        found[n, 2] = 0.0
        for side in range(1, 3):
            dots[:] = 0
            squares[:] = 0.0
            heaviest[:] = 0
            for whose in range(2):
                rows = others[begin : ends[n]] if whose else mine
                for i in range(len(rows)):
                    weight = rows[i, side]
                    kind = kind_of(rows[i, 0], limits)
                    squares[whose, kind] += float(weight) * float(weight)
                    if weight > heaviest[whose, kind]:
                        heaviest[whose, kind], tokens[whose, kind] = weight, rows[i, 0]
            j = begin
            for i in range(len(mine)):
                while j < ends[n] and others[j, 0] < mine[i, 0]:
                    j += 1
                if j < ends[n] and others[j, 0] == mine[i, 0]:
                    dots[kind_of(mine[i, 0], limits)] += mine[i, side] * others[j, side]
            for kind in range(KINDS):
                if heaviest[0, kind] and heaviest[1, kind]:
                    length = math.floor(math.sqrt(squares[0, kind] * squares[1, kind]))
                    found[n, side - 1] = dots[kind] / max(length, 1.0)
                    if side == 2:
                        found[n, 2] = 1.0 if tokens[0, kind] != tokens[1, kind] else 0.0
                    break
        begin = ends[n]
