"""Whether a page says something else than it did: pure, and blind to what only counts or dates.

Pages differ at every visit: a teaser, a counter, "two hours ago". None of it is a change of the
article. What is compared is its title and its lines that are no debris of the site.
"""

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from newsloom.extract.article import title_and_text
from newsloom.extract.lines import debris_kind
from newsloom.model.errors import Unreadable
from newsloom.model.facts import Capture
from newsloom.model.ids import text_hash
from newsloom.model.urls import canonical_url
from newsloom.text.tokens import words

_GRAM = 3  # words
_KIN = 0.2  # share of a text's triples of words from which two pages are of one article
_ENDS = " .…[]()"


class Reading(Struct, frozen=True):
    """The words of a page that count, and their fingerprint."""

    title: str
    lines: tuple[str, ...]
    print: str


def reading_of(capture: Capture) -> Reading | None:
    """What a capture says by itself, whatever its feed said; None when no article can be read."""
    try:
        title, text = title_and_text(capture)
    except Unreadable:
        return None
    title = _levelled(title)
    lines = tuple(_levelled(line) for line in text.splitlines() if _counts(line))
    return Reading(title, lines, text_hash("\n".join((title, *lines))))


def _levelled(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split())


def _counts(line: str) -> bool:
    return bool(line.strip()) and debris_kind(line, outside=True) is None


def is_cut(before: Reading, after: Reading) -> bool:
    """Whether a page shows the beginning of what it showed: a wall, not a change of the article."""
    old, new = "\n".join(before.lines), "\n".join(after.lines).rstrip(_ENDS)
    return bool(new) and len(new) * 2 < len(old) and old.startswith(new)


def same_page(before: Capture, after: Capture) -> bool:
    """Whether an address still leads where it led."""
    old, new = (one.final_url or one.url or "" for one in (before, after))
    return canonical_url(old) == canonical_url(new)


def akin(before: Reading, after: Reading) -> bool:
    """Whether two readings are of one article: an address may lead to another page one day."""
    old, new = _triples(before), _triples(after)
    return len(old & new) >= _KIN * max(1, min(len(old), len(new)))


def _triples(reading: Reading) -> set[tuple[str, ...]]:
    found: Sequence[str] = words("\n".join((reading.title, *reading.lines)))
    return {tuple(found[at : at + _GRAM]) for at in range(max(1, len(found) - _GRAM + 1))}
