"""What publishers withhold, in every way they say it."""

import pytest
from lxml import html

from newsloom.model.facts import RightsSignal
from newsloom.signals.page import of_access, of_headers, of_page
from newsloom.signals.robots import Robots
from newsloom.signals.rsl import of_licences, parse_rsl
from newsloom.signals.tdmrep import of_file, parse_tdmrep
from newsloom.signals.uses import reserved

PAGE = "https://tidewater-post.example/news/harbour"


def page(markup: str) -> tuple[RightsSignal, ...]:
    return of_page(html.document_fromstring(f"<html><head>{markup}</head><body>x"), PAGE)


class TestTdmrep:
    FILE = b"""[
      {"location": "/", "tdm-reservation": 0},
      {"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://p.example/terms.json"},
      {"location": "/news/free/", "tdm-reservation": "0"},
      {"location": 7, "tdm-reservation": 1}, {"location": "/x", "tdm-reservation": 2}, "odd"
    ]"""

    @pytest.mark.parametrize(
        ("path", "uses", "value"),
        [
            ("/news/harbour", ("tdm",), "1 https://p.example/terms.json"),
            ("/news/free/strike", (), "0"),
            ("/", (), "0"),
            ("", (), "0"),
        ],
    )
    def test_longest_location_counts(self, path: str, uses: tuple[str, ...], value: str) -> None:
        (signal,) = of_file(parse_tdmrep(self.FILE), f"https://tidewater-post.example{path}")
        assert (signal.channel, signal.reserves, signal.value) == ("tdmrep.json", uses, value)

    def test_of_two_alike_the_one_that_reserves_counts(self) -> None:
        rules = parse_tdmrep(
            b'[{"location": "/a", "tdm-reservation": 1}, {"location": "/a", "tdm-reservation": 0}]'
        )
        assert reserved(of_file(rules, "https://t.example/a")) == ("tdm",)

    def test_says_nothing_of_what_it_does_not_cover(self) -> None:
        rules = parse_tdmrep(b'{"location": "/a$", "tdm-reservation": 1}')
        assert of_file(rules, "https://t.example/a")
        assert of_file(rules, "https://t.example/ab") == ()

    @pytest.mark.parametrize("data", [b"", b"nonsense", b"[" * 100_000, b"\xff\xfe", b"7", b"null"])
    def test_broken_file_rules_nothing(self, data: bytes) -> None:
        assert parse_tdmrep(data) == ()


class TestRobots:
    TEXT = """
    User-agent: GreedyBot
    Content-Signal: search=no
    User-agent: Newsloom
    User-agent: otherbot
    Content-Signal: search=yes, ai-train=no   # a comment
    Disallow: /private
    License: https://tidewater-post.example/rsl.xml
    License: https://tidewater-post.example/rsl.xml

    User-agent: *
    Content-Signal: ai-input = no , ai-train = NO
    """

    def test_content_signals_of_the_own_group_else_of_all(self) -> None:
        robots = Robots.parse(self.TEXT)
        assert reserved(robots.content_signals("Newsloom")) == ("ai-train",)
        assert reserved(robots.content_signals("GreedyBot")) == ("index",)
        assert reserved(robots.content_signals("Somebody")) == ("ai-train", "ai-input")
        assert not robots.allowed("https://tidewater-post.example/private", "Newsloom")

    def test_licences_belong_to_the_file(self) -> None:
        assert Robots.parse(self.TEXT).licences() == ["https://tidewater-post.example/rsl.xml"]

    def test_lines_before_any_group_are_for_all(self) -> None:
        robots = Robots.parse(b"Content-Signal: ai-train=no\nUser-agent: *\nDisallow:")
        assert reserved(robots.content_signals("Newsloom")) == ("ai-train",)

    def test_without_a_file_nothing_is_said(self) -> None:
        assert Robots.of_status(404, b"License: x").licences() == []
        assert Robots.unreachable().content_signals("Newsloom") == ()


class TestRsl:
    FILE = b"""<?xml version="1.0"?>
    <rsl xmlns="https://rslstandard.org/rsl">
      <content url="/*"><license><permits type="usage">search</permits></license></content>
      <content url="https://tidewater-post.example/news/*">
        <license><prohibits type="usage">ai-train</prohibits></license>
      </content>
      <content url="/archive/*">
        <license><payment type="crawl"/></license>
        <license><permits>search</permits><payment type="free"/></license>
      </content>
    </rsl>"""

    @pytest.mark.parametrize(
        ("path", "uses"),
        [
            ("/", ("tdm", "ai-train", "ai-input")),
            ("/news/harbour", ("ai-train",)),
            ("/archive/1962", ("tdm", "ai-train", "ai-input")),
        ],
    )
    def test_longest_pattern_counts(self, path: str, uses: tuple[str, ...]) -> None:
        found = of_licences(parse_rsl(self.FILE), f"https://tidewater-post.example{path}", "u")
        assert [one.reserves for one in found] == [uses]

    def test_what_must_be_paid_for_is_withheld(self) -> None:
        file = (
            b'<rsl><content url="/"><license><payment type="purchase"/></license></content></rsl>'
        )
        assert parse_rsl(file)[0].reserves == ("index", "tdm", "ai-train", "ai-input")

    @pytest.mark.parametrize(
        "data",
        [
            b"", b"no xml", b"<html/>", b"<rsl>",
            b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><rsl><content url="&b;"/></rsl>',
            b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rsl>&a;</rsl>',
        ],
    )  # fmt: skip
    def test_hostile_file_says_nothing(self, data: bytes) -> None:
        assert parse_rsl(data) == ()


class TestAnswer:
    def test_headers(self) -> None:
        signals = of_headers(
            (
                ("tdm-reservation", "1"),
                ("tdm-policy", "https://p.example/t"),
                ("tdm-reservation", "0"),
                ("x-robots-tag", "noarchive, max-snippet: 0"),
                ("x-robots-tag", "otherbot: noindex"),
                ("x-robots-tag", "newsloom: noai"),
                ("x-robots-tag", "unavailable_after: 25 Jun 2027"),
                ("link", '</rsl.xml>; rel="license"; type="application/rsl+xml", <a>; rel="next"'),
                ("content-signal", "ai-train=no"),
            ),
            PAGE,
        )
        assert reserved(signals) == ("archive", "snippet", "tdm", "ai-train", "ai-input")
        assert signals[0].value == "1 https://p.example/t"
        (licence,) = [one for one in signals if one.channel == "link"]
        assert licence.value == "https://tidewater-post.example/rsl.xml"

    def test_silent_headers(self) -> None:
        assert of_headers((("content-type", "text/html"), ("x-robots-tag", "all")), PAGE) == ()

    def test_meta(self) -> None:
        signals = page(
            '<meta name="ROBOTS" content="index, NoAI"><meta name="tdm-reservation" content="1">'
            '<meta name="otherbot" content="noindex"><meta name="newsloom" content="nosnippet">'
            '<link rel="license" type="application/rsl+xml" href="/rsl.xml">'
        )
        assert reserved(signals) == ("snippet", "tdm", "ai-train", "ai-input")
        assert "https://tidewater-post.example/rsl.xml" in [one.value for one in signals]

    def test_page_that_says_nothing(self) -> None:
        assert (
            page('<meta name="robots" content="index,follow"><link rel="license" href="/cc">') == ()
        )

    def test_paid_access_is_no_reservation(self) -> None:
        (signal,) = of_access(False)
        assert (signal.value, signal.reserves) == ("false", ())
        assert of_access(None) == ()
