"""Marks of every style are paired; apostrophes and inches are no quotations."""

import pytest

from newsloom.findings.marks import paragraphs, quoted


def found(text: str) -> list[str]:
    spans = paragraphs(text)
    return [text[q.start : q.end] for line in quoted(text, spans) for q in line]


@pytest.mark.parametrize(
    "text",
    [
        'He said "we will stay" today.',
        "He said “we will stay” today.",
        "Er sagte: „we will stay“.",
        "Er sagte: „we will stay”.",
        "Il a dit : « we will stay ».",
        "Er sagte: »we will stay«.",
        "Han sa: ”we will stay”.",
        "彼は「we will stay」と述べた。",
        "彼は『we will stay』と述べた。",
        "Sie sagte: ‹we will stay›.",
        "He said ‘we will stay’ today.",
        "Er sagte ‚we will stay‘.",
        "He said ``we will stay'' today.",
        "She said 'we will stay' today.",
    ],
)
def test_every_style(text: str) -> None:
    assert found(text) == ["we will stay"]


def test_apostrophes_are_no_marks() -> None:
    assert found("The farmers' union didn't say it's over in the '90s.") == []
    assert found("It’s the farmers’ choice, isn’t it?") == []


def test_possessive_inside_single_marks() -> None:
    assert found("‘The farmers’ union is tired,’ said Ada Quill.") == [
        "The farmers’ union is tired,"
    ]


def test_nested_marks_belong_to_the_outer_quotation() -> None:
    assert found("“She said ‘never’ and ‘no’,” he said.") == ["She said ‘never’ and ‘no’,"]
    assert found("“She said “never” and left,” he said.") == ["She said “never” and left,"]


def test_a_lost_blank_behind_a_closing_mark() -> None:
    text = '"We will stay,"Ada Quill said. "The river is low."'
    assert found(text) == ["We will stay,", "The river is low."]


def test_inches_do_not_open() -> None:
    assert found("The 6'2\" keeper signed.") == []


def test_long_quotation_over_paragraphs() -> None:
    text = "“One thing.\n\n“Another thing.\n\n“The last,” said Ada Quill."
    spans = paragraphs(text)
    lines = list(quoted(text, spans))
    assert [text[q.start : q.end] for line in lines for q in line] == [
        "One thing.",
        "Another thing.",
        "The last,",
    ]
    assert [line[0].carried for line in lines] == [False, True, True]
    assert [line[0].open_end for line in lines] == [True, True, False]


def test_unclosed_mark_yields_nothing() -> None:
    assert found("He said “we will stay and left.\n\nThe mill closed.") == []


def test_folded_lines_are_one_paragraph() -> None:
    line = "The mill in the valley has been closed since the flood came"
    text = (
        f"{line}\n{line} and “we\nwill not wait” said the owner of it, who is known to all\n{line}"
    )
    assert found(text) == ["we\nwill not wait"]


@pytest.mark.parametrize(
    "text",
    [
        ",,we will stay“",
        ",,we will stay''",
        "‚‚we will stay‘‘",
        "‘‘we will stay’’",
    ],
)
def test_two_marks_for_one(text: str) -> None:
    assert found(f"Sie sagte: {text}.") == ["we will stay"]


def test_two_commas_without_a_word_open_nothing() -> None:
    assert found("One,, two and “three” and four") == ["three"]


def test_low_single_marks_close_before_the_next_open() -> None:
    assert found("‚We stay‘, she said, ‚and wait.‘") == ["We stay", "and wait."]


def test_paragraphs_that_a_closing_mark_reopens() -> None:
    text = "« One thing.\n\n» Another « thing ».\n\n» The last », dit Ada. « Bien. »"
    assert found(text) == ["One thing.", "Another « thing ».", "The last", "Bien."]


def test_long_quotation_in_single_marks() -> None:
    text = "‘One thing.\n\n‘The farmers’ choice.\n\n‘The last,’ said Ada Quill."
    assert found(text) == ["One thing.", "The farmers’ choice.", "The last,"]
    text = "She spoke of ‘nine mills’ of old.\n\n‘The last,’ said Ada Quill."
    assert found(text) == ["nine mills", "The last,"]
