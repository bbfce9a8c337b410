"""An invented stream of articles as features, with the truth: which event each reports.

Drawn from a seed, as numbers only: words are random hashes, drawn as words are in print.

- Words: 60,000 by Zipf's law; 300 topics prefer 120 words each; an event belongs to a topic and
  has 25 words and 12 names of its own, some oftener than others, which other events may have too.
- Articles: two in three are full texts of about 500 content words, which gives about 330 terms,
  250 word pairs and 30 names; the others are a title of eight words. One full text in seven copies
  the one before it of its event, with a tenth of its words changed.
- Events: four in five have one article, the others up to 40, mostly few; an event's articles come
  within hours of its first. 10,000 articles a day.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from newsloom.bench.truth import Told
from newsloom.copies.minhash import keys, sketch
from newsloom.model.features import Features
from newsloom.model.times import DAY_US

A_DAY = 10_000  # articles
_FIRST_DAY = 20_000  # days since 1970
_WORDS, _NAMES, _TOPICS = 60_000, 30_000, 300
_TOPIC_WORDS, _EVENT_WORDS, _EVENT_NAMES, _OUTLETS = 120, 25, 12, 400
_FULL, _COPY, _CHANGED = 2 / 3, 1 / 7, 0.1
_LENGTH, _SPREAD = 500.0, 0.4  # of a full text in content words: median, sigma of its logarithm
_LONGEST = 1_500
_MOST_ARTICLES = 40  # of an event
_TITLE, _LEAD, _PAIRED = 8, 60, 250
_PAIR = np.uint32(0x9E3779B1)

U32 = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]


class _Event(Struct):
    words: Ints
    topic: Ints
    names: Ints
    left: int  # articles to come
    tokens: Ints | None = None  # of its latest full text


class Stream:
    """Yields articles without end, in ``seq`` order from 1; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._hashes: U32 = _hashes(self._chance, _WORDS)
        self._name_hashes: U32 = _hashes(self._chance, _NAMES)
        self._common = _zipf(self._chance, _WORDS, 1.0)
        self._known = _zipf(self._chance, _NAMES, 0.7)
        self._topics = self._chance.integers(300, _WORDS, (_TOPICS, _TOPIC_WORDS))
        self._events: dict[int, _Event] = {}
        self._next = self._seq = 0
        self._queue: list[tuple[float, int]] = []  # (moment, event), to come

    def __iter__(self) -> Iterator[Told]:
        """Go on where the stream was left."""
        batch = A_DAY
        while True:
            # A day's events are drawn at once, the articles of all in order of their moments.
            self._queue += self._day(batch)
            self._queue.sort()
            today, self._queue = self._queue[:batch], self._queue[batch:]
            for _, event in today:
                self._seq += 1
                yield Told(self._article(self._seq, event), event)

    def _day(self, articles: int) -> list[tuple[float, int]]:
        """As many moments of new events as keep the queue a day ahead."""
        found: list[tuple[float, int]] = []
        day = self._seq / A_DAY
        while len(self._queue) + len(found) < 2 * articles:
            single = self._chance.random() < 0.8
            count = 1 if single else min(1 + int(self._chance.zipf(1.8)), _MOST_ARTICLES)
            first = day + self._chance.random()
            gaps = self._chance.exponential(0.1, count)
            gaps[0] = 0.0
            found += [(float(first + gap), self._next) for gap in gaps]
            self._events[self._next] = self._event(count)
            self._next += 1
        return found

    def _event(self, count: int) -> _Event:
        return _Event(
            self._chance.integers(300, _WORDS, _EVENT_WORDS),
            self._topics[self._chance.integers(_TOPICS)],
            self._chance.integers(0, _NAMES, _EVENT_NAMES),
            count,
        )

    def _article(self, seq: int, number: int) -> Features:
        event = self._events[number]
        event.left -= 1
        if not event.left:
            del self._events[number]
        full = self._chance.random() < _FULL
        title = self._mixed(event, _TITLE, 0.5, 0.75)
        tokens = self._text(event) if full else title[:0]
        item = self._features(seq, event, title, tokens)
        if full:
            event.tokens = tokens
        return item

    def _text(self, event: _Event) -> Ints:
        if event.tokens is not None and self._chance.random() < _COPY:
            tokens = event.tokens.copy()
            at = self._chance.integers(0, len(tokens))
            changed = slice(at, at + int(len(tokens) * _CHANGED))
            tokens[changed] = self._mixed(event, len(tokens[changed]), 0.1, 0.3)
            return tokens
        length = min(int(_LENGTH * np.exp(self._chance.normal(0.0, _SPREAD))), _LONGEST)
        return self._mixed(event, length, 0.12, 0.35)

    def _mixed(self, event: _Event, length: int, own: float, topical: float) -> Ints:
        """Words: a share of the event's own, the topic's up to ``topical``, else any."""
        drawn, places = self._chance.random(length), self._chance.integers(0, 1 << 20, length)
        words = self._common[places]
        words = np.where(drawn < topical, event.topic[places % _TOPIC_WORDS], words)
        # The square prefers the first words of an event: what all its headlines name.
        telling = ((places / (1 << 20)) ** 2 * _EVENT_WORDS).astype(np.int64)
        return np.where(drawn < own, event.words[telling], words)

    def _features(self, seq: int, event: _Event, title: Ints, tokens: Ints) -> Features:
        head, text = self._hashes[title], self._hashes[tokens]
        ordered = np.sort(np.concatenate((head, text)))
        starts = np.flatnonzero(_changes(ordered))
        counts = np.empty_like(starts)
        np.subtract(starts[1:], starts[:-1], out=counts[:-1])
        counts[-1] = len(ordered) - starts[-1]
        shown = self._chance.random(_EVENT_NAMES) < (0.7 if len(text) else 0.25)
        others = self._chance.integers(0, len(self._known), 18 if len(text) else 1)
        names = np.concatenate((event.names[shown], self._known[others]))
        sketched = sketch(_shingles(text))
        return Features(
            article=f"a{seq:08d}",
            seq=seq,
            shard="en",
            outlet=f"outlet {self._chance.integers(_OUTLETS)}",
            published_us=int((_FIRST_DAY + seq / A_DAY) * DAY_US),
            supersedes=None,
            title_terms=_packed(head),
            lead_terms=_packed(np.concatenate((head, text[:_LEAD]))),
            body_terms=ordered[starts].tobytes(),
            body_counts=counts.astype("<u2").tobytes(),
            names=_packed(self._name_hashes[names]),
            bigrams=_packed(np.concatenate((_pairs(head), _pairs(text[:_PAIRED])))),
            shingles=sketched.tobytes(),
            minhash=keys(sketched).tobytes(),
            words=int(len(tokens) / 0.55),
            labels=tuple(f"Name {name}" for name in names[:8].tolist()),
            version=1,
            days=self._days(seq) if len(text) else b"",
        )

    def _days(self, seq: int) -> bytes:
        """Three days that a full text speaks of: those about its own, each once or twice."""
        today = _FIRST_DAY + seq // A_DAY
        days = sorted({today, *(today + self._chance.integers(-20, 20, 2)).tolist()})
        weights = self._chance.integers(1, 3, len(days))
        return np.concatenate((days, weights, weights - 1)).astype("<i4").tobytes()


def _hashes(chance: np.random.Generator, count: int) -> U32:
    return chance.permutation(1 << 20)[:count].astype(np.uint32) * np.uint32(2_654_435_761)


def _zipf(chance: np.random.Generator, count: int, power: float) -> Ints:
    """A million draws by Zipf's law, to draw from."""
    heights = np.cumsum(1.0 / np.arange(1, count + 1) ** power)
    found: Ints = np.searchsorted(heights, chance.random(1 << 20) * heights[-1])
    return found


def _packed(hashes: U32) -> bytes:
    return _distinct(hashes).tobytes()


def _distinct(hashes: U32) -> U32:
    ordered = np.sort(hashes)
    return ordered[_changes(ordered)]


def _changes(ordered: U32) -> npt.NDArray[np.bool_]:
    """Where a value stands for the first time."""
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def _pairs(hashes: U32) -> U32:
    return ((hashes[:-1] * _PAIR) ^ hashes[1:]) * _PAIR


def _shingles(hashes: U32) -> U32:
    """Runs of three content words, which are five words or so of print; ascending, distinct."""
    if len(hashes) < 3:
        return hashes[:0]
    mixed = ((hashes[:-2] * _PAIR + hashes[1:-1]) * _PAIR + hashes[2:]) * _PAIR
    mixed ^= mixed >> np.uint32(15)
    return _distinct(mixed * np.uint32(0x85EBCA6B))
