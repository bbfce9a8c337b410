"""What every EngineStore promises. A new store is added to STORES and must pass all of it."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from store_rows import NOON_US, article, capture, judged, laid, put_article, read

from newsloom.model.errors import StoreError
from newsloom.model.facts import Source
from newsloom.model.identity import identity
from newsloom.model.ledger import Ledger, Report
from newsloom.store.base import (
    Cursor,
    Decision,
    NoStory,
    Quarantined,
    SameText,
    SourceState,
    Versions,
)
from newsloom.store.sqlite.store import EngineBusy, SqliteStore
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


def fill(store: SqliteStore, count: int = 3) -> list[str]:
    """``count`` articles, all in story s1; their ids."""
    captures = [capture(f"p{n}") for n in range(1, count + 1)]
    store.admit(captures)
    articles = [article(n, made) for n, made in enumerate(captures, 1)]
    store.commit(read(0, count, *map(put_article, articles)))
    store.commit(Decision(tuple(judged(one, "s1") for one in articles), Cursor("weave", 0, count)))
    store.commit(Decision((laid("s1", articles),)))
    return [one.id for one in articles]


def test_captures_get_a_sequence_number_once(store: SqliteStore) -> None:
    first, second = capture("one"), capture("two")
    assert store.admit([first, second]) == 2
    assert store.admit([second, capture("three")]) == 1
    found = store.captures_after(0, 10)
    assert [one.seq for one in found] == [1, 2, 3]
    assert found[0].body == first.body
    assert store.captures_after(1, 10, until=2) == [found[1]]
    assert store.next_capture(3) is None


def test_large_captures_come_a_few_at_a_time(store: SqliteStore) -> None:
    large = [capture(f"p{n}", "large " * 1_600_000) for n in range(5)]
    assert store.admit(large) == 5
    at, batches = 0, []
    while chunk := store.captures_after(at, 100):
        batches.append(len(chunk))
        at = chunk[-1].seq
    assert sum(batches) == 5 and max(batches) < 5


def test_the_same_capture_twice_in_one_batch_is_one(store: SqliteStore) -> None:
    assert store.admit([capture("one"), capture("one")]) == 1


def test_a_commit_with_a_stale_cursor_does_nothing(store: SqliteStore) -> None:
    made = capture("one")
    store.admit([made])
    assert store.commit(read(0, 1, put_article(article(1, made))))
    assert not store.commit(read(0, 1, put_article(article(2, made, "Other words."))))
    assert store.counts().articles == 1


def test_a_commit_repeated_changes_nothing(store: SqliteStore) -> None:
    made = capture("one")
    store.admit([made])
    put = put_article(article(1, made))
    store.commit(Decision((put,)))
    store.commit(Decision((put,)))
    assert store.counts().articles == 1
    assert len(list(store.findings())) == 1


def test_views_show_what_was_committed(store: SqliteStore) -> None:
    ids = fill(store)
    view = store.story("s1")
    assert view is not None
    assert [member.article.id for member in view.members] == ids
    assert len(view.quotes) == 3
    seen = store.article(ids[1])
    assert seen is not None and seen.story is not None and seen.story.id == "s1"
    assert [one.id for one in store.front(now_us=NOON_US)] == ["s1"]
    assert store.front(now_us=NOON_US, lang="fr") == []
    assert store.languages() == [("en", 1)]
    assert store.story("nothing") is None and store.article("nothing") is None


def test_a_story_laid_out_at_last_leaves_quarantine(store: SqliteStore) -> None:
    fill(store)
    failed = Quarantined("s1", 0, "lay", "defect", "ValueError: The body of p1.", "", NOON_US)
    store.commit(Decision((NoStory("s1"), failed)))
    assert store.quarantine() == [failed]
    assert store.retry("s1") and len(store.dirty(10)) == 1
    store.commit(Decision((failed,)))
    store.commit(Decision((NoStory("s1"),)))
    assert store.quarantine() == []


def test_a_story_comes_with_the_figures_of_its_storyline(store: SqliteStore) -> None:
    captures = [capture("p1"), capture("p2")]
    store.admit(captures)
    articles = [article(n, made) for n, made in enumerate(captures, 1)]
    store.commit(read(0, 2, *map(put_article, articles)))
    stories = dict(zip(("s1", "s2"), articles, strict=True))
    judgements = tuple(judged(one, story) for story, one in stories.items())
    store.commit(Decision(judgements, Cursor("weave", 0, 2)))
    reports = {
        story: Report(
            f"f-{story}", one.id, one.outlet, "en", "12 boats", "boats", None, 12, "exact"
        )
        for story, one in stories.items()
    }
    for story, one in stories.items():
        row = msgspec.structs.replace(laid(story, [one]), ledger=Ledger(reports=(reports[story],)))
        store.commit(Decision((row,)))
    for story, other in (("s1", "s2"), ("s2", "s1")):
        view = store.story(story)
        assert view is not None
        assert (view.ledger.reports, view.line_reports) == ((reports[story],), (reports[other],))


def test_search_finds_words_and_never_raises(store: SqliteStore) -> None:
    ids = fill(store)
    assert [hit.article for hit in store.search("p2")] == [ids[1]]
    assert store.search('"body of p3"')[0].article == ids[2]
    latest = [hit.article for hit in store.search("body", newest=True)]
    assert latest[:2] == ids[:0:-1][:2] and set(latest) == {
        one.article for one in store.search("body")
    }
    assert [hit.article for hit in store.search("body", limit=1, offset=1, newest=True)] == latest[
        1:2
    ]
    for odd in ("", '"', "AND OR NOT", "a*b", "title:", "(", "^x", "-y", "\x00", "💡" * 50):
        store.search(odd)


def test_a_changed_text_supersedes(store: SqliteStore) -> None:
    old_capture, new_capture = capture("one", "The first words."), capture("one", "Other words.")
    store.admit([old_capture, new_capture])
    old = article(1, old_capture)
    store.commit(read(0, 1, put_article(old)))
    new = put_article(article(2, new_capture))
    new = msgspec.structs.replace(
        new, article=msgspec.structs.replace(new.article, supersedes=old.id)
    )
    store.commit(read(1, 2, new))
    assert [one.text for one, _, _ in store.articles()] == ["Other words."]
    view = store.article(new.article.id)
    assert view is not None and len(view.versions) == 2


def test_search_finds_an_article_behind_its_older_versions(store: SqliteStore) -> None:
    before: str | None = None
    for seq in range(1, 31):
        words = "The harbour opens." if seq < 30 else "Many other words. " * 50 + "The harbour."
        made = capture("live", f"{words} Entry {seq}.")
        store.admit([made])
        one = msgspec.structs.replace(article(seq, made, title="Live"), supersedes=before)
        store.commit(read(seq - 1, seq, put_article(one)))
        before = one.id
    assert [hit.article for hit in store.search("harbour", limit=10)] == [before]
    assert store.search("harbour", limit=10, offset=1) == []


def test_a_page_that_goes_back_shows_its_older_text_again(store: SqliteStore) -> None:
    captures = [capture("one", text) for text in ("The first words.", "Other words.")]
    store.admit(captures)
    old, changed = (article(n, made) for n, made in enumerate(captures, 1))
    store.commit(read(0, 1, put_article(old)))
    new = msgspec.structs.replace(changed, supersedes=old.id)
    store.commit(read(1, 2, put_article(new)))
    verdicts = (judged(old, "s1"), judged(new, "s2"))
    store.commit(Decision(verdicts, Cursor("weave", 0, 2)))
    store.commit(Decision((NoStory("s1"), laid("s2", [new]))))
    back = SameText(3, "c-again", old.given_id, old.id, again=True)
    for _ in range(2):  # also when it is delivered again
        store.commit(Decision((back,)))
        assert [one.id for one, _, _ in store.articles()] == [old.id]
        (known,) = store.versions([identity(old)]).values()
        assert known == Versions((old.id, new.id), old.id, len(old.text))
        assert {one.story: len(one.members) for one in store.dirty(9)} == {"s1": 1, "s2": 0}
    store.commit(Decision((SameText(4, "c-same", old.given_id, old.id),)))
    assert [one.id for one, _, _ in store.articles()] == [old.id]
    seen = [(one.article, one.seq) for one in store.wordings(new.id)]
    assert seen == [(old.id, 1), (new.id, 2), (old.id, 3)]
    assert [one.seen_us for one in store.wordings(old.id)][:2] == [NOON_US, NOON_US]
    assert store.wordings("nothing") == []
    assert store.changed("s1") == [old.id] and store.changed("s2") == []


def test_the_story_that_a_new_version_leaves_is_laid_anew(store: SqliteStore) -> None:
    captures = [capture("one", text) for text in ("The first words.", "Other words.")]
    store.admit(captures)
    old, changed = (article(n, made) for n, made in enumerate(captures, 1))
    store.commit(read(0, 1, put_article(old)))
    store.commit(Decision((judged(old, "s1"),), Cursor("weave", 0, 1)))
    store.commit(Decision((laid("s1", [old]),)))
    store.commit(read(1, 2, put_article(msgspec.structs.replace(changed, supersedes=old.id))))
    assert [(one.story, one.members) for one in store.dirty(9)] == [("s1", ())]


def test_a_removed_article_leaves_everything_and_stays_away(store: SqliteStore) -> None:
    ids = fill(store)
    wish = make_request(ids[1], "article", "Desk", "desk@lantern.example", "ours", NOON_US)
    store.put_request(wish)
    assert store.remove(Ruling(wish.id, "removed", "op", "", NOON_US)) == 1
    assert store.article(ids[1]) is None
    assert store.tombstone(ids[1]) is not None
    assert store.search("p2") == []
    assert store.story("s1") is None  # until it is laid out anew
    assert [len(one.members) for one in store.dirty(10)] == [2]
    assert store.cursor("weave") == 1  # what came after is judged again
    assert store.admit([capture("p2"), capture("p2", "The same page, other words.")]) == 0
    for path in store.folder.rglob("*"):
        if path.is_file():
            assert b"The body of p2" not in path.read_bytes()
    assert [one.seq for one in store.captures_after(0, 10)] == [1, 3]
    assert store.captures_after(2, 1)[0].body == b"The body of p3."
    with pytest.raises(StoreError, match="already decided"):
        store.remove(Ruling(wish.id, "removed", "op", "", NOON_US))


def test_numbers_of_removed_captures_are_not_given_out_again(store: SqliteStore) -> None:
    ids = fill(store, 2)
    wish = make_request(ids[1], "article", "", "", "", NOON_US)
    store.put_request(wish)
    store.remove(Ruling(wish.id, "removed", "op", "", NOON_US))
    store.admit([capture("later")])
    assert store.captures_after(1, 10)[0].seq == 3


def test_a_domain_goes_with_its_sources(store: SqliteStore) -> None:
    fill(store)
    source = Source("f1", "feed", "https://lantern.example/rss", "Lantern", "lantern.example")
    store.put_sources([source])
    assert len(store.due(NOON_US, 10)) == 1
    wish = make_request("lantern.example", "domain", "", "", "", NOON_US)
    store.put_request(wish)
    assert store.remove(Ruling(wish.id, "removed", "op", "", NOON_US)) == 3
    assert store.due(NOON_US, 10) == []
    assert store.admit([capture("new", url="https://www.lantern.example/new")]) == 0


def test_polls_are_remembered(store: SqliteStore) -> None:
    source = Source("f1", "feed", "https://lantern.example/rss", "Lantern", "lantern.example")
    assert store.put_sources([source]) == 1
    assert store.put_sources([source]) == 0
    state = SourceState("f1", "ok", next_us=NOON_US + 1)
    assert store.commit_poll(state, [capture("one", source="f1")], ["k1", "k2"]) == 1
    assert store.known_items("f1", ["k1", "k3"]) == {"k1"}
    assert store.due(NOON_US, 10) == []
    assert [one.state.status for one in store.due(NOON_US + 1, 10)] == ["ok"]
    assert store.remove_source("f1") and not store.remove_source("f1")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_reading_threads_leave_no_file_open(store: SqliteStore) -> None:
    def opened() -> int:
        for _ in range(20):
            reader = Thread(target=store.counts)
            reader.start()
            reader.join()
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    assert opened() == opened()


def test_one_engine_a_folder(store: SqliteStore) -> None:
    with pytest.raises(EngineBusy):
        SqliteStore(store.folder, engine=True)
    reader = SqliteStore(store.folder)
    reader.put_intent("decide", "{}")
    reader.close()
    assert [kind for _, kind, _ in store.intents()] == ["decide"]


def test_bytes_behind_the_last_commit_are_cut_off(store: SqliteStore) -> None:
    store.admit([capture("one")])
    (path,) = (store.folder / "archive").glob("*.warc.gz")
    size = path.stat().st_size
    store.close()
    with path.open("ab") as file:
        file.write(b"half a record")
    again = SqliteStore(store.folder, engine=True)
    assert path.stat().st_size == size
    assert again.admit([capture("two")]) == 1
    assert again.captures_after(1, 1)[0].body == b"The body of two."
    again.close()


def test_retention_drops_polled_pages_and_keeps_imports(store: SqliteStore) -> None:
    store.put_sources([Source("f1", "feed", "https://lantern.example/rss", "Lantern")])
    store.commit_poll(SourceState("f1"), [capture("polled", source="f1")], [])
    store.admit([capture("imported")])
    later = NOON_US + 40 * 86_400_000_000
    assert store.retire(later, 30, 0, 0) == []  # not read yet
    store.commit(Decision((), Cursor("read", 0, 2)))
    assert len(store.retire(later, 30, 0, 0)) == 1
    assert [one.seq for one in store.captures_after(0, 10)] == [2]
    assert store.admit([capture("polled", source="f1")]) == 0  # still known
