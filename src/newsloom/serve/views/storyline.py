"""A storyline: the stories that continue each other, one entry a story, the newest state on top."""

from itertools import pairwise

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.model.judgements import Story
from newsloom.model.times import DAY_US
from newsloom.serve.elsewhere import Elsewhere, elsewhere
from newsloom.serve.line import line_series
from newsloom.serve.site import site_of
from newsloom.serve.views.events import Chapter, chapters
from newsloom.serve.views.story import Figures, figures_of
from newsloom.store.base import Reader, StoryView


class Entry(Struct, frozen=True):
    """One story of a storyline, with the same event in other languages, once each.

    ``gap`` is the days since the entry before it in time; None for the first and next to undated
    ones.
    """

    chapter: Chapter
    elsewhere: tuple[Elsewhere, ...]
    gap: int | None


def storyline(request: Request) -> Response:
    """GET /storyline/{id}; the id of a story leads to the storyline it stands in."""
    site = site_of(request)
    name = request.path_params["id"]
    stories = site.reader.storyline(name)
    if not stories:
        view = site.reader.story(name)
        if view is None:
            raise HTTPException(404, "There is no storyline under this address.")
        return RedirectResponse(f"/storyline/{view.story.storyline}", 302)
    shown = entries(site.reader, stories)
    newest = site.reader.story(shown[0].chapter.story.id)
    return site.page(
        request,
        "storyline.html",
        storyline=name,
        newest=shown[0].chapter.story,
        entries=shown,
        figures=_figures(newest) if newest else [],
        articles=sum(one.articles for one in stories),
    )


def _figures(view: StoryView) -> list[Figures]:
    """The figures that the newest story and earlier ones report."""
    articles = {member.article.id: member.article for member in view.members}
    return figures_of(line_series(view), view, articles)


def entries(reader: Reader, stories: list[Story]) -> list[Entry]:
    """The entries of a storyline, the newest first; undated stories last."""
    read = chapters(stories[0], stories[1:])
    dated = [one for one in read if one.story.first_us is not None]
    gaps: dict[str, int] = {}
    for before, after in pairwise(dated):
        days = ((after.story.first_us or 0) - (before.story.last_us or 0)) // DAY_US
        gaps[after.story.id] = max(0, days)
    ordered = [*reversed([one for one in read if one.iso]), *[one for one in read if not one.iso]]
    return [
        Entry(one, _best(elsewhere(reader.linked(one.story.id))), gaps.get(one.story.id))
        for one in ordered
    ]


def _best(found: list[Elsewhere]) -> tuple[Elsewhere, ...]:
    """The best link of each language; the page of the story has them all."""
    best: dict[str, Elsewhere] = {}
    for one in found:
        best.setdefault(one.story.lang, one)
    return tuple(best.values())
