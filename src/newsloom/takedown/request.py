"""What somebody asks for, and whether the request can be read at all."""

import re
from typing import Literal

from msgspec import Struct

from newsloom.model.ids import content_id
from newsloom.model.urls import host_of

Scope = Literal["article", "copies", "domain"]
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")  # a name, or an IPv6 address


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


def problem_of(request: Request) -> str | None:
    """Why a request names nothing, in words for who makes it; None when it may name something."""
    if not request.target:
        return "a removal request needs an id, an address or a domain"
    if request.scope == "domain" and not _HOST.fullmatch(domain_of(request)):
        return f"{request.target!r} is no domain; one is written as in outlet.example"
    return None


def domain_of(request: Request) -> str:
    """The domain a request of scope ``domain`` names, given as a domain or as a URL of it."""
    target = request.target
    return host_of(target if "://" in target or target.startswith("//") else "//" + target)
