"""What a number counts: its unit and the noun phrase after it."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsloom.findings.lexicon import Cues, cues
from newsloom.findings.measures import (
    SPACELESS,
    currencies,
    irregular,
    listed,
    outcomes,
    phrase_ends,
    split_units,
    totals,
    units,
)
from newsloom.text.numbers import Number

# Vowel signs of Devanagari and points of Arabic and Hebrew are no ``\w``.
_MARKS = r"\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f"
_WORD = re.compile(rf"[\s\xa0\u202f]?[-‑]?([^\W\d_][\w’'{_MARKS}-]*|[%$€£¥₹₽₴₩₺]|°[CF]?)")
_EAST_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,8}")
_EAST_COUNTERS = frozenset("人名位棟件个個辆輛台隻艘枚户戶家所次回例票頭座架条條")
_SPANS = {"年间": "year", "年間": "year", "个月": "month", "個月": "month", "か月": "month",
          "ヶ月": "month", "カ月": "month", "日間": "day", "小时": "hour", "小時": "hour",
          "時間": "hour", "分钟": "minute", "分鐘": "minute", "分間": "minute"}  # fmt: skip
_LINKS_OF_VAGUE = frozenset(("of", "de", "d'", "des", "du", "di", "dei", "delle", "van", "von"))
_TOTAL_REACH = 90  # code points from "the number of" to its number
_ADJECTIVES = {
    "ru": re.compile(r"(?:[ыи]х|[ыи]е|ий|ый|ая|ого|ым|ими)$"),
    "uk": re.compile(r"(?:[иі]х|[иі]й|ого|а|і)$"),
    "bg": re.compile(r"(?:ски|ни|ите)$"),
    "pl": re.compile(r"(?:[iy]ch|[iy]e|owe)$"),
    "nl": re.compile(r"e$"),
}
_SIGN_BEFORE = re.compile(
    r"((?:US|U\.S\.|AU?|CA?|NZ|HK|S|R)?\$|[€£¥₹₽₴₩₺₦₪]|%|\byüzde\b|\b[A-Z]{3}|\bRs\.?)\s?$"
)
_SIGN_ENDS = frozenset("$€£¥₹₽₴₩₺₦₪%es.")
_OF = re.compile(r"[\s\xa0]+(?:of|in|for|worth of|de|d[’']|der|des|an|von)[\s\xa0]+")
_OF_MONEY = re.compile(r"[\s\xa0]+(?:(?:de|di|of)(?=[\s\xa0])|d[’'](?=\w))")
_ARTICLE = re.compile(r"(?<!\w)an?\s$")
_GENITIVE = re.compile(r"['’]s?$")
_MOST_WORDS = 4
_LINKS = frozenset(["of", "the", "de", "des", "d'", "du", "la", "les", "der"])


class Counted(NamedTuple):
    """``start``/``end`` of the number with its unit and noun; ``what`` ends with the outcome."""

    start: int
    end: int
    unit: str | None
    what: str | None


@cache
def _stops(lang: str) -> frozenset[str]:
    """Words that end what is counted."""
    cue = cues(lang)
    usual = cue.stops | cue.prepositions | cue.auxiliaries | cue.pronouns
    return (phrase_ends(lang) or usual) - {"m"}


@cache
def _before_outcome(lang: str) -> frozenset[str]:
    """Words that may stand between a noun and what befell it: the miners *were all* killed."""
    cue = cues(lang)
    return cue.auxiliaries | cue.passive | phrase_ends(lang) | {"people"}


@lru_cache(maxsize=20_000)
def _is_head(word: str, lang: str) -> bool:
    """Whether a word is a noun that can be counted, as far as its form tells."""
    low = word.casefold()
    if lang == "de":
        return word[0].isupper()
    if lang == "en":
        plural = low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s"))
        return plural or low in irregular("en")
    return lang in ("fr", "es", "it", "pt") and low not in listed("before_noun")


class Counter:
    """Reads what the numbers of one text count. Keeps no state between numbers."""

    def __init__(self, text: str, lang: str) -> None:
        self.text, self.lang = text, lang
        self.cue: Cues = cues(lang)
        self._stops, self._outcomes = _stops(lang), outcomes(lang)
        self._before_outcome = _before_outcome(lang)

    def read(self, number: Number, end: int, single: bool = False) -> Counted:
        """What ``number`` (the last of a range, which ends at ``end``) counts.

        ``single``: the number is a word such as "another", and one of a kind follows.
        """
        start, unit = self._money_before(number)
        if self.lang in SPACELESS:
            return self._read_spaceless(start, end, unit)
        if unit is None:
            unit, end = self._unit_after(end)
        if unit is None and number.magnitude > 1 and (link := _OF_MONEY.match(self.text, end)):
            word = _WORD.match(self.text, link.end())
            unit = currencies().get(word.group(1).casefold()) if word else None
            end = word.end() if word and unit else end  # millones de dólares
        glued = "-" in self.text[number.end - 1 : end] or "‑" in self.text[number.end - 1 : end]
        compound = self.text[end : end + 1] in ("-", "‑") or (unit is not None and glued)
        if unit is None:
            what, end = self._noun(end, singular=compound or single)
        else:
            what, end = self._measured(end, start, glued)
        compound = self.text[end : end + 1] in ("-", "‑")
        outcome, end = self._outcome(end, what) if not compound else (None, end)
        if outcome and what != outcome:
            what = f"{what} {outcome}" if what else outcome
        return Counted(start, end, unit, what)

    def _read_spaceless(self, start: int, end: int, unit: str | None) -> Counted:
        """Chinese and Japanese: a counter, a currency or a unit right after the number."""
        following = _EAST_WORD.match(self.text, end)
        word = following.group() if following else ""
        if unit is None and self.text[end : end + 1] in ("%", "％"):
            return Counted(start, end + 1, "%", None)
        for size in range(min(len(word), 5), 0, -1) if unit is None else ():
            head = word[:size]
            unit = _SPANS.get(head) or currencies().get(head) or units().get(head)
            if unit is not None:
                return Counted(start, end + size, unit, None)
        what = word[0] if word[:1] in _EAST_COUNTERS else None
        close = end + (what is not None)
        for gap in range(4) if what else ():  # 23人が死亡
            for size in (4, 2, 1):
                kind = outcomes(self.lang).get(self.text[close + gap : close + gap + size])
                if kind:
                    return Counted(start, close + gap + size, unit, f"{what} {kind}")
        return Counted(start, close, unit, what)

    def named_before(self, start: int) -> str | None:
        """What a bare number at ``start`` counts by words before it: "the toll rose to"."""
        known = totals(self.lang)
        if known is None:
            return None
        pattern, whats = known
        low = max(0, start - _TOTAL_REACH)
        before = self.text[low:start]
        last = None
        for match in pattern.finditer(before):
            last = match
        if last is None or re.search(r"[.;!?\n]\s", before[last.end() :]):
            return None
        fixed = whats.get(last.group().casefold(), "")
        return fixed or self._noun(low + last.end(), article=True)[0]

    def _money_before(self, number: Number) -> tuple[int, str | None]:
        before = self.text[max(0, number.start - 7) : number.start]
        last = before.rstrip()[-1:]
        if not (last in _SIGN_ENDS or "A" <= last <= "Z"):
            return number.start, None
        match = _SIGN_BEFORE.search(before)
        if match is None:
            return number.start, None
        sign = match.group(1).casefold()
        code = currencies().get(sign)
        if sign in ("%", "yüzde") and self.lang == "tr":
            code = "%"
        if code is None:
            return number.start, None
        return number.start - len(before) + match.start(), code

    def _unit_after(self, end: int) -> tuple[str | None, int]:
        rest = self.text[end : end + 40]
        gap = len(rest) - len(rest.lstrip(" \xa0-‑"))
        pattern, known = split_units()
        if gap <= 1 and (found := pattern.match(rest, gap)):
            name = known.get(found.group().casefold())
            if name is not None:
                return name, end + found.end()
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

    def _measured(self, end: int, start: int, glued: bool) -> tuple[str | None, int]:
        """What a measured amount is of: ``5% of voters``, ``$3bn in aid``, ``three-hour drive``."""
        of = _OF.match(self.text, end)
        if of is None:
            adjective = glued or _ARTICLE.search(self.text[max(0, start - 3) : start])
            return self._noun(end, singular=True) if adjective else (None, end)
        what, close = self._noun(of.end() - 1, article=True)
        named = what is not None and what.casefold() not in listed("quantifiers")
        return (what, close) if named else (None, end)

    def _noun(
        self, end: int, article: bool = False, singular: bool = False
    ) -> tuple[str | None, int]:
        """The noun phrase at ``end``: modifiers up to the first noun that can be counted."""
        words: list[tuple[str, int]] = []
        at, vague, headed = end, self._vague(end), False
        while len(words) < _MOST_WORDS:
            match = _WORD.match(self.text, at)
            if match is None or not match.group(1)[0].isalpha():
                break
            word = match.group(1)
            low = word.casefold().replace("’", "'")
            if (
                not words
                and (low in _LINKS or low in _LINKS_OF_VAGUE)
                and (at > end or article or vague)
            ):
                at, article = match.end(), article or vague
                continue
            if low in self._stops or (not article and low in self.cue.determiners and not words):
                break
            if low in self.cue.determiners and not words:
                at = match.end()
                continue
            headed = _is_head(word, self.lang)
            if (low in self.cue.verbs and not headed) or low in self._outcomes:
                headed = False
                break
            words.append((word, match.end()))
            if headed:
                break
            at = match.end()
        size = len(words)
        if not headed:
            compound = singular or article or self.text[end : end + 1] in ("-", "‑")
            size = self._size([word for word, _ in words], compound)
        if not size:
            return None, end
        what = " ".join(word for word, _ in words[:size])
        if "'" in what or "’" in what:
            what = _GENITIVE.sub("", what)
        return what, words[size - 1][1]

    def _vague(self, end: int) -> bool:
        """Whether the number before ``end`` is a noun itself: thousands | of troops."""
        return self.text[max(0, end - 3) : end].isalpha()

    def _size(self, words: list[str], compound: bool) -> int:
        """How many of the words, none of them surely its head, belong to the phrase."""
        vague = self.lang == "en" and words and words[0].casefold().endswith(("ed", "ing", "ly"))
        if not words or vague or (self.lang == "en" and not compound):
            return 0  # a number before a singular noun is a name: 38 North
        adjective = _ADJECTIVES.get(self.lang)
        if adjective is None:
            return 1
        for at, word in enumerate(words):
            if not adjective.search(word.casefold()):
                return at + 1
        return min(2, len(words))

    def _outcome(self, end: int, what: str | None) -> tuple[str | None, int]:
        """``were killed``, ``dead`` after the noun phrase; the word that stands for its kind."""
        at = end
        for _ in range(4):
            match = _WORD.match(self.text, at)
            if match is None:
                return None, end
            low = match.group(1).casefold()
            kind = self._outcomes.get(low)
            if kind:
                return kind, match.end()
            if low not in self._before_outcome:
                return None, end
            at = match.end()
        return None, end
