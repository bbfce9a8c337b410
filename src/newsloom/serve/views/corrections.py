"""Readers' corrections: "not this story", "these are one", and taking that back."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.model.errors import NewsloomError
from newsloom.serve.site import Site, form_post, site_of
from newsloom.stories.constraints import Constraints

_SHOWN = 200  # the latest ones; the command line lists all
_LONGEST = {"subject": 300, "target": 300, "note": 500}


def corrections(request: Request) -> Response:
    """GET /corrections: what is in force, for who may change it; ``done`` thanks."""
    site = site_of(request)
    if not site.operator(request):
        raise HTTPException(403, "Corrections are for whoever runs this Newsloom.")
    found = site.reader.corrections()
    rules = Constraints(one.correction for one in found)
    return site.page(
        request,
        "corrections.html",
        rows=[
            (
                one,
                {said.article: said for said in one.said}.get(one.correction.article),
                site.reader.article(one.correction.article),
            )
            for one in reversed(found[-_SHOWN:])
        ],
        overruled={one.correction for one in rules.overruled},
        done=request.query_params.get("done", ""),
    )


def _correct(request: Request, form: Mapping[str, str]) -> Response:
    site = site_of(request)
    if not _may(site, request, form):
        return site.page(request, "refused.html", 403)
    kind = form.get("kind", "")
    fields = {name: form.get(name, "").strip()[:most] for name, most in _LONGEST.items()}
    target = fields["target"] or form.get("other", "")[:300]
    if kind not in ("apart", "together") or (kind == "together" and not target):
        return _problem(site, request, "Please say which story it belongs to.")
    try:
        site.actions.correct(kind, fields["subject"], target, fields["note"])
    except NewsloomError as error:
        return _problem(site, request, f"That did not work: {error}.")
    return RedirectResponse("/corrections?done=taken", 303)


def _undo(request: Request, form: Mapping[str, str]) -> Response:
    site = site_of(request)
    if not _may(site, request, form):
        return site.page(request, "refused.html", 403)
    undone = site.actions.undo_correction(form.get("correction", ""))
    return RedirectResponse(f"/corrections?done={'undone' if undone else 'gone'}", 303)


def _may(site: Site, request: Request, form: Mapping[str, str]) -> bool:
    return site.operator(request) and site.forms.genuine(request, form.get("token", ""))


def _problem(site: Site, request: Request, message: str) -> Response:
    return site.page(request, "notice.html", 422, heading="Not corrected", message=message)


correct = form_post(_correct)
undo = form_post(_undo)
