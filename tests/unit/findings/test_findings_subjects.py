"""Whose words they are when a clause has more than one noun: agents, participles, two speakers."""

import pytest

from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article

WORDS = "“a waste of time”"


def speakers(text: str, lang: str = "en") -> list[str | None]:
    article = Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "", text)
    return [one.speaker for one in find_quotes(article) if one.form != "indirect"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"The plan was described by Ada Quill as {WORDS}.", "Ada Quill"),
        (f"Two men left, with Ada Quill saying it was {WORDS}.", "Ada Quill"),
        (f"Speaking at the mill, Ada Quill went after Moss, calling it {WORDS}.", "Ada Quill"),
        (f"Fleming went on and on, saying it was {WORDS}.", "Fleming"),
        (f"Even before the flood, Ada Quill opposed it, calling it {WORDS}.", "Ada Quill"),
        (f"It is what Ada Quill called {WORDS}.", "Ada Quill"),
        (f"Ada Quill chided Moss for raising questions about {WORDS}.", "Ada Quill"),
        (f"Ada Quill noted the Sept. 11 attacks and {WORDS}.", "Ada Quill"),
        (f"Ada Quill and Bert Moss said it was {WORDS}.", "Ada Quill and Bert Moss"),
        (f"Quill praised Moss and Berta Lind said it was {WORDS}.", "Berta Lind"),
        (f"Ada Quill praised the plan warmly. {WORDS.replace('a w', 'A w')}", "Ada Quill"),
        ("A mill closes – Ada Quill: “It was a waste of time.”", "Ada Quill"),
        ("Ada Quill was full of hope: “It was no waste of time.”", "Ada Quill"),
        ("The mill was full of hope: “It was no waste of time.”", None),
    ],
)
def test_subjects(text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


def test_a_film_called_so_has_no_speaker() -> None:
    assert speakers("They watched a film called “waste of a long time” in May.") == [None]


def test_one_of_two_offices_is_one_speaker() -> None:
    text = "Der Landrat und Müllermeister Bert Moos sagte, es sei „reine Zeitverschwendung“."
    assert speakers(text, "de") == ["Bert Moos"]
