"""The weave stage: copies and stories, one article after the other.

The state is a function of what is in the store up to the cursor, so it can be thrown away at any
time: ``restore`` rebuilds the same state from the judgements, down to the last bit of its sums.

A young shard is judged again from its first article whenever it freezes an epoch: its first
articles were judged before anybody could know which words are telling. Past ``YOUNG`` articles
this ends, so that an article is judged again a few times at the most, and early.
"""

from collections.abc import Iterator

from newsloom.copies.index import CopyIndex
from newsloom.model.features import Epoch, Features
from newsloom.model.types import Assignment, Relation
from newsloom.pipeline import WEAVE
from newsloom.store.base import YOUNG, Cursor, Decision, EngineStore, Judged
from newsloom.stories.assign import Weaver
from newsloom.stories.score import Weights

WINDOW = 60_000  # how far back, in ``seq``, copies and stories are looked for

Sentence = tuple[Features, Relation]


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
        self._young: dict[str, list[Sentence]] = {}  # all of a young shard, to be judged again
        self._grown: set[str] = set()
        self._placed: dict[str, Judged] = {}  # the verdicts of the batch at hand, by article

    def step(self, limit: int) -> Decision | None:
        """Judge the next articles. None when there are none."""
        at = self._store.cursor(WEAVE)
        if at != self._at:
            self.restore(at)
        items = self._store.features(at, limit)
        if not items:
            return None
        self._placed = {}
        epochs = [epoch for item in items for epoch in self._judge(item)]
        self._at = items[-1].seq
        return Decision((*self._placed.values(), *epochs), Cursor(WEAVE, at, self._at))

    def forget(self) -> None:
        """Drop the state: the next step restores it. For when a commit was refused."""
        self._at = -1

    def _judge(self, item: Features) -> Iterator[Epoch]:
        """Judge one article; the epoch that its shard freezes with it."""
        shard = item.shard
        self._adopt_until(shard, item.seq - 1)
        relation = self._index.decide(item)
        self._index.absorb(item, relation)
        weaver = self._weaver(shard)
        self._place(item, relation, weaver.decide(item, relation))
        if shard not in self._grown:
            self._young.setdefault(shard, []).append((item, relation))
        if self._frozen.get(shard):
            self._adopt_until(shard, item.seq)
            return
        epoch = weaver.due_epoch(item.seq)
        if epoch is not None:
            self._adopt(shard, epoch)
            yield epoch

    def _place(self, item: Features, relation: Relation, assignment: Assignment) -> None:
        self._weaver(item.shard).absorb(item, assignment)
        self._placed[item.article] = Judged(item.seq, relation, assignment)

    def _adopt_until(self, shard: str, seq: int) -> None:
        """Adopt the epochs that were frozen up to ``seq``.

        After a removal the sequencers go over articles again; they then read with the epochs of
        the first time, since what those were learned from may be gone.
        """
        frozen = self._frozen.get(shard)
        while frozen and frozen[0].seq <= seq:
            self._adopt(shard, frozen.pop(0))

    def _adopt(self, shard: str, epoch: Epoch) -> None:
        """Go on with an epoch; a young shard begins anew with it."""
        if epoch.count > YOUNG:
            self._weaver(shard).adopt(epoch)
            return
        self._weavers.pop(shard, None)
        weaver = self._weaver(shard)
        weaver.adopt(epoch)
        for item, relation in self._young.get(shard, ()):
            self._place(item, relation, weaver.decide(item, relation))
        if _is_last_of_youth(epoch):
            self._grown.add(shard)
            self._young.pop(shard, None)

    def _weaver(self, shard: str) -> Weaver:
        weaver = self._weavers.get(shard)
        if weaver is None:
            weaver = self._weavers[shard] = Weaver(shard, self._weights, self._window)
        return weaver

    def restore(self, at: int) -> None:
        """Rebuild the state as it was when the cursor reached ``at``."""
        self._index = CopyIndex(self._window)
        self._weavers, self._frozen, self._young = {}, {}, {}
        self._grown = set()
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
        # What came after the last epoch is still to be learned from, however long ago it was;
        # a young shard may have to be judged again as a whole.
        young = not past or not _is_last_of_youth(past[-1])
        if not young:
            self._grown.add(shard)
        after = 0 if young else min(oldest, past[-1].seq)
        if past:
            weaver.adopt(past[-1])
        for item, relation, assignment in self._store.judged(after, at, shard):
            weaver.absorb(item, assignment)
            if young:
                self._young.setdefault(shard, []).append((item, relation))


def _is_last_of_youth(epoch: Epoch) -> bool:
    """Whether the next epoch, at twice as many articles, leaves the past as it is."""
    return epoch.count * 2 > YOUNG
