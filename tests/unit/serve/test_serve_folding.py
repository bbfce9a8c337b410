"""What a story's page shows at once, and what opens on demand."""

import re
from pathlib import Path

import pytest
from serve_fakes import FakeReader, Server, markup

from newsloom.model.ledger import Point, Series
from newsloom.serve.site import HERE
from newsloom.serve.views.story import figures_of
from newsloom.store.base import StoryView


def flood() -> StoryView:
    view = FakeReader().story("s-flood")
    assert view is not None
    return view


def series(*states: str, text: str = "5") -> Series:
    points = (Point(f"f{at}", f"a{at}", 5, text, state) for at, state in enumerate(states))  # type: ignore[arg-type]
    return Series("boats", None, tuple(points))


def split(*states: str) -> tuple[list[str], list[str]]:
    (one,) = figures_of([series(*states)], flood(), {})
    return [point.figure for point in one.shown], [point.figure for point in one.folded]


def test_few_reports_are_all_shown() -> None:
    assert split("first", "agree", "agree") == (["f0", "f1", "f2"], [])


def test_reports_that_agree_are_folded() -> None:
    assert split("first", "agree", "agree", "superseded", "agree") == (
        ["f0", "f3"],
        ["f1", "f2", "f4"],
    )


def test_what_is_said_again_is_folded_and_nothing_is_lost() -> None:
    assert split("first", "other", "other", "agree") == (["f0", "f1"], ["f2", "f3"])
    assert split("agree", "agree", "agree", "agree") == (["f0"], ["f1", "f2", "f3"])


def test_what_is_disputed_stands_first() -> None:
    calm, disputed = series("first", "agree", "agree"), series("first", "conflict")
    assert [one.series for one in figures_of([calm, disputed], flood(), {})] == [disputed, calm]


def test_articles_beyond_the_first_open_on_demand() -> None:
    tree = markup(Server().browser().get("/story/s-flood"))
    section = tree.xpath("//section[@aria-labelledby='articles']")[0]
    shown = section.xpath("./ol/li")
    later = section.xpath("./details/ol/li")
    assert len(shown) == 10 and len(later) == len(flood().members) - 10
    told = section.xpath("string(./details/summary)")
    assert told == f"{len(later)} later article{'s' if len(later) > 1 else ''}"


def test_carriers_beyond_three_open_on_demand() -> None:
    tree = markup(Server().browser().get("/story/s-flood"))
    said = tree.xpath("//figure[@class='saying']")[0]
    assert said.xpath("string(.//details[@class='fold']/summary)") == "and 2 more"
    assert len(said.xpath(".//span[@class='carriers']/a")) == 5


def test_other_languages_are_one_line_with_links() -> None:
    tree = markup(Server().browser().get("/story/s-flood"))
    section = tree.xpath("//section[@aria-labelledby='elsewhere']")[0]
    assert section.xpath("./p/a/@href") == section.xpath("./details//li/div/a/@href")
    assert section.xpath("./details//li//a[contains(@rel, 'external')]")  # the main source


@pytest.mark.parametrize("path", sorted((HERE / "templates").iterdir()), ids=lambda path: path.name)
def test_no_attribute_comes_out_of_a_string(path: Path) -> None:
    """``<li{{ ' class="x"' if y }}>`` would be escaped, and no attribute at all."""
    assert not re.search(r"<[a-z][^<>]*\{\{[^}]*=\"", path.read_text(encoding="utf-8"))
