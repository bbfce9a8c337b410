"""The log of judgements, revisions, redirects, corrections and choices, of every store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import msgspec
import pytest
from store_rows import NOON_US, article, capture, judged, laid, put_article, read

from newsloom.model.errors import StoreError
from newsloom.model.facts import Article
from newsloom.model.ids import content_id
from newsloom.model.judgements import Assignment, Correction, Revision
from newsloom.store.base import Cursor, Decision, Judged, NoStory, Revised, Said
from newsloom.store.sqlite.schema import MIGRATIONS
from newsloom.store.sqlite.session import FILE_NAME, pack
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.rank import Choices
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

STORES: dict[str, Callable[[Path], SqliteStore]] = {
    "sqlite": lambda folder: SqliteStore(folder, engine=True),
}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    made = STORES[request.param](tmp_path / "data")
    yield made
    made.close()


def fill(store: SqliteStore, count: int, **changed: object) -> list[Article]:
    """``count`` articles, read and not judged."""
    captures = [capture(f"p{n}") for n in range(1, count + 1)]
    store.admit(captures)
    articles = [
        msgspec.structs.replace(article(n, made), **changed) for n, made in enumerate(captures, 1)
    ]
    store.commit(read(0, count, *map(put_article, articles)))
    return articles


def said(one: Article, story: str, at_seq: int = 0, score: float = 0.9) -> Judged:
    row = judged(one, story)
    assignment = msgspec.structs.replace(row.assignment, score=score)
    return msgspec.structs.replace(row, assignment=assignment, at_seq=at_seq)


def weave(store: SqliteStore, start: int, end: int, *puts: Judged | Revised) -> None:
    assert store.commit(Decision(puts, Cursor("weave", start, end)))


def stands(store: SqliteStore, until: int) -> dict[int, str]:
    return {item.seq: one.story for item, _, one in store.judged(0, until)}


def merge(articles: list[Article], story: str, into: str) -> Revision:
    moved = tuple(Assignment(one.id, into, "l1", 0.7) for one in articles)
    return Revision("merge", story, into, moved, 0.7, ("one event",))


def lay(store: SqliteStore, *stories: tuple[str, list[Article]]) -> None:
    gone = [NoStory(one.story) for one in store.dirty(99) if not one.members]
    store.commit(Decision((*gone, *(laid(name, members) for name, members in stories))))


def test_the_log_knows_what_was_said_by_when(store: SqliteStore) -> None:
    one, two, three = fill(store, 3)
    weave(store, 0, 3, said(one, "s1"), said(two, "s2"), said(three, "s1"), said(two, "s1", 3))
    assert stands(store, 1) == {1: "s1"}
    assert stands(store, 2) == {1: "s1", 2: "s2"}
    assert stands(store, 3) == {1: "s1", 2: "s1", 3: "s1"}
    assert [placed and placed.story for placed in (store.placed(two.id, n) for n in (1, 2, 3))] == [
        None, "s2", "s1",
    ]  # fmt: skip


def test_going_back_takes_back_what_was_said_later(store: SqliteStore) -> None:
    one, two, three = fill(store, 3)
    weave(store, 0, 3, said(one, "s1"), said(two, "s2"), said(three, "s3"),
          Revised(3, merge([two], "s2", "s1")))  # fmt: skip
    lay(store, ("s1", [one, two]), ("s3", [three]))
    weave(store, 3, 2)
    assert stands(store, 3) == {1: "s1", 2: "s2"} and store.revisions() == []
    assert {one.story for one in store.dirty(9)} == {"s1", "s2"}
    shown = store.article(three.id)
    assert shown is not None and shown.story is not None  # until it is judged again
    weave(store, 2, 3, said(three, "s3"))
    assert stands(store, 3) == {1: "s1", 2: "s2", 3: "s3"}


def test_a_merge_moves_what_the_weaver_held_and_what_it_did_not(store: SqliteStore) -> None:
    one, two, three, four = fill(store, 4)
    weave(store, 0, 3, said(one, "s1"), said(two, "s2"), said(three, "s2"))
    lay(store, ("s1", [one]), ("s2", [two, three]))
    weave(store, 3, 4, said(four, "s1"), Revised(4, merge([three], "s2", "s1")))
    lay(store, ("s1", [one, two, three, four]))
    view = store.story("s2")
    assert view is not None and view.story.id == "s1"
    assert [member.article.id for member in view.members] == [x.id for x in (one, two, three, four)]
    (turn,) = view.history
    assert (turn.kind, turn.story, turn.at_seq, turn.articles) == ("merge", "s2", 4, 2)
    assert turn.why == ("one event",)
    assert stands(store, 4) == dict.fromkeys((1, 2, 3, 4), "s1")


def test_a_move_is_told_on_both_sides_and_leads_nowhere(store: SqliteStore) -> None:
    one, two, three = fill(store, 3)
    weave(store, 0, 3, said(one, "s1"), said(two, "s1"), said(three, "s2"))
    there = Assignment(two.id, "s2", "l1", 0.7)
    move = Revision("move", "s1", "s2", (there,), 0.7, ("other names",))
    weave(store, 3, 3, Revised(3, move))
    lay(store, ("s1", [one]), ("s2", [two, three]))
    assert stands(store, 3) == {1: "s1", 2: "s2", 3: "s2"}
    for story in ("s1", "s2"):
        view = store.story(story)
        assert view is not None and view.story.id == story
        (turn,) = view.history
        assert (turn.kind, turn.story, turn.into, turn.articles) == ("move", "s1", "s2", 1)


def test_a_redirect_follows_chains_and_ends_with_its_target(store: SqliteStore) -> None:
    one, two, three = fill(store, 3)
    first, second = merge([one], "s1", "s2"), merge([one, two], "s2", "s3")
    weave(store, 0, 3, said(one, "s1"), said(two, "s2"), said(three, "s3"),
          Revised(3, first), Revised(3, second))  # fmt: skip
    lay(store, ("s3", [one, two, three]))
    for name in ("s1", "s2", "s3"):
        view = store.story(name)
        assert view is not None and view.story.id == "s3"
    store.commit(Decision((NoStory("s3"),)))
    assert store.story("s1") is None


def test_a_split_stands_on_both_pages(store: SqliteStore) -> None:
    one, two = fill(store, 2)
    part = Revision("split", "s1", "s2", (Assignment(two.id, "s2", "l2", 0.8),), 0.8, ("apart",))
    weave(store, 0, 2, said(one, "s1"), said(two, "s1"), Revised(2, part))
    lay(store, ("s1", [one]), ("s2", [two]))
    for name in ("s1", "s2"):
        view = store.story(name)
        assert view is not None and [turn.kind for turn in view.history] == ["split"]
        assert len(view.members) == 1


def test_an_id_that_is_gone_leads_to_where_its_founder_stands(store: SqliteStore) -> None:
    one, two = fill(store, 2)
    own = content_id("s", two.id)
    weave(store, 0, 2, said(one, "s1"), said(two, own))
    weave(store, 2, 1)
    weave(store, 1, 2, said(two, "s1"))
    lay(store, ("s1", [one, two]))
    view = store.story(own)
    assert view is not None and view.story.id == "s1"


def correction(kind: str, one: Article, *others: Article, at: int = 1) -> Correction:
    ids = tuple(other.id for other in others)
    return Correction(content_id("k", kind, one.id, *ids), kind, one.id, ids, at)  # type: ignore[arg-type]


def test_a_correction_goes_back_to_before_the_first_article_it_touches(store: SqliteStore) -> None:
    articles = fill(store, 5)
    weave(store, 0, 5, *(said(one, "s1", score=0.6) for one in articles))
    word = correction("apart", articles[3], articles[2])
    assert store.correct(word) and not store.correct(word)
    assert store.cursor("weave") == 2
    (row,) = store.corrections()
    assert row.correction == word
    assert row.said == (Said(articles[3].id, "s1", 0.6), Said(articles[2].id, "s1", 0.6))
    weave(store, 2, 5, *(said(one, "s1") for one in articles[2:]))
    # Tied to the first by its article, so that what that one says may change with it.
    assert store.correct(correction("together", articles[3], articles[4], at=2))
    assert store.cursor("weave") == 2
    weave(store, 2, 5)
    assert store.uncorrect(word.id) and not store.uncorrect(word.id)
    assert store.cursor("weave") == 2
    assert [one.correction.kind for one in store.corrections()] == ["together"]


@pytest.mark.parametrize("kind", ["apart", "together"])
def test_corrections_of_what_is_not_here_are_refused(store: SqliteStore, kind: str) -> None:
    one, two = fill(store, 2)
    unknown = msgspec.structs.replace(two, id="a-unknown")
    for wrong in (
        correction(kind, one, unknown),
        correction(kind, one),
        correction(kind, one, one),
    ):
        with pytest.raises(StoreError):
            store.correct(wrong)
    assert store.corrections() == []


def test_articles_of_two_languages_are_not_put_together(store: SqliteStore) -> None:
    (one,) = fill(store, 1)
    made = capture("deutsch")
    store.admit([made])
    other = msgspec.structs.replace(article(2, made), lang="de")
    store.commit(read(1, 2, put_article(other)))
    with pytest.raises(StoreError, match="one language"):
        store.correct(correction("together", one, other))
    assert store.correct(correction("apart", one, other))


def test_a_removal_takes_what_was_said_of_the_article_and_after_it(store: SqliteStore) -> None:
    one, two, three = fill(store, 3)
    own = content_id("s", two.id)
    weave(store, 0, 3, said(one, "s1"), said(two, own), said(three, own),
          said(one, own, 3), Revised(3, merge([one], "s1", own)))  # fmt: skip
    store.correct(correction("apart", three, two))
    wish = make_request(two.id, "article", "", "", "", NOON_US)
    store.put_request(wish)
    assert store.remove(Ruling(wish.id, "removed", "op", "", NOON_US)) == 1
    assert stands(store, 3) == {1: "s1"} and store.revisions() == []
    assert store.cursor("weave") == 1
    assert len(store.corrections()) == 1
    assert store.placed(two.id, 3) is None and store.story(own) is None


def test_later_versions_are_known(store: SqliteStore) -> None:
    pages = [capture("one", words) for words in ("First words.", "Second words.", "Third words.")]
    store.admit(pages)
    made = [article(n, page) for n, page in enumerate(pages, 1)]
    store.commit(read(0, 3, *map(put_article, made)))
    assert store.versions_after([made[1].id]) == {made[2].id: made[1].id}
    assert set(store.versions_after([made[0].id, "a-unknown"])) == {made[1].id, made[2].id}


def test_choices_order_the_front_page_and_mute(store: SqliteStore) -> None:
    articles = fill(store, 3)
    weave(store, 0, 3, *(said(each, f"s{each.seq}") for each in articles))
    lay(store, *((f"s{each.seq}", [each]) for each in articles))

    def shown(**choices: tuple[str, ...]) -> list[str]:
        found = store.ranked(now_us=NOON_US, choices=Choices(**choices))
        return [each.story.id for each in found]

    assert sorted(shown()) == ["s1", "s2", "s3"]
    assert shown(follow_words=("TITLE 2",))[0] == "s2"
    assert shown(follow_words=("itle",)) == shown()  # whole words only
    assert shown(mute_words=("title 3", '"', "*")) == [x for x in shown() if x != "s3"]
    assert shown(mute_outlets=("Lantern",)) == [] and shown(mute_outlets=("Beacon",)) == shown()
    assert shown(mute_languages=("en",)) == []
    (first, *_) = store.ranked(
        now_us=NOON_US,
        choices=Choices(
            follow_outlets=("Lantern",), follow_languages=("en",), follow_words=("title 1",)
        ),
    )
    assert (first.story.id, first.terms.choices) == ("s1", 8.0)
    assert first.terms.followed == ("Lantern", "en", "title 1")


def test_an_older_folder_is_judged_again_and_shows_what_it_showed(tmp_path: Path) -> None:
    one = article(1, capture("p1"))
    row = pack(judged(one, "s1"))
    put = put_article(one)
    db = apsw.Connection(str(tmp_path / FILE_NAME))
    db.execute(MIGRATIONS[0])
    db.execute(
        "INSERT INTO article VALUES (1, ?, 'c', 'i', 'g', NULL, NULL, 't', 'Lantern', 1, ?)",
        (one.id, pack(one)),
    )
    db.execute("INSERT INTO finding VALUES (1, ?)", (pack(put.findings),))
    db.execute("INSERT INTO features VALUES (1, 'en', ?, ?)", (pack(put.features), put.lines))
    db.execute("INSERT INTO judgement_log (seq, body) VALUES (1, ?)", (row,))
    db.execute("INSERT INTO placement VALUES (1, ?, 's1', ?)", (one.id, row))
    db.execute("INSERT INTO cursor VALUES ('weave', 1)")
    db.execute("PRAGMA user_version = 1")
    db.close()
    store = SqliteStore(tmp_path, engine=True)
    assert store.cursor("weave") == 0 and list(store.judged(0, 9)) == []
    shown = store.article(one.id)
    assert shown is not None and shown.assignment is not None
    store.close()
