"""Sentence boundaries in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Hale met Dr. A. B. Quint on Monday.", "She left at 5 p.m.", "The end."],
        ["The U.S. President spoke.", "He left the U.S.", "The end."],
        ['"We won!" he said.', '"Really?"', "She laughed."],
        ["Am 3. Oktober kamen z.B. 1.234 Gäste.", "„Das ist gut.“", "Er ging."],
        ["Im 20. Jahrhundert war es so.", "Es waren 20.", "Dann mehr."],
        ["Il a dit : « C’est fini. »", "Puis il partit."],
        ["Он родился в г. Энске.", "А. С. Ромов писал."],
        ["यह एक वाक्य है।", "दूसरा वाक्य।"],
        ["قال: هل تأتي؟", "نعم."],
        ["It cost 3.5 million.", "Visit example.org for more… and so on."],
    ],
)
def test_split(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_no_blank_needed_in_chinese_and_japanese() -> None:
    assert split("他说：“我们会赢。”他走了。") == ["他说：“我们会赢。”", "他走了。"]


def test_lost_blank() -> None:
    assert split("They agreed.The end") == ["They agreed.", "The end"]


def test_lines() -> None:
    assert split("A headline\nA line of its own.\n\nNext") == [
        "A headline",
        "A line of its own.",
        "Next",
    ]
    wrapped = "A line that was folded by a program after sixty letters and\nthen goes on."
    assert split(wrapped) == [wrapped]


@given(st.text(alphabet='aB.!?。 \n"”’1Mr', max_size=80))
def test_every_character_in_one_sentence_and_no_blank_line_crossed(text: str) -> None:
    spans = sentences(text)
    covered = [at for start, end in spans for at in range(start, end)]
    assert covered == sorted(set(covered))
    assert set(covered) >= {at for at, char in enumerate(text) if not char.isspace()}
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    assert all("\n\n" not in text[start:end] for start, end in spans)
