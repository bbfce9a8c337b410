"""A story: where it comes from, its articles by time, and its ledger."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.model.types import Article, Quote, Series, Utterance
from newsloom.serve.branches import copies_among, roots
from newsloom.serve.chart import Chart, chart
from newsloom.serve.credit import shorten
from newsloom.serve.moments import day
from newsloom.serve.site import site_of
from newsloom.store.base import Member, StoryView

QUOTE_CHARS = 240  # what readers without full texts see of a quote


class Saying(Struct, frozen=True):
    """An utterance with the articles that carry it, one an outlet, the earliest first."""

    text: str
    cut: bool
    speaker: str | None
    lang: str
    partial: bool
    via: str | None
    carriers: tuple[Article, ...]


class Figures(Struct, frozen=True):
    """A series with its chart, when it has one."""

    series: Series
    chart: Chart | None


def view_of(request: Request, story_id: str) -> StoryView:
    """The story of a request, or 404."""
    view = site_of(request).reader.story(story_id)
    if view is None:
        raise HTTPException(404, "There is no story under this address.")
    return view


def story(request: Request) -> Response:
    """GET /story/{id}; an id that was merged away leads to the story it went to."""
    site = site_of(request)
    view = view_of(request, request.path_params["id"])
    if view.story.id != request.path_params["id"]:
        return RedirectResponse(f"/story/{view.story.id}", 302)
    articles = {member.article.id: member.article for member in view.members}
    full_text = site.full_text(request)
    return site.page(
        request,
        "story.html",
        story=view.story,
        members=view.members,
        roots=roots(view.members),
        copies=copies_among(view.members),
        days=_days(view.members),
        sayings=_sayings(view, articles, full_text),
        figures=_figures(view.ledger.series, articles),
        people=view.ledger.people,
        others=view.storyline,
        articles=articles,
        main=articles.get(view.story.main_article),
    )


def _days(members: Sequence[Member]) -> list[tuple[str | None, list[Member]]]:
    """Members by UTC day, the undated last under None."""

    def key(member: Member) -> str | None:
        at = member.article.published_us
        return None if at is None else day(at)

    dated = sorted(
        (m for m in members if m.article.published_us is not None),
        key=lambda m: (m.article.published_us or 0, m.article.seq),
    )
    undated = [m for m in members if m.article.published_us is None]
    return [(name, list(group)) for name, group in groupby([*dated, *undated], key)]


def _sayings(view: StoryView, articles: Mapping[str, Article], full: bool) -> list[Saying]:
    """Utterances, the most widely carried first."""
    quotes = {quote.id: quote for quote in view.quotes}
    found = [_saying(said, articles, quotes, full) for said in view.ledger.utterances]
    return sorted(found, key=lambda saying: -len(saying.carriers))


def _saying(
    said: Utterance, articles: Mapping[str, Article], quotes: Mapping[str, Quote], full: bool
) -> Saying:
    carriers: dict[str, Article] = {}
    for article_id in said.articles:
        article = articles.get(article_id)
        if article is not None:
            carriers.setdefault(article.outlet, article)
    first = next((quotes[quote] for quote in said.quotes if quote in quotes), None)
    cut = not full and len(said.text) > QUOTE_CHARS
    return Saying(
        shorten(said.text, QUOTE_CHARS).removesuffix(" …") if cut else said.text,
        cut,
        said.speaker,
        next((article.lang for article in carriers.values()), "und"),
        first is not None and first.form != "direct",
        first.via if first else None,
        tuple(carriers.values()),
    )


def _figures(series: Sequence[Series], articles: Mapping[str, Article]) -> list[Figures]:
    """Series, those that most reports speak of first."""
    ordered = sorted(series, key=lambda one: -len(one.points))
    return [Figures(one, chart(one, articles)) for one in ordered]
