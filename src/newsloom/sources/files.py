"""Files and folders as captures: texts, pages, import records, archives, lists of feeds."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from msgspec import Struct

from newsloom.model.errors import Unreadable
from newsloom.model.facts import Capture, Hints, Source
from newsloom.sources.capture import capture_of
from newsloom.sources.opml import read_opml, to_source
from newsloom.sources.unread import Unread
from newsloom.sources.warc import read_warc

SUFFIXES = (".txt", ".html", ".html.gz", ".htm", ".jsonl", ".jsonl.gz", ".warc", ".warc.gz",
            ".opml")  # fmt: skip
MOST_BYTES = 10_000_000  # of one page, text or record
_BROKEN = (OSError, EOFError, zlib.error)

Read = Capture | Source | Unread


class _Record(Struct):
    """One import record; other keys are kept in the body and ignored here."""

    id: str | int | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published: str | int | float | None = None
    lang: str | None = None
    authors: list[str] | str | None = None


_record = msgspec.json.Decoder(_Record)


def printable(name: str) -> str:
    """The name of a file as text that can be stored: bytes that are no UTF-8 as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def suffix_of(path: Path) -> str:
    """The suffix that tells how to read a file, ``.gz`` included; ``""`` for an unknown one."""
    name = path.name.lower()
    return next((one for one in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(one)), "")


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb"))


def _named(given: str | int | None) -> str | None:
    return None if given is None or given == "" else str(given)


def _record_hints(record: _Record) -> Hints:
    authors = record.authors or []
    return Hints(
        given_id=_named(record.id),
        outlet=record.outlet or None,
        title=record.title or None,
        published=None if record.published is None else str(record.published) or None,
        authors=(authors,) if isinstance(authors, str) else tuple(authors),
        lang=record.lang or None,
    )


def read_record(line: bytes, arrived_us: int) -> Capture:
    """One import record as a capture; ``body`` is the line as given, without its line end.

    Raises Unreadable when it is no JSON object of the known types, or holds nothing to read.
    """
    try:
        record = _record.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise Unreadable("malformed", f"no import record: {problem}") from problem
    if not any(value and value.strip() for value in (record.title, record.text, record.html)):
        raise Unreadable("empty", "the record has neither title nor text nor html")
    return capture_of(
        "record", line, arrived_us, url=record.url or None, hints=_record_hints(record)
    )


def _read_lines(path: Path, arrived_us: int) -> Iterator[Read]:
    number = 0
    try:
        with _open(path) as stream:
            while line := stream.readline(MOST_BYTES + 1):
                number += 1
                place = f"line {number}"
                if len(line) > MOST_BYTES:
                    yield Unread(str(path), place, "too_large", f"more than {MOST_BYTES} bytes")
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(MOST_BYTES)
                    continue
                line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                line = line.strip(b"\r\n\t ")
                if not line:
                    continue
                try:
                    yield read_record(line, arrived_us)
                except Unreadable as problem:
                    yield Unread(str(path), place, problem.reason, str(problem))
    except _BROKEN as problem:
        yield Unread(str(path), f"after line {number}", "malformed", f"the file breaks: {problem}")


def _read_whole(path: Path, arrived_us: int) -> Iterator[Read]:
    with _open(path) as stream:
        body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        yield Unread(str(path), "", "too_large", f"more than {MOST_BYTES} bytes")
    elif not body.strip():
        yield Unread(str(path), "", "empty", "the file is empty")
    else:
        kind = suffix_of(path)
        hints = Hints(given_id=printable(path.name))
        yield capture_of("text" if kind == ".txt" else "page", body, arrived_us, hints=hints)


def _read_list(path: Path) -> Iterator[Read]:
    try:
        yield from map(to_source, read_opml(path.read_bytes()))
    except Unreadable as problem:
        yield Unread(str(path), problem.place, problem.reason, str(problem))


def _read_file(path: Path, arrived_us: int) -> Iterator[Read]:
    kind = suffix_of(path)
    try:
        if kind.startswith(".jsonl"):
            yield from _read_lines(path, arrived_us)
        elif kind.startswith(".warc"):
            yield from read_warc(path)
        elif kind == ".opml":
            yield from _read_list(path)
        elif kind:
            yield from _read_whole(path, arrived_us)
        else:
            known = " ".join(SUFFIXES)
            yield Unread(str(path), "", "unknown", f"this kind of file is not read; known: {known}")
    except _BROKEN as problem:
        yield Unread(str(path), "", "malformed", f"the file cannot be read: {problem}")


def _files(folder: Path) -> list[Path]:
    """The files below a folder that can be read, without hidden ones, in a fixed order."""
    found = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not hidden and suffix_of(path) and path.is_file():
            found.append((inside.as_posix(), path))
    return [path for _, path in sorted(found)]


def read_path(path: Path, arrived_us: int) -> Iterator[Read]:
    """Everything in a file, or below a folder in the order of names.

    Captures carry ``arrived_us`` as their time (archives their own); a list of feeds gives
    sources. Never raises and never stops: what cannot be read is an Unread.
    """
    if path.is_dir():
        files = _files(path)
        if not files:
            yield Unread(str(path), "", "empty", f"no file with {' '.join(SUFFIXES)} below it")
        for file in files:
            yield from _read_file(file, arrived_us)
    elif path.exists():
        yield from _read_file(path, arrived_us)
    else:
        yield Unread(str(path), "", "missing", "there is no such file or folder")
