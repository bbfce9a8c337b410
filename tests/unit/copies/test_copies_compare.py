"""Two texts side by side: what makes them identical, edited, or neither."""

import pytest

from newsloom.copies.compare import Comparison, Reading, compare, read

LINES = [
    "The old mill on the Quill river opened its doors on Monday after eleven years of silence.",
    "Mayor Ada Quill cut a green ribbon while a brass band from Mossford played below the weir.",
    "Bert Moss, who repaired the wheel over two winters, wept a little when it creaked again.",
    "About 1,200 people came to the valley, and the ferry made three journeys instead of one.",
    "The council wants to grind rye from September, when the dam above the lock is finished.",
    "Parking near the bridge stays scarce until the autumn fair has left the lower meadow.",
]
TEXT = "\n\n".join(LINES)
SPOKEN = "“We waited eleven years for this wheel, and I would have waited another eleven.”"


def reading(text: str, title: str = "The mill turns again", outlet: str = "Lantern") -> Reading:
    quotes = [(at, text.index("”", at)) for at in range(len(text)) if text[at] == "“"]
    return read(title, text, outlet=outlet, quotes=quotes)


def made(text: str, title: str = "The mill turns again", outlet: str = "Post") -> Comparison:
    return compare(reading(TEXT), reading(text, title, outlet))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(TEXT, "The mill turns again", id="the same"),
        pytest.param(TEXT.upper(), "THE MILL TURNS AGAIN", id="case"),
        pytest.param(" ".join(LINES), "The mill turns again", id="white space"),
        pytest.param("QUILLMOOR (Norvia Wire) — " + TEXT, "The mill turns again", id="dateline"),
        pytest.param(TEXT + "\n\nRead more", "The mill turns again", id="invitation"),
        pytest.param("By Ada Quill\n\n" + TEXT, "The mill turns again", id="byline"),
        pytest.param(TEXT, "The mill turns again - Post", id="outlet behind the title"),
        pytest.param(TEXT, "The mill turns again | Lantern", id="first outlet behind the title"),
        pytest.param(TEXT, "UPDATE 1-The mill turns again", id="label before the title"),
        pytest.param(TEXT, "", id="no title"),
    ],
)
def test_furniture_and_type_leave_a_text_identical(text: str, title: str) -> None:
    found = made(text, title)
    assert (found.kind, found.same, found.share) == ("identical", len(LINES), 1.0)


def test_a_credit_line_is_furniture() -> None:
    line = "The news was first reported by The Quill Lantern."
    text = f"{TEXT}\n\n{line}"
    at = text.index("The Quill Lantern")
    named = read("The mill turns again", text, credits=[(at, at + 17)])
    assert compare(reading(TEXT), named).kind == "identical"
    assert made(text).kind == "edited"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\n".join(LINES[:4]), (4, 0, 2, 0), id="trimmed"),
        pytest.param(f"{TEXT}\n\nNobody had expected it to rain.", (6, 0, 0, 1), id="extended"),
        pytest.param(TEXT.replace("1,200", "1,400"), (5, 1, 0, 0), id="another figure"),
        pytest.param(TEXT.replace("brass band", "choir"), (5, 1, 0, 0), id="another word"),
    ],
)
def test_edits_are_counted(text: str, expected: tuple[int, int, int, int]) -> None:
    found = made(text)
    assert found.kind == "edited"
    assert (found.same, found.changed, found.left_out, found.added) == expected


def test_moved_sentences_and_other_titles() -> None:
    moved = made("\n\n".join([*LINES[3:], *LINES[:3]]))
    assert (moved.same, moved.moved) == (6, True)
    retitled = made(TEXT, "What we know: the mill turns again")
    assert (retitled.kind, retitled.retitled) == ("edited", True)


def test_quotes_in_common_are_not_copying() -> None:
    one = f"{LINES[0]} {SPOKEN} {SPOKEN.replace('wheel', 'sound')}"
    other = f"A crowd stood in the rain at the weir. {SPOKEN} {SPOKEN.replace('wheel', 'sound')}"
    assert compare(reading(one), reading(other)).kind is None


def test_texts_of_their_own_and_empty_ones_are_no_copies() -> None:
    other = "A goat ate the ribbon. Nobody saw it. The band went on, and the rain came at noon."
    assert made(other).kind is None
    assert made("").kind is None
    assert compare(reading(""), reading("")) == Comparison(None, 0, 0, 0, 0, False, False, 0.0)


def test_a_sentence_cut_in_two_is_still_the_same() -> None:
    cut = TEXT.replace("to the valley, and the ferry", "to the valley. And the ferry")
    found = made(cut)
    assert (found.left_out, found.added, found.share) == (0, 0, 1.0)


OTHERS = [
    "Fishmonger Cora Weir sold smoked trout from a barrow until the last lamp went out.",
    "Two schools had practised a dance in which children played the river and the wind.",
    "A telegram from the millers of the next valley was read aloud to much laughter.",
]


def test_short_texts_that_each_say_things_of_their_own_are_no_edits() -> None:
    """Half in common is an edit where one side was cut or added to, not where both go their way."""
    assert made("\n\n".join(LINES[:3])).kind == "edited"
    assert made("\n\n".join([*LINES, *OTHERS])).kind == "edited"
    apart = made("\n\n".join([*LINES[:3], *OTHERS]))
    assert (apart.kind, apart.same, apart.left_out, apart.added) == (None, 3, 3, 3)
    assert made("\n\n".join([*LINES[:3], *OTHERS[:2]])).kind == "edited"
