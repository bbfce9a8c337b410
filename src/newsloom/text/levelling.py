"""One spelling for what writers of one language spell in several ways.

Full-width and presentation forms become plain letters; marks that most writers leave out go:
the vowel points of Hebrew and Arabic, the stretching of Arabic lines, the accents of Greek, the
dot below of Devanagari and Gurmukhi, joiners and soft hyphens. Figures become 0 to 9.
"""

import re
import unicodedata

_DROPPED = (
    (0x00AD, 0x00AD), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED), (0x093C, 0x093C), (0x0A3C, 0x0A3C),
    (0x200C, 0x200D),
)  # fmt: skip
_PLAIN_FORMS = ((0xFF10, 0xFF9F), (0xFB1D, 0xFDF1), (0xFE70, 0xFEFC), (0x0958, 0x095F))
_GREEK = ((0x0386, 0x03CE), (0x1F00, 0x1FFF))
# The zeros of the scripts that have figures of their own; the other nine follow.
_ZEROS = (
    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0,
)  # fmt: skip
# Quotation marks stand within a word only in Hebrew acronyms.
_LETTERS = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", '"': None, "״": None, "”": None}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(char): plain for char, plain in _LETTERS.items()}
    for low, high in _PLAIN_FORMS:
        for point in range(low, high + 1):
            plain = unicodedata.normalize("NFKC", chr(point))
            if plain != chr(point) and not any(char.isspace() for char in plain):
                table[point] = plain.casefold().replace("\u093c", "")
    for low, high in _GREEK:
        for point in range(low, high + 1):
            bare = "".join(
                char
                for char in unicodedata.normalize("NFD", chr(point))
                if not unicodedata.combining(char)
            ).casefold()
            if bare and bare != chr(point):
                table[point] = bare
    for zero in _ZEROS:
        table.update({zero + figure: str(figure) for figure in range(10)})
    for low, high in _DROPPED:
        table.update(dict.fromkeys(range(low, high + 1)))
    return table


LEVELLED = _table()
# Whether a text has anything to level; quotation marks alone do not count.
SPECIAL = re.compile(
    r"[\u00ad\u0386-\u03ce\u0591-\u05f4\u0610-\u06ed\u093c\u0958-\u095f\u0a3c\u1f00-\u1fff"
    r"\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef"
    r"\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0de6-\u0def\u0e50-\u0e59\u0ed0-\u0ed9"
    r"\u0f20-\u0f29\u1040-\u1049\u17e0-\u17e9\u06f0-\u06f9"
    r"\u200c\u200d\ufb1d-\ufdf1\ufe70-\ufefc\uff10-\uff9f]"
)

_DOTTED = str.maketrans({"I": "ı", "İ": "i"})
_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه"})
_ARABIC = str.maketrans({"ی": "ي", "ک": "ك", "ى": "ي"})
_COMMA_BELOW = str.maketrans({"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"})
# What is levelled in one language and would be wrong in another.
BY_LANGUAGE: dict[str, dict[int, str]] = {
    "tr": _DOTTED,
    "az": _DOTTED,
    "fa": _PERSIAN,
    "ur": _PERSIAN,
    "ps": _PERSIAN,
    "ku": _PERSIAN,
    "ar": _ARABIC,
    "ro": _COMMA_BELOW,
}
