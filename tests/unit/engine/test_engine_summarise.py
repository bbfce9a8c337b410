"""Generated summaries from an endpoint on this machine that the test runs itself."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from aiohttp import web

from newsloom.engine.summarise import GeneratedSummary, summarise
from newsloom.fetch.endpoint import Endpoint, EndpointFailed, ask
from newsloom.model.facts import Article
from newsloom.model.judgements import Assignment, MainSource, Relation, Story
from newsloom.model.ledger import Ledger
from newsloom.store.base import Member, StoryView

TEXT = (
    "The dam above Karrenfeld broke on Monday and drove 1,200 people from their homes. "
    "Governor Mira Oduya said: “The pumps will run for days.”"
)
GOOD = "The dam above Karrenfeld broke on Monday; 1,200 people left their homes."


def view() -> StoryView:
    article = Article("a1", 1, "c1", "g1", None, "Kettle Courier", "en", "Dam breaks", TEXT)
    member = Member(article, Assignment("a1", "s1", "l1", 1.0), Relation("a1", "original"), None)
    story = Story(
        "s1", "l1", "en", "Dam breaks", TEXT, "en", ("en",), 1, 1, None, None, 1, 1, 1,
        MainSource("Kettle Courier", None, "self", "a1"), "a1",
    )  # fmt: skip
    return StoryView(story, (member,), Ledger(), (), (), ())


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def chat(content: object) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response({"choices": [{"message": {"content": content}}]})

    return answer


async def summed(answer: Answer, timeout_s: float = 5.0) -> tuple[GeneratedSummary, list[str]]:
    """One summary through a real server; the headers and bodies that it saw as text."""
    seen: list[str] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers.get("Authorization", "") + " " + await request.text())
        return await answer(request)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    endpoint = Endpoint(f"http://{host}:{port}/v1", "tiny", "secret", timeout_s)
    try:
        return await summarise(view(), endpoint, ask), seen
    finally:
        await runner.cleanup()


def run(answer: Answer, timeout_s: float = 5.0) -> GeneratedSummary:
    return asyncio.run(summed(answer, timeout_s))[0]


@contextmanager
def logged(caplog: pytest.LogCaptureFixture, words: str) -> Iterator[None]:
    with caplog.at_level(logging.WARNING):
        yield
    assert words in caplog.text
    assert "secret" not in caplog.text


def test_a_summary_that_holds_is_given_with_its_model() -> None:
    made, seen = asyncio.run(summed(chat(GOOD)))
    assert made == GeneratedSummary(GOOD, "tiny")
    (question,) = seen
    assert question.startswith("Bearer secret ")
    asked = json.loads(question.removeprefix("Bearer secret "))
    assert asked["model"] == "tiny"
    assert TEXT in asked["messages"][1]["content"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (GOOD.replace("1,200", "1,250"), "number: 1,250"),
        ("Governor Mira Odaya spoke.", "name: Governor Mira Odaya"),
        ("Oduya said “The pumps will run for weeks.”", "quotation: The pumps will run for weeks."),
        ("", "it is empty"),
    ],
)
def test_a_summary_with_something_added_is_rejected(
    told: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with logged(caplog, reason):
        made = run(chat(told))
    assert made.text is None
    assert reason in made.reason


def test_a_slow_endpoint_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    with logged(caplog, "did not answer in 0.2 s"):
        assert run(slow, 0.2).text is None


@pytest.mark.parametrize(
    "body",
    ["{", "null", "[]", '{"choices": []}', '{"choices": [{"message": null}]}', "[" * 100_000],
)
def test_broken_answers_are_rejected(body: str, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: web.Request) -> web.StreamResponse:
        return web.Response(text=body, content_type="application/json")

    with logged(caplog, "no chat answer"):
        assert run(broken).text is None


def test_other_failures_are_rejected(caplog: pytest.LogCaptureFixture) -> None:
    async def moved(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/v1/elsewhere")

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(40):
            await response.write(b" " * 50_000)
        return response

    with logged(caplog, "answered 302"):
        assert run(moved).text is None
    with logged(caplog, "more than 1,000,000 bytes"):
        assert run(endless).text is None
    with logged(caplog, "no text"):
        assert run(chat(7)).text is None


def test_nobody_there() -> None:
    with pytest.raises(EndpointFailed, match=r"127\.0\.0\.1:9"):
        asyncio.run(ask(Endpoint("http://127.0.0.1:9/v1", "tiny", timeout_s=2), []))
