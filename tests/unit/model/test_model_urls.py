"""Canonical URLs: what is one page has one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.urls import canonical_url, host_of, politeness_key

SAME = [
    "https://lantern.example/2026/story",
    "http://lantern.example/2026/story",
    "https://www.lantern.example/2026/story/",
    "https://m.lantern.example/2026/story",
    "https://LANTERN.example:443/2026/story#comments",
    "https://lantern.example/2026/story?utm_source=feed&fbclid=1",
    "https://lantern.example/amp/2026/story",
    "https://lantern.example/2026/story/amp/",
    "https://lantern.example//2026/story",
]


@pytest.mark.parametrize("url", SAME)
def test_spellings_of_one_page(url: str) -> None:
    assert canonical_url(url) == "https://lantern.example/2026/story"


def test_what_names_a_page_stays() -> None:
    assert canonical_url("https://x.example/?b=2&a=1") == "https://x.example/?a=1&b=2"
    assert canonical_url("http://127.0.0.1:8123/a") == "https://127.0.0.1:8123/a"
    assert canonical_url("https://m.example/a") == "https://m.example/a"
    assert canonical_url("not a url") == "not a url"


@given(st.text(max_size=80))
def test_any_string_has_a_stable_spelling(text: str) -> None:
    for url in (text, "https://x.example/" + text):
        once = canonical_url(url)
        assert canonical_url(once) == once
        host_of(url)


def test_politeness_is_kept_for_host_and_port() -> None:
    assert politeness_key("http://A.example/x") == "a.example:80"
    assert politeness_key("http://a.example:8080/y") == "a.example:8080"
