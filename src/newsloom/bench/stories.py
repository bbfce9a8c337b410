"""``newsloom bench stories``: how fast articles are judged, and what they take up in memory.

An invented stream with a known truth (``stream``), or real articles, is filed as it truly belongs
until so many stories are open; then the sequencers judge the next articles one by one, on one core.
A public clusterer takes the same articles in the same run, with the fewest stories open. Each job
has a process of its own, and times are those of the processor; as machines are shared, those with
few and with many stories take turns. Only the start from disk is by the clock on the wall.

What is done only from time to time counts by its share: a chunk is as long as the terms of articles
wait to be counted, and of the next epoch, when all that is open is weighed anew, an article bears
its part. No article leaves the window meanwhile.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from newsloom.bench import public
from newsloom.bench.apart import apart, in_turns, peaks
from newsloom.bench.truth import Book, Told, read, write
from newsloom.copies.index import CopyIndex
from newsloom.engine.sequencer import Sequencer
from newsloom.model.facts import Article
from newsloom.model.features import Epoch
from newsloom.model.judgements import Assignment, Relation
from newsloom.pipeline import WEAVE
from newsloom.store.base import Cursor, Decision, Judged, Put, ReadArticle
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.assign import Weaver
from newsloom.stories.idf import COUNTED_AT_ONCE, until_next
from newsloom.stories.score import load_weights

JUDGED = 2_560  # articles judged with so many stories open
RESTORED = 20_000  # articles restored from disk: a third of the window

_CHUNK = COUNTED_AT_ONCE  # articles timed together
_FOREVER = 1 << 40  # a window that nothing leaves
_WARMING = 200  # articles after which the loops are compiled and memory is measured from
_ROWS = 500  # articles written to disk in a transaction


class Woven(Struct, frozen=True):
    """The sequencers with so many stories open: medians over chunks of articles.

    An assignment is decided, filed, and looked at for what it shows to have been judged wrongly;
    with its part of ``epoch_seconds``, for which all between two epochs pay.
    ``bytes_an_article`` is what an open article takes up in memory, copies included; ``f1``
    B-cubed over the judged articles, among all there are; None without a truth.
    """

    open_stories: int
    open_articles: int
    assignments_per_second: int
    us_per_assignment: int
    copies_per_second: int
    epoch_seconds: float
    bytes_an_article: int
    f1: float | None


class Restored(Struct, frozen=True):
    """The sequencers rebuilt from a folder on disk."""

    articles: int
    seconds: float
    peak_mb: float


class Report(Struct, frozen=True):
    """What was measured. ``growth``: cost of an assignment with most and with fewest stories."""

    woven: tuple[Woven, ...]
    growth: float
    restored: Restored
    public: tuple[public.Clustered, ...]


def bench_stories(articles: Iterator[Told], open_stories: Sequence[int]) -> Report:
    """Measure with each number of open stories; ``articles`` are written to disk as needed.

    Real articles may run out: then fewer stories are open, and a third of the articles is judged.
    Raises ValueError when there are none.
    """
    sizes = sorted(set(open_stories))
    with tempfile.TemporaryDirectory(prefix="newsloom-bench-") as folder:
        path = Path(folder, "articles")
        written = write(path, articles, sizes[-1], JUDGED)
        if not written:
            raise ValueError("no articles to measure with")
        judged = min(JUDGED, max(written // 3, 1))
        woven = in_turns(_woven, [(path, size, written, judged) for size in sizes])
        others = [
            apart(public.clustered, path, row.open_articles, row.open_stories, judged)
            for row in woven[:1]
            if public.available()
        ]
        restored = apart(_restored, path, Path(folder, "data"))
    cost = [row.us_per_assignment for row in woven]
    return Report(tuple(woven), round(cost[-1] / max(cost[0], 1), 2), restored, tuple(others))


def table(report: Report) -> str:
    """The report as Markdown."""
    lines = [
        "| open stories | open articles | assignments/s | µs each | copies/s | new epoch, s "
        "| bytes an article | GB a million | B³ F1 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.open_stories:,} | {row.open_articles:,} | {row.assignments_per_second:,} "
        f"| {row.us_per_assignment} | {row.copies_per_second:,} | {row.epoch_seconds} "
        f"| {row.bytes_an_article:,} | {row.bytes_an_article / 1_000:.1f} | {_share(row.f1)} |"
        for row in report.woven
    ]
    few, many = report.woven[0].open_stories, report.woven[-1].open_stories
    restored = report.restored
    lines += [
        "",
        f"Cost of an assignment, {few:,} to {many:,} open stories: × {report.growth}.",
        f"Restored from disk: {restored.articles:,} articles in {restored.seconds} s, "
        f"{restored.peak_mb:.0f} MB at most.",
    ]
    if report.public:
        lines += [
            "",
            "| TF-IDF + SVD + FAISS, open stories | articles/s | µs each | B³ F1 |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {row.open_stories:,} | {row.articles_per_second:,} | {row.us_each} "
            f"| {_share(row.f1)} |"
            for row in report.public
        ]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _woven(path: Path, size: int, written: int, judged: int) -> Generator[None, None, Woven]:
    """Yields when so many stories are open, and after each chunk."""
    weaver, index = Weaver("en", load_weights(), _FOREVER), CopyIndex(_FOREVER)
    told, book = read(path), Book()
    filed, memory, learned = 0, 0.0, 0
    while len(weaver) < size and filed < written - judged:
        if filed == _WARMING:
            memory = _memory()
        learned = _file(weaver, index, next(told), book, warming=filed < _WARMING) or learned
        filed += 1
    memory = _memory() - memory
    opened = len(weaver)
    yield
    times = []
    for chunk in _judge(weaver, index, islice(told, judged), book):
        times.append(chunk)
        yield
    started = time.process_time()
    weaver.adopt(Epoch("idf", "en", 0, 1, b""))
    seconds = time.process_time() - started
    each = statistics.median(stories for stories, _ in times) + seconds / until_next(learned)
    return Woven(
        opened,
        filed,
        round(1 / each),
        round(each * 1e6),
        round(1 / statistics.median(copies for _, copies in times)),
        round(seconds, 2),
        round(memory / max(filed - _WARMING, 1)),
        book.f1(),
    )


def _file(weaver: Weaver, index: CopyIndex, one: Told, book: Book, *, warming: bool) -> int:
    """Put an article where it belongs; where nobody knows, or while warming up, judge it.

    When an epoch begins: how many articles it was learned from; else 0.
    """
    item, event = one.item, one.event
    relation = Relation(item.article, "original")
    assignment = Assignment(item.article, f"event {event}", f"event {event}", 1.0)
    if event is None or warming:
        relation = index.decide(item)
        judged = weaver.decide(item, relation)
        assignment = judged if event is None else assignment
    index.absorb(item, relation)
    weaver.absorb(item, assignment)
    book.put(event, assignment.story)
    epoch = weaver.due_epoch(item.seq)
    if epoch is None:
        return 0
    weaver.adopt(epoch)
    return epoch.count


def _judge(
    weaver: Weaver, index: CopyIndex, told: Iterator[Told], book: Book
) -> Iterator[tuple[float, float]]:
    """Seconds an article for each chunk: for its story, for what it copies."""
    while chunk := list(islice(told, _CHUNK)):
        started = time.process_time()
        relations = []
        for one in chunk:
            relation = index.decide(one.item)
            index.absorb(one.item, relation)
            relations.append(relation)
        between = time.process_time()
        assignments = []
        for one, relation in zip(chunk, relations, strict=True):
            assignment = weaver.decide(one.item, relation)
            weaver.absorb(one.item, assignment)
            weaver.revise(one.item)  # not applied: the other articles lie where they belong
            assignments.append(assignment)
        ended = time.process_time()
        for one, assignment in zip(chunk, assignments, strict=True):
            book.judge(one.event, assignment.story)
        yield (ended - between) / len(chunk), (between - started) / len(chunk)


def _memory() -> float:
    """Resident bytes; where the system doesn't say, the most there ever were."""
    gc.collect()
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * 4096.0
    return peaks()[0] * 1e6


def _restored(path: Path, folder: Path) -> Restored:
    """Judgements are written as the engine does it, then read by sequencers that know nothing."""
    store = SqliteStore(folder, engine=True)
    weights = load_weights()
    weaver = Weaver("en", weights)
    last = _store(store, weaver, path)
    started = time.perf_counter()
    Sequencer(store, weights).restore(last)
    seconds = time.perf_counter() - started
    store.close()
    return Restored(last, round(seconds, 2), peaks()[0])


def _store(store: SqliteStore, weaver: Weaver, path: Path) -> int:
    """Write articles, judgements and epochs; the ``seq`` of the last."""
    seq = 0
    told = islice(read(path), RESTORED)
    while chunk := list(islice(told, _ROWS)):
        puts: list[Put] = []
        for one in chunk:
            item, story = one.item, f"event {one.event}"
            article = Article(
                item.article, item.seq, "", item.article, None, item.outlet, "en", "", ""
            )
            assignment = Assignment(item.article, story, story, 1.0)
            weaver.absorb(item, assignment)
            judged = Judged(item.seq, Relation(item.article, "original"), assignment)
            puts += [ReadArticle(article, (), item, b""), judged]
            epoch = weaver.due_epoch(item.seq)
            if epoch is not None:
                weaver.adopt(epoch)
                puts.append(epoch)
        store.commit(Decision(tuple(puts), Cursor(WEAVE, seq, chunk[-1].item.seq)))
        seq = chunk[-1].item.seq
    return seq
