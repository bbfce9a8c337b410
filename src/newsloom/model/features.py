"""What the sequencers (copies, stories) need of an article: numbers only, no text."""

from msgspec import Struct


class Features(Struct, frozen=True, array_like=True):
    """Derived from one article by a pure function; stored, so that judgements can be replayed.

    Term hashes are 32-bit (xxh32) of stemmed, case-folded terms, ascending and without
    repeats, packed as little-endian uint32; the counts beside them as little-endian uint16.
    """

    article: str
    seq: int
    shard: str  # the language shard, fixed once per article
    outlet: str
    published_us: int | None
    supersedes: str | None
    title_terms: bytes  # uint32[]
    lead_terms: bytes  # uint32[]
    body_terms: bytes  # uint32[], title and lead included
    body_counts: bytes  # uint16[], parallel to body_terms
    names: bytes  # uint32[]: capitalised word runs, the title and lead included
    bigrams: bytes  # uint32[]
    shingles: bytes  # uint32[]: hashed word shingles of the whole text, for copies
    minhash: bytes  # uint32[]
    words: int  # length of the text in words (or characters where a script has no spaces)
    labels: tuple[str, ...]  # readable forms of the most telling terms, for "why is this here?"
    version: int
    days: bytes = b""  # int32[]: the days the text speaks of, then their weights
    seen_us: int = 0  # arrival; never a publication: it only closes stories of undated articles
    embedding: bytes = b""  # int8[]: of the operator's embedder; empty without one


class Epoch(Struct, frozen=True):
    """Learned state, frozen at ``seq``: what later articles are read with.

    ``kind`` is ``idf`` (per shard) or ``debris`` (per installation); ``count`` the number of
    articles it was learned from; ``data`` is packed by the room that learned it.
    """

    kind: str
    shard: str
    seq: int
    count: int
    data: bytes
