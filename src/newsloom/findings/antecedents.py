"""Whom a naming means: names to the fullest form, pronouns to the last speaker, by stated rules.

A pronoun means the last named speaker, at most a paragraph before, unless its gender or another
name that begins a sentence in between speaks against it; then it means nobody. Without a speaker
before, it means the full name that begins the sentence before, when that names nobody else.
"""

import re
from functools import cached_property

from newsloom.findings.attribution import Attribution
from newsloom.findings.lexicon import Cues
from newsloom.findings.namebook import NAME_RUN, Namebook
from newsloom.findings.unspaced import is_bare_name, name_in
from newsloom.model.facts import Article

_ENDS = re.compile(r"[.!?][”\"’»“]?\s+|\n\s*")
_BACK = 400  # code points that are searched for the sentence before a pronoun
_BEGINNING = re.compile(r"(?:[.!?][”\"’»“]?\s+|\n\s*)([^\W\d_][\w’'-]*)")


class Speakers:
    """Turns attributions into speakers, in the order of the text."""

    def __init__(self, article: Article, cue: Cues) -> None:
        self.text, self.cue = article.text, cue
        self.last: tuple[str, str, int, int] | None = None  # speaker, naming, paragraph, offset
        self.titled: set[str] = set()  # names that stood with a title or an office
        self.nominative: dict[str, str] = {}

    @cached_property
    def names(self) -> Namebook:
        """Made when the first name is asked for: many articles quote nobody."""
        return Namebook(self.text, self.cue)

    def name(self, attribution: Attribution, paragraph: int) -> tuple[str | None, str]:
        """The speaker and the words that named it."""
        surface = self.text[attribution.name_start : attribution.name_end]
        low = surface.casefold().split("'")[0].split("’")[0]
        if low in self.cue.relatives:
            return None, surface
        if low in self.cue.pronouns or low.endswith(self.cue.inverted or ("\0",)):
            return self._antecedent(low, paragraph, attribution.name_start), surface
        speaker, personal = self._resolved(surface)
        if self.cue.inflects and attribution.oblique:
            speaker = self._nominative(speaker)
        if speaker and len(surface.split()) > 1 and self.names.has_title(surface):
            self.titled.add(speaker)
        if speaker and personal and self._is_person(speaker, surface):
            self.last = (speaker, surface, paragraph, attribution.name_end)
            if not attribution.oblique:
                self.nominative.setdefault(speaker, speaker)
        elif not attribution.carried:
            self.last = None
        return speaker, surface

    def _resolved(self, surface: str) -> tuple[str | None, bool]:
        """The speaker a naming phrase means, and whether it is a personal name."""
        if self.cue.unspaced:
            name = name_in(surface, self.cue)
            return name, is_bare_name(name)
        return self.names.resolve(surface)

    def _is_person(self, speaker: str, surface: str) -> bool:
        """Whether a pronoun may stand for the speaker: a name of two words, or one with a title."""
        if self.cue.unspaced or self.cue.caseless:
            return True
        titled = surface.split()[0].casefold() in self.cue.honorifics or speaker in self.titled
        words = speaker.split()
        return titled or (2 <= len(words) <= 4 and words[0][0].isupper() and words[-1][0].isupper())

    def _antecedent(self, pronoun: str, paragraph: int, at: int) -> str | None:
        """The last named speaker, at most a paragraph away, unless something speaks against it."""
        if self.last is None or paragraph - self.last[2] > 1:
            return self._subject_before(pronoun, paragraph, at)
        tail = pronoun.rsplit("-", 1)[-1]
        he, she = tail in self.cue.he, tail in self.cue.she
        if not (he or she):
            return None
        titles = set(self.last[1].casefold().split())
        if (he and titles & self.cue.female) or (she and titles & self.cue.male):
            return None
        if self._other_subject(self.last[0], self.last[3], at):
            return None
        self.last = (self.last[0], self.last[1], paragraph, at)
        return self.last[0]

    def _subject_before(self, pronoun: str, paragraph: int, at: int) -> str | None:
        """The full name with which the sentence before begins, when it names nobody else."""
        if pronoun not in self.cue.he and pronoun not in self.cue.she:
            return None
        ends = [match.end() for match in _ENDS.finditer(self.text, max(0, at - _BACK), at)]
        if len(ends) < 2 and at > _BACK:
            return None
        start, end = (ends[-2] if len(ends) > 1 else 0, ends[-1] if ends else 0)
        runs = list(NAME_RUN.finditer(self.text, start, end))
        if not runs or runs[0].start() != start:
            return None
        name, personal = self.names.resolve(runs[0].group())
        others = {self.names.resolve(run.group())[0] for run in runs} - {name}
        titles = set(runs[0].group().casefold().split())
        wrong = self.cue.female if pronoun in self.cue.he else self.cue.male
        if not (name and personal and self._is_person(name, name)) or others or titles & wrong:
            return None
        self.last = (name, runs[0].group(), paragraph, at)
        return name

    def _other_subject(self, speaker: str, start: int, end: int) -> bool:
        """Whether a sentence between begins with another name than the speaker's."""
        own = speaker.split()
        for match in _BEGINNING.finditer(self.text, start, end):
            word = match.group(1)
            if not word[0].isupper() or word.split("’")[0].split("'")[0] in own:
                continue
            low = word.casefold()
            if low not in self.cue.plain and low not in self.cue.pronouns:
                return True
        return False

    def _nominative(self, speaker: str | None) -> str | None:
        """An inflected name in the form of a speaker named before; None when there is none."""
        if speaker is None:
            return None
        for known in self.nominative:
            ours, theirs = speaker.split()[-1], known.split()[-1]
            stem = min(len(ours), len(theirs)) - 1
            if stem >= 3 and ours[:stem] == theirs[:stem] and abs(len(ours) - len(theirs)) <= 3:
                return known
        return None
