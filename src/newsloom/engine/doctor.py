"""Checks of a folder: each finds one kind of damage, and says the way out."""

import shutil
from collections.abc import Callable

from msgspec import Struct

from newsloom.engine.sequencer import outdated
from newsloom.model.counts import counted
from newsloom.model.errors import DamagedCapture, StoreError
from newsloom.model.ledger import Event, SummaryLine
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.constraints import Constraints
from newsloom.stories.features import FEATURES_VERSION
from newsloom.takedown.decide import covering_key

_LOW_DISK = 500 * 1024 * 1024


class Check(Struct, frozen=True):
    """One check: its name, whether it holds, and what was seen."""

    name: str
    ok: bool
    detail: str


def examine(store: SqliteStore) -> list[Check]:
    """Every check, in the order in which a person would want to know."""
    checks = (
        _database, _archive, _index, _offsets, _shown, _features, _embeddings, _corrections,
        _removals, _progress, _quarantine, _disk,
    )  # fmt: skip
    return [_tried(check, store) for check in checks]


def _tried(check: Callable[[SqliteStore], Check], store: SqliteStore) -> Check:
    """A check that cannot even be made has found damage; the others go on."""
    try:
        return check(store)
    except StoreError as error:
        return Check(check.__name__.strip("_"), False, str(error))


def _database(store: SqliteStore) -> Check:
    problems = store.integrity()
    detail = "; ".join(problems[:3]) or f"schema {store.schema_version()}, no damage"
    return Check("database", not problems, detail)


def _archive(store: SqliteStore) -> Check:
    read = damaged = 0
    at, first = 0, ""
    while True:
        try:
            chunk = store.captures_after(at, 256)
        except DamagedCapture as error:
            damaged += 1
            first = first or str(error)
            at = error.seq
            continue
        if not chunk:
            break
        read += len(chunk)
        at = chunk[-1].seq
    if damaged:
        return Check("archive", False, f"{counted(damaged, 'capture')} cannot be read: {first}")
    return Check("archive", True, f"{counted(read, 'capture')} read")


def _index(store: SqliteStore) -> Check:
    articles, indexed = store.index_counts()
    detail = f"{indexed} of {articles} article versions are in the search index"
    return Check("index", articles == indexed, detail)


def _offsets(store: SqliteStore) -> Check:
    """No quote, figure or credit may differ by one character from its article's text."""
    checked = wrong = 0
    for article, finding in store.findings():
        checked += 1
        wrong += article.text[finding.start : finding.end] != finding.text
    return Check("offsets", not wrong, f"{checked} findings, {wrong} differ from their article")


def _shown(store: SqliteStore) -> Check:
    """What stories show word for word, sentences and quotations, is what their articles have.

    A story that has yet to be laid out anew is passed over for words of articles that left it.
    """
    checked = wrong = 0
    settled = not store.counts().pending
    for story, ledger in store.stories():
        if not (ledger.utterances or ledger.timeline or ledger.summary):
            continue
        view = store.story(story.id)
        if view is None:
            continue
        texts = {member.article.id: member.article.text for member in view.members}
        said = {quote.id: quote.text for quote in view.quotes}
        lines: list[Event | SummaryLine] = [*ledger.timeline, *ledger.summary]
        for line in lines:
            if line.article in texts:
                checked += 1
                wrong += texts[line.article][line.start : line.end] != line.text
            else:
                wrong += settled
        for one in ledger.utterances:
            checked += 1
            known = [said[quote] for quote in one.quotes if quote in said]
            wrong += one.text not in known and (settled or len(known) == len(one.quotes))
    return Check(
        "ledger", not wrong, f"{checked} passages shown, {wrong} differ from their article"
    )


def _features(store: SqliteStore) -> Check:
    """Features of two versions may not be compared, so that nothing new is judged."""
    known = sorted(store.features_versions())
    shown = ", ".join(map(str, known)) or "none"
    detail = f"version {shown}, the program's is {FEATURES_VERSION}"
    old = outdated(store)
    way = f": rebuild with `newsloom replay --from {store.folder} --data NEW`" if old else ""
    return Check("features", not old, detail + way)


def _embeddings(store: SqliteStore) -> Check:
    """How many articles the embedder gave nothing for; no damage, they are judged by words."""
    embedder = store.note("embedder")
    if embedder is None:
        return Check("embeddings", True, "no embedder is set")
    at = total = missing = 0
    while chunk := store.features(at, 1_000):
        total += len(chunk)
        missing += sum(not item.embedding for item in chunk)
        at = chunk[-1].seq
    return Check("embeddings", True, f"{missing} of {total} articles have none of {embedder}")


def _corrections(store: SqliteStore) -> Check:
    """Every correction that no later one overrules stands obeyed, once all is judged."""
    found = [one.correction for one in store.corrections()]
    rules = Constraints(found)
    over = {(one.correction, one.other) for one in rules.overruled}
    stands = _stands(store) if found and not store.counts().pending else {}
    broken = [
        one.id
        for one in found
        for other in one.others
        if one.article in stands and other in stands and (one.id, other) not in over
        if (stands[one.article] == stands[other]) != (one.kind == "together")
    ]
    shown = f": {', '.join(dict.fromkeys(broken[:3]))}" if broken else ""
    detail = f"{len(found)} in force, {len(over)} pairs overruled, {len(broken)} not obeyed"
    return Check("corrections", not broken, detail + shown)


def _stands(store: SqliteStore) -> dict[str, str]:
    return {article.id: said.story for article, said, _ in store.articles() if said}


def _removals(store: SqliteStore) -> Check:
    after = {stone.key: stone.after for stone in store.tombstones()}
    back = 0
    if after:
        for article, _, _ in store.articles():
            back += covering_key(article, after) is not None
    return Check("removals", not back, f"{len(after)} tombstones, {back} removed texts are back")


def _progress(store: SqliteStore) -> Check:
    counts = store.counts()
    detail = (
        f"{counted(counts.articles, 'article')} in {counted(counts.stories, 'story', 'stories')}, "
        f"{counts.pending} pending"
    )
    return Check("progress", True, detail)


def _quarantine(store: SqliteStore) -> Check:
    rows = store.quarantine(limit=3)
    total = store.counts().quarantined
    shown = "; ".join(f"{row.place}: {row.message}" for row in rows)
    return Check("quarantine", True, f"{total} items" + (f": {shown}" if shown else ""))


def _disk(store: SqliteStore) -> Check:
    free = shutil.disk_usage(store.folder).free
    used = store.bytes_on_disk()
    detail = f"{used / 1e6:.1f} MB used, {free / 1e9:.1f} GB free"
    return Check("disk", free > _LOW_DISK, detail)
