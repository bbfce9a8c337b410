"""Runs a job in a process of its own."""

import multiprocessing
import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Found = TypeVar("Found")


def apart(job: Callable[..., Found], *arguments: Any) -> Found:
    """What ``job`` returns, from a spawned process: no memory and no imports of another job.

    Raises EOFError when the process dies.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(theirs, job, arguments))
    process.start()
    theirs.close()
    found: Found = ours.recv()
    process.join()
    return found


def _report(pipe: Connection, job: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    pipe.send(job(*arguments))


def peaks() -> tuple[float, float]:
    """Peak resident memory in MB: of this process, and of the largest of its children."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    own, children = (
        resource.getrusage(who).ru_maxrss * unit / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own, children
