"""Numbers in figures and in words."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.numbers import find_numbers
from newsloom.text.tries import any_of

Found = list[tuple[str, int | float | None]]


def found(text: str, lang: str) -> Found:
    return [(text[n.start : n.end], n.value) for n in find_numbers(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("94,000 of 1,234.5", "en", [("94,000", 94000), ("1,234.5", 1234.5)]),
        ("1.234 von 1.234,5", "de", [("1.234", 1234), ("1.234,5", 1234.5)]),
        ("1 234 567 et 3,5", "fr", [("1 234 567", 1234567), ("3,5", 3.5)]),
        ("1,234 or 1.234", "und", [("1,234", None), ("1.234", None)]),
        ("1,234 and 2.500 of 1,234,567", "und",
         [("1,234", 1234), ("2.500", 2.5), ("1,234,567", 1234567)]),
        ("1,234 casas", "es", [("1,234", None)]),
        ("12,34,567 rupees", "en", [("12,34,567", 1234567)]),
        ("1'234'567.5 Franken", "de", [("1'234'567.5", 1234567.5)]),
        ("-1.7 C", "en", [("-1.7", -1.7)]),
    ],
)  # fmt: skip
def test_separators(text: str, lang: str, expected: Found) -> None:
    assert found(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("1.1 million", "en", [("1.1 million", 1100000)]),
        ("$5m but 5m deep", "en", [("5m", 5000000), ("5", 5)]),
        ("2.5 lakh crore", "en", [("2.5 lakh crore", 2500000000000)]),
        ("3,5 Mio. Euro und 2 Billionen", "de",
         [("3,5 Mio.", 3500000), ("2 Billionen", 2000000000000)]),
        ("2 billion", "en", [("2 billion", 2000000000)]),
        ("2 billion", "und", [("2 billion", None)]),
        ("5 mil millones", "es", [("5 mil millones", 5000000000)]),
        ("5 млн, 3 тыс. человек", "ru", [("5 млн", 5000000), ("3 тыс.", 3000)]),
        ("1万2000人と3.5億円", "ja", [("1万2000", 12000), ("3.5億", 350000000)]),
        ("850 Million-dollar", "en", [("850 Million", 850000000)]),
    ],
)  # fmt: skip
def test_magnitudes(text: str, lang: str, expected: Found) -> None:
    assert found(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("two hundred and fifty", "en", [("two hundred and fifty", 250)]),
        ("twenty-five men, one man", "en", [("twenty-five", 25)]),
        ("one million", "en", [("one million", 1000000)]),
        ("two, three", "en", [("two", 2), ("three", 3)]),
        ("tens of thousands", "en", [("tens of thousands", None)]),
        ("fünfundzwanzig Leute", "de", [("fünfundzwanzig", 25)]),
        ("quatre-vingt-dix", "fr", [("quatre-vingt-dix", 90)]),
        ("treinta y cinco", "es", [("treinta y cinco", 35)]),
        ("двадцать пять", "ru", [("двадцать пять", 25)]),
    ],
)
def test_words(text: str, lang: str, expected: Found) -> None:
    assert found(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("ventitré e tremila", "it", [("ventitré", 23), ("tremila", 3000)]),
        ("vinte e três", "pt", [("vinte e três", 23)]),
        ("drieëntwintig, twee miljoen", "nl", [("drieëntwintig", 23), ("twee miljoen", 2000000)]),
        ("94 tys. i pięć milionów", "pl", [("94 tys.", 94000), ("pięć milionów", 5000000)]),
        ("двадцять три", "uk", [("двадцять три", 23)]),
        ("94 bin, yirmi üç", "tr", [("94 bin", 94000), ("yirmi üç", 23)]),
        ("٩٤ ألف و ٣٫٥ مليار", "ar", [("٩٤ ألف", 94000), ("٣٫٥ مليار", 3500000000)]),
        ("ثلاثة وعشرون", "ar", [("ثلاثة وعشرون", 23)]),
        ("९४ हज़ार, 5 लाख, ५,०००", "hi",
         [("९४ हज़ार", 94000), ("5 लाख", 500000), ("५,०००", 5000)]),
        ("三十万人，二十三人，9.4万", "zh", [("三十万", 300000), ("二十三", 23), ("9.4万", 94000)]),
        ("8億5000万円、一部", "ja", [("8億5000万", 850000000)]),
        ("half a million, a thousand, two dozen, a dozen", "en",
         [("half a million", 500000), ("thousand", 1000), ("two dozen", 24), ("dozen", 12)]),
        ("eine halbe Million, tausend", "de", [("halbe Million", 500000), ("tausend", 1000)]),
        ("a quarter of a million", "en", []),
    ],
)  # fmt: skip
def test_words_of_more_languages(text: str, lang: str, expected: Found) -> None:
    assert found(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang", "bounds"),
    [
        ("tens of thousands", "en", (20_000, 99_999)),
        ("several thousand", "en", (3, 12)),
        ("dozens", "en", (24, 119)),
        ("Zehntausende", "de", (20_000, 99_999)),
        ("dizaines de milliers", "fr", (20_000, 99_999)),
        ("decenas de miles", "es", (20_000, 99_999)),
        ("несколько тысяч", "ru", (3_000, 12_999)),
        ("عشرات الآلاف", "ar", (20_000, 99_999)),
        ("数万", "ja", (20_000, 99_999)),
    ],
)
def test_vague_numbers_have_bounds(text: str, lang: str, bounds: tuple[int, int]) -> None:
    first = find_numbers(text, lang)[0]
    assert (first.value, first.low, first.high) == (None, *bounds)


@given(st.lists(st.text("abc de", min_size=1, max_size=6), max_size=8), st.text("abc de"))
def test_a_pattern_of_words_finds_the_longest(words: list[str], text: str) -> None:
    words = [" ".join(word.split()) for word in words if word.strip()]
    match = re.match(any_of(words), text)
    fitting = [word for word in words if text.startswith(word)]
    if fitting and match is not None:
        assert len(match.group()) >= max(map(len, fitting))
    assert (match is not None) or not fitting


@pytest.mark.parametrize("text", ["the G20", "1st", "at 10:30", "3/4/2020", "COVID-19", "10.0.0.1"])
def test_what_is_no_amount(text: str) -> None:
    assert found(text, "en") == []


def test_a_range_is_two_numbers() -> None:
    assert found("10-15 people", "en") == [("10", 10), ("15", 15)]


@given(st.text(alphabet="0123456789.,  '万亿三十数人ktwomilonbadéund-٣लाखألف", max_size=60),
       st.sampled_from(["en", "de", "fr", "es", "ru", "ar", "hi", "zh", "ja", "und"]))  # fmt: skip
def test_numbers_lie_in_order_without_overlap(text: str, lang: str) -> None:
    spans = [(n.start, n.end) for n in find_numbers(text, lang)]
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("two mills", "en", [("two", 2)]),
        ("(Two) of “five”", "en", [("Two", 2), ("five", 5)]),
        ("often anyone; _five", "en", []),
        ("𝐀five 😀six", "en", [("six", 6)]),
        ("five six-seven", "en", [("five", 5), ("six", 6), ("seven", 7)]),
        ("وخمسة", "ar", [("خمسة", 5)]),
        ("3 миллион", "uz", [("3 миллион", 3_000_000)]),
    ],
)
def test_number_words_stand_whole(text: str, lang: str, expected: Found) -> None:
    assert found(text, lang) == expected
