"""A press in a process of its own, as the benchmarks of fetching ask it."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from socket import AddressFamily, socket
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from msgspec import Struct

from newsloom.bench.visits import Visit
from newsloom.model.facts import Source

Serve = Callable[[Connection, Any], None]  # answers ``publish``, ``log`` and ``stop``


class Plan(Struct, frozen=True):
    """What a press offers, and what must arrive of it.

    ``pages`` maps the address of every article that must arrive to its page as served, or to None
    where the feed's own words must do; ``edits`` those that change later to what they are then.
    """

    crowd: Any  # what ``serve`` is given
    serve: Serve
    sources: tuple[Source, ...]
    refused: tuple[str, ...]  # hosts on which nobody listens
    faulty: int  # hosts with faults
    pages: dict[str, bytes | None]
    edits: dict[str, bytes]


@contextmanager
def served(plan: Plan) -> Iterator[tuple[Connection, int]]:
    """The pipe to a press and the port it listens on, until the block ends."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=plan.serve, args=(theirs, plan.crowd), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours, ours.recv()
    finally:
        ours.send("stop")
        process.join(5)
        if process.is_alive():
            process.kill()


def visits(pipe: Connection) -> tuple[list[Visit], int]:
    """The log of a press since the last time, and the most connections open to one host."""
    pipe.send("log")
    found: tuple[list[Visit], int] = pipe.recv()
    return found


class PressResolver(AbstractResolver):
    """Every name is the press on loopback; those in ``refused`` are a port nobody listens on."""

    def __init__(self, port: int, refused: tuple[str, ...]) -> None:
        self._port = port
        self._refused = frozenset(refused)
        self._closed = socket()
        self._closed.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        """The one address there is."""
        closed = host in self._refused
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._closed.getsockname()[1] if closed else self._port,
                family=AddressFamily.AF_INET,
                proto=0,
                flags=0,
            )
        ]

    async def close(self) -> None:
        """Give the closed port back."""
        self._closed.close()
