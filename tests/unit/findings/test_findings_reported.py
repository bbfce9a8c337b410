"""Indirect speech, occasions, antecedents, and who is meant where words go on."""

import pytest

from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article, Quote


def quotes(text: str, lang: str = "en") -> tuple[Quote, ...]:
    return find_quotes(Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "", text))


# ---------------------------------------------------------------- indirect speech


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("Ada Quill said on Monday that the old mill would open.", "en", "the old mill would open"),
        ("Ada Quill said the old mill would open.", "en", "the old mill would open"),
        ("The old mill will open soon, Ada Quill said.", "en", "The old mill will open soon"),
        (
            "The old mill will open soon, according to Ada Quill.",
            "en",
            "The old mill will open soon",
        ),
        ("According to Ada Quill, the old mill will open.", "en", "the old mill will open"),
        (
            "According to Ada Quill, who built it, the old mill will open.",
            "en",
            "the old mill will open",
        ),
        ("Ada Quill sagte, dass die alte Mühle bald öffnet.", "de", "die alte Mühle bald öffnet"),
        ("Ada Quill a déclaré que le moulin ouvrira lundi.", "fr", "le moulin ouvrira lundi"),
        (
            "Ада Квилл заявила, что мельница скоро снова откроется.",
            "ru",
            "мельница скоро снова откроется",
        ),
    ],
)
def test_indirect_speech(text: str, lang: str, words: str) -> None:
    (only,) = quotes(text, lang)
    assert (only.form, only.text, text[only.start : only.end]) == ("indirect", words, words)
    assert only.speaker in ("Ada Quill", "Ада Квилл")


@pytest.mark.parametrize(
    "text",
    [
        "Many people think that the old mill is a fine place.",
        "It was said that the old mill would open soon.",
        "He said that the old mill would open soon.",  # nobody before him
        "The mill opened on Monday and everybody came to see the wheel turn.",
    ],
)
def test_no_speaker_no_indirect_speech(text: str) -> None:
    assert [one for one in quotes(text) if one.speaker is not None and one.text] == []


def test_who_somebody_is_is_not_what_she_says() -> None:
    assert quotes("According to Ada Quill, the county engineer, the old mill will open.") == ()


def test_indirect_speech_overlaps_no_quotation() -> None:
    text = (
        "Ada Quill said that the mill was “ready to open”. The mayor said that she would come soon."
    )
    found = quotes(text)
    assert [one.form for one in found] == ["partial", "indirect"]
    assert found[0].end <= found[1].start


# ---------------------------------------------------------------- to whom, and where


@pytest.mark.parametrize(
    ("text", "lang", "via"),
    [
        ("“We are ready to open,” Ada Quill told the Norvia Wire.", "en", "Norvia Wire"),
        ("“We are ready to open,” Ada Quill told reporters.", "en", None),
        (
            "“We are ready to open,” Ada Quill said in a conference call with reporters.",
            "en",
            "conference call with reporters",
        ),
        (
            "In an interview with Bert Moss, Ada Quill said “we are ready to open”.",
            "en",
            "interview with Bert Moss",
        ),
        (
            "Ada Quill told the Norvia Trade Committee: “We are ready to open.”",
            "en",
            "Norvia Trade Committee",
        ),
        ("„Wir sind bereit“, sagte Ada Quill in einem Interview.", "de", "Interview"),
        ("„Wir sind bereit“, sagte Ada Quill der Fenwicker Zeitung.", "de", "Fenwicker Zeitung"),
        ("„Wir sind bereit“, sagte Ada Quill der „Fenwicker Zeitung“.", "de", "Fenwicker Zeitung"),
        ("„Wir sind bereit“, sagte die Sprecherin der Fenwicker Zeitung.", "de", None),
        ("„Wir sind bereit“, sagte Ada Quill der Menge.", "de", None),
        ("“We are ready to open,” said White House Press aide Ada Quill.", "en", None),
    ],
)
def test_via(text: str, lang: str, via: str | None) -> None:
    assert quotes(text, lang)[0].via == via


# ---------------------------------------------------------------- who is meant


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Said Ada Quill, “we are ready to open it”.", ["Ada Quill"]),
        ("Ada Quill: “We are ready to open it.”", ["Ada Quill"]),
        ("“We are ready to open it.” — Ada Quill", ["Ada Quill"]),
        ("The plan revived Ada Quill’s “river of gold”.", ["Ada Quill"]),
        ("“Who will come to the mill?” Ada Quill asked. “We will see soon.”", ["Ada Quill"] * 2),
        ("The mill’s owner, Ada Quill, said in a letter: “We are ready.”", ["Ada Quill"]),
        ("“We are ready,” said Bert Moss, adding that “the end is near us”.", ["Bert Moss"] * 2),
        ("Ada Quill was quoted as saying the mill was “ready to open”.", ["Ada Quill"]),
        ("“We are ready,” said Ann Lee of The Gazette.", ["Ann Lee"]),
        ("Ada Quill praised Bert Moss’s claim of a “new era”.", ["Ada Quill"]),
    ],
)
def test_speakers(text: str, speakers: list[str]) -> None:
    assert [one.speaker for one in quotes(text)] == speakers


def test_the_sentence_before_a_pronoun() -> None:
    text = "Mayor Ada Quill opened the mill. She told the crowd that it was “a fine day for all”."
    assert [one.speaker for one in quotes(text)] == ["Ada Quill"]
    both = "Mayor Ada Quill met Bert Moss there. She told the crowd it was “a fine day for all”."
    assert [one.speaker for one in quotes(both)] == [None]


def test_a_verb_that_introduces_the_next_words_is_not_that_of_the_last() -> None:
    text = "After Moss spoke of “smaller rivers,” Ada Quill said: “I do not like what he said.”"
    first, second = quotes(text)
    assert (first.speaker, second.speaker) == ("Moss", "Ada Quill")


def test_a_genitive_is_no_part_of_a_name() -> None:
    text = "Norvia’s Ada Quill came.\n\n“We are ready to open it,” Quill said."
    assert quotes(text)[0].speaker == "Ada Quill"
