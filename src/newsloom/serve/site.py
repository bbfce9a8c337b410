"""What every page needs: the store's reader, the effects it may ask for, and the templates."""

import hashlib
import re
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from newsloom.model.times import iso
from newsloom.serve import branches, credit, languages, moments, reasons
from newsloom.serve.auth import FORM_COOKIE, Forms, Limiter, read_form
from newsloom.serve.chart import plain
from newsloom.serve.threads import threads
from newsloom.store.base import Reader, StoryView
from newsloom.stories.rank import Choices
from newsloom.takedown.request import Scope

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Actions(Protocol):
    """Effects that a page can ask for. Each may be called from any thread."""

    def request_takedown(
        self, target: str, scope: Scope, name: str, contact: str, reason: str
    ) -> str:
        """Log a request for removal; the id of the request."""
        ...

    def use_world_catalogue(self) -> int:
        """Poll every outlet of the world catalogue; how many sources were new."""
        ...

    def retry_quarantined(self, capture_id: str) -> bool:
        """Have a quarantined item read again; False when there is none."""
        ...

    def correct(self, kind: str, subject: str, target: str, note: str) -> tuple[str, ...]:
        """Take in a reader's word on what belongs together (``apart``, ``together``); its ids.

        ``subject`` and ``target`` are ids of articles or stories, or addresses that end in one.
        Raises NewsloomError, in words for the reader, when it says nothing that can be done.
        """
        ...

    def undo_correction(self, correction_id: str) -> bool:
        """Take a correction back; False when it is not in force."""
        ...

    def set_choices(self, choices: Choices) -> None:
        """Keep what the reader follows and mutes."""
        ...

    def start_demo(self) -> str:
        """Start the demo press, or say how; a message for the reader."""
        ...


def _templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        iso=iso,
        day=moments.day,
        hour=moments.hour,
        interval=moments.interval,
        http_url=credit.http_url,
        percent=reasons.percent,
        term=reasons.term,
        shorten=credit.shorten,
        cited=credit.cited,
        language=languages.english_name,
        own_language=languages.own_name,
        plain=plain,
    )
    style = hashlib.sha256((STATIC / "style.css").read_bytes()).hexdigest()[:8]
    env.globals.update(
        moment=moments.moment,
        ago=moments.ago,
        ahead=moments.ahead,
        threads=threads,
        relation_of=branches.relation_of,
        main_source_of=credit.main_source,
        style_version=style,
    )
    env.globals["parts"] = env.get_template("_parts.html").module
    return env


# A model's name, and what has it summarise a story: (text, why there is none).
Writer = tuple[str, Callable[[StoryView], tuple[str | None, str]]]


class Site:
    """The parts that ``make_app`` was given, and how a page is made of them."""

    def __init__(
        self,
        reader: Reader,
        actions: Actions,
        *,
        clock: Callable[[], int],
        full_text: Callable[[Request], bool],
        operator: Callable[[Request], bool],
        ranking: Sequence[tuple[str, str]],
        secret: bytes,
        writer: Writer | None = None,
    ) -> None:
        self.reader = reader
        self.actions = actions
        self.clock = clock
        self.full_text = full_text
        self.operator = operator
        self.ranking = ranking
        self.writer = writer
        self.forms = Forms(secret)
        self._limiter = Limiter(60)
        self._limiter_lock = threading.Lock()
        self._env = _templates()

    def page(
        self, request: Request, template: str, status: int = 200, **context: object
    ) -> Response:
        """A template as a response; with a cookie only when the page carries a form."""
        word = self.forms.word(request)
        tokens: list[str] = []

        def token() -> str:
            tokens.append(self.forms.token(word))
            return tokens[-1]

        context.setdefault("query", "")
        html = self._env.get_template(template).render(
            path=request.url.path,
            now=self.clock(),
            token=token,
            operator=self.operator(request),
            demo=self.reader.note("kind") == "demo",
            offline=self.reader.note("network") == "offline",
            no_room=self.reader.note("full") is not None,
            **context,
        )
        response = Response(
            html.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8"
        )
        if tokens and request.cookies.get(FORM_COOKIE) != word:
            secure = request.url.scheme == "https"
            response.set_cookie(FORM_COOKIE, word, httponly=True, samesite="strict", secure=secure)
        return response

    def bare_page(self, status: int, heading: str, detail: str) -> Response:
        """A page that asks nothing of the store: it may be the store that failed."""
        html = self._env.get_template("error.html").render(
            path="",
            query="",
            demo=False,
            offline=False,
            no_room=False,
            operator=False,
            heading=heading,
            detail=detail,
        )
        return Response(
            html.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8"
        )

    def admit(self, request: Request) -> bool:
        """Whether the sender of a form has not sent too many in the last hour."""
        address = request.client.host if request.client else ""
        with self._limiter_lock:
            return self._limiter.admit(address, self.clock())


def site_of(request: Request) -> Site:
    """The site that an application was made with."""
    return cast(Site, request.app.state.site)


PostHandler = Callable[[Request, dict[str, str]], Response]


def form_post(handler: PostHandler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads a form and hands it to a synchronous handler in a thread."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(handler, request, form)

    return endpoint


def page_number(request: Request, most: int = 1000) -> int:
    """The ``page`` of a query from 1 up; 1 when it says nothing readable."""
    given = request.query_params.get("page", "1")
    return min(max(int(given), 1), most) if re.fullmatch("[0-9]{1,6}", given) else 1
