"""The loops that matter most, in numpy: for machines that numba has no wheel for.

The same arguments and the same results, to the last bit, as in ``loops``; see there.
"""

from newsloom.kernels.plain.filing import close_ranks, contenders, near, overlaps
from newsloom.kernels.plain.likeness import beside, cosines, design, gather, halves, odds, pairs
from newsloom.kernels.plain.terms import (
    add_counts,
    count_terms,
    hash_cells,
    pack,
    telling,
    weigh,
    weigh_shelf,
)

__all__ = [
    "add_counts",
    "beside",
    "close_ranks",
    "contenders",
    "cosines",
    "count_terms",
    "design",
    "gather",
    "halves",
    "hash_cells",
    "near",
    "odds",
    "overlaps",
    "pack",
    "pairs",
    "telling",
    "weigh",
    "weigh_shelf",
]
