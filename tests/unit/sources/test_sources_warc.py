"""Archives: ours are read by others, and come back as they were."""

import gzip
import io
from pathlib import Path

import brotli
import fastwarc
import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsloom.fetch.archive import Archive, write_warc
from newsloom.model.facts import Capture, Hints, RightsSignal
from newsloom.sources.capture import capture_of
from newsloom.sources.unread import Unread
from newsloom.sources.warc import read_warc

NOW = 1_736_164_800_000_000
RIGHTS = (RightsSignal("robots.txt", "content-signal", "ai-train=no", ("ai-train",)),)
CAPTURES = [
    capture_of(
        "page", "<html>Grüße aus Saltgate</html>".encode(), NOW,
        url="https://post.example/a?utm_source=feed", final_url="https://post.example/a",
        headers=[("Content-Type", "text/html; charset=utf-8"), ("X-Robots-Tag", "noarchive")],
        hints=Hints(outlet="The Post", title="Grüße", published="2025-01-06T08:00:00+01:00",
                    authors=("Ada Quill",), summary="Zeile\r\nzwei", rights=RIGHTS),
        source="s1",
    ),
    capture_of("entry", b'{"title": "Only a title"}', NOW + 1, url="https://post.example/b",
               hints=Hints(outlet="The Post"), source="s1"),
    capture_of("record", b'{"text": "A record\\u0000"}', NOW + 2, hints=Hints(given_id="r 1/ü")),
    capture_of("text", b"A text\r\n\r\nWARC/1.1\r\n", NOW + 3, hints=Hints(given_id="t.txt")),
    capture_of("page", b"<html>saved</html>", NOW + 4, hints=Hints(given_id="saved.html")),
]  # fmt: skip


def written(folder: Path) -> Path:
    path = folder / "all.warc.gz"
    with path.open("wb") as out:
        assert write_warc(CAPTURES, out) == len(CAPTURES)
    return path


def test_captures_come_back_as_they_were(tmp_path: Path) -> None:
    assert list(read_warc(written(tmp_path))) == CAPTURES


def test_so_do_those_of_a_folder_s_own_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    (name,) = {place.file for place in archive.append(CAPTURES, "import")}
    assert list(read_warc(tmp_path / name)) == CAPTURES


def test_others_read_our_files_without_complaint(tmp_path: Path) -> None:
    path = written(tmp_path)
    types = ["warcinfo"] + [kind for one in CAPTURES for kind in (_record_type(one), "metadata")]
    with path.open("rb") as stream:
        found = list(ArchiveIterator(stream, check_digests="raise"))
        assert [record.rec_type for record in found] == types
    plain = fastwarc.ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=False)
    for record, kind in zip(plain, types, strict=True):
        assert record.headers["WARC-Type"] == kind
        assert kind == "warcinfo" or record.verify_block_digest()
    parsed = fastwarc.ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=True)
    bodies = {record.record_id: record.reader.read() for record in parsed}
    for capture in CAPTURES:
        assert bodies[f"<urn:newsloom:{capture.id}>"] == capture.body
    checker = Checker(type("Options", (), {"inputs": [str(path)], "verbose": False})())
    checker.process_all()
    assert checker.exit_value == 0


def _record_type(capture: Capture) -> str:
    return "response" if capture.kind == "page" and capture.url else "resource"


def test_a_broken_metadata_record_leaves_the_page(tmp_path: Path) -> None:
    path = tmp_path / "broken.warc"
    honest = gzip.decompress(written(tmp_path).read_bytes())
    path.write_bytes(honest.replace(b'"fetched_us"', b'"fetched_ux"'))
    pages = [one for one in read_warc(path) if isinstance(one, Capture)]
    # The entry, the record and the text are nothing without what was known of them.
    assert [one.body for one in pages] == [CAPTURES[0].body, CAPTURES[4].body]
    assert pages[0].hints == Hints()


@pytest.mark.parametrize(
    ("known", "claimed"),
    [
        (b'"fetched_us":%d' % NOW, b'"fetched_us":%d' % 10**18),
        (b'"fetched_us":%d' % NOW, b'"fetched_us":%d' % 2**63),
    ],
)
def test_what_no_capture_can_be_is_not_believed(
    tmp_path: Path, known: bytes, claimed: bytes
) -> None:
    buffer = io.BytesIO()
    write_warc(CAPTURES[:1], buffer)
    honest = gzip.decompress(buffer.getvalue())
    head, length, rest = honest.rpartition(b"Content-Length: ")
    size, _, body = rest.partition(b"\r\n")
    assert known in body
    forged = body.replace(known, claimed)
    path = tmp_path / "forged.warc"
    path.write_bytes(head + length + b"%d\r\n" % (int(size) + len(forged) - len(body)) + forged)
    (page,) = read_warc(path)
    assert isinstance(page, Capture)
    assert (page.body, page.fetched_us, page.source) == (CAPTURES[0].body, NOW, None)


def others(folder: Path, *answers: tuple[str, dict[str, str], bytes]) -> list[Capture | Unread]:
    """What is read of an archive by another program: (status line, headers, body) each."""
    path = folder / "others.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, (status, headers, body) in enumerate(answers):
            record = writer.create_warc_record(
                f"https://post.example/{number}",
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1"),
            )
            writer.write_record(record)
    return list(read_warc(path))


HTML = {"Content-Type": "text/html"}
PAGE = b"<html>" + bytes(range(32, 127)) * 40 + b"</html>"


def test_an_odd_status_costs_its_own_record_alone(tmp_path: Path) -> None:
    found = others(tmp_path, ("OK", HTML, b"<p>a</p>"), ("200 OK", HTML, PAGE))
    assert [getattr(one, "body", None) for one in found] == [PAGE]


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("br", brotli.compress(PAGE)),
        ("gzip", gzip.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("br", PAGE),  # unpacked by who wrote the archive
    ],
)
def test_packed_bodies_are_unpacked_whole_or_not_at_all(
    tmp_path: Path, name: str, packed: bytes
) -> None:
    headers = HTML | {"Content-Encoding": name}
    half = gzip.compress(PAGE)[:60]
    cut = ("200 OK", HTML | {"Content-Encoding": "gzip"}, half)
    found = others(tmp_path, ("200 OK", headers, packed), cut, ("200 OK", HTML, PAGE))
    assert [getattr(one, "body", None) for one in found] == [PAGE, None, PAGE]
    assert isinstance(found[1], Unread)
    assert found[1].reason == "malformed"


def test_a_chunked_body_is_put_together(tmp_path: Path) -> None:
    headers = HTML | {"Transfer-Encoding": "chunked", "Content-Encoding": "br"}
    packed = brotli.compress(PAGE)
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    (page,) = others(tmp_path, ("200 OK", headers, chunks))
    assert isinstance(page, Capture)
    assert page.body == PAGE


def test_a_stranger_cannot_choose_a_capture_s_id(tmp_path: Path) -> None:
    path = tmp_path / "forged.warc"
    honest = gzip.decompress(written(tmp_path).read_bytes())
    path.write_bytes(honest.replace(CAPTURES[1].id.encode(), b"c" + b"0" * len(CAPTURES[1].id[1:])))
    assert CAPTURES[1] in list(read_warc(path))


@pytest.mark.parametrize(
    "link", ["<https://post.example/grüße>; rel=canonical", "<a\r\n b>", "\udcff"]
)
def test_any_header_can_be_written(tmp_path: Path, link: str) -> None:
    made = capture_of("page", b"<html>x</html>", NOW, url="https://post.example/a",
                      final_url="https://post.example/a", headers=[("Link", link)])  # fmt: skip
    path = tmp_path / "one.warc.gz"
    with path.open("wb") as out:
        write_warc([made], out)
    assert list(read_warc(path)) == [made]
    assert made.headers[0][1].isascii()
    assert made.headers[0][1].isprintable()
