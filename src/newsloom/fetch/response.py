"""What a fetch brings, and the seam every fetcher fills."""

from typing import Literal, Protocol

from msgspec import Struct

from newsloom.model.errors import NewsloomError
from newsloom.model.facts import RightsSignal

FailureKind = Literal[
    "timeout", "dns", "connect", "tls", "protocol", "too_large", "redirects", "refused", "robots",
    "busy",
]  # fmt: skip

FEED_TYPES = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml;q=0.9,"
    "application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.7,*/*;q=0.5"
)
PAGE_TYPES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"


class Response(Struct, frozen=True):
    """An answer, whatever its status. ``body`` is decoded from its transfer, not to text.

    ``headers`` have lower-case names. ``moved_to`` is the new address when every redirect on the
    way was a permanent one. ``fetched_us`` is when the answer was complete.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_us: int
    moved_to: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)


class FetchFailed(NewsloomError):
    """There is no answer. ``kind`` says why in one word, the message to a person."""

    def __init__(self, kind: FailureKind, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.retry_after_s = retry_after_s


class Fetcher(Protocol):
    """Asks for a URL, politely. Any status is an answer; no answer raises FetchFailed."""

    async def rights(self, url: str) -> tuple[RightsSignal, ...]:
        """What the site of a URL says about the use of the text there. Never raises."""
        ...

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = PAGE_TYPES,
    ) -> Response: ...
