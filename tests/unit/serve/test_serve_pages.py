"""The pages as a reader meets them."""

import re
from collections import Counter

import msgspec
import pytest
from serve_fakes import FakeReader, Server, markup
from serve_press import FLOOD, NOW, Row

from newsloom.model.errors import StoreError
from newsloom.model.facts import Source
from newsloom.model.judgements import Story
from newsloom.sources.opml import read_opml
from newsloom.store.base import HubHealth, SourceHealth, SourceState

PAGES = (
    "/",
    "/?lang=ar",
    "/?page=2",
    "/story/s-flood",
    "/story/s-undated",
    "/story/s-script",
    "/storyline/l-flood",
    "/article/a-flood-0",
    "/article/a-flood-1",
    "/article/a-flood-8",
    "/article/a-flood-10",
    "/article/a-flood-12",
    "/article/a-flood-12/versions",
    "/article/a-undated-0",
    "/article/a-gone",
    "/article/none",
    "/search",
    "/search?q=astel",
    "/search?q=nothing-like-it",
    "/sources",
    "/sources?status=failing",
    "/removal?target=a-flood-0",
    "/removals",
    "/about",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_markup(path: str) -> None:
    answer = Server().browser().get(path)
    tree = markup(answer)
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main[@id='main']")) == 1
    assert tree.get("lang") == "en"
    assert tree.xpath("//script | //*[@style] | //style | //img[starts-with(@src, 'http')]") == []
    assert [a for a in tree.xpath("//@*") if a.attrname.startswith("on")] == []
    for field in tree.xpath("//input[not(@type='hidden' or @type='radio')] | //textarea"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']")


def test_every_link_leads_somewhere() -> None:
    browser, seen, ahead = Server().browser(), {"/"}, ["/"]
    while ahead:
        path = ahead.pop()
        answer = browser.get(path)
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for link in markup(answer).xpath("//@href | //img/@src"):
            plain = link.split("#")[0]
            if plain.startswith("/") and plain not in seen:
                seen.add(plain)
                ahead.append(plain)
    assert {"/about", "/removal", "/feed.atom", "/static/icon.svg"} <= seen
    assert len([path for path in seen if path.startswith("/article/")]) >= len(FLOOD)


def test_front_says_what_a_story_rests_on() -> None:
    tree = markup(Server().browser().get("/"))
    rows = tree.xpath("//ol[@class='stories']/li")
    assert len(rows) == 12
    first = " ".join(rows[0].text_content().split())
    assert "River Astel floods" in first
    assert "4 independent origins" in first and "13 outlets" in first
    for row in rows:
        assert "Main source:" in row.text_content()
        assert row.xpath(".//a[contains(@class, 'out')][starts-with(@href, 'https://')]")
    assert "undated" in rows[-1].text_content()


def test_titles_are_escaped_everywhere() -> None:
    browser = Server().browser()
    for path in ("/", "/story/s-script", "/article/a-script-0", "/search?q=closes"):
        text = browser.get(path).text
        assert "<script" not in text and "&lt;script&gt;" in text
        assert "<b>markup" not in text and "<i>raw" not in text


def test_queries_are_escaped() -> None:
    text = Server().browser().get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script" not in text and "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(
    "path",
    [
        "/?page=0",
        "/?page=-3",
        "/?page=99999999999999999999",
        "/?page=%D9%A3",
        "/?lang=%3Cx%3E",
        "/search?q=" + "x" * 3000,
        "/search?q=%00%ff%22AND%20(",
        "/search?q=astel&page=abc",
        "/sources?status=bogus&page=777",
        "/removal?target=%00%22%3E",
        "/?lang=zz",
    ],
)
def test_odd_queries_never_break(path: str) -> None:
    assert Server().browser().get(path).status_code == 200


def test_links_are_only_http() -> None:
    class Hostile(FakeReader):
        def front(
            self, *, now_us: int, lang: str | None = None, limit: int = 30, offset: int = 0
        ) -> list[Story]:
            rows = super().front(now_us=now_us, lang=lang, limit=limit, offset=offset)
            evil = msgspec.structs.replace(rows[0].main_source, url="javascript:alert(1)")
            return [msgspec.structs.replace(row, main_source=evil) for row in rows]

    text = Server(Hostile()).browser().get("/").text
    assert "javascript:" not in text
    assert 'href="/article/a-flood-0"' in text  # the stored text stands in for the bad link


def test_foreign_text_says_its_language() -> None:
    browser = Server().browser()
    tree = markup(browser.get("/article/a-flood-10"))
    assert tree.xpath("//h1[@lang='ar'][@dir='auto']")
    tree = markup(browser.get("/"))
    assert tree.xpath("//h2[@lang='de'][@dir='auto']")


def test_story_shows_who_copied_whom() -> None:
    tree = markup(Server().browser().get("/story/s-flood"))
    lineage = tree.xpath("//div[@class='lineage']")[0]
    text = " ".join(lineage.text_content().split())
    assert "3 times, word for word:" in text
    assert "Lantern Wire" in text and "credited by 3 texts" in text
    assert "wie die Harbour Gazette berichtet" in text
    # The copy of the German rewrite hangs below the rewrite, two levels down.
    deep = lineage.xpath("./ul/li/ul/li/ul/li")
    assert len(deep) == 1 and "Karrenfelder Bote" in deep[0].text_content()


def test_story_lists_every_member_once_by_time() -> None:
    tree = markup(Server().browser().get("/story/s-flood"))
    items = tree.xpath("//ol[@class='timeline']/li")
    assert len(items) == len(FLOOD)
    times = [item.xpath("string(.//time/@datetime)") for item in items[:-1]]
    assert times == sorted(times)
    assert "Dyke Watch" in items[-1].text_content()
    assert tree.xpath("//aside//h3")[-1].text_content() == "Undated"
    assert all("source:" in item.text_content() for item in items)


def test_ledger_stands_side_by_side() -> None:
    tree = markup(Server().browser().get("/story/s-flood"))
    said = tree.xpath("//figure[@class='saying']")
    assert len(said) == 4
    assert "“We heard the wall give way a little after two”" in said[0].text_content()
    assert "5 outlets" in said[0].text_content()
    assert "speaker not named with certainty" in said[-1].text_content()
    charts = tree.xpath("//svg[@class='chart']")
    assert len(charts) == 1 and len(charts[0].xpath(".//a")) == 6
    assert "conflicts" in tree.xpath("//div[@class='series']")[0].text_content()


def test_merged_story_leads_to_the_one_it_went_to() -> None:
    answer = Server().browser().get("/story/s-old")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/story/s-flood"


def test_article_marks_its_findings_and_explains_itself() -> None:
    tree = markup(Server().browser().get("/article/a-flood-0"))
    marks = {mark.get("class"): mark.text for mark in tree.xpath("//main//p[not(@class)]/mark")}
    assert marks["figure"] == "3.5 million crowns"
    assert marks["credit"] == "According to Lantern Wire"
    text = " ".join(tree.text_content().split())
    assert "printed as 2031-" in text and "from the page itself" in text
    assert "Why is this here?" in text and "names in common: Mira Oduya" in text
    assert "Next best, 21 %" in text
    assert tree.xpath("//a[@href='/removal?target=a-flood-0']")


def test_undated_is_never_now() -> None:
    answer = Server().browser().get("/article/a-undated-0")
    tree, text = markup(answer), answer.text
    dates = " ".join(tree.xpath("//dl[@class='dates']")[0].text_content().split())
    assert dates.startswith("Publishedundated Arrived here")
    assert "just now" not in text


def test_earlier_version_points_to_the_latest() -> None:
    tree = markup(Server().browser().get("/article/a-flood-12"))
    latest, first = tree.xpath("//ol[@class='versions']/li")
    assert (latest.get("value"), first.get("value")) == ("2", "1")
    assert latest.text_content().startswith("Lower town of Port Astel stays closed until Thursday")
    assert "this one" in latest.text_content() and "Title changed" in latest.text_content()
    assert first.xpath("a/@href") == ["/article/a-flood-1"]


def test_removed_article_is_gone_not_lost() -> None:
    answer = Server().browser().get("/article/a-gone")
    assert answer.status_code == 410
    assert "Removed on request" in answer.text


@pytest.mark.parametrize("path", ["/story/none", "/article/none", "/nowhere", "/static/../web.py"])
def test_unknown_addresses_are_404(path: str) -> None:
    answer = Server().browser().get(path)
    assert answer.status_code == 404
    assert "Not found" in answer.text


def test_no_stories_yet_says_what_goes_on() -> None:
    browser = Server(FakeReader(rows={})).browser()
    text = browser.get("/").text
    assert "No stories yet" in text and "Waiting to be woven" in text and "Next poll" in text
    text = Server(FakeReader(rows={}, sources=[])).browser().get("/").text
    assert "No sources are polled" in text
    refresh = "//meta[@http-equiv='refresh']"  # the first stories come without a click
    assert markup(browser.get("/")).xpath(refresh)
    assert not markup(Server().browser().get("/")).xpath(refresh)


def test_banners() -> None:
    text = Server(FakeReader(notes={"kind": "demo"})).browser().get("/").text
    assert "Demo press." in text
    text = Server(FakeReader(notes={"network": "offline"})).browser().get("/").text
    assert "No network." in text and 'action="/demo"' in text
    text = Server(FakeReader(notes={"network": "offline"}), operator=False).browser().get("/").text
    assert "No network." in text and 'action="/demo"' not in text
    for operator in (True, False):
        full = FakeReader(notes={"full": "the folder has reached its disk cap"})
        text = Server(full, operator=operator).browser().get("/").text
        assert "No room." in text and ("disk_cap_gb" in text) == operator
    text = Server().browser().get("/").text
    assert not any(one in text for one in ("Demo press.", "No network.", "No room."))


def test_sources_put_trouble_first() -> None:
    tree = markup(Server().browser().get("/sources"))
    states = [row.get("class") for row in tree.xpath("//table//tbody/tr")]
    assert states[:4] == ["failing", "blocked", "forbidden", "empty"] and states[-1] == "ok"
    assert "The host name cannot be found" in tree.text_content()
    assert len(tree.xpath("//form[@action='/sources/retry']")) == 1
    one = markup(Server().browser().get("/sources?status=blocked"))
    assert [row.get("class") for row in one.xpath("//table//tbody/tr")] == ["blocked"]


def test_many_sources_come_in_pages_that_keep_what_was_asked() -> None:
    state = SourceState("f", "failing", "no answer")
    rows = [
        SourceHealth(Source(f"f-{n}", "feed", f"https://o{n}.example/rss", f"Outlet {n:02}"), state)
        for n in range(65)
    ]
    hub = HubHealth("https://hub.example/", "live", NOW + 9 * 86_400_000_000)
    rows[0] = SourceHealth(rows[0].source, state, hub)
    browser = Server(FakeReader(sources=rows)).browser()
    first, last = (
        markup(browser.get(f"/sources?status=failing&q=outlet&page={page}")) for page in (1, 3)
    )
    assert [len(one.xpath("//table//tbody/tr")) for one in (first, last)] == [30, 5]
    (ahead,) = first.xpath("//a[@rel='next']/@href")
    assert ahead == "/sources?status=failing&q=outlet&page=2"
    assert "its hub tells us of news (to be renewed in 9 d)" in first.text_content()


def shown_outlets(query: str) -> list[str]:
    tree = markup(Server().browser().get("/sources?" + query))
    return [one.text_content() for one in tree.xpath("//table//tbody/tr/td[1]/b")]


def test_sources_are_narrowed_and_ordered() -> None:
    assert shown_outlets("q=GAZETTE") == ["Harbour Gazette"]
    assert shown_outlets("q=429") == ["Meridale Times"]
    assert shown_outlets("lang=de") == ["Radio Elmtal", "Nordlicht Tageblatt"]
    assert shown_outlets("lang=de&status=new") == ["Nordlicht Tageblatt"]
    assert shown_outlets("q=nothing-of-this") == []
    by_outlet = shown_outlets("sort=outlet")
    assert by_outlet == sorted(by_outlet, key=str.casefold)
    assert shown_outlets("sort=articles")[0] == "Harbour Gazette"
    assert shown_outlets("sort=stale&lang=en")[:2] == ["Dyke Watch", "Meridale Times"]
    assert shown_outlets("sort=next")[0] == "Dyke Watch"
    assert len(shown_outlets("sort=bogus&status=%00&lang=xx&q=")) == 8


def test_coverage_is_honest() -> None:
    page = markup(Server().browser().get("/sources?lang=en&sort=articles"))
    text = " ".join(page.text_content().split())
    assert "4 of 8 sources could be read at the last try" in text
    assert "HTTP 429, Retry-After 3600 s" in text and "3 times in a row" in text
    chips = [set(one.partition("?")[2].split("&")) for one in
             page.xpath("//nav[@class='chips']/a/@href")]  # fmt: skip
    assert {"lang=en", "sort=articles", "status=failing"} in chips
    assert {one.text for one in page.xpath("//option[@selected]")} == {"English", "most articles"}
    found = page.xpath("//td[@data-label='Next try']/text()")
    assert len(found) == 4 and all(one.strip() for one in found)


def test_many_stories_come_in_pages() -> None:
    rows = {f"n{n}": [Row("Dyke Watch", f"Title {n}", "Text.", 1.0)] for n in range(65)}
    browser = Server(FakeReader(rows=rows)).browser()
    first, last = browser.get("/").text, browser.get("/?page=3").text
    assert first.count("<h2 ") == 30 and "page=2" in first
    assert last.count("<h2 ") == 5 and 'rel="next"' not in last and "page=2" in last


def test_a_story_of_thousands_and_a_long_chain_can_be_shown() -> None:
    chain = [
        Row(f"Outlet {n}", f"Title {n}", "Text.", 100 - n / 100, kind="edited", of=n - 1)
        for n in range(1, 1500)
    ]
    rows = {"chain": [Row("Outlet 0", "Title 0", "Text.", 101.0), *chain]}
    answer = Server(FakeReader(rows=rows)).browser().get("/story/s-chain")
    assert answer.status_code == 200
    assert "more further down" in answer.text


def test_every_answer_is_guarded() -> None:
    class Broken(FakeReader):
        def languages(self) -> list[tuple[str, int]]:
            raise RuntimeError("secret detail")

        def health(self) -> list[object]:  # type: ignore[override]
            raise StoreError("the disk is gone: /private/path")

    browser = Server(Broken()).browser()
    answers = {
        path: browser.get(path)
        for path in ("/", "/sources", "/about", "/nowhere", "/feed.atom", "/static/style.css",
                     "/api/v1/counts", "/api/v1/sources", "/api/v1/none", "/healthz")
    }  # fmt: skip
    for path, answer in answers.items():
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src" not in policy, path
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert answers["/"].status_code == 500 and "secret" not in answers["/"].text
    assert answers["/sources"].status_code == 503 and "private" not in answers["/sources"].text
    assert answers["/api/v1/sources"].status_code == 503


def test_foreign_host_names_are_refused() -> None:
    browser = Server().browser()
    assert browser.get("/", host="evil.example:8000").status_code == 421
    assert browser.get("/", host="127.0.0.1.evil.example").status_code == 421
    assert browser.get("/", host="[::1]:8000").status_code == 200
    assert browser.get("/", host="LOCALHOST:8000").status_code == 200


def test_small_things() -> None:
    browser = Server().browser()
    assert browser.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert browser.get("/healthz").text.startswith("ok ")
    assert browser.send("HEAD", "/").status_code == 200
    assert browser.send("DELETE", "/").status_code == 405
    assert "set-cookie" not in browser.get("/").headers
    style = re.findall(r"/static/style\.css\?[0-9a-f]{8}", browser.get("/").text)
    assert len(style) == 1 and browser.get(style[0]).status_code == 200


def test_what_was_never_captured_has_no_button_to_read_it_again() -> None:
    page = markup(Server().browser().get("/sources"))
    fetched, line = page.xpath("//ul[@class='quarantine']/li")
    assert fetched.xpath(".//button") and not line.xpath(".//button")


def test_sources_that_are_all_read_need_no_reason() -> None:
    rows = [one for one in FakeReader().sources if one.state.status == "ok"]
    some, all_ = (
        Server(FakeReader(sources=sources)).browser().get("/sources").text
        for sources in (FakeReader().sources, rows)
    )
    assert "beside each that could not" in some and "beside each" not in all_
    one = markup(Server(FakeReader(sources=rows[:1])).browser().get("/sources"))
    assert one.xpath("string(//dl[@class='strip']//dt)") == "source"


def test_sources_go_along_as_opml() -> None:
    answer = Server().browser().get("/sources.opml")
    assert answer.headers["content-type"].startswith("text/x-opml")
    feeds = [one.url for one in read_opml(answer.content)]
    assert sorted(feeds) == sorted(one.source.url for one in FakeReader().sources)


def test_search_goes_by_match_or_by_arrival() -> None:
    browser = Server().browser()
    best, newest = (
        markup(browser.get("/search?q=astel" + order)).xpath("//h2/a/@href")
        for order in ("", "&order=newest")
    )
    assert len(best) > 3 and newest == best[::-1]
    page = markup(browser.get("/search?q=port%20astel&order=newest"))
    assert page.xpath("string(//nav[@aria-label='Order']/a[@aria-current])") == (
        "Latest arrival first"
    )
    assert page.xpath("//link[@rel='alternate']/@href") == ["/search.atom?q=port%20astel"]


@pytest.mark.parametrize(
    ("article_id", "cited"),
    [
        ("a-flood-0", "Tove Arlind, Sam Okello: “River Astel floods the lower town of Port Astel”, "
         "Harbour Gazette, 2031-02-27. https://harbour-gazette.example/flood/0 (as of 2031-02-27)"),
        ("a-undated-0", "“How dykes are read”, Dyke Watch, undated. "
         "https://dyke-watch.example/undated/0 (as of 2031-02-27)"),
    ],
)  # fmt: skip
def test_an_article_says_how_to_cite_it(article_id: str, cited: str) -> None:
    page = markup(Server().browser().get(f"/article/{article_id}"))
    assert page.xpath("string(//p[@class='cite'])") == cited


@pytest.mark.parametrize("path", ["/story/s-flood", "/article/a-flood-0"])
def test_a_page_names_itself_as_json(path: str) -> None:
    browser = Server().browser()
    (link,) = markup(browser.get(path)).xpath("//a[.='As JSON']/@href")
    assert browser.get(link).headers["content-type"] == "application/json"


def test_stories_before_and_after_name_their_main_source() -> None:
    page = markup(Server().browser().get("/story/s-flood"))
    (before,) = page.xpath("//section[@aria-labelledby='storyline']//li[@class='chapter']")
    assert before.xpath(".//a[contains(@rel, 'external')]/@href") == [
        "https://harbour-gazette.example/bridge/0"
    ]
