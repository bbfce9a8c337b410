"""What every EngineStore promises about links between stories of different languages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from store_rows import article, capture, judged, laid, put_article, read

from newsloom.model.facts import Article
from newsloom.model.judgements import LinkEvidence, StoryLink
from newsloom.store.base import Cursor, Decision, Linked, NoStory
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.bearings import Bearing, Bearings

STORES: dict[str, Callable[[Path], SqliteStore]] = {
    "sqlite": lambda folder: SqliteStore(folder, engine=True),
}
LANGS = {"s1": "en", "s2": "de", "s3": "fr"}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    made = STORES[request.param](tmp_path / "data")
    yield made
    made.close()


def bearings(story: str, *keys: str, day: int = 100, weight: float = 1.2) -> Bearings:
    found = tuple(Bearing(key, "name", key.upper(), weight) for key in keys)
    return Bearings(story, LANGS[story], day, day, found)


def lay(store: SqliteStore, found: Bearings, one: Article) -> None:
    store.commit(Decision((msgspec.structs.replace(laid(found.story, [one]), bearings=found),)))


@pytest.fixture
def articles(store: SqliteStore) -> list[Article]:
    """Three articles, each in a story of its own language, not yet laid out."""
    captures = [capture(f"p{n}") for n in (1, 2, 3)]
    store.admit(captures)
    made = [article(n, one) for n, one in enumerate(captures, 1)]
    store.commit(read(0, 3, *map(put_article, made)))
    placed = tuple(judged(one, f"s{one.seq}") for one in made)
    store.commit(Decision(placed, Cursor("weave", 0, 3)))
    return made


def between(one: str, other: str, score: float) -> tuple[StoryLink, StoryLink]:
    evidence = (LinkEvidence("name", "Ada Brandt", score),)
    return (
        StoryLink(one, other, LANGS[other], score, evidence),
        StoryLink(other, one, LANGS[one], score, evidence),
    )


def test_a_story_laid_out_is_to_be_linked(store: SqliteStore, articles: list[Article]) -> None:
    first = bearings("s1", "n:a", "n:b")
    lay(store, first, articles[0])
    assert store.unlinked(10) == [first]
    store.commit(Decision((Linked("s1", ()),)))
    assert store.unlinked(10) == []
    lay(store, first, articles[0])
    assert store.unlinked(10) == [first]


def test_candidates_share_two_bearings_in_time(store: SqliteStore, articles: list[Article]) -> None:
    lay(store, bearings("s1", "n:a", "n:b", "n:c"), articles[0])
    lay(store, bearings("s2", "n:a", "n:b"), articles[1])
    lay(store, bearings("s3", "n:a", "n:d"), articles[2])
    mine = bearings("s1", "n:a", "n:b", "n:c")
    assert [one.story for one in store.candidates(mine)] == ["s2"]
    assert store.candidates(bearings("s1", "n:a", "n:b", day=104)) == []
    assert [one.story for one in store.candidates(bearings("s1", "n:a", "n:b", day=97))] == ["s2"]
    assert store.candidates(bearings("s1", "n:a", "n:b", weight=0.3)) == []
    undated = Bearings("s1", "en", None, None, mine.keys)
    assert store.candidates(undated) == []


def test_bearings_laid_anew_take_the_place_of_the_old(
    store: SqliteStore, articles: list[Article]
) -> None:
    lay(store, bearings("s2", "n:a", "n:b"), articles[1])
    lay(store, bearings("s2", "n:a", "n:c"), articles[1])
    assert store.candidates(bearings("s1", "n:a", "n:b")) == []
    assert len(store.candidates(bearings("s1", "n:a", "n:c"))) == 1


def test_links_are_read_from_both_sides(store: SqliteStore, articles: list[Article]) -> None:
    for number, one in enumerate(articles, 1):
        lay(store, bearings(f"s{number}", "n:a"), one)
    store.commit(Decision((Linked("s1", between("s1", "s2", 6.0) + between("s1", "s3", 7.0)),)))
    assert [one.story.id for one in store.linked("s1")] == ["s3", "s2"]
    (back,) = store.linked("s2")
    assert (back.story.id, back.link.shard) == ("s1", "en")
    assert [(one.story, one.other) for one in store.links()] == [("s1", "s2"), ("s1", "s3")]
    store.commit(Decision((Linked("s1", between("s1", "s3", 7.0)),)))
    assert store.linked("s2") == []


def test_a_much_weaker_link_is_not_shown(store: SqliteStore, articles: list[Article]) -> None:
    for number, one in enumerate(articles, 1):
        lay(store, bearings(f"s{number}", "n:a"), one)
    weak = [msgspec.structs.replace(one, shard="de") for one in between("s1", "s3", 5.0)]
    strong = between("s1", "s2", 9.0)
    store.commit(Decision((Linked("s1", (*strong, *weak)),)))
    assert [one.story.id for one in store.linked("s1")] == ["s2"]
    assert len(store.links()) == 2


def test_a_story_that_is_gone_takes_its_links_along(
    store: SqliteStore, articles: list[Article]
) -> None:
    for number, one in enumerate(articles, 1):
        lay(store, bearings(f"s{number}", "n:a", "n:b"), one)
    store.commit(Decision((Linked("s1", between("s1", "s2", 6.0)),)))
    store.commit(Decision((NoStory("s2"),)))
    assert store.links() == []
    assert store.linked("s1") == []
    assert [one.story for one in store.candidates(bearings("s1", "n:a", "n:b"))] == ["s3"]
    assert [one.story for one in store.unlinked(10)] == ["s3"]


def test_a_storyline_has_its_newest_story_first(
    store: SqliteStore, articles: list[Article]
) -> None:
    for number, one in enumerate(articles, 1):
        put = laid(f"s{number}", [one])
        story = msgspec.structs.replace(
            put.story, storyline="l1", first_us=(9, 11, None)[number - 1]
        )
        store.commit(Decision((msgspec.structs.replace(put, story=story),)))
    assert [one.id for one in store.storyline("l1")] == ["s2", "s1", "s3"]
    assert store.storyline("l2") == []
