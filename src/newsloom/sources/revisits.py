"""When the page of a known article is visited again: pure decisions.

Outlets change articles without saying so. A page is visited again at some spans after it was
first seen; sooner when its feed says something else of it.
"""

import re
from collections.abc import Iterable, Sequence

import xxhash
from msgspec import Struct
from msgspec.structs import replace

from newsloom.model.facts import Hints
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from newsloom.sources.feed_types import Entry

_UNITS = {"s": SECOND_US, "min": MINUTE_US, "h": HOUR_US, "d": DAY_US}
_APART_US = 10 * MINUTE_US  # between two visits that a feed asked for
_MARK = 8  # bytes of a digest
_MOST_VAIN = 7  # doublings of that pause while the page turns out to be unchanged
_LEAVE_US = 10 * MINUTE_US  # a host that is in trouble, or asks for patience
_AGE_PARTS = 8  # ... or this part of an article's age: what is older can wait longer


class Visit(Struct, frozen=True, omit_defaults=True):
    """The page of a known article, and when it is visited next (UTC microseconds; None: no more).

    ``capture`` is what the next answer is compared with, ``print`` the fingerprint of its text
    once it was needed. ``told`` is a digest of what ``source`` last said of it, ``hints`` what
    that was when it is not what the capture was given. ``vain`` counts visits in a row that the
    feed asked for and that found nothing new, or late ones that nobody answered.
    """

    url: str
    capture: str
    source: str
    seen_us: int
    next_us: int | None
    told: str = ""
    etag: str | None = None
    last_modified: str | None = None
    print: str = ""
    hints: Hints | None = None
    visited_us: int | None = None
    asked: bool = False  # the next visit is one that the feed asked for
    vain: int = 0


class Retold(Struct, frozen=True):
    """What a feed says now of an article that is known: a digest of it."""

    url: str
    told: str


def spans_us(texts: Sequence[str]) -> tuple[int, ...]:
    """Spans such as ``30min``, ``1h``, ``3d`` as microseconds, the shortest first.

    Raises ValueError for what is none.
    """
    spans = set()
    for text in texts:
        found = re.fullmatch(r"\s*([0-9]{1,6})\s*(s|min|h|d)\s*", text)
        if found is None or not int(found[1]):
            raise ValueError(text)
        spans.add(int(found[1]) * _UNITS[found[2]])
    return tuple(sorted(spans))


def told_by(entry: Entry) -> str:
    """A digest of what a feed says of an article; another one means that it may have changed."""
    said = (entry.title, entry.updated or "", entry.summary, entry.content)
    parts = [part.encode("utf-8", "surrogatepass") for part in said]
    return xxhash.xxh3_64_hexdigest(b"\0".join(parts))


def marks(told: Iterable[str]) -> bytes:
    """Digests as they are kept with the state of their source, eight bytes each."""
    return b"".join(map(bytes.fromhex, told))


def marked(kept: bytes) -> set[str]:
    """The digests that ``marks`` was given."""
    return {kept[at : at + _MARK].hex() for at in range(0, len(kept), _MARK)}


def next_step(steps_us: Sequence[int], seen_us: int, now_us: int) -> int | None:
    """The first step after ``now_us``; steps that went by are not made up for."""
    return next((seen_us + step for step in steps_us if seen_us + step > now_us), None)


def hastened(visit: Visit, told: str, hints: Hints, now_us: int, steps_us: Sequence[int]) -> Visit:
    """The visit as a feed that says something new (``told``, ``hints``) brings it forward."""
    pause = min(_APART_US, steps_us[0] if steps_us else _APART_US) << min(visit.vain, _MOST_VAIN)
    since = visit.seen_us if visit.visited_us is None else visit.visited_us
    at = max(now_us, since + pause)
    if visit.next_us is not None:
        at = min(at, visit.next_us)
    return replace(visit, told=told, hints=hints, next_us=at, asked=True)


def visited(visit: Visit, steps_us: Sequence[int], now_us: int, *, changed: bool = False) -> Visit:
    """The visit after an answer, at ``now_us``."""
    vain = 0 if changed else visit.vain + visit.asked
    at = next_step(steps_us, visit.seen_us, now_us)
    return replace(visit, next_us=at, visited_us=now_us, asked=False, vain=vain)


def put_off(visit: Visit, now_us: int, wait_s: float | None, steps_us: Sequence[int]) -> Visit:
    """The visit when there was no answer for now: later, as often as there are steps.

    A host that fails on and on is not asked for ever: the last step is the last. What a feed asked
    for after it is tried a few times, until the feed says something else again.
    """
    wait = max(_LEAVE_US, (now_us - visit.seen_us) // _AGE_PARTS, int((wait_s or 0.0) * SECOND_US))
    last = visit.seen_us + (2 * steps_us[-1] if steps_us else 0)
    at = now_us + wait
    if at <= last:
        return replace(visit, next_us=at)
    vain = min(visit.vain + visit.asked, _MOST_VAIN)
    return replace(visit, next_us=at if visit.asked and vain < _MOST_VAIN else None, vain=vain)
