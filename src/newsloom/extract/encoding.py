"""Bytes of a page or a text file to characters: never raises, never guesses against evidence."""

import codecs
import re

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
# Labels of the web that Python does not know.
_ALIASES = {
    "windows-874": "cp874", "dos-874": "cp874", "x-sjis": "cp932", "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp", "x-gbk": "gb18030", "x-x-big5": "big5hkscs", "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac_cyrillic", "x-user-defined": "cp1252", "unicode": "utf-16",
}  # fmt: skip
# What servers say of every page they send; the page itself knows better.
_DEFAULTS = ("cp1252", "iso8859-15")
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
        found = codecs.lookup(_ALIASES.get(label.lower(), label))
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in _REFUSED:
        return None
    return _WIDER.get(found.name, found.name)


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """What header and page declare, the one to be believed first."""
    header = _HEADER.search(content_type or "")
    by_server = _codec(header.group(1)) if header else None
    meta = _META.search(data[:_HEAD])
    by_page = _codec(meta.group(1).decode("ascii", "replace")) if meta else None
    # A page that says so in ASCII cannot be in UTF-16.
    if by_page is not None and by_page.startswith(("utf-16", "utf-32")):
        by_page = None
    order = [by_page, by_server] if by_server in _DEFAULTS else [by_server, by_page]
    return list(dict.fromkeys(codec for codec in order if codec is not None))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows by the zero bytes beside ASCII: markup, blanks, line ends."""
    sample = data[:_HEAD]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 16 < len(sample) or len(data) % 2:
        return None
    # Letters of other scripts have few zeros on the other side; binary data has them on both.
    if even * 16 < odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 16 < even else None


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def decode(data: bytes, content_type: str | None = None) -> str:
    """The characters of ``data``: by byte order mark, UTF-16 by its zero bytes, UTF-8 when it is
    valid, what the HTTP header or the page declares (the page first where the header names a
    server's default), what the bytes look like; else Windows-1252 with replacements.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, "replace").lstrip("\ufeff")
    declared = _declared(data, content_type)
    wide = _unmarked_utf16(data)
    if wide is not None and (text := _strictly(data, wide)) is not None:
        return text
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
