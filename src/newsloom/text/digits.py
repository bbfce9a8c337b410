"""Where the digits of a text stand: looked up once for all that reads numbers and dates."""

import re
from functools import lru_cache

_RUN = re.compile(r"\d\d*")  # as "\d+", but the search skips ahead to the first one


@lru_cache(maxsize=8)
def digit_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the longest runs of decimal digits, of any script, in order."""
    return tuple([found.span() for found in _RUN.finditer(text)])


_PARTS = " \xa0/.–-()"


@lru_cache(maxsize=8)
def first_row(text: str) -> int | None:
    """Where the first three runs of digits begin that only blanks and signs part, or None.

    No date in figures and no telephone number stands before it.
    """
    two_back, one_back, close = -1, -1, -1  # ``two_back``: -1 unless joined with the next run
    for start, end in digit_runs(text):
        joined = close >= 0 and text[close] in _PARTS and not text[close:start].strip(_PARTS)
        if joined and two_back >= 0:
            return two_back
        two_back, one_back, close = one_back if joined else -1, start, end
    return None
