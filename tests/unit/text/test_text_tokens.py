"""Words, their offsets and stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.tokens import stems, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry's crew – 1,234.5 tons", ["the", "ferry", "s", "crew", "1,234.5", "tons"]),
        ("U.N. and z.B. here", ["un", "and", "zb", "here"]),
        ("Straße İzmir", ["strasse", "izmir"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("می‌شود", ["می‌شود"]),
        ("海港大火", ["海港", "港大", "大火"]),
        ("海 iPhone15", ["海", "iphone15"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_composed_and_decomposed_spellings_are_one_word() -> None:
    assert words("caf\u00e9") == words("cafe\u0301")


@given(st.text())
def test_tokens_are_words_with_offsets(text: str) -> None:
    found = tokens(text)
    assert [token.word for token in found] == words(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)


def test_stems_per_language() -> None:
    assert stems(["ships", "shipping"], "en") == ["ship", "ship"]
    assert stems(["häuser"], "de") == ["haus"]
    assert stems(["ships"], "xx") == ["ships"]
    assert stems([], "en") == []


@given(st.lists(st.text(max_size=12), max_size=8))
def test_stems_keep_the_number_of_words(given_words: list[str]) -> None:
    assert len(stems(given_words, "ru")) == len(given_words)
