"""Sentences as tokens, in which a quotation is one token."""

import re
from functools import lru_cache
from typing import NamedTuple

from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.text.sentences import sentences

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_](?:[\w’'&.‑-]*\w)?(?:['’](?=s\b))?"
    r"|[^\w\s]"
)


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
    pending = [(index, quote) for index, quote in enumerate(quotes) if start <= quote.start < end]
    at = start
    for index, quote in [*pending, (-1, None)]:
        stop = end if quote is None else quote.outer_start
        for match in _TOKEN.finditer(text, at, stop):
            word = match.group()
            if word == ".":
                _append_stop(result, match.start(), cue)
            else:
                result.append(Token(match.start(), match.end(), word, _folded(word)))
        if quote is not None:
            result.append(Token(quote.outer_start, quote.outer_end, "“", "“", index))
            at = quote.outer_end
    return result


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
