"""Who said it: the patterns of five languages, names resolved, and None when unsure."""

import pytest

from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article, Quote


def article(text: str, lang: str = "en") -> Article:
    return Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "A “title” in marks", text)


def only(text: str, lang: str = "en") -> Quote:
    quotes = find_quotes(article(text, lang))
    assert len(quotes) == 1, [quote.text for quote in quotes]
    return quotes[0]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("“We are ready to open,” said Ada Quill on Monday.", "Ada Quill", "said"),
        ("“We are ready to open,” Ada Quill said.", "Ada Quill", "said"),
        ("“We are ready to open,” Mayor Ada Quill told reporters.", "Ada Quill", "told"),
        ("Ada Quill said: “We are ready to open.”", "Ada Quill", "said"),
        ("Ada Quill, who runs the mill, said “we are ready to open”.", "Ada Quill", "said"),
        ("The owner, Ada Quill, said “we are ready to open”.", "Ada Quill", "said"),
        ("According to Ada Quill, the mill is “ready to open”.", "Ada Quill", "According to"),
        ("“We are ready to open,” according to Ada Quill.", "Ada Quill", "according to"),
        (
            "The Gazette quoted Ada Quill as saying it was “ready to open”.",
            "Ada Quill",
            "as saying",
        ),
        ("The mill is “ready to open” if it rains, Ada Quill said.", "Ada Quill", "said"),
        ("Ada Quill praised the council, adding “we are ready to open”.", "Ada Quill", "adding"),
        ("“We are ready to open!” Ada Quill shouted.", "Ada Quill", "shouted"),
        ("“We are ready to open,” Ada Quill warbled.", "Ada Quill", "warbled"),
        ("“We are ready to open,” the spokeswoman said.", "spokeswoman", "said"),
        ("A spokesman for Mr Quill said it was “ready to open”.", "spokesman for Mr Quill", "said"),
    ],
)
def test_english(text: str, speaker: str, cue: str) -> None:
    quote = only(text)
    assert (quote.speaker, quote.cue) == (speaker, cue)


@pytest.mark.parametrize(
    ("text", "lang", "speaker"),
    [
        (
            "„Wir sind bereit für alles“, sagte Bürgermeisterin Ada Quill am Montag.",
            "de",
            "Ada Quill",
        ),
        ("Ada Quill sagte: „Wir sind bereit für alles.“", "de", "Ada Quill"),
        ("Am Montag erklärte Ada Quill: „Wir sind bereit für alles.“", "de", "Ada Quill"),
        ("„Wir sind bereit für alles“, so Ada Quill.", "de", "Ada Quill"),
        ("Laut Ada Quill ist die Mühle „bereit für alles“.", "de", "Ada Quill"),
        ("« Nous sommes prêts à tout », a déclaré Ada Quill lundi.", "fr", "Ada Quill"),
        ("Selon Ada Quill, le moulin est « prêt à ouvrir ».", "fr", "Ada Quill"),
        ("Ada Quill a affirmé : « Nous sommes prêts à tout. »", "fr", "Ada Quill"),
        ("«Estamos listos para todo», dijo Ada Quill el lunes.", "es", "Ada Quill"),
        ("Según Ada Quill, el molino está «listo para abrir».", "es", "Ada Quill"),
        ("«Мы готовы ко всему», — сказала Ада Квилл.", "ru", "Ада Квилл"),
        ("Ада Квилл заявила, что мельница «готова к открытию».", "ru", "Ада Квилл"),
    ],
)
def test_other_languages(text: str, lang: str, speaker: str) -> None:
    assert only(text, lang).speaker == speaker


def test_a_pronoun_turned_around_in_french() -> None:
    quote = only("« Nous sommes prêts à tout », a-t-elle dit.", "fr")
    assert (quote.speaker, quote.speaker_surface) == (None, "a-t-elle")


def test_bare_surname_takes_the_only_full_name() -> None:
    text = "Mayor Ada Quill came late.\n\n“We are ready to open,” Ms Quill said."
    quote = only(text)
    assert (quote.speaker, quote.speaker_surface) == ("Ada Quill", "Ms Quill")


def test_surname_of_two_people_stays_bare() -> None:
    text = "Ada Quill and Bert Quill came late.\n\n“We are ready to open,” Quill said."
    assert only(text).speaker == "Quill"


def test_pronoun_takes_the_last_speaker() -> None:
    text = "“We are ready to open,” said Ada Quill. “Come and see us,” she said."
    assert [quote.speaker for quote in find_quotes(article(text))] == ["Ada Quill", "Ada Quill"]


def test_pronoun_without_a_speaker_is_nobody() -> None:
    quote = only("Ada Quill met Bert Moss at the mill. “We are ready to open,” she said.")
    assert (quote.speaker, quote.speaker_surface) == (None, "she")


def test_pronoun_after_another_subject_is_nobody() -> None:
    text = (
        "“We are ready to open,” said Ada Quill. Bert Moss was angry about the mill. "
        "“It is a disgrace to us,” he said."
    )
    assert [quote.speaker for quote in find_quotes(article(text))] == ["Ada Quill", None]


def test_passive_and_denial_give_no_speaker() -> None:
    assert only("Ada Quill was called “a danger to all” by neighbours.").speaker is None
    assert only("Ada Quill did not say “we will never open” at all.").speaker is None


def test_quotation_that_follows_in_its_paragraph() -> None:
    text = "“We are ready to open,” Ada Quill said. “The river is low and the wheel turns.”"
    first, second = find_quotes(article(text))
    assert (first.speaker, second.speaker, second.cue) == ("Ada Quill", "Ada Quill", None)


def test_long_quotation_keeps_its_speaker() -> None:
    text = "Ada Quill said: “We are ready to open.\n\n“The river is low and the wheel turns.”"
    assert [quote.speaker for quote in find_quotes(article(text))] == ["Ada Quill", "Ada Quill"]


def test_via() -> None:
    assert only("“We are ready to open,” Ada Quill told the Norvia Wire.").via == "Norvia Wire"
    assert only("“We are ready to open,” Ada Quill told reporters.").via is None


@pytest.mark.parametrize(
    ("text", "lang", "speaker"),
    [
        (
            "“Мы готовы”, — пояснил в пятницу управляющий компании Павел Квиллов.",
            "ru",
            "Павел Квиллов",
        ),
        ("“Мы готовы”, — заметил во вторник Павел Квиллов.", "ru", "Павел Квиллов"),
        ("„Wir sind bereit“, erklärte am Montag Vorstandschefin Ada Quill.", "de", "Ada Quill"),
        ("“We are ready,” explained chief executive Ada Quill.", "en", "Ada Quill"),
        ("“We are ready,” explained the chief executive, Ada Quill.", "en", "Ada Quill"),
        ("“We are ready,” said the mill, Norvia and the town.", "en", "mill"),
    ],
)
def test_a_day_or_an_office_between_a_verb_and_its_speaker(
    text: str, lang: str, speaker: str
) -> None:
    assert only(text, lang).speaker == speaker


def test_a_party_in_brackets_is_a_name() -> None:
    text = "Кандидат Павел Квиллов («Лига моста») победил в городе."
    assert find_quotes(article(text, "ru")) == ()


def test_form() -> None:
    assert only("“We are ready to open,” said Ada Quill.").form == "direct"
    assert only("Ada Quill said the mill was “ready to open”.").form == "partial"


def test_titles_and_nicknames_are_left_out() -> None:
    assert find_quotes(article("She watched “The Long River Home” and met Bob “Bobby” Moss.")) == ()


def test_words_in_a_reported_clause_are_a_quotation() -> None:
    text = "A study found that the new mill is “unsafe” for those who work there."
    assert [quote.text for quote in find_quotes(article(text))] == ["unsafe"]
    assert find_quotes(article("They left the “unsafe” mill behind.")) == ()


def test_a_single_word_after_a_grammatical_word_is_a_quotation() -> None:
    assert only("The council closed it in order to “save” the mill, people say.").text == "save"
    assert only("It was seen as “unsafe” in the town.").speaker is None
    assert find_quotes(article("It was the “grand” mill in the town.")) == ()


def test_a_title_after_a_genitive_is_a_quotation_in_a_reported_clause_alone() -> None:
    assert find_quotes(article("Ada Quill said it on Norvia’s “Morning Hour” today.")) == ()
    text = "Ada Quill said that the mayor’s “Morning Hour” was a waste of time."
    assert [quote.text for quote in find_quotes(article(text))] == ["Morning Hour"]


def test_speech_in_a_paragraph_speaks_for_other_words_in_marks() -> None:
    beside = " “We are ready to open,” said Ada Quill."
    for text, words in (
        ("The opening is no mere “stunt” of the owners.", "stunt"),
        ("It was a “rather hopeful” sign for the town.", "rather hopeful"),
    ):
        assert find_quotes(article(text)) == ()
        assert find_quotes(article(text + beside))[0].text == words
    title = " Then came “The Long River Home” by the choir."
    assert find_quotes(article(title)) == ()
    assert find_quotes(article(beside + title))[-1].text == "The Long River Home"


def test_offsets_and_ids() -> None:
    text = "Em\u0301ile—“We are ready to open,” said Ada Quill.\n«Nous restons ici», dit-il."
    quotes = find_quotes(article(text))
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)
    assert len({quote.id for quote in quotes}) == len(quotes) == 2


def test_a_long_quotation_named_at_its_end() -> None:
    text = "“We are ready.\n\n“The river is low.\n\n“Come and see,” Ada Quill said."
    found = find_quotes(article(text))
    assert [(quote.speaker, quote.cue) for quote in found] == [
        ("Ada Quill", None),
        ("Ada Quill", None),
        ("Ada Quill", "said"),
    ]
    apart = text.replace("ready.", "ready.”").replace("low.", "low.”")
    assert [quote.speaker for quote in find_quotes(article(apart))] == [None, None, "Ada Quill"]
