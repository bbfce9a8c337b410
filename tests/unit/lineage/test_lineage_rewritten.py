"""What tells a retelling from a report of one's own: order, and sentences that stay together."""

import numpy as np
import pytest
from lineage_members import member
from numpy.typing import NDArray

from newsloom.copies.compare import Reading, read
from newsloom.lineage.member import StoryMember
from newsloom.lineage.rewritten import _ordered, _steps, find_rewritten


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


SPUN = """Seven ferries stayed in Mossford harbour on Monday while the gale blew over Quillmoor.
Harbour master Edda Brandis closed the northern pier before the first waves broke across it.
Two trawlers tore loose near the Tarnbridge shipyard, where divers later found a lost anchor.
The lighthouse keeper counted eleven flares between midnight and the change of the watch.
Insurers want to see photographs of every cellar by the end of the following week.
Schools along the quay open again on Thursday, once engineers have looked at their roofs."""
AGAIN = """In Mossford harbour seven ferries stayed put on Monday as a gale blew across Quillmoor.
Edda Brandis, the harbour master, had closed its northern pier before waves broke over it.
Near the Tarnbridge shipyard two trawlers tore loose; divers later found a lost anchor there.
Between midnight and the change of watch the keeper of the lighthouse counted eleven flares.
Photographs of every cellar are wanted by insurers before the following week ends.
On Thursday schools along the quay open again, after engineers have looked at the roofs."""


def _reading(one: StoryMember) -> Reading:
    return read(one.article.title, one.article.text)


@pytest.mark.parametrize(("named", "of"), [("a1", "a1"), ("a2", "a2"), ("", "a1")])
def test_of_two_texts_alike_the_one_that_is_named_was_retold(named: str, of: str) -> None:
    members = [member(1, SPUN, hours=0), member(2, AGAIN, hours=1), member(3, AGAIN, hours=2)]
    found = find_rewritten(
        members, _reading, lambda one, other: (one.article.id, other.article.id) == ("a3", named)
    )
    assert {one.article: one.of for one in found}["a3"] == of


def test_the_earlier_of_two_texts_alike_retells_the_later_one_that_it_names() -> None:
    members = [member(1, SPUN, hours=0), member(2, AGAIN, hours=1)]
    (found,) = find_rewritten(members, _reading, lambda one, _: one.article.id == "a1")
    assert (found.article, found.of) == ("a1", "a2")
    (found,) = find_rewritten(members, _reading, lambda *_: True)  # each names the other
    assert (found.article, found.of) == ("a2", "a1")
