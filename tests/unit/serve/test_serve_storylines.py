"""The page of a storyline, and the same event in other languages."""

import msgspec
import pytest
from serve_fakes import FakeReader, Server, markup

from newsloom.model.judgements import LinkEvidence, Story, StoryLink
from newsloom.serve.elsewhere import because

DAY_US = 86_400_000_000


class Saga(FakeReader):
    """A storyline of three stories, one undated."""

    def storyline(self, storyline_id: str) -> list[Story]:
        if storyline_id != "l-flood":
            return []
        (made,) = super().storyline(storyline_id)
        later = msgspec.structs.replace(
            made, id="s-later", title="The water falls", first_us=(made.first_us or 0) + 9 * DAY_US
        )
        undated = msgspec.structs.replace(
            made, id="s-undated", title="What is known", first_us=None, last_us=None
        )
        return [later, made, undated]


def test_a_storyline_has_one_entry_a_story_the_newest_on_top() -> None:
    answer = Server(reader=Saga()).browser().get("/storyline/l-flood")
    assert answer.status_code == 200
    page = markup(answer)
    titles = [one.text_content().strip() for one in page.xpath("//ol[@class='line']//h2")]
    assert titles[0] == "The water falls"
    assert titles[-1] == "What is known"
    assert len(titles) == 3
    assert len(page.xpath("//ol[@class='line']/li[@class='newest']")) == 1
    text = page.xpath("string(//main)")
    assert "days earlier" in text
    assert text.count("main source:") == 3
    assert "undated" in text


def test_a_storyline_names_the_other_languages() -> None:
    page = markup(Server(reader=Saga()).browser().get("/storyline/l-flood"))
    (link,) = page.xpath("//a[@class='also']")
    assert link.get("href") == "/story/s-ferry"


def test_the_id_of_a_story_leads_to_its_storyline() -> None:
    answer = Server(reader=Saga()).browser().get("/storyline/s-flood")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/storyline/l-flood"


def test_there_is_no_storyline_of_nothing() -> None:
    browser = Server().browser()
    assert browser.get("/storyline/l-nothing").status_code == 404
    assert browser.get("/api/v1/storylines/l-nothing").status_code == 404


def test_a_story_says_where_else_it_is_reported_and_why() -> None:
    page = markup(Server().browser().get("/story/s-flood"))
    (row,) = page.xpath("//section[@class='elsewhere']//li")
    assert row.find(".//a").get("href") == "/story/s-ferry"
    said = " ".join(row.text_content().split())
    assert "name Port Astel; figure 3,412; the same image" in said
    assert page.xpath("//a[@href='/storyline/l-flood']")
    other = markup(Server().browser().get("/story/s-ferry"))
    assert not other.xpath("//section[@class='elsewhere']")


def test_the_api_gives_the_links_with_their_evidence() -> None:
    answer = Server().browser().get("/api/v1/stories/s-flood").json()
    (linked,) = answer["linked"]
    assert (linked["id"], linked["score"]) == ("s-ferry", 6.5)
    assert linked["evidence"][0] == {"kind": "name", "text": "Port Astel", "weight": 2.5}
    line = Server(reader=Saga()).browser().get("/api/v1/storylines/l-flood").json()
    assert [one["id"] for one in line["items"]] == ["s-later", "s-flood", "s-undated"]
    assert list(line["linked"]) == ["s-flood"]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ([("name", "Ada Brandt"), ("name", "ADA  Brandt")], "name Ada Brandt"),
        ([("name", f"N{n}") for n in range(5)], "names N0, N1, N2 and 2 more"),
        ([("place", "Lissabon"), ("place", "Lissabon")], "Lissabon"),
        ([("link", "https://a.example/x")] * 2, "2 links in common"),
        ([("image", "https://a.example/x"), ("figure", "3.412")], "figure 3.412; the same image"),
    ],
)
def test_reasons_in_words(evidence: list[tuple[str, str]], said: str) -> None:
    found = tuple(LinkEvidence(kind, text, 1.0) for kind, text in evidence)  # type: ignore[arg-type]
    assert because(StoryLink("a", "b", "de", 5.0, found)) == said
