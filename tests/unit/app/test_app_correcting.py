"""A reader's word, by command, by form, and behind an engine that owns the folder."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from newsloom import app
from newsloom.app.actions import LiveActions
from newsloom.app.stored import intents_of, now_us, working
from newsloom.config import Config
from newsloom.engine.doctor import examine
from newsloom.engine.live import EngineThread, Keep
from newsloom.model.errors import NewsloomError, StoreError
from newsloom.serve.auth import allowed_hosts, text_rights
from newsloom.serve.web import make_app
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories import features as stories_features

EVENTS = {
    "ferry": "The ferry Petrel ran aground off Saltgate Point on Monday with 212 people on board. "
    "Harbour master Ada Quill said the hull held and that lifeboats took everybody ashore. ",
    "museum": "The cheese makers of Elmtal opened a museum in the old dairy on Tuesday. Dairywoman "
    "Berta Kessel cut the oldest wheel, which was 61 years old, for the first visitors. ",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three reports on each of two events, woven."""
    lines = [
        {
            "id": f"{event}{number}",
            "url": f"https://outlet{number}.example/{event}",
            "outlet": f"Outlet {number}",
            "title": " ".join(words.split()[1:9]),
            "text": words * 3 + f"Outlet {number} will report more on page {number}. ",
            "lang": "en",
        }
        for event, words in EVENTS.items()
        for number in (1, 2, 3)
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    app.import_paths((path,), tmp_path / "data", 1, None)
    return tmp_path / "data"


def stands(data: Path) -> dict[str, str]:
    """Given id -> story."""
    with app.reading(data) as store:
        return {one.given_id: said.story for one, said, _ in store.articles() if said}


def named(data: Path) -> dict[str, str]:
    """Given id -> article."""
    with app.reading(data) as store:
        return {one.given_id: one.id for one, _, _ in store.articles()}


def agrees(data: Path, new: Path) -> bool:
    """Whether a replay comes to the same, and nothing is broken."""
    app.replay(data, new, 1, None)
    return app.digest_of(new) == app.digest_of(data) and all(
        check.ok for check in app.doctor(data) if check.name != "disk"
    )


def test_not_this_story_and_back(data: Path, tmp_path: Path) -> None:
    before, ids = stands(data), named(data)
    assert len(set(before.values())) == 2
    digest = app.digest_of(data)
    taken = app.correct("apart", f"http://127.0.0.1:8000/article/{ids['ferry3']}", "", "why", data)
    after = stands(data)
    assert after["ferry3"] not in (after["ferry1"], after["museum1"])
    assert after["ferry1"] == after["ferry2"]
    assert agrees(data, tmp_path / "new")
    report = app.correction_report(data)
    assert (report.corrections, len(report.false_merges), report.misses) == (1, 1, ())
    with pytest.raises(NewsloomError, match="of its own already"):
        app.correct("apart", ids["ferry3"], "", "", data)
    (back,) = app.undo_correction(taken.corrections[0].id, data).corrections
    assert back.note == "why"
    assert app.digest_of(data) == digest


def test_these_are_one(data: Path, tmp_path: Path) -> None:
    before = stands(data)
    app.correct("together", before["museum1"], before["ferry2"], "", data)
    assert len(set(stands(data).values())) == 1
    assert agrees(data, tmp_path / "new")
    with app.reading(data) as store:  # the address that is gone leads on
        view = store.story(before["museum1"])
    assert view is not None and view.story.id == stands(data)["ferry1"]
    assert app.correction_report(data).misses
    with pytest.raises(NewsloomError, match="one story already"):
        app.correct("together", before["museum1"], before["ferry2"], "", data)


def test_an_article_moves_to_another_story(data: Path, tmp_path: Path) -> None:
    before, ids = stands(data), named(data)
    taken = app.correct("together", ids["ferry1"], before["museum1"], "", data)
    assert [one.kind for one in taken.corrections] == ["apart", "together"]
    after = stands(data)
    assert after["ferry1"] == after["museum1"] == after["museum3"]
    assert after["ferry2"] == after["ferry3"] != after["ferry1"]
    assert agrees(data, tmp_path / "new")


@pytest.mark.parametrize(
    ("kind", "subject", "target", "says"),
    [
        ("apart", "nonsense", "", "is no id"),
        ("apart", "a" + "0" * 24, "", "no article"),
        ("together", "s" + "0" * 24, "s" + "1" * 24, "no story"),
        ("together", "{ferry1}", "{ferry2}", "stands in that story already"),
    ],
)
def test_what_means_nothing_is_said(
    data: Path, kind: str, subject: str, target: str, says: str
) -> None:
    ids = named(data)
    with pytest.raises(NewsloomError, match=says):
        app.correct(kind, subject.format(**ids), target.format(**ids), "", data)
    assert app.corrections(data) == []


def test_behind_an_owner_it_is_queued(data: Path) -> None:
    ids = named(data)
    owner = SqliteStore(data, engine=True)
    assert app.correct("apart", ids["ferry3"], "", "", data).queued
    owner.close()
    with working(data, 1, None) as (store, engine):
        app.stored.finish_queued(store, engine)
    after = stands(data)
    assert after["ferry3"] != after["ferry1"]


def test_the_form_of_a_running_newsloom(data: Path) -> None:
    ids = named(data)
    with working(data, 1, None) as (store, engine):
        thread = EngineThread(store, engine, Keep(0, 0), now_us, intents_of(store))
        pages = make_app(
            store,
            LiveActions(store, Config()),
            clock=now_us,
            full_text=text_rights("127.0.0.1"),
            hosts=allowed_hosts("127.0.0.1"),
        )
        thread.start()
        try:
            status, text = asyncio.run(_sent(pages, ids["ferry3"]))
        finally:
            thread.stop()
            thread.join()
        assert (status, "Noted" in text) == (303, True)
        engine.drain()
        assert all(check.ok for check in examine(store) if check.name != "disk")
    after = stands(data)
    assert after["ferry3"] != after["ferry1"]


async def _sent(pages: object, article: str) -> tuple[int, str]:
    """Open an article's page, press "Not this story"; the status, and the page that follows."""
    transport = httpx.ASGITransport(app=pages)  # type: ignore[arg-type]
    base = "http://127.0.0.1:8000"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        page = (await client.get(f"/article/{article}")).text
        token = page.split('name="token" value="')[1].split('"')[0]
        sent = {"token": token, "kind": "apart", "subject": article}
        answer = await client.post("/corrections", data=sent, headers={"origin": base})
        return answer.status_code, (await client.get(answer.headers["location"])).text


def test_a_folder_of_another_version_is_refused_with_the_way_out(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = app.request_takedown("ferry1", "article", "", "", "", data)
    newer = stories_features.FEATURES_VERSION + 1
    for module in ("newsloom.engine.sequencer", "newsloom.engine.doctor"):
        monkeypatch.setattr(f"{module}.FEATURES_VERSION", newer)
    monkeypatch.setattr(stories_features, "FEATURES_VERSION", newer)
    with pytest.raises(StoreError, match="newsloom replay --from"):
        app.correct("apart", named(data)["ferry3"], "", "", data)
    assert [check.name for check in app.doctor(data) if not check.ok] == ["features"]
    assert app.decide_takedown(wish.id, True, "op", "", data).articles == 1  # all the same
    assert "ferry1" not in named(data)
    app.replay(data, tmp_path / "new", 1, None)
    assert all(check.ok for check in app.doctor(tmp_path / "new") if check.name != "disk")
