"""Serves a crowd, faults included, and keeps a log of every visit by its own clock."""

import asyncio
import gzip
import socket
import struct
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from zlib import crc32

from newsloom.demo.crowd import PASSING, Crowd, FaultName, feed, page
from newsloom.fetch.descriptors import allow_files

# host, connection, start, end (seconds of a monotonic clock), status, Retry-After in seconds
Visit = tuple[str, int, float, float, int, float]

_PIECE = b"x" * 65_536
_DRIP_S = 0.2
_REASONS = {200: "OK", 301: "Moved", 304: "Not Modified", 403: "Forbidden", 404: "Not Found",
            429: "Too Many Requests", 500: "Internal Server Error"}  # fmt: skip


class CrowdServer:
    """Answers for every host of a crowd. ``items`` is how many entries each feed has by now."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.items = crowd.items
        self.log: list[Visit] = []
        self.most_open: dict[str, int] = {}
        self._open: dict[str, int] = {}
        self._connections = 0
        self._asked: dict[tuple[int, str], int] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its first request to its last."""
        self._connections += 1
        number, opened = self._connections, ""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                start = time.monotonic()
                path, headers = _read(head)
                name = headers.get("host", "").partition(":")[0]
                if not opened:
                    opened = name
                    self._count(name, 1)
                answer = _Answer(self, reader, writer, headers)
                try:
                    await answer.give(int(name[1:6]), path)
                finally:
                    self.log.append(
                        (name, number, start, answer.last, answer.status, answer.wait_s)
                    )
                if answer.broken:
                    return
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            return
        finally:
            if opened:
                self._count(opened, -1)
            writer.close()

    def _count(self, name: str, change: int) -> None:
        self._open[name] = self._open.get(name, 0) + change
        self.most_open[name] = max(self.most_open.get(name, 0), self._open[name])

    def again(self, host: int, path: str) -> int:
        """How often a path was asked before, this time counted for the next."""
        key = (host, path)
        self._asked[key] = self._asked.get(key, 0) + 1
        return self._asked[key] - 1


def _read(head: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first.split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs}


class _Answer:
    """One answer on its way. ``last`` is when its last byte went out."""

    def __init__(
        self,
        server: CrowdServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        headers: dict[str, str],
    ) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.headers = headers
        self.last = time.monotonic()
        self.status = 0
        self.wait_s = 0.0
        self.broken = False  # the connection cannot be used again

    async def give(self, host: int, path: str) -> None:
        """Answer one request as the host's fault has it."""
        crowd = self.server.crowd
        parts = path.split("/")
        fault = crowd.fault(host)
        kind = {"f": "feed", "a": "page"}.get(parts[1])
        if kind is None or host >= crowd.hosts:
            await self._send(404, "text/plain", b"")
            return
        name = fault[0] if fault is not None and fault[1] == kind else None
        asked = self.server.again(host, path) if name is not None else 0
        if kind == "feed":
            made = feed(host, int(parts[2]), self.server.items, name)
        else:
            item = int(parts[3])
            edited = self.server.items > crowd.items and crowd.edited(host, item)
            made = page(host, int(parts[2]), item, name, edited=edited)
        if name is not None and not _passed(name, kind, asked):
            await self._fail(name, path, *made)
        else:
            await self._send(200, *made)

    async def _send(
        self, status: int, kind: str, body: bytes, extra: str = "", announce: int | None = None
    ) -> None:
        if status == 200:
            tag = f'"{crc32(body):08x}"'
            extra += f"ETag: {tag}\r\n"
            if self.headers.get("if-none-match") == tag:
                status, body = 304, b""
        self.status = status
        length = len(body) if announce is None else announce
        head = f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: {kind}\r\n{extra}"
        if status != 304:
            head += f"Content-Length: {length}\r\n"
        self.last = time.monotonic()
        self.writer.write(head.encode() + b"\r\n" + body)
        await self.writer.drain()

    async def _fail(self, name: FaultName, path: str, kind: str, body: bytes) -> None:
        wait = self.server.crowd.retry_after_s
        if name == "reset":
            self._abort()
        elif name == "timeout":
            await self._until_gone()
        elif name in ("403", "500"):
            await self._send(int(name), "text/html", b"<h1>Sorry</h1>")
        elif name == "429":
            self.wait_s = float(wait)
            await self._send(429, "text/html", b"", f"Retry-After: {wait}\r\n")
        elif name == "loop":
            await self._send(301, "text/html", b"", f"Location: {path}\r\n")
        elif name == "endless":
            await self._endless(kind)
        elif name == "slow":
            await self._drip(kind, body)
        elif name == "length":
            await self._send(200, kind, body, announce=len(body) + 1000)
            self.broken = True
        elif name == "gzip":
            packed = gzip.compress(body, mtime=0)
            await self._send(
                200, kind, packed[: len(packed) * 2 // 3], "Content-Encoding: gzip\r\n"
            )
        else:  # encoding, malformed, skew: the body is what is wrong
            await self._send(200, kind, body)

    def _abort(self) -> None:
        self.broken = True
        # Without lingering the end is a reset, no orderly goodbye.
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def _until_gone(self) -> None:
        self.broken = True
        while await self.reader.read(1000):
            pass

    async def _endless(self, kind: str) -> None:
        self.status, self.broken = 200, True
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n"
        self.writer.write(head.encode())
        while not self.writer.is_closing():
            self.writer.write(_PIECE)
            await self.writer.drain()
            self.last = time.monotonic()

    async def _drip(self, kind: str, body: bytes) -> None:
        """One byte after the other: each alone is in time, the whole never is."""
        self.status, self.broken = 200, True
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.writer.write(head.encode())
        for place in range(len(body)):
            if self.writer.is_closing() or self.reader.at_eof():
                return
            self.writer.write(body[place : place + 1])
            await self.writer.drain()
            self.last = time.monotonic()
            await asyncio.sleep(_DRIP_S)


def _passed(name: FaultName, kind: str, asked: int) -> bool:
    """Whether a fault is over: of pages the passing ones, of feeds "too many requests"."""
    return asked > 0 and (name in PASSING if kind == "page" else name == "429")


def serve_crowd(pipe: Connection, crowd: Crowd) -> None:
    """Serve a crowd in a process of its own, until the other end says ``stop``.

    Says its port first. ``publish`` adds an entry to every feed and edits some articles; ``log`` is
    answered with the visits so far and the most connections that a host had open at once, and
    begins a new log.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(pipe, crowd))


async def _serve(pipe: Connection, crowd: Crowd) -> None:
    allow_files(16_384)
    server = CrowdServer(crowd)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=4096)
    pipe.send(listening.sockets[0].getsockname()[1])
    while True:
        said = await asyncio.to_thread(pipe.recv)
        if said == "stop":
            listening.close()
            return
        if said == "publish":
            server.items += 1
            pipe.send(server.items)
        else:
            pipe.send((server.log, max(server.most_open.values(), default=0)))
            server.log, server.most_open = [], {}
