"""Credits: agencies known and unknown, and what only looks like one."""

import pytest

from newsloom.findings.credits import find_credits
from newsloom.model.types import Article


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
    ],
)
def test_other_languages(text: str, lang: str, name: str) -> None:
    assert name in [found for found, _ in credits_of(text, lang)]


@pytest.mark.parametrize(
    "text",
    [
        "The National Security Agency said the mill was safe.",
        "Press Secretary Ada Quill said the mill was safe.",
        "She bought the Norvia Herald in the shop.",
        "Ada Quill (Green) – a miller – spoke.",
    ],
)
def test_no_credit(text: str) -> None:
    assert credits_of(text) == []
