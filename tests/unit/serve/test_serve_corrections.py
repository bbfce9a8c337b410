"""Corrections and choices: what the pages offer, what they ask for, and who may."""

from typing import Any

import pytest
from msgspec.structs import replace
from serve_fakes import FakeReader, Server, markup
from serve_press import NOW

from newsloom.model.judgements import Correction
from newsloom.serve.choices import choices_of, from_form
from newsloom.serve.reasons import linked, percent
from newsloom.store.base import Corrected, Said, StoryView
from newsloom.stories.rank import Choices

APART = {"kind": "apart", "subject": "a-flood-3"}
API = "/api/v1/corrections"


def corrected() -> list[Corrected]:
    later = Correction("k-2", "together", "a-1", ("a-2",), NOW, "one event")
    earlier = Correction("k-1", "apart", "a-1", ("a-2", "a-3"), NOW - 1, "")
    return [Corrected(earlier, (Said("a-1", "s-1", 0.64, "s-2", 0.3),)), Corrected(later, ())]


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        (APART, ("correct", "apart", "a-flood-3", "", "")),
        (
            {"kind": "together", "subject": "s-flood", "target": "", "other": "s-ferry"},
            ("correct", "together", "s-flood", "s-ferry", ""),
        ),
        (
            {"kind": "together", "subject": "s-flood", "target": " s-x ", "other": "s-ferry"},
            ("correct", "together", "s-flood", "s-x", ""),
        ),
    ],
)
def test_a_correction_is_asked_for(fields: dict[str, str], asked: tuple[str, ...]) -> None:
    server = Server()
    browser = server.browser()
    assert browser.post("/corrections", fields).status_code == 403  # without a token
    answer = browser.post("/corrections", {**fields, "token": browser.token("/story/s-flood")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/corrections?done=taken")
    assert server.actions.asked == [asked]
    assert "is being judged again" in browser.get("/corrections?done=taken").text


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "together", "subject": "s-flood"},
        {"kind": "merge", "subject": "s-flood", "target": "s-x"},
        {"kind": "together", "subject": "s-flood", "target": "nowhere"},
    ],
)
def test_what_cannot_be_done_is_said(fields: dict[str, str]) -> None:
    server = Server()
    browser = server.browser()
    answer = browser.post("/corrections", {**fields, "token": browser.token()})
    assert answer.status_code == 422
    assert markup(answer).xpath("string(//main//p)")
    assert server.actions.asked == []


def test_corrections_are_listed_with_what_the_weaver_had_said() -> None:
    server = Server()
    server.reader.corrected = corrected()
    page = server.browser().get("/corrections")
    text = " ".join(markup(page).xpath("string(//main)").split())
    assert "Not this story" in text and "These are one" in text and "“one event”" in text
    assert "had fitted its story by 64 %, the next best by 30 %" in text
    assert text.count("overruled in part by a later one") == 1


@pytest.mark.parametrize(("name", "leads"), [("k-1", "undone"), ("k-9", "gone")])
def test_a_correction_is_taken_back(name: str, leads: str) -> None:
    server = Server()
    server.reader.corrected = corrected()
    browser = server.browser()
    sent = {"correction": name, "token": browser.token("/corrections")}
    answer = browser.post("/corrections/undo", sent)
    assert answer.headers["location"] == f"/corrections?done={leads}"
    assert server.actions.asked == [("undo", name)]


@pytest.mark.parametrize("path", ["/corrections", "/corrections/undo", "/choices"])
def test_nobody_but_the_operator_may(path: str) -> None:
    server = Server(operator=False)
    browser = server.browser()
    sent = {**APART, "correction": "k-1", "token": browser.token()}
    assert browser.post(path, sent).status_code == 403
    assert browser.get(path).status_code in (403, 404, 405)
    assert server.actions.asked == [] and server.actions.chosen == Choices()
    for page in ("/story/s-flood", "/article/a-flood-3", "/"):
        text = browser.get(page).text
        assert 'action="/corrections"' not in text and "/choices" not in text


def test_a_story_says_how_it_came_about_and_why_each_article_is_there() -> None:
    page = markup(Server().browser().get("/story/s-flood"))
    history = " ".join(page.xpath("string(//section[@aria-labelledby='history'])").split())
    assert "Joined with another story of 3 articles, 74 % when item 21 had come" in history
    assert "1 article split off into a story of its own, 66 %" in history
    assert "1 article went to another story, 81 %" in history
    assert "1 article came from another story, 82 %" in history
    reasons = page.xpath("//details[@class='here']")
    assert len(reasons) == len(page.xpath("//ol[@class='timeline']/li"))
    assert reasons[0].xpath(".//a[@href='/story/s-ferry']")  # the runner-up


def test_the_front_page_shows_the_terms_of_the_order() -> None:
    page = markup(Server().browser().get("/"))
    shown = [" ".join(one.split()) for one in page.xpath("//details[@class='order']/p//text()[1]")]
    assert shown and all("= " in one for one in shown[::2])


def test_choices_are_kept_and_order_the_page_and_the_api() -> None:
    server = Server()
    browser = server.browser()
    sent = {"follow_outlets": " Lantern \r\n\r\nLantern\nHarbour", "mute_words": "gossip"}
    answer = browser.post("/choices", {**sent, "token": browser.token("/choices")})
    assert answer.headers["location"] == "/choices?saved"
    chosen = Choices(follow_outlets=("Lantern", "Harbour"), mute_words=("gossip",))
    assert server.actions.chosen == chosen
    server.reader.notes["choices"] = (
        '{"follow_outlets": ["Lantern", "Harbour"], "mute_words": ["gossip"]}'
    )
    browser.get("/")
    browser.get("/api/v1/stories")
    assert server.reader.chosen == [chosen, chosen]
    assert "Harbour" in browser.get("/choices?saved").text
    stranger = Server(reader=server.reader, operator=False).browser()
    stranger.get("/")
    assert server.reader.chosen[-1] == Choices()


def test_a_note_that_is_no_choice_is_passed_over() -> None:
    server = Server()
    server.reader.notes["choices"] = "{"
    assert choices_of(server.reader) == Choices()
    many = "\n".join(map(str, range(1000)))
    assert len(from_form({"mute_words": many}).mute_words) == 200


def wish(**changed: Any) -> dict[str, Any]:
    return {"kind": "apart", "subject": "a-flood-3", **changed}


def test_the_api_takes_corrections_in_and_back() -> None:
    server = Server()
    server.reader.corrected = corrected()
    browser = server.browser()
    assert browser.send("POST", API, body=wish()).json() == {"corrections": ["k-new"]}
    assert browser.send("DELETE", f"{API}/k-1").json() == {"corrections": ["k-1"]}
    assert browser.send("DELETE", f"{API}/k-9").status_code == 404
    assert [one[0] for one in server.actions.asked] == ["correct", "undo", "undo"]
    (first, second) = browser.get(API).json()["items"]
    assert (first["score_then"], second["note"]) == (0.64, "one event")
    other = Server(reader=server.reader, operator=False).browser()
    assert other.get(API).json()["items"][1]["note"] == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (wish(kind="merge"), 422),
        (wish(more="x"), 422),
        (wish(target="nowhere"), 422),
        ({}, 422),
        ([], 422),
    ],
)
def test_the_api_says_what_is_wrong(body: Any, status: int) -> None:
    server = Server()
    answer = server.browser().send("POST", API, body=body)
    assert answer.status_code == status and answer.json()["message"]
    assert server.actions.asked == []


def test_the_api_refuses_strangers_and_other_sites() -> None:
    server = Server()
    evil = {"origin": "https://evil.example"}
    browser = server.browser()
    assert browser.send("POST", API, body=wish(), headers=evil).status_code == 403
    assert browser.send("DELETE", f"{API}/k-1", headers=evil).status_code == 403
    assert browser.send("POST", API, data=wish()).status_code == 415
    stranger = Server(operator=False, actions=server.actions).browser()
    assert stranger.send("POST", API, body=wish()).status_code == 403
    assert server.actions.asked == []


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1.0, 100)]
)
def test_only_what_is_certain_is_shown_as_certain(share: float, shown: int) -> None:
    assert percent(share) == shown


_ID = "0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (f"identical copy of a{_ID}",
         ("word for word the same as", f"/article/a{_ID}", "that text")),
        (f"split from story s{_ID}", ("split from", f"/story/s{_ID}", "another story")),
        (f"continues story s{_ID}", ("continues", f"/story/s{_ID}", "another story")),
        (f"a reader keeps it out of story s{_ID}",
         ("a reader keeps it out of", f"/story/s{_ID}", "another story")),
        (f"story s{_ID} was merged into this one",
         ("its story was merged into this one", "", "")),
        (f"its 3 articles and those of story s{_ID} fit each other",
         ("its 3 articles and those of this story fit each other", "", "")),
        (f"its 1 articles and those of story s{_ID} fit each other",
         ("its article and those of this story fit each other", "", "")),
        ("1 of its 3 articles do not fit the others",
         ("1 of its 3 articles does not fit the others", "", "")),
        ("4 of its 6 articles do not fit the others",
         ("4 of its 6 articles do not fit the others", "", "")),
    ],
)  # fmt: skip
def test_no_reason_shows_an_id(reason: str, shown: tuple[str, str, str]) -> None:
    assert linked(reason) == shown


def test_of_many_changes_the_latest_stand_open() -> None:
    class Restless(FakeReader):
        def story(self, story_id: str) -> StoryView | None:
            view = super().story(story_id)
            return view and replace(view, history=view.history[:2] * 3)

    page = markup(Server(Restless()).browser().get("/story/s-flood"))
    (section,) = page.xpath("//section[@aria-labelledby='history']")
    assert len(section.xpath("./ul/li")) == 3 and len(section.xpath("./details//li")) == 3
    assert section.xpath("string(./details/summary)") == "3 changes before"
