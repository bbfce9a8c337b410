"""Who is polled next: a line of hosts, each with the sources that are due on it."""

from collections import OrderedDict, deque
from collections.abc import Iterable

from newsloom.model.urls import politeness_key
from newsloom.store.base import SourceHealth


def host_of_source(health: SourceHealth) -> str:
    """What one poll at a time is kept for; a URL without a readable host stands for itself."""
    try:
        return politeness_key(health.state.moved_to or health.source.url)
    except ValueError:
        return health.source.url


class Line:
    """Hosts in the order in which they may be asked; a host that was asked goes to the end.

    By the time it comes up again its pause is mostly over, so that nobody waits for it.
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[SourceHealth]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, host: object) -> bool:
        return host in self._waiting

    def fill(self, due: Iterable[SourceHealth], without: Iterable[str] = ()) -> None:
        """Begin anew with the sources that are due now; ``without`` holds ids to leave out.

        Hosts keep the places they had, so that many sources on one host hold up no other.
        """
        left_out = set(without)
        found: dict[str, deque[SourceHealth]] = {}
        for health in due:
            if health.source.id not in left_out:
                found.setdefault(host_of_source(health), deque()).append(health)
        kept = [host for host in self._waiting if host in found]
        order = [*kept, *(host for host in found if host not in self._waiting)]
        self._waiting = OrderedDict((host, found[host]) for host in order)

    def next(self, busy: Iterable[str]) -> tuple[str, SourceHealth] | None:
        """Take the first source of the first host that is not ``busy``."""
        taken = busy if isinstance(busy, dict | set) else set(busy)
        for host, sources in self._waiting.items():
            if host in taken:
                continue
            health = sources.popleft()
            if sources:
                self._waiting.move_to_end(host)
            else:
                del self._waiting[host]
            return host, health
        return None
