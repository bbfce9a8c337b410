"""Compiles a loop with numba; leaves it as it is where numba is not installed."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

Loop = TypeVar("Loop", bound=Callable[..., Any])

njit: Any = None
with suppress(ImportError):  # no wheel for this machine, or one that does not go with its numpy
    from numba import njit

COMPILES = njit is not None


def compiled(loop: Loop) -> Loop:
    """``loop`` compiled at its first call, in machine code kept on disk for the next process.

    numba keeps it beside this package or, where that cannot be written, in the user's cache
    folder; where neither can, every process compiles anew.
    """
    if njit is None:
        return loop
    try:
        return njit(cache=True)(loop)  # type: ignore[no-any-return]
    except RuntimeError:  # nowhere to keep it
        return njit(loop)  # type: ignore[no-any-return]
