"""Source health: what is polled, how it goes, and what could not be read."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.serve.site import form_post, page_number, site_of
from newsloom.store.base import SourceStatus

PER_PAGE = 100
_QUARANTINE_SHOWN = 50
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
MEANINGS = {
    "failing": "an error; tried again ever more rarely",
    "blocked": "refused for now, such as HTTP 403 or 429",
    "forbidden": "the publisher asks not to be read (robots, TDM); respected",
    "empty": "answers, but holds no entries",
    "new": "not polled yet",
    "unchanged": "nothing new at the last poll",
    "ok": "new entries at the last poll",
}


def sources(request: Request) -> Response:
    """GET /sources: ``status`` and ``page`` narrow it."""
    site, page = site_of(request), page_number(request)
    everything = site.reader.health()
    counted = Counter(health.state.status for health in everything)
    status = request.query_params.get("status")
    if status in _ORDER:
        everything = [health for health in everything if health.state.status == status]
    else:
        status = None
        everything.sort(key=lambda health: _ORDER.index(health.state.status))
    start = (page - 1) * PER_PAGE
    operator = site.operator(request)
    # Places in the quarantine can be local paths: they are for the operator alone.
    rows = site.reader.quarantine(limit=_QUARANTINE_SHOWN) if operator else []
    return site.page(
        request,
        "sources.html",
        rows=everything[start : start + PER_PAGE],
        more=len(everything) > start + PER_PAGE,
        page=page,
        chosen=status,
        tallies=[(name, counted[name]) for name in _ORDER if counted[name]],
        meanings=MEANINGS,
        total=sum(counted.values()),
        counts=site.reader.counts(),
        quarantine=rows,
        added=request.query_params.get("added", ""),
        retried=request.query_params.get("retried", ""),
    )


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
