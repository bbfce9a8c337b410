"""A story: where it comes from, its articles by time, and its ledger."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.model.facts import Article, Figure
from newsloom.model.judgements import Story
from newsloom.model.ledger import Point, Series
from newsloom.serve.branches import copies_among, roots
from newsloom.serve.chart import Chart, chart
from newsloom.serve.elsewhere import elsewhere
from newsloom.serve.line import line_series
from newsloom.serve.moments import day
from newsloom.serve.reasons import linked, why
from newsloom.serve.site import site_of
from newsloom.serve.versions import changed_members
from newsloom.serve.views.events import chapters, summary, timeline
from newsloom.serve.views.sayings import QUOTE_CHARS, namings, sayings
from newsloom.store.base import Member, StoryView

_CANDIDATES = 6
_ABROAD = 6  # stories of other languages whose translations of quotes are looked for
_FIRST_ARTICLES = 10  # by time; the later ones open on demand
_REPORTS = 7  # of a figure, before the others are folded
_FACT_CHARS = 120  # code points shown of a title or quote that changed
_AROUND = 40  # code points around a figure that stand for its name
_BREAK = re.compile(r"[.!?。]\s|\n|[“”„«»\"]")


class Figures(Struct, frozen=True):
    """A series with its chart, when it has one; ``folded`` are reports that open on demand."""

    series: Series
    title: str
    chart: Chart | None
    shown: tuple[Point, ...]
    folded: tuple[Point, ...]


def view_of(request: Request, story_id: str) -> StoryView:
    """The story of a request, or 404."""
    view = site_of(request).reader.story(story_id)
    if view is None:
        raise HTTPException(404, "There is no story under this address.")
    return view


def story(request: Request) -> Response:
    """GET /story/{id}; an id that is gone leads to where its articles went."""
    site = site_of(request)
    view = view_of(request, request.path_params["id"])
    if view.story.id != request.path_params["id"]:
        return RedirectResponse(f"/story/{view.story.id}", 301)
    articles = {member.article.id: member.article for member in view.members}
    full_text = site.full_text(request)
    rivals = {rival.id: rival for rival in view.rivals}
    linked_stories = site.reader.linked(view.story.id)
    abroad = [site.reader.story(one.story.id) for one in linked_stories[:_ABROAD]]
    in_time = _in_time(view.members)
    first = len(in_time) if len(in_time) <= _FIRST_ARTICLES + 2 else _FIRST_ARTICLES
    return site.page(
        request,
        "story.html",
        story=view.story,
        members=view.members,
        roots=roots(view.members),
        copies=copies_among(view.members),
        days=_days(in_time[:first]),
        later_days=_days(in_time[first:]),
        sayings=sayings(view, articles, full_text, [one for one in abroad if one is not None]),
        figures=figures_of(view.ledger.series, view, articles),
        line_figures=figures_of(line_series(view), view, articles),
        people=namings(view, articles),
        others=view.storyline,
        writer=site.writer[0] if site.writer else "",
        chapters=chapters(view.story, view.storyline),
        brief=summary(view.ledger.summary, articles, None if full_text else QUOTE_CHARS),
        events=timeline(view.ledger.timeline, articles, None if full_text else QUOTE_CHARS),
        articles=articles,
        main=articles.get(view.story.main_article),
        whys={
            member.article.id: why(member.assignment, member.relation, rivals)
            for member in view.members
        },
        history=[(one, tuple(linked(reason) for reason in one.why)) for one in view.history],
        corrected=len(view.corrections),
        changed=changed_members(site.reader, view.story.id, _FACT_CHARS),
        candidates=_candidates(view),
        elsewhere=elsewhere(linked_stories),
    )


def _candidates(view: StoryView) -> list[Story]:
    """Stories that this one may be one with: its members' runners-up, then its storyline."""
    near = {one.id: one for one in (*view.rivals, *view.storyline) if one.id != view.story.id}
    return list(near.values())[:_CANDIDATES]


def _in_time(members: Sequence[Member]) -> list[Member]:
    """Members by their dates, the undated last."""
    dated = sorted(
        (m for m in members if m.article.published_us is not None),
        key=lambda m: (m.article.published_us or 0, m.article.seq),
    )
    return [*dated, *(m for m in members if m.article.published_us is None)]


def _days(in_time: Sequence[Member]) -> list[tuple[str | None, list[Member]]]:
    """Members by UTC day, the undated last under None."""

    def key(member: Member) -> str | None:
        at = member.article.published_us
        return None if at is None else day(at)

    return [(name, list(group)) for name, group in groupby(in_time, key)]


def figures_of(
    series: Sequence[Series], view: StoryView, articles: Mapping[str, Article]
) -> list[Figures]:
    """Series: those whose reports do not all agree first, then what most reports speak of."""
    ordered = sorted(series, key=lambda one: (not _disputed(one), -len(one.points)))
    figures = {figure.id: figure for figure in view.figures}
    return [
        Figures(one, _title(one, figures, articles), chart(one), *_folded(one.points))
        for one in ordered
    ]


def _disputed(series: Series) -> bool:
    return any(point.state in ("conflict", "superseded", "differs") for point in series.points)


def _folded(points: Sequence[Point]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The first report and whatever says something new, then the others; few are all shown."""
    if len(points) <= 3:
        return tuple(points), ()
    new: dict[tuple[str, str], Point] = {}
    for one in points:
        if one.state != "agree":
            new.setdefault((one.state, one.text), one)
    shown = tuple(new.values())[:_REPORTS] or (points[0],)
    kept = {one.figure for one in shown}
    return shown, tuple(one for one in points if one.figure not in kept)


def _title(series: Series, figures: Mapping[str, Figure], articles: Mapping[str, Article]) -> str:
    """What a series counts; where no noun stands with the number, the words around it."""
    if series.what:
        return series.what
    for point in series.points:
        figure, article = figures.get(point.figure), articles.get(point.article)
        if figure is not None and article is not None:
            low = max(0, figure.start - _AROUND)
            before = _BREAK.split(article.text[low : figure.start])[-1]
            if low and len(before) == figure.start - low:
                before = before.partition(" ")[2]  # the first word is cut
            whole = article.text[figure.end : figure.end + _AROUND]
            after = _BREAK.split(whole)[0]
            after = after if after != whole else after.rpartition(" ")[0]
            return f"{before}{figure.text}{after}".strip(" ,;:)]»–—")
    return "Figure"
