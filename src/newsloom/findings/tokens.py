"""Words as tokens: columns of a stretch of text, cut into sentences when these are asked for.

In a sentence a quotation is one token.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from itertools import accumulate, compress

from newsloom.findings.lexicon import Cues

QUOTE = "“"  # the text of a token that stands for a whole quotation

_TOKEN = re.compile(
    r"([^\W\d_](?:"
    r"\.(?:[^\W\d_]\.)+"  # U.S.
    r"|\w*+(?:[’'&.‑-]++\w++)*+"
    r")|\d\w*+(?:[’'&.‑-]++\w++)*+|[^\w\s])"
)
_MOST_KNOWN = 100_000  # words kept before they are forgotten


class Token:
    """A word, a mark or a whole quotation (``quote`` is its place in the paragraph, else -1).

    ``signal``: a cue may begin with it; ``abbreviates``: a full stop right after it is part of it.
    Where it stands is no part of it.
    """

    __slots__ = ("abbreviates", "capital", "low", "quote", "signal", "text", "word")

    def __init__(self, text: str, cue: Cues, quote: int = -1) -> None:
        self.text, self.quote = text, quote
        self.low = text.casefold().replace("’", "'")
        self.word = quote < 0 and text[0].isalnum()
        self.capital = quote < 0 and text[0].isupper()
        self.signal = quote < 0 and self.low in cue.signals
        initial = len(text) == 1 and text.isupper()
        self.abbreviates = initial or self.low + "." in cue.honorifics


class _Known(dict[str, Token]):
    """One object for all places of a word in one language, made when it is first asked for."""

    def __init__(self, cue: Cues) -> None:
        self._cue = cue

    def __missing__(self, text: str) -> Token:
        if sum(map(len, _every)) >= _MOST_KNOWN:
            for known in _every:
                known.clear()
        return self.setdefault(text, Token(text, self._cue))


_every: list[_Known] = []


@cache
def _known(cue: Cues) -> _Known:
    _every.append(_Known(cue))
    return _every[-1]


_quotations = [Token(QUOTE, Cues(), number) for number in range(64)]


def quotation(number: int = 0) -> Token:
    """The token of a whole quotation."""
    return _quotations[number] if number < len(_quotations) else Token(QUOTE, Cues(), number)


class Words(list[Token]):
    """The tokens of a sentence, and in ``starts`` and ``ends`` where each of them stands.

    ``signals`` are the places, ascending, of the words at which a cue may begin.
    """

    __slots__ = ("ends", "signals", "starts")

    def __init__(
        self, tokens: Iterable[Token], starts: list[int], ends: list[int], signals: list[int]
    ) -> None:
        list.__init__(self, tokens)
        self.starts, self.ends, self.signals = starts, ends, signals

    def after(self, token: Token, start: int, end: int) -> "Words":
        """The same behind one more token."""
        signals = [at + 1 for at in self.signals]
        return Words((token, *self), [start, *self.starts], [end, *self.ends], signals)

    def before(self, token: Token, start: int, end: int) -> "Words":
        """The same with one more token behind."""
        return Words((*self, token), [*self.starts, start], [*self.ends, end], self.signals)


class Columns:
    """The tokens of ``text[start:end]``: ``tokens``, their ``starts`` and ``ends``.

    Offsets are those of ``text``. A quotation is one token. ``signals`` are the places, ascending,
    of the words at which a cue may begin. Never changed once made.
    """

    __slots__ = ("ends", "signals", "starts", "tokens")

    def __init__(
        self,
        text: str,
        span: tuple[int, int],
        cue: Cues,
        quotes: Sequence[tuple[int, int]] = (),
        numbers: Sequence[int] = (),
        cuts: Sequence[int] = (),
    ) -> None:
        """``quotes`` span quotations with their marks, ``numbers`` are what tokens call them.

        ``cuts`` are offsets over which no token runs. All are ascending.
        """
        parts = _parts(text, span, sorted([*quotes, *((cut, cut) for cut in cuts)]))
        edges = list(accumulate(map(len, parts), initial=span[0]))
        texts, self.starts, self.ends = parts[1::2], edges[1::2], edges[2::2]
        places = self.places([start for start, _ in quotes])
        for at in places:
            texts[at] = QUOTE
        token = _known(cue).__getitem__
        self.tokens = list(map(token, texts))
        for at, number in zip(places, numbers, strict=True):
            self.tokens[at] = quotation(number)
        self._join_stops(token)
        signal = [token.signal for token in self.tokens]
        self.signals = list(compress(range(len(signal)), signal))

    def _join_stops(self, known: Callable[[str], Token]) -> None:
        """Make the full stop of an initial or a title part of it."""
        tokens, starts, ends = self.tokens, self.starts, self.ends
        short = [token.abbreviates for token in tokens[:-1]]
        for at in reversed(list(compress(range(len(short)), short))):
            if tokens[at + 1].text == "." and starts[at + 1] == ends[at]:
                tokens[at] = known(tokens[at].text + ".")
                ends[at] = ends[at + 1]
                del tokens[at + 1], starts[at + 1], ends[at + 1]

    def place(self, offset: int) -> int:
        """The first token that begins at ``offset`` or later."""
        return bisect_left(self.starts, offset)

    def places(self, offsets: Iterable[int]) -> list[int]:
        """The :meth:`place` of each offset."""
        return list(map(partial(bisect_left, self.starts), offsets))

    def signals_in(self, first: int, last: int) -> list[int]:
        """The ``signals`` among tokens ``first`` to ``last``."""
        low = bisect_left(self.signals, first)
        return self.signals[low : bisect_left(self.signals, last, low)]

    def words(self, first: int, last: int) -> Words:
        """Tokens ``first`` to ``last`` as those of one sentence."""
        within = [at - first for at in self.signals_in(first, last)]
        return Words(
            self.tokens[first:last], self.starts[first:last], self.ends[first:last], within
        )


def _parts(text: str, span: tuple[int, int], breaks: Sequence[tuple[int, int]]) -> list[str]:
    """The span as gap, token, gap ... token, gap; what a break spans is one token."""
    at, end = span
    if not breaks:
        return _TOKEN.split(text[at:end])
    parts: list[str] = []
    for low, high in [*breaks, (end, end)]:
        pieces = _TOKEN.split(text[at:low])
        if len(parts) % 2:  # a cut: the gaps on both sides of it are one
            parts[-1] += pieces.pop(0)
        parts += pieces
        if high > low:
            parts.append(text[low:high])
        at = high
    return parts


def tokens_of(text: str, start: int, end: int, cue: Cues) -> Words:
    """The tokens of ``text[start:end]``, which holds no quotation."""
    columns = Columns(text, (start, end), cue)
    return columns.words(0, len(columns.tokens))
