"""What tells a retelling from a report of one's own: order, and sentences that stay together."""

import numpy as np
import pytest
from numpy.typing import NDArray

from newsloom.lineage.rewritten import _ordered, _steps


def likeness(matched: list[int], width: int) -> NDArray[np.float64]:
    """Sentence ``n`` of one text is like ``matched[n]`` of the other; -1: like none."""
    alike = np.full((len(matched), width), 0.05)
    for row, column in enumerate(matched):
        if column >= 0:
            alike[row, column] = 0.6
    return alike


@pytest.mark.parametrize(
    ("matched", "steps"),
    [
        pytest.param([0, 1, 2, 3], 1.0, id="all follow each other"),
        pytest.param([0, 2, 1, 3], 0.0, id="none do"),
        pytest.param([0, 1, 3, 2], 1 / 3, id="two do"),
        pytest.param([3, 0, 1, 2], 2 / 3, id="one moved to the end"),
    ],
)
def test_sentences_that_follow_each_other_in_both_are_steps(
    matched: list[int], steps: float
) -> None:
    assert _steps(likeness(matched, 4)) == pytest.approx(steps)


def test_the_best_matching_in_order_leaves_out_what_stands_elsewhere() -> None:
    assert _ordered(likeness([0, 1, 2, 3], 4)) == pytest.approx(2.4)
    assert _ordered(likeness([1, 0, 2, 3], 4)) == pytest.approx(1.8)
    assert _ordered(likeness([3, 2, 1, 0], 4)) == pytest.approx(0.7)
