"""A public way to cluster a stream: TF-IDF, truncated SVD, and the nearest neighbour by FAISS.

scikit-learn and faiss-cpu (``pip install newsloom[bench]``), set up with care: sublinear term
frequencies and 128 dimensions learned from earlier articles, an inverted-file index, one thread.
An article joins the story of its nearest neighbour when the cosine reaches a threshold, which is
the one that would have judged the last articles before best. It gets the same terms, ready made,
and transforms them a hundred at a time.
"""

import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from newsloom.bench.truth import Book, Told, read

_COLUMNS = 1 << 18  # terms are hashed into so many
_DIMENSIONS = 128
_FITTED = 8_000  # articles that the weights and dimensions are learned from
_TUNED = 1_000  # articles that the threshold is chosen by
_LISTS, _LOOKED_AT = 256, 16  # of the inverted file
_BATCH = 100
_THRESHOLDS = np.arange(0.3, 0.96, 0.05)
_UNTUNED = 0.7

F32 = npt.NDArray[np.float32]


class Clustered(Struct, frozen=True):
    """What it came to with so many stories open: the judged articles."""

    open_stories: int
    articles_per_second: int
    us_each: int
    f1: float | None


def available() -> bool:
    """Whether the libraries are installed."""
    return find_spec("faiss") is not None and find_spec("sklearn") is not None


def clustered(path: Path, filed: int, open_stories: int, judged: int) -> Clustered:
    """File the first ``filed`` articles where they belong, then judge ``judged`` one by one."""
    told = read(path)
    early = list(islice(told, min(_FITTED, filed)))
    model = _Model(early)
    labels: list[str] = []
    book = Book()
    tuning: list[tuple[float, int, int]] = []
    for number, batch in enumerate(_batches(early, islice(told, filed - len(early)))):
        vectors = model.vectors(batch)
        if (number + 1) * _BATCH > filed - _TUNED:
            tuning += _tuning(model, vectors, batch, labels)
        model.add(vectors)
        for one in batch:
            labels.append(_label(one, len(labels)))
            book.put(one.event, labels[-1])
    threshold = _best(tuning)
    started = time.process_time()
    done = 0
    for batch in _batches([], islice(told, judged)):
        for vector, one in zip(model.vectors(batch), batch, strict=True):
            at, cosine = model.nearest(vector)
            labels.append(labels[at] if cosine >= threshold else f"new {len(labels)}")
            model.add(vector[None])
            book.judge(one.event, labels[-1])
            done += 1
    each = (time.process_time() - started) / max(done, 1)
    return Clustered(open_stories, round(1 / each), round(each * 1e6), book.f1())


def _label(one: Told, number: int) -> str:
    return f"article {number}" if one.event is None else f"event {one.event}"


def _batches(early: Sequence[Told], more: Iterator[Told]) -> Iterator[list[Told]]:
    waiting = [*early]
    for start in range(0, len(waiting) - len(waiting) % _BATCH, _BATCH):
        yield waiting[start : start + _BATCH]
    rest = waiting[len(waiting) - len(waiting) % _BATCH :]
    while batch := [*rest, *islice(more, _BATCH - len(rest))]:
        yield batch
        rest = []


class _Model:
    """Articles as dense vectors, and an index of them."""

    def __init__(self, early: Sequence[Told]) -> None:
        import faiss
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfTransformer

        faiss.omp_set_num_threads(1)
        counts = _matrix(early)
        self._weights: Any = TfidfTransformer(sublinear_tf=True).fit(counts)
        dimensions = min(_DIMENSIONS, len(early) - 1)
        self._svd: Any = TruncatedSVD(dimensions, n_iter=2, random_state=0)
        self._svd.fit(self._weights.transform(counts))
        lists = max(1, min(_LISTS, len(early) // 40))
        quantizer = faiss.IndexFlatIP(dimensions)
        self._index: Any = faiss.IndexIVFFlat(
            quantizer, dimensions, lists, faiss.METRIC_INNER_PRODUCT
        )
        self._index.nprobe = min(_LOOKED_AT, lists)
        self._index.train(self.vectors(early))

    def vectors(self, batch: Sequence[Told]) -> F32:
        """Vectors of length 1. Shape (n, dimensions)."""
        dense = self._svd.transform(self._weights.transform(_matrix(batch)))
        lengths = np.linalg.norm(dense, axis=1, keepdims=True)
        found: F32 = np.ascontiguousarray(dense / np.maximum(lengths, 1e-9), np.float32)
        return found

    def add(self, vectors: F32) -> None:
        self._index.add(vectors)

    def nearest(self, vector: F32) -> tuple[int, float]:
        """The number of the most similar article and the cosine; -1 and -1 when there is none."""
        cosines, found = self._index.search(vector[None], 1)
        return (int(found[0, 0]), float(cosines[0, 0])) if found[0, 0] >= 0 else (-1, -1.0)


def _matrix(batch: Sequence[Told]) -> Any:
    from scipy.sparse import csr_matrix

    terms = [np.frombuffer(one.item.body_terms, "<u4") for one in batch]
    counts = np.concatenate([np.frombuffer(one.item.body_counts, "<u2") for one in batch])
    ends = np.cumsum([0, *map(len, terms)])
    columns = (np.concatenate(terms) % _COLUMNS).astype(np.int32)
    matrix = csr_matrix((counts.astype(np.float64), columns, ends), (len(batch), _COLUMNS))
    matrix.sum_duplicates()
    return matrix


def _tuning(
    model: _Model, vectors: F32, batch: Sequence[Told], labels: Sequence[str]
) -> list[tuple[float, int, int]]:
    """Cosine of the nearest, whether it belongs together, whether anything would."""
    known = set(labels)
    rows = []
    for vector, one in zip(vectors, batch, strict=True):
        at, cosine = model.nearest(vector)
        label = _label(one, -1)
        rows.append((cosine, int(at >= 0 and labels[at] == label), int(label in known)))
    return rows


def _best(tuning: Sequence[tuple[float, int, int]]) -> float:
    """The threshold that would have judged most articles rightly."""
    if not tuning:
        return _UNTUNED
    right = [
        sum(same if cosine >= threshold else 1 - belongs for cosine, same, belongs in tuning)
        for threshold in _THRESHOLDS
    ]
    return float(_THRESHOLDS[int(np.argmax(right))])
