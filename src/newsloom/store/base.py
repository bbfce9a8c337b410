"""What a store promises, as Protocols, and the rows it hands out.

Two sides: ``EngineStore`` is written by one engine at a time; ``Reader`` is read by any number
of threads, never blocks the engine, and sees only committed states.
Every method raises ``StoreError`` when the store cannot be read or written.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from newsloom.model.features import Epoch, Features
from newsloom.model.types import (
    Article,
    Assignment,
    Capture,
    Credit,
    Figure,
    Finding,
    Ledger,
    Origin,
    Outlet,
    Quote,
    Relation,
    Source,
    Story,
)
from newsloom.takedown.decide import Ruling, Takedown, Tombstone
from newsloom.takedown.request import Request as TakedownRequest

# ------------------------------------------------------------------ rows


SourceStatus = Literal["new", "ok", "unchanged", "empty", "blocked", "forbidden", "failing"]


class SourceState(Struct, frozen=True):
    """How polling a source goes. Times in UTC microseconds; None when it never happened."""

    source: str
    status: SourceStatus = "new"
    detail: str = ""  # why, for a person: "HTTP 429, Retry-After 60 s"
    checked_us: int | None = None  # the last attempt
    ok_us: int | None = None  # the last success
    next_us: int = 0  # not polled before
    interval_s: int = 900
    failures: int = 0  # in a row
    entries: int = 0  # in the last successful poll
    articles: int = 0  # captures brought so far
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


class SourceHealth(Struct, frozen=True):
    """A source, its state and how many of its articles are in the store."""

    source: Source
    state: SourceState


class Quarantined(Struct, frozen=True):
    """An item that failed for good, visible and retryable."""

    capture: str
    seq: int
    stage: str
    reason: str  # a short code
    message: str
    place: str  # file, URL and position
    at_us: int


class Member(Struct, frozen=True):
    """An article as it stands within its story."""

    article: Article
    assignment: Assignment
    relation: Relation
    origin: Origin | None


class StoryView(Struct, frozen=True):
    """All that a story page shows. Members by publication time, undated last."""

    story: Story
    members: tuple[Member, ...]
    ledger: Ledger
    storyline: tuple[Story, ...]  # the other stories of the storyline, newest first
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]


class ArticleView(Struct, frozen=True):
    """All that an article page shows. ``versions`` are (id, seq, title), oldest first."""

    article: Article
    story: Story | None
    assignment: Assignment | None
    rival: Story | None
    relation: Relation | None
    origin: Origin | None
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    credits: tuple[Credit, ...]
    versions: tuple[tuple[str, int, str], ...]


class Hit(Struct, frozen=True):
    """A search result. ``snippet`` is (text, is_match) pieces, to be escaped where shown."""

    article: str
    story: str | None
    title: str
    outlet: str
    lang: str
    published: str | None
    snippet: tuple[tuple[str, bool], ...]


class Counts(Struct, frozen=True):
    """How much a store holds."""

    captures: int
    articles: int
    stories: int
    outlets: int
    sources: int
    quarantined: int
    pending: int  # captures admitted but not yet woven
    bytes: int  # on disk


# ------------------------------------------------------------------ the two sides


class Reader(Protocol):
    """Read-only views, for the web, the API and export. Thread-safe."""

    def front(
        self, *, now_us: int, lang: str | None = None, limit: int = 30, offset: int = 0
    ) -> list[Story]:
        """Stories ranked by independent origins and freshness, best first."""
        ...

    def story(self, story_id: str) -> StoryView | None:
        """A story by id; an id that was merged away gives the story it went to."""
        ...

    def article(self, article_id: str) -> ArticleView | None:
        """An article by id; None when there is none, or it was removed."""
        ...

    def tombstone(self, article_id: str) -> Tombstone | None:
        """Why an id is gone, when it was removed on request."""
        ...

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> list[Hit]:
        """Full-text search over titles and texts; never raises on odd queries."""
        ...

    def languages(self) -> list[tuple[str, int]]:
        """(language, stories), most stories first."""
        ...

    def health(self) -> list[SourceHealth]:
        """All sources, the failing first, then by outlet."""
        ...

    def quarantine(self, *, limit: int = 100, offset: int = 0) -> list[Quarantined]: ...

    def counts(self) -> Counts: ...

    def takedowns(self) -> list[Takedown]:
        """Requests with their decisions, newest first."""
        ...

    def note(self, key: str) -> str | None:
        """A small fact about the folder: ``kind`` (``demo`` or ``reader``), ``network``, ..."""
        ...

    def articles(self) -> Iterator[tuple[Article, Assignment | None, Origin | None]]:
        """The latest version of every article in ``seq`` order."""
        ...

    def stories(self) -> Iterator[tuple[Story, Ledger]]:
        """Every story by ``first_seq``."""
        ...

    def findings(self) -> Iterator[tuple[Article, Finding]]:
        """Every finding of the latest versions, by ``seq`` and offset."""
        ...


# ------------------------------------------------------------------ decisions

# Articles up to which a language shard is young: when it freezes an epoch, all of it is judged
# again with what the epoch knows. Removing one of these articles judges everything again.
YOUNG = 1024


class ReadArticle(Struct, frozen=True):
    """Put: a new article with what was found in it and what the sequencers need of it."""

    article: Article
    findings: tuple[Finding, ...]
    features: Features
    lines: bytes  # uint64[]: hashes of its raw lines, for learning what recurs


class SameText(Struct, frozen=True):
    """Put: a capture that brought a known article once more, perhaps under another given id."""

    seq: int
    capture: str
    given_id: str
    article: str


class KeptAway(Struct, frozen=True):
    """Put: a capture that brought a removed text back. It goes the way of the text."""

    capture: str
    tombstone: str  # the key that covers it


class Judged(Struct, frozen=True):
    """Put: what the sequencers said of one article."""

    seq: int
    relation: Relation
    assignment: Assignment


class LaidStory(Struct, frozen=True):
    """Put: a story as recomputed, with the origin of each member."""

    story: Story
    origins: tuple[Origin, ...]
    ledger: Ledger


class NoStory(Struct, frozen=True):
    """Put: a dirty story that has no members left."""

    story: str


Put = ReadArticle | SameText | KeptAway | Quarantined | Epoch | Judged | LaidStory | NoStory


class Cursor(Struct, frozen=True):
    """A compare-and-set: the stage stood at ``expected`` and has now reached ``reached``."""

    stage: str
    expected: int
    reached: int


class Decision(Struct, frozen=True):
    """What a step wants done. The store does all of it in one transaction, or nothing."""

    puts: tuple[Put, ...] = ()
    cursor: Cursor | None = None


class Versions(Struct, frozen=True):
    """What the store knows under one identity: every article id, and the latest one."""

    ids: frozenset[str]
    latest: str


class StoryInput(Struct, frozen=True):
    """A dirty story as loaded for the per-story stages. Members in ``seq`` order."""

    story: str
    storyline: str
    shard: str
    members: tuple[tuple[Article, Relation, tuple[Finding, ...], bytes], ...]  # ..., shingles


class EngineStore(Reader, Protocol):
    """The writing side. One engine at a time; every method is one transaction."""

    # -- admission
    def admit(self, captures: Iterable[Capture]) -> int:
        """Archive captures and give each new one a ``seq``; how many were new.

        A capture whose id is known, or that a tombstone covers, is passed over. A capture that
        comes with a ``seq`` (a replay) keeps it; it stood in a folder after the removals there,
        so that only a tombstone of its own covers it.
        """
        ...

    def commit_poll(
        self, state: SourceState, captures: Sequence[Capture], items: Sequence[str]
    ) -> int:
        """Admit what a poll brought, remember its item keys and its state, in one transaction."""
        ...

    def known_items(self, source: str, keys: Sequence[str]) -> set[str]:
        """Which of the item keys an earlier poll of this source already brought."""
        ...

    # -- sources
    def put_sources(self, sources: Iterable[Source], outlets: Iterable[Outlet] = ()) -> int:
        """Add sources and outlets; how many sources were new."""
        ...

    def remove_source(self, source_id: str) -> bool:
        """Stop polling a source; its articles stay. False when there is none."""
        ...

    def due(self, now_us: int, limit: int) -> list[SourceHealth]:
        """Sources whose next poll is due, the longest overdue first."""
        ...

    # -- stages (see pipeline.py)
    def cursor(self, stage: str) -> int:
        """How far a stage has come: the ``seq`` of the last item it is done with; 0 at first."""
        ...

    def captures_after(self, seq: int, limit: int, until: int | None = None) -> list[Capture]:
        """Captures with their bodies in ``seq`` order, up to and including ``until``.

        Fewer when they are large. They end before one whose bytes are damaged; when that is the
        first: DamagedCapture.
        """
        ...

    def next_capture(self, seq: int) -> int | None:
        """The ``seq`` of the first capture after ``seq``."""
        ...

    def versions(self, identities: Iterable[str]) -> dict[str, Versions]:
        """What is known under each identity (see ``model.identity``)."""
        ...

    def removed_texts(self, keys: Iterable[str]) -> dict[str, int]:
        """Which of these tombstone keys stand in the store, with the ``after`` of each."""
        ...

    def epochs(self, kind: str, shard: str | None = None) -> list[Epoch]:
        """Published epochs in ``seq`` order, of one shard or of all."""
        ...

    def lines(self, after: int, until: int) -> Iterator[tuple[str, bytes]]:
        """(outlet, line hashes) of the articles with ``after < seq <= until``."""
        ...

    def features(self, after: int, limit: int, until: int | None = None) -> list[Features]:
        """Features in ``seq`` order."""
        ...

    def shards(self) -> list[str]:
        """The language shards that have articles."""
        ...

    def judged(
        self, after: int, until: int, shard: str | None = None
    ) -> Iterator[tuple[Features, Relation, Assignment]]:
        """What the sequencers said, in ``seq`` order, of one shard or all: to restore them."""
        ...

    def dirty(self, limit: int) -> list[StoryInput]:
        """Stories to be laid out anew."""
        ...

    def commit(self, decision: Decision) -> bool:
        """Do all of a decision in one transaction. False when its cursor was not as expected."""
        ...

    def quarantine_unread(self, rows: Iterable[Quarantined]) -> None:
        """Record input that could not even be captured (a bad line, an unreadable file)."""
        ...

    def retry(self, capture_id: str) -> bool:
        """Give a quarantined capture a new ``seq``, so that it is read again."""
        ...

    # -- removal
    def put_request(self, request: TakedownRequest) -> None:
        """Log a request."""
        ...

    def remove(self, ruling: Ruling) -> int:
        """Carry out a ruling: erase, leave tombstones, rewind; how many articles went."""
        ...

    def set_note(self, key: str, value: str | None) -> None:
        """Write or delete a small fact about the folder."""
        ...

    def close(self) -> None: ...
