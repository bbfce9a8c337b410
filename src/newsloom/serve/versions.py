"""How an article changed over time: each text that stood at its address beside the one before."""

from collections.abc import Sequence

from msgspec import Struct

from newsloom.model.facts import Article
from newsloom.serve.credit import shorten
from newsloom.serve.diff import Fact, Line, Version, facts_changed, lines, runs_between
from newsloom.store.base import ArticleView, Reader, Wording

_MOST = 20  # the latest versions that are compared; a live page has hundreds


class Turn(Struct, frozen=True):
    """A version, and what it changed; ``number`` counts from 1.

    ``facts`` and ``lines`` are empty for the first one; ``lines`` is None for texts that are too
    long to be compared word by word. ``back``: the page had had this text before.
    """

    number: int
    article: Article
    seen_us: int
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] | None = ()
    back: bool = False


def turns(reader: Reader, article_id: str, most: int = _MOST) -> list[Turn]:
    """The versions of an article, the oldest first; the latest ``most`` of them are compared.

    Empty for an article that is not here; one that never changed is a single turn.
    """
    seen = reader.wordings(article_id)
    first = max(0, len(seen) - most - 1)
    views = {one.article: reader.article(one.article) for one in seen[first:]}
    found: list[Turn] = []
    before: ArticleView | None = None
    for number, one in enumerate(seen[first:], first + 1):
        view = views[one.article]
        if view is not None:  # else it was removed meanwhile
            found.append(_turn(number, one, before, view, _stood(one, seen[: number - 1])))
            before = view
    return found


def _stood(one: Wording, earlier: Sequence[Wording]) -> bool:
    return any(other.article == one.article for other in earlier)


def _turn(
    number: int, wording: Wording, before: ArticleView | None, view: ArticleView, back: bool
) -> Turn:
    article = view.article
    if before is None:
        return Turn(number, article, wording.seen_us, back=back)
    old, new = before.article.text, article.text
    runs = runs_between(old, new)
    shown = None if runs is None else tuple(lines(old, new, runs))
    facts = facts_changed(_version(before), _version(view), runs)
    return Turn(number, article, wording.seen_us, facts, shown, back)


def _version(view: ArticleView) -> Version:
    return Version(view.article.title, view.article.text, (*view.quotes, *view.figures))


def shortened(facts: Sequence[Fact], limit: int) -> tuple[Fact, ...]:
    """Facts for readers without full texts: words cut to ``limit`` code points."""

    def cut(text: str | None) -> str | None:
        return None if text is None else shorten(text, limit)

    return tuple(
        Fact(one.kind, cut(one.before), cut(one.after), shorten(one.about, limit)) for one in facts
    )


class Changed(Struct, frozen=True):
    """A member of a story that was changed in something that matters after it was published."""

    article: Article
    facts: tuple[Fact, ...]


def changed_members(reader: Reader, story_id: str, limit: int, most: int = 12) -> list[Changed]:
    """Members whose title, figures or quotes changed, ``most`` of them at most.

    The facts are those of all their changes; quotes are cut to ``limit`` code points.
    """
    found = []
    for article_id in reader.changed(story_id)[:most]:
        told = turns(reader, article_id)
        facts = tuple(dict.fromkeys(fact for turn in told for fact in turn.facts))
        if facts:
            found.append(Changed(told[-1].article, shortened(facts, limit)))
    return found
