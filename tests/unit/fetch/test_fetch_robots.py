"""The robots.txt of every host: kept for a day, and what counts while it cannot be had."""

from itertools import pairwise

import pytest

from newsloom.fetch.politeness import Turns
from newsloom.fetch.response import FetchFailed, Response
from newsloom.fetch.robots import RobotsCache
from newsloom.model.errors import Refused
from newsloom.model.times import DAY_US, MINUTE_US, SECOND_US

PAGE = "http://post.example/a"
OUT = "http://post.example/private/a"
RULES = b"User-agent: *\nDisallow: /private/\n"


class Host:
    """A host that answers for its robots.txt as it is told, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0
        self.says: int | FetchFailed = 200
        self.asked = 0
        self.cache = RobotsCache(self.ask, Turns(), lambda: self.now)

    async def ask(self, url: str) -> Response:
        self.asked += 1
        if isinstance(self.says, FetchFailed):
            raise self.says
        return Response(url, url, self.says, (), RULES if self.says == 200 else b"", self.now)

    async def lets(self, url: str) -> bool:
        """Whether a URL may be asked; what is not known is no."""
        try:
            await self.cache.check(url)
        except (FetchFailed, Refused):
            return False
        return True


TROUBLE = [FetchFailed("timeout", "robots.txt: timeout"), FetchFailed("connect", "gone"), 503, 429]


@pytest.mark.parametrize("trouble", TROUBLE, ids=["timeout", "connect", "503", "429"])
async def test_a_file_that_could_not_be_had_is_asked_for_again_soon(
    trouble: int | FetchFailed,
) -> None:
    host = Host()
    host.says = trouble
    assert not await host.lets(PAGE)
    assert not await host.lets(PAGE)
    assert host.asked == 1
    host.says, host.now = 200, 15 * SECOND_US
    assert await host.lets(PAGE)
    assert not await host.lets(OUT)


async def test_a_host_that_stays_silent_is_asked_less_and_less() -> None:
    host = Host()
    host.says = FetchFailed("timeout", "no answer")
    asked_at: list[int] = []
    while host.now < 30 * MINUTE_US:
        before = host.asked
        await host.lets(PAGE)
        if host.asked > before:
            asked_at.append(host.now // SECOND_US)
        host.now += 5 * SECOND_US
    pauses = [later - earlier for earlier, later in pairwise(asked_at)]
    assert pauses == [15, 30, 60, 120, 240, 480, 600]


async def test_rules_outlive_the_silence_of_their_host_for_a_week() -> None:
    host = Host()
    assert await host.lets(PAGE)
    host.now, host.says = DAY_US, 503
    assert await host.lets(PAGE)
    assert not await host.lets(OUT)
    assert host.asked == 2
    host.now = 8 * DAY_US
    assert not await host.lets(PAGE)


async def test_why_it_cannot_be_had_is_said() -> None:
    host = Host()
    host.says = FetchFailed("timeout", "no answer in 30 s")
    with pytest.raises(FetchFailed, match=r"robots\.txt cannot be had for now: no answer in 30 s"):
        await host.cache.check(PAGE)


async def test_a_host_that_has_too_many_requests_is_busy() -> None:
    host = Host()
    host.says = 429
    with pytest.raises(FetchFailed) as failure:
        await host.cache.check(PAGE)
    assert failure.value.kind == "busy"
