"""Numbers that are no figures: dates, years, ages, clock times, scores, telephones, labels."""

import re
from collections.abc import Sequence

from newsloom.findings.measures import (
    SPACELESS,
    currencies,
    irregular,
    listed,
    months,
    units,
)
from newsloom.text.digits import first_row
from newsloom.text.numbers import Number

_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'.°№-]*)[\s\xa0]*[,(]?[\s\xa0]*$")
_WORD_AFTER = re.compile(r"[\s\xa0]*([^\W\d_][\w’'-]*)")
_AFTER = re.compile(  # half of it, clock times, ages
    r"[-‑ ](?:half|hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|tenths?|drittel|viertel)\b"
    r"|(?i:\s?(?:[ap]\.?\s?m\b|uhr\b|o['’]clock|h\s?\d\d|gmt\b|utc\b|e[sd]?t\b|p[sd]t\b"
    r"|bst\b|cet\b|noon\b)"
    r"|(?:-|‑| )?(?:year|month|week|day)s?[-‑ ]old|-jährig|\s?jahre\s+alt|-?летн"
    r"|[-‑ ]year[-‑ ]olds?)"
)
_ENDS = frozenset(",.;:)%")  # nothing of that follows these
_AGE_BEFORE = re.compile(r"(?:\baged?|\bages|\bturned|\bturning)\s+$", re.IGNORECASE)
_YEARS = re.compile(r"\s(?:ans|años|anos|anni)\b")
_AGED = re.compile(  # a person of so many years, between commas or after a noun
    r"(?:[,(]\s?(?:âgée?\s)?(?:d[ei]\s)?"
    r"|\b(?:homme|femme|garçon|fille|hombre|mujer|niñ[oa]|joven|uomo|donna|homem|mulher|jovem)"
    r"\sd[ei]\s)$"
)
_OUT_OF = re.compile(  # two in five: a share, not five
    r"(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2})\s(?:in|out\sof)"
    r"(?:\severy)?\s$|\b(?:de|em)\scada\s$",
    re.IGNORECASE,
)
# What the words before an age or the whole of a share end with.
_TELLING_ENDS = ("age", "aged", "ages", "turned", "turning", "in", "of", "every", "cada")
# They begin with a digit, so that the search can skip ahead; what stands before is looked at after.
_PHONE = re.compile(r"\d[\d()]*(?:[ \xa0/.–-]\(?\d{2,}\)?){2,}(?![\w%])")
_GROUPED = re.compile(r"\d{1,3}(?:[ \xa0.]\d{3})+$")
_DAY = re.compile(r"\.?[\s\xa0]*(?:of[\s\xa0]+|de[\s\xa0]+|er[\s\xa0]+)?([^\W\d_]+)")
_MONTH_BEFORE = re.compile(r"([^\W\d_]+)\.?[\s\xa0]+(?:\d{1,2}(?:st|nd|rd|th)?,?[\s\xa0]+)?$")
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![\d.])")
_EAST_APART = re.compile(
    r"年(?![间間])|月|日(?!間)|[时時](?!間)|[号點点]|分(?![钟鐘間之])|[岁歳代期]|年代"
)
_DIGIT_BEFORE = re.compile(r"[\d.,](?=\d)")
_NAME_BEFORE = re.compile(r"([^\W\d_][\w’'.°-]*)[\s\xa0]$")
_CODE_BEFORE = re.compile(r"[#№@]$|\D[-‑]$")
_SENTENCE_MARKS = frozenset('.!?\n:“"')
_CODE_ENDS = frozenset("#№@-‑\n")
_WORD_FOLLOWS = re.compile(r"[\s\xa0-]*(?:[a-zа-яё]{3,}|%|[$€£])")
_ASIDE_BEFORE = re.compile(r"[^\W\d_][,(]\s?$")
_MONEY = tuple("$€£¥₹₽")
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


def _month_before(before: str) -> str:
    """The word before a number, a day of the month between them aside; "" when there is none."""
    if not before[-1:].isspace():
        return ""
    word = before.split()[-1:]
    if word and word[0].isalpha():
        return word[0]  # as it mostly is
    found = _MONTH_BEFORE.search(before)
    return found.group(1) if found else ""


def _name_before(before: str) -> tuple[str, str]:
    """The word and the one blank before a number, and what stands before them; "" for none."""
    if not before[-1:].isspace():
        return "", ""
    _, _, word = before[:-1].rpartition(" ")
    if word.isalpha():
        return word, before[: -1 - len(word)]
    found = _NAME_BEFORE.search(before)
    return (found.group(1), before[: found.start()]) if found else ("", "")


class Apart:
    """Tells which numbers of one text are no figures."""

    def __init__(self, text: str, lang: str, dates: Sequence[tuple[int, int]] = ()) -> None:
        self.text, self.lang = text, lang
        self.spans = [*dates]
        row = first_row(text)
        if row is not None:
            self._add_coded(text, row)

    def _add_coded(self, text: str, begin: int) -> None:
        """Dates in figures and telephone numbers, none of which stands before ``begin``."""
        for match in _NUMERIC_DATE.finditer(text, begin):
            if not _DIGIT_BEFORE.match(text, max(0, match.start() - 1)):
                self.spans.append(match.span())
        for match in _PHONE.finditer(text, begin):
            before = text[max(0, match.start() - 1) : match.start()]
            apart = not before.isalnum() and before not in ("_", ".", ",")
            if apart and not _GROUPED.match(match.group()):
                self.spans.append(match.span())

    def is_apart(self, number: Number) -> bool:
        """Whether the number is a date, a time, an age, a code or a label."""
        start, end = number.start, number.end
        for low, high in self.spans:
            if low <= start < high:
                return True
        before = self.text[start - 24 if start > 24 else 0 : start]
        after = self.text[end : end + 28]
        if self.lang in SPACELESS:
            return bool(_EAST_APART.match(after)) or before[-1:] == "第"
        edge = before.rstrip()
        gap = len(before) > len(edge)
        return (
            (after[:1] not in _ENDS and _AFTER.match(after) is not None)
            or bool(
                gap
                and edge[-7:].casefold().endswith(_TELLING_ENDS)
                and (_OUT_OF.search(before) or _AGE_BEFORE.search(before))
            )
            or bool(after[1:2] == "a" and _YEARS.match(after) and _AGED.search(before))
            or self._is_date(number, before, after)
            or self._is_year(number, before, after)
            or self._is_label(number, before, after)
            or self._is_age_aside(number, before, after)
            or (
                (number.digits and after[:1] == "." and bool(re.match(r"\.\s+[^\W\d_]", after)))
                and self.lang == "de"
                and self._is_ordinal(after)
            )
        )

    def _is_ordinal(self, after: str) -> bool:
        """``3. Oktober``, ``2. Liga``: a small number, a stop and a lower noun phrase."""
        following = _WORD_AFTER.match(after[1:])
        return following is not None and following.group(1).casefold() in months()

    def _is_date(self, number: Number, before: str, after: str) -> bool:
        """``5 May``, ``May 5``, ``May 5, 2024``, ``the 12th``."""
        if number.magnitude != 1 or not isinstance(number.value, int):
            return False
        if not 0 < number.value <= _LAST_YEAR:
            return False
        day = _DAY.match(after) if number.value <= 31 else None
        if day and day.group(1).casefold() in months():
            return day.group(1)[0].isupper() or self.lang not in ("en", "de")
        month = _month_before(before)
        if month.casefold() not in months():
            return False
        return month[0].isupper() or self.lang not in ("en", "de")

    def _is_year(self, number: Number, before: str, after: str) -> bool:
        """A bare four-digit number that reads as a year."""
        if not (number.digits and number.end - number.start == 4 and number.magnitude == 1):
            return False
        if not isinstance(number.value, int) or not _FIRST_YEAR <= number.value <= _LAST_YEAR:
            return False
        if before.rstrip()[-1:] in _MONEY:
            return False
        previous = _WORD_BEFORE.search(before)
        if previous and previous.group(1).casefold() in listed("before_year"):
            return True
        following = _WORD_AFTER.match(after)
        if following is None or after[:1] in (",", ".", ")", ";", "-", "–", "’", "'"):
            return True
        word = following.group(1).casefold()
        if self.lang == "de" and following.group(1)[0].isupper() and word not in months():
            return False  # 1825 Schleusenwärter
        if word in irregular(self.lang):
            return False
        return word not in units() and word not in currencies() and not word.endswith("s")

    def _is_label(self, number: Number, before: str, after: str) -> bool:
        """``Article 5``, ``Boeing 747``, ``No. 10``, ``#3``: a name, not a count."""
        if number.magnitude != 1:
            return False
        if number.digits and after[:1].isupper():
            return after[1:2].isalpha()  # 4Chan
        code = before[-1:] in _CODE_ENDS and _CODE_BEFORE.search(before, max(0, len(before) - 2))
        if code or number.value == 0:
            return True
        word, ahead = _name_before(before)
        if word.casefold() in listed("labels"):
            return True
        if not (word[:1].isupper() and number.digits) or self.lang == "de":
            return False
        begins = not ahead.rstrip(" \xa0“”\"'") or ahead.rstrip()[-1:] in _SENTENCE_MARKS
        return not begins and not _WORD_FOLLOWS.match(after)

    def _is_age_aside(self, number: Number, before: str, after: str) -> bool:
        """``Ann Lee, 43, said``: an age between commas after a name."""
        if after[:1] not in (",", ")") or not number.digits:
            return False
        if number.value is None or not 0 < number.value < 120:
            return False
        return _ASIDE_BEFORE.search(before) is not None
