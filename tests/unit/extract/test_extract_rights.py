"""What a publisher says about the use of a text comes along with the article."""

import json

from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.model.facts import Capture, Hints, RightsSignal
from newsloom.signals.uses import reserved

URL = "https://tidewater-post.example/news/harbour"
TEXT = "The harbour of Tidewater stays closed until the crane has been repaired, the port said. "
SITE = RightsSignal("robots.txt", "content-signal", "ai-train=no", ("ai-train",))


def page(
    head: str, headers: tuple[tuple[str, str], ...] = (), hints: Hints | None = None
) -> Capture:
    body = f"<html><head><title>Harbour closed again</title>{head}</head><body><article>"
    body += (
        f"<h1>Harbour closed again</h1><p>{TEXT * 3}</p><p>{TEXT * 2}</p></article></body></html>"
    )
    return Capture("c", "page", URL, URL, 0, 200, headers, hints or Hints(), None, body.encode(), 1)


def rights(capture: Capture) -> tuple[RightsSignal, ...]:
    return extract_capture(capture, Debris.empty()).article.rights


def test_site_answer_and_page_are_read_in_this_order() -> None:
    found = rights(
        page(
            '<meta name="tdm-reservation" content="1"><script type="application/ld+json">'
            '{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>',
            (("X-Robots-Tag", "noarchive"),),
            Hints(rights=(SITE,)),
        )
    )
    assert [one.channel for one in found] == ["robots.txt", "header", "meta", "schema.org"]
    assert reserved(found) == ("archive", "tdm", "ai-train")
    assert found[-1].value == "false"


def test_silent_page_reserves_nothing() -> None:
    assert rights(page("")) == ()


def test_records_carry_what_their_page_says() -> None:
    html = page('<meta name="robots" content="noai">').body.decode()
    record = json.dumps({"url": URL, "html": html})
    capture = Capture("c", "record", URL, None, 0, 0, (), Hints(), None, record.encode(), 1)
    assert reserved(rights(capture)) == ("ai-train", "ai-input")
