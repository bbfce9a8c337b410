"""What belongs together, by how alike each is to each."""

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, I64


@compiled
def halves(sums: F64, least: int, groups: I64) -> bool:
    """The two groups of at least ``least`` that average link joins last; of equal links, the
    earlier.

    ``sums`` (n, n) are the links, whole numbers, and are used up. ``groups[i]`` becomes 0 or 1,
    or -1 where i was in neither. False when no two such groups were joined.
    """
    size = len(sums)
    counts = np.ones(size)
    firsts = np.arange(size)
    holds = np.arange(size)  # the first member of the group of each
    found = False
    for i in range(size):
        groups[i] = -1
    while len(firsts) > 1:
        best, one, other = -1.0, 0, 1
        for i in range(len(firsts)):
            for j in range(i + 1, len(firsts)):
                mean = sums[firsts[i], firsts[j]] / (counts[firsts[i]] * counts[firsts[j]])
                if mean > best:
                    best, one, other = mean, i, j
        kept, gone = firsts[one], firsts[other]
        large = counts[kept] >= least and counts[gone] >= least
        found = found or large
        counts[kept] += counts[gone]
        for i in range(size):
            sums[kept, i] += sums[gone, i]
        for i in range(size):
            sums[i, kept] += sums[i, gone]
            if large:
                groups[i] = 0 if holds[i] == kept else 1 if holds[i] == gone else -1
            if holds[i] == gone:
                holds[i] = kept
        for i in range(other, len(firsts) - 1):
            firsts[i] = firsts[i + 1]
        firsts = firsts[:-1]
    return found
