"""The routes of the web pages, and the application that serves them."""

import secrets as random_secrets
from collections.abc import Callable, Collection, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsloom.model.errors import StoreError
from newsloom.serve import api, feeds, websub
from newsloom.serve.auth import SECURITY_HEADERS, Guard
from newsloom.serve.metrics import metrics
from newsloom.serve.site import STATIC, Actions, Site, Writer, site_of
from newsloom.serve.views import (
    about,
    article,
    choices,
    corrections,
    front,
    generated,
    removal,
    search,
    sources,
    story,
    storyline,
    versions,
)
from newsloom.store.base import Reader

__all__ = ["Actions", "make_app"]

_HEADINGS = {
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    413: "Too long",
}


def healthz(request: Request) -> Response:
    """GET /healthz: 200 when the store can be read."""
    counts = site_of(request).reader.counts()
    return PlainTextResponse(f"ok {counts.articles} articles, {counts.pending} pending\n")


def robots(request: Request) -> Response:
    """GET /robots.txt: the texts are not ours to have indexed."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


PAGES = (
    Route("/", front.front),
    Route("/story/{id}", story.story),
    Route("/storyline/{id}", storyline.storyline),
    Route("/article/{id}", article.article),
    Route("/article/{id}/versions", versions.versions),
    Route("/search", search.search),
    Route("/sources", sources.sources),
    Route("/sources.opml", sources.opml),
    Route("/choices", choices.choices),
    Route("/corrections", corrections.corrections),
    Route("/removal", removal.form),
    Route("/removals", removal.decided),
    Route("/about", about.about),
    Route("/healthz", healthz),
    Route("/metrics", metrics),
    Route("/robots.txt", robots),
)
FORMS = (
    Route("/demo", front.start_demo, methods=["POST"]),
    Route("/sources/world", sources.use_world, methods=["POST"]),
    Route("/sources/retry", sources.retry, methods=["POST"]),
    Route("/removal", removal.ask, methods=["POST"]),
    Route("/choices", choices.choose, methods=["POST"]),
    Route("/story/{id}/summary", generated.summarise, methods=["POST"]),
    Route("/corrections", corrections.correct, methods=["POST"]),
    Route("/corrections/undo", corrections.undo, methods=["POST"]),
)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(api.PREFIX + "/")


def _http_error(request: Request, error: Exception) -> Response:
    """404 and its kin, as a page or as JSON."""
    assert isinstance(error, HTTPException)
    if _is_api(request):
        return api.error_response(error.status_code, error.detail)
    heading = _HEADINGS.get(error.status_code, "That did not work")
    detail = "There is nothing under this address." if error.detail == "Not Found" else error.detail
    response = site_of(request).bare_page(error.status_code, heading, detail)
    response.headers.update(error.headers or {})
    return response


def _store_error(request: Request, error: Exception) -> Response:
    """The store cannot be read just now; what failed is for the server's log."""
    if _is_api(request):
        return api.error_response(503, "The store cannot be read just now.")
    return site_of(request).bare_page(
        503, "The store cannot be read just now", "Please try again in a moment."
    )


def _any_error(request: Request, error: Exception) -> Response:
    """Our own fault. Answered outside every middleware, so the headers are set here."""
    if _is_api(request):
        response: Response = api.error_response(500, "Something went wrong here.")
    else:
        response = site_of(request).bare_page(
            500, "Something went wrong here", "The error stands in the server's log."
        )
    response.headers.update(SECURITY_HEADERS)
    return response


def make_app(
    reader: Reader,
    actions: Actions,
    *,
    clock: Callable[[], int],
    full_text: Callable[[Request], bool],
    operator: Callable[[Request], bool] | None = None,
    ranking: Sequence[tuple[str, str]] = (),
    hosts: Collection[str] | None = None,
    secret: bytes | None = None,
    writer: Writer | None = None,
    desk: websub.Desk | None = None,
) -> Starlette:
    """The pages, the API and the feeds over a store.

    Args:
        reader: what is shown; its methods are called from many threads.
        actions: the effects that forms ask for.
        clock: now, in UTC microseconds.
        full_text: whether a request may read full texts (see ``auth.text_rights``).
        operator: whether a request may change what is polled and see the quarantine;
            by default whoever may read full texts.
        ranking: how stories are ranked, as (name, explanation) for the reader.
        hosts: the ``Host`` names to answer to (see ``auth.allowed_hosts``); None for any.
        secret: what form tokens are made with; by default new with every start.
        writer: a model that summarises a story for the operator; None for none.
        desk: takes in what WebSub hubs say and send; None when we subscribe nowhere.
    """
    app = Starlette(
        routes=[
            *PAGES,
            *FORMS,
            *feeds.ROUTES,
            *api.ROUTES,
            *(websub.ROUTES if desk is not None else ()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(
                Guard,
                hosts=None if hosts is None else frozenset(hosts),
                open_path=websub.PREFIX if desk is not None else None,
            )
        ],
        exception_handlers={
            HTTPException: _http_error,
            StoreError: _store_error,
            Exception: _any_error,
        },
    )
    app.state.desk = desk
    app.state.site = Site(
        reader,
        actions,
        clock=clock,
        full_text=full_text,
        operator=operator or full_text,
        ranking=ranking,
        secret=secret or random_secrets.token_bytes(32),
        writer=writer,
    )
    return app
