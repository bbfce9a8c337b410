"""A store and a browser to try the pages with: the invented press, and what can go wrong."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from lxml import etree, html
from serve_press import (
    FLOOD,
    NOW,
    Row,
    article,
    findings,
    flood_ledger,
    host,
    member,
    others,
    story,
)
from starlette.applications import Starlette

from newsloom.model.errors import NewsloomError
from newsloom.model.facts import Article, Credit, Figure, Finding, Quote, Source
from newsloom.model.judgements import Assignment, LinkEvidence, Origin, Story, StoryLink
from newsloom.model.ledger import Ledger
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US
from newsloom.serve.auth import allowed_hosts
from newsloom.serve.site import Writer
from newsloom.serve.web import make_app
from newsloom.store.base import (
    ArticleView,
    Corrected,
    Counts,
    Hit,
    LinkedStory,
    PastRevision,
    Quarantined,
    RankedStory,
    SourceHealth,
    SourceState,
    SourceStatus,
    StoryView,
    Wording,
)
from newsloom.stories.rank import Choices, terms
from newsloom.takedown.decide import Ruling, Takedown, Tombstone, Verdict
from newsloom.takedown.request import Request, Scope


def _health() -> list[SourceHealth]:
    """Sources in every state."""
    rows: list[tuple[str, str, SourceStatus, str, float | None, int, int]] = [
        ("Dyke Watch", "en", "failing", "The host name cannot be found", 70, 9, 0),
        ("Meridale Times", "en", "blocked", "HTTP 429, Retry-After 3600 s", 5, 3, 40),
        ("Radio Elmtal", "de", "forbidden", "robots.txt disallows /feed", None, 0, 0),
        ("Observatory Notes", "en", "empty", "A feed without entries", 2, 0, 12),
        ("Le Quai Libre", "fr", "unchanged", "", 0.2, 0, 321),
        ("Harbour Gazette", "en", "ok", "", 0.1, 0, 1204),
        ("صحيفة الساحل", "ar", "ok", "", 0.3, 0, 410),
        ("Nordlicht Tageblatt", "de", "new", "", None, 0, 0),
    ]
    return [
        SourceHealth(
            Source(f"f-{n}", "feed", f"https://{host(name)}/feed.xml", name, lang=lang),
            SourceState(f"f-{n}", status, detail,
                        checked_us=None if status == "new" else NOW - HOUR_US // 4,
                        ok_us=None if hours is None else NOW - int(hours * HOUR_US),
                        next_us=NOW + (n + 1) * 7 * MINUTE_US, interval_s=900 * (n + 1),
                        failures=failures, articles=count),
        )
        for n, (name, lang, status, detail, hours, failures, count) in enumerate(rows)
    ]  # fmt: skip


def _takedowns() -> list[Takedown]:
    """One open request, one removal, one refusal."""
    asked = NOW - 2 * DAY_US
    rows: list[tuple[str, Scope, bool | None]] = [
        ("https://harbour-gazette.example/secret-title-in-address", "copies", True),
        ("kettle-bay-courier.example", "domain", False),
        ("a-open", "article", None),
    ]
    made = []
    for n, (target, scope, granted) in enumerate(rows):
        request = Request(f"t-{n}", target, scope, "Private Name", "private@desk.example", "Mine.",
                          asked)  # fmt: skip
        ruling = None
        if granted is not None:
            verdict: Verdict = "removed" if granted else "refused"
            ruling = Ruling(request.id, verdict, "operator", "", asked + 3 * HOUR_US)
        made.append(Takedown(request, ruling, 3 if granted else 0))
    return made


HISTORY = (
    PastRevision("merge", "s-old", "s-flood", 0.74, ("names: Mira Oduya",), 21, 3),
    PastRevision("split", "s-flood", "s-ferry", 0.66, ("another day",), 15, 1),
    PastRevision("move", "s-flood", "s-ferry", 0.81, ("other names",), 14, 1),
    PastRevision("move", "s-ferry", "s-flood", 0.82, ("other names",), 13, 1),
)


@dataclass
class FakeReader:
    """A ``Reader`` over the invented press."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {"flood": FLOOD, **others()})
    notes: dict[str, str] = field(default_factory=dict)
    sources: list[SourceHealth] = field(default_factory=_health)
    chosen: list[Choices] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=lambda: {"s-old": "s-flood"})

    def front(
        self, *, now_us: int, lang: str | None = None, limit: int = 30, offset: int = 0
    ) -> list[Story]:
        made = [story(name, rows) for name, rows in self.rows.items()]
        made.sort(key=lambda one: -one.origins)
        return [one for one in made if lang in (None, one.lang)][offset : offset + limit]

    def ranked(
        self,
        *,
        now_us: int,
        choices: Choices,
        lang: str | None = None,
        limit: int = 30,
        offset: int = 0,
    ) -> list[RankedStory]:
        self.chosen.append(choices)
        found = self.front(now_us=now_us, lang=lang, limit=limit, offset=offset)
        return [RankedStory(one, terms(one, now_us)) for one in found]

    def corrections(self) -> list[Corrected]:
        return list(self.corrected)

    def story(self, story_id: str) -> StoryView | None:
        name = self.merged.get(story_id, story_id).removeprefix("s-")
        if name not in self.rows:
            return None
        members = tuple(member(name, place, row) for place, row in enumerate(self.rows[name]))
        found = [one for each in members for one in findings(each.article)]
        flood = name == "flood"
        return StoryView(
            story(name, self.rows[name]),
            members,
            flood_ledger() if flood else Ledger(),
            (story("bridge", self.rows["bridge"]),) if flood else (),
            tuple(one for one in found if isinstance(one, Quote)),
            tuple(one for one in found if isinstance(one, Figure)),
            HISTORY if flood else (),
            (story("ferry", self.rows["ferry"]),) if flood and "ferry" in self.rows else (),
        )

    def linked(self, story_id: str) -> list[LinkedStory]:
        if story_id != "s-flood" or "ferry" not in self.rows:
            return []
        evidence = (
            LinkEvidence("name", "Port Astel", 2.5),
            LinkEvidence("name", "PORT ASTEL", 1.2),
            LinkEvidence("figure", "3,412", 1.8),
            LinkEvidence("image", "https://lantern.example/flood.jpg", 2.0),
        )
        other = story("ferry", self.rows["ferry"])
        return [LinkedStory(other, StoryLink(story_id, other.id, "de", 6.5, evidence))]

    def links(self) -> list[StoryLink]:
        return [one.link for one in self.linked("s-flood")]

    def storyline(self, storyline_id: str) -> list[Story]:
        found = [story(name, rows) for name, rows in self.rows.items()]
        kept = [one for one in found if one.storyline == storyline_id]
        return sorted(kept, key=lambda one: -(one.first_us or 0))

    def article(self, article_id: str) -> ArticleView | None:
        for name, rows in self.rows.items():
            for place, row in enumerate(rows):
                if article_id == f"a-{name}-{place}":
                    return self._view(name, place, row)
        return None

    def _view(self, name: str, place: int, row: Row) -> ArticleView:
        one = member(name, place, row)
        found = findings(one.article)
        versions = [(one.article.id, one.article.seq, one.article.title)]
        if (name, place) == ("flood", 12):
            versions.insert(0, ("a-flood-1", 1, "Lower town of Port Astel stays closed"))
        return ArticleView(
            one.article, story(name, self.rows[name]), one.assignment,
            story("ferry", self.rows["ferry"]) if "ferry" in self.rows else None,
            one.relation, one.origin,
            tuple(f for f in found if isinstance(f, Quote)),
            tuple(f for f in found if isinstance(f, Figure)),
            tuple(f for f in found if isinstance(f, Credit)), tuple(versions),
        )  # fmt: skip

    def wordings(self, article_id: str) -> list[Wording]:
        view = self.article(article_id)
        if view is None:
            return []
        return [Wording(id, seq, NOW - HOUR_US * (9 - n))
                for n, (id, seq, _) in enumerate(view.versions)]  # fmt: skip

    def changed(self, story_id: str) -> list[str]:
        return ["a-flood-12"] if story_id == "s-flood" else []

    def tombstone(self, article_id: str) -> Tombstone | None:
        return Tombstone("c-gone", "t-0", "a-gone", 9, NOW) if article_id == "a-gone" else None

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, newest: bool = False
    ) -> list[Hit]:
        hits = []
        for name, rows in self.rows.items():
            for place, row in enumerate(rows):
                if query.lower() in (row.title + row.text).lower():
                    made = article(name, place, row)
                    snippet = (("… ", False), (query, True), (" <i>raw</i> …", False))
                    hits.append(Hit(made.id, f"s-{name}", made.title, made.outlet, made.lang,
                                    made.published, snippet))  # fmt: skip
        return hits[:: -1 if newest else 1][offset : offset + limit]

    def languages(self) -> list[tuple[str, int]]:
        counted: dict[str, int] = {}
        for rows in self.rows.values():
            counted[rows[0].lang] = counted.get(rows[0].lang, 0) + 1
        return sorted(counted.items(), key=lambda pair: -pair[1])

    def health(self) -> list[SourceHealth]:
        return list(self.sources)

    def quarantine(self, *, limit: int = 100, offset: int = 0) -> list[Quarantined]:
        rows = [
            Quarantined("c-bad", 3, "extract", "consent", "The page asks for consent only.",
                        "https://meridale-times.example/consent?<x>", NOW - HOUR_US),
            Quarantined("c-line", 4, "import", "malformed", "Line 17 is no JSON object.",
                        "/home/reader/import.jsonl:17", NOW - 3 * HOUR_US),
        ]  # fmt: skip
        return rows[offset : offset + limit] if self.rows else []

    def counts(self) -> Counts:
        articles = sum(len(rows) for rows in self.rows.values())
        quarantined = 2 if self.rows else 0
        return Counts(articles, articles, len(self.rows), 16, len(self.sources), quarantined, 7,
                      48_200_000)  # fmt: skip

    def takedowns(self) -> list[Takedown]:
        return _takedowns()

    def note(self, key: str) -> str | None:
        return self.notes.get(key)

    def articles(self) -> Iterator[tuple[Article, Assignment | None, Origin | None]]:
        for name, rows in self.rows.items():
            for place, row in enumerate(rows):
                one = member(name, place, row)
                yield one.article, one.assignment, one.origin

    def stories(self) -> Iterator[tuple[Story, Ledger]]:
        for name, rows in self.rows.items():
            yield story(name, rows), Ledger()

    def findings(self) -> Iterator[tuple[Article, Finding]]:
        for made, _, _ in self.articles():
            for one in findings(made):
                yield made, one


@dataclass
class FakeActions:
    """Writes down what pages ask for."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    chosen: Choices = field(default_factory=Choices)

    def correct(self, kind: str, subject: str, target: str, note: str) -> tuple[str, ...]:
        if target == "nowhere":
            raise NewsloomError("no story nowhere is here")
        self.asked.append(("correct", kind, subject, target, note))
        return ("k-new",)

    def undo_correction(self, correction_id: str) -> bool:
        self.asked.append(("undo", correction_id))
        return correction_id == "k-1"

    def set_choices(self, choices: Choices) -> None:
        self.chosen = choices

    def request_takedown(
        self, target: str, scope: Scope, name: str, contact: str, reason: str
    ) -> str:
        self.asked.append(("takedown", target, scope, name, contact, reason))
        return "t-new"

    def use_world_catalogue(self) -> int:
        self.asked.append(("world",))
        return 4321

    def retry_quarantined(self, capture_id: str) -> bool:
        self.asked.append(("retry", capture_id))
        return capture_id == "c-bad"

    def start_demo(self) -> str:
        self.asked.append(("demo",))
        return "The demo press starts on another port."


class Browser:
    """Sends requests to an application without a network; keeps cookies, follows nothing."""

    def __init__(self, app: Starlette, base: str = "http://127.0.0.1:8000") -> None:
        self.app = app
        self.base = base
        self.cookies = httpx.Cookies()

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET a path; header names with underscores for dashes."""
        return self.send("GET", path, headers=headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """POST a form from our own origin, unless ``origin`` says otherwise."""
        return self.send("POST", path, headers={"origin": self.base, **headers}, data=fields)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        data: dict[str, str] | None = None,
        body: object = None,
    ) -> httpx.Response:
        """One request with whatever cookies were set before."""
        sent = {name.replace("_", "-"): value for name, value in (headers or {}).items()}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.base, cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, headers=sent, data=data, json=body)
                self.cookies.update(client.cookies)
                return answer

        return asyncio.run(go())

    def token(self, path: str = "/removal") -> str:
        """The token of the first form on a page."""
        page = self.get(path).text
        return page.split('name="token" value="')[1].split('"')[0]


@dataclass
class Server:
    """An application over the fakes, with a browser at it."""

    reader: FakeReader = field(default_factory=FakeReader)
    full_text: bool = True
    operator: bool = True
    base: str = "http://127.0.0.1:8000"
    now: int = NOW
    actions: FakeActions = field(default_factory=FakeActions)
    writer: Writer | None = None

    def browser(self) -> Browser:
        """A new browser without cookies."""
        app = make_app(
            self.reader,
            self.actions,
            clock=lambda: self.now,
            full_text=lambda _: self.full_text,
            operator=lambda _: self.operator,
            ranking=[("Independent origins", "Each doubling adds one point.")],
            hosts=allowed_hosts("127.0.0.1"),
            secret=b"0" * 32,
            writer=self.writer,
        )
        return Browser(app, self.base)


def markup(answer: httpx.Response) -> Any:
    """A page as a tree, untyped: XPath answers anything."""
    return html.document_fromstring(answer.content)


def xml(answer: httpx.Response) -> Any:
    """An XML answer as a tree, untyped: XPath answers anything."""
    return etree.fromstring(answer.content)
