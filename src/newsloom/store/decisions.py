"""What the stages load and what they want done: the puts of a decision."""

from msgspec import Struct

from newsloom.model.facts import Article, Finding
from newsloom.model.features import Epoch, Features
from newsloom.model.judgements import Assignment, Origin, Relation, Revision, Story, StoryLink
from newsloom.model.ledger import Ledger
from newsloom.store.rows import Quarantined
from newsloom.stories.bearings import Bearings

# Articles up to which a language shard is young: when it freezes an epoch, all of it is judged
# again with what the epoch knows.
YOUNG = 1024


class ReadArticle(Struct, frozen=True):
    """Put: a new article with what was found in it and what the sequencers need of it."""

    article: Article
    findings: tuple[Finding, ...]
    features: Features
    lines: bytes  # uint64[]: hashes of its raw lines, for learning what recurs


class SameText(Struct, frozen=True):
    """Put: a capture that brought a known article once more, perhaps under another given id.

    ``again``: its page had another text meanwhile, and this version is the latest once more.
    """

    seq: int
    capture: str
    given_id: str
    article: str
    again: bool = False


class KeptAway(Struct, frozen=True):
    """Put: a capture that brought a removed text back. It goes the way of the text."""

    capture: str
    tombstone: str  # the key that covers it


class Judged(Struct, frozen=True):
    """Put: what the sequencers said of one article, once ``at_seq`` was judged.

    An article is judged again later when its shard freezes an epoch in its youth, or when
    stories are merged or split; 0 stands for its own ``seq``.
    """

    seq: int
    relation: Relation
    assignment: Assignment
    at_seq: int = 0


class Revised(Struct, frozen=True):
    """Put: stories were merged or split once ``at_seq`` was judged.

    With a merge all that stands in the story up to ``at_seq`` goes along, also what the weaver
    no longer held.
    """

    at_seq: int
    revision: Revision


class LaidStory(Struct, frozen=True):
    """Put: a story as recomputed, with the origin of each member."""

    story: Story
    origins: tuple[Origin, ...]
    ledger: Ledger
    bearings: Bearings | None = None  # what it can be linked by; it is linked anew


class NoStory(Struct, frozen=True):
    """Put: a dirty story that has no members left."""

    story: str


class Linked(Struct, frozen=True):
    """Put: all links of a story, in both directions. They take the place of what it had."""

    story: str
    links: tuple[StoryLink, ...]


Put = (
    ReadArticle
    | SameText
    | KeptAway
    | Quarantined
    | Epoch
    | Judged
    | Revised
    | LaidStory
    | NoStory
    | Linked
)


class Cursor(Struct, frozen=True):
    """A compare-and-set: the stage stood at ``expected`` and has now reached ``reached``.

    Going back takes back what was judged after ``reached``.
    """

    stage: str
    expected: int
    reached: int


class Decision(Struct, frozen=True):
    """What a step wants done. The store does all of it in one transaction, or nothing."""

    puts: tuple[Put, ...] = ()
    cursor: Cursor | None = None


class Versions(Struct, frozen=True):
    """What the store knows under one identity: article ids in order of arrival; the latest one.

    The latest is the version seen last: an older one when a page went back to its text.
    ``size`` is the length of its text in code points; 0 when it stands in for its page.
    """

    ids: tuple[str, ...]
    latest: str
    size: int = 0


def stands_in(article: Article) -> bool:
    """Whether a text is what a feed says, in place of a page that could not be had."""
    return article.extractor.startswith("entry/") or article.extractor.endswith("+summary")


def own_size(article: Article) -> int:
    """See ``Versions.size``."""
    return 0 if stands_in(article) else len(article.text)


class StoryInput(Struct, frozen=True):
    """A dirty story as loaded for the per-story stages. Members in ``seq`` order."""

    story: str
    storyline: str
    shard: str
    members: tuple[tuple[Article, Relation, tuple[Finding, ...], bytes], ...]  # ..., shingles
