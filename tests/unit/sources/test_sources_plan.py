"""Sitemaps, items, sites and the schedule."""

import gzip

import pytest

from newsloom.model.facts import Source
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from newsloom.sources.feed import Entry
from newsloom.sources.items import entry_capture, item_keys, newest_first, outlet_of
from newsloom.sources.schedule import DEFAULT_S, LEAST_S, MOST_S, adapted_interval, plan
from newsloom.sources.sitemap import parse_sitemap
from newsloom.sources.sites import same_site, site_of

NOW = 1_736_164_800_000_000
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://a.example/1 </loc><lastmod>2025-01-06</lastmod>
<image:image><image:loc>https://a.example/1.png</image:loc><image:title>no</image:title></image:image>
<news:news><news:publication><news:name>The A</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2025-01-05T10:00:00+01:00</news:publication_date>
<news:title>Bridge &amp; ferry</news:title></news:news></url>
<url><loc>https://a.example/2</loc></url><url><loc>ftp://a.example/3</loc></url></urlset>"""
SOURCE = Source("s1", "feed", "https://feeds.post.example/rss", "The Post", "post.example")


def test_a_news_sitemap_is_read() -> None:
    for data in (SITEMAP, gzip.compress(SITEMAP)):
        first, second = parse_sitemap(data).entries
        assert (first.url, first.title) == ("https://a.example/1", "Bridge & ferry")
        assert (first.published, first.modified) == ("2025-01-05T10:00:00+01:00", "2025-01-06")
        assert (first.outlet, first.lang) == ("The A", "en")
        assert (second.url, second.published) == ("https://a.example/2", None)


def test_an_index_names_its_sitemaps() -> None:
    index = b"<sitemapindex><sitemap><loc>https://a.example/s.xml.gz</loc></sitemap></sitemapindex>"
    assert [one.url for one in parse_sitemap(index).children] == ["https://a.example/s.xml.gz"]


def test_a_torn_or_endless_sitemap_gives_what_it_has() -> None:
    torn = parse_sitemap(SITEMAP[:-60])
    assert torn.ok
    assert torn.truncated
    assert len(torn.entries) >= 1
    assert len(parse_sitemap(SITEMAP, limit=1).entries) == 1
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    assert parse_sitemap(bomb).truncated


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<html/>", b"\x1f\x8bxx", b"<urlset", b"\xff" * 9]
)
def test_what_is_no_sitemap_says_so(data: bytes) -> None:
    sitemap = parse_sitemap(data)
    assert not sitemap.ok
    assert sitemap.error


def test_items_are_known_by_id_unless_ids_repeat() -> None:
    entries = [
        Entry("a", "1", "http://x.example/1?utm_source=rss"),
        Entry("same", "2", "http://x.example/2"),
        Entry("same", "3", "http://x.example/3"),
        Entry("", "4", "http://x.example/4"),
        Entry("", "5"),
    ]
    keys = item_keys(entries)
    assert keys[:4] == ["a", "https://x.example/2", "https://x.example/3", "https://x.example/4"]
    assert len(set(keys)) == 5


def test_the_newest_come_first_and_an_undated_feed_keeps_its_order() -> None:
    dated = [Entry(str(n), "t", published=f"2025-01-0{n}T00:00:00Z") for n in (2, 5, 3)]
    assert newest_first(dated) == [1, 2, 0]
    assert newest_first([Entry(str(n), "t") for n in range(3)]) == [0, 1, 2]


@pytest.mark.parametrize(
    ("host", "site"),
    [("www.a.example", "a.example"), ("news.a.co.uk", "a.co.uk"), ("a.com.au", "a.com.au"),
     ("x.blogspot.com", "x.blogspot.com"), ("127.0.0.1", "127.0.0.1"),
     ("feeds.bbci.co.uk", "bbc.co.uk")],
)  # fmt: skip
def test_a_site_is_the_registered_name(host: str, site: str) -> None:
    assert site_of(host) == site


def test_one_name_under_two_top_levels_is_one_site() -> None:
    assert same_site("www.post.co.uk", "post.com")
    assert not same_site("a.blogspot.com", "b.blogspot.com")


@pytest.mark.parametrize(
    ("url", "outlet"),
    [("https://www.post.example/1", "The Post"), ("https://feeds.post.example/2", "The Post"),
     ("https://other.example/3", "other.example"), (None, "The Post")],
)  # fmt: skip
def test_a_collected_article_is_not_the_collectors(url: str | None, outlet: str) -> None:
    assert outlet_of(SOURCE, url) == outlet


def test_an_entry_without_words_is_no_capture() -> None:
    assert entry_capture(Entry("1", "", "http://x.example/"), SOURCE, NOW) is None
    capture = entry_capture(Entry("1", "Title", "mailto:x@y.example"), SOURCE, NOW)
    assert capture is not None
    assert (capture.kind, capture.url) == ("entry", None)


def _every(gap_us: int, count: int = 10, last_us: int = NOW) -> list[int | None]:
    return [last_us - gap_us * n for n in range(count)]


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        (_every(MINUTE_US), LEAST_S),
        (_every(HOUR_US), 1800),
        (_every(3 * DAY_US), MOST_S),
        (_every(HOUR_US, last_us=NOW - 30 * DAY_US), MOST_S),
        ([], DEFAULT_S),
        ([None, NOW, NOW + DAY_US], DEFAULT_S),
    ],
)
def test_a_source_is_asked_as_often_as_it_publishes(times: list[int | None], seconds: int) -> None:
    assert adapted_interval(times, NOW) == seconds


def test_failures_push_back_linearly_and_never_for_good() -> None:
    waits = [(plan(NOW, 900, failures=n).next_us - NOW) // SECOND_US for n in (0, 1, 2, 1000)]
    assert waits == [900, 1800, 2700, MOST_S]


def test_what_the_host_asks_for_counts_when_it_is_longer() -> None:
    assert plan(NOW, 900, retry_after_s=3600).next_us - NOW == 3601 * SECOND_US
    assert plan(NOW, 900, retry_after_s=5).next_us - NOW == 900 * SECOND_US
    assert plan(NOW, 900, retry_after_s=1e9).next_us - NOW == 7 * DAY_US
