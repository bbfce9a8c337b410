"""What a feed costs that did not change, and one that must be read: beside feedparser and httpx.

Newsloom asks robots.txt, keeps the pause between two requests to a host and commits every poll;
feedparser with httpx only asks and parses, as a script would. Both ask the same press in the same
run, each from a process of its own.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from newsloom.bench.apart import apart, peaks
from newsloom.bench.press import Plan, PressResolver, served, visits
from newsloom.bench.visits import Politeness, judged
from newsloom.config import Config
from newsloom.engine.poll import Poller
from newsloom.fetch.client import HttpFetcher, now_us
from newsloom.model.facts import Source
from newsloom.model.times import DAY_US
from newsloom.sources.feed import parse_feed
from newsloom.sources.items import item_keys
from newsloom.sources.revisits import marks, told_by
from newsloom.store.base import SourceState
from newsloom.store.sqlite.store import SqliteStore

_AT_ONCE = 64


class FeedsRow(Struct, frozen=True):
    """One line of the table: feeds asked, how many were unchanged, and what that cost."""

    what: str
    feeds: int
    unchanged: int
    seconds: float
    per_second: float
    cpu_ms: float  # a feed
    peak_mb: float


class FeedsRun(Struct, frozen=True):
    """The rows, and how polite Newsloom was meanwhile."""

    rows: tuple[FeedsRow, ...]
    politeness: Politeness
    interval_s: float


def bench_unchanged(plan: Plan, beside: int) -> FeedsRun:
    """Poll all feeds of the plan; ``beside`` of them in full and by feedparser with httpx."""
    some = plan.sources[:beside]  # of as many hosts as there are
    with served(plan) as (pipe, port):
        tags = apart(_tags, plan.sources, port)
        rows, politeness = apart(_newsloom, plan.sources, some, tags, pipe, port)
        if find_spec("httpx") is not None:
            rows += apart(_feedparser, some, tags, port)
    return FeedsRun(tuple(rows), politeness, Config().host_interval_s)


def _tags(sources: Sequence[Source], port: int) -> dict[str, tuple[str, list[str], bytes]]:
    """ETag, items and what they said, of every feed, as a poller that was there before has it."""
    return asyncio.run(_ask_tags(sources, port))


async def _ask_tags(
    sources: Sequence[Source], port: int
) -> dict[str, tuple[str, list[str], bytes]]:
    import aiohttp

    found: dict[str, tuple[str, list[str], bytes]] = {}
    connector = aiohttp.TCPConnector(resolver=PressResolver(port, ()), limit=_AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session:
        for source in sources:
            async with session.get(source.url) as answer:
                body = await answer.read()
                entries = parse_feed(body, source.url).entries
                told = marks(map(told_by, entries))
                found[source.id] = (answer.headers["ETag"], item_keys(entries), told)
    return found


def _newsloom(
    sources: Sequence[Source],
    some: Sequence[Source],
    tags: dict[str, tuple[str, list[str], bytes]],
    pipe: Connection,
    port: int,
) -> tuple[list[FeedsRow], Politeness]:
    visits(pipe)  # begins a new log
    with tempfile.TemporaryDirectory(prefix="newsloom-bench-") as folder:
        store = SqliteStore(Path(folder), engine=True)
        store.put_sources(sources)
        for source in sources:
            tag, keys, told = tags[source.id]
            store.commit_poll(SourceState(source.id, ok_us=1, etag=tag, told=told), [], keys)
        rows = asyncio.run(_polls(store, some, port))
        store.close()
    log, most_open = visits(pipe)
    return rows, judged(log, most_open, Config().host_interval_s)


async def _polls(store: SqliteStore, some: Sequence[Source], port: int) -> list[FeedsRow]:
    config = Config(allow_private=("127.0.0.0/8",), contact="https://reader.example/bench")
    async with HttpFetcher(config, resolver=PressResolver(port, ())) as fetcher:
        rows = [await _poll(store, fetcher, config, "newsloom, all feeds", 0)]
        states = {one.source.id: one.state for one in store.health()}
        for source in some:
            again = msgspec.structs.replace(states[source.id], etag=None, next_us=0)
            store.commit_poll(again, [], [])
        rows.append(await _poll(store, fetcher, config, "newsloom, read in full", 0))
    return rows


async def _poll(
    store: SqliteStore, fetcher: HttpFetcher, config: Config, what: str, days: int
) -> FeedsRow:
    started, cpu = time.perf_counter(), time.process_time()
    polled = await Poller(store, fetcher, config, clock=partial(_later, days)).once()
    unchanged = sum(one.status == "unchanged" for one in polled)
    return _row(what, len(polled), unchanged, started, cpu)


def _later(days: int) -> int:
    return now_us() + days * DAY_US


def _row(what: str, feeds: int, unchanged: int, started: float, cpu: float) -> FeedsRow:
    seconds, spent = time.perf_counter() - started, time.process_time() - cpu
    return FeedsRow(
        what,
        feeds,
        unchanged,
        round(seconds, 1),
        round(feeds / seconds, 1),
        round(spent * 1000 / feeds, 2),
        round(peaks()[0]),
    )


def _feedparser(
    some: Sequence[Source], tags: dict[str, tuple[str, list[str], bytes]], port: int
) -> list[FeedsRow]:
    return asyncio.run(_feedparser_rows(some, tags, port))


async def _feedparser_rows(
    some: Sequence[Source], tags: dict[str, tuple[str, list[str], bytes]], port: int
) -> list[FeedsRow]:
    import feedparser
    import httpx

    rows = []
    async with httpx.AsyncClient(timeout=30) as client:
        slots = asyncio.Semaphore(_AT_ONCE)

        async def ask(source: Source, tag: str | None) -> bool:
            parts = urlsplit(source.url)
            headers = {"Host": parts.netloc} | ({"If-None-Match": tag} if tag else {})
            async with slots:
                answer = await client.get(f"http://127.0.0.1:{port}{parts.path}", headers=headers)
            if answer.status_code == 304:
                return True
            feedparser.parse(answer.content)
            return False

        for what, known in (("unchanged", True), ("read in full", False)):
            started, cpu = time.perf_counter(), time.process_time()
            answers = [ask(one, tags[one.id][0] if known else None) for one in some]
            unchanged = sum(await asyncio.gather(*answers))
            name = f"feedparser + httpx, {what}"
            rows.append(_row(name, len(some), unchanged, started, cpu))
    return rows


def feeds_table(run: FeedsRun) -> str:
    """The rows as Markdown, and what the press saw."""
    seen = run.politeness
    lines = [
        "| polling | feeds | unchanged | seconds | feeds/s | ms of CPU a feed | peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.what} | {row.feeds} | {row.unchanged} | {row.seconds} | {row.per_second} "
        f"| {row.cpu_ms} | {row.peak_mb:.0f} |"
        for row in run.rows
    ]
    lines += [
        "",
        f"As the press saw Newsloom: {seen.requests} requests over {seen.connections} connections, "
        f"at most {seen.most_open} open to a host; {seen.overlaps} overlapped, {seen.hasty} came "
        f"within {run.interval_s} s of the one before (shortest pause {seen.least_gap_s} s).",
    ]
    return "\n".join(lines)
