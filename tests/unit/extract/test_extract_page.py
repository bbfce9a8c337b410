"""Pages: metadata, body, links. The outlets are invented."""

import pytest

from newsloom.extract.metadata import names, without_site
from newsloom.extract.page import parse, read_page
from newsloom.model.errors import Unreadable

PARAGRAPHS = [
    "The harbour council of Port Anders closed the old swing bridge on Tuesday after divers found "
    "cracks in two of its pillars, the council said in a statement read out at noon.",
    "Some four hundred people cross the bridge every hour, most of them on their way to the fish "
    "market and the ferries, and buses will now take a detour of three kilometres.",
    "“We would rather close it for a month than lose it for a decade,” said Dora Hale, who heads "
    "the council’s works department and was at the pier on Tuesday morning.",
]
URL = "https://anders.example/2021/12/07/bridge"
PAGE = f"""<!doctype html><html lang="en-GB"><head>
<title>Port Anders closes swing bridge after divers find cracks | Anders Courier</title>
<meta property="og:site_name" content="Anders Courier">
<meta property="og:image" content="/img/bridge.jpg">
<meta property="article:published_time" content="2021-12-07T13:05:00+01:00">
<link rel="canonical" href="https://anders.example/2021/12/07/bridge?x=1">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebSite", "name": "x"}},
{{"@type": "NewsArticle", "headline": "Port Anders closes swing bridge",
"author": [{{"@type": "Person", "name": "Ines Molen"}}, {{"name": "J. T. Quill"}}]}}]}}</script>
</head><body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<article><h1>Port Anders closes swing bridge after divers find cracks</h1>
<p>{PARAGRAPHS[0]}</p><!-- a comment --><p>Some four <!-- cut -->hundred{PARAGRAPHS[1][17:]}</p>
<p>{PARAGRAPHS[2]} <a href="/2021/divers#top">Earlier report</a>
<a href="mailto:a@anders.example">Mail</a></p>
<p><a href="https://agency.example/story">Source link</a></p></article>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


def test_metadata() -> None:
    metadata = read_page(PAGE.encode(), URL).metadata
    assert metadata.title == "Port Anders closes swing bridge after divers find cracks"
    assert metadata.authors == ("Ines Molen", "J. T. Quill")
    assert metadata.dates[0] == "2021-12-07T13:05:00+01:00"
    assert metadata.lang == "en"
    assert metadata.site == "Anders Courier"
    assert metadata.canonical == "https://anders.example/2021/12/07/bridge?x=1"
    assert metadata.image == "https://anders.example/img/bridge.jpg"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('"isBasedOn": "https://wire.example/1"', "https://wire.example/1"),
        ('"isBasedOn": [{"@type": "NewsArticle", "url": "https://wire.example/2"}]',
         "https://wire.example/2"),
        ('"isBasedOnUrl": "https://wire.example/3"', "https://wire.example/3"),
        ('"isBasedOn": ["' + URL + '?utm_source=feed", "https://wire.example/4"]',
         "https://wire.example/4"),
        ('"isBasedOn": {"name": "a book"}', None),
        ('"isBasedOn": 7', None),
        ('"isBasedOn": "' + URL + '"', None),
    ],
)  # fmt: skip
def test_what_the_page_is_based_on(head: str, expected: str | None) -> None:
    page = PAGE.replace('"headline":', f'{head}, "headline":')
    assert read_page(page.encode(), URL).metadata.based_on == expected


def test_meta_elements_that_name_a_source() -> None:
    for name in ("syndication-source", "original-source"):
        element = f'<meta name="{name}" content="https://wire.example/5"><title>'
        page = PAGE.replace("<title>", element, 1)
        assert read_page(page.encode(), URL).metadata.based_on == "https://wire.example/5"


def test_what_the_page_cites() -> None:
    cited = '"citation": ["Quill, A.: Bridges", {"url": "https://study.example/1"}]'
    page = PAGE.replace('"headline":', f'{cited}, "headline":')
    assert read_page(page.encode(), URL).metadata.cited == ("https://study.example/1",)


def test_body_without_menus_and_whole_across_comments() -> None:
    paragraphs = read_page(PAGE.encode(), URL).paragraphs
    text = "\n".join(paragraphs)
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert "Imprint" not in text
    assert "Sport" not in text


def test_links_of_the_body_and_of_the_source_line() -> None:
    links = read_page(PAGE.encode(), URL).links
    assert links == ("https://anders.example/2021/divers", "https://agency.example/story")


def test_broken_linked_data_is_passed_over() -> None:
    page = '<html><script type="application/ld+json">{"a": [1,}</script><p>Text</p></html>'
    assert read_page(page.encode(), None).metadata.title is None


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Bridge closed after cracks found | Anders Courier", "Anders Courier",
         "Bridge closed after cracks found"),
        ("Anders Courier - Bridge closed after cracks", "Anders Courier",
         "Bridge closed after cracks"),
        ("Bridge closed after cracks found - World - Anders Courier", "Anders Courier",
         "Bridge closed after cracks found"),
        ("Bridge: what we know", None, "Bridge: what we know"),
        ("Cracks - and what the council knew of them for years", None,
         "Cracks - and what the council knew of them for years"),
    ],
)  # fmt: skip
def test_site_names_leave_titles(title: str, site: str | None, expected: str) -> None:
    assert without_site(title, site) == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ines Molen and J. T. Quill", ["Ines Molen", "J. T. Quill"]),
        ("Von Ines Molen, Dora Hale", ["Ines Molen", "Dora Hale"]),
        ("https://anders.example/ines", []),
        ("admin", []),
        ("", []),
    ],
)
def test_names_of_a_byline(byline: str, expected: list[str]) -> None:
    assert names(byline) == expected


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b"<!--" * 50])
def test_without_markup(data: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        read_page(data, None)
    assert raised.value.reason == "malformed"


def test_oversized() -> None:
    with pytest.raises(Unreadable) as raised:
        read_page(b"<p>" + b"a " * 5_000_000, None)
    assert raised.value.reason == "oversized"


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 50_000 + b"text",
        b"<b>" * 50_000 + b"text",
        b"<table><tr><td>" * 20_000,
        b"<p>word <a href=x>y</a></p>" * 30_000,
        b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script><p>x</p>",
        b"<p " + b"a=1 " * 50_000 + b">x",
    ],
)
def test_hostile_pages_are_read_in_bounded_time(data: bytes) -> None:
    read_page(data, "https://anders.example/")


def test_odd_document_types() -> None:
    tree = parse('<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html/><p>Text</p>')
    assert "Text" in tree.text_content()
