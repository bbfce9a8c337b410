"""A summary that a language model wrote, on demand of the operator, shown as what it is."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsloom.serve.site import form_post, site_of
from newsloom.serve.views.story import view_of


def _summarise(request: Request, form: Mapping[str, str]) -> Response:
    """POST /story/{id}/summary: asks the endpoint and waits for it; nothing is stored."""
    site = site_of(request)
    if site.writer is None:
        raise HTTPException(404, "No endpoint is set that could write a summary.")
    if not (site.operator(request) and site.forms.genuine(request, form.get("token", ""))):
        return site.page(request, "refused.html", 403)
    view = view_of(request, request.path_params["id"])
    model, write = site.writer
    text, reason = write(view)
    return site.page(
        request,
        "generated.html",
        200 if text is not None else 502,
        story=view.story,
        text=text,
        reason=reason,
        model=model,
        sources=[member.article for member in view.members],
    )


summarise = form_post(_summarise)
