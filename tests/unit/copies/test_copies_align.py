"""Passages shared word for word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.copies.align import shared_passages
from newsloom.text.tokens import words


def passages(a: str, b: str, least: int = 4) -> list[tuple[str, str]]:
    return [
        (a[one.a_start : one.a_end], b[one.b_start : one.b_end])
        for one in shared_passages(a, b, least)
    ]


def test_a_passage_ignores_case_and_punctuation() -> None:
    a = "On Monday, the ferry left the harbour at dawn; nobody saw it."
    b = "They say THE FERRY left the\nharbour at dawn. Perhaps."
    assert passages(a, b) == [
        ("the ferry left the harbour at dawn", "THE FERRY left the\nharbour at dawn")
    ]


def test_moved_passages_come_in_the_order_of_the_first_text() -> None:
    first, second = "one two three four five", "six seven eight nine ten"
    assert passages(f"{first} and {second}", f"{second} but {first}") == [
        (first, first),
        (second, second),
    ]


def test_a_repeated_passage_is_used_once() -> None:
    line = "the bells of the old town rang"
    assert passages(line, f"{line}. Again {line}.") == [(line, line)]


def test_nothing_in_common() -> None:
    assert shared_passages("a b c d e f g", "h i j k l m n") == []
    assert shared_passages("", "a b c d e f") == []


def test_a_passage_has_a_word() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        shared_passages("a", "a", 0)


@given(st.lists(st.sampled_from("abc"), max_size=40), st.lists(st.sampled_from("abc"), max_size=40))
def test_passages_are_equal_and_apart(one: list[str], other: list[str]) -> None:
    a, b = " ".join(one), " ".join(other)
    found = shared_passages(a, b, 2)
    for passage in found:
        left = words(a[passage.a_start : passage.a_end])
        assert left == words(b[passage.b_start : passage.b_end])
        assert len(left) >= 2
    by_b = sorted(found, key=lambda passage: passage.b_start)
    assert all(x.a_end <= y.a_start for x, y in pairwise(found))
    assert all(x.b_end <= y.b_start for x, y in pairwise(by_b))
