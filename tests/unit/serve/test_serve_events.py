"""The timeline, the summary and a generated summary on the pages."""

import re

import pytest
from serve_fakes import Server, markup

from newsloom.model.facts import Article
from newsloom.model.ledger import Event, SummaryLine
from newsloom.serve.views.events import chapters, plain_days, summary, timeline
from newsloom.store.base import StoryView

LONG = "The dam above Karrenfeld broke on Monday and drove 1,200 people from their homes. " * 5


def view() -> StoryView:
    found = Server().reader.story("s-flood")
    assert found is not None
    return found


def articles() -> dict[str, Article]:
    return {member.article.id: member.article for member in view().members}


def event(first: str, last: str, precision: str = "day", article: str = "a-flood-0") -> Event:
    return Event(first, last, precision, article, 0, len(LONG), LONG, (article,), 3, True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (event("2031-03-07", "2031-03-07"), "7 Mar 2031"),
        (event("2031-03-05", "2031-03-09"), "5 to 9 Mar 2031"),
        (event("2031-03-30", "2031-04-02"), "30 Mar 2031 to 2 Apr 2031"),
        (event("2031-03-03", "2031-03-09", "week"), "week of 3 Mar 2031"),
        (event("2031-03-01", "2031-03-31", "month"), "Mar 2031"),
        (event("2031-01-01", "2031-12-31", "year"), "2031"),
    ],
)
def test_days_are_no_more_exact_than_their_sentence(one: Event, shown: str) -> None:
    assert plain_days(one) == shown


def test_readers_without_full_texts_see_beginnings() -> None:
    (whole,) = timeline([event("2031-03-07", "2031-03-07")], articles(), None)
    assert (whole.text, whole.cut, whole.planned, whole.origins) == (LONG, False, True, 3)
    (cut,) = timeline([event("2031-03-07", "2031-03-07")], articles(), 100)
    assert cut.cut and len(cut.text) <= 100 and LONG.startswith(cut.text)
    line = SummaryLine("a-flood-0", 0, len(LONG), LONG, (), 2)
    assert summary([line], articles(), 100)[0].cut
    assert timeline([event("2031-03-07", "2031-03-07", article="a-gone")], articles(), None) == []


def test_a_storyline_has_one_entry_a_story() -> None:
    found = view()
    rows = chapters(found.story, found.storyline)
    assert [row.here for row in rows].count(True) == 1
    assert len(rows) == len(found.storyline) + 1
    dated = [row.iso for row in rows if row.iso]
    assert dated == sorted(dated)


def test_a_generated_summary_says_what_it_is() -> None:
    asked: list[str] = []

    def write(shown: StoryView) -> tuple[str | None, str]:
        asked.append(shown.story.id)
        return "The dam broke.", ""

    browser = Server(writer=("tiny", write)).browser()
    page = browser.get("/story/s-flood")
    assert "Have tiny write a summary" in page.text
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert token is not None
    answer = browser.post("/story/s-flood/summary", {"token": token[1]})
    tree = markup(answer)
    assert (answer.status_code, asked) == (200, ["s-flood"])
    assert "A language model wrote this" in answer.text
    assert tree.xpath("//p[@class='generated']/text()") == ["The dam broke."]
    assert len(tree.xpath("//ul[@class='lines']/li")) == len(view().members)
    assert browser.post("/story/s-flood/summary", {"token": "x"}).status_code == 403
    assert asked == ["s-flood"]


def test_a_rejected_summary_is_not_shown() -> None:
    reason = "not in the sources: number: 1,300"
    browser = Server(writer=("tiny", lambda _: (None, reason))).browser()
    page = browser.get("/story/s-flood").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    answer = browser.post("/story/s-flood/summary", {"token": token[1]})
    assert answer.status_code == 502
    assert reason in answer.text


def test_without_an_endpoint_there_is_no_button() -> None:
    browser = Server().browser()
    assert "write a summary" not in browser.get("/story/s-flood").text
    assert browser.post("/story/s-flood/summary", {}).status_code == 404


def test_only_the_operator_may_have_one_written() -> None:
    server = Server(writer=("tiny", lambda _: ("x", "")), operator=False)
    browser = server.browser()
    assert "write a summary" not in browser.get("/story/s-flood").text
    assert browser.post("/story/s-flood/summary", {"token": "x"}).status_code == 403
