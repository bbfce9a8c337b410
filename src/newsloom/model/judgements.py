"""What is judged: relations, assignments, revisions, corrections, origins, stories. All frozen.

Judgements can be recomputed from the facts, the corrections and the log of removals. Times are UTC
microseconds (``_us``).
"""

from typing import Literal

from msgspec import Struct

RelationKind = Literal["original", "identical", "edited", "rewritten", "independent"]


class Relation(Struct, frozen=True):
    """What an article is to an earlier one, as far as ``copies`` can tell.

    ``of`` is the id of the canonical (earliest) copy; None for an original.
    ``resemblance`` is the Jaccard similarity of the shingle sets, ``containment`` the share of
    the smaller set that the larger one holds; both 0 to 1.
    """

    article: str
    kind: RelationKind
    of: str | None = None
    resemblance: float = 0.0
    containment: float = 0.0


class Assignment(Struct, frozen=True):
    """The judgement "article A belongs to story S". Rows of an append-only log.

    ``score`` is a probability from 0 to 1; ``rival`` the runner-up story; ``why`` the terms and
    reasons that decided, readable by a person.
    """

    article: str
    story: str
    storyline: str
    score: float
    rival: str | None = None
    rival_score: float = 0.0
    why: tuple[str, ...] = ()


class Revision(Struct, frozen=True):
    """A later judgement that two open stories are one, that one is two, or that an article
    belongs to another one. Rows of the log.

    ``merge``: all of ``story`` goes to ``into``, and its id leads there from now on.
    ``split``: ``moved`` leave ``story`` for ``into``, which is new. ``moved`` holds the new
    assignment of each member that the weaver still held. ``move``: ``moved``, one article, leaves
    ``story`` for ``into``, which was there.
    """

    kind: Literal["merge", "split", "move"]
    story: str
    into: str
    moved: tuple[Assignment, ...]
    score: float
    why: tuple[str, ...] = ()


class Correction(Struct, frozen=True):
    """A reader's word on what belongs together. It overrides the weaver and survives a replay.

    ``apart``: ``article`` stands in no story that holds one of ``others``. ``together``: it
    stands in one story with them. Articles are named, not stories, since stories are judgements.
    """

    id: str
    kind: Literal["apart", "together"]
    article: str
    others: tuple[str, ...]
    at_us: int
    note: str = ""


class Evidence(Struct, frozen=True):
    """One reason for an origin: ``text`` is verbatim from the article, or a URL."""

    kind: Literal["credit", "link", "shared", "canonical", "declared", "earliest"]
    text: str
    score: float


class MainSource(Struct, frozen=True):
    """Where a text goes back to. ``article`` is set when that text is in the store."""

    name: str
    url: str | None
    kind: Literal["article", "agency", "outlet", "self"]
    article: str | None = None


class Origin(Struct, frozen=True):
    """Within a story: what an article is, of which one, and its main source with evidence."""

    article: str
    relation: RelationKind
    of: str | None
    main_source: MainSource
    evidence: tuple[Evidence, ...] = ()


class Story(Struct, frozen=True):
    """A story as shown: recomputed whenever it is dirty.

    ``origins`` counts independent origins: the roots of the tree of copies.
    ``first_us``/``last_us`` are publication times; None when every member is undated.
    """

    id: str
    storyline: str
    shard: str
    title: str
    lead: str
    lang: str
    langs: tuple[str, ...]
    first_seq: int
    last_seq: int
    first_us: int | None
    last_us: int | None
    articles: int
    outlets: int
    origins: int
    main_source: MainSource
    main_article: str  # the article whose title and lead are shown
    event_day: str | None = None  # ISO 8601: the day the main article is about, when it names one


class LinkEvidence(Struct, frozen=True):
    """What two stories of different languages share; ``text`` as the first of them prints it."""

    kind: Literal["name", "place", "figure", "link", "image"]
    text: str
    weight: float


class StoryLink(Struct, frozen=True):
    """A story of another language that reports the same event. Holds in both directions.

    ``shard`` is the language shard of ``other``; ``score`` sums the weights, each kind up to its
    cap, and the nearness in time (see ``stories.crosslang``).
    """

    story: str
    other: str
    shard: str
    score: float
    evidence: tuple[LinkEvidence, ...]
