"""An article: its text with what was found in it, its main source, and why it stands there."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsloom.model.facts import Finding
from newsloom.serve.credit import lead, main_source
from newsloom.serve.diff import Fact
from newsloom.serve.marks import paragraphs
from newsloom.serve.reasons import Why, why
from newsloom.serve.rights import behind_paywall, said_of_use
from newsloom.serve.sides import side_by_side
from newsloom.serve.site import site_of
from newsloom.serve.versions import Turn, shortened, turns
from newsloom.serve.views.sayings import QUOTE_CHARS
from newsloom.store.base import ArticleView

_VERSIONS = 8  # shown beside a text; the others stand on a page of their own
SOURCES_OF_DATES = {
    "record": "from the imported record",
    "feed": "from the outlet's feed",
    "page": "from the page itself",
    "url": "from the date in the address",
    "text": "from the text",
}


def article(request: Request) -> Response:
    """GET /article/{id}; 410 when it was removed on request."""
    site, article_id = site_of(request), request.path_params["id"]
    view = site.reader.article(article_id)
    if view is None:
        tombstone = site.reader.tombstone(article_id)
        if tombstone is None:
            raise HTTPException(404, "There is no article under this address.")
        return site.page(request, "gone.html", 410, tombstone=tombstone)
    full = site.full_text(request)
    of, history = _of(request, view), _history(request, view)
    findings: list[Finding] = [*view.quotes, *view.figures, *view.credits]
    return site.page(
        request,
        "article.html",
        view=view,
        article=view.article,
        source=main_source(view.article, view.origin),
        full_text=full,
        lead=lead(view.article),
        paragraphs=paragraphs(view.article.text, findings) if full else [],
        dated=SOURCES_OF_DATES.get(view.article.published_from or "", ""),
        other_dates=[(SOURCES_OF_DATES[origin], iso) for origin, iso in view.article.other_dates],
        newer=_newer(history, view),
        history=history,
        of=of,
        sides=side_by_side(view, of) if full and of else None,
        why=_why(view),
        paywall=behind_paywall(view.article.rights),
        use=said_of_use(view.article.rights, view.article.robots),
    )


def _why(view: ArticleView) -> Why | None:
    """Why it stands where it does."""
    if view.assignment is None:
        return None
    rivals = {view.assignment.rival: view.rival} if view.assignment.rival and view.rival else {}
    return why(view.assignment, view.relation, rivals)


def _history(request: Request, view: ArticleView) -> list[tuple[Turn, tuple[Fact, ...]]]:
    """The versions, the latest first, with what each changed; nothing when there is only one."""
    if len(view.versions) < 2:
        return []
    found = turns(site_of(request).reader, view.article.id, _VERSIONS)
    return [(turn, shortened(turn.facts, QUOTE_CHARS // 2)) for turn in reversed(found)]


def _newer(history: Sequence[tuple[Turn, object]], view: ArticleView) -> str | None:
    """The id of the latest version, when this is an earlier one."""
    latest = history[0][0].article.id if history else view.article.id
    return latest if latest != view.article.id else None


def _of(request: Request, view: ArticleView) -> ArticleView | None:
    """The article that this one goes back to."""
    parent = view.origin.of if view.origin else view.relation.of if view.relation else None
    if parent is None or parent == view.article.id:
        return None
    return site_of(request).reader.article(parent)
