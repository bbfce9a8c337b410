"""Bytes to characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.encoding import decode

RUSSIAN = "Городской совет закрыл старый мост. " * 20


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_and_utf8(codec: str) -> None:
    assert decode("Brücke — мост".encode(codec)) == "Brücke — мост"


def test_declared_in_the_page_or_the_header() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body>{RUSSIAN}</body></html>'
    assert RUSSIAN in decode(page.encode("cp1251"))
    assert decode("мост".encode("koi8-r"), "text/html; charset=koi8-r") == "мост"
    assert decode("橋を閉鎖".encode("iso-2022-jp"), "text/html; charset=iso-2022-jp") == "橋を閉鎖"


def test_latin1_is_windows_1252_as_in_browsers() -> None:
    assert decode(b"\x93Br\xfccke\x94", "text/html; charset=iso-8859-1") == "“Brücke”"


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decode("Brücke".encode(), "text/html; charset=iso-8859-1") == "Brücke"


def test_undeclared_is_sniffed() -> None:
    assert decode(RUSSIAN.encode("cp1251")) == RUSSIAN


@pytest.mark.parametrize("label", ["nonsense", "hex", "rot13", "unicode_escape", "idna", "utf-7"])
def test_labels_that_are_no_character_set(label: str) -> None:
    assert decode(b"plain \xff", f"text/html; charset={label}").startswith("plain ")


def test_a_broken_byte_costs_one_character() -> None:
    assert decode("Brücke ".encode() * 400 + b"\xff").startswith("Brücke ")


@given(st.binary(max_size=300), st.text(max_size=20))
def test_never_raises(data: bytes, label: str) -> None:
    assert isinstance(decode(data, f"charset={label}"), str)
