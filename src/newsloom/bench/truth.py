"""Articles on disk with the event each reports, and how well stories agree with the events."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from newsloom.model.features import Features


class Told(Struct, frozen=True):
    """An article and the event it reports; None where nobody knows."""

    item: Features
    event: int | None


def write(path: Path, articles: Iterable[Told], most: int, more: int) -> int:
    """As many articles as report ``most`` events, and ``more``; how many there are."""
    events: set[int] = set()
    written, left = 0, more
    with path.open("wb") as file:
        for told in articles:
            events.add(written if told.event is None else told.event)
            left -= len(events) > most
            packed = msgspec.msgpack.encode(told)
            file.write(len(packed).to_bytes(4, "big") + packed)
            written += 1
            if not left:
                break
    return written


def read(path: Path) -> Iterator[Told]:
    """The articles that ``write`` wrote."""
    decoder = msgspec.msgpack.Decoder(Told)
    with path.open("rb") as file:
        while head := file.read(4):
            yield decoder.decode(file.read(int.from_bytes(head, "big")))


class Book:
    """Who stands with whom: articles filed where they belong, and articles that were judged."""

    def __init__(self) -> None:
        self._events: Counter[int] = Counter()
        self._stories: Counter[str] = Counter()
        self._both: Counter[tuple[int, str]] = Counter()
        self._judged: list[tuple[int, str]] = []

    def put(self, event: int | None, story: str) -> None:
        """An article that was filed."""
        if event is not None:
            self._events[event] += 1
            self._stories[story] += 1
            self._both[event, story] += 1

    def judge(self, event: int | None, story: str) -> None:
        """An article that was judged."""
        self.put(event, story)
        if event is not None:
            self._judged.append((event, story))

    def f1(self) -> float | None:
        """B-cubed F1 of the judged articles among all (Bagga and Baldwin 1998); None: no truth."""
        if not self._judged:
            return None
        precision = recall = 0.0
        for event, story in self._judged:
            together = self._both[event, story]
            precision += together / self._stories[story]
            recall += together / self._events[event]
        precision, recall = precision / len(self._judged), recall / len(self._judged)
        return round(2 * precision * recall / (precision + recall), 4)
