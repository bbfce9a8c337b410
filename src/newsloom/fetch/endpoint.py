"""One question to an OpenAI-compatible endpoint that the operator has set: a text, or a vector."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from msgspec import Struct

from newsloom.model.errors import NewsloomError

_MOST_BYTES = 1_000_000
_MOST_DIMENSIONS = 4_096


class EndpointFailed(NewsloomError):
    """The endpoint gave no usable answer; the message says why."""


class Endpoint(Struct, frozen=True):
    """Where a model answers. ``url`` is the base, as in ``http://127.0.0.1:11434/v1``.

    ``key`` goes into the Authorization header when it is not empty.
    """

    url: str
    model: str
    key: str = ""
    timeout_s: float = 60.0


async def ask(endpoint: Endpoint, messages: Sequence[Mapping[str, str]]) -> str:
    """The text of the first choice. Raises EndpointFailed, on everything that goes wrong."""
    question = {"model": endpoint.model, "messages": list(messages), "temperature": 0}
    return _content(await _answer(endpoint, "/chat/completions", question), _host(endpoint))


async def embed(endpoint: Endpoint, text: str) -> list[float]:
    """The vector of one text. Raises EndpointFailed, on everything that goes wrong."""
    question = {"model": endpoint.model, "input": [text], "encoding_format": "float"}
    return _vector(await _answer(endpoint, "/embeddings", question), _host(endpoint))


def _host(endpoint: Endpoint) -> str:
    return urlsplit(endpoint.url).netloc.rpartition("@")[2]


async def _answer(endpoint: Endpoint, path: str, question: Mapping[str, Any]) -> bytes:
    """What the endpoint answers.

    The address is the operator's own choice and mostly a machine nearby, so the guard of the
    fetcher does not apply; redirects are not followed, at most a megabyte is read.
    """
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    timeout = aiohttp.ClientTimeout(total=endpoint.timeout_s)
    address = endpoint.url.rstrip("/") + path
    host = _host(endpoint)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(address, json=question, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise EndpointFailed(f"{host} answered {answer.status}")
            body = await answer.content.read(_MOST_BYTES + 1)
            while len(body) <= _MOST_BYTES and not answer.content.at_eof():
                body += await answer.content.read(_MOST_BYTES + 1 - len(body))
    except TimeoutError:
        raise EndpointFailed(f"{host} did not answer in {endpoint.timeout_s:g} s") from None
    except (aiohttp.ClientError, OSError, ValueError) as problem:
        raise EndpointFailed(f"{host}: {type(problem).__name__}: {problem}") from problem
    if len(body) > _MOST_BYTES:
        raise EndpointFailed(f"{host} answered with more than {_MOST_BYTES:,} bytes")
    return body


def _content(body: bytes, host: str) -> str:
    """``choices[0].message.content`` of an answer."""
    try:
        answer: Any = json.loads(body)
        content = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointFailed(f"{host} answered with something that is no chat answer") from None
    if not isinstance(content, str):
        raise EndpointFailed(f"{host} answered with something that is no text")
    return content


def _vector(body: bytes, host: str) -> list[float]:
    """``data[0].embedding`` of an answer."""
    try:
        found = json.loads(body)["data"][0]["embedding"]
        vector = [float(one) for one in found if not isinstance(one, str | bool)]
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        raise EndpointFailed(f"{host} answered with something that is no embedding") from None
    whole = len(vector) == len(found) and all(map(math.isfinite, vector))
    if not whole or not 1 < len(vector) <= _MOST_DIMENSIONS:
        raise EndpointFailed(f"{host} answered with something that is no embedding")
    return vector
