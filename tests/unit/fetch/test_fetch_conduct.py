"""The client on bad connections: half an answer is none, and no request comes out of turn."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from newsloom.config import Config
from newsloom.fetch.client import HttpFetcher, Limits
from newsloom.fetch.politeness import Turns
from newsloom.fetch.response import FetchFailed

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nok"
Answer = Callable[[str, asyncio.StreamWriter], Awaitable[bool]]  # whether the connection lives on


class Host:
    """A host that answers as it is told; ``starts`` are the times of requests for pages."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.starts: list[float] = []
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ")[1].decode()
                self.starts.append(time.monotonic())
                if path == "/robots.txt":
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                elif not await self._answer(path, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def at(
    host: Host, interval_s: float = 0.0, limits: Limits | None = None
) -> AsyncIterator[tuple[HttpFetcher, str]]:
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    config = Config(allow_private=(place,))
    turns = Turns(interval_s=interval_s)
    async with server, HttpFetcher(config, limits=limits, turns=turns) as fetcher:
        yield fetcher, f"http://{place}"


async def test_one_connection_serves_many_requests() -> None:
    async def fine(_: str, writer: asyncio.StreamWriter) -> bool:
        writer.write(OK)
        return True

    host = Host(fine)
    async with at(host) as (fetcher, base):
        for number in range(5):
            assert (await fetcher.fetch(f"{base}/{number}")).body == b"ok"
    assert (host.connections, len(host.starts)) == (1, 6)


async def test_an_idle_connection_that_was_closed_is_replaced_when_it_is_the_hosts_turn() -> None:
    async def once(_: str, writer: asyncio.StreamWriter) -> bool:
        writer.write(OK)
        await writer.drain()
        return host.connections > 2  # the first ones are closed as soon as the answer is out

    host = Host(once)
    async with at(host, interval_s=0.1) as (fetcher, base):
        for number in range(4):
            assert (await fetcher.fetch(f"{base}/{number}")).status == 200
    gaps = [after - before for before, after in zip(host.starts, host.starts[1:], strict=False)]
    assert min(gaps) >= 0.1


async def test_a_host_that_hangs_up_is_asked_twice_and_never_at_once() -> None:
    async def rude(_: str, writer: asyncio.StreamWriter) -> bool:
        writer.transport.abort()
        return False

    host = Host(rude)
    async with at(host, interval_s=0.1) as (fetcher, base):
        with pytest.raises(FetchFailed) as failure:
            await fetcher.fetch(f"{base}/a")
    assert failure.value.kind == "connect"
    assert len(host.starts) == 3
    assert host.starts[2] - host.starts[1] >= 0.1


async def test_a_trickle_costs_its_own_slot_for_a_while_and_nobody_elses() -> None:
    async def drip(path: str, writer: asyncio.StreamWriter) -> bool:
        if path == "/quick":
            writer.write(OK)
            return True
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)
        return True

    slow, quick = Host(drip), Host(drip)
    async with at(slow, limits=Limits(total_s=0.6)) as (fetcher, base), at(quick) as (other, near):
        began = time.monotonic()
        trickle = asyncio.create_task(fetcher.fetch(f"{base}/slow"))
        await asyncio.sleep(0.05)
        assert (await other.fetch(f"{near}/quick")).status == 200
        assert not trickle.done()
        with pytest.raises(FetchFailed) as failure:
            await trickle
    assert failure.value.kind == "timeout"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("how", ["gzip", "length"])
async def test_half_an_answer_is_none(how: str) -> None:
    packed = gzip.compress(b"<html>" + b"words " * 5000)
    body = packed[: len(packed) // 2] if how == "gzip" else b"<html>half"
    length = len(body) if how == "gzip" else 5000
    packing = b"Content-Encoding: gzip\r\n" if how == "gzip" else b""

    async def half(_: str, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n" % length + packing + b"\r\n")
        writer.write(body)
        await writer.drain()
        return False

    async with at(Host(half)) as (fetcher, base):
        with pytest.raises(FetchFailed) as failure:
            await fetcher.fetch(f"{base}/a")
    assert failure.value.kind == "protocol"


async def test_penalties_begin_where_they_are_told_to_and_grow() -> None:
    turns = Turns(interval_s=0, penalty_s=2.0)
    waits = [turns.penalise("a:80", None) for _ in range(3)]
    turns.welcome("a:80")
    assert [*waits, turns.penalise("a:80", 9.0)] == [2.0, 4.0, 8.0, 9.0]
    assert Turns().penalise("a:80", None) == 30.0
