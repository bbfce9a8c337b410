"""The versions of an article: what changed at its address, and when."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsloom.serve.site import site_of
from newsloom.serve.versions import shortened, turns
from newsloom.serve.views.sayings import QUOTE_CHARS


def versions(request: Request) -> Response:
    """GET /article/{id}/versions; 410 when it was removed on request."""
    site, article_id = site_of(request), request.path_params["id"]
    found = turns(site.reader, article_id)
    if not found:
        tombstone = site.reader.tombstone(article_id)
        if tombstone is None:
            raise HTTPException(404, "There is no article under this address.")
        return site.page(request, "gone.html", 410, tombstone=tombstone)
    full = site.full_text(request)
    return site.page(
        request,
        "versions.html",
        turns=[
            (turn, turn.facts if full else shortened(turn.facts, QUOTE_CHARS))
            for turn in reversed(found)
        ],
        latest=found[-1].article,
        full_text=full,
    )
