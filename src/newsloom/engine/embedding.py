"""Vectors for the articles of a batch, before it is committed."""

from collections.abc import Iterator

from msgspec.structs import replace

from newsloom.store.base import Decision, Put, ReadArticle
from newsloom.stories.embedding import Embedder, embedded_text, quantised


def with_embeddings(decision: Decision, embedder: Embedder) -> tuple[Decision, int]:
    """The decision with a vector in the features of each new article; how many have none."""
    new = [put for put in decision.puts if isinstance(put, ReadArticle)]
    if not new:
        return decision, 0
    rows = embedder.embed([embedded_text(put.article) for put in new])
    vectors = [quantised(row) for row in rows]
    puts = tuple(_put(decision, iter(vectors)))
    return replace(decision, puts=puts), sum(not vector for vector in vectors)


def _put(decision: Decision, vectors: Iterator[bytes]) -> Iterator[Put]:
    for put in decision.puts:
        if isinstance(put, ReadArticle):
            features = replace(put.features, embedding=next(vectors))
            yield replace(put, features=features)
        else:
            yield put
