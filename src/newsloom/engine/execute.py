"""The engine: loads, calls the pure steps, commits. One engine works on a folder at a time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import NamedTuple

from msgspec import Struct

from newsloom.engine.embedding import with_embeddings
from newsloom.engine.linking import link_stories
from newsloom.engine.local import Lost, Runner
from newsloom.engine.sequencer import Sequencer
from newsloom.extract.debris import Debris, learn
from newsloom.model.errors import DamagedCapture
from newsloom.model.facts import Capture
from newsloom.model.features import Epoch
from newsloom.model.identity import identity
from newsloom.pipeline import (
    LAY,
    READ,
    Failed,
    Prepared,
    epoch_bounds,
    lay_out,
    prepare,
    settle,
    where,
)
from newsloom.store.base import (
    Cursor,
    Decision,
    EngineStore,
    NoStory,
    Put,
    Quarantined,
    StoryInput,
)
from newsloom.stories.embedding import Embedder
from newsloom.stories.score import Weights
from newsloom.takedown.decide import removal_keys

READ_BATCH = 256
WEAVE_BATCH = 256
LAY_BATCH = 64

DEBRIS = "debris"


class Progress(Struct, frozen=True):
    """What one round did: captures read, articles woven, stories laid out and linked."""

    read: int = 0
    woven: int = 0
    laid: int = 0
    linked: int = 0

    def __bool__(self) -> bool:
        return bool(self.read or self.woven or self.laid or self.linked)


class _Batch(NamedTuple):
    """Captures that are being read: those after ``at``, and what each becomes."""

    at: int
    captures: Sequence[Capture]
    results: Iterator[Prepared | Failed | Lost]


@lru_cache(maxsize=2)
def _debris(data: bytes) -> Debris:
    return Debris.decode(data)


def read_capture(debris: bytes, capture: Capture) -> Prepared | Failed:
    """``prepare`` as it runs in a worker: what was learned comes packed, and is kept."""
    return prepare(capture, _debris(debris))


class Engine:
    """Brings everything admitted to a searchable story.

    ``clock`` gives UTC microseconds; it stamps quarantine rows and decides nothing else.
    ``unembedded`` counts the articles for which the embedder, if there is one, had no vector.
    """

    def __init__(
        self,
        store: EngineStore,
        runner: Runner,
        weights: Weights,
        clock: Callable[[], int],
        embedder: Embedder | None = None,
    ) -> None:
        self._store = store
        self._runner = runner
        self._clock = clock
        self._embedder = embedder
        self.unembedded = 0
        self._sequencer = Sequencer(store, weights)
        self._learned: Epoch | None = None
        self._ahead: _Batch | None = None

    def round(self) -> Progress:
        """One batch of each stage. False when there was nothing to do."""
        return Progress(self.read(), self.weave(), self.lay(), link_stories(self._store))

    def drain(self, on_progress: Callable[[Progress], None] = lambda progress: None) -> None:
        """Work until nothing is left. Stories are laid out at the end, each once.

        While one batch is woven, workers read the next.
        """
        ahead = self._runner.workers > 1
        try:
            while True:
                progress = Progress(self._read(ahead), self.weave())
                if not progress:
                    progress = Progress(laid=self.lay())
                if not progress:
                    progress = Progress(linked=link_stories(self._store))
                if not progress:
                    return
                on_progress(progress)
        finally:
            self._ahead = None

    # ---------------------------------------------------------------- read

    def read(self) -> int:
        """Read the next captures; how many."""
        return self._read(ahead=False)

    def _read(self, ahead: bool) -> int:
        at = self._store.cursor(READ)
        batch, self._ahead = self._ahead, None
        if batch is None or batch.at != at:
            try:
                batch = self._begin(at)
            except DamagedCapture as damaged:
                self._pass_over(at, damaged)
                return 1
        if batch is None:
            return 0
        if self._finish(batch) and ahead:
            # What comes after a damaged one begins once that was passed over.
            with suppress(DamagedCapture):
                self._ahead = self._begin(batch.captures[-1].seq)
        return len(batch.captures)

    def _begin(self, at: int) -> _Batch | None:
        """Have the captures after ``at`` read; None when there are none."""
        first = self._store.next_capture(at)
        if first is None:
            return None
        self._freeze_lines(first - 1)
        # No batch may cross a bound: what lies behind it is read with what was learned up to it.
        until = next(bound for bound in epoch_bounds(first - 1, 2 * first + 2**17))
        captures = self._store.captures_after(at, READ_BATCH, until)
        step = partial(read_capture, self._learned.data if self._learned else b"")
        return _Batch(at, captures, self._runner.map(step, captures))

    def _finish(self, batch: _Batch) -> bool:
        """Commit what a batch was read as. False when the stage stands elsewhere by now."""
        results = [
            _lost(capture, result) if isinstance(result, Lost) else result
            for capture, result in zip(batch.captures, batch.results, strict=True)
        ]
        prepared = [result.article for result in results if isinstance(result, Prepared)]
        decision = settle(
            results,
            self._store.versions(identity(article) for article in prepared),
            self._store.removed_texts(key for article in prepared for key in removal_keys(article)),
            Cursor(READ, batch.at, batch.captures[-1].seq),
            self._clock(),
        )
        if self._embedder is not None:
            decision, missing = with_embeddings(decision, self._embedder)
            self.unembedded += missing
        return self._store.commit(decision)

    def _pass_over(self, at: int, damaged: DamagedCapture) -> None:
        """Put a capture whose bytes are lost where it is seen, and go on behind it."""
        failed = Failed(damaged.capture, damaged.seq, "damaged", str(damaged), "archive")
        cursor = Cursor(READ, at, damaged.seq)
        self._store.commit(settle([failed], {}, {}, cursor, self._clock()))

    def _freeze_lines(self, until: int) -> None:
        """Publish, or adopt, what recurs in the lines up to each bound that was passed."""
        if self._learned is None or self._learned.seq > until:
            published = [one for one in self._store.epochs(DEBRIS) if one.seq <= until]
            self._learned = published[-1] if published else Epoch(DEBRIS, "", 0, 0, b"")
        bounds = epoch_bounds(self._learned.seq, until)
        frozen = {one.seq: one for one in self._store.epochs(DEBRIS)} if bounds else {}
        for bound in bounds:
            if bound in frozen:
                self._learned = frozen[bound]
                continue
            data = learn(self._learned.data, self._store.lines(self._learned.seq, bound))
            self._learned = Epoch(DEBRIS, "", bound, bound, data)
            self._store.commit(Decision((self._learned,)))

    # ---------------------------------------------------------------- weave

    def weave(self) -> int:
        """Judge the next articles; how many."""
        decision = self._sequencer.step(WEAVE_BATCH)
        if decision is None:
            return 0
        if not self._store.commit(decision):
            self._sequencer.forget()
        return len(decision.puts)

    # ---------------------------------------------------------------- lay

    def lay(self) -> int:
        """Lay out dirty stories; how many."""
        stories = self._store.dirty(LAY_BATCH)
        puts: list[Put] = []
        for story, result in zip(stories, self._runner.map(lay_out, stories), strict=True):
            puts += self._not_laid(story, result) if isinstance(result, Lost) else [result]
        if puts:
            self._store.commit(Decision(tuple(puts)))
        return len(stories)

    def _not_laid(self, story: StoryInput, lost: Lost) -> list[Put]:
        """A story that cannot be laid out shows nothing rather than something old, and is seen."""
        place = f"story of {len(story.members)} articles"
        row = Quarantined(story.story, 0, LAY, lost.reason, lost.message, place, self._clock())
        return [NoStory(story.story), row]


def _lost(capture: Capture, lost: Lost) -> Failed:
    return Failed(capture.id, capture.seq, lost.reason, lost.message, where(capture))
