"""Sentences as tokens, in which a quotation is one token."""

import re
from functools import lru_cache
from typing import NamedTuple

from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.text.sentences import sentences

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]\w*+(?:[’'&.‑-]++\w++)*+"
    r"|[^\w\s]"
)


_made = tuple.__new__  # half the time of the constructor, which is written in Python


class Token(NamedTuple):
    """A word, a mark or a whole quotation (``quote`` is its place in the paragraph, else -1)."""

    start: int
    end: int
    text: str
    low: str
    quote: int = -1

    @property
    def word(self) -> bool:
        return self.quote < 0 and self.text[0].isalnum()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and self.quote < 0


def _mask(text: str, begin: int, end: int, quotes: list[Quoted]) -> str:
    """The paragraph with the words of its quotes made one, so that no sentence ends in them."""
    pieces, at = [], begin
    for quote in quotes:
        pieces.append(text[at : quote.outer_start])
        inner = text[quote.start : quote.end]
        first = next((char for char in inner if char.isalnum()), "x")
        last = inner[-1] if inner[-1] in ",.!?…" else "x"
        head = quote.start - quote.outer_start
        fill = ("x" if first.islower() else "X").ljust(len(inner), "x")[: len(inner) - 1] + last
        tail = text[quote.end : quote.outer_end]
        pieces.append(text[quote.outer_start : quote.start][:head] + fill + tail)
        at = quote.outer_end
    pieces.append(text[at:end])
    return "".join(pieces)


def _tokens(text: str, start: int, end: int, quotes: list[Quoted], cue: Cues) -> list[Token]:
    """The tokens of ``text[start:end]``, offsets into ``text``."""
    result: list[Token] = []
    at = start
    for index, quote in enumerate(quotes):
        if start <= quote.start < end:
            _append_words(result, text, at, quote.outer_start, cue)
            result.append(Token(quote.outer_start, quote.outer_end, "“", "“", index))
            at = quote.outer_end
    _append_words(result, text, at, end, cue)
    return result


def _append_words(result: list[Token], text: str, at: int, end: int, cue: Cues) -> None:
    """Add the tokens of ``text[at:end]``: between two of them stand but blanks and underscores."""
    place = text.find
    for word in _TOKEN.findall(text, at, end):
        start = place(word, at)
        at = start + len(word)
        if word == ".":
            _append_stop(result, start, cue)
        else:
            result.append(_made(Token, (start, at, word, _folded(word), -1)))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


def _append_stop(result: list[Token], start: int, cue: Cues) -> None:
    """Add a full stop; that of an initial or a title becomes part of it."""
    if result and result[-1].end == start:
        last = result[-1]
        short = len(last.text) == 1 and last.text.isupper()
        if short or last.low + "." in cue.honorifics:
            result[-1] = Token(last.start, start + 1, last.text + ".", last.low + ".")
            return
    result.append(Token(start, start + 1, ".", "."))


def sentences_of(
    text: str, begin: int, end: int, quotes: list[Quoted], cue: Cues
) -> list[list[Token]]:
    """The sentences of a paragraph as tokens; a quotation is never cut."""
    masked = _mask(text, begin, end, quotes)
    return [
        _tokens(text, begin + start, begin + stop, quotes, cue) for start, stop in sentences(masked)
    ]


def tokens_of(text: str, start: int, end: int, cue: Cues) -> list[Token]:
    """The tokens of ``text[start:end]``, which holds no quotation."""
    return _tokens(text, start, end, [], cue)
