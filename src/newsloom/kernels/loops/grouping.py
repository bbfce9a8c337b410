"""What belongs together, by how alike each is to each."""

import numpy as np

from newsloom.kernels.compiled import compiled
from newsloom.kernels.types import F64, I64


@compiled
def halves(sums: F64, groups: I64) -> None:
    """Join by average link until two groups are left; of equal links, the earlier.

    ``sums`` (n, n) are the links, whole numbers, and are used up. ``groups[i]`` becomes the first
    member of the group of i.
    """
    size = len(sums)
    counts = np.ones(size)
    firsts = np.arange(size)
    for i in range(size):
        groups[i] = i
    while len(firsts) > 2:
        best, one, other = -1.0, 0, 1
        for i in range(len(firsts)):
            for j in range(i + 1, len(firsts)):
                mean = sums[firsts[i], firsts[j]] / (counts[firsts[i]] * counts[firsts[j]])
                if mean > best:
                    best, one, other = mean, i, j
        kept, gone = firsts[one], firsts[other]
        counts[kept] += counts[gone]
        for i in range(size):
            sums[kept, i] += sums[gone, i]
        for i in range(size):
            sums[i, kept] += sums[i, gone]
            if groups[i] == gone:
                groups[i] = kept
        for i in range(other, len(firsts) - 1):
            firsts[i] = firsts[i + 1]
        firsts = firsts[:-1]
