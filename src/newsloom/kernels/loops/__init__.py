"""The loops. Written so that numba can compile them: arrays and numbers only.

Callers see to it that arrays are long enough: compiled loops don't check bounds.
"""

from newsloom.kernels.loops.copying import contenders, overlaps
from newsloom.kernels.loops.filing import (
    SIZE,
    START,
    cell_of,
    close_ranks,
    near,
    post,
    post_rows,
    repost,
)
from newsloom.kernels.loops.grouping import halves
from newsloom.kernels.loops.likeness import beside, cosines, design, gather, odds, pairs
from newsloom.kernels.loops.terms import (
    add_counts,
    count_terms,
    hash_cells,
    pack,
    telling,
    weigh,
    weigh_shelf,
)
from newsloom.kernels.loops.told import told, told_alike, told_sum

__all__ = [
    "SIZE",
    "START",
    "add_counts",
    "beside",
    "cell_of",
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
    "post",
    "post_rows",
    "repost",
    "telling",
    "told",
    "told_alike",
    "told_sum",
    "weigh",
    "weigh_shelf",
]
