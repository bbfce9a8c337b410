"""Scraped texts: the title, the body, and nothing of the site. The texts are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.plain import clean, find_title, read_scraped

TITLE = "Port Anders closes swing bridge after divers find cracks"
BODY = [
    "The harbour council closed the old swing bridge on Tuesday after divers found cracks.",
    "Some four hundred people cross the bridge every hour on their way to the ferries.",
    "What the divers saw",
    "“We would rather close it for a month than lose it for a decade,” said Dora Hale.",
    "“It is sad.”",
]


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def test_nothing_to_remove() -> None:
    found = read_scraped(page(TITLE, *BODY))
    assert found.title == TITLE
    assert found.cleaned.body == tuple(BODY)


@pytest.mark.parametrize(
    "above",
    [
        ["-1.7 C", "Thursday, November 30, 2023"],
        ["Home > News > Harbour"],
        ["World"],
        ["Skip to content", "Menu", "Search"],
        ["Breaking News"],
    ],
)
def test_title_below_a_header(above: list[str]) -> None:
    found = read_scraped(page(*above, TITLE, *BODY))
    assert found.title == TITLE
    assert found.cleaned.body == tuple(BODY)


@pytest.mark.parametrize(
    "title",
    ["Watch: Swing bridge opens for the last time", "Tagesbrücke", "Opinion: Close the bridge",
     "海港大桥关闭", "Three dead, many lost", "Bridge!"],
)  # fmt: skip
def test_unusual_titles(title: str) -> None:
    assert read_scraped(page(title, *BODY)).title == title


def test_no_title_when_the_text_begins_at_once() -> None:
    assert find_title(["A long paragraph. " * 30, *BODY]) is None


@pytest.mark.parametrize(
    "below",
    [
        ["Source link", "Leave a Reply", "Your email address will not be published."],
        ["Read related topics: Bridges", "Source link"],
        ["- Advertisement -", "More articles", "- Advertisement -", "Latest article"],
        ["Related Articles", "Ferry runs aground off Port Anders", "Fish market to move", "Share"],
        [
            "Disclaimer! This page collects texts of others. All rights belong to their owners. "
            "Write to us and we remove them.",
            "Ines P. Molen",
        ],
        ["Ines Molen"],
        ["Leave a comment", "Bert says: I always knew it would end this way.", "Name", "Website"],
        ["Copyright © 2021 Anders Courier. All rights reserved.", "Privacy Policy", "Contact"],
        ["Das könnte Sie auch interessieren", "Fähre läuft auf Grund", "Impressum"],
        ["Читайте также", "Паром сел на мель", "Поделиться"],
    ],
)
def test_below_the_body(below: list[str]) -> None:
    assert read_scraped(page(TITLE, *BODY, *below)).cleaned.body == tuple(BODY)


def test_within_the_body() -> None:
    lines = [
        BODY[0], "Anadolu Agency | Getty Images", BODY[1], "Story continues below advertisement",
        *BODY[2:4], "Read also", "Ferry runs aground off Port Anders", BODY[3], BODY[4],
    ]  # fmt: skip
    found = read_scraped(page(TITLE, "By Ines Molen", "4 min read", *lines)).cleaned
    assert found.body == (BODY[0], BODY[1], *BODY[2:4], BODY[3], BODY[4])
    assert found.credits == ("Anadolu Agency | Getty Images",)
    assert found.authors == ("Ines Molen",)


def test_a_list_of_dates_below_the_text_stays() -> None:
    dates = [f"{day} June – Port Anders, Old Pier" for day in range(1, 12)]
    assert read_scraped(page(TITLE, *BODY, "Share", *dates)).cleaned.body == (*BODY, *dates)


def test_comments_do_not_cut_an_article_that_follows_them() -> None:
    lines = [BODY[0], "Leave a comment", *BODY[1:], *BODY * 3]
    assert read_scraped(page(TITLE, *lines)).cleaned.body[-1] == BODY[-1]


def test_the_day_of_publication() -> None:
    def dates(*lines: str) -> tuple[str, ...]:
        return read_scraped(page(*lines)).cleaned.dates

    assert dates("Thursday, November 30, 2023", TITLE, *BODY) == ()
    assert dates(TITLE, "December 7, 2021", *BODY) == ("December 7, 2021",)
    assert dates("Published: 7 December 2021", TITLE, *BODY) == ("7 December 2021",)
    assert dates(TITLE, *BODY, "December 9, 2021") == ()


def test_recurring_lines_go_unless_they_are_the_text() -> None:
    usual = "The Courier is read in every harbour of the coast."
    lines = [*BODY, usual]
    assert clean(lines, lambda line: line == usual).body == tuple(BODY)
    # An agency's text that many print: all of it recurs, nothing of it is debris.
    assert clean(lines, lambda line: True).body == tuple(lines)
    # A sentence in the body stays even if it recurs.
    assert clean(BODY, lambda line: line == BODY[1]).body == tuple(BODY)


def test_the_headline_printed_twice() -> None:
    assert read_scraped(page(TITLE, TITLE, *BODY)).cleaned.body == tuple(BODY)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_the_body_is_made_of_the_lines_in_order(lines: list[str]) -> None:
    body = list(read_scraped("\n".join(lines)).cleaned.body)
    levelled = iter(" ".join(piece.split()) for line in lines for piece in line.split("\n"))
    assert all(line in levelled for line in body)
