"""What a store promises, as Protocols; ``rows`` and ``decisions`` hold what goes in and out.

Two sides: ``EngineStore`` is written by one engine at a time; ``Reader`` is read by any number
of threads, never blocks the engine, and sees only committed states.
Every method raises ``StoreError`` when the store cannot be read or written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from newsloom.model.facts import Article, Capture, Finding, Outlet, Source
from newsloom.model.features import Epoch, Features
from newsloom.model.judgements import Assignment, Correction, Origin, Relation, Story, StoryLink
from newsloom.model.ledger import Ledger
from newsloom.sources.revisits import Retold, Visit
from newsloom.store.decisions import (
    YOUNG,
    Cursor,
    Decision,
    Judged,
    KeptAway,
    LaidStory,
    Linked,
    NoStory,
    Put,
    ReadArticle,
    Revised,
    SameText,
    StoryInput,
    Versions,
    own_size,
    stands_in,
)
from newsloom.store.rows import (
    ArticleView,
    Corrected,
    Counts,
    Hit,
    HubHealth,
    LinkedStory,
    Member,
    PastRevision,
    Quarantined,
    RankedStory,
    Said,
    SourceHealth,
    SourceState,
    SourceStatus,
    StoryView,
    Wording,
)
from newsloom.stories.bearings import Bearings
from newsloom.stories.rank import Choices
from newsloom.takedown.decide import Ruling, Takedown, Tombstone
from newsloom.takedown.request import Request as TakedownRequest

__all__ = [
    "YOUNG",
    "ArticleView",
    "Corrected",
    "Counts",
    "Cursor",
    "Decision",
    "EngineStore",
    "Hit",
    "HubHealth",
    "Judged",
    "KeptAway",
    "LaidStory",
    "Linked",
    "LinkedStory",
    "Member",
    "NoStory",
    "PastRevision",
    "Put",
    "Quarantined",
    "RankedStory",
    "ReadArticle",
    "Reader",
    "Revised",
    "Said",
    "SameText",
    "SourceHealth",
    "SourceState",
    "SourceStatus",
    "StoryInput",
    "StoryView",
    "Versions",
    "Wording",
    "own_size",
    "stands_in",
]


Hasten = Callable[[Visit, Retold], Visit]


class Reader(Protocol):
    """Read-only views, for the web, the API and export. Thread-safe."""

    def front(
        self, *, now_us: int, lang: str | None = None, limit: int = 30, offset: int = 0
    ) -> list[Story]:
        """Stories ranked by independent origins and freshness, best first."""
        ...

    def ranked(
        self,
        *,
        now_us: int,
        choices: Choices,
        lang: str | None = None,
        limit: int = 30,
        offset: int = 0,
    ) -> list[RankedStory]:
        """As ``front``, with a reader's choices taken into account, and the terms that decided."""
        ...

    def story(self, story_id: str) -> StoryView | None:
        """A story by id; an id that is gone gives the story where its articles went."""
        ...

    def corrections(self) -> list[Corrected]:
        """Readers' corrections in force, the earliest first."""
        ...

    def linked(self, story_id: str) -> list[LinkedStory]:
        """The stories of other languages on the same event, the best link first.

        Only links that stand beside the best one of either story (see ``stories.crosslang``).
        """
        ...

    def links(self) -> list[StoryLink]:
        """Every link between stories of different languages, once, by story and other."""
        ...

    def storyline(self, storyline_id: str) -> list[Story]:
        """The stories of a storyline, the newest first, undated last; at most 500."""
        ...

    def article(self, article_id: str) -> ArticleView | None:
        """An article by id; None when there is none, or it was removed."""
        ...

    def wordings(self, article_id: str) -> list[Wording]:
        """The texts seen at an article's address, in order; none for an unknown id.

        A page that went back to an older text has that one twice.
        """
        ...

    def changed(self, story_id: str) -> list[str]:
        """The members of a story that came in more than one version, by ``seq``."""
        ...

    def tombstone(self, article_id: str) -> Tombstone | None:
        """Why an id is gone, when it was removed on request."""
        ...

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, newest: bool = False
    ) -> list[Hit]:
        """Full-text search over titles and texts; never raises on odd queries.

        The best match first, or with ``newest`` the latest to arrive.
        """
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
        self,
        state: SourceState,
        captures: Sequence[Capture],
        items: Sequence[str],
        visits: Sequence[Visit] = (),
    ) -> int:
        """Admit what a poll brought, remember its item keys and its state, in one transaction.

        ``visits`` say when its pages are visited again; a page that has a visit keeps it.
        """
        ...

    # -- visits to pages of known articles
    def retell(self, source: str, told: Sequence[Retold], hasten: Hasten) -> int:
        """Bring forward, as ``hasten`` has it, what a source now tells otherwise; how many.

        Pages without a visit, and those that another source told of, are left as they are.
        """
        ...

    def visit_hosts(self, now_us: int, limit: int) -> list[str]:
        """Hosts (see ``politeness_key``) with pages to visit, the longest overdue first."""
        ...

    def visits_due(self, host: str, now_us: int, limit: int) -> list[tuple[Visit, Capture]]:
        """Visits due on a host, with the captures to compare with, whose bodies are left out.

        What was removed on request is not visited any more.
        """
        ...

    def captured(self, capture_id: str) -> Capture | None:
        """A capture with its body; None when the bytes are retired, removed or damaged."""
        ...

    def commit_visit(self, before: Visit, after: Visit, capture: Capture | None) -> bool:
        """Note how a visit went, and admit what it brought; whether that was new.

        A page whose visit was removed meanwhile keeps none; what its source told meanwhile counts.
        """
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
        """What the sequencers had said by ``until``, in ``seq`` order, of one shard or all.

        Later judgements on the same articles are left out of account, so that a sequencer can be
        restored as it was when it had judged ``until``.
        """
        ...

    def dirty(self, limit: int) -> list[StoryInput]:
        """Stories to be laid out anew."""
        ...

    def unlinked(self, limit: int) -> list[Bearings]:
        """The bearings of stories that were laid out and not yet linked."""
        ...

    def candidates(self, bearings: Bearings) -> list[Bearings]:
        """Stories of other shards that may be linked to one: none that would be is missing."""
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

    def revisions(self) -> list[PastRevision]:
        """Every merge and split, in the order in which they were judged."""
        ...

    def placed(self, article_id: str, until: int) -> Assignment | None:
        """Where an article stood once ``until`` was judged, its latest version or not."""
        ...

    def versions_after(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Later versions of articles: id -> which of ``article_ids`` it is a version of."""
        ...

    # -- corrections
    def correct(self, correction: Correction) -> bool:
        """Take in a reader's correction and go back to before the first article it touches.

        False when it is in force already. Raises StoreError when it names an article that is
        not here.
        """
        ...

    def uncorrect(self, correction_id: str) -> bool:
        """Take a correction back, and go back likewise. False when there is none."""
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
