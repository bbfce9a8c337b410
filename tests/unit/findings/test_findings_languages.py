"""Speakers in every language that has cues, each with sentences that must find nobody."""

import pytest

from newsloom.findings.lexicon import cues, languages
from newsloom.findings.quotes import find_quotes
from newsloom.model.facts import Article, Quote


def quotes(text: str, lang: str) -> tuple[Quote, ...]:
    article = Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "", text)
    return find_quotes(article)


@pytest.mark.parametrize(
    ("lang", "text", "words", "speaker"),
    [
        (
            "ru",
            "«Мельница готова открыться», — сказала Ада Квилл телеканалу «Мост».",
            "Мельница готова открыться",
            "Ада Квилл",
        ),
        (
            "it",
            "«Siamo pronti ad aprire», ha detto Ada Quill lunedì.",
            "Siamo pronti ad aprire",
            "Ada Quill",
        ),
        (
            "it",
            "Secondo Ada Quill, il mulino è «pronto ad aprire».",
            "pronto ad aprire",
            "Ada Quill",
        ),
        (
            "it",
            "«Siamo pronti a tutto», ha aggiunto il portavoce.",
            "Siamo pronti a tutto",
            "portavoce",
        ),
        (
            "pt",
            "“Estamos prontos para tudo”, disse Ada Quill.",
            "Estamos prontos para tudo",
            "Ada Quill",
        ),
        ("pt", "A prefeita Ada Quill afirmou: “Estamos prontos.”", "Estamos prontos.", "Ada Quill"),
        (
            "nl",
            "‘We zijn klaar voor alles’, aldus Ada Quill.",
            "We zijn klaar voor alles",
            "Ada Quill",
        ),
        (
            "nl",
            "“We zijn klaar voor alles”, heeft Ada Quill gezegd.",
            "We zijn klaar voor alles",
            "Ada Quill",
        ),
        (
            "sv",
            "På måndagen sade Ada Quill: ”Vi är redo för allt.”",
            "Vi är redo för allt.",
            "Ada Quill",
        ),
        ("sv", "– Vi är redo för allt, säger Ada Quill.", "Vi är redo för allt", "Ada Quill"),
        (
            "pl",
            "„Jesteśmy gotowi na wszystko” – powiedziała Ada Quill.",
            "Jesteśmy gotowi na wszystko",
            "Ada Quill",
        ),
        (
            "pl",
            "Burmistrz Ada Quill powiedziała: „Jesteśmy gotowi”.",
            "Jesteśmy gotowi",
            "Ada Quill",
        ),
        ("uk", "«Ми готові до всього», — сказала Ада Квілл.", "Ми готові до всього", "Ада Квілл"),
        (
            "uk",
            "Ада Квілл заявила, що млин «готовий до відкриття».",
            "готовий до відкриття",
            "Ада Квілл",
        ),
        (
            "ru",
            "Глава партии «Северный луч» Ада Квилл заявила, что мельница «готова к работе».",
            "готова к работе",
            "Ада Квилл",
        ),
        ("tr", "Ada Quill, “Her şeye hazırız” dedi.", "Her şeye hazırız", "Ada Quill"),
        (
            "tr",
            "“Her şeye hazırız” diyen Ada Quill salondan ayrıldı.",
            "Her şeye hazırız",
            "Ada Quill",
        ),
        ("tr", "Ada Quill'e göre değirmen “açılmaya hazır”.", "açılmaya hazır", "Ada Quill"),
        ("ar", "قالت آدا كويل: «نحن مستعدون لكل شيء».", "نحن مستعدون لكل شيء", "آدا كويل"),
        (
            "ar",
            "«نحن مستعدون لكل شيء»، قال الوزير بيرت موس في مؤتمر.",
            "نحن مستعدون لكل شيء",
            "بيرت موس",
        ),
        (
            "zh",
            "北湖市市长王安在周一表示：“我们已经准备好应对一切。”",
            "我们已经准备好应对一切。",
            "王安",
        ),
        ("zh", "“我们已经准备好应对一切，”市长王安说。", "我们已经准备好应对一切，", "王安"),
        (
            "ja",
            "北湖市の森田花市長は「すべての準備ができている」と述べた。",
            "すべての準備ができている",
            "森田花",
        ),
        (
            "ja",
            "森田花氏は月曜日、「すべての準備ができている」と語った。",
            "すべての準備ができている",
            "森田花",
        ),
        ("fr", "« C’est bien fini », s’inquiète Ada Quill.", "C’est bien fini", "Ada Quill"),
        ("fr", "« C’est bien fini », confie Ada Quill.", "C’est bien fini", "Ada Quill"),
        ("pt", "“Estamos prontos”, explica a prefeita.", "Estamos prontos", "prefeita"),
        (
            "ru",
            "«Мы готовы ко всему», — сообщила Ада Квилл журналистам.",
            "Мы готовы ко всему",
            "Ада Квилл",
        ),
        (
            "tr",
            "Başkan Ada Quill “Hazırız ve bekliyoruz” ifadelerini kullandı.",
            "Hazırız ve bekliyoruz",
            "Ada Quill",
        ),
        ("zh", "王安表示，北湖磨坊“不会关闭，也不会搬迁”。", "不会关闭，也不会搬迁", "王安"),
        ("ja", "「準備ができている」と森田花市長は述べた。", "準備ができている", "森田花"),
        (
            "fr",
            "Le porte-parole a dit : « Oui, nous le ferons. »",
            "Oui, nous le ferons.",
            "porte-parole",
        ),
        (
            "es",
            "—Estamos listos para todo —dijo Ada Quill.",
            "Estamos listos para todo",
            "Ada Quill",
        ),
        (
            "de",
            "Der Vorsitzende des Rates, Bert Moos (NWR), nannte das einen „großen Fehler“.",
            "großen Fehler",
            "Bert Moos",
        ),
        (
            "de",
            "„Das ist ganz falsch“, sagte Oberstaatsanwalt Bert Moos der Zeitung.",
            "Das ist ganz falsch",
            "Bert Moos",
        ),
        (
            "de",
            "„Das ist ganz falsch“, hatte Ada Quill am Montag erklärt.",
            "Das ist ganz falsch",
            "Ada Quill",
        ),
        (
            "de",
            "Ada Quill reagierte mit den Worten: „Das ist falsch.“",
            "Das ist falsch.",
            "Ada Quill",
        ),
        ("de", "Dazu Museumsdirektor Bert Moos: „Das ist falsch.“", "Das ist falsch.", "Bert Moos"),
    ],
)
def test_speakers(lang: str, text: str, words: str, speaker: str) -> None:
    marked = [one for one in quotes(text, lang) if one.form != "indirect"]
    assert [(one.text, one.speaker) for one in marked] == [(words, speaker)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Компания «Нордлуфт» сообщила о закрытии."),
        ("ru", "«Нордлуфт» сообщил, что мельница закрыта."),
        ("uk", "Компанія «Нордлуфт» повідомила про збитки."),
        ("pl", "Spółka „Nordluft” ogłosiła wyniki."),
        ("de", "Die „Quillmoorer Zeitung“ erscheint täglich."),
        ("ja", "「北湖水車」を訪れた。"),
        ("zh", "记者参观了“北湖磨坊”。"),
        ("en", "— We are ready, said Ada Quill."),  # a dash opens no speech in English
        ("sv", "– Mjöl, vatten och salt"),
        ("it", "Ha letto «Il Lungo Fiume» in treno."),
    ],
)
def test_names_titles_and_lists_are_no_speech(lang: str, text: str) -> None:
    assert [one.text for one in quotes(text, lang) if one.form != "indirect"] == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "他说：“我们已经准备好了。”"),
        ("ja", "彼は「すべての準備ができている」と話した。"),
        ("de", "Die Pläne nannte er einen „großen Fehler“."),
        ("pl", "Według Ady Quill młyn jest „gotowy do otwarcia”."),  # an inflected name
    ],
)
def test_nobody_when_unsure(lang: str, text: str) -> None:
    assert [one.speaker for one in quotes(text, lang)] == [None]


def test_chinese_speech_goes_on_without_its_subject() -> None:
    found = quotes("王安说，他们“没有准备好”，并称“一切都会好的，请放心吧”。", "zh")
    assert [(one.text, one.speaker, one.cue) for one in found] == [
        ("没有准备好", "王安", "说"),
        ("一切都会好的，请放心吧", "王安", "称"),
    ]


def test_speech_goes_on_after_a_dash() -> None:
    found = quotes("— Мы готовы ко всему, — сказала Ада Квилл. — Приходите к нам.", "ru")
    assert [(one.text, one.speaker) for one in found] == [
        ("Мы готовы ко всему", "Ада Квилл"),
        ("Приходите к нам.", "Ада Квилл"),
    ]


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        (
            "es",
            "«Iremos pronto», dijo el secretario general de la ONU.",
            "secretario general de la ONU",
        ),
        ("es", "«Iremos pronto», dijo el ministro de Defensa Bert Moss.", "Bert Moss"),
        ("es", "El Departamento de Estado dijo que era «un error».", "Departamento de Estado"),
        ("es", "Lo dijo Ada Quill, quien aseguró que era «un error».", None),
        (
            "it",
            "Il premier Bert Moss in un'intervista al Corriere ha detto: «È un errore».",
            "Bert Moss",
        ),
        ("it", "L'Europa ha definito il piano «un grave errore».", "Europa"),
        ("fr", "L’hydrologue Ada Quill a dénoncé « une erreur ».", "Ada Quill"),
        ("fr", "L’organisation a dénoncé « une grave erreur ».", "organisation"),
        ("fr", "C’est vrai, lorsqu’il dit que c’est « une erreur ».", None),
        ("fr", "J’ai dit que c’était « une grave erreur ».", None),
        ("fr", "Ceci dit, c’était « une grave erreur ».", None),
        ("fr", "Bert Moss aurait ajouté que c’était « une erreur ».", "Bert Moss"),
    ],
)
def test_whose_name_it_is(lang: str, text: str, speaker: str | None) -> None:
    assert [one.speaker for one in quotes(text, lang) if one.form != "indirect"] == [speaker]


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        ("fr", "« Nous sommes prêts, a déclaré Ada Quill. Le moulin tourne. »", "Ada Quill"),
        ("it", "«Prima del voto – spiega Ada Quill – il mulino era aperto».", "Ada Quill"),
        ("es", "«Nos vamos —ha dicho Ada Quill—. El río sube.»", "Ada Quill"),
        ("pt", "“Estamos prontos, disse Ada Quill, mas falta tempo.”", "Ada Quill"),
        ("fr", "« Il est parti, a dit ma mère. Je reste. »", None),
        ("it", "«Arrivano i nostri, dicono loro».", None),
        ("de", "„Wir gehen, sagte Ada Quill gestern noch.“", None),
    ],
)
def test_a_speaker_named_within_the_marks(lang: str, text: str, speaker: str | None) -> None:
    assert [one.speaker for one in quotes(text, lang)] == [speaker]


@pytest.mark.parametrize("lang", languages())
def test_every_language_can_say(lang: str) -> None:
    cue = cues(lang)
    assert cue.says and cue.pronouns and cue.honorifics
    assert all(word == word.casefold() for word in cue.says | cue.stops | cue.honorifics)
