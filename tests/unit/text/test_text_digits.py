"""Where the digits of a text stand."""

import pytest

from newsloom.text.digits import digit_runs, first_row


def test_runs_are_whole_and_of_any_script() -> None:
    text = "12 boats, 3.5 tonnes, ٤٥ crew"
    assert [text[start:end] for start, end in digit_runs(text)] == ["12", "3", "5", "٤٥"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("In 2021 the port took 40 boats and 1.5 tonnes.", None),
        ("Two runs, 10 000, are no date.", None),
        ("Filed 40 times; on 30/12/2021 it closed.", "30/12"),
        ("Call (020) 55 01 77.", "020"),
        ("5 boats, 2021-12-30", "2021-12"),
    ],
)
def test_a_row_is_three_runs_that_only_signs_part(text: str, begins: str | None) -> None:
    at = first_row(text)
    assert at == (None if begins is None else text.index(begins))
