"""Who states a figure and as of when: what its own sentence says of that, or nothing."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from newsloom.findings.clauses import Naming, phrase_after, subject_after, subject_before
from newsloom.findings.dated import Dates
from newsloom.findings.lexicon import cues
from newsloom.findings.measures import clause_words, listed, relatives
from newsloom.findings.reading import Reading
from newsloom.findings.tokens import Token
from newsloom.findings.verbs import is_says
from newsloom.model.facts import Quote
from newsloom.text.when import Moment
from newsloom.text.when_mentions import Mention

_NEAR = 90  # code points from a figure to the date it is of
_PARTS = re.compile(r"[()“”„«»\"—:]|(?<=[^\W\d_]{4})[.!?]\s")
_WORDS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
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


class Circumstances:
    """Speaker and date of the figures of one article."""

    def __init__(self, reading: Reading, quotes: Sequence[Quote], dates: Dates) -> None:
        self.reading, self.quotes, self.dates = reading, quotes, dates
        self.text, self.cue = reading.text, reading.cue
        self.phrases = _phrases(reading.lang)
        self.triggers = _triggers(reading.lang)
        self._parted = ";" in self.text
        self._openings = [quote.start for quote in quotes]
        self._speakers: dict[int, tuple[int, int] | None] = {}

    def _sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around ``at``; semicolons end it as well."""
        found = self.reading.sentence_at(at)
        if found is None:
            return at, at
        if not self._parted:
            return found.start, found.end
        before = self.text.rfind(";", found.start, at) + 1
        after = self.text.find(";", at, found.end)
        return max(found.start, before), after if after >= 0 else found.end

    def speaker(self, at: int) -> str | None:
        """The speaker of the quote around ``at``, else whom the sentence names as its source."""
        index = bisect_right(self._openings, at) - 1
        if index >= 0 and at < self.quotes[index].end:
            return self.quotes[index].speaker
        start, end = self._sentence(at)
        if start not in self._speakers:
            self._speakers[start] = self._stated(start, end)
        named = self._speakers[start]
        if named is None or named[0] <= at < named[1]:
            return None  # "some 30 allies said" does not state how many they are
        return self.text[named[0] : named[1]]

    def _stated(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a sentence without a quotation names one by "according to X" or "X said"."""
        index = bisect_left(self._openings, end)
        if index and start < self.quotes[index - 1].end:
            return None  # the verb may belong to the quotation
        columns, triggers = self.reading.columns, self.triggers
        first, last = columns.places((start, end))
        signals = columns.signals_in(first, last)
        cues = [at - first for at in signals if columns.tokens[at].low in triggers]
        if not cues:
            return None
        tokens = columns.words(first, last)
        found: dict[str, tuple[int, int]] = {}
        for at in cues:
            naming = self._naming(tokens, at)
            if naming is not None and tokens[naming.first].low not in self.cue.pronouns:
                place = tokens.starts[naming.first], tokens.ends[naming.last - 1]
                found.setdefault(self.text[place[0] : place[1]], place)
        return next(iter(found.values())) if len(found) == 1 else None

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

    def _words_into(self, moment: Mention) -> list[str]:
        """The two words before a date and its own first one."""
        text = self.text
        before = _WORDS.findall(text[max(0, moment.start - 18) : moment.start].casefold())
        return before[-2:] + _WORDS.findall(text[moment.start : moment.end].casefold())[:1]

    def as_of(self, start: int, end: int) -> str | None:
        """The date, in the past, that the sentence gives nearest to a figure; ISO 8601.

        ``2021-12-06``, a month ``2021-12``, a year ``2021``, other spans as ``first/last``.
        """
        low, high = self._sentence(start)
        best: tuple[int, Moment] | None = None
        for one in self.dates.between(low, high):
            if one.end > high:
                continue
            gap = max(start - one.end, one.start - end, 0)
            if gap > _NEAR or (best is not None and gap >= best[0]):
                continue
            if self._apart(start, end, one, low):
                continue
            if not listed("not_of").isdisjoint(self._words_into(one)):
                continue
            moment = self.dates.moment(one)
            if moment is not None and moment.tense != "future":
                best = gap, moment
        return _iso(best[1]) if best else None

    def _apart(self, start: int, end: int, moment: Mention, low: int) -> bool:
        """Whether a date stands in another clause than the figure ``start`` to ``end``."""
        between = self.text[min(end, moment.end) : max(start, moment.start)]
        if between.count(",") > 1 or _PARTS.search(between):
            return True
        if start < moment.start:
            nearer = "," in between and _DIGIT.search(between)  # 3.6 percent, below 10.2 in March
            words = _WORDS.findall(between.casefold())
            return bool(nearer) or not clause_words(self.reading.lang).isdisjoint(words)
        comma = self.text.rfind(",", low, moment.start)
        if comma < 0 or "," not in between:
            return False
        opening = _WORDS.match(self.text[comma + 1 : moment.start].casefold().lstrip())
        return opening is not None and opening.group() in relatives(self.reading.lang)


def _iso(moment: Moment) -> str:
    if moment.first == moment.last:
        return moment.first.isoformat()
    if moment.precision == "month" and moment.form == "absolute":
        return moment.first.isoformat()[:7]
    if moment.precision == "year":
        return moment.first.isoformat()[:4]
    return f"{moment.first.isoformat()}/{moment.last.isoformat()}"
