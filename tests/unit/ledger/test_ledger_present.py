"""A story as shown: words of one article, and a link whenever there is one."""

from ledger_members import member

from newsloom.ledger.present import lead_of, present
from newsloom.lineage import trace
from newsloom.lineage.member import StoryMember
from newsloom.model.judgements import Story

TEXT = "The mill opened. The wheel turned. Then came " + " and ".join(
    f"ward {n} of the town with {n * 3} carts of flour by road {n % 7}" for n in range(9)
)


def shown(*members: StoryMember) -> Story:
    return present("s1", "l1", "en", members, trace(members))


def test_title_and_lead_are_those_of_the_most_carried_original() -> None:
    story = shown(
        member(1, "Something else entirely.", hours=0, title="Alone"),
        member(2, TEXT, hours=1, title="Carried"),
        member(3, TEXT, hours=2, title="Copied", kind="identical", of=2),
    )
    assert (story.title, story.main_article) == ("Carried", "a2")
    assert story.lead == "The mill opened. The wheel turned."
    assert (story.articles, story.outlets, story.origins) == (3, 3, 2)
    assert story.main_source.url == "https://outlet-2.example/2"


def test_undated_story() -> None:
    story = shown(member(1, TEXT), member(2, TEXT, kind="identical", of=1))
    assert (story.first_us, story.last_us) == (None, None)
    assert (story.first_seq, story.last_seq) == (1, 2)


def test_an_unlisted_agency_without_address_gives_way_to_a_link() -> None:
    story = shown(member(1, "QUILLMOOR (Norvia Wire) — The mill opened.", hours=0))
    assert story.main_source.url == "https://outlet-1.example/1"


def test_no_address_anywhere() -> None:
    story = shown(member(1, TEXT, hours=0, url=False))
    assert story.main_source.url is None


def test_an_untitled_article_is_titled_by_its_lead() -> None:
    assert shown(member(1, TEXT, hours=0, title="")).title == "The mill opened. The wheel turned."


def test_languages_most_frequent_first() -> None:
    story = shown(
        member(1, TEXT, hours=0, lang="de"),
        member(2, TEXT, hours=1, lang="en"),
        member(3, TEXT, hours=2, lang="de"),
    )
    assert story.langs == ("de", "en")


def test_lead_passes_over_the_repeated_title() -> None:
    article = member(1, "The mill reopens\n\nThe wheel turned.").article
    assert lead_of(article) == "The wheel turned."


def test_lead_is_cut_at_a_word() -> None:
    article = member(1, "word " * 200).article
    lead = lead_of(article)
    assert len(lead) <= 280
    assert lead.endswith("word…")


def test_empty_text() -> None:
    assert lead_of(member(1, "").article) == ""


def test_the_day_a_story_is_about() -> None:
    monday = "The mill burnt down on Monday. The miller said on Tuesday he would rebuild it."
    assert shown(member(1, monday, hours=0)).event_day == "2023-11-13"
    assert shown(member(1, monday)).event_day is None
    assert shown(member(1, "The mill burnt down.", hours=0)).event_day is None
