"""Who may do what: hosts we answer to, forms that came from our own pages, full texts, headers."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Collection
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsloom.model.times import HOUR_US

FORM_COOKIE = "newsloom_form"
MAX_FORM_BYTES = 64 * 1024
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

# No script at all: every page works without. Styles and images come from this server alone, so
# that reading a story tells nobody else about it.
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not no-referrer: browsers then send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

TextRights = Literal["loopback", "everyone", "nobody"]


def host_name(netloc: str) -> str:
    """The host of a ``Host`` header in lower case, without port and brackets."""
    try:
        return (urlsplit("//" + netloc).hostname or "").rstrip(".")
    except ValueError:
        return ""


def allowed_hosts(bind: str, names: Collection[str] = ()) -> frozenset[str] | None:
    """The ``Host`` names to answer to when bound to ``bind``; None stands for any.

    A server on loopback answers to loopback names and the configured ones alone: a web page may
    point its own name at 127.0.0.1 and read us through the reader's browser otherwise.
    """
    configured = frozenset(name.lower().rstrip(".") for name in names)
    if bind.strip("[]") in LOOPBACK_HOSTS:
        return LOOPBACK_HOSTS | configured
    return configured | LOOPBACK_HOSTS if configured else None


def text_rights(bind: str, rights: TextRights = "loopback") -> Callable[[Request], bool]:
    """Whether a request may read full texts.

    By default only on loopback, and not through a proxy that publishes a loopback server.
    """
    local = bind.strip("[]") in LOOPBACK_HOSTS

    def full_text(request: Request) -> bool:
        if rights != "loopback":
            return rights == "everyone"
        proxied = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via"))
        named = host_name(request.headers.get("host", ""))
        return local and not proxied and named in LOOPBACK_HOSTS

    return full_text


class Guard:
    """ASGI middleware: refuses foreign ``Host`` names and sets the security headers.

    Paths that begin with ``open_path`` answer to any host: they are for other servers alone.
    """

    def __init__(
        self, app: ASGIApp, hosts: frozenset[str] | None, open_path: str | None = None
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.open_path = open_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 to a host that is not ours, else pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        host = Request(scope).headers.get("host", "")
        opened = self.open_path is not None and scope["path"].startswith(self.open_path)
        if self.hosts is not None and not opened and host_name(host) not in self.hosts:
            refusal = PlainTextResponse("This server does not answer to that host name.\n", 421)
            await refusal(scope, receive, send_secured)
            return
        await self.app(scope, receive, send_secured)


class Forms:
    """Tokens that tie a form to the browser that was given it.

    The cookie holds a random word, the form its HMAC under ``secret``; neither another site
    (``SameSite=Strict``, and the ``Origin`` check) nor another browser can put them together.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def word(self, request: Request) -> str:
        """The word in the browser's cookie, or a new one."""
        word = request.cookies.get(FORM_COOKIE, "")
        return word if re.fullmatch("[0-9a-f]{32}", word) else secrets.token_hex(16)

    def token(self, word: str) -> str:
        """What the form must carry beside the cookie ``word``."""
        return hmac.new(self._secret, word.encode(), hashlib.sha256).hexdigest()

    def genuine(self, request: Request, token: str) -> bool:
        """Whether a form was sent from a page that we gave to this browser."""
        word = request.cookies.get(FORM_COOKIE, "")
        known = hmac.compare_digest(self.token(word).encode(), token.encode("utf-8", "replace"))
        return known and same_origin(request)


def same_origin(request: Request) -> bool:
    """Whether no page of another site sent a request.

    Judged by ``Origin``, which every browser sends with a POST, or else ``Sec-Fetch-Site``.
    """
    origin = request.headers.get("origin")
    if origin is not None:
        try:
            return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
        except ValueError:
            return False
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def read_body(request: Request) -> bytes:
    """The body of a request; 413 past ``MAX_FORM_BYTES``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, "The form is too long.")
    return bytes(body)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of an url-encoded form, the last of each name; 413 past ``MAX_FORM_BYTES``."""
    body = await read_body(request)
    try:
        text = body.decode("utf-8", "replace")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=40))
    except ValueError as error:
        raise HTTPException(400, "The form cannot be read.") from error


class Limiter:
    """At most ``most`` requests an hour from one address; remembers at most ``addresses``."""

    def __init__(self, most: int, addresses: int = 10_000) -> None:
        self._most = most
        self._addresses = addresses
        self._seen: dict[str, list[int]] = {}

    def admit(self, address: str, now_us: int) -> bool:
        """Count a request; False when the address has had its share of the last hour."""
        recent = [at for at in self._seen.pop(address, ()) if now_us - at < HOUR_US]
        admitted = len(recent) < self._most
        if admitted:
            recent.append(now_us)
        if len(self._seen) >= self._addresses:
            self._seen.pop(next(iter(self._seen)))
        self._seen[address] = recent
        return admitted
