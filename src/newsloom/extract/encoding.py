"""Bytes of a page or a text file to characters: never raises, never guesses against evidence."""

import codecs
import re
from collections.abc import Iterable

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_HEAD = 4096  # bytes in which a page declares its character set
_SNIFFED = 16_384
# What browsers read these labels as: the larger set of the same family.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
    "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
# Codecs that are no character sets of pages, or make text of anything.
_REFUSED = {
    "utf-7",
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "undefined",
    "mbcs",
}


def _codec(label: str) -> str | None:
    """Python's name for a declared character set; None when it is none."""
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in _REFUSED:
        return None
    return _WIDER.get(found.name, found.name)


def _declared(data: bytes, content_type: str | None) -> Iterable[str]:
    header = _HEADER.search(content_type or "")
    if header and (codec := _codec(header.group(1))):
        yield codec
    meta = _META.search(data[:_HEAD])
    # A page that says so in ASCII cannot be in UTF-16.
    if (
        meta
        and (codec := _codec(meta.group(1).decode("ascii", "replace")))
        and not codec.startswith(("utf-16", "utf-32"))
    ):
        yield codec


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def decode(data: bytes, content_type: str | None = None) -> str:
    """The characters of ``data``: by byte order mark, UTF-8 when it is valid, what the HTTP header
    or the page declares, what the bytes look like; else Windows-1252 with replacements.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, "replace").lstrip("\ufeff")
    declared = list(_declared(data, content_type))
    seven_bit = [codec for codec in declared if codec.startswith(("iso2022", "hz"))]
    for codec in (*seven_bit, "utf-8", *declared):
        text = _strictly(data, codec)
        if text is not None:
            return text
    # Valid but for a byte or two, as in a page cut short or mixed from two sources.
    for codec in ("utf-8", *declared):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 200 < len(text):
            return text
    middle = max(0, len(data) // 2 - _SNIFFED // 2)
    best = from_bytes(data[middle : middle + _SNIFFED]).best()
    codec = (_codec(best.encoding) if best else None) or "cp1252"
    return data.decode(codec, "replace")
