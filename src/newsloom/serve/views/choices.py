"""What the reader follows and mutes. It orders the front page and changes nothing stored."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.serve.choices import choices_of, from_form
from newsloom.serve.site import form_post, site_of


def choices(request: Request) -> Response:
    """GET /choices: the form, for whoever runs this Newsloom."""
    site = site_of(request)
    if not site.operator(request):
        raise HTTPException(403, "The front page is ordered for whoever runs this Newsloom.")
    return site.page(
        request,
        "choices.html",
        choices=choices_of(site.reader),
        outlets=sorted({one.source.outlet for one in site.reader.health()}, key=str.casefold),
        spoken=site.reader.languages(),
        saved="saved" in request.query_params,
    )


def _choose(request: Request, form: dict[str, str]) -> Response:
    site = site_of(request)
    if not site.operator(request) or not site.forms.genuine(request, form.get("token", "")):
        return site.page(request, "refused.html", 403)
    site.actions.set_choices(from_form(form))
    return RedirectResponse("/choices?saved", 303)


choose = form_post(_choose)
