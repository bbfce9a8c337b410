"""Names to addresses, in threads of their own.

A dead name can hold a thread for half a minute. In the event loop's own few threads a handful of
them would hold up the store and the parsers as well.
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

_THREADS = 32


class PoolResolver(AbstractResolver):
    """Asks the system's resolver, a fixed number of names at a time."""

    def __init__(self, threads: int = _THREADS) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="newsloom-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises OSError."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._pool, _addresses, host, port, socket.AddressFamily(family)
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=proto,
                flags=int(socket.AI_NUMERICHOST),
            )
            for kind, _, proto, _, address in found
            if len(address) < 4 or not address[3]  # a link-local address with its scope
        ]

    async def close(self) -> None:
        """Let go of the threads; those that still wait for an answer end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _addresses(host: str, port: int, family: socket.AddressFamily) -> list[tuple[Any, ...]]:
    return [*socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)]
