"""Section pages without a feed: which links lead to articles, learned from poll to poll."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.discover.sections import (
    MOST_LINKS,
    SectionState,
    articles_among,
    learned,
    section_links,
    shape_of,
)

HOME = "https://post.example/news/"
MENU = ("/", "/politics/", "/sport/", "/culture/", "/weather", "/video", "/about-us/",
        "/tag/harbour-bridge-project-works", "/author/ada-quill", "/login", "/page/2",
        "/imprint", "/privacy-policy-and-your-rights", "/newsletter/sign-up-here")  # fmt: skip


def section(articles: Sequence[tuple[str, str]], home: str = HOME) -> bytes:
    menu = "".join(f'<li><a href="{path}">{path.strip("/") or "Home"}</a></li>' for path in MENU)
    teasers = "".join(
        f'<article><h2><a href="{path}">{title}</a></h2>'
        f'<p>Words. <a href="{path}">Read more</a></p></article>'
        for path, title in articles
    )
    foot = '<a href="mailto:x@post.example">Mail</a><a href="https://other.example/2025/1/2/far-away">Ad</a>'
    return (
        f"<html><body><nav><ul>{menu}</ul></nav><main>{teasers}</main>"
        f'<div class="foot">{foot}<a href="/terms-of-use/">Terms</a><a href="#top">Up</a>'
        f'<a href="/img/a-picture-of-something.jpg">x</a></div></body></html>'
    ).encode()


def dated(n: int) -> tuple[str, str]:
    return (
        f"/2025/01/{n % 28 + 1:02}/ferry-runs-again-{n}",
        f"Ferry number {n} runs again at last",
    )


def coded(n: int) -> tuple[str, str]:
    return (f"/news/a{n:06}", f"Council votes on plan {n} for the old harbour")


def asked(n: int) -> tuple[str, str]:
    return (f"/news/view.php?id={n:05}&from=top", f"Council votes on plan {n} for the old harbour")


def worded(n: int) -> tuple[str, str]:
    words = ("anchor", "bridge", "canal", "dike", "estuary", "ford", "grove", "harbour", "isle",
             "jetty")  # fmt: skip
    return (
        f"/politics/{words[n % 10]}-{words[n // 10 % 10]}-vote-{words[n // 100 % 10]}.html",
        f"A vote on the {words[n % 10]} and the {words[n // 10 % 10]} this week",
    )


def poll(
    state: SectionState, articles: Sequence[tuple[str, str]]
) -> tuple[SectionState, list[str], list[str]]:
    """One poll with honest verdicts: the state after it, articles met, others met."""
    links = section_links(section(articles), HOME)
    chosen = articles_among(links, state)
    truth = {f"https://post.example{path}" for path, _ in articles}
    verdicts = {link.url: link.url in truth for link in chosen}
    met = [url for url, good in verdicts.items() if good]
    return learned(state, links, verdicts), met, [url for url in verdicts if url not in truth]


@pytest.mark.parametrize("kind", [dated, coded, asked, worded], ids=lambda one: one.__name__)
def test_articles_are_found_from_the_first_poll_and_navigation_is_not(kind: object) -> None:
    assert callable(kind)
    state = SectionState()
    for day in range(8):
        articles = [kind(n) for n in reversed(range(day * 4, day * 4 + 12))]
        state, met, wrong = poll(state, articles)
        assert met == [f"https://post.example{path}" for path, _ in articles]
        assert len(wrong) <= (2 if day == 0 else 0), wrong


def test_lists_that_look_like_articles_are_learned_to_be_none() -> None:
    """A shelf built like an article's address: its pages, once read, are no articles."""
    shelves = [
        (f"/dossier/{name}-in-the-whole-region", f"All about {name} in the whole region")
        for name in ("ferries", "bridges", "harbours", "canals")
    ]
    articles = [worded(n) for n in range(10)]
    links = section_links(section([*shelves, *articles]), HOME)
    before = {link.url for link in articles_among(links, SectionState())}
    verdicts = {url: "/dossier/" not in url for url in before}
    state = learned(SectionState(), links, verdicts)
    after = {link.url for link in articles_among(links, state)}
    assert sum("/dossier/" in url for url in before) == 4
    assert not any("/dossier/" in url for url in after)
    assert sum("/politics/" in url for url in after) == 10


def test_what_stands_on_every_poll_is_navigation() -> None:
    standing = [("/service/all-the-help-you-need", "All the help that you may need")]
    state = SectionState()
    for day in range(6):
        articles = [dated(n) for n in range(day * 3, day * 3 + 9)]
        links = section_links(section([*standing, *articles]), HOME)
        state = learned(state, links, {})
    chosen = articles_among(links, state)
    assert all("/service/" not in link.url for link in chosen)
    assert len(chosen) == 9


def test_a_shape_that_proved_itself_carries_links_with_few_words() -> None:
    few = [(path, "Read") for path, _ in (coded(n) for n in range(3))]
    state = SectionState()
    assert articles_among(section_links(_bare(few), HOME), state) == ()
    links = section_links(section([coded(n) for n in range(10, 20)]), HOME)
    state = learned(state, links, {link.url: True for link in articles_among(links, state)})
    assert len(articles_among(section_links(_bare(few), HOME), state)) == 3


def _bare(links: Sequence[tuple[str, str]]) -> bytes:
    anchors = "".join(f'<a href="{path}">{text}</a>' for path, text in links)
    return f"<html><body>{anchors}</body></html>".encode()


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://p.example/2025/01/06/ferry-runs-again", "/Y/D/D/S"),
        ("https://p.example/Politik/ferry-runs-again-12345.html", "/politik/S#.html"),
        ("https://p.example/news/12345", "/news/N"),
        ("https://p.example/a-1234567", "/N"),
        ("https://p.example/20250106/x9f8e7d6c5b", "/Y/H"),
        ("https://p.example/c/9f8e7d6c5b4a", "/c/H"),
        ("https://p.example/view.php?id=77&utm=x&page=2", "/view.php?id=N&page=N"),
        ("https://p.example/%E6%B8%AF%E6%B9%BE%E5%A4%A7%E6%A9%8B%E5%86%8D%E9%96%8B", "/S"),
        ("https://p.example/", "/"),
    ],
)  # fmt: skip
def test_shapes(url: str, shape: str) -> None:
    assert shape_of(url) == shape


def test_links_are_read_once_each_with_their_longest_words() -> None:
    links = section_links(section([dated(1)]), HOME)
    (one,) = [link for link in links if "/2025/" in link.url]
    assert one.text == "Ferry number 1 runs again at last"
    assert one.head and not one.edge
    assert not any("other.example" in link.url or ".jpg" in link.url for link in links)
    assert all(link.edge for link in links if link.url.endswith("/politics/"))


def test_a_page_without_end_is_bounded() -> None:
    links = section_links(
        section([dated(n) for n in range(20)] + [coded(n) for n in range(5000)]), HOME
    )
    assert len(links) == MOST_LINKS
    state = learned(SectionState(), links, {})
    for n in range(20):
        odd = [(f"/a{n}/b{m}/c", "Some words that look like a title") for m in range(100)]
        state = learned(state, section_links(section(odd), HOME), {})
    assert len(state.shapes) <= 200
    assert len(state.stood) <= MOST_LINKS


@pytest.mark.parametrize("page", [b"", b"\x00\xff", b"<", b"<a href='http://['>x</a>", b"{}"])
def test_no_page_makes_it_raise(page: bytes) -> None:
    assert articles_among(section_links(page, HOME), SectionState()) == ()


@given(
    st.lists(
        st.tuples(st.from_regex(r"/[a-z0-9/%.?=-]{0,40}", fullmatch=True), st.text(max_size=40)),
        max_size=30,
    )
)
def test_the_state_follows_from_the_polls_alone(anchors: list[tuple[str, str]]) -> None:
    page = _bare([(path, text.replace("<", "").replace("&", "")) for path, text in anchors])
    states = []
    for _ in range(2):
        state = SectionState()
        for _ in range(3):
            links = section_links(page, HOME)
            chosen = articles_among(links, state)
            state = learned(state, links, {link.url: len(link.url) % 2 == 0 for link in chosen})
        states.append(state)
    assert states[0] == states[1]
