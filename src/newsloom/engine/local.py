"""Runners: where the pure steps run. In this process, or in a pool of spawned ones.

A runner maps a function over items and gives the results in order. An item that kills or
outlasts its worker comes back as ``Lost``; the others are not touched by it.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Generic, NamedTuple, Protocol, TypeVar

from msgspec import Struct

T = TypeVar("T")
R = TypeVar("R")

ITEM_SECONDS = 120.0
_BETWEEN_COLLECTIONS = 20_000  # new objects; Python has 700
_PART = 8  # items that travel together, at most
_PARTS_EACH = 8  # parts for a worker, at least: at the end all are busy to the last


class Lost(Struct, frozen=True):
    """The worker of an item died, hung or raised; ``reason`` is a short code."""

    reason: str
    message: str


class Runner(Protocol):
    """Runs a pure, importable function over items, in order."""

    workers: int

    def map(self, step: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Lost]:
        """Results in the order of the items. Workers begin at once, before any is asked for."""
        ...

    def close(self) -> None:
        """End the workers."""
        ...


def _outcome(step: Callable[[T], R], item: T) -> R | Lost:
    try:
        return step(item)
    except Exception as error:
        return _defect(error)


def _defect(error: Exception) -> Lost:
    return Lost("defect", f"{type(error).__name__}: {error}")


def _each(step: Callable[[T], R], part: Sequence[T]) -> list[R | Lost]:
    """What a worker does with a part."""
    return [_outcome(step, item) for item in part]


class InProcess:
    """Everything here and now; what a single core and small tests want."""

    workers = 1

    def map(self, step: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Lost]:
        """See Runner.map."""
        for item in items:
            yield _outcome(step, item)

    def close(self) -> None:
        """Nothing to end."""


class _Sent(NamedTuple, Generic[R]):
    """Parts on their way: what each comes back as, in order."""

    pool: ProcessPoolExecutor
    futures: "list[Future[list[R | Lost]]]"


class SpawnPool:
    """A pool of spawned processes: no inherited locks, the same on every platform.

    Items travel a few at a time, with one copy of what ``step`` brings along.
    """

    def __init__(self, workers: int, item_seconds: float = ITEM_SECONDS) -> None:
        self.workers = workers
        self._item_seconds = item_seconds
        self._pool: ProcessPoolExecutor | None = None

    def map(self, step: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Lost]:
        """See Runner.map. When the pool breaks, the first unfinished part goes item by item."""
        size = max(1, min(_PART, len(items) // (self.workers * _PARTS_EACH)))
        parts = [items[at : at + size] for at in range(0, len(items), size)]
        return self._results(step, parts, self._send(step, parts))

    def _results(
        self, step: Callable[[T], R], parts: list[Sequence[T]], sent: _Sent[R]
    ) -> Iterator[R | Lost]:
        while parts:
            done = 0
            for future in sent.futures:
                found = self._wait(future)
                if found is None:
                    break
                yield from found
                done += 1
            parts = parts[done:]
            if parts:
                self._end(sent.pool)
                yield from self._one_by_one(step, parts.pop(0))
                sent = self._send(step, parts)

    def _send(self, step: Callable[[T], R], parts: list[Sequence[T]]) -> _Sent[R]:
        pool = self._started()
        try:
            return _Sent(pool, [pool.submit(_each, step, part) for part in parts])
        except BrokenProcessPool:  # a worker died while nobody waited for it
            self._end(pool)
            pool = self._started()
            return _Sent(pool, [pool.submit(_each, step, part) for part in parts])

    def _wait(self, future: "Future[list[R | Lost]]") -> list[R | Lost] | None:
        """The results of a part; None when its pool broke or it took too long."""
        try:
            return future.result(timeout=self._item_seconds)
        except Exception:
            return None

    def _one_by_one(self, step: Callable[[T], R], part: Sequence[T]) -> Iterator[R | Lost]:
        """Each item in a worker that holds no other, so that only the guilty one is lost."""
        pool: ProcessPoolExecutor | None = None
        try:
            for item in part:
                pool = pool or self._spawn(1)
                found = self._alone(pool, step, item)
                yield found
                if isinstance(found, Lost):
                    self._end(pool)
                    pool = None
        finally:
            self._end(pool)

    def _alone(self, pool: ProcessPoolExecutor, step: Callable[[T], R], item: T) -> R | Lost:
        try:
            return pool.submit(step, item).result(timeout=self._item_seconds)
        except FutureTimeoutError:
            return Lost("timeout", f"not done after {self._item_seconds:.0f} s")
        except BrokenProcessPool:
            return Lost("worker_died", "the worker process died on this item")
        except Exception as error:
            return _defect(error)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = self._spawn(self.workers)
        return self._pool

    def _spawn(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)

    def _end(self, pool: ProcessPoolExecutor | None) -> None:
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.kill()  # it may hang in the item that timed out
        pool.shutdown(wait=False, cancel_futures=True)
        if pool is self._pool:
            self._pool = None

    def close(self) -> None:
        """See Runner.close."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def collect_rarely() -> None:
    """Have Python look for cycles less often: what a batch makes is many objects and no cycles.

    For processes of our own; looking took one part in twenty of their time.
    """
    gc.set_threshold(_BETWEEN_COLLECTIONS, 10, 10)


def _begin_worker() -> None:
    """Workers leave Ctrl-C to the engine, and end when it dies, however it dies."""
    collect_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def make_runner(workers: int) -> Runner:
    """The runner for this many workers; one worker needs no pool."""
    return InProcess() if workers <= 1 else SpawnPool(workers)
