"""Dates in any text: no failure, sound offsets, and the same answer for the same words."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.ledger.generated import Part, verify
from newsloom.text.event_days import event_days, event_weekdays
from newsloom.text.when import moments, spans

LANGUAGES = st.sampled_from(
    [
        "en",
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "pl",
        "ru",
        "uk",
        "tr",
        "ar",
        "he",
        "fa",
        "hi",
        "zh",
        "ja",
        "ko",
        "th",
        "hu",
        "fi",
        "und",
        "xx",
    ]
)
PIECES = st.sampled_from(
    [
        "on Tuesday",
        "next",
        "last",
        "7",
        "31",
        "2021",
        "9999",
        "December",
        "Dec.",
        "12月",
        "30日",
        "年",
        "上周二",
        "昨天",
        "vor",
        "zwei",
        "Tagen",
        "hace",
        "días",
        "7 декабря",
        "в среду",
        "назад",
        "الثلاثاء",
        "أمس",
        "٧",
        "۲۰۲۱",
        "2564",
        "ธันวาคม",
        "February",
        "30",
        "said",
        "will",
        "two",
        "days",
        "ago",
        "in",
        "week",
        ".",
        ",",
        "(",
        ")",
        "\n",
        "0",
        "1/2/2021",
        "2021-12-30",
        "2021-13-40",
        "-",
        "–",
        "of",
        "the",
        "today",
        "tomorrow",
        "100 years ago",
        "May",
        "next year",
        "1.1.2020",
        "Sept",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join))
DAYS = st.none() | st.dates()


@settings(max_examples=400, deadline=None)
@given(TEXTS, LANGUAGES, DAYS)
def test_moments_are_sound(text: str, lang: str, reference: date | None) -> None:
    found = moments(text, lang, reference)
    places = spans(text, lang)
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        assert one.first <= one.last
        assert one.dated or reference is not None
        assert (one.start, one.end) in places
        end = one.end
    assert moments(text, lang, reference) == found


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES, DAYS)
def test_event_days_are_days_of_the_text(text: str, lang: str, reference: date | None) -> None:
    days = event_days(text[:40], text, lang, reference)
    assert len({day for day, _ in days}) == len(days) <= 5
    assert all(0 < weight <= 1 for _, weight in days)
    assert [weight for _, weight in days] == sorted((w for _, w in days), reverse=True)
    assert all(0 <= weekday <= 6 for weekday, _ in event_weekdays(text[:40], text, lang))


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, LANGUAGES)
def test_checking_a_summary_never_fails(told: str, text: str, lang: str) -> None:
    missing = verify(told, [Part("Bote", "", text)], lang)
    assert all(one.text for one in missing)
