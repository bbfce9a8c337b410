"""Sources in the JSON answers, and how polling them goes."""

from msgspec import Struct

from newsloom.model.times import iso
from newsloom.store.base import SourceHealth


class SourceAnswer(Struct, frozen=True):
    """A source and how polling it goes."""

    id: str
    outlet: str
    kind: str
    url: str
    lang: str
    country: str
    status: str
    detail: str
    checked: str | None
    ok: str | None
    next: str | None
    interval_s: int
    failures: int
    entries: int
    articles: int
    hub: str | None = None  # of its subscription: wanted, live, denied or ending


class SourceList(Struct, frozen=True):
    """A page of sources, the failing first."""

    items: tuple[SourceAnswer, ...]
    limit: int
    offset: int
    next: str | None


def source_answer(health: SourceHealth) -> SourceAnswer:
    """A source with its health."""
    source, state = health.source, health.state
    return SourceAnswer(
        id=source.id,
        outlet=source.outlet,
        kind=source.kind,
        url=source.url,
        lang=source.lang,
        country=source.country,
        status=state.status,
        detail=state.detail,
        checked=iso(state.checked_us),
        ok=iso(state.ok_us),
        next=iso(state.next_us) if state.next_us else None,
        interval_s=state.interval_s,
        failures=state.failures,
        entries=state.entries,
        articles=state.articles,
        hub=health.hub.state if health.hub else None,
    )
