"""What was asked while another process owned the folder is done by that process."""

import json
from pathlib import Path

from newsloom import app
from newsloom.store.sqlite.store import SqliteStore


def record(folder: Path, name: str) -> Path:
    path = folder / f"{name}.jsonl"
    fields = {"id": name, "title": f"Title of {name}", "text": f"The words of {name}. " * 9}
    path.write_text(json.dumps(fields))
    return path


def imported(folder: Path) -> list[str]:
    with app.reading(folder) as store:
        return [article.given_id for article, _, _ in store.articles()]


def test_an_import_does_what_was_queued_behind_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    owner = SqliteStore(data, engine=True)
    assert app.import_paths((record(tmp_path, "second"),), data, 1, None).queued
    owner.close()
    done = app.import_paths((record(tmp_path, "first"),), data, 1, None)
    assert done.articles == 2
    assert imported(data) == ["first", "second"]


def test_a_removal_queued_behind_an_import_is_carried_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    app.import_paths((record(tmp_path, "first"), record(tmp_path, "gone")), data, 1, None)
    wish = app.request_takedown("gone", "article", "", "", "", data)
    owner = SqliteStore(data, engine=True)
    assert app.decide_takedown(wish.id, True, "op", "", data).queued
    owner.close()
    app.import_paths((record(tmp_path, "third"),), data, 1, None)
    assert imported(data) == ["first", "third"]
    assert [one.articles for one in app.takedowns(data)] == [1]
