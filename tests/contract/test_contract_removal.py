"""What a removal takes, and what it leaves standing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_rows import NOON_US, article, capture, put_article, read

from newsloom.engine.replay import all_captures
from newsloom.fetch.archive import Place
from newsloom.model.facts import Article, Capture, Source
from newsloom.store.base import Cursor, Decision, KeptAway, Quarantined, SameText
from newsloom.store.sqlite.store import SqliteStore
from newsloom.takedown.decide import Ruling, covering_key, removal_keys, text_key
from newsloom.takedown.request import Scope, make_request


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data", engine=True)
    yield made
    made.close()


def put(store: SqliteStore, seq: int, made: Capture, **changed: Any) -> Article:
    """Admit a capture and commit its article."""
    assert store.admit([made]) == 1
    one = msgspec.structs.replace(article(seq, made), **changed)
    store.commit(read(seq - 1, seq, put_article(one)))
    return one


def remove(store: SqliteStore, target: str, scope: Scope = "article") -> int:
    wish = make_request(target, scope, "", "", "", NOON_US)
    store.put_request(wish)
    return store.remove(Ruling(wish.id, "removed", "op", "", NOON_US))


def away(store: SqliteStore, one: Article) -> bool:
    return covering_key(one, store.removed_texts(removal_keys(one))) is not None


def test_the_same_words_elsewhere_stay_when_they_were_there_before(store: SqliteStore) -> None:
    words = {"title": "One title", "text": "The same words."}
    ours = put(store, 1, capture("ours"), **words)
    theirs = put(store, 2, capture("theirs", url="https://beacon.example/1"), **words)
    assert remove(store, ours.id) == 1
    assert store.article(theirs.id) is not None
    assert not away(store, theirs)
    assert away(store, msgspec.structs.replace(theirs, seq=3, capture="c3"))  # a new one


def test_copies_go_with_the_same_words_wherever_they_stand(store: SqliteStore) -> None:
    words = {"title": "One title", "text": "The same words."}
    ours = put(store, 1, capture("ours"), **words)
    theirs = put(store, 2, capture("theirs", url="https://beacon.example/1"), **words)
    assert remove(store, ours.id) == 1
    assert remove(store, theirs.id, "copies") == 1
    assert away(store, theirs)


@pytest.mark.parametrize("rebuilt", [False, True])
def test_numbers_that_were_removed_unread_are_not_given_out_again(
    store: SqliteStore, tmp_path: Path, rebuilt: bool
) -> None:
    words = {"title": "One title", "text": "The same words."}
    ours = put(store, 1, capture("ours"), **words)
    store.admit([capture("ours", "Another answer of the same page, not read yet.")])
    assert remove(store, ours.id) == 1
    folder = SqliteStore(tmp_path / "new", engine=True) if rebuilt else store
    folder.put_removals(store.takedowns(), store.tombstones())
    folder.admit([capture("theirs", url="https://beacon.example/1")])
    (later,) = folder.captures_after(0, 10)
    assert away(folder, msgspec.structs.replace(article(later.seq, later), **words))
    folder.close()


@pytest.mark.parametrize("removed", ["first", "second", "third"])
def test_a_removal_takes_nothing_else_from_who_reads_meanwhile(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, removed: str
) -> None:
    made = [capture(name) for name in ("first", "second", "third")]
    ids = {one.id: put(store, seq, one).id for seq, one in enumerate(made, 1)}
    gone = capture(removed)
    reader = SqliteStore(store.folder)
    read_one = reader._archive.read

    def read_after_it(place: Place, one: str) -> bytes:
        monkeypatch.undo()
        assert remove(store, ids[gone.id]) == 1
        return read_one(place, one)

    monkeypatch.setattr(reader._archive, "read", read_after_it)
    found = [one.id for one in all_captures(reader)]
    reader.close()
    assert found == [one.id for one in made if one.id != gone.id]


def test_who_names_a_removed_address_as_canonical_stays(store: SqliteStore) -> None:
    original = put(store, 1, capture("original"))
    copy = put(store, 2, capture("copy", url="https://beacon.example/1"), canonical=original.url)
    assert remove(store, copy.id) == 1
    assert not away(store, original)
    assert store.admit([capture("original", "Other words of the original.")]) == 1


def test_an_address_goes_whoever_is_said_to_have_published_there(store: SqliteStore) -> None:
    one = put(store, 1, capture("one"))
    put(store, 2, capture("one", "Other words."), outlet="Collector", id="a2", given_id="g2")
    assert remove(store, one.id) == 2


def test_the_address_behind_a_feeds_link_is_found(store: SqliteStore) -> None:
    behind = "https://lantern.example/story"
    made = msgspec.structs.replace(
        capture("link", url="https://feeds.example/17"), final_url=behind
    )
    put(store, 1, made)
    put(store, 2, msgspec.structs.replace(made, id="c2", url="https://feeds.example/18"), id="a2")
    assert remove(store, behind) == 2
    assert store.counts().captures == 0


def test_the_domain_behind_a_feeds_link_is_found(store: SqliteStore) -> None:
    put(
        store,
        1,
        msgspec.structs.replace(
            capture("link", url="https://feeds.example/17"),
            final_url="https://news.lantern.example/story",
        ),
    )
    assert remove(store, "lantern.example", "domain") == 1


def test_another_id_of_the_same_text_is_found(store: SqliteStore) -> None:
    one = put(store, 1, capture("one"))
    again = capture("again", url="https://lantern.example/one?utm_source=x")
    store.admit([again])
    store.commit(Decision((SameText(2, again.id, "second-id", one.id),)))
    assert remove(store, "second-id") == 1
    assert store.counts().captures == 0


@pytest.mark.parametrize("target", ["%", "_antern.example", "example", ""])
def test_a_domain_is_no_pattern(store: SqliteStore, target: str) -> None:
    put(store, 1, capture("one"))
    assert remove(store, target, "domain") == 0


@pytest.mark.parametrize("target", ["Lantern.example", "lantern.example:8080", "lantern.example/x"])
def test_a_domain_may_be_written_in_several_ways(store: SqliteStore, target: str) -> None:
    put(store, 1, capture("one", url="https://www.lantern.example/one"))
    assert remove(store, target, "domain") == 1


def test_sources_below_a_removed_domain_are_not_polled(store: SqliteStore) -> None:
    addresses = ["https://news.lantern.example/rss", "https://lantern.example.org/rss"]
    store.put_sources([Source(f"f{n}", "feed", url, "Lantern") for n, url in enumerate(addresses)])
    remove(store, "lantern.example", "domain")
    assert [one.source.id for one in store.due(NOON_US, 1)] == ["f1"]


def test_a_capture_that_brings_removed_words_back_is_erased(store: SqliteStore) -> None:
    put(store, 1, capture("first"))
    gone = put(store, 2, capture("gone"))
    remove(store, gone.id)
    again = capture("again", "The body of gone.", url="https://beacon.example/again")
    store.admit([again, capture("after")])
    words = text_key(gone.title, gone.text)
    store.commit(Decision((KeptAway(again.id, words),)))
    assert [one.seq for one in store.captures_after(0, 10)] == [1, 4]
    assert store.captures_after(3, 1)[0].body == b"The body of after."
    names = sorted(path.name for path in (store.folder / "archive").iterdir())
    assert names == ["import-000001_r1.warc.gz", "import-000002_r1.warc.gz"]
    assert store.admit([again]) == 0


@pytest.mark.parametrize(
    ("target", "scope"),
    [("https://lantern.example/link?utm_source=feed", "article"), ("lantern.example", "domain")],
)
def test_a_failed_page_goes_by_the_link_that_led_to_it(
    store: SqliteStore, target: str, scope: Scope
) -> None:
    linked = capture("link")
    failed = msgspec.structs.replace(linked, final_url="https://wall.example/consent")
    store.admit([failed])
    row = Quarantined(failed.id, 1, "read", "consent", "a consent page", failed.url or "", NOON_US)
    store.commit(Decision((row,), Cursor("read", 0, 1)))
    remove(store, target, scope)
    assert store.captures_after(0, 10) == []
    assert store.quarantine() == []


def test_a_page_of_a_removed_address_that_failed_goes_too(store: SqliteStore) -> None:
    one = put(store, 1, capture("one"))
    store.admit([capture("one", "A consent page.")])  # never became an article
    assert remove(store, one.id) == 1
    assert store.counts().captures == 0


def test_words_leave_the_files_though_a_kill_came_between(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, 1, capture("one"), text="Zebrafunkel walked by.")
    put(store, 2, capture("two"))
    monkeypatch.setattr(store._session, "scrub", lambda: False)  # as if killed before it
    remove(store, "https://lantern.example/one")
    store.close()
    SqliteStore(store.folder, engine=True).close()
    for path in store.folder.rglob("*"):
        if path.is_file():
            assert b"zebrafunkel" not in path.read_bytes().lower()
