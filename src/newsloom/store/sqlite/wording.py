"""What stood at an address over time, read from the embedded store."""

from itertools import groupby

from newsloom.store.base import Wording
from newsloom.store.sqlite.session import Session


class Wordings:
    """The part of the store that tells how articles changed."""

    _session: Session

    def wordings(self, article_id: str) -> list[Wording]:
        """See Reader.wordings."""
        rows = self._session.rows(
            "WITH version AS (SELECT b.seq, b.id, b.capture FROM article a "
            "JOIN article b USING (identity) WHERE a.id = ?), "
            "seen AS (SELECT seq, id, capture FROM version UNION ALL "
            "SELECT s.seq, s.article, s.capture FROM version v JOIN sighting s ON s.article = v.id)"
            "SELECT seen.id, seen.seq, COALESCE(c.at_us, 0) FROM seen "
            "LEFT JOIN capture c ON c.id = seen.capture ORDER BY seen.seq",
            (article_id,),
        )
        return [Wording(*next(group)) for _, group in groupby(rows, lambda row: row[0])]

    def changed(self, story_id: str) -> list[str]:
        """See Reader.changed."""
        rows = self._session.rows(
            "SELECT DISTINCT a.id, a.seq FROM placement p JOIN article a USING (seq) "
            "JOIN article b USING (identity) WHERE p.story = ? AND a.latest AND b.seq <> a.seq "
            "ORDER BY a.seq",
            (story_id,),
        )
        return [row[0] for row in rows]
