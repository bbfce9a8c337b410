"""Links between stories of different languages, and storylines."""

from typing import Any

import apsw

from newsloom.model.judgements import Story, StoryLink
from newsloom.store.decisions import LaidStory, Linked
from newsloom.store.rows import LinkedStory
from newsloom.store.sqlite.session import Session, pack, unpack
from newsloom.stories.bearings import Bearings
from newsloom.stories.crosslang import LEAST_TELLING, WITHIN_DAYS, telling, worth_showing

_LINE_SHOWN = 500


class Linking:
    """The part of the store that links stories."""

    _session: Session

    def unlinked(self, limit: int) -> list[Bearings]:
        """See EngineStore.unlinked."""
        rows = self._session.rows(
            "SELECT bearing.body FROM unlinked JOIN bearing USING (story) ORDER BY story LIMIT ?",
            (limit,),
        )
        return [unpack(row[0], Bearings) for row in rows]

    def candidates(self, bearings: Bearings) -> list[Bearings]:
        """See EngineStore.candidates."""
        keys = [one.digest for one in telling(bearings)]
        if bearings.first_day is None or bearings.last_day is None or not keys:
            return []
        rows = self._session.rows(
            "SELECT bearing.body FROM (SELECT story FROM bearing_key "  # noqa: S608
            f"WHERE key IN ({','.join('?' * len(keys))}) AND last_day >= ? AND first_day <= ? "
            "GROUP BY story HAVING COUNT(*) >= ?) JOIN bearing USING (story) "
            "WHERE shard <> ? ORDER BY story",
            (
                *keys,
                bearings.first_day - WITHIN_DAYS,
                bearings.last_day + WITHIN_DAYS,
                LEAST_TELLING,
                bearings.shard,
            ),
        )
        return [unpack(row[0], Bearings) for row in rows]

    def links(self) -> list[StoryLink]:
        """See Reader.links."""
        rows = self._session.rows(
            "SELECT body FROM story_link WHERE story < other ORDER BY story, other"
        )
        return [unpack(row[0], StoryLink) for row in rows]

    def linked(self, story_id: str) -> list[LinkedStory]:
        """See Reader.linked."""
        rows = self._session.rows(
            "SELECT mine.body, story.body, mine.score, "
            "(SELECT MAX(score) FROM story_link WHERE story = mine.story AND shard = mine.shard), "
            "(SELECT MAX(rival.score) FROM story_link AS rival "
            " WHERE rival.story = mine.other AND rival.shard = back.shard) "
            "FROM story_link AS mine JOIN story_link AS back "
            "ON back.story = mine.other AND back.other = mine.story "
            "JOIN story ON story.id = mine.other WHERE mine.story = ? "
            "ORDER BY mine.score DESC, mine.other",
            (story_id,),
        )
        return [
            LinkedStory(unpack(story, Story), unpack(link, StoryLink))
            for link, story, score, best, best_of_other in rows
            if worth_showing(score, best, best_of_other)
        ]

    def storyline(self, storyline_id: str) -> list[Story]:
        """See Reader.storyline."""
        rows = self._session.rows(
            "SELECT body FROM story WHERE storyline = ? ORDER BY first_seq DESC LIMIT ?",
            (storyline_id, _LINE_SHOWN),
        )
        return sorted((unpack(row[0], Story) for row in rows), key=_newest_first)


def _newest_first(story: Story) -> tuple[bool, int, int]:
    """By the first report; undated stories after the dated ones."""
    at_us = story.first_us
    return (at_us is None, -(at_us or 0), -story.first_seq)


def put_bearings(db: apsw.Connection, put: LaidStory) -> None:
    """Note what a story can be linked by, and that it is to be linked."""
    story, found = put.story.id, put.bearings
    db.execute("DELETE FROM bearing_key WHERE story = ?", (story,))
    if found is None:
        return
    db.execute("INSERT OR REPLACE INTO bearing VALUES (?, ?, ?)", (story, found.shard, pack(found)))
    if found.first_day is not None:
        db.executemany(
            "INSERT OR IGNORE INTO bearing_key VALUES (?, ?, ?, ?)",
            [(one.digest, found.last_day, story, found.first_day) for one in telling(found)],
        )
    db.execute("INSERT OR IGNORE INTO unlinked VALUES (?)", (story,))


def put_linked(db: apsw.Connection, put: Linked) -> None:
    """Put the links of a story in the place of what it had."""
    db.execute("DELETE FROM story_link WHERE story = ?1 OR other = ?1", (put.story,))
    rows: list[tuple[Any, ...]] = [
        (one.story, one.other, one.shard, one.score, pack(one)) for one in put.links
    ]
    db.executemany("INSERT OR REPLACE INTO story_link VALUES (?, ?, ?, ?, ?)", rows)
    db.execute("DELETE FROM unlinked WHERE story = ?", (put.story,))
