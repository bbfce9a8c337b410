"""A fetcher over pages held in memory: the same promises, no network."""

from collections.abc import Callable
from urllib.parse import urljoin

from newsloom.fetch.response import PAGE_TYPES, FetchFailed, Response
from newsloom.fetch.rights import SiteRights
from newsloom.fetch.robots import origin_of
from newsloom.model.facts import RightsSignal
from newsloom.signals.robots import Robots

Answer = Response | FetchFailed


class FakeFetcher:
    """Answers from what was put in; an address without an answer gives a 404.

    ``asked`` lists the addresses in the order they were asked, redirects included.
    """

    def __init__(self, clock: Callable[[], int] = lambda: 1_700_000_000_000_000) -> None:
        self._clock = clock
        self._answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    def put(
        self,
        url: str,
        body: bytes = b"",
        content_type: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> None:
        """Set the answer to a URL; header names with ``_`` for ``-``."""
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        pairs = tuple(({"content-type": content_type} | named).items())
        self._answers[url] = Response(url, url, status, pairs, body, 0)

    def fail(self, url: str, failure: FetchFailed) -> None:
        """Make a URL fail."""
        self._answers[url] = failure

    async def rights(self, url: str) -> tuple[RightsSignal, ...]:
        """See ``Fetcher``; read from the robots.txt, tdmrep.json and RSL files put in."""
        return await SiteRights(self._rules, self._small, self._clock).of(url)

    async def _rules(self, url: str) -> Robots:
        answer = await self._small(origin_of(url) + "/robots.txt")
        return Robots.of_status(answer.status, answer.body)

    async def _small(self, url: str) -> Response:
        answer = self._answers.get(url) or Response(url, url, 404, (), b"", self._clock())
        if isinstance(answer, FetchFailed):
            raise answer
        return answer

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = PAGE_TYPES,
    ) -> Response:
        """See ``Fetcher``."""
        at, permanent = url, True
        for _ in range(6):
            if not at.startswith(("http://", "https://")):
                raise FetchFailed("refused", f"only http and https addresses are fetched: {at}")
            self.asked.append(at)
            found = self._answers.get(at)
            if isinstance(found, FetchFailed):
                raise found
            if found is None:
                return Response(url, at, 404, (), b"", self._clock())
            target = found.header("location")
            if found.status not in (301, 302, 303, 307, 308) or not target:
                return self._answer(url, at, found, etag, last_modified, permanent)
            permanent = permanent and found.status in (301, 308)
            at = urljoin(at, target)
        raise FetchFailed("redirects", f"{url}: more than 5 redirects")

    def _answer(
        self,
        url: str,
        at: str,
        found: Response,
        etag: str | None,
        last_modified: str | None,
        permanent: bool,
    ) -> Response:
        same = (etag and etag == found.header("etag")) or (
            last_modified and last_modified == found.header("last-modified")
        )
        return Response(
            url=url,
            final_url=at,
            status=304 if same else found.status,
            headers=found.headers,
            body=b"" if same else found.body,
            fetched_us=self._clock(),
            moved_to=at if permanent and at != url else None,
        )
