"""Language detection and tags."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.text.language import detect, detect_sure, primary


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The harbour council closed the old bridge on Tuesday after an inspection.", "en"),
        ("Der Stadtrat hat am Dienstag die alte Brücke nach einer Prüfung gesperrt.", "de"),
        ("Le conseil municipal a fermé mardi le vieux pont après une inspection.", "fr"),
        ("Городской совет закрыл во вторник старый мост после проверки.", "ru"),
        ("Міська рада закрила у вівторок старий міст після перевірки.", "uk"),
        ("أغلق مجلس المدينة الجسر القديم يوم الثلاثاء بعد الفحص", "ar"),
        ("市議会は火曜日に古い橋を閉鎖した", "ja"),
        ("市议会星期二关闭了旧桥", "zh"),
        ("시의회는 화요일에 낡은 다리를 폐쇄했다", "ko"),
        ("מועצת העיר סגרה את הגשר", "he"),
        ("Το δημοτικό συμβούλιο έκλεισε τη γέφυρα", "el"),
        ("สภาเมืองปิดสะพานเก่า", "th"),
        ("", "und"),
        ("12345 — 67", "und"),
        ("Ok", "und"),
    ],
)
def test_detect(text: str, lang: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize(
    ("tag", "lang"),
    [("pt-BR", "pt"), ("en_US", "en"), ("nb-NO", "no"), ("nn", "no"), ("DE", "de"), ("ckb", "ckb"),
     ("", "und"), (None, "und"), ("english", "und"), ("x", "und")],
)  # fmt: skip
def test_primary(tag: str | None, lang: str) -> None:
    assert primary(tag) == lang


@settings(deadline=None)  # the first text loads the model
@given(st.text())
def test_any_text_gives_a_tag_and_a_probability(text: str) -> None:
    lang, probability = detect_sure(text)
    assert 2 <= len(lang) <= 3
    assert 0.0 <= probability <= 1.0
