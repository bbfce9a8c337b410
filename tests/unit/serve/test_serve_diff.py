"""What a change touched: another number is a change, the same one printed otherwise is none."""

import pytest

from newsloom.model.facts import Figure, Finding, Quote
from newsloom.serve.diff import Fact, Version, facts_changed, lines
from newsloom.text.diff import word_diff


def figure(text: str, words: str, value: float | None, what: str = "people") -> Figure:
    start = text.index(words)
    return Figure(f"f{start}", "a", start, start + len(words), words, value, None, what)


def quote(text: str, words: str, speaker: str | None = None) -> Quote:
    start = text.index(words)
    return Quote(f"q{start}", "a", start, start + len(words), words, speaker)


def facts(
    before: tuple[str, list[Finding]], after: tuple[str, list[Finding]], title: str = "Tide"
) -> list[Fact]:
    return list(
        facts_changed(
            Version("Tide", *before), Version(title, *after), word_diff(before[0], after[0])
        )
    )


OLD = "The tide drove 312 people out. The dyke broke."


def test_a_title() -> None:
    assert facts((OLD, []), (OLD, []), "High  tide") == [Fact("title", "Tide", "High  tide")]
    assert facts((OLD, []), (OLD, []), " Tide ") == []


@pytest.mark.parametrize(
    ("new", "words", "value", "expected"),
    [
        (OLD.replace("312", "321"), "321 people", 321,
         [Fact("figure", "312 people", "321 people")]),
        (OLD.replace("312 people", "312 residents"), "312 residents", 312, []),
        ("The dyke broke. The tide drove 312 people out.", "312 people", 312, []),
        (OLD.replace("312", "three hundred"), "three hundred people", 300,
         [Fact("figure", "312 people", "three hundred people")]),
        (OLD.replace("312", "some 312"), "312 people", 312, []),
        (OLD.replace("312 ", "many "), None, None, [Fact("figure", "312 people", None)]),
    ],
)  # fmt: skip
def test_a_figure(new: str, words: str | None, value: float | None, expected: list[Fact]) -> None:
    after: list[Finding] = [figure(new, words, value)] if words else []
    assert facts((OLD, [figure(OLD, "312 people", 312)]), (new, after)) == expected


def test_figures_that_swap_places_have_changed() -> None:
    before, after = "12 boats sank, 30 got away.", "30 boats sank, 12 got away."
    found = facts(
        (before, [figure(before, "12 boats", 12, "boats"), figure(before, "30", 30, "boats")]),
        (after, [figure(after, "30 boats", 30, "boats"), figure(after, "12", 12, "boats")]),
    )
    assert found == [Fact("figure", "12 boats", "30 boats"), Fact("figure", "30", "12")]


def test_figures_of_one_change_pair_by_what_they_count() -> None:
    before, after = "12 boats, 30 huts.", "33 huts and 14 boats."
    found = facts(
        (before, [figure(before, "12 boats", 12, "boats"), figure(before, "30 huts", 30, "huts")]),
        (after, [figure(after, "33 huts", 33, "huts"), figure(after, "14 boats", 14, "boats")]),
    )
    assert set(found) == {
        Fact("figure", "12 boats", "14 boats"), Fact("figure", "30 huts", "33 huts")
    }  # fmt: skip


SAID = "We have never seen the water so high"


@pytest.mark.parametrize(
    ("words", "speaker", "expected"),
    [
        (SAID, "Ada Quill", []),
        (SAID + ",", "Quill", []),
        (SAID, None, []),
        (SAID, "Ivo Lund", [Fact("speaker", "Ada Quill", "Ivo Lund", SAID)]),
        ("We had never seen the water so low", "Ada Quill",
         [Fact("quote", SAID, "We had never seen the water so low")]),
        ("Go home now", "Ada Quill",
         [Fact("quote", SAID, None), Fact("quote", None, "Go home now")]),
    ],
)  # fmt: skip
def test_a_quote(words: str, speaker: str | None, expected: list[Fact]) -> None:
    before, after = f"“{SAID}”, she said.", f"“{words}”, she said."
    old: list[Finding] = [quote(before, SAID, "Ada Quill")]
    new: list[Finding] = [quote(after, words, speaker)]
    assert facts((before, old), (after, new)) == expected


def test_reported_speech_is_no_quote() -> None:
    said = Quote("q", "a", 0, 8, OLD[:8], form="indirect")
    assert facts((OLD, [said]), ("Nothing.", [])) == []


def test_unchanged_paragraphs_are_left_out_but_beside_a_change() -> None:
    before = "\n\n".join(f"Paragraph {letter} stands here." for letter in "abcdefg")
    after = before.replace("d stands", "d stood")
    shown = lines(before, after, word_diff(before, after))
    assert [one.left_out for one in shown] == [2, 0, 0, 0, 2]
    assert [piece.kind for piece in shown[2].pieces] == ["same", "deleted", "inserted", "same"]
    assert lines(before, before, word_diff(before, before))[0].left_out == 7
