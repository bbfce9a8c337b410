"""Score copies, main sources, origins and stories on demo presses, whose truth is known.

    python tools/score_demo.py --seeds 1,2,3 [--outlets 60] [--events 40] [--pages] [--each]

Each press is admitted to an empty folder as one poll of every outlet at the end would bring it, by
default as import records, with ``--pages`` as HTML. Prints the confusion of relations, the figures
as a table, then one line of JSON with the same figures; pooled over the seeds, with ``--each`` also
a line for each seed.

f1_RELATION       of articles that are, or are told to be, original, identical, edited ...
source_CLASS      share of articles with the right main source: identical, edited, copies (both),
                  rewritten, and all
of_exact          share of copies that lead to the very text that they were made from
false_copies      share of original and independent articles that are told to be copies
origins_exact     share of stories whose count of independent origins is right
states_right      share of the points of figures' series whose state holds by the true figures: the
                  same indicator and value agrees, another value of it is an update or of an earlier
                  date, another indicator is told to be another
in_a_series       share of the true figures that two texts or more report, one an article and value,
                  that stand in a series
story_f1          B-cubed F1 of the grouping into stories
"""

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from newsloom.demo.outlets import DemoOutlet
from newsloom.demo.pages import render_page
from newsloom.demo.press import Item, Press, make_press
from newsloom.demo.truth import TrueArticle, TrueStory
from newsloom.demo.view import iso_date
from newsloom.engine.execute import Engine
from newsloom.engine.local import make_runner
from newsloom.model.facts import Article, Capture, Figure, Hints
from newsloom.model.judgements import Assignment, Origin
from newsloom.model.ledger import PointState
from newsloom.model.times import HOUR_US
from newsloom.model.urls import canonical_url
from newsloom.sources.capture import capture_of
from newsloom.sources.files import read_record
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights

RELATIONS = ("original", "identical", "edited", "rewritten", "independent")
COPIES = RELATIONS[1:4]
CLASSES = (*((kind, (kind,)) for kind in COPIES), ("copies", COPIES[:2]), ("all", RELATIONS))
Told = tuple[Article, Assignment | None, Origin | None]
Pair = tuple[TrueArticle, Told]
Truth = tuple[str, float]  # what a figure truly counts, and its value


def captures(press: Press, *, pages: bool) -> Iterator[Capture]:
    """Everything a press has out in the end, outlet by outlet."""
    arrived_us = press.end_us + HOUR_US
    for outlet in press.outlets:
        for item in press.by_outlet[outlet.slug]:
            if pages:
                url = f"http://{outlet.domain}{item.path}"
                hints = Hints(outlet=outlet.name)
                page = render_page(press, item)
                yield capture_of("page", page, arrived_us, url=url, hints=hints)
            else:
                yield read_record(record(outlet, item), arrived_us)


def record(outlet: DemoOutlet, item: Item) -> bytes:
    """An article as an import record, with the date as its outlet prints it."""
    dated = outlet.date_habit != "undated"
    return msgspec.json.encode(
        {
            "id": item.key,
            "url": f"http://{outlet.domain}{item.path}",
            "outlet": outlet.name,
            "title": item.title,
            "text": item.text.replace("\u00a0", " "),
            "published": iso_date(outlet, item.published_us) if dated else None,
            "lang": item.lang,
            "authors": [item.author] if item.author else [],
        }
    )


class Tally:
    """What was right and wrong, over all presses."""

    def __init__(self) -> None:
        self.relations: Counter[tuple[str, str]] = Counter()
        self.sources: Counter[tuple[str, bool]] = Counter()
        self.steps: Counter[bool] = Counter()
        self.origins: Counter[int] = Counter()  # counted minus true
        self.stories: list[tuple[float, int]] = []  # B-cubed F1 and articles of each press
        self.states: Counter[bool] = Counter()
        self.placed: Counter[bool] = Counter()
        self.missing = 0

    def add(self, press: Press, store: SqliteStore) -> None:
        """Compare what a store tells with the truth about a press."""
        told = {canonical_url(one[0].url or ""): one for one in store.articles()}
        truth = press.truth()
        true = [msgspec.convert(row, TrueArticle) for row in truth["articles"]]
        pairs = [(one, told[url]) for one in true if (url := canonical_url(one.url)) in told]
        self.missing += len(true) - len(pairs)
        urls = {article.id: canonical_url(article.url or "") for article, *_ in told.values()}
        for one, (_, _, origin) in pairs:
            if origin is not None:
                self._article(one, origin, urls)
        self._stories(pairs, store, truth["stories"])
        self._states(true_figures(press, told.values(), store), store)

    def _article(self, one: TrueArticle, origin: Origin, urls: dict[str, str]) -> None:
        self.relations[one.relation, origin.relation] += 1
        named = one.main_source.name == origin.main_source.name
        url = one.main_source.url
        found = canonical_url(origin.main_source.url or "")
        self.sources[one.relation, named and (url is None or canonical_url(url) == found)] += 1
        if one.of is not None and origin.of is not None:
            self.steps[canonical_url(one.of) == urls[origin.of]] += 1

    def _stories(self, pairs: Sequence[Pair], store: SqliteStore, rows: Iterable[object]) -> None:
        gold = [one.story for one, _ in pairs]
        placed = [where.story if where else article.id for _, (article, where, _) in pairs]
        self.stories.append((bcubed_f1(gold, placed), len(pairs)))
        counted = {story.id: story.origins for story, _ in store.stories()}
        homes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for story, place in zip(gold, placed, strict=True):
            homes[story][place] += 1
        for row in rows:
            true = msgspec.convert(row, TrueStory)
            if homes[true.story]:
                home = min(homes[true.story].items(), key=lambda one: (-one[1], one[0]))[0]
                self.origins[counted.get(home, 0) - true.independent_origins] += 1

    def _states(self, truth: Mapping[str, Truth], store: SqliteStore) -> None:
        for _, ledger in store.stories():
            carriers: defaultdict[str, set[str]] = defaultdict(set)
            for report in ledger.reports:
                if report.figure in truth:
                    carriers[truth[report.figure][0]].add(report.article)
            placed: set[tuple[str, Truth]] = set()
            for series in ledger.series:
                before: Truth | None = None
                for point in series.points:
                    if (now := truth.get(point.figure)) is None:
                        continue
                    placed.add((point.article, now))
                    self.states[holds(point.state, before, now)] += 1
                    if point.state not in ("other", "other_date"):
                        before = now
            due = {
                (report.article, now)
                for report in ledger.reports
                if (now := truth.get(report.figure)) and len(carriers[now[0]]) > 1
            }
            for one in due:
                self.placed[one in placed] += 1

    def figures(self) -> dict[str, float]:
        """The figures of the docstring above, by name."""
        found: dict[str, float] = {}
        for kind in RELATIONS:
            right = self.relations[kind, kind]
            told = sum(self.relations[other, kind] for other in RELATIONS)
            true = sum(self.relations[kind, other] for other in RELATIONS)
            found[f"f1_{kind}"] = share(2 * right, told + true)
        for name, kinds in CLASSES:
            right, wrong = (sum(self.sources[kind, is_] for kind in kinds) for is_ in (True, False))
            found[f"source_{name}"] = share(right, right + wrong)
        found["of_exact"] = share(self.steps[True], self.steps.total())
        found["false_copies"] = self._false_copies()
        found["origins_exact"] = share(self.origins[0], self.origins.total())
        found["states_right"] = share(self.states[True], self.states.total())
        found["in_a_series"] = share(self.placed[True], self.placed.total())
        articles = sum(count for _, count in self.stories)
        found["story_f1"] = share(sum(f1 * count for f1, count in self.stories), articles)
        return found | {"articles": articles, "missing": self.missing}

    def _false_copies(self) -> float:
        own = [(kind, told) for kind, told in self.relations if kind not in COPIES]
        false = sum(self.relations[one] for one in own if one[1] in COPIES)
        return share(false, sum(self.relations[one] for one in own))

    def __iadd__(self, other: "Tally") -> "Tally":
        """All that another tally counted as well."""
        for name in ("relations", "sources", "steps", "origins", "states", "placed"):
            getattr(self, name).update(getattr(other, name))
        self.stories += other.stories
        self.missing += other.missing
        return self


def holds(state: PointState, before: Truth | None, now: Truth) -> bool:
    """Whether a state holds between two true figures."""
    if before is None:
        return state == "first"
    if before == now:
        return state in ("agree", "rounded")
    return state in (("superseded", "other_date") if before[0] == now[0] else ("other",))


def true_figures(press: Press, told: Iterable[Told], store: SqliteStore) -> dict[str, Truth]:
    """By the id of a figure found in an article the true one that stands in its place.

    What a figure counts is told together with the storyline, since others count the same.
    """
    items = {f"http://{one.outlet.domain}{one.path}": one for one in press.items}
    spans: dict[str, list[tuple[int, int, Truth]]] = {}
    for article, *_ in told:
        item = items[article.url or ""]
        spans[article.id] = []
        at = 0
        for part in item.versions[-1].paragraphs:
            start = article.text.find(part.text.replace("\u00a0", " "), at)
            at = max(at, start)
            for one in part.figures if start >= 0 else ():
                low = start + one.start
                truth = (f"{item.storyline} {one.what}", one.value)
                spans[article.id].append((low, low + len(one.text), truth))
    return {
        figure.id: truth
        for article, figure in store.findings()
        if isinstance(figure, Figure)
        for start, end, truth in spans.get(article.id, ())
        if start < figure.end and figure.start < end
    }


def share(part: float, whole: float) -> float:
    """A share to four places; 0.0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def bcubed_f1(gold: Sequence[str], placed: Sequence[str]) -> float:
    """B-cubed F1 of a grouping (Bagga and Baldwin 1998); 0.0 without items."""
    both = Counter(zip(gold, placed, strict=True))
    true, told = Counter(gold), Counter(placed)
    precision = share(sum(n * n / told[p] for (_, p), n in both.items()), len(gold))
    recall = share(sum(n * n / true[g] for (g, _), n in both.items()), len(gold))
    return share(2 * precision * recall, precision + recall)


def read(press: Press, tally: Tally, folder: Path, *, pages: bool) -> None:
    """Read a press into an empty folder and score it."""
    store = SqliteStore(folder, engine=True)
    runner = make_runner(1)
    try:
        store.admit(captures(press, pages=pages))
        Engine(store, runner, load_weights(None), lambda: press.end_us).drain()
        tally.add(press, store)
    finally:
        runner.close()
        store.close()


def score(
    seeds: Iterable[int], outlets: int, events: int, *, pages: bool = False
) -> Iterator[tuple[int, Tally]]:
    """A press for each seed, scored."""
    for seed in seeds:
        tally = Tally()
        with tempfile.TemporaryDirectory() as folder:
            press = make_press(outlets=outlets, seed=seed, events=events)
            read(press, tally, Path(folder), pages=pages)
        print(f"press {seed} scored", file=sys.stderr, flush=True)
        yield seed, tally


def main() -> int:
    """Score, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--events", type=int, default=40)
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--each", action="store_true", help="print the figures of each seed too")
    arguments = parser.parse_args()
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    tally = Tally()
    presses = score(seeds, arguments.outlets, arguments.events, pages=arguments.pages)
    for seed, scored in presses:
        if arguments.each:
            print(f"seed {seed} {json.dumps(scored.figures())}", flush=True)
        tally += scored
    print("true \\ told  " + "".join(f"{kind:>12}" for kind in RELATIONS))
    for kind in RELATIONS:
        counts = (tally.relations[kind, other] for other in RELATIONS)
        print(f"{kind:13}" + "".join(f"{count:12}" for count in counts))
    figures = tally.figures()
    for name, value in figures.items():
        print(f"{name:20}{value:10.4f}")
    print("origins, counted minus true:", dict(sorted(tally.origins.items())))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
