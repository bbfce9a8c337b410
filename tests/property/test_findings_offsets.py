"""On any text whatever: findings never raise, and their offsets hold what they say."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.findings import find
from newsloom.model.facts import Article, Credit, Figure, Quote

_LANGS = st.sampled_from(
    (
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "ru",
        "uk",
        "tr",
        "ar",
        "hi",
        "zh",
        "ja",
        "und",
    )
)
_PIECES = st.sampled_from(
    (
        "“", "”", '"', "„", "«", "»", "‘", "’", "'", "「", "」", "``", "''", "\n", "\n\n", " ",
        ", ", "x",
        ". ", "? ", ": ", "(", ")", " — ", "-", "|", "/", "said", "Ada Quill", "Mr Moss", "who",
        "he", "according to", "told", "Reuters", "Norvia Wire", "contributed to this report",
        "(AP)", "Photo:", "at least", "12", "1,200", "$", "€", "%", "million", "three", "people",
        "– ", "— ", "，", "：", "。", "と", "述べた", "表示", "市长", "王安", "قال", "dedi",
        ", säger ",
        "that", "in an interview with", "’s", "mit den Worten", "hatte", "so",
        "were killed", "2024", "May", "sagte", "Laut", "сказал", "dit-il", "между", "and", "of",
        "tens of", "thousands", "another", "was wounded", "up from", "the second attack",
        "this month", "death toll", "10-15", "between", "三十万", "人", "死亡", "が", "लाख",
        "लोग", "٣٤", "ألف",
        "decine di", "mila", "ventitré", "yüzde", "тыс.", "since 1998", "on Monday", "toplam",
        "as saying", "the", "A", "İ", "ß", "\u0301", "\ud800", "\U0001f600", "１２", "٣", "²",
    )
)  # fmt: skip


def check(text: str, lang: str) -> None:
    article = Article("a", 1, "c", "g", None, "Quillmoor Gazette", lang, "T", text)
    found = find(article)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
    for kind in (Quote, Figure, Credit):
        own = [one for one in found if isinstance(one, kind)]
        assert all(a.end <= b.start for a, b in pairwise(own))
    assert find(article) == found


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), _LANGS)
def test_any_text(text: str, lang: str) -> None:
    check(text, lang)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40), st.sampled_from(("", " ")), _LANGS)
def test_news_like_pieces(pieces: list[str], gap: str, lang: str) -> None:
    check(gap.join(pieces), lang)
