"""What a number counts: its unit and the noun phrase after it."""

import re
from typing import NamedTuple

from newsloom.findings.lexicon import Cues, cues
from newsloom.findings.measures import currencies, irregular, outcomes, split_units, units
from newsloom.text.numbers import Number

_WORD = re.compile(r"[\s\xa0\u202f]?[-‑]?([^\W\d_][\w’'-]*|[%$€£¥₹₽₴₩₺]|°[CF]?)")
_SIGN_BEFORE = re.compile(
    r"((?:US|U\.S\.|AU?|CA?|NZ|HK|S|R)?\$|[€£¥₹₽₴₩₺₦₪]|\b[A-Z]{3}|\bRs\.?)\s?$"
)
_OF = re.compile(r"[\s\xa0]+(?:of|in|for|worth of|de|d[’']|der|des|an|von)[\s\xa0]+")
_MOST_WORDS = 4
_LINKS = frozenset(["of", "the", "de", "des", "d'", "du", "la", "les", "der"])


class Counted(NamedTuple):
    """``start``/``end`` of the number with its unit and noun; ``what`` ends with the outcome."""

    start: int
    end: int
    unit: str | None
    what: str | None


class Counter:
    """Reads what the numbers of one text count. Keeps no state between numbers."""

    def __init__(self, text: str, lang: str) -> None:
        self.text, self.lang = text, lang
        self.cue: Cues = cues(lang)
        self._stops = (
            self.cue.stops | self.cue.prepositions | self.cue.auxiliaries | self.cue.pronouns
        ) - {"m"}

    def read(self, number: Number, end: int) -> Counted:
        """What ``number`` (the last of a range, which ends at ``end``) counts."""
        start, unit = self._money_before(number)
        if unit is None:
            unit, end = self._unit_after(end)
        compound = self.text[end : end + 1] in ("-", "‑")
        if unit is None:
            what, end = self._noun(end)
        else:
            what, end = self._measured(end)
        outcome, end = self._outcome(end, what) if not compound else (None, end)
        if outcome and what != outcome:
            what = f"{what} {outcome}" if what else outcome
        return Counted(start, end, unit, what)

    def _money_before(self, number: Number) -> tuple[int, str | None]:
        before = self.text[max(0, number.start - 6) : number.start]
        match = _SIGN_BEFORE.search(before)
        if match is None:
            return number.start, None
        code = currencies().get(match.group(1).casefold())
        if code is None:
            return number.start, None
        return number.start - len(before) + match.start(), code

    def _unit_after(self, end: int) -> tuple[str | None, int]:
        rest = self.text[end : end + 40]
        stripped = rest.lstrip(" \xa0-‑")
        if len(rest) - len(stripped) <= 1:
            for words, name in split_units():
                if stripped.casefold().startswith(words):
                    return name, end + len(rest) - len(stripped) + len(words)
        match = _WORD.match(rest)
        if match is None:
            return None, end
        word = match.group(1).casefold().rstrip("'’")
        code = currencies().get(word)
        if code is None and word in ("us", "canadian", "australian"):  # 5 million US dollars
            following = _WORD.match(rest, match.end())
            if following and following.group(1).casefold() in ("dollar", "dollars"):
                country = {"us": "USD", "canadian": "CAD", "australian": "AUD"}[word]
                return country, end + following.end()
        unit: str | None = code or units().get(word)
        if unit in ("m", "t", "mile", "oz") and len(word) == 1 and rest[:1] not in " \xa0":
            return None, end
        if unit is None and "-" in word:  # a 10-day-long
            head, _, _ = word.partition("-")
            if head in units():
                return units()[head], end + match.start(1) + len(head)
        return (unit, end + match.end()) if unit else (None, end)

    def _measured(self, end: int) -> tuple[str | None, int]:
        """What a measured amount is of: ``5% of voters``, ``$3bn in aid``."""
        of = _OF.match(self.text, end)
        if of is None:
            return None, end
        what, close = self._noun(of.end() - 1, article=True)
        return (what, close) if what else (None, end)

    def _noun(self, end: int, article: bool = False) -> tuple[str | None, int]:
        """The noun phrase at ``end``: modifiers up to the first noun that can be counted."""
        words: list[tuple[str, int]] = []
        at = end
        while len(words) < _MOST_WORDS:
            match = _WORD.match(self.text, at)
            if match is None or not match.group(1)[0].isalpha():
                break
            word = match.group(1)
            low = word.casefold().replace("’", "'")
            if not words and low in _LINKS and (at > end or article or self._vague(end)):
                at, article = match.end(), article
                continue
            if low in self._stops or (not article and low in self.cue.determiners and not words):
                break
            if low in self.cue.determiners and not words:
                at = match.end()
                continue
            if (low in self.cue.verbs and not self._is_head(word)) or low in outcomes(self.lang):
                break
            words.append((word, match.end()))
            if self._is_head(word):
                break
            at = match.end()
        compound = self.text[end : end + 1] in ("-", "‑")
        size = self._size([word for word, _ in words], compound or article)
        if not size:
            return None, end
        what = " ".join(word for word, _ in words[:size])
        return re.sub(r"['’]s?$", "", what), words[size - 1][1]

    def _vague(self, end: int) -> bool:
        """Whether the number before ``end`` is a noun itself: thousands | of troops."""
        return self.text[max(0, end - 3) : end].isalpha()

    def _is_head(self, word: str) -> bool:
        low = word.casefold()
        if self.lang == "de":
            return word[0].isupper()
        if self.lang == "en":
            plural = low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s"))
            return plural or low in irregular("en")
        return self.lang in ("fr", "es", "it", "pt")

    def _size(self, words: list[str], compound: bool) -> int:
        """How many of the words belong to the phrase when its head is not sure: one."""
        for at, word in enumerate(words):
            if self._is_head(word):
                return at + 1
        vague = self.lang == "en" and words and words[0].casefold().endswith(("ed", "ing", "ly"))
        if not words or vague or (self.lang == "en" and not compound):
            return 0  # a number before a singular noun is a name: 38 North
        return 2 if self.lang in ("ru", "uk", "bg") and len(words) > 1 else 1

    def _outcome(self, end: int, what: str | None) -> tuple[str | None, int]:
        """``were killed``, ``dead`` after the noun phrase; the word that stands for its kind."""
        at = end
        for _ in range(4):
            match = _WORD.match(self.text, at)
            if match is None:
                return None, end
            low = match.group(1).casefold()
            kind = outcomes(self.lang).get(low)
            if kind:
                return kind, match.end()
            between = low in self.cue.auxiliaries or low in self.cue.passive or low in ("people",)
            if not between:
                return None, end
            at = match.end()
        return None, end
