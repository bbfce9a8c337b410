"""Invented rows for the store's contract tests."""

import struct

from newsloom.model.facts import Article, Capture, Hints, Quote
from newsloom.model.features import Features
from newsloom.model.ids import bytes_hash, content_id, text_hash
from newsloom.model.judgements import Assignment, MainSource, Origin, Relation, Story
from newsloom.model.ledger import Ledger
from newsloom.store.base import Cursor, Decision, Judged, LaidStory, ReadArticle

NOON_US = 1_767_225_600_000_000


def capture(
    name: str, body: str = "", url: str | None = None, source: str | None = None
) -> Capture:
    """A capture of an invented page."""
    url = url or f"https://lantern.example/{name}"
    data = (body or f"The body of {name}.").encode()
    return Capture(
        content_id("c", url, bytes_hash(data)),
        "page",
        url,
        None,
        NOON_US,
        200,
        (("Content-Type", "text/html"),),
        Hints(),
        source,
        data,
    )


def article(seq: int, made: Capture, text: str = "", title: str = "") -> Article:
    """The article that a capture holds."""
    text = text or made.body.decode()
    title = title or f"Title {seq}"
    return Article(
        content_id("a", "Lantern", made.url, text_hash(text)),
        seq,
        made.id,
        f"given-{seq}",
        made.url,
        "Lantern",
        "en",
        title,
        text,
        published_us=NOON_US + seq,
        seen_us=NOON_US,
    )


def features(one: Article) -> Features:
    """Features with one term, enough for a store that never looks inside."""
    term = struct.pack("<I", one.seq)
    return Features(
        one.id, one.seq, one.lang, one.outlet, one.published_us, one.supersedes,
        term, term, term, b"\x01\x00", b"", b"", term, term, 5, ("term",), 1,
    )  # fmt: skip


def put_article(one: Article) -> ReadArticle:
    """An article with one quote: its first word."""
    end = one.text.find(" ")
    quote = Quote(content_id("q", one.id, 0, end), one.id, 0, end, one.text[:end])
    return ReadArticle(one, (quote,), features(one), struct.pack("<Q", one.seq))


def judged(one: Article, story: str) -> Judged:
    """A judgement that puts an article into a story."""
    return Judged(
        one.seq, Relation(one.id, "original"), Assignment(one.id, story, "l1", 0.9, None, 0.0, ())
    )


def laid(story: str, members: list[Article]) -> LaidStory:
    """A story as if laid out."""
    first = members[0]
    source = MainSource(first.outlet, first.url, "self", first.id)
    shown = Story(
        story, "l1", "en", first.title, first.text[:40], "en", ("en",), first.seq,
        members[-1].seq, first.published_us, members[-1].published_us, len(members), 1, 1,
        source, first.id,
    )  # fmt: skip
    origins = tuple(Origin(one.id, "original", None, source) for one in members)
    return LaidStory(shown, origins, Ledger())


def read(seq_from: int, seq_to: int, *puts: ReadArticle) -> Decision:
    """A commit of the read stage."""
    return Decision(puts, Cursor("read", seq_from, seq_to))
