"""Runners: where the pure steps run. In this process, or in a pool of spawned ones.

A runner maps a function over items and gives the results in order. An item that kills or
outlasts its worker comes back as ``Lost``; the others are not touched by it.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

T = TypeVar("T")
R = TypeVar("R")

ITEM_SECONDS = 120.0


class Lost(Struct, frozen=True):
    """The worker of an item died, hung or raised; ``reason`` is a short code."""

    reason: str
    message: str


class _Done(Generic[R]):
    """A result that may itself be anything, even None."""

    def __init__(self, value: "R | Lost") -> None:
        self.value = value


class Runner(Protocol):
    """Runs a pure, importable function over items, in order."""

    workers: int

    def map(self, step: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Lost]:
        """Results in the order of the items."""
        ...

    def close(self) -> None:
        """End the workers."""
        ...


class InProcess:
    """Everything here and now; what a single core and small tests want."""

    workers = 1

    def map(self, step: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Lost]:
        """See Runner.map."""
        for item in items:
            try:
                yield step(item)
            except Exception as error:
                yield Lost("defect", f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Nothing to end."""


class SpawnPool:
    """A pool of spawned processes: no inherited locks, the same on every platform."""

    def __init__(self, workers: int, item_seconds: float = ITEM_SECONDS) -> None:
        self.workers = workers
        self._item_seconds = item_seconds
        self._pool: ProcessPoolExecutor | None = None

    def map(self, step: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Lost]:
        """See Runner.map. When the pool breaks, the first unfinished item goes alone."""
        rest = list(items)
        while rest:
            futures = [self._started().submit(step, item) for item in rest]
            done = 0
            for future in futures:
                outcome = self._wait(future)
                if outcome is None:
                    break
                yield outcome.value
                done += 1
            if done < len(futures):
                self._end(self._pool)
                yield self._alone(step, rest[done])
                done += 1
            rest = rest[done:]

    def _wait(self, future: "Future[R]") -> "_Done[R] | None":
        """The result of a future; None when its pool broke or it took too long."""
        try:
            return _Done(future.result(timeout=self._item_seconds))
        except (BrokenProcessPool, FutureTimeoutError, CancelledError):
            return None
        except Exception as error:
            return _Done(Lost("defect", f"{type(error).__name__}: {error}"))

    def _alone(self, step: Callable[[T], R], item: T) -> R | Lost:
        """One item in a worker of its own, so that only the guilty one is lost."""
        pool = self._spawn(1)
        try:
            return pool.submit(step, item).result(timeout=self._item_seconds)
        except FutureTimeoutError:
            return Lost("timeout", f"not done after {self._item_seconds:.0f} s")
        except BrokenProcessPool:
            return Lost("worker_died", "the worker process died on this item")
        except Exception as error:
            return Lost("defect", f"{type(error).__name__}: {error}")
        finally:
            self._end(pool)

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


def _begin_worker() -> None:
    """Workers leave Ctrl-C to the engine, and end when it dies, however it dies."""
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
