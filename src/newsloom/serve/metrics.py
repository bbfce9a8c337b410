"""Prometheus metrics: how much is held, and how polling each source goes.

Names and units follow Prometheus' own conventions. For the operator alone: addresses of sources
may be private.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from newsloom.model.times import SECOND_US
from newsloom.serve.site import site_of
from newsloom.store.base import Counts, SourceHealth

_LABELS = ("source", "outlet", "url")


class _Held(Collector):
    """What a store holds at one moment."""

    def __init__(self, counts: Counts, sources: Sequence[SourceHealth]) -> None:
        self._counts = counts
        self._sources = sources

    def collect(self) -> Iterator[Metric]:
        """The families, in a fixed order."""
        counts = self._counts
        for name, told, value in (
            ("newsloom_captures", "Captures admitted.", counts.captures),
            ("newsloom_articles", "Articles, all versions.", counts.articles),
            ("newsloom_stories", "Stories.", counts.stories),
            ("newsloom_outlets", "Outlets.", counts.outlets),
            ("newsloom_quarantined_items", "Items that could not be read.", counts.quarantined),
            ("newsloom_pending_captures", "Captures not yet woven.", counts.pending),
            ("newsloom_disk_bytes", "Size of the folder.", counts.bytes),
        ):
            yield GaugeMetricFamily(name, told, value=value)
        yield self._statuses()
        yield self._hubs()
        yield from self._by_source()

    def _statuses(self) -> Metric:
        family = GaugeMetricFamily(
            "newsloom_sources", "Sources by how their last poll went.", labels=("status",)
        )
        counted = Counter(one.state.status for one in self._sources)
        for status in sorted(counted):
            family.add_metric((status,), counted[status])
        return family

    def _hubs(self) -> Metric:
        family = GaugeMetricFamily(
            "newsloom_subscriptions", "Subscriptions at hubs (WebSub).", labels=("state",)
        )
        counted = Counter(one.hub.state for one in self._sources if one.hub is not None)
        for state in sorted(counted):
            family.add_metric((state,), counted[state])
        return family

    def _by_source(self) -> Iterator[Metric]:
        status = GaugeMetricFamily(
            "newsloom_source_status",
            "1 for the status of a source's last poll.",
            labels=(*_LABELS, "status", "detail"),
        )
        checked = _times("checked", "When a source was last asked.")
        succeeded = _times("success", "When a source last answered well.")
        due = _times("next_poll", "When a source is asked next.")
        failures = GaugeMetricFamily(
            "newsloom_source_failures", "Failed polls in a row.", labels=_LABELS
        )
        brought = CounterMetricFamily(
            "newsloom_source_captures", "Captures a source brought.", labels=_LABELS
        )
        for one in self._sources:
            state, labels = one.state, (one.source.id, one.source.outlet, one.source.url)
            status.add_metric((*labels, state.status, state.detail), 1)
            for family, at_us in (
                (checked, state.checked_us), (succeeded, state.ok_us), (due, state.next_us or None)
            ):  # fmt: skip
                if at_us is not None:  # what never happened has no time
                    family.add_metric(labels, at_us / SECOND_US)
            failures.add_metric(labels, state.failures)
            brought.add_metric(labels, state.articles)
        yield from (status, checked, succeeded, due, failures, brought)


def _times(name: str, told: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"newsloom_source_{name}_timestamp_seconds", told, labels=_LABELS)


def metrics(request: Request) -> Response:
    """GET /metrics: for the operator; others get 403."""
    site = site_of(request)
    if not site.operator(request):
        return PlainTextResponse("Metrics are for the operator.\n", 403)
    registry = CollectorRegistry()
    registry.register(_Held(site.reader.counts(), site.reader.health()))
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_PLAIN_0_0_4})
