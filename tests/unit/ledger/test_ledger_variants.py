"""One thing said in many articles: how each gives the words, and who is meant."""

import pytest
from ledger_members import member

from newsloom.ledger import lay
from newsloom.ledger.spellings import spelt_alike, transliterated
from newsloom.lineage import trace
from newsloom.model.ledger import Ledger

_FULL = "The river is low, the wheel turns and we will open the old mill on Monday"


def ledger(*texts: tuple[str, str]) -> Ledger:
    members = [member(seq, text, hours=seq, lang=lang) for seq, (lang, text) in enumerate(texts, 1)]
    return lay(members, trace(members))


def english(*texts: str) -> Ledger:
    return ledger(*(("en", text) for text in texts))


def kinds(laid: Ledger) -> list[str]:
    return [one.kind for one in laid.utterances[0].variants]


def test_verbatim_and_shortened() -> None:
    laid = english(
        f"“{_FULL},” said Mayor Ada Quill.",
        f"“{_FULL},” Ada Quill told the Norvia Wire.",
        "Ada Quill said “we will open the old mill” at noon.",
    )
    assert kinds(laid) == ["verbatim", "shortened"]
    assert laid.utterances[0].articles == ("a1", "a2", "a3")


def test_words_that_two_print_differently_are_shown() -> None:
    laid = english(
        f"“{_FULL},” said Mayor Ada Quill.",
        f"“{_FULL.replace('old mill', 'new mill')},” said Ada Quill.",
    )
    only = laid.utterances[0].variants[0]
    assert (only.kind, only.differs) == ("edited", (("old", "new"),))


def test_the_words_of_most_articles_stand_for_a_longer_paraphrase_and_a_later_edit() -> None:
    paraphrase = (
        "“On Monday the wheel of the old mill by the low river turns again, that is to say we "
        "will then open it to everybody,” Ada Quill said."
    )
    laid = english(
        f"“{_FULL},” said Mayor Ada Quill.",
        f"“{_FULL},” Ada Quill told the Norvia Wire.",
        f"“{_FULL.replace('open', 'surely open')},” said Ada Quill.",
        paraphrase,
    )
    (said,) = [one for one in laid.utterances if len(one.articles) > 1]
    assert said.text.startswith(_FULL)
    assert kinds(laid) == ["verbatim", "edited", "paraphrased"]
    assert said.variants[1].differs == (("", "surely"),)


def test_words_left_out_at_an_ellipsis_are_no_difference() -> None:
    laid = english(
        f"“{_FULL},” said Mayor Ada Quill.",
        "“The river is low, … we will open the old mill on Monday,” said Ada Quill.",
    )
    assert kinds(laid) == ["shortened"]


def test_a_paraphrase_needs_one_speaker_and_much_of_the_words() -> None:
    first = "“The old mill by the river will open to all visitors on Monday,” said Ada Quill."
    spun = "“Visitors can see the old river mill; it will open Monday,” said {}."
    assert kinds(english(first, spun.format("Ada Quill"))) == ["paraphrased"]
    assert all(
        len(one.articles) == 1 for one in english(first, spun.format("Bert Moss")).utterances
    )


def test_a_translation_needs_names_and_numbers_in_common() -> None:
    first = ("en", "“In 1987 we lost Mossford and 214 houses to the Tarrow,” said Ada Quill.")
    spoken = "„Im Jahr 1987 haben wir Mossford und {} Häuser an die Tarrow verloren“, sagte {}."
    laid = ledger(first, ("de", spoken.format(214, "Ada Quill")))
    assert kinds(laid) == ["translated"]
    other = ledger(first, ("de", spoken.format(214, "Bert Moss")))
    assert all(len(one.articles) == 1 for one in other.utterances)


def test_indirect_speech_is_no_utterance() -> None:
    laid = english("Ada Quill said that the mill on the river would open on Monday.")
    assert laid.utterances == ()


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other", "langs"),
    [
        ("Sergei Marlovich", "Sergey Marlovich", ("en", "en")),
        ("Sergei Marlovich", "Сергей Марлович", ("en", "ru")),
        ("Sergei Marlovich", "Сергея Марловича", ("en", "ru")),
        ("Sergei Marlovich", "Sergej Marlowitsch", ("en", "de")),
        ("Nikos Melandros", "Νίκος Μελανδρός", ("en", "el")),
        ("Karim Melandar", "كريم ميلاندار", ("en", "ar")),
    ],
)
def test_spellings_of_one_name(one: str, other: str, langs: tuple[str, str]) -> None:
    left, right = one.split(), other.split()
    assert transliterated(left, right, langs) or spelt_alike(left, right)


@pytest.mark.parametrize(
    ("one", "other", "langs"),
    [
        ("Mario Novelli", "Maria Novelli", ("en", "en")),
        ("Mario Novelli", "Maria Novelli", ("en", "de")),
        ("Jack Quill", "Jake Quill", ("en", "en")),
        ("Ada Quill", "Bert Quill", ("en", "en")),
        ("Adam Quill", "Ада Квилл", ("en", "ru")),
        ("Sergei Marlovich", "Сергей Павлович", ("en", "ru")),
    ],
)
def test_names_of_two(one: str, other: str, langs: tuple[str, str]) -> None:
    left, right = one.split(), other.split()
    assert not transliterated(left, right, langs) and not spelt_alike(left, right)


def test_one_person_in_two_scripts() -> None:
    laid = ledger(
        ("en", "“We will open the mill,” said President Sergei Marlovich."),
        ("ru", "«Мы откроем мельницу», — сказал Сергей Марлович."),
    )
    assert [(one.name, len(one.forms)) for one in laid.people] == [("Sergei Marlovich", 3)]


def test_a_garbled_name_is_joined_with_its_evidence() -> None:
    laid = english(
        f"“{_FULL},” said adviser Jake Quillan.",
        f"Jake Quillan came. “{_FULL},” Jake Quillan told reporters.",
        f"“{_FULL},” said adviser Jack Quillan.",
    )
    (person,) = laid.people
    assert person.name == "Jake Quillan" and "Jack Quillan" in person.forms
    assert [one.form for one in person.evidence] == ["Jack Quillan"]
    assert set(person.evidence[0].quotes) <= set(laid.utterances[0].quotes)
    assert [one.speaker for one in laid.utterances] == ["Jake Quillan"]


def test_without_a_common_quotation_two_names_stay_two() -> None:
    laid = english(
        "“The river is low and we wait,” said adviser Jake Quillan.",
        "“The mill has a new wheel of oak,” said adviser Jack Quillan.",
    )
    assert [one.name for one in laid.people] == ["Jack Quillan", "Jake Quillan"]
    assert all(one.evidence == () for one in laid.people)


def test_names_that_one_article_has_both_of_stay_two() -> None:
    laid = english(
        f"“{_FULL},” said adviser Jake Quillan. His brother Jack Quillan left.",
        f"“{_FULL},” said adviser Jack Quillan.",
    )
    assert [one.name for one in laid.people] == ["Jack Quillan", "Jake Quillan"]


def test_a_body_that_speaks_is_no_person() -> None:
    laid = english("According to the Norvian Red Cross, 300 people fled. “No,” said Ada Quill.")
    assert [one.name for one in laid.people] == ["Ada Quill"]
