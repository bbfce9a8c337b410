"""Names and titles in marks are no speech, even in a sentence that names a speaker."""

import pytest

from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article


def words(text: str, lang: str) -> list[str]:
    article = Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "", text)
    return [one.text for one in find_quotes(article) if one.form != "indirect"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Ada Quill sagte der Zeitung „Moorbote“, die Mühle bleibe offen."),
        ("de", "Ada Quill sagte der „Moorbacher Rundschau“, die Mühle bleibe offen."),
        ("de", "Ada Quill sagte im „Moorfunk“, die Mühle bleibe offen."),
        ("de", "Laut „Moorkurier“ bleibt die Mühle offen, sagte Ada Quill."),
        ("de", "Ada Quill berichtete von dem Umbau (“Neue Mühle“), der bald beginne."),
        ("de", "Ada Quill sagte, die „Nordlicht“-Redaktion ziehe um."),
        ("de", "Ada Quill sprach über die sogenannte „Mühlenwende“ im Tal."),
        ("de", "Der „eMühle“ gehört die Zukunft, sagte Ada Quill."),
        ("de", "„Langer Fluss“ läuft im Kino von Moorbach, sagte Ada Quill."),
        ("de", "Ada Quill sagte dem Portal „moorbach.de“, die Mühle bleibe offen."),
        ("de", "Die Firma „Moor Inc.“, die das Wehr baut, sagte Ada Quill zufolge ab."),
        ("de", "Wie „Nordmoor“ berichtet, bleibt die Mühle offen."),
        ("de", "Ada Quill lehnte neue Steuern („Moor IV“, „Mühle im Tal“) im Rat ab."),
        ("de", "Ada Quill stellte erstmals ein „eMühlen-Rad“ vor."),
        ("en", "Ada Quill said the film “The Long River” was shot there."),
        ("en", "Ada Quill said so in her memoir, “Years at the Mill,” last May."),
        ("en", "Ada Quill spoke on Norvia’s “Morning With the Miller” on Monday."),
        ("fr", "Ada Quill a dit que la rédaction de l’«Écho»-Nord fermait."),
    ],
)
def test_names_and_titles(lang: str, text: str) -> None:
    assert words(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "speech"),
    [
        (
            "de",
            "Ada Quill schloss mit den Worten „Nie wieder Hochwasser“.",
            "Nie wieder Hochwasser",
        ),
        ("de", "Ada Quill sagte, dass die „Stille der Mühle“ trüge.", "Stille der Mühle"),
        ("de", "Ada Quill nannte die Brücke einen „Haufen Schrott“.", "Haufen Schrott"),
        ("de", "Ada Quill nannte es ein Werk „von großer Kraft“.", "von großer Kraft"),
        ("de", "Ada Quill sagte der Zeitung: „Gute Nacht“.", "Gute Nacht"),
        ("de", "„Völlig unnötig“ sei der Umbau, sagte Ada Quill.", "Völlig unnötig"),
        ("en", "Ada Quill said the show was “a waste of time”.", "a waste of time"),
    ],
)
def test_speech_beside_a_noun(lang: str, text: str, speech: str) -> None:
    assert words(text, lang) == [speech]


def test_a_list_of_titles_is_no_speech_to_its_end() -> None:
    text = "Ada Quill said she loved the film “The Long River,” “Mill Days” and “Nine Mills”."
    assert words(text, "en") == []
    text = "Ada Quill erwähnte den Film „Langer Fluss“ und „Tage der Mühle“ im Gespräch."
    assert words(text, "de") == []


def test_a_nickname_within_a_name_is_no_speech() -> None:
    assert words("The mayor accused Bob “Bobby” Moss of fraud.", "en") == []
    assert words("Ada Quill called Moss “dangerous” on Monday.", "en") == ["dangerous"]
