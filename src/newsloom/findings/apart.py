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
from newsloom.text.numbers import Number

_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'.°№-]*)[\s\xa0]*[,(]?[\s\xa0]*$")
_WORD_AFTER = re.compile(r"[\s\xa0]*([^\W\d_][\w’'-]*)")
_CLOCK = re.compile(
    r"\s?(?:[ap]\.?\s?m\b|uhr\b|o['’]clock|h\s?\d\d|gmt\b|utc\b|e[sd]?t\b|p[sd]t\b|bst\b|cet\b|noon\b)",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"(?:-|‑| )?(?:year|month|week|day)s?[-‑ ]old|-jährig|\s?jahre\s+alt|-?летн"
    r"|[-‑ ]year[-‑ ]olds?",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(r"(?:\baged?|\bages|\bturned|\bturning)\s+$", re.IGNORECASE)
_YEARS = re.compile(r"\s(?:ans|años|anos|anni)\b")
_AGED = re.compile(  # a person of so many years, between commas or after a noun
    r"(?:[,(]\s?(?:âgée?\s)?(?:d[ei]\s)?"
    r"|\b(?:homme|femme|garçon|fille|hombre|mujer|niñ[oa]|joven|uomo|donna|homem|mulher|jovem)"
    r"\sd[ei]\s)$"
)
_FRACTION = re.compile(
    r"[-‑ ](?:half|hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|tenths?|drittel|viertel)\b"
)
_OUT_OF = re.compile(  # two in five: a share, not five
    r"(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2})\s(?:in|out\sof)"
    r"(?:\severy)?\s$|\b(?:de|em)\scada\s$",
    re.IGNORECASE,
)
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
_WORD_FOLLOWS = re.compile(r"[\s\xa0-]*(?:[a-zа-яё]{3,}|%|[$€£])")
_ASIDE_BEFORE = re.compile(r"[^\W\d_][,(]\s?$")
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


class Apart:
    """Tells which numbers of one text are no figures."""

    def __init__(self, text: str, lang: str, dates: Sequence[tuple[int, int]] = ()) -> None:
        self.text, self.lang = text, lang
        self.spans = [*dates]
        for match in _NUMERIC_DATE.finditer(text):
            if not _DIGIT_BEFORE.match(text, max(0, match.start() - 1)):
                self.spans.append(match.span())
        for match in _PHONE.finditer(text):
            before = text[max(0, match.start() - 1) : match.start()]
            apart = not before.isalnum() and before not in ("_", ".", ",")
            if apart and not _GROUPED.match(match.group()):
                self.spans.append(match.span())

    def is_apart(self, number: Number) -> bool:
        """Whether the number is a date, a time, an age, a code or a label."""
        start, end = number.start, number.end
        if any(low <= start < high for low, high in self.spans):
            return True
        before = self.text[max(0, start - 24) : start]
        after = self.text[end : end + 28]
        if self.lang in SPACELESS:
            return bool(_EAST_APART.match(after)) or before[-1:] == "第"
        return (
            bool(_FRACTION.match(after) or _OUT_OF.search(before))
            or bool(_CLOCK.match(after) or _AGE_AFTER.match(after) or _AGE_BEFORE.search(before))
            or bool(_YEARS.match(after) and _AGED.search(before))
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
        day = _DAY.match(after)
        if number.value <= 31 and day and day.group(1).casefold() in months():
            return day.group(1)[0].isupper() or self.lang not in ("en", "de")
        month = _MONTH_BEFORE.search(before)
        if month is None or month.group(1).casefold() not in months():
            return False
        return month.group(1)[0].isupper() or self.lang not in ("en", "de")

    def _is_year(self, number: Number, before: str, after: str) -> bool:
        """A bare four-digit number that reads as a year."""
        if not (number.digits and number.end - number.start == 4 and number.magnitude == 1):
            return False
        if not isinstance(number.value, int) or not _FIRST_YEAR <= number.value <= _LAST_YEAR:
            return False
        if before.rstrip()[-1:] in tuple("$€£¥₹₽"):
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
        if _CODE_BEFORE.search(before, max(0, len(before) - 2)) or number.value == 0:
            return True
        previous = _NAME_BEFORE.search(before) if before[-1:].isspace() else None
        if previous is None:
            return False
        word = previous.group(1)
        if word.casefold() in listed("labels"):
            return True
        begins = not before[: previous.start()].rstrip(" \xa0“”\"'") or before[
            : previous.start()
        ].rstrip()[-1:] in (".", "!", "?", "\n", ":", "“", '"')
        named = word[0].isupper() and number.digits and not begins and self.lang != "de"
        return named and not _WORD_FOLLOWS.match(after)

    def _is_age_aside(self, number: Number, before: str, after: str) -> bool:
        """``Ann Lee, 43, said``: an age between commas after a name."""
        if not number.digits or number.value is None or not 0 < number.value < 120:
            return False
        return after[:1] in (",", ")") and _ASIDE_BEFORE.search(before) is not None
