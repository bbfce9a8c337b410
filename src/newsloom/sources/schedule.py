"""When to ask a source again: a pure decision."""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from newsloom.model.times import SECOND_US
from newsloom.sources.feed_types import Pace
from newsloom.sources.pace import turnover_s, wakes_us

LEAST_S = 5 * 60
DEFAULT_S = 15 * 60
MOST_S = 12 * 3600
LONGEST_S = 7 * 86400  # however much a host asks for, or fails
MOST_FRESH_S = 3600  # of a max-age, which is often set for all files of a site
_NEWEST = 20  # entries that tell how often a source publishes


class Plan(Struct, frozen=True):
    """When the next poll is due (UTC microseconds) and the interval that gave it, in seconds."""

    next_us: int
    interval_s: int


def adapted_interval(published_us: Iterable[int | None], now_us: int) -> int:
    """Seconds between polls, from the times of the entries a poll found.

    Half of the usual gap between the newest entries, so that most are met within that gap; a
    source that fell silent is asked less and less. Without dates the default.
    """
    times = sorted({at for at in published_us if at is not None and at <= now_us}, reverse=True)
    times = times[:_NEWEST]
    if len(times) < 3:
        return DEFAULT_S
    gaps = sorted(newer - older for newer, older in pairwise(times))
    usual = gaps[len(gaps) // 2]
    silent = (now_us - times[0]) // 4
    wanted = max(usual // 2, silent) // SECOND_US
    return int(min(max(wanted, LEAST_S), MOST_S))


def paced_interval(published_us: Iterable[int | None], now_us: int, pace: Pace | None) -> int:
    """``adapted_interval``, longer when the feed asks for it; never so long that entries go by.

    A feed that asks for one poll a day and replaces its entries in an hour is asked each half.
    """
    times = list(published_us)
    interval = adapted_interval(times, now_us)
    if pace is None:
        return interval
    turnover = turnover_s(times)
    asked = pace.least_s if turnover is None else min(pace.least_s, max(turnover, LEAST_S))
    return min(max(interval, asked), MOST_S)


def plan(
    now_us: int,
    interval_s: int,
    *,
    failures: int = 0,
    retry_after_s: float | None = None,
    least_s: int = LEAST_S,
    fresh_s: int = 0,
    pace: Pace | None = None,
) -> Plan:
    """The next poll. ``failures`` in a row push it back linearly; a source is never given up.

    What the host asks for (``retry_after_s``, the ``fresh_s`` of its max-age) counts when it is
    longer, and the hours and days that the feed skips are left out. ``least_s`` is shorter for
    hosts of one's own.
    """
    interval_s = min(max(interval_s, least_s), MOST_S)
    wait = min(interval_s * (1 + failures), max(MOST_S, interval_s))
    if retry_after_s is not None:
        wait = min(max(wait, int(retry_after_s) + 1), LONGEST_S)
    wait = max(wait, min(fresh_s, MOST_FRESH_S))
    return Plan(wakes_us(pace, now_us + wait * SECOND_US), interval_s)
