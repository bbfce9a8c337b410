"""Politeness as the asked hosts see it: judged from a server's own log."""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

# host, connection, start, end (seconds of a monotonic clock), status, Retry-After in seconds
Visit = tuple[str, int, float, float, int, float]

_ROUNDING_S = 0.001


class Politeness(Struct, frozen=True):
    """What a server saw of a visitor, over all its hosts.

    ``most_open`` is the most connections a host had open at once; ``overlaps`` counts requests
    that began before the one before them on that host was answered, ``hasty`` those that came
    before the interval was over, ``deaf`` those before a Retry-After was. ``least_gap_s`` is the
    shortest pause seen.
    """

    requests: int
    connections: int
    most_open: int
    overlaps: int
    hasty: int
    deaf: int
    least_gap_s: float

    @property
    def kept(self) -> bool:
        """Whether nothing was violated."""
        return self.most_open <= 1 and not (self.overlaps or self.hasty or self.deaf)


def judged(visits: Iterable[Visit], most_open: int, interval_s: float) -> Politeness:
    """Judge the visits: per host in the order of their starts."""
    hosts: dict[str, list[Visit]] = {}
    for visit in visits:
        hosts.setdefault(visit[0], []).append(visit)
    requests = connections = overlaps = hasty = deaf = 0
    least = float("inf")
    for seen in hosts.values():
        seen.sort(key=lambda visit: visit[2])
        requests += len(seen)
        connections += len({visit[1] for visit in seen})
        free_at = float("-inf")
        for before, after in pairwise(seen):
            gap = after[2] - before[3]
            least = min(least, gap)
            overlaps += gap < 0
            hasty += gap < interval_s - _ROUNDING_S
            if before[5]:
                free_at = before[3] + before[5]
            deaf += after[2] < free_at - _ROUNDING_S
    return Politeness(requests, connections, most_open, overlaps, hasty, deaf, round(least, 3))
