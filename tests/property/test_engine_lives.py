"""Whatever befalls a folder, in whatever order: rebuilt from its captures and logs, it agrees.

Articles come, are judged in batches of any size by engines that stop anywhere; stories are merged
and split; readers correct and think better of it; texts are removed.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.engine import execute
from newsloom.engine.digest import rows
from newsloom.engine.execute import Engine
from newsloom.engine.local import InProcess
from newsloom.engine.replay import replay
from newsloom.model.facts import Capture
from newsloom.model.features import Features
from newsloom.model.ids import content_id
from newsloom.model.judgements import Assignment, Correction, Revision
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories import idf
from newsloom.stories.assign import Weaver
from newsloom.stories.score import load_weights
from newsloom.takedown.decide import Ruling
from newsloom.takedown.request import make_request

NOW_US = 1_767_225_600_000_000
WEIGHTS = load_weights()
EVENTS = ("harbour strike", "river flood", "choir prize")
_NAMES = {"harbour strike": "Odalys Brack", "river flood": "Tamsin Oke", "choir prize": "Ivo Lund"}


def captured(number: int, event: int, words: int, lang: str, seen: int = 0) -> Capture:
    """A report: another one with the same number is a new version at the same address.

    ``seen`` tells captures of the same words apart.
    """
    topic = EVENTS[event]
    chance = random.Random(f"{number} {words}")
    inner = " ".join(chance.sample(f"{topic} on the quay of Lantern Bay in rain".split(), 6))
    text = f"{_NAMES[topic]} spoke of the {topic}. {inner.capitalize()} {number}. " * 3
    record = {
        "id": str(number),
        "url": f"https://outlet{number % 4}.example/{number}",
        "outlet": f"Outlet {number % 4}",
        "title": f"{_NAMES[topic]} and the {topic} {words}",
        "text": text,
        "lang": lang,
        "seen": seen,
    }
    return read_record(json.dumps(record).encode(), NOW_US)


def revise(weaver: Weaver, item: Features) -> tuple[Revision, ...]:
    """Merges and splits in numbers, decided by what any restored weaver knows as well."""
    own = weaver._stories[weaver._entries[item.article].story]
    others = [story for story in weaver._stories if story != own.id]
    if item.seq % 3 == 0 and others:
        into = weaver._stories[min(others)]
        ours = [entry.article for entry in own.members]
        if weaver.constraints.separates(ours, [entry.article for entry in into.members]):
            return ()
        moved = tuple(Assignment(one, into.id, into.storyline, 0.6) for one in ours)
        return (Revision("merge", own.id, into.id, moved, 0.6, ("for the test",)),)
    if item.seq % 4 == 0 and len(own.members) > 2:
        gone = own.members[1].article
        kept = [entry.article for entry in own.members if entry.article != gone]
        story = content_id("s", gone)
        if story not in weaver._stories and not weaver.constraints.binds([gone], kept):
            one = Assignment(gone, story, content_id("l", gone), 0.7)
            return (Revision("split", own.id, story, (one,), 0.7, ("for the test",)),)
    return ()


class Folder:
    """A store with an engine that can be stopped at any commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.start()

    def start(self) -> None:
        self.store = SqliteStore(self.path, engine=True)
        self.engine = Engine(self.store, InProcess(), WEIGHTS, lambda: NOW_US)

    def restart(self) -> None:
        self.store.close()
        self.start()

    def articles(self) -> list[str]:
        return [article.id for article, _, _ in self.store.articles()]


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("admit"), st.integers(1, 6), st.integers(0, 99)),
        st.tuples(st.just("back"), st.integers(0, 99), st.just(0)),
        st.tuples(st.just("work"), st.sampled_from(["read", "weave", "lay", "round", "drain"]),
                  st.integers(1, 9)),
        st.tuples(st.just("restart"), st.just(0), st.just(0)),
        st.tuples(st.just("apart"), st.integers(0, 99), st.integers(0, 99)),
        st.tuples(st.just("together"), st.integers(0, 99), st.integers(0, 99)),
        st.tuples(st.just("undo"), st.integers(0, 99), st.just(0)),
        st.tuples(st.just("remove"), st.integers(0, 99), st.integers(0, 1)),
    ),
    min_size=5,
    max_size=25,
)  # fmt: skip


@contextmanager
def busy() -> Iterator[pytest.MonkeyPatch]:
    """Epochs early, stories revised often."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(idf, "FIRST_EPOCH", 3)
        patched.setattr("newsloom.engine.sequencer.YOUNG", 12)
        patched.setattr(Weaver, "revise", revise)
        yield patched


class Life:
    """Carries out the steps of one example."""

    def __init__(self, folder: Folder, patched: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.patched = patched
        self.number = 0
        self.clock = 0
        self.told: list[tuple[int, int, int, str]] = []

    def admit(self, count: int, seed: int) -> None:
        chance = random.Random(seed)
        made = []
        for _ in range(count):
            self.number += 1
            number = self.number if chance.random() < 0.8 else chance.randint(1, self.number)
            lang = "en" if number % 5 else "de"
            self.told.append((number, number % 3, self.number, lang))
            made.append(captured(*self.told[-1]))
        self.folder.store.admit(made)

    def back(self, which: int, _: int) -> None:
        """A page shows an earlier text of its own again."""
        self.number += 1
        self.folder.store.admit([captured(*self.told[which % len(self.told)], self.number)])

    def work(self, what: str, batch: int) -> None:
        self.patched.setattr(execute, "WEAVE_BATCH", batch)
        getattr(self.folder.engine, what)()

    def restart(self, _: int, __: int) -> None:
        self.folder.restart()

    def _correct(self, kind: str, one: int, other: int) -> None:
        found = self.folder.articles()
        if len(found) < 2:
            return
        article = found[one % len(found)]
        others = tuple(x for x in {found[other % len(found)], found[(other * 7) % len(found)]}
                       if x != article)  # fmt: skip
        self.clock += 1
        name = content_id("k", kind, article, *sorted(others))
        made = Correction(name, kind, article, tuple(sorted(others)), self.clock)  # type: ignore[arg-type]
        spoken = {lang for a, _, _ in self.folder.store.articles() for lang in [a.lang]
                  if a.id in (article, *others)}  # fmt: skip
        if others and (kind == "apart" or len(spoken) == 1):
            self.folder.store.correct(made)

    def apart(self, one: int, other: int) -> None:
        self._correct("apart", one, other)

    def together(self, one: int, other: int) -> None:
        self._correct("together", one, other)

    def undo(self, one: int, _: int) -> None:
        found = self.folder.store.corrections()
        if found:
            assert self.folder.store.uncorrect(found[one % len(found)].correction.id)

    def remove(self, one: int, copies: int) -> None:
        found = self.folder.articles()
        if found:
            self.clock += 1
            wish = make_request(
                found[one % len(found)], "copies" if copies else "article", "", "", "", self.clock
            )
            self.folder.store.put_request(wish)
            self.folder.store.remove(Ruling(wish.id, "removed", "op", "", NOW_US))


def verdicts(store: SqliteStore, last: int) -> list[object]:
    """The whole log, as of every article up to ``last``."""
    return [
        (until, [(item.seq, relation, said) for item, relation, said in store.judged(0, until)])
        for until in range(last + 1)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(st.integers(6, 16), st.integers(0, 99)), _STEPS)
def test_a_replay_comes_to_the_same(
    first: tuple[int, int], steps: list[tuple[str, object, int]]
) -> None:
    with tempfile.TemporaryDirectory() as place, busy() as patched:
        old = Folder(Path(place) / "old")
        life = Life(old, patched)
        life.admit(*first)
        life.work("drain", first[0])
        for what, how, much in steps:
            getattr(life, what)(how, much)
        old.engine.drain()
        _holds(old.store)
        new = Folder(Path(place) / "new")
        replay(old.store, new.store, new.engine)
        assert list(rows(new.store)) == list(rows(old.store))
        last = old.store.cursor("weave")
        assert verdicts(new.store, last) == verdicts(old.store, last)
        new.store.close()
        old.store.close()


def _holds(store: SqliteStore) -> None:
    """Corrections that no later one contradicts are obeyed."""
    stands = {article.id: said.story for article, said, _ in store.articles() if said}
    given_ = [one.correction for one in store.corrections()]
    if len(given_) == 1:
        one = given_[0]
        for other in one.others:
            if one.article in stands and other in stands:
                same = stands[one.article] == stands[other]
                assert same == (one.kind == "together")
