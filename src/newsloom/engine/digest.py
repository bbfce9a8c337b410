"""One hash over all facts and judgements of a folder.

Two folders that were fed the same captures, corrections and removals have the same digest,
whatever the number of workers, the sizes of batches, or the moments at which they were killed.
Left out: wall-clock times (arrival, quarantine, decisions) and local paths.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from newsloom.store.base import EngineStore

_encoder = msgspec.json.Encoder(order="sorted")


def digest(store: EngineStore) -> str:
    """SHA-256 as hex over the rows below, in a fixed order."""
    total = hashlib.sha256()
    for row in rows(store):
        total.update(_encoder.encode(row))
        total.update(b"\n")
    return total.hexdigest()


def rows(store: EngineStore) -> Iterator[tuple[object, ...]]:
    """The rows that are hashed: facts, judgements, links, revisions, corrections, removals."""
    for article, assignment, origin in store.articles():
        timeless = msgspec.structs.replace(article, seen_us=0)
        yield "article", timeless, assignment, origin
    for article, finding in store.findings():
        yield "finding", article.seq, finding
    for story, ledger in store.stories():
        yield "story", story, ledger
    for link in store.links():
        yield "link", link
    for failed in sorted(store.quarantine(limit=10**9), key=lambda one: (one.seq, one.capture)):
        if failed.seq:
            yield "quarantine", failed.seq, failed.capture, failed.stage, failed.reason
    for revision in store.revisions():
        yield "revision", revision
    for corrected in store.corrections():
        one = corrected.correction
        yield "correction", one.id, one.kind, one.article, one.others, one.note
    for takedown in sorted(store.takedowns(), key=lambda one: one.request.id):
        yield "takedown", takedown.request.id, takedown.ruling is not None, takedown.articles
