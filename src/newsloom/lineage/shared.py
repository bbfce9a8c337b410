"""How much text two members share, by their shingles."""

import numpy as np
from numpy.typing import NDArray

from newsloom.copies.minhash import overlap
from newsloom.lineage.member import StoryMember

Shingles = NDArray[np.uint32]


def shingles_of(member: StoryMember) -> Shingles:
    """The distinct shingles of a member, ascending; empty when they are not known."""
    found = np.frombuffer(member.shingles, dtype="<u4")
    return found if (found[1:] > found[:-1]).all() else np.unique(found)


def containment(one: Shingles, other: Shingles) -> float:
    """The share of the smaller text's shingles that the larger one holds, 0 to 1."""
    return overlap(one, other).containment
