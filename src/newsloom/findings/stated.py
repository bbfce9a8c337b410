"""Who states a figure and as of when: what its own sentence says of that, or nothing."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsloom.findings.clauses import Naming, phrase_after, subject_after, subject_before
from newsloom.findings.lexicon import cues
from newsloom.findings.measures import listed
from newsloom.findings.reading import Reading
from newsloom.findings.tokens import Token, tokens_of
from newsloom.findings.verbs import is_says
from newsloom.model.types import Article, Quote
from newsloom.text.event_days import reference_day
from newsloom.text.sentences import sentences
from newsloom.text.when import Moment, moments

_NEAR = 90  # code points from a figure to the date it is of
_PARTS = re.compile(r"[()“”„«»\"—:]")
_WORDS = re.compile(r"[^\W\d_]+")
_LAST_WORDS = 3  # of a sentence that ends with ", the minister said on Monday."


@cache
def _phrases(lang: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Cues of several words that stand before a name, the longest first, by their first word."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words, place in cues(lang).phrases:
        if place == "before":
            found[words[0]] = (*found.get(words[0], ()), words)
    return found


@cache
def _triggers(lang: str) -> frozenset[str]:
    """Words at which a cue begins."""
    cue = cues(lang)
    return cue.says | _phrases(lang).keys() | {one for one, *_ in cue.pairs}


class _Telling(NamedTuple):
    """Words without which no sentence names its source.

    One of ``any``, which are one of ``alone`` or the longest words of ``together``.
    """

    any: frozenset[str]
    alone: frozenset[str]
    together: tuple[frozenset[str], ...]


@cache
def _telling(lang: str) -> _Telling:
    """The verbs and the phrases ("in the words of") of a language, each by the words in it."""
    cue = cues(lang)
    phrases = [words for words, place in cue.phrases if place == "before"]
    cut = {
        frozenset(_WORDS.findall(" ".join(words)))
        for words in (*phrases, *cue.pairs, *((word,) for word in cue.says))
    }
    alone = frozenset(word for words in cut if len(words) == 1 for word in words)
    together = sorted((words for words in cut if len(words) > 1), key=sorted)
    rarest = {max(sorted(words), key=len) for words in together}
    return _Telling(alone | rarest, alone, tuple(together))


def _may_name(words: list[str], lang: str) -> bool:
    """Whether a sentence of these words may name its source; most cannot."""
    telling = _telling(lang)
    if telling.any.isdisjoint(words):
        return False
    return not telling.alone.isdisjoint(words) or any(
        several.issubset(words) for several in telling.together
    )


class Circumstances:
    """Speaker and date of the figures of one article; the text is read once, sentence-wise."""

    def __init__(self, reading: Reading, quotes: Sequence[Quote], dates: Sequence[Moment]) -> None:
        self.reading, self.quotes, self.dates = reading, quotes, dates
        article = self.article = reading.article
        self.cue = reading.cue
        self.phrases = _phrases(article.lang)
        self.triggers = _triggers(article.lang)
        self._lines: dict[int, list[tuple[int, int]]] = {}
        self._speakers: dict[int, str | None] = {}

    def _sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around ``at``. Only lines with figures are split.

        Semicolons end it as well.
        """
        text = self.article.text
        low = text.rfind("\n", 0, at) + 1
        if low not in self._lines:
            high = text.find("\n", at)
            line = text[low : high if high >= 0 else len(text)]
            self._lines[low] = [(low + start, low + end) for start, end in sentences(line)]
        for start, end in self._lines[low]:
            if start <= at < end:
                before = text.rfind(";", start, at) + 1
                after = text.find(";", at, end)
                return max(start, before), after if after >= 0 else end
        return at, at

    def speaker(self, at: int) -> str | None:
        """The speaker of the quote around ``at``, else whom the sentence names as its source."""
        for quote in self.quotes:
            if quote.start <= at < quote.end:
                return quote.speaker
        start, end = self._sentence(at)
        if start not in self._speakers:
            self._speakers[start] = self._stated(start, end)
        return self._speakers[start]

    def _stated(self, start: int, end: int) -> str | None:
        """Whoever a sentence without a quotation names by "according to X" or "X said"."""
        text = self.article.text
        if any(quote.start < end and start < quote.end for quote in self.quotes):
            return None  # the verb may belong to the quotation
        words = _WORDS.findall(text[start:end].casefold())
        if not _may_name(words, self.article.lang) or self.triggers.isdisjoint(words):
            return None
        found: set[str] = set()
        for low, high in sentences(text[start:end]):
            tokens = tokens_of(text, start + low, start + high, self.cue)
            for at, token in enumerate(tokens):
                if token.low not in self.triggers:
                    continue
                naming = self._naming(tokens, at)
                if naming is not None and tokens[naming.first].low not in self.cue.pronouns:
                    found.add(text[tokens.starts[naming.first] : tokens.ends[naming.last - 1]])
        return found.pop() if len(found) == 1 else None

    def _naming(self, tokens: list[Token], at: int) -> Naming | None:
        if not tokens[at].word:
            return None
        for words in self.phrases.get(tokens[at].low, ()):
            if tuple(token.low for token in tokens[at : at + len(words)]) == words:
                return phrase_after(tokens, at + len(words), self.cue)
        if not is_says(tokens, at, self.cue):
            return None
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if following in self.cue.prepositions:
            return None  # it added to fears
        # Of a clause within the sentence one cannot tell which words it states.
        before = subject_before(tokens, at, self.cue)
        if before is not None and (before.first <= 1 or at >= len(tokens) - _LAST_WORDS):
            return before
        after = subject_after(tokens, at, self.cue)
        if after is not None and after.last >= len(tokens) - _LAST_WORDS:
            return after
        return None

    def _words_into(self, moment: Moment) -> list[str]:
        """The two words before a date and its own first one."""
        text = self.article.text
        before = _WORDS.findall(text[max(0, moment.start - 18) : moment.start].casefold())
        return before[-2:] + _WORDS.findall(text[moment.start : moment.end].casefold())[:1]

    def as_of(self, start: int, end: int) -> str | None:
        """The date, in the past, that the sentence gives nearest to a figure; ISO 8601.

        ``2021-12-06``, a month ``2021-12``, a year ``2021``, other spans as ``first/last``.
        """
        if not self.dates:
            return None
        low, high = self._sentence(start)
        best: tuple[int, Moment] | None = None
        for moment in self.dates:
            if moment.start < low or moment.end > high or moment.tense == "future":
                continue
            if not listed("not_of").isdisjoint(self._words_into(moment)):
                continue
            gap = max(start - moment.end, moment.start - end, 0)
            between = self.article.text[min(end, moment.end) : max(start, moment.start)]
            if gap > _NEAR or between.count(",") > 1 or _PARTS.search(between):
                continue  # "Quill, who took office in 2019, called it ..."
            if best is None or gap < best[0]:
                best = gap, moment
        return _iso(best[1]) if best else None


def _iso(moment: Moment) -> str:
    if moment.first == moment.last:
        return moment.first.isoformat()
    if moment.precision == "month" and moment.form == "absolute":
        return moment.first.isoformat()[:7]
    if moment.precision == "year":
        return moment.first.isoformat()[:4]
    return f"{moment.first.isoformat()}/{moment.last.isoformat()}"


def dates_of(article: Article, places: Sequence[int]) -> list[Moment]:
    """The dates that an article speaks of near ``places``, by the day it was written.

    ``places`` are offsets, ascending, at which figures may stand.
    """
    return moments(article.text, article.lang, reference_day(article), places)
