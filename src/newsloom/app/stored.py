"""What can be done with a folder without a network."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from newsloom.app.judging import WEIGHTS_FILE, embedder_of, weights_of
from newsloom.config import data_dir
from newsloom.engine.digest import digest
from newsloom.engine.doctor import Check, examine
from newsloom.engine.execute import Engine
from newsloom.engine.intents import Intent, carry_out
from newsloom.engine.local import collect_rarely, make_runner
from newsloom.engine.replay import Replayed, all_captures
from newsloom.engine.replay import replay as replay_folder
from newsloom.engine.sequencer import outdated, refuse_outdated
from newsloom.fetch.archive import write_warc
from newsloom.model.errors import NewsloomError
from newsloom.model.facts import Article, Capture, Outlet, Source
from newsloom.model.ids import content_id
from newsloom.model.judgements import Correction
from newsloom.model.urls import canonical_url, host_of
from newsloom.serve.export import (
    TABLES,
    Row,
    Unreserved,
    write_csv,
    write_jsonl,
    write_parquet,
)
from newsloom.signals.uses import reserved
from newsloom.sources.files import printable, read_path
from newsloom.sources.unread import Unread
from newsloom.store.base import Quarantined
from newsloom.store.sqlite.store import EngineBusy, SqliteStore
from newsloom.takedown.decide import Ruling, Takedown
from newsloom.takedown.request import Scope, make_request, problem_of


def now_us() -> int:
    """The wall clock, in UTC microseconds."""
    return time.time_ns() // 1000


def default_workers() -> int:
    """One a core, at most eight: the process that owns the store mostly waits for them."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, 8))


@contextmanager
def working(
    folder: Path,
    workers: int | None,
    weights: Path | None,
    *,
    judging: bool = True,
    source: SqliteStore | None = None,
) -> Iterator[tuple[SqliteStore, Engine]]:
    """A folder with its engine. Raises EngineBusy when another process works on it.

    Raises StoreError for a folder whose features are of another version than the program's, or of
    another embedder, unless nothing is to be judged: old and new ones may not be compared.
    ``source`` is the folder that this one is rebuilt from.
    """
    collect_rarely()
    store = SqliteStore(folder, engine=True)
    try:
        if judging:
            refuse_outdated(store)
        chosen = weights_of(store, weights)
        embedder = embedder_of(store, source, judging=judging)
        runner = make_runner(workers or default_workers())
        try:
            yield store, Engine(store, runner, chosen, now_us, embedder)
        finally:
            runner.close()
    finally:
        store.close()


@contextmanager
def reading(data: Path | None) -> Iterator[SqliteStore]:
    """A folder to read from; StoreError when there is none."""
    store = SqliteStore(data_dir(data), create=False)
    try:
        yield store
    finally:
        store.close()


# ------------------------------------------------------------------ import


class Imported(Struct, frozen=True):
    """What an import did. ``queued`` when a running engine does it instead."""

    captures: int = 0
    sources: int = 0
    articles: int = 0
    stories: int = 0
    quarantined: int = 0
    seconds: float = 0.0
    nothing_read: bool = False
    queued: bool = False
    unembedded: int = 0  # new articles for which the embedder, if one is set, had no vector


def import_paths(
    paths: tuple[Path, ...],
    data: Path | None,
    workers: int | None,
    weights: Path | None,
    on_progress: Callable[[int], None] = lambda count: None,
) -> Imported:
    """Admit what the paths hold and work it through."""
    folder = data_dir(data)
    started = time.monotonic()
    try:
        with working(folder, workers, weights) as (store, engine):
            tally = admit_paths(store, paths)
            engine.drain(lambda progress: on_progress(progress.read))
            finish_queued(store, engine)
            counts = store.counts()
            return Imported(
                tally.admitted,
                tally.sources,
                counts.articles,
                counts.stories,
                counts.quarantined,
                round(time.monotonic() - started, 3),
                nothing_read=not tally.readable,
                unembedded=engine.unembedded,
            )
    except EngineBusy:
        store = SqliteStore(folder)
        try:
            body = json.dumps([str(path.resolve()) for path in paths])  # any bytes in a name
            store.put_intent("import", body)
        finally:
            store.close()
        return Imported(queued=True)


def intents_of(store: SqliteStore) -> dict[str, Intent]:
    """What other processes may ask of the one that owns the folder."""

    def import_(body: str) -> str:
        paths = tuple(Path(one) for one in json.loads(body))
        return f"{admit_paths(store, paths).admitted} new items"

    def decide(body: str) -> str:
        return f"{store.remove(msgspec.json.decode(body, type=Ruling))} articles removed"

    def correct(body: str) -> str:
        known = store.correct(msgspec.json.decode(body, type=Correction))
        return "taken in" if known else "known already"

    def uncorrect(body: str) -> str:
        return "taken back" if store.uncorrect(body) else "no such correction"

    def retry(body: str) -> str:
        again = [store.retry(one) for one in msgspec.json.decode(body, type=list[str])]
        return f"{sum(again)} items are read again"

    return {
        "import": import_,
        "decide": decide,
        "correct": correct,
        "uncorrect": uncorrect,
        "retry": retry,
    }


def finish_queued(store: SqliteStore, engine: Engine) -> None:
    """Do what was asked while this process owned the folder, until nothing waits."""
    while carry_out(store, intents_of(store)):
        engine.drain()


class Tally(Struct):
    """What came through the door: readable items, and those that were new."""

    readable: int = 0
    admitted: int = 0
    sources: int = 0


def admit_paths(store: SqliteStore, paths: tuple[Path, ...]) -> Tally:
    """Admit every item of files and folders; what cannot be read goes to quarantine."""
    tally = Tally()
    unread: list[Quarantined] = []
    sources: list[Source] = []

    def captures() -> Iterator[Capture]:
        for path in paths:
            for item in read_path(path, now_us()):
                if isinstance(item, Unread):
                    unread.append(_quarantined(item))
                    continue
                tally.readable += 1
                if isinstance(item, Source):
                    sources.append(item)
                else:
                    # Whatever once polled it: here it is an import, which retention keeps.
                    yield msgspec.structs.replace(item, source=None)

    tally.admitted = store.admit(captures())
    if sources:
        outlets = [Outlet(one.outlet, one.domain or host_of(one.url)) for one in sources]
        tally.sources = store.put_sources(sources, outlets)
    store.quarantine_unread(unread)
    return tally


def _quarantined(item: Unread) -> Quarantined:
    place = printable(f"{item.path} {item.place}".strip())
    message = printable(item.message)
    key = content_id("u", place, item.reason, message)
    return Quarantined(key, 0, "import", item.reason, message, place, now_us())


# ------------------------------------------------------------------ export, digest, replay


def export(
    table: str, form: str, output: Path | None, data: Path | None, include_reserved: bool = False
) -> int:
    """Write a table to a file or to standard output; how many articles were left out of it.

    Left out are those whose owners reserved their use, unless they are asked for.
    """
    if form == "parquet" and output is None:
        raise NewsloomError("Parquet is binary: name a file with --output")
    with reading(data) as store:
        free = Unreserved(store)
        _write(TABLES[table](store if include_reserved else free), form, output)
        return len(free.left_out)


def export_captures(output: Path, data: Path | None, include_reserved: bool = False) -> int:
    """Write the captures as one WARC file; how many articles were left out of it.

    Of a reserved article, earlier captures of its page are left out as well.
    """
    with reading(data) as store:
        reserved_ones = [] if include_reserved else list(_reserved(store))
        closed = {one.capture for one in reserved_ones}
        pages = {canonical_url(one.url) for one in reserved_ones if one.url}

        def is_free(capture: Capture) -> bool:
            page = canonical_url(capture.url) if capture.url else None
            return capture.id not in closed and page not in pages

        with output.open("wb") as out:
            write_warc((one for one in all_captures(store) if is_free(one)), out)
        return len(reserved_ones)


def _reserved(store: SqliteStore) -> Iterator[Article]:
    for article, _, _ in store.articles():
        if reserved(article.rights):
            yield article


def _write(rows: Iterable[Row], form: str, output: Path | None) -> None:
    if form == "parquet" and output is not None:
        write_parquet(rows, output)
        return
    write = write_csv if form == "csv" else write_jsonl
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
        write(rows, sys.stdout)
        return
    with output.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        write(rows, out)


def digest_of(data: Path | None) -> str:
    """The digest of a folder."""
    with reading(data) as store:
        return digest(store)


def replay(
    source: Path,
    data: Path | None,
    workers: int | None,
    weights: Path | None,
    on_progress: Callable[[int], None] = lambda count: None,
) -> Replayed:
    """Rebuild the folder ``data`` from ``source``."""
    old = SqliteStore(source, create=False)
    own = source / WEIGHTS_FILE
    weights = weights or (own if own.exists() else None)
    try:
        with working(data_dir(data), workers, weights, source=old) as (new, engine):
            return replay_folder(old, new, engine, on_progress)
    finally:
        old.close()


def doctor(data: Path | None) -> list[Check]:
    """Every check of a folder."""
    with reading(data) as store:
        return examine(store)


# ------------------------------------------------------------------ removal


class Decided(Struct, frozen=True):
    """What a decision did; ``queued`` when a running engine carries it out."""

    request: str
    verdict: str
    articles: int = 0
    queued: bool = False


class Requested(Struct, frozen=True):
    """A logged request, and how many articles it would remove now."""

    id: str
    target: str
    scope: Scope
    articles: int


def request_takedown(
    target: str, scope: Scope, name: str, contact: str, reason: str, data: Path | None
) -> Requested:
    """Log a removal request; needs no engine. NewsloomError for one that can name nothing."""
    with reading(data) as store:
        made = make_request(target, scope, name, contact, reason, now_us())
        problem = problem_of(made)
        if problem is not None:
            raise NewsloomError(problem)
        store.put_request(made)
        return Requested(made.id, made.target, made.scope, len(store.targets(made)))


def takedowns(data: Path | None) -> list[Takedown]:
    """Every request with its decision."""
    with reading(data) as store:
        return store.takedowns()


def decide_takedown(
    request_id: str, remove: bool, by: str, note: str, data: Path | None
) -> Decided:
    """Carry out a ruling, here or, when an engine runs, there; then re-derive what it touched."""
    ruling = Ruling(request_id, "removed" if remove else "refused", by, note, now_us())
    folder = data_dir(data)
    with reading(data) as store:
        if store.request(request_id) is None:
            raise NewsloomError(f"no request {request_id}: see `newsloom takedown list`")
    try:
        with working(folder, 1, None, judging=False) as (store, engine):
            old = outdated(store)
            try:
                removed = store.remove(ruling)
            finally:
                # Also what an earlier decision was killed over. A text leaves at once, even a
                # folder that has to be rebuilt before anything new can be judged.
                while old and engine.lay():
                    pass
                if not old:
                    engine.drain()
            if not old:
                finish_queued(store, engine)
            return Decided(request_id, ruling.verdict, removed)
    except EngineBusy:
        with reading(data) as store:
            store.put_intent("decide", msgspec.json.encode(ruling).decode())
        return Decided(request_id, ruling.verdict, queued=True)
