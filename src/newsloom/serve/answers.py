"""The shapes of the JSON answers, and how stored rows become them."""

from collections.abc import Sequence
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from newsloom.model.facts import Article, Credit, Figure, Quote
from newsloom.model.judgements import Evidence, MainSource, RelationKind, Story
from newsloom.model.ledger import Event, Person, Series, SummaryLine, Utterance
from newsloom.model.times import iso
from newsloom.serve.branches import relation_of
from newsloom.serve.choices import OrderAnswer, order_answer
from newsloom.serve.corrected import RevisionAnswer, revision_answers
from newsloom.serve.credit import http_url, lead, main_source, shorten
from newsloom.serve.elsewhere import LinkAnswer, link_answer
from newsloom.serve.line import line_series
from newsloom.serve.views.sayings import QUOTE_CHARS
from newsloom.serve.views.search import Found
from newsloom.store.base import (
    ArticleView,
    Counts,
    LinkedStory,
    Member,
    RankedStory,
    StoryView,
)


class MainSourceAnswer(Struct, frozen=True):
    """Where a text goes back to. `article` is set when that text is in the store."""

    name: str
    url: str | None
    kind: Literal["article", "agency", "outlet", "self"]
    article: str | None


class StoryAnswer(Struct, frozen=True):
    """A story in a list. Times are ISO 8601 in UTC; null when no member is dated. `order` is
    null where stories are not ranked."""

    id: str
    storyline: str
    title: str
    lead: str
    lang: str
    langs: tuple[str, ...]
    first: str | None
    last: str | None
    articles: int
    outlets: int
    origins: int
    main_article: str
    main_source: MainSourceAnswer
    event_day: str | None = None
    order: OrderAnswer | None = None


class ArticleAnswer(Struct, frozen=True):
    """An article in a list. `published` is as printed, `published_utc` its UTC moment; both are
    null when the article is undated. `seen` is when it arrived here."""

    id: str
    title: str
    lead: str
    outlet: str
    lang: str
    url: str | None
    authors: tuple[str, ...]
    published: str | None
    published_utc: str | None
    published_from: str | None
    seen: str | None
    main_source: MainSourceAnswer


class MemberAnswer(Struct, frozen=True):
    """An article within its story: what it is to an earlier one, and why it stands here."""

    article: ArticleAnswer
    relation: RelationKind
    of: str | None
    evidence: tuple[Evidence, ...]
    score: float
    why: tuple[str, ...]
    rival: str | None
    rival_score: float


_Told = TypeVar("_Told", Event, SummaryLine)


class StoryDetail(Struct, frozen=True):
    """A story with its articles by time (undated last) and its ledger."""

    story: StoryAnswer
    members: tuple[MemberAnswer, ...]
    utterances: tuple[Utterance, ...]
    series: tuple[Series, ...]
    people: tuple[Person, ...]
    storyline: tuple[StoryAnswer, ...]
    main_source: MainSourceAnswer
    history: tuple[RevisionAnswer, ...] = ()
    summary: tuple[SummaryLine, ...] = ()
    timeline: tuple[Event, ...] = ()
    linked: tuple[LinkAnswer, ...] = ()
    line_series: tuple[Series, ...] = ()  # figures that go on through the storyline


class VersionAnswer(Struct, frozen=True):
    """One version of an article, the oldest first."""

    id: str
    title: str


class ArticleDetail(Struct, frozen=True):
    """An article. Where the server may not give full texts, `text` is null and what stands in
    the text (`quotes`, `figures`, `credits`) is left out."""

    article: ArticleAnswer
    text: str | None
    story: StoryAnswer | None
    relation: RelationKind | None
    of: str | None
    evidence: tuple[Evidence, ...]
    score: float | None
    why: tuple[str, ...]
    rival: StoryAnswer | None
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    credits: tuple[Credit, ...]
    versions: tuple[VersionAnswer, ...]
    main_source: MainSourceAnswer


class SnippetPiece(Struct, frozen=True):
    """A run of text from a hit; plain text, not HTML."""

    text: str
    match: bool


class HitAnswer(Struct, frozen=True):
    """A search result."""

    article: str
    story: str | None
    title: str
    outlet: str
    lang: str
    published: str | None
    snippet: tuple[SnippetPiece, ...]
    main_source: MainSourceAnswer


class StoryList(Struct, frozen=True):
    """A page of stories, best first. `next` is the path of the following page."""

    items: tuple[StoryAnswer, ...]
    limit: int
    offset: int
    next: str | None


class StorylineAnswer(Struct, frozen=True):
    """The stories that continue each other, the newest first, undated last."""

    id: str
    items: tuple[StoryAnswer, ...]
    linked: dict[str, tuple[LinkAnswer, ...]]  # by the id of the story


class HitList(Struct, frozen=True):
    """A page of search results, best first."""

    query: str
    items: tuple[HitAnswer, ...]
    limit: int
    offset: int
    next: str | None


class ErrorAnswer(Struct, frozen=True):
    """What went wrong: a short stable code, and words for a person."""

    error: str
    message: str


CountsAnswer = Counts


def main_source_answer(source: MainSource) -> MainSourceAnswer:
    """A main source whose link, if any, is an http(s) one."""
    return MainSourceAnswer(source.name, http_url(source.url), source.kind, source.article)


def ranked_answer(ranked: RankedStory) -> StoryAnswer:
    """A story of the front page, with the terms that placed it there."""
    return replace(story_answer(ranked.story), order=order_answer(ranked.terms))


def story_answer(story: Story) -> StoryAnswer:
    """A story as it stands in lists."""
    return StoryAnswer(
        id=story.id,
        storyline=story.storyline,
        title=story.title,
        lead=story.lead,
        lang=story.lang,
        langs=story.langs,
        first=iso(story.first_us),
        last=iso(story.last_us),
        articles=story.articles,
        outlets=story.outlets,
        origins=story.origins,
        main_article=story.main_article,
        main_source=main_source_answer(story.main_source),
        event_day=story.event_day,
    )


def article_answer(article: Article, source: MainSource) -> ArticleAnswer:
    """An article as it stands in lists."""
    return ArticleAnswer(
        id=article.id,
        title=article.title,
        lead=lead(article),
        outlet=article.outlet,
        lang=article.lang,
        url=http_url(article.url),
        authors=article.authors,
        published=article.published,
        published_utc=iso(article.published_us),
        published_from=article.published_from,
        seen=iso(article.seen_us),
        main_source=main_source_answer(source),
    )


def _member_answer(member: Member) -> MemberAnswer:
    origin, article = member.origin, member.article
    return MemberAnswer(
        article=article_answer(article, main_source(article, origin)),
        relation=relation_of(member),
        of=origin.of if origin else member.relation.of,
        evidence=_evidence(origin.evidence if origin else ()),
        score=member.assignment.score,
        why=member.assignment.why,
        rival=member.assignment.rival,
        rival_score=member.assignment.rival_score,
    )


def _evidence(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.kind, shorten(one.text, QUOTE_CHARS), one.score) for one in evidence)


def story_detail(
    view: StoryView, linked: Sequence[LinkedStory] = (), *, full_text: bool
) -> StoryDetail:
    """A story with all that its page shows."""
    said = view.ledger.utterances
    if not full_text:
        said = tuple(
            replace(
                one,
                text=shorten(one.text, QUOTE_CHARS),
                variants=tuple(replace(variant, differs=()) for variant in one.variants),
            )
            for one in said
        )
    return StoryDetail(
        story=story_answer(view.story),
        members=tuple(_member_answer(member) for member in view.members),
        utterances=said,
        series=view.ledger.series,
        line_series=line_series(view),
        people=view.ledger.people,
        storyline=tuple(story_answer(other) for other in view.storyline),
        main_source=main_source_answer(view.story.main_source),
        history=revision_answers(view.history),
        summary=_short(view.ledger.summary, full_text),
        timeline=_short(view.ledger.timeline, full_text),
        linked=tuple(link_answer(one) for one in linked),
    )


def _short(told: tuple[_Told, ...], full_text: bool) -> tuple[_Told, ...]:
    """Sentences as readers may see them: whole, or their beginning."""
    if full_text:
        return told
    return tuple(replace(one, text=shorten(one.text, QUOTE_CHARS)) for one in told)


def article_detail(view: ArticleView, *, full_text: bool) -> ArticleDetail:
    """An article with all that its page shows."""
    origin, relation = view.origin, view.relation
    source = main_source(view.article, origin)
    judged = origin or relation
    return ArticleDetail(
        article=article_answer(view.article, source),
        text=view.article.text if full_text else None,
        story=story_answer(view.story) if view.story else None,
        relation=origin.relation if origin else relation.kind if relation else None,
        of=judged.of if judged else None,
        evidence=_evidence(origin.evidence if origin else ()),
        score=view.assignment.score if view.assignment else None,
        why=view.assignment.why if view.assignment else (),
        rival=story_answer(view.rival) if view.rival else None,
        quotes=view.quotes if full_text else (),
        figures=view.figures if full_text else (),
        credits=view.credits if full_text else (),
        versions=tuple(VersionAnswer(version, title) for version, _, title in view.versions),
        main_source=main_source_answer(source),
    )


def hit_answer(found: Found) -> HitAnswer | None:
    """A search result; None when its article went away meanwhile."""
    hit = found.hit
    if found.source is None:
        return None
    return HitAnswer(
        article=hit.article,
        story=hit.story,
        title=hit.title,
        outlet=hit.outlet,
        lang=hit.lang,
        published=hit.published,
        snippet=tuple(SnippetPiece(text, match) for text, match in hit.snippet),
        main_source=main_source_answer(found.source),
    )
