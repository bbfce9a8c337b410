"""The versions of an article: on its page, on a page of their own, on the story's, in the API."""

import pytest
from lxml import html
from msgspec.structs import replace
from serve_fakes import FakeReader, Server, markup
from serve_press import FLOOD_TEXT, NOW

from newsloom.model.facts import Figure, Quote
from newsloom.model.times import HOUR_US
from newsloom.serve.versions import turns
from newsloom.store.base import ArticleView, Wording

SAID = "Nobody in the lower town should go back before Thursday."
OLD, NEW = "a-flood-0", "a-flood-0-later"
SECRET = "the market moves to Gallows Hill"


class Changing(FakeReader):
    """The first article of the flood changed, and changed back."""

    def article(self, article_id: str) -> ArticleView | None:
        view = super().article(OLD if article_id == NEW else article_id)
        if view is None or article_id not in (OLD, NEW):
            return view
        versions = tuple((one, n, view.article.title) for n, one in enumerate((OLD, NEW), 1))
        if article_id == OLD:
            return replace(view, versions=versions)
        text = FLOOD_TEXT.replace("1,200", "1,450").replace("Thursday", "<b>Friday</b>")
        said = SAID.replace("Thursday", "<b>Friday</b>")
        at, low = text.index(said), text.index("1,450")
        article = replace(
            view.article, id=NEW, title="Astel <i>floods</i> the lower town", text=text
        )
        quotes = tuple(one for one in view.quotes if one.text != SAID)
        figures = tuple(one for one in view.figures if "1,200" not in one.text)
        return replace(
            view,
            article=article,
            versions=versions,
            quotes=(*quotes, Quote("q-new", NEW, at, at + len(said), said, "Mira Oduya")),
            figures=(*figures, Figure("f-new", NEW, low, low + 12, "1,450 people", 1450, None,
                                      "people")),
        )  # fmt: skip

    def wordings(self, article_id: str) -> list[Wording]:
        if article_id not in (OLD, NEW):
            return super().wordings(article_id)
        return [Wording(one, n, NOW - (9 - n) * HOUR_US) for n, one in enumerate((OLD, NEW, OLD))]

    def changed(self, story_id: str) -> list[str]:
        return [OLD] if story_id == "s-flood" else []


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_each_version_stands_beside_the_one_before() -> None:
    first, changed, back = turns(Changing(), NEW)
    assert (first.facts, first.lines, first.back) == ((), (), False)
    told = {(fact.kind, fact.before, fact.after) for fact in changed.facts}
    assert ("figure", "1,200 people", "1,450 people") in told
    assert ("quote", SAID, SAID.replace("Thursday", "<b>Friday</b>")) in told
    assert changed.facts[0].kind == "title"
    assert back.back and back.article.id == OLD
    assert {(fact.after, fact.before) for fact in back.facts} == {
        (fact.before, fact.after) for fact in changed.facts
    }
    assert [one.number for one in turns(Changing(), OLD, 1)] == [2, 3]
    assert turns(Changing(), "a-nothing") == []


def test_the_page_marks_what_was_taken_out_and_put_in_by_more_than_colour() -> None:
    page = markup(Server(Changing()).browser().get(f"/article/{NEW}/versions"))
    sections = page.xpath("//section")
    assert [words(one.xpath(".//h2")[0]) for one in sections] == [
        "Version 3 (the latest)", "Version 2", "Version 1"
    ]  # fmt: skip
    text = sections[1].xpath(".//div[contains(@class, 'diff')]")[0]
    assert "taken out: 1,200" in map(words, text.iter("del"))
    assert "put in: 1,450" in map(words, text.iter("ins"))
    assert "put in: <b>Friday</b" in words(text)  # words of a text are never markup
    assert "paragraph" in words(text.xpath(".//p[@class='meta']")[0])
    assert "went back to an older text" in words(sections[0])


def test_an_article_and_its_story_say_what_changed() -> None:
    browser = Server(Changing()).browser()
    aside = words(markup(browser.get(f"/article/{NEW}")).xpath("//section[h2/@id='versions']")[0])
    assert "Figure changed: taken out: 1,200 people → put in: 1,450 people" in aside
    assert "the older text again" in aside
    assert "This is an earlier version" in browser.get(f"/article/{NEW}").text
    assert "This is an earlier version" not in browser.get(f"/article/{OLD}").text
    story = markup(browser.get("/story/s-flood")).xpath("//section[h2/@id='changed']")[0]
    assert "1,450 people" in words(story) and "Harbour Gazette" in words(story)
    assert not markup(browser.get("/story/s-ferry")).xpath("//h2[@id='changed']")


@pytest.mark.parametrize("path", ["/article/{}/versions", "/api/v1/articles/{}/versions"])
def test_texts_stay_at_home_where_they_are_not_free(path: str) -> None:
    near = "flooded the lower town"
    full = Server(Changing()).browser().get(path.format(OLD)).text
    cut = Server(Changing(), full_text=False).browser().get(path.format(OLD)).text
    assert near in full and near not in cut and SECRET not in cut
    assert "1,450 people" in cut


def test_the_api_gives_versions() -> None:
    browser = Server(Changing()).browser()
    items = browser.get(f"/api/v1/articles/{OLD}/versions").json()["items"]
    assert [one["article"] for one in items] == [OLD, NEW, OLD]
    assert [one["back"] for one in items] == [False, False, True]
    assert items[1]["facts"][0]["kind"] == "title"
    kinds = {piece["kind"] for line in items[1]["lines"] for piece in line["pieces"]}
    assert kinds == {"same", "deleted", "inserted"}


@pytest.mark.parametrize("place", ["/article/{}/versions", "/api/v1/articles/{}/versions"])
def test_what_is_not_here(place: str) -> None:
    browser = Server().browser()
    assert browser.get(place.format("a-nothing")).status_code == 404
    assert browser.get(place.format("a-gone")).status_code == 410
    assert "Only one version" in browser.get("/article/a-ferry-0/versions").text
