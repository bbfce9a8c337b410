"""The stage table: what happens to an article, in order. Start reading here.

    stage   takes             does                                            kind
    read    captures by seq   extract -> findings -> features, then identity  per article
    weave   features by seq   copies -> stories                               one by one
    lay     dirty stories     lineage -> ledger -> title -> bearings          per story
    link    stories laid out  links to stories of other languages             per story

Everything here is pure: ``prepare`` and ``lay_out`` run in any process; ``settle`` says what the
results mean for a store whose known versions are handed in. The engine loads, calls, commits.
"""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from newsloom.extract.article import extract_capture
from newsloom.extract.debris import Debris
from newsloom.findings import find
from newsloom.ledger import lay
from newsloom.ledger.present import present
from newsloom.lineage import trace
from newsloom.lineage.member import StoryMember
from newsloom.model.errors import Unreadable
from newsloom.model.facts import Article, Capture, Credit, Figure, Finding, Quote
from newsloom.model.features import Features
from newsloom.model.identity import identity
from newsloom.store.base import (
    Cursor,
    Decision,
    KeptAway,
    LaidStory,
    NoStory,
    Put,
    Quarantined,
    ReadArticle,
    SameText,
    StoryInput,
    Versions,
    own_size,
    stands_in,
)
from newsloom.stories.bearings import Bearings, bearings_of
from newsloom.stories.features import features_of
from newsloom.takedown.decide import covering_key

READ, WEAVE, LAY = "read", "weave", "lay"

_FIRST_EPOCH = 64
_LARGEST_STEP = 65_536


class Prepared(Struct, frozen=True):
    """A capture as read: the article and all that follows from it alone."""

    article: Article
    findings: tuple[Finding, ...]
    features: Features
    lines: bytes


class Failed(Struct, frozen=True):
    """A capture that cannot become an article, and why."""

    capture: str
    seq: int
    reason: str
    message: str
    place: str


def prepare(capture: Capture, debris: Debris) -> Prepared | Failed:
    """Read one capture. Never raises on what the capture holds."""
    try:
        extraction = extract_capture(capture, debris)
        article = extraction.article
        return Prepared(article, find(article), features_of(article), extraction.lines)
    except Unreadable as error:
        place = " ".join(part for part in (where(capture), error.place) if part)
        return Failed(capture.id, capture.seq, error.reason, str(error), place)


def where(capture: Capture) -> str:
    """How a person would name a capture: its URL, else its file or record id."""
    return capture.url or capture.hints.given_id or capture.id


def epoch_bounds(after: int, until: int) -> list[int]:
    """The ``seq`` at which learned lines are frozen, ``after < bound <= until``.

    64, 128, 256 ... 65,536, then every 65,536: early so that small installations gain, and by
    ``seq`` alone so that no batch or worker count shows.
    """
    bounds, bound = [], _FIRST_EPOCH
    while bound <= until:
        if bound > after:
            bounds.append(bound)
        bound += min(bound, _LARGEST_STEP)
    return bounds


def settle(
    results: Sequence[Prepared | Failed],
    versions: Mapping[str, Versions],
    removed: Mapping[str, int],
    cursor: Cursor,
    now_us: int,
) -> Decision:
    """What a batch of readings, in ``seq`` order, means for the store.

    ``versions`` and ``removed`` (see ``covering_key``) answer for the identities and tombstone
    keys of the batch; what the batch itself brings is tracked here, so that the size of a batch
    does not matter.
    """
    puts: list[Put] = []
    known = {key: _Known(list(one.ids), one.latest, one.size) for key, one in versions.items()}
    for result in results:
        if isinstance(result, Failed):
            puts.append(
                Quarantined(
                    result.capture,
                    result.seq,
                    READ,
                    result.reason,
                    result.message,
                    result.place,
                    now_us,
                )
            )
            continue
        article = result.article
        tombstone = covering_key(article, removed)
        if tombstone is not None:
            puts.append(KeptAway(article.capture, tombstone))
            continue
        puts.append(_met(result, known.setdefault(identity(article), _Known([]))))
    return Decision(tuple(puts), cursor)


class _Known(Struct):
    """What is known under one identity while a batch is settled; see ``Versions``."""

    ids: list[str]
    latest: str | None = None
    size: int = 0


def _met(result: Prepared, known: _Known) -> Put:
    """A reading beside what is known of its article: a new version, an old one, or no version.

    What a feed says in place of a page that could not be had takes no page's place.
    """
    article = result.article
    if known.latest is not None and stands_in(article) and len(article.text) < known.size:
        return SameText(article.seq, article.capture, article.given_id, known.latest)
    before, known.latest, known.size = known.latest, article.id, own_size(article)
    if article.id in known.ids:
        again = before != article.id
        return SameText(article.seq, article.capture, article.given_id, article.id, again)
    # The sequencers still hold the version that came last, even if an older one came back since.
    last = known.ids[-1] if known.ids else None
    known.ids.append(article.id)
    return ReadArticle(
        msgspec.structs.replace(article, supersedes=before),
        result.findings,
        msgspec.structs.replace(result.features, supersedes=last),
        result.lines,
    )


def lay_out(story: StoryInput) -> LaidStory | NoStory:
    """Lineage, ledger, title: a story from its members."""
    members = [
        StoryMember(
            article=article,
            relation=relation,
            credits=tuple(one for one in findings if isinstance(one, Credit)),
            quotes=tuple(one for one in findings if isinstance(one, Quote)),
            figures=tuple(one for one in findings if isinstance(one, Figure)),
            shingles=shingles,
        )
        for article, relation, findings, shingles in story.members
    ]
    if not members:
        return NoStory(story.story)
    tree = trace(members)
    shown = present(story.story, story.storyline, story.shard, members, tree)
    return LaidStory(shown, tree.origins, lay(members, tree), _bearings(story, members))


def _bearings(story: StoryInput, members: Sequence[StoryMember]) -> Bearings:
    """What fixes the event in any language."""
    tellers = {credit.name for member in members for credit in member.credits}
    articles = [member.article for member in members]
    return bearings_of(story.story, story.shard, articles, tellers)
