"""The rows that a store hands out: what pages, the API, exports and the poller read."""

from typing import Literal

from msgspec import Struct

from newsloom.discover.sections import SectionState
from newsloom.model.facts import Article, Credit, Figure, Quote, Source
from newsloom.model.judgements import Assignment, Correction, Origin, Relation, Story, StoryLink
from newsloom.model.ledger import Ledger, Report
from newsloom.sources.feed_types import Pace
from newsloom.stories.rank import Terms

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
    pace: Pace | None = None  # what the feed asks for
    postponed: int = 0  # polls in a row that left items for the next
    section: SectionState | None = None  # what was learned of a section page
    told: bytes = b""  # what its entries said last; see ``sources.revisits.marks``


class HubHealth(Struct, frozen=True):
    """How the subscription of a source at its hub goes; ``until_us`` is the end of its lease."""

    hub: str
    state: Literal["wanted", "live", "denied", "ending"]
    until_us: int = 0
    detail: str = ""


class SourceHealth(Struct, frozen=True):
    """A source and its state; ``hub`` only where its hub was asked to tell of news."""

    source: Source
    state: SourceState
    hub: HubHealth | None = None


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


class PastRevision(Struct, frozen=True):
    """A merge or split of stories, or a move from one to another, as kept: ``articles`` moved
    when ``at_seq`` was judged."""

    kind: Literal["merge", "split", "move"]
    story: str
    into: str
    score: float
    why: tuple[str, ...]
    at_seq: int
    articles: int


class Said(Struct, frozen=True):
    """What the weaver had said of an article when a reader corrected it."""

    article: str
    story: str
    score: float
    rival: str | None = None
    rival_score: float = 0.0


class Corrected(Struct, frozen=True):
    """A correction, with what the weaver had said of each article it names, as far as known."""

    correction: Correction
    said: tuple[Said, ...]


class RankedStory(Struct, frozen=True):
    """A story of the front page, and why it stands where it does."""

    story: Story
    terms: Terms


class StoryView(Struct, frozen=True):
    """All that a story page shows. Members by publication time, undated last.

    ``history``: merges into it and splits from or into it, the latest first. ``rivals``: the
    runners-up of its members, as far as they still stand. ``corrections``: readers' words on
    its members.
    """

    story: Story
    members: tuple[Member, ...]
    ledger: Ledger
    storyline: tuple[Story, ...]  # the other stories of the storyline, newest first
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    history: tuple[PastRevision, ...] = ()
    rivals: tuple[Story, ...] = ()
    corrections: tuple[Correction, ...] = ()
    line_reports: tuple[Report, ...] = ()  # of the other stories of the storyline


class LinkedStory(Struct, frozen=True):
    """A story of another language on the same event, and why it is held to be."""

    story: Story
    link: StoryLink


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
    corrections: tuple[Correction, ...] = ()


class Wording(Struct, frozen=True):
    """A text that stood at an article's address from ``seen_us`` on (UTC microseconds)."""

    article: str  # the id of the version
    seq: int
    seen_us: int


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
