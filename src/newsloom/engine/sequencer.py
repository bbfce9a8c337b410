"""The weave stage: copies and stories, one article after the other.

The state is a function of what is in the store up to the cursor, so it can be thrown away at any
time: ``restore`` rebuilds the same state from the judgements, down to the last bit of its sums.
"""

from collections.abc import Sequence

from newsloom.copies.index import CopyIndex
from newsloom.model.features import Epoch, Features
from newsloom.pipeline import WEAVE
from newsloom.store.base import Cursor, Decision, EngineStore, Judged, Put
from newsloom.stories.assign import Weaver
from newsloom.stories.score import Weights

WINDOW = 60_000  # how far back, in ``seq``, copies and stories are looked for


class Sequencer:
    """Holds the copy index and a weaver for each language shard."""

    def __init__(self, store: EngineStore, weights: Weights, window: int = WINDOW) -> None:
        self._store = store
        self._weights = weights
        self._window = window
        self._at = -1  # the cursor this state belongs to; -1: none yet
        self._index = CopyIndex(window)
        self._weavers: dict[str, Weaver] = {}
        self._frozen: dict[str, list[Epoch]] = {}

    def step(self, limit: int) -> Decision | None:
        """Judge the next articles. None when there are none."""
        at = self._store.cursor(WEAVE)
        if at != self._at:
            self.restore(at)
        items = self._store.features(at, limit)
        if not items:
            return None
        puts = [put for item in items for put in self._judge(item)]
        self._at = items[-1].seq
        return Decision(tuple(puts), Cursor(WEAVE, at, self._at))

    def forget(self) -> None:
        """Drop the state: the next step restores it. For when a commit was refused."""
        self._at = -1

    def _judge(self, item: Features) -> Sequence[Put]:
        weaver = self._weaver(item.shard)
        self._adopt_before(item.shard, item.seq)
        relation = self._index.decide(item)
        assignment = weaver.decide(item, relation)
        self._index.absorb(item, relation)
        weaver.absorb(item, assignment)
        puts: list[Put] = [Judged(item.seq, relation, assignment)]
        if not self._frozen.get(item.shard):
            epoch = weaver.due_epoch(item.seq)
            if epoch is not None:
                weaver.adopt(epoch)
                puts.append(epoch)
        return puts

    def _adopt_before(self, shard: str, seq: int) -> None:
        """Adopt the epochs that were frozen before ``seq``.

        After a removal the sequencers go over articles again; they then read with the epochs of
        the first time, since what those were learned from may be gone.
        """
        frozen = self._frozen.get(shard)
        while frozen and frozen[0].seq < seq:
            self._weaver(shard).adopt(frozen.pop(0))

    def _weaver(self, shard: str) -> Weaver:
        weaver = self._weavers.get(shard)
        if weaver is None:
            weaver = self._weavers[shard] = Weaver(shard, self._weights, self._window)
        return weaver

    def restore(self, at: int) -> None:
        """Rebuild the state as it was when the cursor reached ``at``."""
        self._index = CopyIndex(self._window)
        self._weavers, self._frozen = {}, {}
        oldest = max(0, at - self._window)
        for item, relation, _ in self._store.judged(oldest, at):
            self._index.absorb(item, relation)
        epochs = self._store.epochs("idf")
        for shard in self._store.shards():
            self._restore_shard(shard, at, oldest, [one for one in epochs if one.shard == shard])
        self._at = at

    def _restore_shard(self, shard: str, at: int, oldest: int, epochs: list[Epoch]) -> None:
        past = [epoch for epoch in epochs if epoch.seq <= at]
        self._frozen[shard] = [epoch for epoch in epochs if epoch.seq > at]
        weaver = self._weaver(shard)
        # What came after the last epoch is still to be learned from, however long ago it was.
        after = min(oldest, past[-1].seq) if past else 0
        if past:
            weaver.adopt(past[-1])
        for item, _, assignment in self._store.judged(after, at, shard):
            weaver.absorb(item, assignment)
