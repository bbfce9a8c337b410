"""``newsloom bench ingest``: a press with faults, and ten thousand feeds that did not change.

The press serves from a process of its own and keeps a log; politeness is judged from that log
alone. Intervals and timeouts are scaled down where the table says so, and hold at that scale.
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec import Struct

from newsloom.bench.apart import apart, peaks
from newsloom.bench.press import Plan, PressResolver, served, visits
from newsloom.bench.visits import Politeness, judged
from newsloom.config import Config
from newsloom.engine.poll import Poller
from newsloom.fetch.client import HttpFetcher, Limits, now_us
from newsloom.fetch.politeness import Turns
from newsloom.model.times import DAY_US
from newsloom.model.urls import host_of
from newsloom.store.base import SourceHealth
from newsloom.store.sqlite.store import SqliteStore

INTERVAL_S = 0.2
PENALTY_S = 1.0
LIMITS = Limits(connect_s=3.0, total_s=6.0, max_bytes=1_000_000)
ROUNDS = 4  # an entry is published before the second; the others bring what was postponed
_MOST_ROUNDS = 8  # while something is missing: a busy machine loses time, and must lose no article
_REVISITS = ("1d",)  # a round is a day: every page is looked at again once
_BATCH = 500


class Missing(Struct, frozen=True):
    """A host whose articles are missing, and what the store says of its source."""

    host: str
    urls: tuple[str, ...]
    status: str
    detail: str


class FaultsRun(Struct, frozen=True):
    """How polling a faulty press went.

    ``missing`` are articles that must have arrived, ``twice`` those that came more than once,
    ``altered`` pages that are not as they were served. ``statuses`` counts sources, ``absent``
    names the hosts of what is missing. ``visits`` counts pages that were looked at again,
    ``edits`` articles that changed meanwhile, ``seen`` those that are here as they are now.
    """

    hosts: int
    faulty: int
    expected: int
    arrived: int
    missing: int
    twice: int
    altered: int
    rounds: int
    visits: int
    edits: int
    seen: int
    statuses: dict[str, int]
    seconds: float
    cpu_s: float
    peak_mb: float
    politeness: Politeness
    absent: tuple[Missing, ...] = ()


def bench_faults(plan: Plan) -> FaultsRun:
    """Poll a press with faults, several times, and compare with what it offered."""
    with served(plan) as (pipe, port):
        return apart(_faults, plan, pipe, port)


def _faults(plan: Plan, pipe: Connection, port: int) -> FaultsRun:
    with tempfile.TemporaryDirectory(prefix="newsloom-bench-") as folder:
        store = SqliteStore(Path(folder), engine=True)
        store.put_sources(plan.sources)
        started, cpu = time.perf_counter(), time.process_time()
        rounds, looked_at = asyncio.run(_rounds(store, plan, pipe, port))
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        arrived, altered, seen = _arrived(store, plan)
        health = store.health()
        statuses = Counter(one.state.status for one in health)
        here = arrived.keys() | seen.keys()  # a page may come after it was edited
        absent = _absent([url for url in plan.pages if url not in here], health)
        store.close()
    expected = plan.pages
    log, most_open = visits(pipe)
    return FaultsRun(
        hosts=len({source.domain for source in plan.sources}),
        faulty=plan.faulty,
        expected=len(expected),
        arrived=sum(url in here for url in expected),
        missing=sum(len(one.urls) for one in absent),
        twice=sum(count - 1 for found in (arrived, seen) for count in found.values()),
        altered=altered,
        rounds=rounds,
        visits=looked_at,
        edits=len(plan.edits),
        seen=sum(url in seen for url in plan.edits),
        statuses=dict(sorted(statuses.items())),
        seconds=round(seconds, 1),
        cpu_s=round(cpu, 1),
        peak_mb=round(peaks()[0]),
        politeness=judged(log, most_open, INTERVAL_S),
        absent=absent,
    )


def _absent(urls: Sequence[str], health: Sequence[SourceHealth]) -> tuple[Missing, ...]:
    """What is missing, by host, with the reason that a reader would find."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(host_of(url), []).append(url)
    told = {one.source.domain: one.state for one in health}
    return tuple(
        Missing(host, tuple(missing), told[host].status, told[host].detail)
        for host, missing in sorted(hosts.items())
    )


async def _rounds(store: SqliteStore, plan: Plan, pipe: Connection, port: int) -> tuple[int, int]:
    """Poll it, a day later each time; how often, and how many pages were looked at again."""
    config = Config(
        allow_private=("127.0.0.0/8",),
        contact="https://reader.example/bench",
        poll_revisits=_REVISITS,
    )
    looked_at = 0
    turns = Turns(interval_s=INTERVAL_S, in_flight=config.in_flight, penalty_s=PENALTY_S)
    resolver = PressResolver(port, plan.refused)
    async with HttpFetcher(config, limits=LIMITS, turns=turns, resolver=resolver) as fetcher:
        for number in range(_MOST_ROUNDS):
            if number >= ROUNDS and not _lacking(store, plan):
                break
            if number == 1:
                pipe.send("publish")
                await asyncio.to_thread(pipe.recv)
            # All of them are due again; the pauses of the hosts are real.
            poller = Poller(store, fetcher, config, clock=partial(_later, number * DAY_US))
            await poller.once()
            looked_at += poller.visits.asked
            done = number + 1
    return done, looked_at


def _lacking(store: SqliteStore, plan: Plan) -> bool:
    arrived, _, seen = _arrived(store, plan)
    here = arrived.keys() | seen.keys()
    return not (plan.pages.keys() <= here and plan.edits.keys() <= seen.keys())


def _later(ahead_us: int) -> int:
    return now_us() + ahead_us


def _arrived(store: SqliteStore, plan: Plan) -> tuple[Counter[str], int, Counter[str]]:
    """How often each address was taken in, how many pages are not as served, which are edited."""
    pages = plan.pages
    found: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    altered = seq = 0
    while captures := store.captures_after(seq, _BATCH):
        for capture in captures:
            url = capture.url or ""
            if capture.body == plan.edits.get(url, b""):
                seen[url] += 1
                continue
            found[url] += 1
            served_as = pages.get(url)
            altered += served_as is not None and capture.body != served_as
        seq = captures[-1].seq
    return found, altered, seen


def faults_table(run: FaultsRun) -> str:
    """What came of it, as Markdown."""
    seen = run.politeness
    statuses = ", ".join(f"{count} {status}" for status, count in run.statuses.items())
    rows = [
        ("hosts, with faults", f"{run.hosts}, {run.faulty}"),
        ("articles that must arrive", run.expected),
        ("arrived, missing", f"{run.arrived}, {run.missing}"),
        ("twice, altered", f"{run.twice}, {run.altered}"),
        ("silent changes, seen", f"{run.edits}, {run.seen}"),
        ("polls of each source, pages looked at again", f"{run.rounds}, {run.visits}"),
        ("sources in the end", statuses),
        ("requests, connections", f"{seen.requests}, {seen.connections}"),
        ("connections to a host at once", seen.most_open),
        ("requests that overlap", seen.overlaps),
        (f"pauses under {INTERVAL_S} s", f"{seen.hasty} (shortest {seen.least_gap_s} s)"),
        ("Retry-After not kept", seen.deaf),
        ("seconds, of CPU", f"{run.seconds}, {run.cpu_s}"),
        ("peak MB", f"{run.peak_mb:.0f}"),
    ]
    lines = ["| a press with faults | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in rows]
    if run.absent:
        lines += ["", "Missing, and what the store says of their source:"]
    for one in run.absent:
        lines.append(
            f"- {one.host}: {one.status}, {one.detail or 'no reason'}: " + " ".join(one.urls)
        )
    return "\n".join(lines)
