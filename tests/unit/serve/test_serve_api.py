"""JSON under /api/v1 and its description."""

from typing import Any

import msgspec
import pytest
from serve_fakes import Server
from serve_press import FLOOD

from newsloom.serve import answers
from newsloom.serve.api import ENDPOINTS, ROUTES

EXAMPLES = {
    "/stories": "/api/v1/stories?limit=5&lang=en",
    "/stories/{id}": "/api/v1/stories/s-flood",
    "/storylines/{id}": "/api/v1/storylines/l-flood",
    "/articles/{id}": "/api/v1/articles/a-flood-8",
    "/articles/{id}/versions": "/api/v1/articles/a-flood-12/versions",
    "/search": "/api/v1/search?q=astel",
    "/sources": "/api/v1/sources",
    "/corrections": "/api/v1/corrections",
    "/counts": "/api/v1/counts",
}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.path)
def test_answers_have_the_described_shape(endpoint: Any) -> None:
    answer = Server().browser().get(EXAMPLES[endpoint.path])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    msgspec.json.decode(answer.content, type=endpoint.answer, strict=True)


def items(value: Any) -> list[dict[str, Any]]:
    """Every object with a title: the items that must carry their main source."""
    found = []
    if isinstance(value, dict):
        if ("title" in value and "outlet" in value) or ("storyline" in value and "lead" in value):
            found.append(value)
        for inner in value.values():
            found += items(inner)
    elif isinstance(value, list):
        for inner in value:
            found += items(inner)
    return found


@pytest.mark.parametrize("path", ["/stories", "/stories/{id}", "/articles/{id}", "/search"])
def test_every_item_carries_its_main_source(path: str) -> None:
    found = items(Server().browser().get(EXAMPLES[path]).json())
    assert found
    for item in found:
        assert set(item["main_source"]) == {"name", "url", "kind", "article"}
        assert item["main_source"]["name"]


def test_a_story_in_full() -> None:
    story = Server().browser().get("/api/v1/stories/s-old").json()
    assert story["story"]["id"] == "s-flood"
    assert len(story["members"]) == len(FLOOD)
    undated = next(m for m in story["members"] if m["article"]["outlet"] == "Dyke Watch")
    assert undated["article"]["published"] is None
    assert undated["article"]["published_utc"] is None
    copy = story["members"][1]
    assert (copy["relation"], copy["of"]) == ("identical", "a-flood-0")
    assert copy["evidence"][0]["text"] == "as the Harbour Gazette first reported"
    assert story["series"][0]["points"][6]["value"] == 1620


def test_pages_follow_each_other() -> None:
    browser = Server().browser()
    seen, path = [], "/api/v1/stories?limit=5"
    while path:
        page = browser.get(path).json()
        seen += [item["id"] for item in page["items"]]
        path = page["next"]
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/v1/stories?limit=0", 422, "bad_parameter"),
        ("/api/v1/stories?limit=101", 422, "bad_parameter"),
        ("/api/v1/stories?limit=ten", 422, "bad_parameter"),
        ("/api/v1/stories?limit=%D9%A3", 422, "bad_parameter"),
        ("/api/v1/stories?offset=-1", 422, "bad_parameter"),
        ("/api/v1/stories?offset=99999999999999", 422, "bad_parameter"),
        ("/api/v1/stories?lang=English", 422, "bad_parameter"),
        ("/api/v1/search", 422, "bad_parameter"),
        ("/api/v1/search?q=%20", 422, "bad_parameter"),
        ("/api/v1/search?q=astel&order=oldest", 422, "bad_parameter"),
        ("/api/v1/stories/none", 404, "not_found"),
        ("/api/v1/articles/none", 404, "not_found"),
        ("/api/v1/articles/a-gone", 410, "removed"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/", 404, "not_found"),
    ],
)
def test_errors_are_json(path: str, status: int, error: str) -> None:
    answer = Server().browser().get(path)
    assert answer.status_code == status
    body = msgspec.json.decode(answer.content, type=answers.ErrorAnswer)
    assert body.error == error and body.message


def test_other_methods_are_refused_as_json() -> None:
    answer = Server().browser().send("POST", "/api/v1/stories")
    assert answer.status_code == 405
    assert answer.json()["error"] == "method_not_allowed"


def test_openapi_describes_every_route() -> None:
    described = Server().browser().get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    routed = {route.path for route in ROUTES if "rest" not in route.path}
    assert set(described["paths"]) == routed
    names = []
    for path, operations in described["paths"].items():
        for operation in operations.values():
            named = {param["name"] for param in operation.get("parameters", ())}
            assert ("{id}" in path) == ("id" in named)
            assert {"200", "503"} <= set(operation["responses"])
            names.append(operation["operationId"])
    assert len(names) == len(set(names))


def test_openapi_references_resolve() -> None:
    described = Server().browser().get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"].removeprefix("#/components/schemas/") in schemas
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(described)
    assert "main_source" in schemas["StoryAnswer"]["required"]


def test_search_goes_by_match_or_by_arrival() -> None:
    browser = Server().browser()
    best, newest = (
        [one["article"] for one in browser.get(f"/api/v1/search?q=astel{order}").json()["items"]]
        for order in ("&order=match", "&order=newest")
    )
    assert len(best) > 3 and newest == best[::-1]
