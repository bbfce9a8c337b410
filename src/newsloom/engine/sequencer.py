"""The weave stage: copies and stories, one article after the other.

The state is a function of what is in the store up to the cursor, so it can be thrown away at any
time: ``restore`` rebuilds the same state from the log of judgements, down to the last bit of its
sums. Every judgement says after which article it was made (``at_seq``), so that the stage can also
be sent back: to before a removed text, or to before what a reader corrects.

A young shard is judged again from its first article whenever it freezes an epoch: its first
articles were judged before anybody could know which words are telling. Past ``YOUNG`` articles
this ends, so that an article is judged again a few times at the most, and early.
"""

from collections import deque
from collections.abc import Iterator

from msgspec.structs import replace

from newsloom.copies.index import CopyIndex
from newsloom.model.errors import StoreError
from newsloom.model.features import Epoch, Features
from newsloom.model.judgements import Assignment, Correction, Relation
from newsloom.pipeline import WEAVE
from newsloom.store.base import YOUNG, Cursor, Decision, EngineStore, Judged, Put, Revised
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.assign import Weaver
from newsloom.stories.constraints import Constraints
from newsloom.stories.features import FEATURES_VERSION
from newsloom.stories.reasons import reader_reason
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
        self._corrections: tuple[Correction, ...] = ()
        self._constraints = Constraints()
        self._index = CopyIndex(window)
        self._weavers: dict[str, Weaver] = {}
        self._frozen: deque[Epoch] = deque()  # of all shards, to be adopted in this order
        self._young: dict[str, list[Sentence]] = {}  # all of a young shard, to be judged again
        self._grown: set[str] = set()
        self._stands: dict[str, Assignment] = {}  # what the batch at hand has placed so far

    def step(self, limit: int) -> Decision | None:
        """Judge the next articles. None when there are none."""
        at = self._store.cursor(WEAVE)
        corrections = tuple(one.correction for one in self._store.corrections())
        if at != self._at or corrections != self._corrections:
            self._corrections = corrections
            self.restore(at)
        items = self._store.features(at, limit)
        if not items:
            return None
        self._stands = {}
        puts = [put for item in items for put in self._judge(item, at)]
        self._at = items[-1].seq
        return Decision(tuple(puts), Cursor(WEAVE, at, self._at))

    def forget(self) -> None:
        """Drop the state: the next step restores it. For when a commit was refused."""
        self._at = -1

    def _judge(self, item: Features, start: int) -> Iterator[Put]:
        """Judge one article of the batch after ``start``; what is to be written of it."""
        shard = item.shard
        yield from self._adopt_until(item.seq - 1, start)
        relation = self._index.decide(item)
        self._index.absorb(item, relation)
        if item.supersedes is not None:
            self._constraints.inherit(item.article, item.supersedes)
        yield from self._place(item, relation, item.seq, start)
        if shard not in self._grown:
            self._young.setdefault(shard, []).append((item, relation))
        if any(epoch.shard == shard for epoch in self._frozen):
            yield from self._adopt_until(item.seq, start)
            return
        epoch = self._weaver(shard).due_epoch(item.seq)
        if epoch is not None:
            yield epoch
            yield from self._adopt(epoch, start)

    def _place(self, item: Features, relation: Relation, at_seq: int, start: int) -> Iterator[Put]:
        """Judge an article and file it; then what it shows about the stories around it."""
        weaver = self._weaver(item.shard)
        assignment = self._beyond(item, weaver, weaver.decide(item, relation), start)
        weaver.absorb(item, assignment)
        self._stands[item.article] = assignment
        yield Judged(item.seq, relation, assignment, at_seq)
        for revision in weaver.revise(item):
            weaver.apply(revision)
            for moved in revision.moved:
                self._stands[moved.article] = moved
            yield Revised(at_seq, revision)

    def _beyond(self, item: Features, weaver: Weaver, found: Assignment, start: int) -> Assignment:
        """To the article that a reader put it together with, when that has left the window."""
        partners = self._constraints.partners(item.article)
        if not partners or any(weaver.holds(one) for one in partners):
            return found
        for partner in partners:
            there = self._stands.get(partner) or self._store.placed(partner, start)
            if there is not None:
                why = (reader_reason(partner), *found.why)
                return replace(
                    found, story=there.story, storyline=there.storyline, score=1.0, why=why
                )
        return found

    def _adopt_until(self, seq: int, start: int) -> Iterator[Put]:
        """Adopt the epochs that were frozen up to ``seq``.

        When the stage was sent back it goes over articles again; it then reads with the epochs
        of the first time, since what those were learned from may be gone.
        """
        while self._frozen and self._frozen[0].seq <= seq:
            yield from self._adopt(self._frozen.popleft(), start)

    def _adopt(self, epoch: Epoch, start: int) -> Iterator[Put]:
        """Go on with an epoch; a young shard begins anew with it."""
        shard = epoch.shard
        if epoch.count > YOUNG:
            self._weaver(shard).adopt(epoch)
            return
        self._weavers.pop(shard, None)
        self._weaver(shard).adopt(epoch)
        for item, relation in self._young.get(shard, ()):
            yield from self._place(item, relation, epoch.seq, start)
        if _is_last_of_youth(epoch):
            self._grown.add(shard)
            self._young.pop(shard, None)

    def _weaver(self, shard: str) -> Weaver:
        weaver = self._weavers.get(shard)
        if weaver is None:
            weaver = self._weavers[shard] = Weaver(shard, self._weights, self._window)
            weaver.constraints = self._constraints
        return weaver

    def restore(self, at: int) -> None:
        """Rebuild the state as it was when the cursor reached ``at``."""
        named = {one for each in self._corrections for one in (each.article, *each.others)}
        self._constraints = Constraints(self._corrections, self._store.versions_after(named))
        self._index = CopyIndex(self._window)
        self._weavers, self._young = {}, {}
        self._grown = set()
        oldest = max(0, at - self._window)
        for item, relation, _ in self._store.judged(oldest, at):
            self._index.absorb(item, relation)
        epochs = self._store.epochs("idf")
        self._frozen = deque(epoch for epoch in epochs if epoch.seq > at)
        for shard in self._store.shards():
            self._restore_shard(shard, at, oldest, [one for one in epochs if one.shard == shard])
        self._at = at

    def _restore_shard(self, shard: str, at: int, oldest: int, epochs: list[Epoch]) -> None:
        past = [epoch for epoch in epochs if epoch.seq <= at]
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


def outdated(store: SqliteStore) -> bool:
    """Whether a folder holds features of another version than the program's."""
    return bool(store.features_versions() - {FEATURES_VERSION})


def refuse_outdated(store: SqliteStore) -> None:
    """StoreError for an outdated folder: features of two versions may not be compared."""
    if outdated(store):
        raise StoreError(
            f"{store.folder} was read by another version of Newsloom: rebuild it with "
            f"`newsloom replay --from {store.folder} --data NEW`"
        )


def _is_last_of_youth(epoch: Epoch) -> bool:
    """Whether the next epoch, at twice as many articles, leaves the past as it is."""
    return epoch.count * 2 > YOUNG
