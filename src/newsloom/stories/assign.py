"""The weaver: which story an article belongs to. One per language shard; no I/O, no clock.

How it works, in a page:

1. An article arrives as ``Features``: hashed terms of title, lead, body, names and word pairs.
   ``vectors`` turns them into sparse vectors of whole numbers, ``idf`` says how telling each term
   is, as of the last frozen epoch.
2. A *new version* of an article in the window goes where the version before went, unless the two
   have next to nothing in common (a page that shows another text every day). A *copy* goes where
   the text it copies went, unless they were published far apart.
3. Otherwise the ``shelf`` looks up the two dozen most telling terms in an inverted index and finds
   the articles near in publication time that share most. Their stories, at most six, are compared
   in full: per field the cosine to the centroid, to the nearest member and on average
   (``members``). A story stands there with its latest 64 members, so the work is bounded.
4. ``score`` turns similarities and days apart into a probability. The best story above the
   threshold takes the article; else the article founds a story, and ``storyline`` looks for the
   earlier story which that one continues.
5. ``absorb`` files the article. A superseded version leaves: only the latest speaks for it.

A wrong merge claims that two newsrooms confirmed each other, a wrong split merely shows two
entries. Hence averages over members beside the nearest: one bridging headline or round-up is near
to some member of many stories, but not to all members of one.

**State and restart.** ``decide`` changes nothing (it forgets what the window has passed, which the
next ``absorb`` would do as well). The state is a function of: the epoch in force, the items of the
last ``window`` seqs with their assignments, and the terms seen since that epoch. To restore it at
a cursor, make a new weaver, ``adopt`` the last epoch frozen at or before the cursor, and absorb,
in ``seq`` order, every item of the shard after ``min(cursor - window, epoch.seq)`` (after 0 without
an epoch) up to the cursor, with the logged assignments. All sums are exact, so the restored weaver
judges as the first one would have, to the last digit.

After each ``absorb`` ask ``due_epoch``; store what it returns and ``adopt`` it. Where epochs frozen
earlier are at hand (a rerun after a removal), adopt each when its ``seq`` has been passed instead.
"""

from collections import deque
from collections.abc import Sequence
from itertools import chain

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from newsloom.model.features import Epoch, Features
from newsloom.model.ids import content_id
from newsloom.model.judgements import Assignment, Relation, Revision
from newsloom.model.times import DAY_US
from newsloom.stories.constraints import Constraints
from newsloom.stories.idf import Learner, rarity_of
from newsloom.stories.members import Entry, OpenStory, Probe, compare
from newsloom.stories.merge import RIVAL
from newsloom.stories.ranked import NO_SIMS, Ranked, assigned
from newsloom.stories.reasons import (
    barred_reason,
    copy_reason,
    reader_reason,
    shared_labels,
    version_reason,
)
from newsloom.stories.repairs import MOST_ARTICLES, MOST_STORIES, NEAR_DAYS, Repairs
from newsloom.stories.score import Scorer, Sims, Weights
from newsloom.stories.shelf import Shelf
from newsloom.stories.storyline import REACH_DAYS, continuation
from newsloom.stories.vectors import BODY, TITLE, vector_of

DEFAULT_WINDOW = 60_000

_REACHES = np.array([REACH_DAYS, NEAR_DAYS])
_COPY_DAYS = 14.0
_MOST_BRIEF_ARTICLES = 96  # the same for headlines: short, and many to a story
_MOST_EARLIER = 4  # stories further back, compared when a story is founded
_BRIEF_WORDS = 25  # below this an article is little but its title
_SAME_PAGE = 0.2  # cosine of title or body that two versions of one article show


class _Probed(Struct, eq=False):
    """An item made ready by ``decide``, kept for the ``absorb`` that follows."""

    item: Features
    probe: Probe
    near: tuple[list[int], list[int]] | None = None  # stories by number


class Weaver:
    """Assigns the articles of one shard to stories, in ``seq`` order."""

    def __init__(self, shard: str, weights: Weights, window: int = DEFAULT_WINDOW) -> None:
        self.shard = shard
        self.constraints = Constraints()  # readers' corrections; set before the first article
        self._window = window
        self._scorer = Scorer(weights)
        self._shelf = Shelf()
        self._learner = Learner(shard)
        self._entries: dict[str, Entry] = {}
        self._order: deque[Entry] = deque()
        self._stories: dict[str, OpenStory] = {}
        self._homes: dict[int, OpenStory] = {}  # by number
        self._opened = 0  # stories so far
        self._probed: _Probed | None = None
        self._repairs = Repairs(
            self._shelf, self._scorer, self._stories, self._homes, self._entries
        )

    def __len__(self) -> int:
        """Open stories."""
        return len(self._stories)

    # ---------------------------------------------------------------- decide

    def decide(self, item: Features, relation: Relation) -> Assignment:
        """Where ``item`` belongs, given what was absorbed before it."""
        self._forget(item.seq)
        ranked = self.rank(item)
        settled = (
            self._of_reader(item, ranked)
            or self._of_version(item, ranked)
            or self._of_copy(item, relation, ranked)
        )
        if settled is not None:
            return settled
        order = sorted(range(len(ranked.scores)), key=lambda at: (-ranked.scores[at], at))
        best = next((at for at in order if self._may_join(item, ranked.stories[at])), None)
        barred: tuple[str, ...] = ()
        nearest = ranked.stories[order[0]] if order else None
        if (
            nearest is not None
            and best != order[0]
            and ranked.scores[order[0]] >= self._scorer.threshold
            and self._barred(item, nearest)
        ):
            barred = (barred_reason(nearest.id),)
        if best is None or ranked.scores[best] < self._scorer.threshold:
            founded = self._founding(item, ranked, best)
            return replace(founded, why=(*barred, *founded.why))
        story = ranked.stories[best]
        why = (*barred, *self._why(item, story))
        return assigned(item, story, ranked.scores[best], ranked, why)

    def _may_join(self, item: Features, story: OpenStory) -> bool:
        """Whether nothing but likeness decides: no reader's word, and not too many days.

        A story that went on for weeks would be a chain of events, each near to the one before.
        """
        return story.reaches(self._probe(item).probe.entry) and not self._barred(item, story)

    def holds(self, article: str) -> bool:
        """Whether an article is in the window, and the latest version of it."""
        return article in self._entries

    def _barred(self, item: Features, story: OpenStory) -> bool:
        """Whether a reader keeps the item out of a story."""
        return bool(self.constraints) and self.constraints.forbids(
            item.article, [entry.article for entry in story.members]
        )

    def _of_reader(self, item: Features, ranked: Ranked) -> Assignment | None:
        """With the earliest of the articles that a reader put it together with."""
        partners = self.constraints.partners(item.article)
        held = [self._entries[one] for one in partners if one in self._entries]
        if not held:
            return None
        first = min(held, key=lambda entry: entry.seq)
        story = self._stories[first.story]
        why = (reader_reason(first.article), *self._why(item, story))
        return assigned(item, story, 1.0, ranked, why)

    def rank(self, item: Features) -> Ranked:
        """The open stories nearest to ``item``, compared in full; what training learns from."""
        stories = [self._homes[home] for home in self._near(item)[0]]
        sims = self._compare(item, stories)
        scores = tuple(self._scorer.probabilities(sims)) if sims else ()
        return Ranked(tuple(stories), sims or NO_SIMS, scores)

    def _near(self, item: Features) -> tuple[list[int], list[int]]:
        """The stories of the most similar articles: within days, and within a storyline's reach."""
        probed = self._probe(item)
        if probed.near is None:
            entry = probed.probe.entry
            most = _MOST_BRIEF_ARTICLES if entry.brief else MOST_ARTICLES, MOST_STORIES
            far, near = self._shelf.near(probed.probe.weighed, entry.day, _REACHES, most)
            probed.near = near, far
        return probed.near

    def _compare(self, item: Features, stories: Sequence[OpenStory]) -> Sims | None:
        if not stories:
            return None
        return compare(self._probe(item).probe, stories, self._shelf)

    def _of_version(self, item: Features, ranked: Ranked) -> Assignment | None:
        before = self._entries.get(item.supersedes) if item.supersedes else None
        if before is None:
            return None
        cosines = self._probe(item).probe.likeness(self._shelf, before)
        if max(cosines[TITLE], cosines[BODY]) < _SAME_PAGE:
            return None
        story = self._stories[before.story]
        if self._barred(item, story):
            return None
        why = (version_reason(before.article), *self._why(item, story))
        return assigned(item, story, 1.0, ranked, why)

    def _of_copy(self, item: Features, relation: Relation, ranked: Ranked) -> Assignment | None:
        if relation.kind not in ("identical", "edited") or relation.of is None:
            return None
        first = self._entries.get(relation.of)
        if first is None:
            return None
        day = _day(item)
        if day is not None and first.day is not None and abs(day - first.day) > _COPY_DAYS:
            return None
        story = self._stories[first.story]
        if self._barred(item, story):
            return None
        known = ranked.scores[ranked.stories.index(story)] if story in ranked.stories else 0.0
        why = (copy_reason(relation), *self._why(item, story))
        return assigned(item, story, max(known, relation.containment), ranked, why)

    def _founding(self, item: Features, ranked: Ranked, best: int | None) -> Assignment:
        nearest = ranked.scores[best] if best is not None else 0.0
        earlier = self._continued(item, ranked)
        return Assignment(
            item.article,
            content_id("s", item.article),
            earlier.storyline if earlier else content_id("l", item.article),
            round(1.0 - nearest, 4),
            ranked.stories[best].id if best is not None else None,
            nearest,
            (f"continues story {earlier.id}", *self._why(item, earlier)) if earlier else (),
        )

    def _continued(self, item: Features, ranked: Ranked) -> OpenStory | None:
        far = [self._homes[home] for home in self._near(item)[1]]
        further = [story for story in far if story not in ranked.stories][:_MOST_EARLIER]
        best: tuple[float, OpenStory] | None = None
        for stories, sims in (
            (ranked.stories, ranked.sims),
            (further, self._compare(item, further)),
        ):
            found = continuation(sims, self._scorer) if stories and sims else None
            if found is not None and (best is None or found[0] > best[0]):
                best = found[0], stories[found[1]]
        return best[1] if best else None

    def _why(self, item: Features, story: OpenStory) -> tuple[str, ...]:
        return shared_labels(
            item.labels, chain.from_iterable(entry.labels for entry in story.latest())
        )

    # ---------------------------------------------------------------- absorb

    def absorb(self, item: Features, assignment: Assignment) -> None:
        """File ``item`` where ``assignment`` says. Items come in ascending ``seq``."""
        self._forget(item.seq)
        probed = self._probe(item)
        self._probed = None
        entry = probed.probe.entry
        before = self._entries.get(item.supersedes) if item.supersedes else None
        if before is not None:
            self._drop(before)
        story = self._open(assignment.story, assignment.storyline)
        entry.slot = self._shelf.put(probed.probe.weighed, entry.day, brief=entry.brief)
        story.add(probed.probe, self._shelf)
        self._shelf.settle(entry.slot, story.number)
        entry.story = story.id
        entry.rival = assignment.rival if assignment.rival_score >= RIVAL else None
        self._entries[entry.article] = entry
        self._order.append(entry)
        self._learner.absorb(item.seq, probed.probe.weighed.learned_from())

    def revise(self, item: Features) -> tuple[Revision, ...]:
        """What ``item``, just absorbed, shows to have been judged wrongly; changes nothing."""
        entry = self._entries.get(item.article)
        if entry is None:
            return ()
        revision = self._repairs.due(entry, self.constraints)
        return () if revision is None else (revision,)

    def apply(self, revision: Revision) -> None:
        """Move the members that ``revision`` moves and the weaver still holds."""
        for moved in revision.moved:
            entry = self._entries.get(moved.article)
            if entry is None or entry.story == moved.story:
                continue
            self._leave(entry)
            story = self._open(moved.story, moved.storyline)
            story.take(entry)
            entry.story = story.id
            self._shelf.settle(entry.slot, story.number)

    def _open(self, story: str, storyline: str) -> OpenStory:
        """The open story of this id, opened now if it isn't."""
        found = self._stories.get(story)
        if found is None:
            self._opened += 1
            found = OpenStory(story, storyline, self._opened)
            self._stories[story] = self._homes[self._opened] = found
        return found

    def _leave(self, entry: Entry) -> None:
        """Take an article out of its story."""
        story = self._stories[entry.story]
        story.drop(entry)
        if not story.members:
            del self._stories[story.id], self._homes[story.number]

    def _forget(self, seq: int) -> None:
        """Drop what lies ``window`` or more behind ``seq``."""
        while self._order and self._order[0].seq <= seq - self._window:
            entry = self._order.popleft()
            if self._entries.get(entry.article) is entry:
                self._drop(entry)
        renumbered = self._shelf.tidy()
        if renumbered is not None:
            for entry in self._entries.values():
                entry.slot = int(renumbered[entry.slot])
            for story in self._stories.values():
                story.renumber()

    def _drop(self, entry: Entry) -> None:
        del self._entries[entry.article]
        self._shelf.close(entry.slot)
        self._leave(entry)

    def _probe(self, item: Features) -> _Probed:
        if self._probed is None or self._probed.item is not item:
            entry = Entry(
                item.article,
                item.seq,
                _day(item),
                item.labels,
                item.words < _BRIEF_WORDS,
                item.days,
                item.embedding,
                item.seen_us / DAY_US,
            )
            self._probed = _Probed(item, Probe(entry, self._shelf.weigh(vector_of(item))))
        return self._probed

    # ---------------------------------------------------------------- epochs

    def due_epoch(self, seq: int) -> Epoch | None:
        """The rarity of terms as learned up to the article ``seq``, when it is time for it."""
        return self._learner.freeze(seq) if self._learner.due() else None

    def adopt(self, epoch: Epoch) -> None:
        """Judge by ``epoch`` from now on; everything held is weighed anew."""
        self._learner.adopt(epoch)
        self._shelf.adopt(rarity_of(epoch))
        self._probed = None
        for story in self._stories.values():
            story.outdate()
            story.square(self._shelf)


def _day(item: Features) -> float | None:
    return None if item.published_us is None else item.published_us / DAY_US
