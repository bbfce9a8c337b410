"""Feeds: every kind, every state of repair, nothing invented."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.sources.feed import entry_json, feed_row, parse_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harbour Post</title><link>https://harbour.example/</link>
<language>en-GB</language>
<item><title>Ferry &amp;amp; bridge: &lt;b&gt;both&lt;/b&gt; shut</title>
<link>https://harbour.example/a</link><guid isPermaLink="false">h-1</guid>
<pubDate>Mon, 06 Jan 2025 10:00:00 +0530</pubDate>
<description>&lt;p&gt;A storm.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>A storm shut both.</p>]]></content:encoded>
<dc:creator>Ada Quill</dc:creator><author>desk@harbour.example (The Desk)</author></item>
<item><title>Undated</title><guid>https://harbour.example/b</guid><pubDate>yesterday</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://tal.example/">
<title type="text">Tal &lt;Bote&gt;</title>
<link rel="self" href="/feed.atom"/><link href="/"/>
<entry><id>tag:1</id><title type="html">Brücke &lt;em&gt;zu&lt;/em&gt;</title>
<link rel="enclosure" href="/a.mp3"/><link href="/a"/>
<published>2025-01-06T10:00:00+01:00</published><updated>2025-01-07T08:00:00Z</updated>
<author><name>Uwe Feder</name></author><summary>Kurz</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Lang</p></div></content></entry>
</feed>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Isle News",
    "home_page_url": "https://isle.example/",
    "items": [
        {"id": 7, "url": "/a", "title": "Boat & net", "content_html": "<p>x</p>",
         "date_published": "2025-01-06T10:00:00Z", "authors": [{"name": "Bo"}]},
        "no item",
    ],
}  # fmt: skip


def test_rss_is_read_in_full() -> None:
    feed = parse_feed(RSS.encode(), "https://harbour.example/rss")
    assert (feed.ok, feed.title, feed.link) == (
        True, "The Harbour Post", "https://harbour.example/",
    )  # fmt: skip
    first, second = feed.entries
    assert (first.id, first.link) == ("h-1", "https://harbour.example/a")
    assert first.title == "Ferry & bridge: both shut"
    assert first.published == "2025-01-06T10:00:00+05:30"
    assert (first.summary, first.content) == ("<p>A storm.</p>", "<p>A storm shut both.</p>")
    assert first.authors == ("The Desk", "Ada Quill")
    assert second.link == second.id == "https://harbour.example/b"


def test_a_date_that_leaves_the_day_open_is_no_date() -> None:
    assert parse_feed(RSS.encode()).entries[1].published is None


def test_atom_is_read_in_full() -> None:
    feed = parse_feed(ATOM.encode())
    assert (feed.title, feed.link, feed.lang) == ("Tal <Bote>", "https://tal.example/", "de")
    (entry,) = feed.entries
    assert (entry.title, entry.link) == ("Brücke zu", "https://tal.example/a")
    assert (entry.published, entry.updated) == ("2025-01-06T10:00:00+01:00", "2025-01-07T08:00:00Z")
    assert entry.authors == ("Uwe Feder",)
    assert "<p>Lang</p>" in entry.content


def test_an_updated_date_is_not_taken_for_the_publication() -> None:
    feed = ATOM.replace("<published>2025-01-06T10:00:00+01:00</published>", "")
    (entry,) = parse_feed(feed.encode()).entries
    assert (entry.published, entry.updated) == (None, "2025-01-07T08:00:00Z")


def test_json_feed_is_read() -> None:
    feed = parse_feed(json.dumps(JSON_FEED).encode(), "https://isle.example/feed.json")
    (entry,) = feed.entries
    assert (entry.id, entry.link, entry.title) == ("7", "https://isle.example/a", "Boat & net")
    assert (entry.published, entry.authors) == ("2025-01-06T10:00:00Z", ("Bo",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + RSS.partition("?>")[2].replace(
        "Undated", "Küste"
    )
    assert parse_feed(text.encode(encoding)).entries[1].title == "Küste"


def test_the_charset_of_the_answer_is_used_when_none_is_declared() -> None:
    body = RSS.partition("?>")[2].replace("Undated", "Küste").encode("iso-8859-1")
    feed = parse_feed(body, None, "application/rss+xml; charset=iso-8859-1")
    assert feed.entries[1].title == "Küste"


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("</channel></rss>", ""),
        RSS.replace("Ferry &amp;amp;", "Ferry & "),
        RSS.replace("<title>Undated", "<title>Caf&eacute;"),
        RSS.replace("<title>Undated", "<title>\x07Un"),
        "\n\n<!-- hi -->" + RSS,
        RSS.replace('encoding="utf-8"', 'encoding="utf-9"'),
    ],
)
def test_broken_feeds_are_read_all_the_same(broken: str) -> None:
    feed = parse_feed(broken.encode())
    assert feed.ok
    assert len(feed.entries) == 2
    assert feed.entries[0].link == "https://harbour.example/a"
    assert feed.entries[0].published == "2025-01-06T10:00:00+05:30"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html><body>hello</body></html>", "a web page, not a feed"),
        (b"hello", "no feed"),
        (b'{"a": 1}', "no JSON Feed"),
        (b'{"items": ' + b"[" * 100_000, "no valid JSON"),
        (b"\x00\x01\x02" * 100, "no feed"),
    ],
)
def test_what_is_no_feed_says_so(data: bytes, says: str) -> None:
    feed = parse_feed(data)
    assert not feed.ok
    assert says in (feed.error or "")


def test_entities_open_no_files_and_do_not_multiply() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(1, 9))
    for entities in ('<!ENTITY e9 SYSTEM "file:///etc/hostname">', f'<!ENTITY e1 "x">{bomb}'):
        text = f"<!DOCTYPE rss [{entities}]>" + RSS.partition("?>")[2].replace("Undated", "&e9;")
        feed = parse_feed(text.encode())
        assert len(str(feed)) < 5000


def test_a_name_in_the_bytes_is_never_opened() -> None:
    assert not parse_feed(b"/etc/hostname").ok
    assert not parse_feed(b"http://127.0.0.1:9/feed").ok


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    parse_feed(data)


@given(st.data())
def test_no_damage_makes_it_raise(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([RSS, ATOM, json.dumps(JSON_FEED)])).encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    feed = parse_feed(text[:start] + data.draw(st.binary(max_size=8)) + text[end:])
    json.dumps(feed_row("x", feed)).encode("ascii")


def test_the_row_has_the_promised_keys() -> None:
    row = feed_row("a.xml", parse_feed(RSS.encode()))
    assert list(row) == ["path", "ok", "error", "title", "link", "entries"]
    assert list(row["entries"][0]) == [
        "id", "title", "link", "published", "updated", "summary", "content", "authors",
    ]  # fmt: skip


def test_an_entry_is_kept_as_the_same_bytes() -> None:
    entry = parse_feed(ATOM.encode()).entries[0]
    assert entry_json(entry) == entry_json(parse_feed(ATOM.encode()).entries[0])
    assert json.loads(entry_json(entry))["title"] == "Brücke zu"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xD83D;&#xde00;", "\U0001f600"),
        ("&#56832;&#55357;", "\ufffd\ufffd"),
        ("&#xD800; &#57344;&#55295;", "\ufffd \ue000\ud7ff"),
    ],
)
def test_references_to_surrogates(written: str, read: str) -> None:
    rss = f"<rss version='2.0'><channel><title>Q</title><item><title>A {written}</title></item>"
    feed = parse_feed(f"{rss}<item><title>B</title></item></channel></rss>".encode())
    assert feed.ok
    assert [entry.title for entry in feed.entries] == [f"A {read}", "B"]


def test_json_with_half_a_character() -> None:
    body = b'{"items": [{"id": "1\\ud800", "title": "a\\ud83d\\ude00\\udc00"}]}'
    (entry,) = parse_feed(body).entries
    assert (entry.id, entry.title) == ("1\ufffd", "a\U0001f600\ufffd")


@pytest.mark.parametrize(
    ("text", "base"),
    [
        (ATOM.replace('<link href="/"/>', '<link rel="hub" href="/hub"/>'), "https://tal.example"),
        (
            RSS.replace("<language>", '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="hub" '
                        'href="https://harbour.example/hub"/><a:link '
                        'xmlns:a="http://www.w3.org/2005/Atom" rel="self" '
                        'href="https://harbour.example/feed.atom"/><language>'),
            "https://harbour.example",
        ),
        (
            json.dumps(JSON_FEED | {"feed_url": "/feed.atom", "hubs": [
                {"type": "rssCloud", "url": "/no"}, {"type": "WebSub", "url": "/hub"}]}),
            "https://isle.example",
        ),
    ],
)  # fmt: skip
def test_a_feed_names_its_hub_and_itself(text: str, base: str) -> None:
    for data in (text, text.replace("</channel></rss>", "")):  # well-formed, and cut off
        feed = parse_feed(data.encode(), base + "/rss")
        assert (feed.hub, feed.self_url) == (base + "/hub", base + "/feed.atom")
        assert feed.entries


def test_links_of_entries_are_no_hubs() -> None:
    text = ATOM.replace('<link href="/a"/>', '<link href="/a"/><link rel="hub" href="/hub"/>')
    assert parse_feed(text.encode()).hub is None


def test_media_and_dublin_core_are_read_where_nothing_else_is_said() -> None:
    text = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Isle</title>
      <item><link>https://isle.example/v</link><dc:date>2025-01-06T10:00:00Z</dc:date>
      <dc:creator>Bo</dc:creator><media:group><media:title>A boat</media:title>
      <media:description>It sails.</media:description></media:group></item></channel></rss>"""
    (entry,) = parse_feed(text.encode()).entries
    assert (entry.title, entry.summary, entry.authors) == ("A boat", "It sails.", ("Bo",))
    assert entry.published == "2025-01-06T10:00:00Z"
