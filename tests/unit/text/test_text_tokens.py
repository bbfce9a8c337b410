"""Words, their offsets and stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.tokens import grammatical, stems, tokens, treatment, words, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry's crew – 1,234.5 tons", ["the", "ferry", "s", "crew", "1,234.5", "tons"]),
        ("U.N. and z.B. here", ["un", "and", "zb", "here"]),
        ("Straße İzmir", ["strasse", "izmir"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("می‌شود", ["میشود"]),
        ("Wasser\u00adpreis", ["wasserpreis"]),
        ("مُدَرِّسَة أحمد ـــ", ["مدرسة", "احمد"]),
        ('שָׁלוֹם צה״ל ארה"ב "אמר"', ["שלום", "צהל", "ארהב", "אמר"]),
        ("ज़मीन १७", ["जमीन", "17"]),
        ("ΦΩΤΙΆ φωτιάς", ["φωτια", "φωτιασ"]),
        ("Ｆｕｌｌ ｶﾞｽ", ["full", "ガス"]),
        (
            "大統領がトランプ氏と会談した",
            ["大統", "統領", "が", "トランプ", "氏", "と", "会談", "した"],
        ),
        ("ไฟไหม้โรงงาน", ["ไฟไห", "ไหม้", "ม้โร", "โรง", "งงา", "งาน"]),
        ("海港大火", ["海港", "港大", "大火"]),
        ("海 iPhone15", ["海", "iphone15"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("tr", "IRAK İZMİR", "Irak İzmir"),
        ("fa", "كتابي", "کتابی"),
        ("ar", "كتاب على", "کتاب علی"),
        ("ro", "evacuaţi", "evacuați"),
        ("vi", "ho\u0301a", "h\u00f3a"),
    ],
)
def test_one_word_has_one_spelling_in_its_language(lang: str, one: str, other: str) -> None:
    assert words(one, lang) == words(other, lang)


def test_a_dotless_i_is_a_letter_of_its_own_in_turkish() -> None:
    assert words("ISPARTA", "tr") == ["ısparta"]
    assert words("ISPARTA", "en") == ["isparta"]


def test_composed_and_decomposed_spellings_are_one_word() -> None:
    assert words("caf\u00e9") == words("cafe\u0301")


@given(st.text())
def test_tokens_are_words_with_offsets(text: str) -> None:
    found = tokens(text)
    assert [token.word for token in found] == words(text)
    assert all(token.word for token in found)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)


def test_stems_per_language() -> None:
    assert stems(["ships", "shipping"], "en") == ["ship", "ship"]
    assert stems(["häuser"], "de") == ["haus"]
    assert stems(["ships"], "xx") == ["ships"]
    assert stems([], "en") == []
    assert stems(["постраждалих", "постраждалі"], "uk") == ["постр", "постр"]
    assert stems(["서울에서", "서울은", "대통령이라고"], "ko") == ["서울", "서울", "대통령"]
    assert stems(["이의"], "ko") == ["이의"]


def test_treatments_are_named() -> None:
    assert treatment("fi") == "snowball finnish"
    assert treatment("uk") == "first 5 letters"
    assert treatment("ko") == "particles"
    assert treatment("vi") == "none"


def test_only_hiragana_is_grammatical() -> None:
    assert grammatical("した")
    assert not grammatical("トランプ")
    assert not grammatical("会談")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_stems_keep_the_number_of_words(given_words: list[str]) -> None:
    assert len(stems(given_words, "ru")) == len(given_words)


_PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["0zq0qz0", "A 0ZQ0qz0 b", "U.N.", "צה״ל", "海港大火", "ज़मीन १७", "1.5 . x"]
        ),
    ),
    max_size=6,
)


@given(_PIECES, st.sampled_from(["und", "tr", "fa", "ja"]))
def test_words_of_pieces_are_those_of_each(pieces: list[str], lang: str) -> None:
    assert words_of(pieces, lang) == [words(piece, lang) for piece in pieces]
