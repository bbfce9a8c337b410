"""Lines that recur, learned and frozen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.debris import Debris, learn, line_hash, pack_lines

FOOTER = "The Courier is read in every harbour of the coast."


def rows(count: int, group: str = "Courier") -> list[tuple[str, bytes]]:
    return [
        (group, pack_lines([FOOTER, f"A line of {'abcdefgh'[at]} alone"])) for at in range(count)
    ]


def test_three_articles_make_a_line_recur() -> None:
    assert not Debris.decode(learn(b"", rows(2))).recurs("Courier", line_hash(FOOTER))
    learned = Debris.decode(learn(b"", rows(3)))
    assert learned.recurs("Courier", line_hash(FOOTER))
    assert not learned.recurs("Herald", line_hash(FOOTER))
    assert not learned.recurs("Courier", line_hash("A line of a alone"))
    assert len(learned) == 1


def test_counts_add_up_over_epochs() -> None:
    learned = Debris.decode(learn(learn(b"", rows(2)), rows(2)))
    assert learned.recurs("Courier", line_hash(FOOTER))


def test_figures_and_case_do_not_tell_lines_apart() -> None:
    assert line_hash("12 Comments") == line_hash("3  comments")
    assert line_hash("12 Comments") != line_hash("12 Views")


def test_nothing_learned() -> None:
    assert learn(b"", []) == b""
    assert learn(b"", [("Courier", b"")]) == b""
    assert not Debris.empty().recurs("Courier", 1)
    assert Debris.decode(Debris.empty().encode()).encode() == Debris.empty().encode()


@pytest.mark.parametrize("data", [b"xyz", b"dbr1abc"])
def test_other_bytes(data: bytes) -> None:
    with pytest.raises(ValueError, match="no learned lines"):
        Debris.decode(data)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.lists(st.sampled_from("uvwxyz"))),
                max_size=12), st.randoms())  # fmt: skip
def test_order_does_not_matter(
    given_rows: list[tuple[str, list[str]]],
    random: "st.Random",  # type: ignore[name-defined]
) -> None:
    packed = [(group, pack_lines(lines)) for group, lines in given_rows]
    learned = learn(b"", packed)
    random.shuffle(packed)
    assert learn(b"", packed) == learned
    debris = Debris.decode(learned)
    for group in "ab":
        for line in "uvwxyz":
            times = sum(one == group and line in lines for one, lines in given_rows)
            assert debris.recurs(group, line_hash(line)) == (times >= 3)
