"""Captures of every kind become articles. Outlets, people and texts are invented."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.extract.article import extract_capture, extract_page
from newsloom.extract.debris import Debris, learn
from newsloom.model.errors import Unreadable
from newsloom.model.facts import Article, Capture, CaptureKind, Hints
from newsloom.model.ids import text_hash
from newsloom.model.times import to_us

NOW = to_us(datetime(2021, 12, 8, 12, tzinfo=UTC))
URL = "https://anders.example/2021/12/07/bridge?utm_source=x"
SENTENCES = (
    "The harbour council of Port Anders closed the old swing bridge on Tuesday after divers found "
    "cracks in two of its pillars. ",
    "Some four hundred people cross the bridge every hour, most of them on their way to the fish "
    "market and the ferries. ",
    "“We would rather close it for a month than lose it for a decade,” said Dora Hale, who heads "
    "the works department. ",
)
PAGE = """<html lang="{lang}"><head><title>Port Anders closes swing bridge</title>
<meta property="og:site_name" content="Anders Courier">{head}</head><body><article>
<h1>Port Anders closes swing bridge</h1>{body}</article></body></html>"""


def html(body: str | None = None, head: str = "", lang: str = "en") -> bytes:
    text = "".join(f"<p>{one * 2}</p>" for one in SENTENCES) if body is None else body
    return PAGE.format(lang=lang, head=head, body=text).encode()


def capture(
    body: bytes, kind: CaptureKind = "page", url: str | None = URL, hints: Hints | None = None
) -> Capture:
    return Capture(
        "c1", kind, url, url, NOW, 200, (("Content-Type", "text/html"),), hints or Hints(), None,
        body, 7,
    )  # fmt: skip


def article(*arguments: Any, **named: Any) -> Article:
    return extract_capture(capture(*arguments, **named), Debris.empty()).article


def record(**fields: Any) -> Article:
    url = fields.get("url")
    hints = Hints(given_id=fields.get("id"))
    return article(json.dumps(fields, ensure_ascii=False).encode(), "record", url, hints)


# ---------------------------------------------------------------- pages


def test_page() -> None:
    found = article(
        html(head='<meta property="article:published_time" content="2021-12-07T13:05:00+01:00">')
    )
    assert found.title == "Port Anders closes swing bridge"
    assert found.text == "\n\n".join(one.strip() + " " + one.strip() for one in SENTENCES)
    assert (found.outlet, found.lang, found.extractor) == ("Anders Courier", "en", "page/1")
    assert (found.published, found.published_from) == ("2021-12-07T13:05:00+01:00", "page")
    assert (found.seq, found.capture, found.url, found.seen_us) == (7, "c1", URL, NOW)
    assert found.given_id == URL


def test_identity_is_outlet_address_and_text() -> None:
    first = article(html())
    again = article(html(), url="http://www.anders.example/2021/12/07/bridge")
    assert first.id == again.id
    assert article(html(), hints=Hints(outlet="Herald")).id != first.id
    assert article(html("<p>" + SENTENCES[0] * 3 + "</p>")).id != first.id
    assert len(text_hash(first.text)) == 64


def test_the_date_of_the_feed_comes_first_unless_absurd() -> None:
    page = html(head='<meta name="date" content="2021-12-06">')
    fed = article(page, hints=Hints(published="2021-12-07T10:00:00Z"))
    assert (fed.published, fed.published_from) == ("2021-12-07T10:00:00Z", "feed")
    absurd = article(page, hints=Hints(published="2031-12-07T10:00:00Z"))
    assert (absurd.published, absurd.published_from) == ("2021-12-06", "page")


def test_the_date_of_the_address_comes_last_and_none_is_invented() -> None:
    found = article(html())
    assert (found.published, found.published_from) == ("2021-12-07", "url")
    undated = article(html(), url="https://anders.example/bridge")
    assert (undated.published, undated.published_us, undated.published_from) == (None, None, None)


def test_language_declared_and_found() -> None:
    assert article(html(lang="de")).lang == "en"  # a long text tells
    short = html("<p>" + SENTENCES[0] + "</p>", lang="de")
    assert article(short).lang == "de"
    assert article(html(lang="")).lang == "en"


def test_a_page_without_text_falls_back_on_the_summary() -> None:
    hints = Hints(title="Bridge closed", summary="<p>" + SENTENCES[0] + "</p>")
    found = article(html("<p>Loading</p>"), hints=hints)
    assert (found.title, found.text) == ("Bridge closed", SENTENCES[0].strip())
    assert found.extractor == "page/1+summary"


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Just a moment...", "Checking your browser before you go on.", "blocked"),
        ("Page not found", "Sorry, we looked everywhere for it.", "missing"),
        ("Anders Courier", "We value your privacy. Accept all cookies or manage them.", "consent"),
        ("Anders Courier", "Please log in to read this article.", "login"),
        ("Anders Courier", "Subscribe to continue reading.", "paywall"),
        ("Anders Courier", "", "empty"),
    ],
)
def test_walls(title: str, body: str, reason: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><p>{body}</p></body></html>"
    with pytest.raises(Unreadable) as raised:
        article(page.encode(), url="https://anders.example/x")
    assert raised.value.reason == reason


def test_recurring_paragraphs_of_an_outlet_go() -> None:
    usual = "The Courier has been printed on the old pier of Port Anders since the flood."
    page = html("".join(f"<p>{one * 2}</p>" for one in SENTENCES) + f"<p>{usual}</p>")
    first = extract_capture(capture(page), Debris.empty())
    assert usual in first.article.text
    others = []
    for word in ("Hill", "Lake", "Moor"):
        body = "".join(f"<p>{word}: {one * 2}</p>" for one in SENTENCES)
        others.append(extract_capture(capture(html(body + f"<p>{usual}</p>")), Debris.empty()))
    learned = Debris.decode(learn(b"", [(one.article.outlet, one.lines) for one in others]))
    again = extract_capture(capture(page), learned).article
    assert usual not in again.text
    assert SENTENCES[0].strip() in again.text


# ---------------------------------------------------------------- records, texts, entries


def test_record_text_is_kept_as_given() -> None:
    text = "  Two  blanks\r\ncafe\u0301 \n\nShare this:\nSource link\n"
    found = record(id="r1", outlet="Herald", title="A bridge", text=text, published="2021-12-07")
    assert found.text == text
    assert (found.given_id, found.outlet, found.published_from) == ("r1", "Herald", "record")
    assert (
        extract_capture(
            capture(json.dumps({"title": "a", "text": "b"}).encode(), "record"), Debris.empty()
        ).lines
        == b""
    )


def test_record_with_a_title_only() -> None:
    found = record(id="r1", title="Bridge closed", text="")
    assert (found.title, found.text, found.published) == ("Bridge closed", "", None)


def test_record_with_html() -> None:
    found = record(id="r1", html=html().decode(), lang="en-GB", authors="Ines Molen")
    assert found.title == "Port Anders closes swing bridge"
    assert SENTENCES[2].strip() in found.text
    assert found.authors == ("Ines Molen",)


@pytest.mark.parametrize("published", ["2031-01-01", "yesterday", "3/4/2021", "", None])
def test_record_dates_that_cannot_be_believed(published: str | None) -> None:
    found = record(id="r1", title="Bridge closed", published=published)
    assert (found.published, found.published_us, found.published_from) == (None, None, None)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"title": 3}', b'{"text": "\\ud800"}'])
def test_malformed_records(body: bytes) -> None:
    with pytest.raises(Unreadable):
        article(body, "record", None)


def test_text_file() -> None:
    lines = ["-1.7 C", "Bridge closed after divers find cracks", *SENTENCES, "Source link",
             "Published: 7 December 2021"]  # fmt: skip
    found = article("\n\n".join(lines).encode(), "text", None, hints=Hints(given_id="a.txt"))
    assert found.title == "Bridge closed after divers find cracks"
    assert found.text == "\n\n".join(one.strip() for one in SENTENCES)
    assert (found.given_id, found.outlet, found.url) == ("a.txt", "", None)
    assert (found.published, found.published_from) == ("2021-12-07", "text")


def test_feed_entry() -> None:
    body = {
        "id": "1", "title": "Bridge &amp; ferry <b>closed</b>", "link": URL, "authors": ["Ines"],
        "published": "2021-12-07T10:00:00Z", "summary": "Short.",
        "content": f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}<br>More</p><script>x()</script>",
    }  # fmt: skip
    found = article(json.dumps(body).encode(), "entry")
    assert found.title == "Bridge & ferry closed"
    assert found.text == "\n\n".join([SENTENCES[0].strip(), SENTENCES[1].strip()])
    assert (found.published_from, found.extractor) == ("feed", "entry/1")


# ---------------------------------------------------------------- alone, and whatever comes


def test_extract_page_reads_pages_and_texts() -> None:
    page = extract_page(html(), URL)
    assert (page.title, page.published, page.lang) == (
        "Port Anders closes swing bridge", "2021-12-07", "en",
    )  # fmt: skip
    text = extract_page(("A bridge is closed\n\n" + "\n\n".join(SENTENCES)).encode(), None)
    assert text.title == "A bridge is closed"


KINDS: list[CaptureKind] = ["page", "text", "record", "entry"]
PIECES = st.sampled_from(
    [b"<p>", b"</p>", b"<html>", b"<a href=x>", b"<script type='application/ld+json'>", b"{",
     b"}", b'"title":', b'"text":', b'"x"', b"[", b"]", b":", b",", b"<!--", b"\x00", b"\xff\xfe",
     b"Share", b"\n", b"2021-12-07", "海".encode(), b"&#x0;", b"<meta charset=utf-16>", b"<table>"]
)  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.lists(PIECES | st.binary(max_size=20), max_size=30))
def test_any_bytes_give_an_article_or_a_reason(kind: CaptureKind, pieces: list[bytes]) -> None:
    try:
        found = extract_capture(capture(b"".join(pieces), kind), Debris.empty())
    except Unreadable as error:
        assert error.reason
    else:
        assert found.article.title or found.article.text
        found.article.text.encode()
        assert len(found.lines) % 8 == 0
