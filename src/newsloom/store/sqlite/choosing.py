"""Which stories a reader's choices concern. They touch the order of the front page alone."""

import re
from collections.abc import Iterable
from functools import cached_property

from newsloom.model.judgements import Story
from newsloom.store import search
from newsloom.store.sqlite.session import Session
from newsloom.stories.rank import Choices

_LATEST = 20_000  # articles looked at for each outlet or word, the latest first


class Chosen:
    """A reader's choices, asked of stories. Looked up once, when first needed."""

    def __init__(self, session: Session, choices: Choices) -> None:
        self._session = session
        self._choices = choices

    def followed(self, story: Story) -> tuple[str, ...]:
        """What of a story the reader follows, one entry a kind: an outlet, a language, a word."""
        found = (
            self._first(self._outlets, story),
            next((one for one in self._choices.follow_languages if one in story.langs), None),
            self._first(self._words, story),
        )
        return tuple(one for one in found if one is not None)

    @staticmethod
    def _first(known: dict[str, set[str]], story: Story) -> str | None:
        return next((name for name, stories in known.items() if story.id in stories), None)

    @cached_property
    def _outlets(self) -> dict[str, set[str]]:
        return {
            outlet: {
                row[0]
                for row in self._session.rows(
                    "SELECT placement.story FROM article JOIN placement USING (seq) "
                    "WHERE outlet = ? AND latest ORDER BY article.seq DESC LIMIT ?",
                    (outlet, _LATEST),
                )
            }
            for outlet in self._choices.follow_outlets
        }

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        found = {}
        for word in self._choices.follow_words:
            if _plain(word):
                found[word] = {
                    row[0]
                    for row in self._session.rows(
                        "SELECT placement.story FROM (SELECT rowid AS seq FROM text_index "
                        "WHERE text_index MATCH ? ORDER BY rowid DESC LIMIT ?) "
                        "JOIN article USING (seq) JOIN placement USING (seq) WHERE latest",
                        (f'title : "{_plain(word)}"', _LATEST),
                    )
                }
        return found

    def muted(self, story: Story) -> bool:
        """Whether the reader does not want a story on the front page."""
        choices = self._choices
        if story.lang in choices.mute_languages:
            return True
        if _holds(story.title, choices.mute_words):
            return True
        return self._muted_outlets.get(story.id, 0) >= story.outlets

    @cached_property
    def _muted_outlets(self) -> dict[str, int]:
        """Story -> how many of its outlets are muted."""
        outlets = self._choices.mute_outlets
        if not outlets:
            return {}
        marks = ", ".join("?" * len(outlets))
        rows = self._session.rows(
            "SELECT placement.story, COUNT(DISTINCT outlet) FROM article "  # noqa: S608
            f"JOIN placement USING (seq) WHERE outlet IN ({marks}) AND latest GROUP BY 1",
            outlets,
        )
        return {row[0]: row[1] for row in rows}


def _holds(title: str, words: Iterable[str]) -> bool:
    """Whether a title holds one of these words or phrases: whole words, in any case."""
    plain = f" {_plain(title)} "
    return any(f" {_plain(word)} " in plain for word in words if _plain(word))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", search.index_text(text).casefold()))
