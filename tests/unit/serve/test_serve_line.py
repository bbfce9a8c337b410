"""Figures of a story that go on through its storyline."""

from msgspec.structs import replace
from serve_fakes import FakeReader, Server, markup

from newsloom.model.ledger import Ledger, Report
from newsloom.serve.line import line_series
from newsloom.store.base import StoryView

DAY_US = 86_400_000_000


def report(figure: str, value: int, day: int) -> Report:
    return Report(
        figure, f"a-{figure}", "Quillmoor Gazette", "en", f"{value:,} stone houses",
        "stone houses", None, value, "exact", ("hous", "stone"), (),
        at_us=1_700_000_000_000_000 + day * DAY_US,
    )  # fmt: skip


def looked_at(own: tuple[Report, ...], others: tuple[Report, ...]) -> StoryView:
    view = FakeReader().story("s-flood")
    assert view is not None
    return replace(view, ledger=Ledger(reports=own), line_reports=others)


def test_reports_of_other_stories_continue_a_series() -> None:
    own = (report("f1", 214, 0), report("f2", 214, 1))
    later = (report("g1", 250, 5), report("g2", 307, 9))
    found = line_series(looked_at(own, later))
    assert [[(point.value, point.state) for point in one.points] for one in found] == [
        [(214, "first"), (214, "agree"), (250, "superseded"), (307, "superseded")]
    ]


def test_what_stands_in_one_story_alone_is_not_repeated() -> None:
    own = (report("f1", 214, 0), report("f2", 214, 1))
    other = replace(report("g1", 99, 5), key=("boat", "wood"), what="wooden boats")
    assert line_series(looked_at(own, (other,))) == ()
    assert line_series(looked_at((), (other, replace(other, figure="g2", article="z")))) == ()
    assert line_series(looked_at(own, ())) == ()


def test_the_page_shows_them() -> None:
    server = Server()
    view = looked_at(
        (report("f1", 214, 0), report("f2", 214, 1)), (report("g1", 250, 5), report("g2", 307, 9))
    )
    server.reader.story = lambda story_id: view  # type: ignore[method-assign]
    tree = markup(server.browser().get("/story/s-flood"))
    section = tree.xpath("//section[@aria-labelledby='line-figures']")[0]
    assert "stone houses" in section.text_content()
    assert len(section.xpath(".//svg[@class='chart']//a")) == 4
    assert section.xpath(".//td//a/@href")[0] == "/article/a-f1#f1"
    page = markup(server.browser().get(f"/storyline/{view.story.storyline}"))
    assert len(page.xpath("//section[@aria-labelledby='line-figures']//svg//a")) == 4
    answer = server.browser().get("/api/v1/stories/s-flood").json()
    assert [point["state"] for point in answer["line_series"][0]["points"]] == [
        "first", "agree", "superseded", "superseded",
    ]  # fmt: skip
