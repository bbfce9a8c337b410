"""The invented crowds that ``newsloom bench ingest`` polls."""

from newsloom.bench.ingest import FaultsRun, bench_faults, faults_table
from newsloom.bench.press import Plan
from newsloom.bench.unchanged import FeedsRun, bench_unchanged, feeds_table
from newsloom.demo.crowd import PASSING, Crowd, article_url, feed_url, host_name, page
from newsloom.demo.crowd_server import serve_crowd
from newsloom.model.facts import Source
from newsloom.sources.opml import source_id

_ENTRIES = 20  # of a feed that did not change
_BESIDE = 1000  # feeds that are read in full, and by others


def bench_ingest(hosts: int, sources: int) -> tuple[tuple[FaultsRun, FeedsRun], str]:
    """What ``newsloom bench ingest`` measures, and its tables."""
    faults = bench_faults(plan_of(Crowd(hosts)))
    crowd = Crowd(min(hosts, sources), -(-sources // hosts), _ENTRIES, faulty=0)
    feeds = bench_unchanged(plan_of(crowd, sources), min(_BESIDE, sources))
    return (faults, feeds), faults_table(faults) + "\n\n" + feeds_table(feeds)


def plan_of(crowd: Crowd, most: int | None = None) -> Plan:
    """A crowd as a benchmark asks it: at most so many of its sources.

    What must arrive is listed only of a crowd with faults: it is what the other is not asked for.
    """
    refused = [
        host_name(host)
        for host in range(crowd.hosts)
        if (fault := crowd.fault(host)) is not None and fault[0] == "refused"
    ]
    found = [
        _source(host, number) for number in range(crowd.sources) for host in range(crowd.hosts)
    ]
    return Plan(
        crowd=crowd,
        serve=serve_crowd,
        sources=tuple(found[:most]),
        refused=tuple(refused),
        faulty=sum(crowd.fault(host) is not None for host in range(crowd.hosts)),
        pages=_pages(crowd, crowd.items + 1) if crowd.faulty else {},
        edits={
            article_url(host, source, item): page(host, source, item, None, edited=True)[1]
            for host in range(crowd.hosts)
            for source in range(crowd.sources)
            for item in range(crowd.items)
            if crowd.faulty and crowd.edited(host, item)
        },
    )


def _source(host: int, number: int) -> Source:
    url, name = feed_url(host, number), host_name(host)
    return Source(source_id("feed", url), "feed", url, f"Fictional Press {host}", name)


def _pages(crowd: Crowd, items: int) -> dict[str, bytes | None]:
    """Every article that must arrive: its page as served, None where the feed's words do."""
    pages: dict[str, bytes | None] = {}
    for host in range(crowd.hosts):
        if not crowd.healthy(host):
            continue
        fault = crowd.fault(host)
        name = fault[0] if fault is not None and fault[1] == "page" else None
        for source in range(crowd.sources):
            for item in range(items):
                whole = name is None or name in PASSING or name in ("encoding", "malformed", "skew")
                body = page(host, source, item, name)[1] if whole else None
                pages[article_url(host, source, item)] = body
    return pages
