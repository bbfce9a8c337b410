"""An article read once for all that look for findings in it: quotations, sentences, tokens.

Quotes, figures and credits need the same of a text: where its paragraphs and sentences are, what
stands between marks, its words case-folded, the days it speaks of. A ``Reading`` has each of these
from the moment somebody asks for it.
"""

import re
from bisect import bisect_right
from functools import cached_property

from msgspec import Struct

from newsloom.findings.dashes import dash_quotes
from newsloom.findings.lexicon import cues
from newsloom.findings.marks import Quoted, paragraphs, quoted
from newsloom.findings.tokens import Columns, Words
from newsloom.model.facts import Article
from newsloom.text.numerals import lowered
from newsloom.text.sentences import in_block

Span = tuple[int, int]
_LETTER = re.compile(r"[^\W_]")


class Sentence(Struct, frozen=True, gc=False):
    """A sentence ``text[start:end]``: tokens ``first`` to ``last`` of the reading's columns."""

    start: int
    end: int
    first: int
    last: int
    quoting: bool  # whether a quotation begins in it


class Paragraph(Struct, frozen=True):
    """A paragraph with its quotations and sentences ``first`` to ``last`` of the reading's."""

    start: int
    end: int
    quotes: list[Quoted]
    first: int
    last: int


class Reading:
    """One article's text with what is found on the way to its findings, each made when asked for.

    All offsets are code points of ``text``. Pure: two readings of one article are alike. Hand one
    reading to ``find_quotes``, ``find_figures`` and ``find_credits`` and the text is read once.

    - ``spans``: the paragraphs; ``quotes`` for each of them the quotations, outermost only.
    - ``sentences``: all of the text, in order, none over the end of a paragraph, none cut within a
      quotation; ``sentence_at(offset)`` the one around an offset.
    - ``columns``: the tokens of the text with their ``starts`` and ``ends``, a quotation as one
      token; ``words(sentence)`` those of a sentence, kept.
    - ``lower``: the text in lower case, offset by offset.
    """

    def __init__(self, article: Article) -> None:
        self.article, self.text, self.lang = article, article.text, article.lang
        self.cue = cues(article.lang)
        self._words: dict[int, Words] = {}

    @cached_property
    def spans(self) -> list[Span]:
        return paragraphs(self.text)

    @cached_property
    def quotes(self) -> list[list[Quoted]]:
        text, spans = self.text, self.spans
        found = quoted(text, spans)
        if not self.cue.dashes:
            return list(found)
        both = zip(spans, found, strict=True)
        return [quotes or dash_quotes(text, span, self.cue) for span, quotes in both]

    @cached_property
    def _cut(self) -> tuple[list[Paragraph], list[Sentence], Columns]:
        """Paragraphs, sentences and tokens, which are made together."""
        text, marked = self.text, [one for quotes in self.quotes for one in quotes]
        masked = _masked(text, marked) if marked else text
        blocks = [in_block(masked, start, end) for start, end in self.spans]
        columns = Columns(
            text,
            (0, len(text)),
            self.cue,
            [(one.outer_start, one.outer_end) for one in marked],
            [number for quotes in self.quotes for number in range(len(quotes))],
            [at for block in blocks for at, _ in block if at and not text[at - 1].isspace()],
        )
        paragraphs: list[Paragraph] = []
        sentences: list[Sentence] = []
        edges = columns.places([start for block in blocks for start, _ in block])
        firsts, lasts = iter(edges), iter([*edges[1:], len(columns.tokens)])
        openings = iter([*(one.outer_start for one in marked), len(text)])
        opening = next(openings)
        for (start, end), quotes, block in zip(self.spans, self.quotes, blocks, strict=True):
            before = len(sentences)
            for low, high in block:
                first, last = next(firsts), next(lasts)
                if first < last:
                    while opening < low:
                        opening = next(openings)
                    sentences.append(Sentence(low, high, first, last, opening < high))
            paragraphs.append(Paragraph(start, end, quotes, before, len(sentences)))
        return paragraphs, sentences, columns

    @property
    def paragraphs(self) -> list[Paragraph]:
        return self._cut[0]

    @property
    def sentences(self) -> list[Sentence]:
        return self._cut[1]

    @property
    def columns(self) -> Columns:
        return self._cut[2]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence around ``offset``; None between two and where nothing is written."""
        at = bisect_right(self._starts, offset) - 1
        found = self.sentences[at] if at >= 0 else None
        return found if found is not None and offset < found.end else None

    def words(self, sentence: Sentence) -> Words:
        """The tokens of a sentence; the same object each time."""
        found = self._words.get(sentence.first)
        if found is None:
            found = self._words[sentence.first] = self.columns.words(sentence.first, sentence.last)
        return found

    @cached_property
    def lower(self) -> str:
        return lowered(self.text)


def _masked(text: str, quotes: list[Quoted]) -> str:
    """The text with the words of its quotes made one, so that no sentence ends in them."""
    pieces: list[str] = []
    at = 0
    for quote in quotes:
        inner = text[quote.start : quote.end]
        letter = _LETTER.search(inner)
        first = letter[0] if letter else "x"
        last = inner[-1] if inner[-1] in ",.!?…" else "x"
        fill = ("x" if first.islower() else "X").ljust(len(inner), "x")[: len(inner) - 1] + last
        pieces += text[at : quote.start], fill
        at = quote.end
    pieces.append(text[at:])
    return "".join(pieces)
