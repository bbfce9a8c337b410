"""What counts as a change of an article: its words, not the counters and dates around them."""

import pytest

from newsloom.extract.change import akin, is_cut, reading_of, same_page
from newsloom.model.facts import Capture
from newsloom.sources.capture import capture_of

TEXT = [
    "The council of Brückwald decided on Tuesday to close the old bridge for six months.",
    "Mayor Ada Lindholm said that 312 people had signed a petition against the closure.",
    "The repairs will cost 4.2 million crowns, most of which the province is to pay.",
    "A ferry will carry pedestrians across the river until the work is finished in autumn.",
]
URL = "https://post.example/bridge"


def page(
    text: list[str] | None = None,
    *,
    title: str = "Brückwald closes its old bridge",
    before: str = "",
    after: str = "",
    final: str = URL,
) -> Capture:
    paragraphs = "".join(f"<p>{one}</p>" for one in (TEXT if text is None else text))
    html = (
        f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{before}{paragraphs}{after}</article></body></html>"
    )
    return capture_of("page", html.encode(), 0, url=URL, final_url=final)


def fingerprint(capture: Capture) -> str:
    found = reading_of(capture)
    assert found is not None
    return found.print


@pytest.mark.parametrize(
    "other",
    [
        page(before="<p>Updated: 7 January 2025, 14:20</p>"),
        page(after="<p>1,234 views</p>"),
        page(after="<p>Comments (17)</p>"),
        page(before="<p>3 min read</p>"),
        page(after="<!-- served in 0.2 s --><script>var nonce='a1b2'</script>"),
        page([TEXT[0].replace("The council", "The  council\n"), *TEXT[1:]]),
    ],
    ids=["updated", "views", "comments", "reading time", "scripts", "white space"],
)
def test_what_only_counts_or_dates_is_no_change(other: Capture) -> None:
    assert fingerprint(other) == fingerprint(page())


@pytest.mark.parametrize(
    "other",
    [
        page([TEXT[0], TEXT[1].replace("312", "321"), *TEXT[2:]]),
        page(TEXT[:3]),
        page([*TEXT, "The opposition called the decision a mistake and asked for a vote."]),
        page(title="Brückwald shuts its old bridge"),
        page([TEXT[0].replace("Tuesday", "tuesday"), *TEXT[1:]]),
    ],
    ids=["figure", "shorter", "longer", "title", "case"],
)
def test_words_are(other: Capture) -> None:
    assert fingerprint(other) != fingerprint(page())


def test_a_page_without_an_article_has_no_reading() -> None:
    wall = capture_of("page", b"<title>We value your privacy</title><button>Accept</button>", 0)
    assert reading_of(wall) is None


def test_the_beginning_alone_is_a_wall_and_no_change() -> None:
    whole, cut = reading_of(page()), reading_of(page([TEXT[0], TEXT[1][:40] + "..."]))
    assert whole is not None and cut is not None
    assert is_cut(whole, cut)
    retracted = reading_of(page(["This article was withdrawn since its figures were wrong."]))
    assert retracted is not None
    assert not is_cut(whole, retracted)
    most = reading_of(page(TEXT[:3]))
    assert most is not None
    assert not is_cut(whole, most)


def test_an_address_that_leads_elsewhere_is_noticed() -> None:
    assert same_page(page(), page(final=URL + "?utm_source=feed"))
    assert not same_page(page(), page(final="https://post.example/"))
    renamed, other = (
        reading_of(page([*TEXT[:3], "Work begins in spring, the province said on Friday."])),
        reading_of(page(["Forty old boats sail in on Sunday."], title="The harbour fair opens")),
    )
    old = reading_of(page())
    assert old is not None and renamed is not None and other is not None
    assert akin(old, renamed)
    assert not akin(old, other)
