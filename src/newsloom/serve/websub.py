"""Where hubs call (WebSub): they verify what we asked for, and push what is new."""

import asyncio
from typing import Literal, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PREFIX = "/websub/"
_MOST_BYTES = 5_000_000  # of one push
_MOST_WORD = 2000  # of a challenge or a topic


class Desk(Protocol):
    """What takes in what hubs say; see ``engine.subscribing.Subscribing``."""

    def verify(self, token: str, mode: str, topic: str, lease_seconds: str) -> bool: ...
    def deny(self, token: str, topic: str, reason: str) -> None: ...
    def deliver(
        self, token: str, signature: str | None, content_type: str, body: bytes
    ) -> Literal["taken", "dropped", "unknown", "full"]: ...


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def verify(request: Request) -> Response:
    """GET /websub/{token}: a hub asks whether we asked it; only then its challenge is echoed."""
    asked = request.query_params
    token = request.path_params["token"]
    topic = asked.get("hub.topic", "")[:_MOST_WORD]
    mode = asked.get("hub.mode", "")
    desk = _desk(request)
    if mode == "denied":
        await asyncio.to_thread(desk.deny, token, topic, asked.get("hub.reason", ""))
        return PlainTextResponse("noted\n")
    challenge = asked.get("hub.challenge", "")
    lease = asked.get("hub.lease_seconds", "")
    if not 0 < len(challenge) <= _MOST_WORD or not await asyncio.to_thread(
        desk.verify, token, mode, topic, lease
    ):
        raise HTTPException(404, "Not Found")
    # As plain bytes that no browser takes for a page: the challenge is whatever was sent.
    return Response(
        challenge.encode("utf-8", "replace"),
        media_type="application/octet-stream",
        headers={"content-disposition": "attachment"},
    )


async def deliver(request: Request) -> Response:
    """POST /websub/{token}: content. With a wrong signature it is dropped, and not said so."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, "Too long.")
    taken = await asyncio.to_thread(
        _desk(request).deliver,
        request.path_params["token"],
        request.headers.get("x-hub-signature"),
        request.headers.get("content-type", "")[:200],
        bytes(body),
    )
    if taken == "unknown":
        return PlainTextResponse("no such subscription\n", 410)
    if taken == "full":
        return PlainTextResponse("later, please\n", 503, headers={"retry-after": "120"})
    return PlainTextResponse("accepted\n", 202)


ROUTES = (
    Route(PREFIX + "{token}", verify, methods=["GET"]),
    Route(PREFIX + "{token}", deliver, methods=["POST"]),
)
