"""Embedders that the operator may set: a model on this machine, or an endpoint.

None of them is needed, none comes with Newsloom, and no model is ever downloaded. Each text is
embedded by itself: in a batch of texts of other lengths the last bits of a vector would differ.
"""

import asyncio
import importlib
import importlib.util
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from newsloom.fetch.endpoint import Endpoint, EndpointFailed, embed
from newsloom.model.errors import ConfigError
from newsloom.stories.embedding import F32, Embedder

_LOG = logging.getLogger(__name__)

OFF = "off"
SETTING = "stories_embedder in newsloom.toml"
_MODULES = {"model2vec": "model2vec", "sentence-transformers": "sentence_transformers"}
_ANSWER_SECONDS = 20.0
_AT_ONCE = 4  # questions to an endpoint
_IN_A_ROW = 3  # failures after which the rest of a batch is not asked for

Encode = Callable[[str], Any]


def name_of(spec: str) -> str:
    """The model that a setting names, wherever it stands: its folder's or the endpoint's name."""
    kind, _, where = spec.partition(":")
    if kind == "endpoint":
        return f"{kind}:{where.partition('#')[2]}"
    return f"{kind}:{Path(where).name}" if where else kind


def make_embedder(spec: str, key: str = "", answer_s: float = _ANSWER_SECONDS) -> Embedder:
    """The embedder of a setting such as ``model2vec:/FOLDER`` or ``endpoint:URL#MODEL``.

    A model is loaded when it is first needed. Raises ConfigError when the library is not installed
    or the folder is not there: a name that is no folder could only be downloaded.
    """
    kind, _, where = spec.partition(":")
    if kind == "endpoint":
        url, _, model = where.partition("#")
        return EndpointEmbedder(name_of(spec), Endpoint(url, model, key, answer_s))
    if kind not in _MODULES:
        raise ConfigError(f"{SETTING} names {kind!r}, which is no kind of embedder")
    folder = Path(where).expanduser()
    if not folder.is_absolute() or not folder.is_dir():
        raise ConfigError(
            f"{SETTING} names {where!r}, which is no folder on this machine: give the whole path "
            "of a model that you have downloaded; Newsloom downloads none"
        )
    if importlib.util.find_spec(_MODULES[kind]) is None:
        raise ConfigError(f"{SETTING} needs {kind}, which is not installed: pip install {kind}")
    load = _model2vec if kind == "model2vec" else _sentence_transformers
    return LocalEmbedder(name_of(spec), folder, load)


def _model2vec(folder: Path) -> Encode:
    """Any: the library is not there when types are checked."""
    model: Any = importlib.import_module("model2vec").StaticModel.from_pretrained(str(folder))
    return lambda text: model.encode([text])[0]


def _sentence_transformers(folder: Path) -> Encode:
    library = importlib.import_module("sentence_transformers")
    model: Any = library.SentenceTransformer(str(folder), local_files_only=True)
    return lambda text: model.encode([text], show_progress_bar=False, convert_to_numpy=True)[0]


class LocalEmbedder:
    """A model of a library on this machine. ``load`` gives what encodes one text."""

    def __init__(self, name: str, folder: Path, load: Callable[[Path], Encode]) -> None:
        self.name = name
        self._folder = folder
        self._load = load
        self._encode: Encode | None = None
        self._length = _Length()

    def embed(self, texts: Sequence[str]) -> F32:
        """See Embedder.embed. Raises ConfigError when the folder holds no model."""
        encode = self._loaded()
        found: list[F32 | None] = []
        problems: list[str] = []
        for text in texts:
            try:
                found.append(self._length.checked(np.asarray(encode(text), np.float32)))
            except Exception as problem:
                found.append(None)
                problems.append(f"{type(problem).__name__}: {problem}")
        return _rows(found, self.name, problems)

    def _loaded(self) -> Encode:
        if self._encode is None:
            # A folder that lacks a file must not make the library look for it elsewhere.
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            try:
                self._encode = self._load(self._folder)
            except Exception as problem:
                raise ConfigError(
                    f"{SETTING}: {self._folder} cannot be loaded: "
                    f"{type(problem).__name__}: {problem}"
                ) from problem
        return self._encode


class EndpointEmbedder:
    """A model behind ``/embeddings``. An answer of another length than the first is none."""

    def __init__(self, name: str, endpoint: Endpoint) -> None:
        self.name = name
        self._endpoint = endpoint
        self._length = _Length()

    def embed(self, texts: Sequence[str]) -> F32:
        """See Embedder.embed. Waits for the endpoint; gives a batch up when it does not answer."""
        # In a thread of its own: the caller's may have a loop that runs.
        with ThreadPoolExecutor(1) as thread:
            found, problems = thread.submit(asyncio.run, self._all(texts)).result()
        return _rows(found, self.name, problems)

    async def _all(self, texts: Sequence[str]) -> tuple[list[F32 | None], list[str]]:
        found: list[F32 | None] = []
        problems: list[str] = []
        in_a_row = 0
        for at in range(0, len(texts), _AT_ONCE):
            if in_a_row >= _IN_A_ROW:
                found += [None] * (len(texts) - at)
                break
            asked = [embed(self._endpoint, text) for text in texts[at : at + _AT_ONCE]]
            for answer in await asyncio.gather(*asked, return_exceptions=True):
                try:
                    if isinstance(answer, BaseException):
                        raise answer
                    found.append(self._length.checked(np.array(answer, np.float32)))
                    in_a_row = 0
                except EndpointFailed as problem:
                    found.append(None)
                    problems.append(str(problem))
                    in_a_row += 1
        return found, problems


class _Length:
    """The length that all vectors of a model have: that of the first."""

    def __init__(self) -> None:
        self._dimensions = 0

    def checked(self, vector: F32) -> F32:
        """The vector. Raises EndpointFailed when it is of another length."""
        self._dimensions = self._dimensions or vector.size
        if vector.shape != (self._dimensions,):
            raise EndpointFailed(f"{vector.size} dimensions, and {self._dimensions} before")
        return vector


def _rows(found: Sequence[F32 | None], name: str, problems: Sequence[str]) -> F32:
    """One row each, nan where there is none; what went wrong is said once a batch."""
    if problems:
        missing = sum(one is None for one in found)
        _LOG.warning(
            "%s: %d of %d articles stay without an embedding: %s",
            name, missing, len(found), problems[0],
        )  # fmt: skip
    width = next((len(one) for one in found if one is not None), 1)
    rows = np.full((len(found), width), np.nan, np.float32)
    for row, vector in zip(rows, found, strict=True):
        if vector is not None:
            row[:] = vector
    return rows
