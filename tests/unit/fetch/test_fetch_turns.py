"""Turns: one request at a time to a host, pauses in between, many hosts side by side."""

import asyncio

import pytest

from newsloom.fetch.politeness import HostBusy, Turns


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def turns(time: Time, **settings: float) -> Turns:
    return Turns(clock=time.clock, sleep=time.sleep, own=("own:80",), **settings)  # type: ignore[arg-type]


async def _use(queue: Turns, key: str, time: Time) -> float:
    async with queue.turn(key):
        return time.now


async def test_requests_to_one_host_keep_the_interval() -> None:
    time = Time()
    queue = turns(time, interval_s=5)
    starts = [await _use(queue, "a:80", time) for _ in range(3)]
    assert starts == [0, 5, 10]


async def test_other_hosts_and_own_hosts_do_not_wait() -> None:
    time = Time()
    queue = turns(time, interval_s=5)
    keys = ("a:80", "b:80", "own:80", "own:80", "own:80")
    assert [await _use(queue, key, time) for key in keys] == [0, 0, 0, 0, 0]


async def test_only_one_request_at_a_time_is_with_a_host() -> None:
    queue = Turns(interval_s=0)
    running = most = 0

    async def work() -> None:
        nonlocal running, most
        async with queue.turn("a:80"):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(work() for _ in range(20)))
    assert most == 1


async def test_no_more_than_so_many_requests_are_in_flight() -> None:
    queue = Turns(interval_s=0, in_flight=3)
    running = most = 0

    async def work(host: int) -> None:
        nonlocal running, most
        async with queue.turn(f"h{host}:80"):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1

    await asyncio.gather(*(work(host) for host in range(20)))
    assert most == 3


async def test_too_many_requests_cost_at_least_half_a_minute_and_double() -> None:
    time = Time()
    queue = turns(time, interval_s=5)
    assert queue.penalise("a:80", 1) == 30
    assert queue.penalise("a:80", None) == 60
    assert await _use(queue, "a:80", time) == 60
    queue.welcome("a:80")
    assert queue.penalise("a:80", 90) == 90


async def test_a_host_that_wants_an_hour_is_not_waited_for() -> None:
    time = Time()
    queue = turns(time, interval_s=5)
    queue.penalise("a:80", 3600)
    with pytest.raises(HostBusy) as busy:
        await _use(queue, "a:80", time)
    assert busy.value.wait_s == 3600
    assert await _use(queue, "b:80", time) == 0


async def test_a_crawl_delay_lengthens_the_interval() -> None:
    time = Time()
    queue = turns(time, interval_s=5)
    queue.slow("a:80", 20)
    assert [await _use(queue, "a:80", time) for _ in range(2)] == [0, 20]


async def test_a_failed_request_gives_its_turn_back() -> None:
    time = Time()
    queue = turns(time, interval_s=5)
    with pytest.raises(ZeroDivisionError):
        async with queue.turn("a:80"):
            raise ZeroDivisionError
    assert await _use(queue, "a:80", time) == 5
