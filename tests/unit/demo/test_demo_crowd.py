"""The crowd: each fault is what its name says, on the wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from newsloom.demo.crowd import FAULTS, HOPELESS, Crowd, FaultName, article_url, feed, page
from newsloom.demo.crowd_server import CrowdServer
from newsloom.sources.feed import parse_feed

CROWD = Crowd(hosts=300, faulty=2, retry_after_s=7)


def host_with(name: FaultName, on: str) -> int:
    return next(host for host in range(CROWD.hosts) if CROWD.fault(host) == (name, on))


@asynccontextmanager
async def asked(server: CrowdServer) -> AsyncIterator[int]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


async def answer(port: int, host: int, path: str, more: str = "", most: int = 100_000) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    parts = b""
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: h{host:05d}.example\r\n{more}\r\n".encode())
        async with asyncio.timeout(0.7):
            while len(parts) < most and (part := await reader.read(most)):
                parts += part
    except TimeoutError:
        pass
    finally:
        writer.close()
    return parts


def test_a_share_of_the_hosts_has_faults_of_every_kind() -> None:
    crowd = Crowd(hosts=2000)
    found = [crowd.fault(host) for host in range(2000)]
    assert sum(fault is not None for fault in found) == 400
    assert {fault[0] for fault in found if fault} == set(FAULTS)
    assert not crowd.healthy(0)
    assert crowd.healthy(1)


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in HOPELESS])
def test_feeds_of_hosts_that_count_as_healthy_can_be_read(name: FaultName) -> None:
    kind, body = feed(4, 0, 3, name)
    read = parse_feed(body, None, kind)
    assert [entry.link for entry in read.entries] == [article_url(4, 0, n) for n in (2, 1, 0)]
    assert all("Brückwald" in entry.title for entry in read.entries)


@pytest.mark.parametrize(
    ("name", "holds"),
    [("403", b"HTTP/1.1 403"), ("500", b"HTTP/1.1 500"), ("loop", b"Location: /f/0\r\n"),
     ("429", b"Retry-After: 7\r\n"), ("gzip", b"Content-Encoding: gzip"),
     ("encoding", b"charset=us-ascii"), ("skew", b"2085")],
)  # fmt: skip
async def test_a_fault_shows(name: FaultName, holds: bytes) -> None:
    server = CrowdServer(CROWD)
    async with asked(server) as port:
        assert holds in await answer(port, host_with(name, "feed"), "/f/0")
    assert [visit[0] for visit in server.log] == [f"h{host_with(name, 'feed'):05d}.example"]


async def test_faults_of_the_connection_show() -> None:
    async with asked(CrowdServer(CROWD)) as port:
        assert len(await answer(port, host_with("endless", "feed"), "/f/0")) >= 100_000
        assert await answer(port, host_with("timeout", "feed"), "/f/0") == b""
        with pytest.raises(ConnectionResetError):
            await answer(port, host_with("reset", "feed"), "/f/0")
        short = await answer(port, host_with("length", "feed"), "/f/0")
        head, _, body = short.partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body) + 1000}".encode() in head
        slow = (await answer(port, host_with("slow", "feed"), "/f/0")).partition(b"\r\n\r\n")[2]
        assert 1 <= len(slow) < 50


async def test_faults_of_pages_pass_and_an_etag_is_kept() -> None:
    host = host_with("500", "page")
    async with asked(CrowdServer(CROWD)) as port:
        assert b" 500 " in await answer(port, host, "/a/0/1")
        whole = await answer(port, host, "/a/0/1")
        assert whole.endswith(page(host, 0, 1, None)[1])
        tag = whole.partition(b"ETag: ")[2].partition(b"\r\n")[0].decode()
        same = await answer(port, host, "/a/0/1", f"If-None-Match: {tag}\r\n")
    assert same.startswith(b"HTTP/1.1 304")
    assert same.endswith(b"\r\n\r\n")
