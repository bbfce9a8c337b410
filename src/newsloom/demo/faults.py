"""What goes wrong on the way, on demand: the demo press as a generator of faults."""

from collections.abc import Mapping
from gzip import compress
from typing import Literal

from msgspec import Struct

FaultKind = Literal["status", "slow", "truncated", "malformed", "encoding"]


class Fault(Struct, frozen=True):
    """One fault of one outlet.

    ``status`` answers with that status and no body; ``slow`` waits ``delay_s`` first;
    ``truncated`` breaks a gzip stream in the middle; ``malformed`` ends the text in the middle
    of its markup; ``encoding`` declares another character set than the one used.
    """

    kind: FaultKind
    on: Literal["feed", "page", "all"] = "all"
    status: int = 503
    delay_s: float = 2.0


Faults = Mapping[str, Fault]  # by the slug of an outlet

_CUT = 0.6  # where a broken body ends, as a share of its length


class Reply(Struct, frozen=True):
    """An answer before it is sent. ``part`` is what faults tell apart."""

    status: int
    body: bytes
    content_type: str
    part: Literal["feed", "page", "other"]
    headers: tuple[tuple[str, str], ...] = ()


def spoiled(reply: Reply, fault: Fault | None) -> Reply:
    """The reply as a fault leaves it; a delay is the server's business."""
    if fault is None or reply.status != 200 or fault.on not in ("all", reply.part):
        return reply
    body, kind, headers, status = reply.body, reply.content_type, reply.headers, reply.status
    if fault.kind == "status":
        body, status = b"", fault.status
    elif fault.kind == "truncated":
        packed = compress(body, mtime=0)
        body = packed[: int(len(packed) * _CUT)]
        headers = (*headers, ("Content-Encoding", "gzip"))
    elif fault.kind == "malformed":
        body = body[: int(len(body) * _CUT)] + b" & < <"
    elif fault.kind == "encoding":
        kind = kind.split(";")[0] + "; charset=iso-8859-1"
    return Reply(status, body, kind, reply.part, headers)
