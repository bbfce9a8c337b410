"""What pages, the API and exports read. Only committed states; no method writes."""

from collections.abc import Collection, Iterable, Iterator
from heapq import nsmallest
from typing import Any

from newsloom.fetch.archive import Archive
from newsloom.model.facts import Article, Credit, Figure, Finding, Outlet, Quote, Source
from newsloom.model.judgements import Assignment, Correction, Origin, Story
from newsloom.model.ledger import Ledger, Report
from newsloom.store import search
from newsloom.store.base import (
    ArticleView,
    Counts,
    Hit,
    Judged,
    Member,
    PastRevision,
    Quarantined,
    RankedStory,
    SourceHealth,
    SourceState,
    StoryView,
)
from newsloom.store.sqlite.choosing import Chosen
from newsloom.store.sqlite.correcting import corrections_in
from newsloom.store.sqlite.session import Session, unpack
from newsloom.store.sqlite.subscribing import hubs_of
from newsloom.stories.rank import Choices, terms

_FRONT_POOL = 5_000  # the freshest stories that are ranked; older ones cannot reach the front
_STORYLINE_SHOWN = 50
_LINE_REPORTS = 2_000
_HISTORY_SHOWN = 20
_PAGE = 500
_STATUS_ORDER = {"failing": 0, "blocked": 1, "forbidden": 2, "empty": 3, "new": 4}
Findings = tuple[Finding, ...]


class Reading:
    """The reading side of the embedded store."""

    _session: Session
    _archive: Archive

    def front(
        self, *, now_us: int, lang: str | None = None, limit: int = 30, offset: int = 0
    ) -> list[Story]:
        """See Reader.front."""
        found = self.ranked(now_us=now_us, choices=Choices(), lang=lang, limit=limit, offset=offset)
        return [one.story for one in found]

    def ranked(
        self,
        *,
        now_us: int,
        choices: Choices,
        lang: str | None = None,
        limit: int = 30,
        offset: int = 0,
    ) -> list[RankedStory]:
        """See Reader.ranked. Ties are broken by id, so that pages do not overlap."""
        rows = self._session.rows(
            "SELECT body FROM story WHERE (?1 IS NULL OR lang = ?1) "
            "ORDER BY last_us DESC NULLS LAST, first_seq DESC LIMIT ?2",
            (lang, max(_FRONT_POOL, limit + offset)),
        )
        chosen = Chosen(self._session, choices)
        found = []
        for row in rows:
            story = unpack(row[0], Story)
            if not chosen.muted(story):
                found.append(RankedStory(story, terms(story, now_us, chosen.followed(story))))
        best = nsmallest(offset + limit, found, key=lambda one: (-one.terms.weight, one.story.id))
        return best[offset:]

    def story(self, story_id: str) -> StoryView | None:
        """See Reader.story."""
        row = self._story_body(story_id)
        if row is None:
            return None
        story = unpack(row[0], Story)
        members = []
        findings: list[Finding] = []
        for article, judged, origin, found in self._session.rows(
            "SELECT article.body, placement.body, origin.body, finding.body FROM placement "
            "JOIN article USING (seq) JOIN finding USING (seq) "
            "LEFT JOIN origin ON origin.article = placement.article "
            "WHERE placement.story = ? AND latest ORDER BY seq",
            (story.id,),
        ):
            verdict = unpack(judged, Judged)
            members.append(
                Member(
                    unpack(article, Article),
                    verdict.assignment,
                    verdict.relation,
                    unpack(origin, Origin) if origin else None,
                )
            )
            findings += unpack(found, Findings)
        members.sort(key=lambda one: _time_key(one.article))
        return StoryView(
            story,
            tuple(members),
            unpack(row[1], Ledger),
            self._storyline(story),
            tuple(one for one in findings if isinstance(one, Quote)),
            tuple(one for one in findings if isinstance(one, Figure)),
            tuple(self._history(story.id)),
            tuple(self._rivals(story.id, members)),
            self._corrections_of({member.article.id for member in members}),
            self._line_reports(story),
        )

    def _story_body(self, story_id: str) -> tuple[bytes, bytes] | None:
        """The body and ledger of a story, or of the one that it led to."""
        for one in self._led_to(story_id):
            row = self._session.row("SELECT body, ledger FROM story WHERE id = ?", (one,))
            if row is not None:
                return row[0], row[1]
        return None

    def _led_to(self, story_id: str) -> Iterator[str]:
        """A story's id, then where it was merged into, and on; last where its founder stands."""
        seen: dict[str, None] = {}
        at: str | None = story_id
        while at is not None and at not in seen:
            seen[at] = None
            yield at
            row = self._session.row(
                "SELECT target FROM revision WHERE story = ? AND kind = 'merge' "
                "ORDER BY at_seq DESC, n DESC LIMIT 1",
                (at,),
            )
            at = row[0] if row else None
        for one in seen:
            row = self._session.row(
                "SELECT placement.story FROM founder JOIN placement USING (seq) "
                "WHERE founder.story = ?",
                (one,),
            )
            if row and row[0] not in seen:
                yield row[0]

    def _history(self, story_id: str) -> list[PastRevision]:
        rows = self._session.rows(
            "SELECT body FROM revision WHERE target = ?1 OR (story = ?1 AND kind <> 'merge') "
            "ORDER BY at_seq DESC, n DESC LIMIT ?2",
            (story_id, _HISTORY_SHOWN),
        )
        return [unpack(row[0], PastRevision) for row in rows]

    def _rivals(self, story_id: str, members: Iterable[Member]) -> Iterator[Story]:
        """The runners-up of members, each once, where they still stand."""
        ids = dict.fromkeys(member.assignment.rival for member in members)
        for one in ids:
            found = self._story_row(one) if one and one != story_id else None
            if found is not None and found.id != story_id:
                yield found

    def _corrections_of(self, articles: Collection[str]) -> tuple[Correction, ...]:
        """The corrections that name one of these articles."""
        found = (one.correction for one in corrections_in(self._session.reader()))
        return tuple(
            one
            for one in found
            if one.article in articles or any(other in articles for other in one.others)
        )

    def _storyline(self, story: Story) -> tuple[Story, ...]:
        rows = self._session.rows(
            "SELECT body FROM story WHERE storyline = ? AND id <> ? "
            "ORDER BY last_us DESC NULLS LAST, first_seq DESC LIMIT ?",
            (story.storyline, story.id, _STORYLINE_SHOWN),
        )
        return tuple(unpack(row[0], Story) for row in rows)

    def _line_reports(self, story: Story) -> tuple[Report, ...]:
        """The figures of the other stories of the storyline, of the latest ones first."""
        rows = self._session.rows(
            "SELECT ledger FROM story WHERE storyline = ? AND id <> ? "
            "ORDER BY last_us DESC NULLS LAST, first_seq DESC LIMIT ?",
            (story.storyline, story.id, _STORYLINE_SHOWN),
        )
        reports = [one for row in rows for one in unpack(row[0], Ledger).reports]
        return tuple(reports[:_LINE_REPORTS])

    def article(self, article_id: str) -> ArticleView | None:
        """See Reader.article."""
        row = self._session.row(
            "SELECT article.body, finding.body, placement.body, origin.body, identity "
            "FROM article JOIN finding USING (seq) LEFT JOIN placement USING (seq) "
            "LEFT JOIN origin ON origin.article = article.id WHERE article.id = ?",
            (article_id,),
        )
        if row is None:
            return None
        found = unpack(row[1], Findings)
        judged = unpack(row[2], Judged) if row[2] else None
        assignment = judged.assignment if judged else None
        versions = [
            unpack(body, Article)
            for (body,) in self._session.rows(
                "SELECT body FROM article WHERE identity = ? ORDER BY seq", (row[4],)
            )
        ]
        return ArticleView(
            unpack(row[0], Article),
            self._story_row(assignment.story) if assignment else None,
            assignment,
            self._story_row(assignment.rival) if assignment and assignment.rival else None,
            judged.relation if judged else None,
            unpack(row[3], Origin) if row[3] else None,
            tuple(one for one in found if isinstance(one, Quote)),
            tuple(one for one in found if isinstance(one, Figure)),
            tuple(one for one in found if isinstance(one, Credit)),
            tuple((one.id, one.seq, one.title) for one in versions),
            self._corrections_of({article_id}),
        )

    def _story_row(self, story_id: str) -> Story | None:
        row = self._session.row("SELECT body FROM story WHERE id = ?", (story_id,))
        return unpack(row[0], Story) if row else None

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, newest: bool = False
    ) -> list[Hit]:
        """See Reader.search. A match in the title weighs more than one in the text."""
        expression = search.match_expression(query)
        if expression is None:
            return []
        hits = []
        for body, story in self._matches(expression, limit, offset, newest):
            one = unpack(body, Article)
            hits.append(
                Hit(
                    one.id,
                    story,
                    one.title,
                    one.outlet,
                    one.lang,
                    one.published,
                    search.snippet(one.text or one.title, query),
                )
            )
        return hits

    def _matches(
        self, expression: str, limit: int, offset: int, newest: bool
    ) -> list[tuple[Any, ...]]:
        """(article, story) of the first matches. Older versions match too, and may be many."""
        best = (limit + offset) * 2
        while True:
            rows = self._session.rows(
                "SELECT article.body, placement.story FROM "
                "(SELECT rowid AS seq, CASE WHEN ? THEN -rowid "
                " ELSE bm25(text_index, 8.0, 1.0) END AS score FROM text_index "
                " WHERE text_index MATCH ? ORDER BY score LIMIT ?) AS hit "
                "JOIN article USING (seq) LEFT JOIN placement USING (seq) "
                "WHERE latest ORDER BY score, seq LIMIT ? OFFSET ?",
                (newest, expression, best, limit, offset),
            )
            if len(rows) == limit or self._all_match_within(expression, best):
                return rows
            best *= 8

    def _all_match_within(self, expression: str, count: int) -> bool:
        ((found,),) = self._session.rows(
            "SELECT COUNT(*) FROM (SELECT 1 FROM text_index WHERE text_index MATCH ? LIMIT ?)",
            (expression, count),
        )
        return bool(found < count)

    def languages(self) -> list[tuple[str, int]]:
        """See Reader.languages."""
        rows = self._session.rows("SELECT lang, COUNT(*) FROM story GROUP BY lang")
        return sorted(((row[0], row[1]) for row in rows), key=lambda pair: (-pair[1], pair[0]))

    def sources(self) -> list[Source]:
        """Every source by id."""
        rows = self._session.rows("SELECT body FROM source ORDER BY id")
        return [unpack(row[0], Source) for row in rows]

    def outlets(self) -> list[Outlet]:
        """Every known outlet by name."""
        rows = self._session.rows("SELECT body FROM outlet ORDER BY name")
        return [unpack(row[0], Outlet) for row in rows]

    def health(self) -> list[SourceHealth]:
        """See Reader.health."""
        rows = self._session.rows(
            "SELECT source.body, source_state.body FROM source "
            "LEFT JOIN source_state ON source_state.source = source.id"
        )
        hubs = hubs_of(self._session)
        found = []
        for source_body, state_body in rows:
            source = unpack(source_body, Source)
            state = unpack(state_body, SourceState) if state_body else SourceState(source.id)
            found.append(SourceHealth(source, state, hubs.get(source.id)))
        return sorted(
            found,
            key=lambda one: (
                _STATUS_ORDER.get(one.state.status, 9),
                one.source.outlet.casefold(),
                one.source.url,
            ),
        )

    def quarantine(self, *, limit: int = 100, offset: int = 0) -> list[Quarantined]:
        """See Reader.quarantine."""
        rows = self._session.rows(
            "SELECT body FROM quarantine ORDER BY seq DESC, capture LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [unpack(row[0], Quarantined) for row in rows]

    def counts(self) -> Counts:
        """See Reader.counts."""
        (row,) = self._session.rows(
            "SELECT (SELECT COUNT(*) FROM capture), (SELECT COUNT(*) FROM article WHERE latest), "
            "(SELECT COUNT(*) FROM story), (SELECT COUNT(DISTINCT outlet) FROM article), "
            "(SELECT COUNT(*) FROM source), (SELECT COUNT(*) FROM quarantine), "
            "(SELECT COUNT(*) FROM capture WHERE seq > "
            " COALESCE((SELECT seq FROM cursor WHERE stage = 'read'), 0)) + "
            "(SELECT COUNT(*) FROM features WHERE seq > "
            " COALESCE((SELECT seq FROM cursor WHERE stage = 'weave'), 0))"
        )
        names = ("captures", "articles", "stories", "outlets", "sources", "quarantined", "pending")
        return Counts(**dict(zip(names, row, strict=True)), bytes=self.bytes_on_disk())

    def bytes_on_disk(self) -> int:
        """Size of the folder's files."""
        paths = self._session.folder.glob(self._session.path.name + "*")
        return sum(path.stat().st_size for path in paths) + self._archive.size()

    def note(self, key: str) -> str | None:
        """See Reader.note."""
        row = self._session.row("SELECT value FROM note WHERE key = ?", (key,))
        return row[0] if row else None

    def articles(self) -> Iterator[tuple[Article, Assignment | None, Origin | None]]:
        """See Reader.articles."""
        for article, judged, origin in self._walk(
            "article.body, placement.body, origin.body",
            "LEFT JOIN placement USING (seq) LEFT JOIN origin ON origin.article = article.id",
        ):
            yield (
                unpack(article, Article),
                unpack(judged, Judged).assignment if judged else None,
                unpack(origin, Origin) if origin else None,
            )

    def findings(self) -> Iterator[tuple[Article, Finding]]:
        """See Reader.findings."""
        for article_body, found in self._walk(
            "article.body, finding.body", "JOIN finding USING (seq)"
        ):
            article = unpack(article_body, Article)
            for one in unpack(found, Findings):
                yield article, one

    def _walk(self, columns: str, joins: str) -> Iterator[tuple[Any, ...]]:
        """Rows of the latest articles in ``seq`` order, page by page."""
        after = 0
        while True:
            rows = self._session.rows(
                f"SELECT seq, {columns} FROM article {joins} "  # noqa: S608
                "WHERE seq > ? AND latest ORDER BY seq LIMIT ?",
                (after, _PAGE),
            )
            if not rows:
                return
            for row in rows:
                yield row[1:]
            after = rows[-1][0]

    def given_ids(self) -> dict[str, list[str]]:
        """Article id -> the other ids under which imports brought the same text."""
        found: dict[str, list[str]] = {}
        for article, given in self._session.rows(
            "SELECT article, given_id FROM sighting ORDER BY seq"
        ):
            found.setdefault(article, []).append(given)
        return found

    def stories(self) -> Iterator[tuple[Story, Ledger]]:
        """See Reader.stories."""
        ids = self._session.rows("SELECT id FROM story ORDER BY first_seq, id")
        for (story_id,) in ids:
            row = self._session.row("SELECT body, ledger FROM story WHERE id = ?", (story_id,))
            if row:
                yield unpack(row[0], Story), unpack(row[1], Ledger)


def _time_key(article: Article) -> tuple[bool, int, int]:
    """Dated articles by time, undated ones after them, ties by arrival."""
    return (article.published_us is None, article.published_us or 0, article.seq)
