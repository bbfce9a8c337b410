"""The article in a scraped text: its title, its body, and the debris of the site around it.

Debris is recognised by the lexicon, by shape, by where it stands, and by what recurs. A line in
doubt stays: to lose a sentence is worse than to keep a button.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsloom.extract.lexicon import Kind, level, start_of
from newsloom.extract.lines import (
    byline_of,
    debris_kind,
    ends_sentence,
    is_breadcrumb,
    is_date,
    is_headline,
    is_prose,
    is_weather,
    published_in,
)
from newsloom.extract.metadata import names

Recurs = Callable[[str], bool]

_LONGEST_TITLE = 300
_TITLE_WITHIN = 12  # lines from the top
_TITLE_WORDS = 3  # after "Watch:" or the like
_SECTION = 20  # letters of a line that may name the section above the headline
_COPIED = 0.3  # share of recurring text from which the text itself is the copy
_FEW_NAMES = 5
_TEASERS_FROM = 0.7  # share of the text that must stand before a list of teasers
_TURNS = 2  # headlines after text within such a list


class Cleaned(NamedTuple):
    """Lines that are the body; what the others told."""

    body: tuple[str, ...]
    credits: tuple[str, ...] = ()  # lines that name whose text or picture it is, verbatim
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()  # what lines beside the body print as the day of publication


class Scraped(NamedTuple):
    """A text file as read."""

    title: str
    cleaned: Cleaned


def _never(_: str) -> bool:
    return False


# ---------------------------------------------------------------- the title


def _words(line: str) -> int:
    return len(line.split())


def _no_title(line: str) -> bool:
    """Whether a line at the top is debris; lenient, since headlines look like anything."""
    if is_date(line) or is_weather(line) or is_breadcrumb(line):
        return True
    kind = debris_kind(line, outside=False)
    if kind is None or kind == "credit":
        return byline_of(line) is not None and _words(line) <= _FEW_NAMES + 2
    opened = start_of(level(line))
    if opened is None or opened.kind == "notice":
        return True
    # "Watch: ..." and "Opinion: ..." open headlines, too; "Updated: <a date>" does not.
    rest = level(line).partition(opened.phrase)[2].strip(" :")
    return _words(rest) < _TITLE_WORDS or is_date(rest) or not opened.phrase.endswith(":")


def find_title(lines: Sequence[str], recurs: Recurs = _never) -> int | None:
    """The index of the headline: the first line from the top that can be one; else None."""
    for index, line in enumerate(lines[:_TITLE_WITHIN]):
        if len(line) > _LONGEST_TITLE:
            return None
        if _no_title(line) or recurs(line) or not any(map(str.isalpha, line)):
            continue
        rest = [one for one in lines[index + 1 : index + 3] if not _no_title(one)]
        section = _words(line) <= 2 and len(line) <= _SECTION and line.isascii()
        if section and rest and _words(rest[0]) >= 4 and is_headline(rest[0]):
            continue  # "World", and the headline below it
        return index
    return None


# ---------------------------------------------------------------- the body


def _recurring(lines: Sequence[str], recurs: Recurs) -> list[bool]:
    """Which lines recur; none, when so much does that the text itself goes round."""
    marks = [recurs(line) for line in lines]
    size = sum(map(len, lines))
    prose = sum(
        len(line) for line, mark in zip(lines, marks, strict=True) if mark and is_prose(line)
    )
    return marks if prose <= _COPIED * size else [False] * len(lines)


def _core(
    lines: Sequence[str], recurring: Sequence[bool], outer: Sequence[Kind | None]
) -> tuple[int, int]:
    """First and last index of running text: ``(n, -1)`` when there is none."""
    prose = [
        index
        for index, line in enumerate(lines)
        if outer[index] is None and not recurring[index] and is_prose(line)
    ]
    return (prose[0], prose[-1]) if prose else (len(lines), -1)


def _comments_at(lines: Sequence[str], outer: Sequence[Kind | None], first: int) -> int:
    """Where the comments begin, when enough of the text stands before them; else the end."""
    total = sum(map(len, lines))
    before = 0
    for index, line in enumerate(lines):
        if outer[index] == "comments" and index > first and before * 2 >= total:
            return index
        before += len(line)
    return len(lines)


def _footer_at(lines: Sequence[str], kinds: Sequence[Kind | None], last: int) -> int:
    """The first line after the body from which nothing but debris follows."""
    for index in range(last + 1, len(lines)):
        if kinds[index] in ("related", "comments", "notice"):
            rest = range(index, len(lines))
            if all(kinds[at] is not None or not ends_sentence(lines[at]) for at in rest):
                return index
    return len(lines)


def _teasers_at(lines: Sequence[str], kinds: Sequence[Kind | None]) -> int:
    """Where headlines and first words of other articles take turns, near the end; else the end.

    After a box within the text only text follows; in a list, headlines come again and again.
    """
    total = sum(map(len, lines))
    before = 0
    for index, line in enumerate(lines):
        heading = kinds[index] == "related" and _words(line) <= _FEW_NAMES
        if heading and before >= _TEASERS_FROM * total:
            prose = [is_prose(one) for one in lines[index + 1 :]]
            turns = sum(one and not other for one, other in pairwise(prose))
            if turns >= _TURNS and 2 * sum(prose) <= len(prose):
                return index
        before += len(line)
    return len(lines)


def _is_name(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 4 and all(
        word[0].isupper() and word.strip(".").replace("-", "").replace("’", "").isalpha()
        for word in words
    )


class _Sorting:
    """Sorts the lines of one text into body and debris."""

    def __init__(self, lines: Sequence[str], recurs: Recurs) -> None:
        outer = [debris_kind(line, outside=True) for line in lines]
        recurring = _recurring(lines, recurs)
        first, _ = _core(lines, recurring, outer)
        end = _comments_at(lines, outer, first)
        self.lines = list(lines[:end])
        self.recurring = recurring[:end]
        self.first, self.last = _core(self.lines, recurring, outer)
        self.kinds = [self._kind(index, outer[index]) for index in range(end)]

    def _outside(self, index: int) -> bool:
        return index < self.first or index > self.last

    def _kind(self, index: int, outer: Kind | None) -> Kind | None:
        line = self.lines[index]
        # What is no debris beside the body is none within it either.
        inside = outer is not None and not self._outside(index)
        kind = debris_kind(line, outside=False) if inside else outer
        # Within the body a sentence that recurs is a quotation; only buttons go.
        if (
            kind is None
            and self.recurring[index]
            and (self._outside(index) or not ends_sentence(line))
        ):
            return "label"
        return kind

    def _trailing(self) -> set[int]:
        """Below the body, what stands under a first piece of debris and is no sentence."""
        after = range(self.last + 1, len(self.lines))
        first = next((index for index in after if self.kinds[index] is not None), None)
        if first is None or self.last < 0:
            return set()
        below = range(first, len(self.lines))
        # A list of dates or works below a button is still the text's.
        if 3 * sum(self.kinds[at] is not None for at in below) < len(below):
            return set()
        return {at for at in below if not ends_sentence(self.lines[at])}

    def _linked(self) -> set[int]:
        """Headlines that follow a line such as "Read also", inside the body."""
        found: set[int] = set()
        for index, kind in enumerate(self.kinds):
            if kind != "related" or not self.first < index < self.last:
                continue
            if len(self.lines[index].split()) > _FEW_NAMES:
                continue  # the link stands in the line itself
            at = index + 1
            while at < self.last and self.kinds[at] is None and is_headline(self.lines[at]) \
                    and not ends_sentence(self.lines[at]):  # fmt: skip
                found.add(at)
                at += 1
        return found

    def cleaned(self) -> Cleaned:
        """The body and what the other lines told."""
        end = min(
            _footer_at(self.lines, self.kinds, self.last), _teasers_at(self.lines, self.kinds)
        )
        linked = self._linked()
        gone = {
            index
            for index, kind in enumerate(self.kinds)
            if index >= end or index in linked or kind is not None
        } | self._trailing()
        body = [index for index in range(len(self.lines)) if index not in gone]
        if body and body[-1] > self.last >= 0 and _is_name(self.lines[body[-1]]):
            gone.add(body.pop())  # the writer's name below the text
        return Cleaned(
            tuple(self.lines[index] for index in body),
            tuple(
                line for line, kind in zip(self.lines, self.kinds, strict=True) if kind == "credit"
            ),
            self._authors(),
            self._dates(),
        )

    def _dates(self) -> tuple[str, ...]:
        """A bare date counts below the title only: elsewhere it is the day of the reader."""
        named = [
            published_in(line) for index, line in enumerate(self.lines) if self._outside(index)
        ]
        bare = [line for line in self.lines[: self.first][:_TITLE_WITHIN] if is_date(line)]
        return tuple(date for date in (*named, *bare) if date)

    def _authors(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for index, line in enumerate(self.lines):
            byline = byline_of(line) if self._outside(index) else None
            for name in names(byline) if byline else ():
                if 2 <= len(name.split()) <= 4 and not any(map(str.isdigit, name)):
                    found.setdefault(name)
        return tuple(found)


def clean(lines: Sequence[str], recurs: Recurs = _never) -> Cleaned:
    """Sort out the debris of a text without its title line."""
    return _Sorting(lines, recurs).cleaned()


def read_scraped(text: str, recurs: Recurs = _never) -> Scraped:
    """The title and the body of a scraped text. The title is ``""`` when no line can be one."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    at = find_title(lines, recurs)
    if at is None:
        return Scraped("", clean(lines, recurs))
    cleaned = clean(lines[at + 1 :], recurs)
    above = tuple(date for date in map(published_in, lines[:at]) if date)
    body = cleaned.body
    if body and level(body[0]) == level(lines[at]):
        body = body[1:]  # the headline printed twice
    return Scraped(lines[at], cleaned._replace(body=body, dates=cleaned.dates + above))
