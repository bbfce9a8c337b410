"""Giving disk space back beside a poll."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from newsloom.model.facts import Capture, Hints, Source
from newsloom.store.base import Cursor, Decision, SourceState
from newsloom.store.retention import to_retire
from newsloom.store.sqlite import retiring
from newsloom.store.sqlite.store import SqliteStore

NOON_US = 1_767_225_600_000_000


def page(name: str) -> Capture:
    url = f"https://lantern.example/{name}"
    return Capture("c" + name, "page", url, url, NOON_US, 200, (), Hints(), "f1", name.encode())


@pytest.mark.parametrize("moment", ["chosen", "dropped"])
def test_what_a_poll_brings_while_pages_are_retired_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    store = SqliteStore(tmp_path, engine=True)
    store.put_sources([Source("f1", "feed", "https://lantern.example/rss", "Lantern")])
    store.commit_poll(SourceState("f1"), [page("read")], [])
    store.commit(Decision((), Cursor("read", 0, 1)))
    poll = Thread(target=store.commit_poll, args=(SourceState("f1"), [page("new")], []))

    def after_poll(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any) -> Any:
            poll.start()
            poll.join(0.3)
            return work(*args)

        return done

    if moment == "chosen":
        monkeypatch.setattr(retiring, "to_retire", after_poll(to_retire))
    else:
        monkeypatch.setattr(store._archive, "drop", after_poll(store._archive.drop))
    assert len(store.retire(NOON_US, 0, 1, 10**9)) == 1  # over the cap: the newest file goes
    poll.join()
    assert [one.body for one in store.captures_after(1, 10)] == [b"new"]
    store.close()
