"""The order of the front page: origins, outlets, freshness."""

from newsloom.model.judgements import MainSource, Story
from newsloom.stories.rank import WEIGHTS, rank, terms

HOUR = 3_600_000_000
NOW = 1_700_000_000_000_000


def story(origins: int = 1, outlets: int = 1, hours_ago: float | None = 0.0) -> Story:
    last = None if hours_ago is None else int(NOW - hours_ago * HOUR)
    return Story(
        "s", "l", "en", "Title", "Lead", "en", ("en",), 1, 1, last, last, outlets, outlets, origins,
        MainSource("Outlet", None, "self"), "a1",
    )  # fmt: skip


def test_independent_origins_weigh_more_than_copies() -> None:
    assert rank(story(origins=3, outlets=3), NOW) > rank(story(origins=1, outlets=40), NOW)


def test_half_life() -> None:
    assert rank(story(hours_ago=15), NOW) == 0.5 * rank(story(hours_ago=0), NOW)


def test_a_future_date_is_no_fresher_than_now() -> None:
    assert rank(story(hours_ago=-100), NOW) == rank(story(hours_ago=0), NOW)


def test_undated_stands_below_fresh_and_above_old() -> None:
    undated = rank(story(hours_ago=None), NOW)
    assert rank(story(hours_ago=100), NOW) < undated < rank(story(hours_ago=10), NOW)


def test_always_above_zero() -> None:
    assert rank(story(origins=0, outlets=0, hours_ago=1e6), NOW) > 0


def test_the_page_explains_every_part() -> None:
    assert [name for name, _ in WEIGHTS] == ["Independent origins", "Freshness", "Your choices"]


def test_the_weight_is_the_product_of_the_terms_shown() -> None:
    found = terms(story(origins=4, outlets=16, hours_ago=15), NOW, ("Lantern", "de"))
    assert (found.origins, found.freshness, found.choices) == (4.0, 0.5, 4.0)
    assert found.weight == 8.0
    assert rank(story(origins=4, outlets=16, hours_ago=15), NOW) == 2.0
