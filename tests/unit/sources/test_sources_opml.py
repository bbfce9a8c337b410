"""Lists of feeds: folders kept, broken files read, what we write read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsloom.model.errors import Unreadable
from newsloom.model.facts import Source, SourceKind
from newsloom.sources.opml import read_opml, source_id, to_source, write_opml

LIST = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Coast &amp; Sea">
<outline type="rss" text="Harbour Post" xmlUrl="https://harbour.example/rss?a=1&amp;b=2"
 htmlUrl="https://www.harbour.example/" language="en-GB"/></outline>
<outline text="Tal" title="Tal Bote" xmlUrl="https://tal.example/feed"/></outline>
<outline text="Loose" xmlUrl="https://loose.example/feed" category="/Hills/Valleys,/other"/>
<outline type="link" text="A bookmark" url="https://mark.example/"/>
</body></opml>"""


def folders(data: bytes) -> dict[str, tuple[str, ...]]:
    return {one.url: one.folder for one in read_opml(data)}


def test_folders_are_kept_from_the_outside_in() -> None:
    assert folders(LIST.encode()) == {
        "https://harbour.example/rss?a=1&b=2": ("News", "Coast & Sea"),
        "https://tal.example/feed": ("News",),
        "https://loose.example/feed": ("Hills", "Valleys"),
    }
    harbour, tal, _ = map(to_source, read_opml(LIST.encode()))
    assert (harbour.outlet, harbour.domain, harbour.lang) == (
        "Harbour Post", "harbour.example", "en",
    )  # fmt: skip
    assert (tal.title, tal.folder) == ("Tal Bote", ("News",))


@pytest.mark.parametrize(
    "broken",
    [
        LIST.replace("&amp;", "&"),
        LIST.replace("<head><title>Mine</title></head>", ""),
        LIST.replace("</outline>", "", 1).replace("</body></opml>", ""),
        LIST.replace("</body></opml>", "").replace("<body>", ""),
        "\n\n" + LIST,
        LIST.replace("opml", "OPML").replace("outline", "Outline"),
        LIST.replace("Mine", "Mine\x07 &nbsp; &bogus; &"),
        LIST.replace("xmlUrl", "XMLURL"),
        LIST.replace('encoding="utf-8"', 'encoding="utf-99"'),
    ],
)  # fmt: skip
def test_broken_files_give_every_feed(broken: str) -> None:
    found = {one.url: one.title for one in read_opml(broken.encode())}
    assert found == {
        "https://harbour.example/rss?a=1&b=2": "Harbour Post",
        "https://tal.example/feed": "Tal Bote",
        "https://loose.example/feed": "Loose",
    }


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-8", "iso-8859-1"),
        ("utf-8", "windows-1252"),
        ("iso-8859-1", "iso-8859-1"),
        ("utf-16", "utf-16"),
        ("utf-8", "utf-16"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_encodings_right_and_wrong(declared: str, real: str) -> None:
    text = LIST.replace('"utf-8"', f'"{declared}"').replace("Harbour Post", "Küste & Straße")
    assert read_opml(text.encode(real))[0].title == "Küste & Straße"


@pytest.mark.parametrize(
    "data", [b"", b"  ", b"\x00\xff", b"<html>no list</html>", b"<opml/>", b"hello & goodbye"]
)
def test_what_is_no_list_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_opml(data)


def test_entities_open_no_files_and_do_not_multiply() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(1, 9))
    for entities in ('<!ENTITY e9 SYSTEM "file:///etc/hostname">', f'<!ENTITY e1 "x">{bomb}'):
        text = LIST.replace("<opml", f"<!DOCTYPE opml [{entities}]><opml").replace("Loose", "&e9;")
        assert len(str(read_opml(text.encode()))) < 3000


def test_no_depth_makes_it_raise() -> None:
    deep = "<outline text='a'>" * 5000 + "<outline xmlUrl='https://deep.example/'/>"
    text = f"<opml><body>{deep}<outline xmlUrl='https://flat.example/'/></body></opml>"
    assert all(len(one.folder) <= 50 for one in read_opml(text.encode()))


def test_sitemaps_and_sections_go_out_and_come_back() -> None:
    made = [
        source("sitemap", "https://tal.example/news-sitemap.xml", outlet="Tal", country="AT"),
        source("section", "https://tal.example/politik/", outlet="Tal", folder=("News",)),
        source("feed", "https://tal.example/feed", outlet="Tal", title="Tal: alles", lang="de"),
    ]
    data = write_opml(made)
    assert {one.id: one for one in map(to_source, read_opml(data))} == {one.id: one for one in made}
    plain = [one for one in etree.fromstring(data).iter("outline") if one.get("xmlUrl")]
    assert [one.get("type") for one in plain] == ["rss"]  # what other readers see
    lost = data.replace(b' xmlns:newsloom="urn:newsloom:opml"', b"")
    assert {one.kind for one in read_opml(lost)} == {"sitemap", "section", "feed"}


def source(kind: SourceKind, url: str, **more: object) -> Source:
    more.setdefault("title", more["outlet"])
    return Source(source_id(kind, url), kind, url, domain="tal.example", **more)  # type: ignore[arg-type]


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["feed", "sitemap", "section"]), NAMES, st.lists(NAMES, max_size=4)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_list_comes_back_as_it_was(rows: list[tuple[SourceKind, str, list[str]]]) -> None:
    made = [
        source(kind, f"https://tal.example/{n}", outlet=name, folder=tuple(path))
        for n, (kind, name, path) in enumerate(rows)
    ]
    back = list(map(to_source, read_opml(write_opml(made))))
    assert {one.id: one for one in back} == {one.id: one for one in made}
    assert write_opml(back) == write_opml(list(map(to_source, read_opml(write_opml(back)))))
