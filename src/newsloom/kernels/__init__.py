"""Inner loops over arrays of numbers, for the sequencers of copies and of stories.

``loops`` holds them as plain loops, which numba compiles where it is installed; ``plain`` holds
the same in numpy for machines without numba. Both give the same results to the last bit: sums are
of whole numbers that float64 holds exactly. Take them from ``load``: importing numba takes half a
second, which only those should pay who weave.
"""

from newsloom.kernels.load import Kernels, load
from newsloom.kernels.types import FIELDS, ONE, UNIT

__all__ = ["FIELDS", "ONE", "UNIT", "Kernels", "load"]
