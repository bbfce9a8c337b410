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
    "https://www.m.lantern.example/2026/story",
    "https://www2.lantern.example/2026/story",
    "https://mobile.lantern.example./2026/story?",
    "http://lantern.example:80/2026/story/#",
    "https://amp.lantern.example/2026/story?amp=1",
    "https://lantern.example/2026/story?outputType=amp",
    "https://lantern.example/2026/story?amp&utm_medium=rss&UTM_Term=tide",
    "https://lantern.example/2026/story.amp",
    "https://lantern.example/2026/story/index.html",
    "https://lantern.example/2026/story;jsessionid=0A1B",
    "https://lantern.example/2026/%73tory",
    "https://lantern-example.cdn.ampproject.org/c/s/lantern.example/2026/story",
    "https://lantern-example.cdn.ampproject.org/v/s/lantern.example/2026/story?amp_js_v=0.1",
    "https://www.google.com/amp/s/lantern.example/2026/story/amp/",
    "https://lantern.example/2026/story?" + "&".join(
        f"{name}=1" for name in (
            "gclid", "gad_source", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "ysclid",
            "mc_cid", "mc_eid", "igsh", "igshid", "mibextid", "twclid", "ttclid", "fb_ref", "_ga",
            "_gl", "_hsenc", "hsa_acc", "at_medium", "ns_campaign", "pk_campaign", "mtm_source",
            "cmpid", "CMP", "icid", "ncid", "ocid", "smid", "sref", "ref_src", "spm", "xtor",
            "mkt_tok", "guccounter", "srsltid", "wt_zmc", "PHPSESSID",
        )
    ),
]  # fmt: skip
# Pages of their own, for all that they look alike.
APART = [
    "https://lantern.example/2026/story",
    "https://lantern.example/2026/story-2",
    "https://lantern.example/2026/Story",
    "https://lantern.example/2026/story?page=2",
    "https://lantern.example/2026/story?id=7",
    "https://lantern.example/2026/story?ref=7",
    "https://lantern.example/2026/amplifier",
    "https://lantern.example/2026/amp/story",
    "https://lantern.example/#!/2026/story",
    "https://lantern.example/#!/2026/story-2",
    "https://lantern.example/",
    "https://sport.lantern.example/2026/story",
    "https://lantern.example:8443/2026/story",
    "https://www.google.com/amp/help",
]


@pytest.mark.parametrize("url", SAME)
def test_spellings_of_one_page(url: str) -> None:
    assert canonical_url(url) == "https://lantern.example/2026/story"


def test_pages_apart_stay_apart() -> None:
    assert len({canonical_url(url) for url in APART}) == len(APART)


@pytest.mark.parametrize("url", [*SAME, *APART])
def test_a_spelling_is_its_own(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


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
