"""The catalogue: facts only, one feed an outlet, the reader's place first."""

from collections import Counter

import pytest

from newsloom.sources.catalogue import CatalogueEntry, starter, to_sources, world


def test_the_world_is_in_order_and_each_feed_once() -> None:
    entries = world()
    assert len(entries) > 8000
    assert len({entry.url for entry in entries}) == len(entries)
    assert entries == sorted(entries, key=lambda entry: (entry.domain, entry.url))
    assert all(entry.url.startswith(("http://", "https://")) for entry in entries)
    assert all(len(entry.outlet) < 80 for entry in entries)


@pytest.mark.parametrize(("lang", "region"), [("en", "US"), ("de", "DE"), ("fr", "FR"),
                                              ("is", "IS"), ("xx", "XX")])  # fmt: skip
def test_a_start_is_two_hundred_news_outlets(lang: str, region: str) -> None:
    chosen = starter(lang, region)
    assert len(chosen) == 200
    assert len({entry.domain for entry in chosen}) == 200
    assert {entry.kind for entry in chosen} == {"news"}
    assert chosen == starter(lang, region)


def test_the_readers_language_and_country_come_first() -> None:
    chosen = starter("de", "DE")
    assert Counter(entry.lang for entry in chosen)["de"] == 200
    assert all(entry.country == "DE" for entry in chosen[:100])


def test_entries_become_sources_and_outlets() -> None:
    sources, outlets = to_sources(starter("en", "GB"))
    assert len({source.id for source in sources}) == 200
    assert {source.outlet for source in sources} == {outlet.name for outlet in outlets}


def test_owners_are_names_and_no_descriptions() -> None:
    _, outlets = to_sources(world())
    owners = {outlet.owner for outlet in outlets} - {""}
    assert len(owners) > 100
    assert all(len(owner) <= 50 and "(" not in owner for owner in owners)


def test_an_outlet_has_the_languages_of_all_its_feeds() -> None:
    entries = [
        CatalogueEntry(
            f"https://tal.example/{lang}", "Tal", "tal.example", "CH", lang, owner="Bote AG"
        )
        for lang in ("de", "fr", "", "de")
    ]
    _, (outlet,) = to_sources(entries)
    assert (outlet.langs, outlet.owner, outlet.country) == (("de", "fr"), "Bote AG", "CH")
