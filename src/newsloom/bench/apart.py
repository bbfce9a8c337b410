"""Runs jobs in processes of their own."""

import multiprocessing
import resource
import sys
from collections.abc import Callable, Generator, Sequence
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


def in_turns(
    job: Callable[..., Generator[None, None, Found]], arguments: Sequence[tuple[Any, ...]]
) -> list[Found]:
    """What ``job`` returns for each of ``arguments``, each from a spawned process.

    One goes on at a time, up to its next ``yield``: what else the machine does meanwhile bears on
    all of them alike. Raises EOFError when a process dies.
    """
    context = multiprocessing.get_context("spawn")
    found: dict[int, Found] = {}
    pipes: dict[int, Connection] = {}
    processes = []
    for number, given in enumerate(arguments):
        ours, theirs = context.Pipe()
        process = context.Process(target=_steps, args=(theirs, job, given), daemon=True)
        process.start()
        theirs.close()
        processes.append(process)
        pipes[number] = ours
        _turn(number, pipes, found)
    while pipes:
        for number in list(pipes):
            pipes[number].send(None)
            _turn(number, pipes, found)
    for process in processes:
        process.join()
    return [found[number] for number in range(len(arguments))]


def _turn(number: int, pipes: dict[int, Connection], found: dict[int, Found]) -> None:
    """Wait until a job has yielded, or has returned."""
    done, value = pipes[number].recv()
    if done:
        found[number] = value
        del pipes[number]


def _steps(
    pipe: Connection, job: Callable[..., Generator[None, None, Any]], arguments: tuple[Any, ...]
) -> None:
    steps = job(*arguments)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            pipe.send((True, end.value))
            return
        pipe.send((False, None))
        pipe.recv()


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended, since they began."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peaks() -> tuple[float, float]:
    """Peak resident memory in MB: of this process, and of the largest of its children."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    own, children = (
        resource.getrusage(who).ru_maxrss * unit / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own, children
