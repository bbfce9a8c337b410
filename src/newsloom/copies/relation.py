"""What the overlap of two texts makes of the later one."""

from typing import Literal

from newsloom.copies.minhash import Overlap

LEAST_WORDS = 40  # below this, a shared wording may be chance or a form
_LEAST_SHARED = 8  # sampled shingles; fewer prove nothing
_IDENTICAL = 0.9  # resemblance; what is missing is a byline, a dateline, a footer
_EDITED = 0.4  # containment: nearly half of the shorter text stands word for word in the longer
_KIN = 0.2  # containment that a copy of a copy still shows of the first text


def copy_kind(overlap: Overlap) -> Literal["identical", "edited"] | None:
    """``identical`` but for boilerplate, ``edited`` (trimmed, extended, reworded), or None."""
    if overlap.shared < _LEAST_SHARED or overlap.containment < _EDITED:
        return None
    return "identical" if overlap.resemblance >= _IDENTICAL else "edited"


def is_kin(overlap: Overlap) -> bool:
    """Whether a text goes back to the first of a chain of copies.

    A round-up that holds two unrelated reports is a copy of both; that makes neither of the two a
    copy of the other.
    """
    return overlap.containment >= _KIN
