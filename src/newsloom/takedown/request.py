"""What somebody asks for, and whether the request can be read at all."""

from typing import Literal

from msgspec import Struct

from newsloom.model.ids import content_id
from newsloom.model.urls import host_of

Scope = Literal["article", "copies", "domain"]


class Request(Struct, frozen=True):
    """A wish to have a text removed.

    ``target`` is an article id, a URL, the id or file name it was imported under, or, for scope
    ``domain``, a domain.
    ``copies`` also takes the identical and edited copies of the text, whoever carries them.
    """

    id: str
    target: str
    scope: Scope
    name: str
    contact: str
    reason: str
    asked_us: int


def make_request(
    target: str, scope: Scope, name: str, contact: str, reason: str, asked_us: int
) -> Request:
    """A request with its content-derived id."""
    # A command line may hold bytes that are no text.
    target, name, contact, reason = (
        one.encode("utf-8", "backslashreplace").decode().strip()
        for one in (target, name, contact, reason)
    )
    return Request(
        content_id("t", target, scope, name, contact, reason, asked_us),
        target,
        scope,
        name,
        contact,
        reason,
        asked_us,
    )


def domain_of(request: Request) -> str:
    """The domain a request of scope ``domain`` names, given as a domain or as a URL of it."""
    return host_of(request.target) or host_of("//" + request.target)
