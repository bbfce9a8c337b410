"""Forms: what they ask for, and who may send them."""

import pytest
from serve_fakes import Server

from newsloom.model.times import HOUR_US
from newsloom.serve.views.removal import check

FIELDS = {
    "target": "https://harbour-gazette.example/flood/0",
    "scope": "copies",
    "name": "Ada Mole",
    "contact": "ada@desk.example",
    "reason": "Our text.",
}


def test_a_request_for_removal_is_logged() -> None:
    server = Server()
    browser = server.browser()
    answer = browser.post("/removal", {**FIELDS, "token": browser.token()})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/removal?received=t-new"
    assert server.actions.asked == [("takedown", *FIELDS.values())]
    assert "t-new" in browser.get("/removal?received=t-new").text


def test_a_whole_site_is_asked_for_by_its_domain() -> None:
    server = Server()
    browser = server.browser()
    fields = {**FIELDS, "scope": "domain", "target": "https://www.harbour-gazette.example/x"}
    browser.post("/removal", {**fields, "token": browser.token()})
    assert server.actions.asked[0][1:3] == ("harbour-gazette.example", "domain")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"target": ""}, "target"),
        ({"target": "javascript:alert(1)"}, "target"),
        ({"target": "not a url"}, "target"),
        ({"target": "nodots", "scope": "domain"}, "target"),
        ({"scope": "everything"}, "scope"),
        ({"name": ""}, "name"),
        ({"contact": ""}, "contact"),
        ({"reason": "x" * 4001}, "reason"),
        ({"target": "https://x.example/" + "x" * 2000}, "target"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    changed: dict[str, str], field: str
) -> None:
    server = Server()
    browser = server.browser()
    assert field in check({**FIELDS, **changed})
    answer = browser.post("/removal", {**FIELDS, **changed, "token": browser.token()})
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert server.actions.asked == []
    assert changed.get("name", "Ada Mole") in answer.text


def test_plain_domains_and_ids_are_taken() -> None:
    assert check({**FIELDS, "target": "a-flood-0", "scope": "article"}) == {}
    assert check({**FIELDS, "target": "zeitung.köln", "scope": "domain"}) == {}


def test_a_form_from_elsewhere_is_refused() -> None:
    server = Server()
    browser = server.browser()
    token = browser.token()
    sent = {**FIELDS, "token": token}
    assert browser.post("/removal", sent, origin="https://evil.example").status_code == 403
    assert browser.post("/removal", sent, origin="null").status_code == 403
    assert browser.post("/removal", {**FIELDS, "token": "0" * 64}).status_code == 403
    assert browser.post("/removal", FIELDS).status_code == 403
    other = server.browser()
    refused = other.post("/removal", sent)  # the token of another browser
    assert refused.status_code == 403 and "Our text." in refused.text
    headers = {"sec-fetch-site": "cross-site"}
    assert browser.send("POST", "/removal", data=sent, headers=headers).status_code == 403
    assert server.actions.asked == []


def test_too_many_requests_have_to_wait() -> None:
    server = Server()
    browser = server.browser()
    sent = {**FIELDS, "token": browser.token()}
    statuses = [browser.post("/removal", sent).status_code for _ in range(62)]
    assert statuses == [303] * 60 + [429] * 2
    server.now += HOUR_US + 1
    assert browser.post("/removal", sent).status_code == 303


def test_a_form_too_long_is_refused() -> None:
    browser = Server().browser()
    assert browser.post("/removal", {"reason": "x" * 70_000}).status_code == 413
    many = {f"f{n}": "x" for n in range(100)}
    assert browser.post("/removal", many).status_code == 400


@pytest.mark.parametrize(
    ("path", "fields", "asked", "leads"),
    [
        ("/sources/world", {}, ("world",), "/sources?added=4321"),
        ("/sources/retry", {"capture": "c-bad"}, ("retry", "c-bad"), "/sources?retried=yes"),
        ("/sources/retry", {"capture": "?"}, ("retry", "?"), "/sources?retried=no"),
        ("/demo", {}, ("demo",), None),
    ],
)
def test_the_operator_has_buttons(
    path: str, fields: dict[str, str], asked: tuple[str, ...], leads: str | None
) -> None:
    server = Server()
    browser = server.browser()
    assert browser.post(path, fields).status_code == 403
    answer = browser.post(path, {**fields, "token": browser.token("/sources")})
    assert server.actions.asked == [asked]
    if leads is None:
        assert answer.status_code == 200 and "another port" in answer.text
    else:
        assert answer.status_code == 303 and answer.headers["location"].startswith(leads)
        assert browser.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("path", ["/sources/world", "/sources/retry", "/demo"])
def test_nobody_else_has_them(path: str) -> None:
    server = Server(operator=False)
    browser = server.browser()
    assert browser.post(path, {"token": browser.token()}).status_code == 403
    assert server.actions.asked == []
    assert browser.get(path).status_code in (404, 405)
    page = browser.get("/sources").text
    assert "<form method" not in page and "/home/reader" not in page


def test_cookie_is_kept_from_scripts_and_other_sites() -> None:
    header = Server().browser().get("/removal").headers["set-cookie"].lower()
    assert "httponly" in header and "samesite=strict" in header and "secure" not in header
    https = Server(base="https://localhost").browser()
    assert "secure" in https.get("/removal").headers["set-cookie"].lower()


def test_decisions_are_public_but_who_asked_is_not() -> None:
    text = Server().browser().get("/removals").text
    assert "harbour-gazette.example" in text and "kettle-bay-courier.example" in text
    assert "1 request is waiting" in text
    for private in ("Private Name", "private@desk", "secret-title", "Mine."):
        assert private not in text
