"""Credits: agencies known and unknown, and what only looks like one."""

import pytest

from newsloom.findings.credits import find_credits
from newsloom.model.facts import Article


def credits_of(text: str, lang: str = "en") -> list[tuple[str, str]]:
    article = Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "Title", text)
    found = find_credits(article)
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.name, one.form) for one in found]


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("QUILLMOOR (Norvia Wire) — The mill opened.", "Norvia Wire", "agency"),
        ("QUILLMOOR, May 5 (NWP) - The mill opened.", "NWP", "agency"),
        ("PARIS (AFP) - The mill opened.", "AFP", "agency"),
        (
            "The mill opened.\n\nNorvia Wire contributed to this report.",
            "Norvia Wire",
            "contributed",
        ),
        ("The mill opened.\n\nWith reporting by Reuters", "Reuters", "contributed"),
        ("Ada Quill told the Norvia Herald it was over.", "Norvia Herald", "told"),
        ("According to the Norvia Herald, it was over.", "Norvia Herald", "according"),
        ("The Norvia Herald reported that it was over.", "Norvia Herald", "reported"),
        ("The Quillpress news agency reported it.", "Quillpress", "reported"),
        ("He reacted to a Norvia Herald report on it.", "Norvia Herald", "reported"),
        ("The mill at dusk\n\nAda Quill/Getty Images", "Getty Images", "photo"),
        ("The mill opened.\n\nSource: Reuters", "Reuters", "agency"),
        ("The mill opened.\n\n(Quill News Agency)", "Quill News Agency", "agency"),
        ("The mill opened. (Norviawire)", "Norviawire", "agency"),
        ("By Quill Press Service\n\nThe mill opened.", "Quill Press Service", "agency"),
        ("The mill opened.\n\n© 2024 Norvia Newswire", "Norvia Newswire", "agency"),
    ],
)
def test_english(text: str, name: str, form: str) -> None:
    assert (name, form) in credits_of(text)


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Quillmoor (dpa) - Die Mühle ist offen.", "de", "dpa"),
        ("Das berichtet die „Norvia Zeitung“ am Montag.", "de", "Norvia Zeitung"),
        ("QUILLMOOR, 5 мая — РИА Новости. Мельница открыта.", "ru", "РИА Новости"),
        ("Мельница открыта, сообщает ТАСС.", "ru", "ТАСС"),
        ("Мельница открыта.\n\n(Полярное агентство)", "ru", "Полярное агентство"),
        (
            "Die Mühle ist offen.\n\nQuelle: Norvische Presseagentur",
            "de",
            "Norvische Presseagentur",
        ),
    ],
)
def test_other_languages(text: str, lang: str, name: str) -> None:
    assert name in [found for found, _ in credits_of(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "credit"),
    [
        ("(ANSA) - QUILLMOOR, 4 MAR - La diga ha ceduto.", "it", ("ANSA", "agency")),
        ("La diga ha ceduto, riferisce l’ANSA.", "it", ("ANSA", "according")),
        ("Le barrage a cédé lundi, selon l’AFP.", "fr", ("AFP", "according")),
        ("A barragem cedeu, segundo a Reuters.", "pt", ("Reuters", "according")),
        ("De dam brak maandag, meldt persbureau ANP.", "nl", ("ANP", "according")),
        ("Dammen brast i måndags, rapporterar TT.", "sv", ("TT", "according")),
        ("Tama pękła w poniedziałek.\n\nŹródło: PAP", "pl", ("PAP", "agency")),
        ("Tama pękła w poniedziałek – podaje PAP.", "pl", ("PAP", "according")),
        ("Гребля прорвалася, повідомляє Укрінформ.", "uk", ("Укрінформ", "according")),
        ("КВИЛЛМУР, 4 марта. /ТАСС/. Плотина прорвалась.", "ru", ("ТАСС", "agency")),
        ("Квиллмур. 4 марта. INTERFAX.RU - Плотина прорвана.", "ru", ("INTERFAX.RU", "agency")),
        ("新华社奎尔穆尔3月4日电 大坝周一决堤。", "zh", ("新华社", "agency")),
        ("大坝周一决堤。（来源：新华社）", "zh", ("新华社", "agency")),
        ("【共同通信】ダムが月曜日に決壊した。", "ja", ("共同通信", "agency")),
        ("(퀼무어=연합뉴스) 댐이 월요일에 무너졌다.", "ko", ("연합뉴스", "agency")),
        ("كويلمور (رويترز) - انهار السد يوم الاثنين.", "ar", ("رويترز", "agency")),
        ("The dam broke.\n\n© 2024 AFP. All rights reserved.", "en", ("AFP", "agency")),
    ],
)
def test_forms_of_other_languages(text: str, lang: str, credit: tuple[str, str]) -> None:
    assert credits_of(text, lang) == [credit]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("新华社发言人表示,大坝很安全。", "zh"),  # its spokesman
        ("The mill opened.\n\n© 2024 Norvia Herald", "en"),  # the outlet's own footer
        ("(Green) - The mill opened.", "en"),
        ("КВИЛЛМУР/НОРВИЯ/. Плотина прорвалась.", "ru"),
    ],
)
def test_what_only_looks_like_a_form(text: str, lang: str) -> None:
    assert credits_of(text, lang) == []


@pytest.mark.parametrize(
    "text",
    [
        "The National Security Agency said the mill was safe.",
        "Press Secretary Ada Quill said the mill was safe.",
        "She bought the Norvia Herald in the shop.",
        "Ada Quill (Green) – a miller – spoke.",
        "The mill is the work of the state (Norvia Mill Agency)",
        "The mill opened.\n\n(Image courtesy of Quill Agency)",
        "By Ada Quill\n\nThe mill opened.",
    ],
)
def test_no_credit(text: str) -> None:
    assert credits_of(text) == []
