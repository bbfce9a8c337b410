"""Names by their capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.names import capitalised_runs


def runs(text: str, lang: str = "en") -> list[str]:
    return [text[start:end] for start, end in capitalised_runs(text, lang)]


def test_particles_initials_and_hyphens() -> None:
    text = (
        "We saw Ines van der Molen, Omar al-Zubair, J. T. Hale and Jean-Luc d'Orbec with Mr. Quill."
    )
    assert runs(text) == [
        "Ines van der Molen", "Omar al-Zubair", "J. T. Hale", "Jean-Luc d'Orbec", "Mr. Quill",
    ]  # fmt: skip


def test_possessive_and_conjunction_end_a_name() -> None:
    assert runs("They met Hale’s and Quill's friends in Port Anders and Lyme.") == [
        "Hale", "Quill", "Port Anders", "Lyme",
    ]  # fmt: skip


def test_a_sentence_opening_single_word_needs_confirmation() -> None:
    assert runs("Yesterday it rained. Bridges fell.") == []
    assert runs("Hale left. They followed Hale.") == ["Hale", "Hale"]


def test_function_words_at_the_start_do_not_belong() -> None:
    assert runs("The Harbour Council met. However, Mayor Quill left.") == [
        "Harbour Council",
        "Mayor Quill",
    ]


def test_a_headline_in_title_case_is_read_by_what_the_text_confirms() -> None:
    text = "Mayor Warns Hale Over Bridge Plans\n\nThe city said that Dora Hale was warned."
    assert runs(text) == ["Hale", "Dora Hale"]


def test_german_nouns_are_no_names() -> None:
    text = "Gestern traf Dora Hale den Rat. Später sagte Hale, die Brücke sei gesperrt."
    assert runs(text, "de") == ["Dora Hale", "Hale"]


@pytest.mark.parametrize("text", ["海港大火", "مجلس المدينة", "", "all lower case"])
def test_without_capitals_there_are_none(text: str) -> None:
    assert runs(text, "und") == []


@given(st.text(alphabet="aA bB.'-\nÉ", max_size=60))
def test_runs_lie_in_order_within_the_text(text: str) -> None:
    found = capitalised_runs(text, "en")
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
