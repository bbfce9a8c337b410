"""JSON under ``/api/v1``: one table of endpoints makes both the routes and their description."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsloom.model.errors import NewsloomError
from newsloom.serve import answers, changes, corrected, covered
from newsloom.serve.auth import read_body, same_origin
from newsloom.serve.elsewhere import link_answer
from newsloom.serve.openapi import Change, Endpoint, Param, describe
from newsloom.serve.site import site_of
from newsloom.serve.versions import turns
from newsloom.serve.views.front import choices_for
from newsloom.serve.views.search import QUERY_CHARS, with_source

PREFIX = "/api/v1"
_MAX_OFFSET = 100_000
_ORDERS = ("match", "newest")
_CODES = {
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    410: "removed",
    413: "too_long",
    415: "unsupported_media_type",
    422: "bad_parameter",
    500: "internal",
    503: "store_unavailable",
}

_encoder = msgspec.json.Encoder()


def error_response(status: int, message: str) -> Response:
    """An error as JSON."""
    body = answers.ErrorAnswer(_CODES.get(status, "error"), message)
    return Response(_encoder.encode(body), status, media_type="application/json")


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return default
    if not re.fullmatch("[0-9]{1,9}", given) or not least <= int(given) <= most:
        raise HTTPException(422, f"{name} must be a whole number from {least} to {most}.")
    return int(given)


def _window(request: Request, most: int = 100, default: int = 30) -> tuple[int, int]:
    limit = _number(request, "limit", default, 1, most)
    return limit, _number(request, "offset", 0, 0, _MAX_OFFSET)


def _next(request: Request, limit: int, offset: int, more: bool) -> str | None:
    if not more or offset + limit > _MAX_OFFSET:
        return None
    query = dict(request.query_params) | {"limit": str(limit), "offset": str(offset + limit)}
    return f"{request.url.path}?{urlencode(query)}"


def _stories(request: Request) -> answers.StoryList:
    site = site_of(request)
    limit, offset = _window(request)
    lang = request.query_params.get("lang")
    if lang is not None and not re.fullmatch("[a-z]{2,3}", lang):
        raise HTTPException(422, "lang must be a language tag of two or three letters.")
    found = site.reader.ranked(
        now_us=site.clock(),
        choices=choices_for(request),
        lang=lang,
        limit=limit + 1,
        offset=offset,
    )
    return answers.StoryList(
        tuple(answers.ranked_answer(one) for one in found[:limit]),
        limit,
        offset,
        _next(request, limit, offset, len(found) > limit),
    )


def _story(request: Request) -> answers.StoryDetail:
    site = site_of(request)
    view = site.reader.story(request.path_params["id"])
    if view is None:
        raise HTTPException(404, "There is no story with this id.")
    linked = site.reader.linked(view.story.id)
    return answers.story_detail(view, linked, full_text=site.full_text(request))


def _storyline(request: Request) -> answers.StorylineAnswer:
    reader, name = site_of(request).reader, request.path_params["id"]
    stories = reader.storyline(name)
    if not stories:
        raise HTTPException(404, "There is no storyline with this id.")
    return answers.StorylineAnswer(
        name,
        tuple(answers.story_answer(one) for one in stories),
        {
            one.id: tuple(link_answer(each) for each in linked)
            for one in stories
            if (linked := reader.linked(one.id))
        },
    )


def _article(request: Request) -> answers.ArticleDetail:
    site, article_id = site_of(request), request.path_params["id"]
    view = site.reader.article(article_id)
    if view is None:
        raise _no_article(request)
    return answers.article_detail(view, full_text=site.full_text(request))


def _no_article(request: Request) -> HTTPException:
    if site_of(request).reader.tombstone(request.path_params["id"]) is not None:
        return HTTPException(410, "This article was removed on request.")
    return HTTPException(404, "There is no article with this id.")


def _versions(request: Request) -> changes.VersionList:
    site = site_of(request)
    found = turns(site.reader, request.path_params["id"])
    if not found:
        raise _no_article(request)
    return changes.version_list(found, full_text=site.full_text(request))


def _search(request: Request) -> answers.HitList:
    site = site_of(request)
    limit, offset = _window(request, most=50, default=20)
    query = request.query_params.get("q", "").strip()
    if not query or len(query) > QUERY_CHARS:
        raise HTTPException(422, f"q must be given, with at most {QUERY_CHARS} characters.")
    order = request.query_params.get("order", "match")
    if order not in _ORDERS:
        raise HTTPException(422, f"order must be one of {', '.join(_ORDERS)}.")
    newest = order == "newest"
    hits = site.reader.search(query, limit=limit + 1, offset=offset, newest=newest)
    found = [answers.hit_answer(with_source(site.reader, hit)) for hit in hits[:limit]]
    return answers.HitList(
        query,
        tuple(one for one in found if one is not None),
        limit,
        offset,
        _next(request, limit, offset, len(hits) > limit),
    )


def _sources(request: Request) -> covered.SourceList:
    limit, offset = _window(request, most=1000, default=100)
    rows = site_of(request).reader.health()
    return covered.SourceList(
        tuple(covered.source_answer(row) for row in rows[offset : offset + limit]),
        limit,
        offset,
        _next(request, limit, offset, len(rows) > offset + limit),
    )


def _counts(request: Request) -> answers.CountsAnswer:
    return site_of(request).reader.counts()


def _corrections(request: Request) -> corrected.CorrectionList:
    site = site_of(request)
    notes = site.operator(request)
    return corrected.CorrectionList(
        tuple(corrected.correction_answer(one, notes=notes) for one in site.reader.corrections())
    )


def _refuse_strangers(request: Request) -> None:
    """403 for anybody but the operator, and for a web page of another site."""
    if not site_of(request).operator(request) or not same_origin(request):
        raise HTTPException(403, "Corrections are for whoever runs this Newsloom.")


def _correct(request: Request, body: bytes) -> corrected.CorrectionsTaken:
    _refuse_strangers(request)
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise HTTPException(415, "The body must be application/json.")
    try:
        wish = msgspec.json.decode(body, type=corrected.CorrectionWish)
        taken = site_of(request).actions.correct(
            wish.kind, wish.subject[:300], wish.target[:300], wish.note[:500]
        )
    except msgspec.DecodeError as error:
        raise HTTPException(422, f"The body is no correction: {error}.") from error
    except NewsloomError as error:
        raise HTTPException(422, f"{error}.") from error
    return corrected.CorrectionsTaken(taken)


def _undo(request: Request, body: bytes) -> corrected.CorrectionsTaken:
    _refuse_strangers(request)
    name = request.path_params["id"]
    if not site_of(request).actions.undo_correction(name):
        raise HTTPException(404, "There is no correction with this id.")
    return corrected.CorrectionsTaken((name,))


_ID = Param("id", "path", {"type": "string"}, "An id, as the lists give it.")
_OFFSET = Param(
    "offset",
    "query",
    {"type": "integer", "minimum": 0, "maximum": _MAX_OFFSET, "default": 0},
    "How many to pass over.",
)


def _limit(most: int, default: int) -> Param:
    kind = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Param("limit", "query", kind, "How many to give.")


ENDPOINTS = (
    Endpoint(
        "/stories",
        _stories,
        answers.StoryList,
        "Stories, ranked by independent origins, freshness and the operator's own choices.",
        (
            Param(
                "lang",
                "query",
                {"type": "string", "pattern": "^[a-z]{2,3}$"},
                "Stories in this language only.",
            ),
            _limit(100, 30),
            _OFFSET,
        ),
        (422,),
    ),
    Endpoint(
        "/stories/{id}",
        _story,
        answers.StoryDetail,
        "A story: its articles, their relations, and its ledger.",
        (_ID,),
        (404,),
    ),
    Endpoint(
        "/storylines/{id}",
        _storyline,
        answers.StorylineAnswer,
        "A storyline: its stories, the newest first, and the same events in other languages.",
        (_ID,),
        (404,),
    ),
    Endpoint(
        "/articles/{id}",
        _article,
        answers.ArticleDetail,
        "An article: its text where this server may give it, its main source and findings.",
        (_ID,),
        (404, 410),
    ),
    Endpoint(
        "/articles/{id}/versions",
        _versions,
        changes.VersionList,
        "What changed in an article since it was first met, word by word.",
        (_ID,),
        (404, 410),
    ),
    Endpoint(
        "/search",
        _search,
        answers.HitList,
        "Full-text search over titles and texts.",
        (
            Param(
                "q",
                "query",
                {"type": "string", "minLength": 1, "maxLength": QUERY_CHARS},
                "What to look for.",
                required=True,
            ),
            Param(
                "order",
                "query",
                {"type": "string", "enum": list(_ORDERS), "default": _ORDERS[0]},
                "The best match first, or the latest to arrive.",
            ),
            _limit(50, 20),
            _OFFSET,
        ),
        (422,),
    ),
    Endpoint(
        "/sources",
        _sources,
        covered.SourceList,
        "What is polled and how it goes.",
        (_limit(1000, 100), _OFFSET),
        (422,),
    ),
    Endpoint(
        "/corrections", _corrections, corrected.CorrectionList, "Readers' corrections in force."
    ),
    Endpoint("/counts", _counts, answers.CountsAnswer, "How much the store holds."),
)


def _openapi(request: Request) -> Mapping[str, Any]:
    return describe(PREFIX, (*ENDPOINTS, OPENAPI), CHANGES, answers.ErrorAnswer)


CHANGES = (
    Change(
        "/corrections",
        "post",
        _correct,
        corrected.CorrectionsTaken,
        "Say what belongs together and what does not; on loopback, for the operator.",
        body=corrected.CorrectionWish,
        errors=(403, 415, 422),
    ),
    Change(
        "/corrections/{id}",
        "delete",
        _undo,
        corrected.CorrectionsTaken,
        "Take a correction back; on loopback, for the operator.",
        params=(_ID,),
        errors=(403, 404),
    ),
)
OPENAPI = Endpoint("/openapi.json", _openapi, None, "This description.")


def _endpoint(
    handler: Callable[[Request], Struct | Mapping[str, Any]],
) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return Response(_encoder.encode(handler(request)), media_type="application/json")

    return endpoint


def _change(
    handler: Callable[[Request, bytes], Struct],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = await read_body(request)
        answer = await run_in_threadpool(handler, request, body)
        return Response(_encoder.encode(answer), media_type="application/json")

    return endpoint


def _unknown(request: Request) -> Response:
    raise HTTPException(404, "There is no such endpoint; see /api/v1/openapi.json.")


ROUTES = [
    *(Route(PREFIX + one.path, _endpoint(one.handler)) for one in (*ENDPOINTS, OPENAPI)),
    *(
        Route(PREFIX + one.path, _change(one.handler), methods=[one.method.upper()])
        for one in CHANGES
    ),
    Route(PREFIX + "/{rest:path}", _unknown),
]
