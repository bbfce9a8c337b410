"""What an article is about as a vector, when the operator has set an embedder.

A model is asked once per article, and its answer is kept as whole numbers of one byte, so that
judging reads what is stored and comes to the same score on every machine.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from newsloom.kernels import ONE
from newsloom.model.facts import Article

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

LARGEST = 4_096  # dimensions
_SMALLEST = 2
_CHARACTERS = 1_500  # of the text: what the usual models read of it
_STEPS = 127.0


class Embedder(Protocol):
    """Turns texts into vectors. ``name`` is that of the model, wherever it stands."""

    name: str

    def embed(self, texts: Sequence[str]) -> F32:
        """One vector a text, of any length above zero; shape (n, d), ``d`` the same every time.

        The vector of a text depends on that text alone. A row of nan says that there is none, and
        why has been logged; one of zeros, that the model knows none of its words. Raises
        ConfigError when the embedder cannot work at all.
        """
        ...


def embedded_text(article: Article) -> str:
    """What is embedded of an article: its title and the beginning of its text."""
    beginning = article.text[:_CHARACTERS]
    if len(article.text) > _CHARACTERS:
        beginning = beginning.rpartition(" ")[0] or beginning
    # Half a surrogate pair, as JSON may hold it, is no text to a tokeniser.
    return f"{article.title}\n{beginning}".strip().encode("utf-8", "replace").decode()


def quantised(vector: npt.NDArray[np.floating]) -> bytes:
    """A vector in 127 steps of its largest component, int8[d]; empty when it has no direction."""
    exact = np.asarray(vector, np.float64)
    largest = float(np.abs(exact).max(initial=0.0))
    if not _SMALLEST <= len(exact) <= LARGEST or not np.isfinite(exact).all() or not largest:
        return b""
    return np.rint(exact / largest * _STEPS).astype(np.int8).tobytes()


def cosines(one: bytes, others: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """Cosines of a quantised vector with others of its length, in parts of ``ONE``. Shape (n,)."""
    rows = np.frombuffer(b"".join((one, *others)), np.int8).reshape(-1, len(one))
    # Sums of whole numbers below 2**53 are exact in any order, square root and quotient correctly
    # rounded: the same on every machine.
    exact = rows.astype(np.float64)
    dots = exact[1:] @ exact[0]
    squares = (exact * exact).sum(1)
    found: F64 = ONE * (dots / np.sqrt(squares[1:] * squares[0]))
    return np.rint(found).astype(np.int64)


def closeness(one: bytes, stories: Sequence[Sequence[bytes]]) -> F64:
    """The mean cosine of a vector with those of each story; nan without any. Shape (k,).

    Vectors of another length are of another model, and not compared.
    """
    kept = [[other for other in story if len(other) == len(one)] for story in stories]
    found = cosines(one, [other for story in kept for other in story])
    return np.fromiter(_means(found, [len(story) for story in kept]), np.float64, len(kept))


def _means(found: npt.NDArray[np.int64], sizes: Sequence[int]) -> Iterator[float]:
    at = 0
    for size in sizes:
        yield int(found[at : at + size].sum()) / (ONE * size) if size else float("nan")
        at += size
