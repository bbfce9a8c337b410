"""The OpenAPI 3.1 description, made from the table of endpoints and the shapes of their answers."""

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

import msgspec
from msgspec import Struct
from starlette.requests import Request

Json = dict[str, Any]

_STATUS = {
    403: "Only the operator may do this, and no page of another site.",
    404: "There is nothing with this id.",
    410: "It was removed on request.",
    415: "The body is no JSON.",
    422: "A parameter is missing or out of range.",
    503: "The store cannot be read just now.",
}


class Param(Struct, frozen=True):
    """A parameter of an endpoint; ``schema`` is JSON Schema. Path parameters are required."""

    name: str
    place: Literal["path", "query"]
    schema: Json
    description: str
    required: bool = False


class Endpoint(Struct, frozen=True):
    """A GET endpoint: its path under the prefix, what answers it, and the answer's shape.

    ``answer`` is None for a free JSON object.
    """

    path: str
    handler: Callable[[Request], Struct | Mapping[str, Any]]
    answer: type | None
    summary: str
    params: tuple[Param, ...] = ()
    errors: tuple[int, ...] = ()


class Change(Struct, frozen=True):
    """An endpoint that changes something: ``body`` is the shape of what is sent, if anything."""

    path: str
    method: Literal["post", "delete"]
    handler: Callable[[Request, bytes], Struct]
    answer: type
    summary: str
    body: type | None = None
    params: tuple[Param, ...] = ()
    errors: tuple[int, ...] = ()


def _installed_version() -> str:
    try:
        return version("newsloom")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0"


def _content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _operation(endpoint: Endpoint | Change, schemas: Mapping[type, Json], error: Json) -> Json:
    answer: Json = {"type": "object"} if endpoint.answer is None else schemas[endpoint.answer]
    responses: Json = {"200": {"description": "OK", "content": _content(answer)}}
    for status in (*endpoint.errors, 503):
        responses[str(status)] = {"description": _STATUS[status], "content": _content(error)}
    name = endpoint.path.strip("/").replace("/{id}", "_by_id")
    name = name.replace(".", "_").replace("/", "_")
    operation: Json = {
        "operationId": f"{_method(endpoint)}_{name}",
        "summary": endpoint.summary,
        "responses": responses,
    }
    if isinstance(endpoint, Change) and endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(schemas[endpoint.body])}
    if endpoint.params:
        operation["parameters"] = [
            {
                "name": param.name,
                "in": param.place,
                "required": param.required or param.place == "path",
                "description": param.description,
                "schema": param.schema,
            }
            for param in endpoint.params
        ]
    return operation


def _method(endpoint: Endpoint | Change) -> str:
    return endpoint.method if isinstance(endpoint, Change) else "get"


def describe(
    prefix: str, endpoints: Sequence[Endpoint], changes: Sequence[Change], error: type
) -> Json:
    """The OpenAPI document of what stands under ``prefix``; ``error`` shapes every error.

    ``endpoints`` are asked with GET, ``changes`` with their own method.
    """
    types = [endpoint.answer for endpoint in endpoints if endpoint.answer is not None]
    types += [kind for one in changes for kind in (one.answer, one.body) if kind is not None]
    types = list(dict.fromkeys(types))
    refs, components = msgspec.json.schema_components(
        [*types, error], ref_template="#/components/schemas/{name}"
    )
    schemas = dict(zip(types, refs, strict=False))
    paths: Json = {}
    everything: list[Endpoint | Change] = [*endpoints, *changes]
    for endpoint in everything:
        operation = _operation(endpoint, schemas, refs[-1])
        paths.setdefault(prefix + endpoint.path, {})[_method(endpoint)] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Newsloom",
            "version": _installed_version(),
            "description": "Stories with the articles, origins, quotes and figures they are "
            "woven from. Every item carries its main source.",
        },
        "paths": paths,
        "components": {"schemas": components},
    }
