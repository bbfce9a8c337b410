"""How stories are ranked, what the words mean, and what a publisher can ask for."""

from starlette.requests import Request
from starlette.responses import Response

from newsloom.serve.site import site_of


def about(request: Request) -> Response:
    """GET /about."""
    site = site_of(request)
    return site.page(
        request,
        "about.html",
        ranking=site.ranking,
        counts=site.reader.counts(),
        full_text=site.full_text(request),
    )
