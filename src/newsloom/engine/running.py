"""The polls at work, by host."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

Done = TypeVar("Done")


class Running(Generic[Done]):
    """Tasks by host. Costs the same for each that ends, however many there are."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Done]] = {}
        self._ended: list[str] = []
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def hosts(self) -> dict[str, "asyncio.Task[Done]"]:
        """The hosts that are busy."""
        return self._tasks

    def add(self, host: str, work: Coroutine[Any, Any, Done]) -> None:
        """Start work for a host that is free."""
        task = self._tasks[host] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._end(host))

    def _end(self, host: str) -> None:
        self._ended.append(host)
        self._wake.set()

    async def wait(self, timeout_s: float | None = None) -> None:
        """Until some work has ended, or the time is over."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._wake.wait()
        except TimeoutError:
            pass

    def take(self) -> list[Done]:
        """What has ended since the last time. Raises what the work raised."""
        self._wake.clear()
        ended, self._ended = self._ended, []
        return [self._tasks.pop(host).result() for host in ended]

    async def cancel(self) -> None:
        """End all of it."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
