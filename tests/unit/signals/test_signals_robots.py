"""robots.txt after RFC 9309."""

import pytest

from newsloom.signals.robots import Robots

TEXT = """
User-agent: *
Disallow: /archive/
Allow: /archive/2025/
Disallow: /*.pdf$
Crawl-delay: 7

User-agent: otherbot
Disallow: /

Sitemap: https://paper.example/news.xml
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/archive/x", False), ("/archive/2025/x", True), ("/a.pdf", False),
     ("/a.pdf?x", True)],
)  # fmt: skip
def test_the_longest_rule_wins(path: str, allowed: bool) -> None:
    robots = Robots.parse(TEXT)
    assert robots.allowed("https://paper.example" + path, "Newsloom") is allowed
    assert not robots.allowed("https://paper.example" + path, "otherbot")


def test_delay_and_sitemaps_are_read() -> None:
    robots = Robots.parse(TEXT.encode())
    assert robots.crawl_delay("Newsloom") == 7
    assert robots.sitemaps() == ["https://paper.example/news.xml"]
    assert Robots.parse("User-agent: *\nCrawl-delay: 99999").crawl_delay("Newsloom") == 120


@pytest.mark.parametrize(("status", "allowed"), [(200, True), (404, True), (401, True),
                                                 (500, False), (503, False)])  # fmt: skip
def test_an_answer_without_rules_allows_a_failing_host_forbids(status: int, allowed: bool) -> None:
    robots = Robots.of_status(status, b"")
    assert robots.allowed("https://paper.example/x", "Newsloom") is allowed
    assert robots.known is allowed


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"<html>", b"Disallow", b":" * 10_000, b"User-agent: *\nDisallow: " +
             b"*" * 50_000, b"Crawl-delay: nan"],
)  # fmt: skip
def test_nonsense_does_no_harm(data: bytes) -> None:
    robots = Robots.parse(data)
    robots.allowed("https://paper.example/x", "Newsloom")
    assert 0 <= robots.crawl_delay("Newsloom") <= 120
