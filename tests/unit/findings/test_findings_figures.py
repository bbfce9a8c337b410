"""Figures: value, unit, what is counted; and what is no figure."""

from itertools import pairwise

import pytest

from newsloom.findings import find
from newsloom.findings.figures import find_figures
from newsloom.model.types import Article, Figure


def article(text: str, lang: str = "en") -> Article:
    return Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "Title", text)


def figures(text: str, lang: str = "en") -> list[Figure]:
    return list(find_figures(article(text, lang)))


@pytest.mark.parametrize(
    ("text", "value", "unit", "what", "qualifier"),
    [
        ("At least 1,200 people left.", 1200, None, "people", "at least"),
        ("It cost $3.5 billion in aid.", 3_500_000_000, "$", "aid", None),
        ("It cost €40m.", 40_000_000, "EUR", None, None),
        ("It cost 5 million US dollars.", 5_000_000, "USD", None, None),
        ("About 12.5% of voters stayed home.", 12.5, "%", "voters", "about"),
        ("Some 12 percent of voters stayed.", 12, "%", "voters", "some"),
        ("The road is 30 km long.", 30, "km", None, None),
        ("Four civilians were killed there.", 4, None, "civilians killed", None),
        ("Up to 30 soldiers were injured.", 30, None, "soldiers injured", "up to"),
        ("The 27-nation bloc met.", 27, None, "nation", None),
        ("Tens of thousands of troops came.", None, None, "troops", None),
        ("Between 10 and 15 boats sank.", None, None, "boats", None),
        ("They need 10-15 boats.", None, None, "boats", None),
        (
            "An estimated 94,000 Norvian troops stood by.",
            94_000,
            None,
            "norvian troops",
            "an estimated",
        ),
    ],
)
def test_english(
    text: str, value: float | None, unit: str | None, what: str | None, qualifier: str | None
) -> None:
    found = figures(text)
    assert len(found) == 1, found
    one = found[0]
    assert (one.value, one.unit, one.what, one.qualifier) == (value, unit, what, qualifier)


@pytest.mark.parametrize(
    ("text", "lang", "value", "unit", "what"),
    [
        ("Mindestens 1.200 Menschen flohen.", "de", 1200, None, "menschen"),
        ("Es kostete 3,5 Milliarden Euro.", "de", 3_500_000_000, "EUR", None),
        ("Au moins 40 personnes ont fui.", "fr", 40, None, "personnes"),
        ("Cerca de 40 personas huyeron.", "es", 40, None, "personas"),
        ("Около 40 человек уехали.", "ru", 40, None, None),
    ],
)
def test_other_languages(
    text: str, lang: str, value: float, unit: str | None, what: str | None
) -> None:
    found = figures(text, lang)
    assert [(one.value, one.unit) for one in found] == [(value, unit)]
    if what is not None:
        assert found[0].what == what


@pytest.mark.parametrize(
    "text",
    [
        "She was born in 1984 and left in 2010.",
        "The vote on 5 May 2024 was close.",
        "On May 5, the mill closed.",
        "It opened on 2024-05-05.",
        "A 46-year-old man came.",
        "Ada Quill, 43, runs the mill.",
        "It begins at 9:30 or at 9 p.m. today.",
        "Quillmoor won 3-1 at home.",
        "Call +44 20 7946 0958 now.",
        "Article 5 of the treaty holds.",
        "He flew a Moorbird 747 home.",
        "The two leaders met.",
        "It rained over the past 24 hours.",
        "One of them left.",
        "The 3rd mill closed.",
        "Two-thirds agreed.",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(text) == []


def test_speaker_of_a_figure_in_a_quotation() -> None:
    found = find(article("“We have lost 1,200 sheep in one night,” said Ada Quill."))
    figure = next(one for one in found if isinstance(one, Figure))
    assert figure.attributed_to == "Ada Quill"


def test_offsets_and_order() -> None:
    text = "At least 12 boats sank, 30 people were rescued and $4m was lost."
    found = figures(text)
    assert [one.value for one in found] == [12, 30, 4_000_000]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
