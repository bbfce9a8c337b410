"""Coverage: what is polled, how it goes and why, and what could not be read."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.serve.site import form_post, page_number, site_of
from newsloom.sources.opml import in_order, write_opml
from newsloom.store.base import SourceHealth, SourceStatus

PER_PAGE = 30
_QUARANTINE_SHOWN = 50
_QUERY_CHARS = 100
_NEVER = 2**63
# What a person should look at first.
_ORDER: tuple[SourceStatus, ...] = (
    "failing",
    "blocked",
    "forbidden",
    "empty",
    "new",
    "unchanged",
    "ok",
)
_READ: tuple[SourceStatus, ...] = ("ok", "unchanged", "empty")
HUBS = {
    "live": "its hub tells us of news",
    "wanted": "its hub was asked to tell us of news",
    "denied": "its hub does not tell us of news",
    "ending": "its hub was asked to tell us no more",
}
MEANINGS = {
    "failing": "an error; tried again ever more rarely, and never given up",
    "blocked": "refused for now: HTTP 401, 403 or 429, or a page that asks for proof of a person",
    "forbidden": "the publisher asks not to be read (robots, TDM); respected",
    "empty": "answers, but holds no entries",
    "new": "not polled yet",
    "unchanged": "nothing new at the last poll",
    "ok": "new entries at the last poll",
}
SORTS: dict[str, tuple[str, Callable[[SourceHealth], Any]]] = {
    "trouble": ("trouble first", lambda one: _ORDER.index(one.state.status)),
    "outlet": ("by outlet", lambda one: one.source.outlet.casefold()),
    "stale": ("longest without success", lambda one: one.state.ok_us or 0),
    "next": ("next try first", lambda one: one.state.next_us or _NEVER),
    "articles": ("most articles", lambda one: -one.state.articles),
}


def sources(request: Request) -> Response:
    """GET /sources: ``status``, ``q`` and ``lang`` narrow it, ``sort`` orders it, ``page``."""
    site, page = site_of(request), page_number(request)
    health = site.reader.health()
    chosen = _chosen(request, health)
    rows = _narrowed(health, chosen)
    start = (page - 1) * PER_PAGE
    operator = site.operator(request)
    counted = Counter(one.state.status for one in health)
    asked = {name: value for name, value in chosen.items() if value}
    return site.page(
        request,
        "sources.html",
        rows=rows[start : start + PER_PAGE],
        found=len(rows),
        more=len(rows) > start + PER_PAGE,
        page=page,
        chosen=chosen,
        here="/sources?" + urlencode(asked) + ("&" if asked else ""),
        tallies=[(name, counted[name], _with(asked, name)) for name in _ORDER if counted[name]],
        everything=_with(asked, ""),
        langs=sorted({one.source.lang for one in health if one.source.lang}),
        sorts=[(name, words) for name, (words, _) in SORTS.items()],
        hubs=HUBS,
        meanings=[(name, MEANINGS[name]) for name in _ORDER],
        total=len(health),
        read=sum(counted[name] for name in _READ),
        counts=site.reader.counts(),
        # Places in the quarantine can be local paths: they are for the operator alone.
        quarantine=site.reader.quarantine(limit=_QUARANTINE_SHOWN) if operator else [],
        added=request.query_params.get("added", ""),
        retried=request.query_params.get("retried", ""),
    )


def opml(request: Request) -> Response:
    """GET /sources.opml: every source, for another reader."""
    body = write_opml(in_order(one.source for one in site_of(request).reader.health()))
    return Response(
        body,
        media_type="text/x-opml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="newsloom.opml"'},
    )


def _chosen(request: Request, health: Sequence[SourceHealth]) -> dict[str, str]:
    """What is asked for; what means nothing is left out."""
    asked = request.query_params
    known = {
        "status": _ORDER,
        "lang": {one.source.lang for one in health},
        "sort": [name for name in SORTS if name != "trouble"],
    }
    chosen = {name: value if (value := asked.get(name, "")) in of else ""
              for name, of in known.items()}  # fmt: skip
    return chosen | {"q": " ".join(asked.get("q", "").split())[:_QUERY_CHARS]}


def _with(asked: dict[str, str], status: str) -> str:
    """The address of the same view with another status."""
    query = {name: value for name, value in asked.items() if name != "status"}
    query |= {"status": status} if status else {}
    return "/sources" + ("?" + urlencode(query) if query else "")


def _narrowed(health: Sequence[SourceHealth], chosen: dict[str, str]) -> list[SourceHealth]:
    words = chosen["q"].casefold().split()
    found = [
        one
        for one in health
        if chosen["status"] in ("", one.state.status)
        and chosen["lang"] in ("", one.source.lang)
        and all(word in _words(one) for word in words)
    ]
    _, key = SORTS[chosen["sort"] or "trouble"]
    return sorted(found, key=key)


def _words(health: SourceHealth) -> str:
    source = health.source
    parts = (source.outlet, source.url, source.title, source.country, health.state.detail)
    return " ".join(parts).casefold()


def _use_world(request: Request, form: dict[str, str]) -> Response:
    site = site_of(request)
    if not site.operator(request) or not site.forms.genuine(request, form.get("token", "")):
        return site.page(request, "refused.html", 403)
    added = site.actions.use_world_catalogue()
    return RedirectResponse(f"/sources?added={added}", 303)


def _retry(request: Request, form: dict[str, str]) -> Response:
    site = site_of(request)
    if not site.operator(request) or not site.forms.genuine(request, form.get("token", "")):
        return site.page(request, "refused.html", 403)
    retried = site.actions.retry_quarantined(form.get("capture", ""))
    return RedirectResponse(f"/sources?retried={'yes' if retried else 'no'}#quarantine", 303)


use_world = form_post(_use_world)
retry = form_post(_retry)
