"""How two articles give the same words: in full, cut, changed, in other words, in another language.

Two quotations in one language are the same words when they are equal, when one is part of the
other, or when their runs of words are mostly shared. Other words of one speaker are taken for a
paraphrase, or for a translation, only on the evidence stated with each rule.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from newsloom.findings.lexicon import cues
from newsloom.lineage.member import StoryMember
from newsloom.model.facts import Quote
from newsloom.model.ledger import VariantKind
from newsloom.stories.skeleton import skeleton
from newsloom.text.tokens import Token, stems, tokens, words, words_of

LEAST_CONTAINED = 5  # words from which one quotation may stand for part of another
LEAST_OWN = 3  # the same, when both have one speaker
_ALIKE = 0.75  # share of the shorter's runs that the longer has, for edited wording
_LEAST_EDITED = 10  # words from which edited wording is recognised
_PARAPHRASE = 0.5  # Jaccard similarity of the content words of long quotations
_LONG = 6  # content words of a long quotation
_CONTEXT = 0.34  # the same of the sentences around short ones that share a word
_LEAST_ANCHORS = 2  # names and numbers that a translation shares with its original
_ANCHORED = 0.6  # their Jaccard similarity
_ALL_BUT_ONE = 0.8  # the share of those of a language that tells names from nouns
_NAME = 3  # consonants of a name that can be told in another language
_NUMBER = re.compile(r"\d+")
_CAPITAL = re.compile(r"[^\W\d_][\w’'-]+")
_SENTENCE = 300  # code points read on either side of a quotation


class Wording(NamedTuple):
    """The words of a quotation, and its runs of words."""

    words: tuple[str, ...]
    runs: list[tuple[str, ...]]


def wordings(texts: Iterable[str]) -> dict[str, Wording]:
    """The wording of each text. Copies quote the same words: they are read once."""
    distinct = list(dict.fromkeys(texts))
    return {
        text: Wording(tuple(found), list(zip(found, found[1:], found[2:], strict=False)))
        for text, found in zip(distinct, words_of(distinct), strict=True)
    }


class Spoken:
    """A quotation with its wording; ``speaker`` is the story's one name for who spoke."""

    def __init__(
        self, member: StoryMember, quote: Quote, speaker: str | None, wording: Wording
    ) -> None:
        self.member, self.quote, self.speaker = member, quote, speaker
        self.words, self.runs = wording
        self._tokens: list[Token] | None = None
        self._content: frozenset[str] | None = None
        self._context: frozenset[str] | None = None
        self._anchors: frozenset[str] | None = None

    @property
    def lang(self) -> str:
        return self.member.article.lang

    @property
    def tokens(self) -> list[Token]:
        """Its words with their places."""
        if self._tokens is None:
            self._tokens = tokens(self.quote.text)
        return self._tokens

    @property
    def content(self) -> frozenset[str]:
        """The stems of its words that say something."""
        if self._content is None:
            self._content = _content(self.quote.text, self.lang)
        return self._content

    @property
    def context(self) -> frozenset[str]:
        """The same of the sentence around it."""
        if self._context is None:
            text = self.member.article.text
            low = max(0, self.quote.start - _SENTENCE)
            before = re.split(r"[.!?\n]\s", text[low : self.quote.start])[-1]
            after = re.split(r"[.!?\n]", text[self.quote.end : self.quote.end + _SENTENCE])[0]
            self._context = _content(before + self.quote.text + after, self.lang)
        return self._context

    @property
    def anchors(self) -> frozenset[str]:
        """Its numbers, and its names by their consonants: what a translation keeps."""
        if self._anchors is None:
            self._anchors = anchors_of(self.quote.text, self.lang)
        return self._anchors


def anchors_of(text: str, lang: str) -> frozenset[str]:
    """The numbers of a quotation, and its names by their consonants: what a translation keeps."""
    words = [word for word in _CAPITAL.findall(text)[1:] if word[0].isupper()]
    names = (skeleton(word.casefold(), lang) for word in words)
    found = {name for name in names if len(name) >= _NAME}
    return frozenset(found | set(_NUMBER.findall(text)))


def close_anchors(one: frozenset[str], other: frozenset[str], langs: tuple[str, str]) -> bool:
    """Whether two quotations share most of their names and numbers, two at least.

    Where one language writes every noun with a capital, nearly all of the other's.
    """
    shared = len(one & other)
    if shared < _LEAST_ANCHORS:
        return False
    nouns = [cues(lang).nouns_capital for lang in langs]
    if nouns == [True, False]:
        return shared >= _ALL_BUT_ONE * len(other)
    if nouns == [False, True]:
        return shared >= _ALL_BUT_ONE * len(one)
    return _jaccard(one, other) >= _ANCHORED


@cache
def _idle(lang: str) -> frozenset[str]:
    """Words that say nothing by themselves."""
    cue = cues(lang)
    return cue.plain | cue.auxiliaries | cue.pronouns | cue.passive | cue.joins


def _content(text: str, lang: str) -> frozenset[str]:
    idle = _idle(lang)
    return frozenset(stems([word for word in words(text) if word not in idle], lang))


def contains(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether ``shorter`` stands in ``longer``, word by word."""
    size = len(shorter)
    return any(
        longer[at] == shorter[0] and longer[at : at + size] == shorter
        for at in range(len(longer) - size + 1)
    )


def same_words(one: Spoken, other: Spoken) -> bool:
    """Whether two quotations give the same words: equal, one in the other, or hardly edited."""
    own = one.speaker is not None and one.speaker == other.speaker
    if one.words == other.words:
        return len(one.words) >= LEAST_OWN or own
    shorter, longer = sorted((one, other), key=lambda spoken: len(spoken.words))
    if len(shorter.words) < (LEAST_OWN if own else LEAST_CONTAINED):
        return False
    if contains(longer.words, shorter.words):
        return True
    if len(shorter.words) < _LEAST_EDITED:
        return False
    known = set(longer.runs)
    return sum(run in known for run in shorter.runs) >= _ALIKE * len(shorter.runs)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def other_words(one: Spoken, other: Spoken) -> VariantKind | None:
    """Whether one speaker's two quotations are a paraphrase or a translation of one utterance.

    A paraphrase shares half of its content words; a short one shares one, and a third of those of
    the sentences around both. A translation shares most of its names and numbers, two at least.
    """
    if one.speaker is None or one.speaker != other.speaker:
        return None
    if one.lang != other.lang:
        close = close_anchors(one.anchors, other.anchors, (one.lang, other.lang))
        return "translated" if close else None
    if not one.content & other.content:
        return None
    if min(len(one.content), len(other.content)) >= _LONG:
        return "paraphrased" if _jaccard(one.content, other.content) >= _PARAPHRASE else None
    if max(len(one.content), len(other.content)) >= 2 * _LONG:
        return None
    return "paraphrased" if _jaccard(one.context, other.context) >= _CONTEXT else None


def compared(spoken: Spoken, whole: Spoken) -> tuple[VariantKind, tuple[tuple[str, str], ...]]:
    """How ``spoken`` gives the words of ``whole``, and the words that differ, each verbatim."""
    if spoken.lang != whole.lang:
        return "translated", ()
    if spoken.words == whole.words:
        return "verbatim", ()
    if contains(whole.words, spoken.words):
        return "shortened", ()
    if not same_words(spoken, whole):
        return "paraphrased", ()
    differs = _differences(spoken, whole)
    return ("edited", differs) if differs else ("shortened", ())


def _differences(spoken: Spoken, whole: Spoken) -> tuple[tuple[str, str], ...]:
    """Words in place of others, or put in; words left out at the ends or at an ellipsis aside."""
    matcher = SequenceMatcher(None, whole.words, spoken.words, autojunk=False)
    found: list[tuple[str, str]] = []
    last = len(whole.words)
    for what, low, high, start, end in matcher.get_opcodes():
        cut = what == "delete" and (low == 0 or high == last or _elided(spoken, start))
        if what != "equal" and not cut:
            found.append((_verbatim(whole, low, high), _verbatim(spoken, start, end)))
    return tuple(found)


def _verbatim(spoken: Spoken, low: int, high: int) -> str:
    if low == high:
        return ""
    return spoken.quote.text[spoken.tokens[low].start : spoken.tokens[high - 1].end]


def _elided(spoken: Spoken, at: int) -> bool:
    """Whether an ellipsis stands before the word at ``at``."""
    if not 0 < at < len(spoken.tokens):
        return False
    gap = spoken.quote.text[spoken.tokens[at - 1].end : spoken.tokens[at].start]
    return "…" in gap or "..." in gap or "[" in gap
