"""A generated summary on demand: asked of the operator's endpoint, shown only when it holds."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec import Struct

from newsloom.fetch.endpoint import Endpoint, EndpointFailed
from newsloom.ledger.generated import Missing, Part, prompt, verify
from newsloom.store.base import StoryView

_LOG = logging.getLogger(__name__)

Ask = Callable[[Endpoint, Sequence[Mapping[str, str]]], Awaitable[str]]


class GeneratedSummary(Struct, frozen=True):
    """What came of it. ``text`` is None when it was rejected; ``reason`` then says why."""

    text: str | None
    model: str
    reason: str = ""


def parts_of(view: StoryView) -> list[Part]:
    """The sources of a story's summary: its texts by time, copies word for word left out."""
    members = sorted(
        view.members,
        key=lambda one: (
            one.article.published_us is None,
            one.article.published_us or 0,
            one.article.seq,
        ),
    )
    return [
        Part(one.article.outlet, one.article.title, one.article.text)
        for one in members
        if one.origin is None or one.origin.relation != "identical"
    ]


async def summarise(view: StoryView, endpoint: Endpoint, ask: Ask) -> GeneratedSummary:
    """One summary of a story, or why there is none. Never raises on what the endpoint does.

    Nothing is stored. What is rejected is logged with the reason and not shown.
    """
    parts = parts_of(view)
    lang = view.story.lang
    messages = [{"role": one.role, "content": one.content} for one in prompt(parts, lang)]
    try:
        text = await ask(endpoint, messages)
    except EndpointFailed as problem:
        return _rejected(view, endpoint, str(problem))
    missing = verify(text, parts, lang)
    if missing:
        return _rejected(view, endpoint, _said(missing))
    return GeneratedSummary(" ".join(text.split()), endpoint.model)


def _said(missing: Sequence[Missing]) -> str:
    """What is missing, for a person."""
    named = "; ".join(f"{one.kind}: {one.text}" for one in missing[:6])
    more = f"; and {len(missing) - 6} more" if len(missing) > 6 else ""
    return f"not in the sources: {named}{more}"


def _rejected(view: StoryView, endpoint: Endpoint, reason: str) -> GeneratedSummary:
    _LOG.warning("summary of %s by %s rejected: %s", view.story.id, endpoint.model, reason)
    return GeneratedSummary(None, endpoint.model, reason)
