"""Embedders: libraries that are not there, and an endpoint on loopback that misbehaves."""

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from newsloom.engine.embedders import make_embedder, name_of
from newsloom.model.errors import ConfigError
from newsloom.stories.embedding import F32

# ------------------------------------------------------------------ libraries


class FakeModel:
    """What both libraries make; remembers how it was made."""

    made: tuple[str, dict[str, Any]] = ("", {})

    def __init__(self, path: str, **options: Any) -> None:
        type(self).made = path, options
        if not any(Path(path).iterdir()):
            raise OSError("no model.safetensors")

    @classmethod
    def from_pretrained(cls, path: str) -> "FakeModel":
        return cls(path)

    def encode(self, texts: list[str], **_: Any) -> F32:
        if "poison" in texts[0]:
            raise ValueError("tokens out of range")
        if "longer" in texts[0]:
            return np.ones((1, 3), np.float32)
        return np.array([[len(text), 1.0] for text in texts], np.float32)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "potion").mkdir()
    (tmp_path / "potion" / "model.safetensors").touch()
    return tmp_path / "potion"


@pytest.fixture(params=["model2vec", "sentence-transformers"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One of the libraries, installed."""
    name = request.param.replace("-", "_")
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, None)
    module.StaticModel = module.SentenceTransformer = FakeModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return str(request.param)


def test_a_local_model_embeds_each_text_by_itself(kind: str, model: Path) -> None:
    embedder = make_embedder(f"{kind}:{model}")
    assert embedder.name == f"{kind}:potion"
    assert embedder.embed(["abc", "de"]).tolist() == [[3.0, 1.0], [2.0, 1.0]]
    path, options = FakeModel.made
    assert path == str(model)
    assert options == ({"local_files_only": True} if kind != "model2vec" else {})


def test_a_text_that_the_model_cannot_take_has_no_vector(
    kind: str, model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = make_embedder(f"{kind}:{model}").embed(["abc", "poison", "longer", "de"])
    assert np.isnan(rows).all(axis=1).tolist() == [False, True, True, False]
    assert "2 of 4 articles stay without an embedding: ValueError: tokens" in caplog.text


@pytest.mark.parametrize("where", ["minishlab/potion-base-8M", "potion", "/no/such/folder"])
def test_what_could_only_be_downloaded_is_refused(kind: str, where: str) -> None:
    with pytest.raises(ConfigError, match=r"stories_embedder in newsloom\.toml .* no folder on"):
        make_embedder(f"{kind}:{where}")


def test_a_folder_without_a_model_is_an_error_that_names_the_setting(
    kind: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    embedder = make_embedder(f"{kind}:{tmp_path / 'empty'}")
    with pytest.raises(ConfigError, match=r"stories_embedder .* cannot be loaded: OSError: no mod"):
        embedder.embed(["abc"])


def test_a_library_that_is_not_installed_is_named(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="pip install model2vec"):
        make_embedder(f"model2vec:{model}")


def test_a_model_goes_by_its_name_wherever_it_stands() -> None:
    assert name_of("model2vec:/a/potion") == name_of("model2vec:/b/potion/")
    assert name_of("endpoint:http://a.example/v1#m") == name_of("endpoint:https://b.example#m")
    assert len({name_of("model2vec:/a/x"), name_of("model2vec:/a/y"), name_of("")}) == 3


# ------------------------------------------------------------------ an endpoint

Answer = Callable[[str], bytes]


class Endpoint:
    """A server on loopback. ``answer`` makes the body of each answer from the text it got."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[str | None] = []
        self.answer: Answer = good
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append({"path": self.path, **body})
                outer.headers.append(self.headers["Authorization"])
                made = outer.answer(body["input"][0])
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(made)))
                    self.end_headers()
                    self.wfile.write(made)
                except OSError:
                    pass  # the asker has gone, as it may

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def good(text: str) -> bytes:
    return json.dumps({"data": [{"embedding": [float(len(text)), 1.0]}]}).encode()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    yield server
    server.close()


def test_an_endpoint_is_asked_for_each_text(endpoint: Endpoint) -> None:
    embedder = make_embedder(f"endpoint:{endpoint.url}#tiny", "secret")
    texts = ["a" * number for number in range(1, 8)]
    assert embedder.embed(texts).tolist() == [[float(number), 1.0] for number in range(1, 8)]
    assert embedder.name == "endpoint:tiny"
    assert {(one["path"], one["model"]) for one in endpoint.asked} == {("/v1/embeddings", "tiny")}
    assert sorted(one["input"][0] for one in endpoint.asked) == texts
    assert set(endpoint.headers) == {"Bearer secret"}


BROKEN: dict[str, bytes] = {
    "no json": b"<html>busy</html>",
    "no data": b'{"data": []}',
    "no list": b'{"data": [{"embedding": "AAAA"}]}',
    "texts": b'{"data": [{"embedding": ["1", "2"]}]}',
    "no numbers": b'{"data": [{"embedding": [NaN, Infinity]}]}',
    "too great": b'{"data": [{"embedding": [1e999, 1]}]}',
    "one number": b'{"data": [{"embedding": [1]}]}',
    "too long": json.dumps({"data": [{"embedding": [0.5] * 5_000}]}).encode(),
    "too large": b" " * 1_100_000,
    "too deep": b"[" * 100_000,
    "another length": b'{"data": [{"embedding": [1, 2, 3]}]}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_wrong_answer_leaves_one_text_without_a_vector(
    endpoint: Endpoint, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.answer = lambda text: body if text == "wrong" else good(text)
    embedder = make_embedder(f"endpoint:{endpoint.url}#tiny")
    rows = embedder.embed(["abc", "wrong", "de"])
    assert rows[[0, 2]].tolist() == [[3.0, 1.0], [2.0, 1.0]]
    assert np.isnan(rows[1]).all()
    assert "endpoint:tiny: 1 of 3 articles stay without an embedding" in caplog.text


def test_an_endpoint_that_does_not_answer_is_given_up_for_the_batch(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    released = threading.Event()

    def slow(text: str) -> bytes:
        released.wait(10)
        return good(text)

    endpoint.answer = slow
    embedder = make_embedder(f"endpoint:{endpoint.url}#tiny", answer_s=0.3)
    with caplog.at_level(logging.WARNING):
        began = time.monotonic()
        rows = embedder.embed(["abc"] * 200)
    released.set()
    assert time.monotonic() - began < 8
    assert np.isnan(rows).all() and len(rows) == 200
    assert len(endpoint.asked) < 10
    assert "200 of 200 articles stay without an embedding" in caplog.text
    assert "did not answer in 0.3 s" in caplog.text
    endpoint.answer = good  # and is asked again for the next
    assert embedder.embed(["abc"]).tolist() == [[3.0, 1.0]]


def test_no_endpoint_at_all_is_said(caplog: pytest.LogCaptureFixture) -> None:
    rows = make_embedder("endpoint:http://127.0.0.1:9/v1#tiny").embed(["abc"])
    assert np.isnan(rows).all()
    assert "127.0.0.1:9" in caplog.text
