"""The front page: stories ranked by independent origins, freshness, the owner's choices."""

import re

from starlette.requests import Request
from starlette.responses import Response

from newsloom.serve.choices import choices_of
from newsloom.serve.site import Site, form_post, page_number, site_of
from newsloom.stories.rank import Choices

PER_PAGE = 30
_CHIPS = 10


def language_of(request: Request) -> str | None:
    """The language asked for, when it can be one."""
    lang = request.query_params.get("lang", "")
    return lang if re.fullmatch("[a-z]{2,3}", lang) else None


def choices_for(request: Request) -> Choices:
    """The choices that order what this reader sees: the owner's own, nobody else's."""
    site = site_of(request)
    return choices_of(site.reader) if site.operator(request) else Choices()


def front(request: Request) -> Response:
    """GET /: ``lang`` and ``page`` narrow it."""
    site, lang, page = site_of(request), language_of(request), page_number(request)
    start = (page - 1) * PER_PAGE
    chosen = choices_for(request)
    stories = site.reader.ranked(
        now_us=site.clock(), choices=chosen, lang=lang, limit=PER_PAGE + 1, offset=start
    )
    spoken = site.reader.languages()
    chips = spoken[:_CHIPS]
    return site.page(
        request,
        "front.html",
        stories=stories[:PER_PAGE],
        more=len(stories) > PER_PAGE,
        lang=lang,
        page=page,
        start=start,
        chips=chips + [pair for pair in spoken[_CHIPS:] if pair[0] == lang],
        other_langs=[pair for pair in spoken[_CHIPS:] if pair[0] != lang],
        counts=site.reader.counts(),
        chosen=chosen != Choices(),
        progress=None if stories else _progress(site),
    )


def _progress(site: Site) -> dict[str, object]:
    """What is going on while there is nothing to show."""
    states = [health.state for health in site.reader.health()]
    return {
        "polled": sum(state.checked_us is not None for state in states),
        "failing": sum(state.status in ("failing", "blocked", "forbidden") for state in states),
        "next_us": min((state.next_us for state in states), default=None),
    }


def _start_demo(request: Request, form: dict[str, str]) -> Response:
    site = site_of(request)
    if not site.operator(request) or not site.forms.genuine(request, form.get("token", "")):
        return site.page(request, "refused.html", 403)
    return site.page(
        request, "notice.html", heading="Demo press", message=site.actions.start_demo()
    )


start_demo = form_post(_start_demo)
