"""Files and folders as captures: the same bytes give the same ids, nothing stops a run."""

import gzip
import json
from pathlib import Path

import pytest

from newsloom.model.facts import Capture, Source
from newsloom.sources.capture import capture_of
from newsloom.sources.files import read_path
from newsloom.sources.opml import read_opml, to_source, write_opml
from newsloom.sources.unread import Unread

NOW = 1_736_164_800_000_000
RECORD = {"id": 12, "url": "https://a.example/x", "outlet": "The Post", "title": "Brücke",
          "text": "Sie fiel.", "published": "2025-01-06", "lang": "de",
          "authors": ["Uwe"]}  # fmt: skip


def _captures(path: Path, at: int = NOW) -> list[Capture]:
    return [one for one in read_path(path, at) if isinstance(one, Capture)]


def _unread(path: Path) -> list[Unread]:
    return [one for one in read_path(path, NOW) if isinstance(one, Unread)]


def test_a_record_keeps_its_bytes_and_gives_its_hints(tmp_path: Path) -> None:
    line = json.dumps(RECORD, ensure_ascii=False).encode()
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\n")
    (capture,) = _captures(tmp_path / "a.jsonl")
    assert (capture.kind, capture.body, capture.url) == ("record", line, "https://a.example/x")
    assert (capture.seq, capture.fetched_us, capture.source) == (0, NOW, None)
    hints = capture.hints
    assert (hints.given_id, hints.outlet, hints.title) == ("12", "The Post", "Brücke")
    assert (hints.published, hints.lang, hints.authors) == ("2025-01-06", "de", ("Uwe",))


def test_ids_come_from_the_content_not_from_time_or_place(tmp_path: Path) -> None:
    line = json.dumps(RECORD).encode() + b"\n"
    (tmp_path / "a.jsonl").write_bytes(line)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line))
    one, other = _captures(tmp_path / "a.jsonl")[0], _captures(tmp_path / "b.jsonl.gz", NOW + 1)[0]
    assert one.id == other.id
    (tmp_path / "c.jsonl").write_bytes(line.replace(b"fiel", b"stand"))
    assert _captures(tmp_path / "c.jsonl")[0].id != one.id


def test_bad_lines_are_named_and_do_not_stop_the_others(tmp_path: Path) -> None:
    lines = [b'{"title": "a"}', b"{", b'{"id": 1}', b'{"title": 5}', b"[]", b'"x"', b"\xff",
             b'{"title": "\\ud800"}', b'{"title": " ", "text": ""}', b'{"title": "b"}']  # fmt: skip
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    assert [one.hints.title for one in _captures(tmp_path / "a.jsonl")] == ["a", "b"]
    unread = _unread(tmp_path / "a.jsonl")
    assert [one.place for one in unread] == [f"line {number}" for number in range(2, 10)]
    assert {one.reason for one in unread} == {"malformed", "empty"}


def test_a_title_alone_is_a_record(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Only", "text": ""}\n', encoding="utf-8")
    assert len(_captures(tmp_path / "a.jsonl")) == 1


def test_a_torn_gzip_gives_what_it_has(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"title": f"t{n * 7919}"}).encode() + b"\n" for n in range(5000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-3000])
    assert len(_captures(tmp_path / "a.jsonl.gz")) > 100
    assert "breaks" in _unread(tmp_path / "a.jsonl.gz")[-1].message


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_bytes(b"two")
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(b"<html>three</html>"))
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.txt").write_bytes(b"no")
    found = _captures(tmp_path)
    assert [(one.kind, one.hints.given_id) for one in found] == [
        ("text", "a.txt"), ("text", "2.txt"), ("page", "c.html.gz"),
    ]  # fmt: skip
    assert found[2].body == b"<html>three</html>"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [("a.txt", b" \n", "empty"), ("a.pdf", b"x", "unknown"), ("a.html.gz", b"x", "malformed"),
     ("a.opml", b"hello", "malformed"), ("a.warc", b"hello", "malformed"), (None, b"", "missing")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str | None, data: bytes, reason: str
) -> None:
    path = tmp_path / (name or "nothing.txt")
    if name:
        path.write_bytes(data)
    (unread,) = _unread(path)
    assert (unread.reason, unread.path) == (reason, str(path))


def _warc(pages: list[tuple[str, str, bytes]]) -> bytes:
    """An archive of response records, each its own gzip member, as WARC 1.0 has it."""
    members: list[bytes] = []
    for url, kind, body in pages:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-01-06T12:00:00Z\r\n"
            f"WARC-Record-ID: <urn:x:{len(members)}>\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        members.append(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    return b"".join(members)


def test_an_archive_gives_its_pages_with_their_own_time(tmp_path: Path) -> None:
    data = _warc([("http://a.example/1", "text/html", b"<p>1</p>"),
                  ("http://a.example/i.png", "image/png", b"x"),
                  ("http://a.example/2", "text/html; charset=utf-8", b"<p>2</p>")])  # fmt: skip
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    found = _captures(path, NOW + 5)
    assert [(one.url, one.body) for one in found] == [
        ("http://a.example/1", b"<p>1</p>"), ("http://a.example/2", b"<p>2</p>"),
    ]  # fmt: skip
    assert {one.fetched_us for one in found} == {NOW}
    path.write_bytes(data[:-20])
    assert [one.url for one in _captures(path)][:1] == ["http://a.example/1"]


def test_opml_goes_round(tmp_path: Path) -> None:
    text = """<opml version="1.0"><body><outline text="World"><outline text="The &amp; Post"
      xmlUrl="https://post.example/rss" htmlUrl="https://www.post.example/" language="en-GB"/>
      <outline TITLE="Bote" XMLURL="http://bote.example/f?a=1&amp;b=2"/></outline>
      <outline text="no feed"/><outline xmlUrl="javascript:alert(1)" text="x"/>
      <outline xmlUrl="https://post.example/rss" text="again"/></body></opml>"""
    (tmp_path / "a.opml").write_text(text, encoding="utf-8")
    outlines = read_opml(text.encode())
    assert [(one.title, one.folder) for one in outlines] == [
        ("The & Post", ("World",)), ("Bote", ("World",)),
    ]  # fmt: skip
    sources = [one for one in read_path(tmp_path / "a.opml", NOW) if isinstance(one, Source)]
    assert [(one.outlet, one.domain, one.lang) for one in sources] == [
        ("The & Post", "post.example", "en"), ("Bote", "bote.example", ""),
    ]  # fmt: skip
    again = [to_source(one) for one in read_opml(write_opml(sources))]
    assert [(one.id, one.outlet) for one in again] == [(one.id, one.outlet) for one in sources]


def test_broken_opml_gives_what_it_has() -> None:
    text = b'<opml><body><outline xmlUrl="http://a.example/f" text="a & b"><outline'
    assert [one.url for one in read_opml(text)] == ["http://a.example/f"]


def test_a_capture_keeps_only_the_headers_it_needs() -> None:
    headers = [("Content-Type", "text/html"), ("Set-Cookie", "secret=1"), ("X-Robots-Tag", "noai")]
    capture = capture_of("page", b"x", NOW, url="http://a.example/", headers=headers)
    assert capture.headers == (("content-type", "text/html"), ("x-robots-tag", "noai"))
