"""Search over titles and texts."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from newsloom.model.facts import Article
from newsloom.model.judgements import MainSource
from newsloom.serve.credit import main_source
from newsloom.serve.site import page_number, site_of
from newsloom.store.base import Hit, Reader

PER_PAGE = 20
QUERY_CHARS = 500


class Found(Struct, frozen=True):
    """A hit with its article and main source; None when it went away since."""

    hit: Hit
    article: Article | None
    source: MainSource | None


def with_source(reader: Reader, hit: Hit) -> Found:
    """A hit with the main source that must stand on it."""
    view = reader.article(hit.article)
    if view is None:
        return Found(hit, None, None)
    return Found(hit, view.article, main_source(view.article, view.origin))


def asked(request: Request) -> str:
    """What a search looks for; empty when nothing is asked."""
    return request.query_params.get("q", "")[:QUERY_CHARS].strip()


def search(request: Request) -> Response:
    """GET /search: ``q`` and ``page``; ``order=newest`` for the latest to arrive first."""
    site, page = site_of(request), page_number(request, most=50)
    query, newest = asked(request), request.query_params.get("order") == "newest"
    start = (page - 1) * PER_PAGE
    hits = (
        site.reader.search(query, limit=PER_PAGE + 1, offset=start, newest=newest) if query else []
    )
    found = [with_source(site.reader, hit) for hit in hits[:PER_PAGE]]
    return site.page(
        request,
        "search.html",
        query=query,
        newest=newest,
        found=[one for one in found if one.source is not None],
        more=len(hits) > PER_PAGE,
        page=page,
    )
