"""German ways of naming who spoke: frames, moods, verbs in two parts, documents."""

import pytest

from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article


def said(text: str) -> list[tuple[str, str | None]]:
    article = Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", "de", "", text)
    return [(one.text, one.speaker) for one in find_quotes(article) if one.form != "indirect"]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        # the verb of saying ends the sentence, its subject after it
        ("Der Umbau sei „völlig unnötig“ gewesen, sagte Ada Quill.", "völlig unnötig", "Ada Quill"),
        # nobody's name, whatever its capital
        ("„Das ist falsch“, sagte ein ranghoher Beamter.", "Das ist falsch", "ranghoher Beamter"),
        # an auxiliary and its participle frame the subject
        (
            "Im Mai hatte Bürgermeisterin Ada Quill in einer Rede erklärt: „Wir bleiben hier.“",
            "Wir bleiben hier.",
            "Ada Quill",
        ),
        # a name set off behind an office with a genitive
        ("„Das ist falsch“, so die Leiterin der Mühle, Ada Quill.", "Das ist falsch", "Ada Quill"),
        (
            "Nach den Worten der Sprecherin der Moorpartei, Ada Quill, fehle es „an einem Plan“.",
            "an einem Plan",
            "Ada Quill",
        ),
        # a colon after a clause about a person
        (
            "Trainer Bert Moos zeigte sich nach dem Spiel zufrieden: „Wir haben gut gespielt.“",
            "Wir haben gut gespielt.",
            "Bert Moos",
        ),
        # a document or a body speaks where the subject is nobody
        ("„Das ist ganz falsch“, heißt es in dem Brief.", "Das ist ganz falsch", "Brief"),
        ("In dem Brief heißt es wörtlich: „Das ist falsch.“", "Das ist falsch.", "Brief"),
        ("„Das ist ganz falsch“, hieß es in Norvia.", "Das ist ganz falsch", None),
        ("„Das ist ganz falsch“, hieß es am Montag.", "Das ist ganz falsch", None),
        # a phrase with a preposition is no subject
        (
            "In der Mühle zeigt sich der Müller zufrieden: „Das Wehr hält stand.“",
            "Das Wehr hält stand.",
            "Müller",
        ),
        # a verb that says something with its particle alone
        ("Ada Quill stellte klar, die Mühle sei „gut in Form“.", "gut in Form", "Ada Quill"),
        ("Ada Quill stellte den Karren „mitten auf den Weg“.", "mitten auf den Weg", None),
    ],
)
def test_speakers(text: str, words: str, speaker: str | None) -> None:
    assert said(text) == [(words, speaker)]


def test_reported_speech_goes_on_in_its_mood() -> None:
    text = (
        "Ada Quill sagte, die Mühle bleibe offen. Der Fluss führe genug Wasser. "
        "Man habe „an alles gedacht“. "
    )
    assert said(text) == [("an alles gedacht", "Ada Quill")]
    assert said(text.replace("habe", "hat")) == [("an alles gedacht", None)]
