"""Removal on request: the form, and the public list of decisions."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsloom.model.urls import host_of
from newsloom.serve.credit import http_url
from newsloom.serve.site import Site, form_post, site_of
from newsloom.takedown.decide import Takedown
from newsloom.takedown.request import Scope

_SCOPES: dict[str, Scope] = {"article": "article", "copies": "copies", "domain": "domain"}
_LIMITS = {"target": 2000, "name": 200, "contact": 300, "reason": 4000}
_DOMAIN = re.compile(r"(?=.{4,253}$)[^\s/@:?#.]+(\.[^\s/@:?#.]+)+")
_ARTICLE_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def form(request: Request) -> Response:
    """GET /removal: ``target`` prefills it, ``received`` thanks for a request."""
    received = request.query_params.get("received", "")
    values = {"target": request.query_params.get("target", "")[:2000], "scope": "article"}
    shown = received if _REQUEST_ID.fullmatch(received) else ""
    return _form_page(site_of(request), request, values, {}, received=shown)


def _form_page(
    site: Site,
    request: Request,
    values: dict[str, str],
    problems: dict[str, str],
    *,
    status: int = 200,
    received: str = "",
) -> Response:
    target = values.get("target", "").strip()
    view = site.reader.article(target) if _ARTICLE_ID.fullmatch(target) else None
    return site.page(
        request,
        "removal.html",
        status,
        values={"name": "", "contact": "", "reason": "", "scope": "article", **values},
        problems=problems,
        about=view.article if view else None,
        received=received,
    )


def check(values: dict[str, str]) -> dict[str, str]:
    """What is wrong with the fields of a request: field to message; empty when nothing is."""
    problems = {}
    for field, limit in _LIMITS.items():
        if len(values[field]) > limit:
            problems[field] = f"Please keep this under {limit} characters."
    if values["scope"] not in _SCOPES:
        problems["scope"] = "Please choose what should go."
    target = values["target"]
    if not target:
        problems["target"] = "Please say which text or site."
    elif values["scope"] == "domain" and not _DOMAIN.fullmatch(host_of(target) or target):
        problems["target"] = "For a whole site, please give its domain, such as example.org."
    elif values["scope"] != "domain" and not (http_url(target) or _ARTICLE_ID.fullmatch(target)):
        problems["target"] = "Please give the address of the article (https://…) or its id."
    if not values["name"]:
        problems["name"] = "Please say who is asking."
    if not values["contact"]:
        problems["contact"] = "Please say how you can be reached."
    return problems


def _ask(request: Request, sent: dict[str, str]) -> Response:
    site = site_of(request)
    fields = ("target", "scope", "name", "contact", "reason")
    values = {field: sent.get(field, "").strip() for field in fields}
    problems = check(values)
    if problems:
        return _form_page(site, request, values, problems, status=422)
    if not site.forms.genuine(request, sent.get("token", "")):
        # The server may have been started anew since the page was opened: keep what was typed.
        problems["form"] = "This page was open for too long. Please send it once more."
        return _form_page(site, request, values, problems, status=403)
    if not site.admit(request):
        problems["form"] = (
            "Too many requests from your address. Try again in an hour, or ask for a whole site."
        )
        return _form_page(site, request, values, problems, status=429)
    scope, target = _SCOPES[values["scope"]], values["target"]
    if scope == "domain":
        target = host_of(target) or target
    request_id = site.actions.request_takedown(
        target, scope, values["name"], values["contact"], values["reason"]
    )
    return RedirectResponse(f"/removal?received={request_id}", 303)


ask = form_post(_ask)


def shown_target(takedown: Takedown) -> str:
    """What the public list says was removed: a site or an id, never an address.

    An address often spells out the title, which may be the very thing that had to go.
    """
    target = takedown.request.target
    return host_of(target) or target if http_url(target) else target


def decided(request: Request) -> Response:
    """GET /removals: decisions, newest first; who asked and why stays private."""
    site = site_of(request)
    takedowns = site.reader.takedowns()
    return site.page(
        request,
        "removals.html",
        decided=[(one, shown_target(one)) for one in takedowns if one.ruling is not None],
        open_requests=sum(one.ruling is None for one in takedowns),
    )
