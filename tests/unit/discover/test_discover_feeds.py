"""Feeds found from a home page."""

import pytest

from newsloom.discover.feeds import discover, discover_site
from newsloom.fetch.fake import FakeFetcher

HOME = b"""<html><head><base href="https://post.example/en/">
<link rel="alternate" type="application/rss+xml" title="All" href="rss">
<link rel="alternate" type="application/atom+xml;charset=utf-8" href="/atom.xml">
<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/feed.css">
</head><body><a href="/sport/feed/">Sport <b>feed</b></a><a href="/feedback">Tell us</a>
<a href="https://other.example/rss">Other</a><a href="/rss/logo.png">x</a>
<a href="javascript:rss()">y</a><a href="rss">again</a></body></html>"""
FEED = b"<rss version='2.0'><channel><title>All of it</title></channel></rss>"


def test_links_come_first_then_what_looks_like_a_feed() -> None:
    found = discover(HOME, "https://post.example/")
    assert [(one.url, one.title, one.how) for one in found] == [
        ("https://post.example/en/rss", "All", "link"),
        ("https://post.example/atom.xml", "", "link"),
        ("https://post.example/sport/feed/", "Sport feed", "anchor"),
    ]


@pytest.mark.parametrize("page", [b"", b" ", b"\x00\xff", b"<", b"<a href='http://['>rss</a>"])
def test_no_page_makes_it_raise(page: bytes) -> None:
    assert discover(page, "https://post.example/") == []


async def test_only_what_really_is_a_feed_is_kept() -> None:
    fetcher = FakeFetcher()
    fetcher.put("https://post.example/", HOME)
    fetcher.put("https://post.example/en/rss", FEED, "application/rss+xml")
    fetcher.put("https://post.example/atom.xml", b"<html>no</html>")
    robots = b"Sitemap: https://post.example/news.xml"
    fetcher.put("https://post.example/robots.txt", robots, "text/plain")
    sitemap = b"<urlset><url><loc>https://post.example/1</loc></url></urlset>"
    fetcher.put("https://post.example/news.xml", sitemap)
    found = await discover_site(fetcher, "https://post.example/")
    assert [(one.kind, one.url, one.title) for one in found] == [
        ("feed", "https://post.example/en/rss", "All of it"),
        ("sitemap", "https://post.example/news.xml", ""),
    ]


async def test_the_usual_addresses_are_tried_last() -> None:
    fetcher = FakeFetcher()
    fetcher.put("https://post.example/", b"<html><body>hello</body></html>")
    fetcher.put("https://post.example/feed/", FEED, "application/rss+xml")
    found = await discover_site(fetcher, "https://post.example/")
    assert [(one.url, one.how) for one in found] == [("https://post.example/feed/", "guess")]
