"""Credits: the words by which an article names where it has its news or pictures from.

Names come from the list in ``agencies.toml``, from what outlets' names look like, and from the
form of the credit itself, so that an agency nobody listed is found in ``PLACE (Agency) —``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from newsloom.findings.mentions import (
    Form,
    Found,
    in_sentences,
    named,
    outlets_in,
    places,
    runs,
)
from newsloom.findings.outlets import (
    known,
    looks_like_agency,
    looks_like_outlet,
    uncased_names,
)
from newsloom.findings.reading import Reading
from newsloom.model.facts import Article, Credit
from newsloom.model.ids import content_id

_DATELINE = re.compile(
    r"[ \t]*(?P<place>[^\W\d_][^()\n]{1,60}?)[ \xa0]?"
    r"\((?P<name>[^()\n\d]{2,40})\)\.?[ \xa0]?[—–:-]+"
)
_BARE_DATELINE = re.compile(r"[ \t]*[^\W\d_][^()\n.]{2,40}?[—–-]+[ \xa0]?(?P<name>[^\n.]{2,30})\.")
# Other ways to begin, of listed agencies alone: (ANSA) - PLACE, PLACE. /TASS/., PLACE. TASS -
_OTHER_DATELINE = re.compile(
    r"[ \t]*(?:\((?P<first>[^()\n\d]{2,40})\)[ \xa0]?[—–-]"
    r"|[^\W\d_][^/\n]{1,60}?/(?P<slashed>[^/\n]{2,30})/[ \xa0]?[.—–-]"
    r"|[^\W\d_][^\n—–]{2,60}?\.[ \xa0]"
    r"(?P<dotted>[^\s—–-](?:[^\n—–.]|\.(?!\s)){1,28}?)[ \xa0][—–-]\s)"
)
_SIGNED = re.compile(r"\((?P<name>[^()\n\d]{2,40})\)[ .]*$")
_SOURCE_LINE = re.compile(
    r"[ \t]*(?:source|sources|quelle|quellen|fuente|fonte|bron|źródło|källa|kilde|lähde|zdroj|"
    r"kaynak|источник|джерело|via|credit|by|von|par|por)\s?:?\s+(?P<name>[^\n:]{2,60}?)\.?[ \t]*$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"[^\n©]{0,20}©[ \xa0]?(?:\d{4}[ \xa0])?(?P<name>[^\n,.]{2,40}?)[ \t]*(?:[,.].*)?$"
)
_CONTRIBUTED = re.compile(
    r"contributed\b(?P<report>\s+to\s+(?:this|the)\s+(?:report|story|article))?"
)
_BEFORE_CONTRIBUTED = re.compile(r"[^\n.]{2,90}$")
_WITH = re.compile(
    r"(?:[Rr]eporting|[Rr]eports|[Ff]iles|[Mm]aterial|[Cc]ontributions?|[Ii]nput)\s+(?:by|from)"
    r"\s+(?P<names>[^\n.()]{2,60})"
    r"|(?:Material\s+(?:von|der)|[Cc]on\s+información\s+de|\([Aa]vec|[Пп]о\s+материалам|\(mit)\s+"
    r"(?P<others>[^\n.()]{2,60})"
)
_PICTURES = ("photo", "foto", "image", "picture", "bild")
_SIGNATURE = 60  # code points at the end of a text where a name in brackets signs it
_PHOTO_LINE = 110  # a longer line is a sentence, not a credit under a picture
_PHOTO = re.compile(
    r"\((?:(?P<agency>[^()\n/]{2,30}?)\s+)?(?:photo|foto|image|picture)s?(?:\s+(?:by|credit|courtesy))?"
    r"[:/]?\s*(?P<rest>[^()\n]{0,60})\)"
    r"|\b(?:photo|foto|image|picture|bild|photograph)s?(?:\s+(?:by|credit|courtesy(?:\s+of)?))?\s*[:/]\s*"
    r"(?P<line>[^\n()]{2,70})"
    r"|\b(?:photo|photograph|image|picture)\s+(?:by|courtesy\s+of)\s+(?P<by>[^\n()]{2,70})",
    re.IGNORECASE,
)
_PHOTO_LABEL = re.compile(r"(?:photo|foto|image|picture|bild)s?(?:\s+by|\s*:)?\s*", re.IGNORECASE)
_FILLED_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LINE = re.compile(r"[^\n]+")
_PARTS = re.compile(r"\s*(?:\||/|·|•|,|;|\bvia\b|\bfor\b)\s*")
_SHORT_NAME = re.compile(r"[A-ZА-ЯČŠŽÄÖÜ]{2,6}")
# Where what ``_WITH`` matches begins, in small letters.
_WITH_PARTS = (
    "report", "files", "material", "contribution", "input", "con información",
    "(avec", "по материалам", "(mit",
)  # fmt: skip


def _dateline(text: str, small: str) -> Iterator[Found]:
    """``QUILLMOOR (Norvia Wire) —`` at the beginning of one of the first paragraphs."""
    for line in islice(_FILLED_LINE.finditer(text[:3000]), 3):
        match = _DATELINE.match(text, line.start(), line.end())
        if match is None:
            yield from _listed_dateline(text, line.start(), line.end())
        elif _is_place(match["place"]) and _is_agency(match["name"], match["place"]):
            for start, end in _parts(text, *match.span("name")):
                yield Found(start, end, text[start:end], "agency")


def _listed_dateline(text: str, start: int, end: int) -> Iterator[Found]:
    """The same in forms that mean something else beside a name nobody listed."""
    bare = _BARE_DATELINE.match(text, start, end)
    if bare and known(bare["name"].strip()):
        yield from _names(text, *bare.span("name"), "agency")
        return
    other = _OTHER_DATELINE.match(text, start, end)
    name = other.lastgroup if other else None
    if other and name and known(other[name]):
        yield Found(*other.span(name), other[name], "agency")


def _uncased(text: str, _small: str) -> Iterator[Found]:
    """Agencies in scripts without capitals: ``新华社…电`` or a name in brackets, first or last."""
    if text.isascii():
        return
    first, last = _uncased_credits()
    for match in (first.match(text), last.search(text, max(0, len(text) - _SIGNATURE))):
        if match:
            group = match.lastgroup or ""
            yield Found(*match.span(group), match[group], "agency")


@cache
def _uncased_credits() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How such a credit stands at the beginning of a text, and at its end."""
    name = "|".join(map(re.escape, uncased_names()))
    inside = r"[^】）)\]\n]"
    first = (
        rf"\s*(?:[【（(\[]{inside}{{0,16}}?(?P<opening>{name}){inside}{{0,8}}[】）)\]]"
        rf"|(?P<wired>{name})[^\n。]{{0,24}}[电電])"
    )
    last = rf"[【（(\[]{inside}{{0,16}}?(?P<closing>{name}){inside}{{0,8}}[】）)\]][\s。.]*$"
    return re.compile(first), re.compile(last)


def _is_place(place: str) -> bool:
    """Whether the words before the bracket can be a place and a date, not a sentence."""
    words = re.findall(r"[^\W\d_][\w.’'-]*", place)
    lower = [word for word in words if word.islower() and len(word) > 3]
    return 0 < len(words) <= 8 and len(lower) <= 1


def _is_agency(name: str, place: str) -> bool:
    words = name.split()
    if len(words) > 5 or not words[0][0].isalpha():
        return False
    if any(known(part.strip()) or looks_like_outlet(part.strip()) for part in name.split("/")):
        return True
    shouted = place.split(",")[0].split("(")[0].strip().isupper()
    return words[0][0].isupper() and (shouted or bool(_SHORT_NAME.fullmatch(name.strip())))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in ``text[start:end]`` parted by bars, slashes, commas or "via"."""
    at = start
    for match in [*_PARTS.finditer(text, start, end), None]:
        stop = match.start() if match else end
        piece = text[at:stop]
        low = at + len(piece) - len(piece.lstrip())
        high = low + len(piece.strip(" \t\xa0.")) - (len(piece) - len(piece.lstrip()) > len(piece))
        if high > low and text[low].isalpha():
            yield low, high
        at = match.end() if match else end


def _names(text: str, start: int, end: int, form: Form, loose: bool = False) -> Iterator[Found]:
    """The outlets named in ``text[start:end]``; with ``loose`` also a single unknown name."""
    found = False
    for run in runs(text, start, end):
        for low, high in outlets_in(text, run.start(), run.end()):
            found = True
            yield Found(low, high, named(text[low:high]), form)
    if loose and not found:
        piece = re.match(r"(?:the\s+)?([^\W\d_a-z][\w-]*)$", text[start:end].strip(), re.IGNORECASE)
        if piece and piece.group(1)[0].isupper():
            low = text.index(piece.group(1), start)
            yield Found(low, low + len(piece.group(1)), piece.group(1), form)


def _closing(text: str, small: str) -> Iterator[Found]:
    """``(AFP)`` or ``Source: Reuters`` in the last lines."""
    tail = max(0, len(text) - 400)
    for line in list(_FILLED_LINE.finditer(text[tail:]))[-4:]:
        start, end = tail + line.start(), tail + line.end()
        signed = _SIGNED.search(text, start, end)
        if signed and any(known(part.strip()) for part in re.split(r"[/,]| mit ", signed["name"])):
            yield from _names(text, *signed.span("name"), "agency")
        elif signed and _signs(signed["name"], text[start : signed.start()]):
            yield Found(*signed.span("name"), signed["name"], "agency")
        rights = _RIGHTS.match(text, start, end)
        if rights and looks_like_agency(rights["name"]):  # an outlet's is its own
            yield Found(*rights.span("name"), rights["name"], "agency")
        whole = _SOURCE_LINE.match(text, start, end)
        if whole and looks_like_agency(whole["name"]):
            yield Found(*whole.span("name"), whole["name"], "agency")
        elif whole:
            yield from _names(text, *whole.span("name"), "agency")


def _signs(name: str, before: str) -> bool:
    """Whether a name in brackets is an agency's, stands outside of any sentence and at no picture;
    ``before`` stands before it in its line."""
    outside = before.rstrip()[-1:] in ("", ".", "!", "?", "”", "»", '"')
    small = name.lower()
    return outside and looks_like_agency(name) and not any(word in small for word in _PICTURES)


def _opening(text: str, small: str) -> Iterator[Found]:
    """``By Norvia News Agency`` as the first line."""
    match = _SOURCE_LINE.match(text, 0, max(0, text.find("\n")))
    if match and looks_like_agency(match["name"]):
        yield Found(*match.span("name"), match["name"], "agency")


def _contributed(text: str, small: str) -> Iterator[Found]:
    """``X contributed to this report``, ``with reporting by X``."""
    for match in _CONTRIBUTED.finditer(text):
        low = max(0, match.start() - 90)
        before = _BEFORE_CONTRIBUTED.search(text[low : match.start()])
        if before:
            start = low + before.start()
            yield from _names(text, start, match.start(), "contributed", bool(match["report"]))
    for match in _matches(_WITH, text, places(small, _WITH_PARTS)):
        group = "names" if match["names"] else "others"
        yield from _names(text, *match.span(group), "contributed")


def _matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at one of some places, ascending, and not within another."""
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match:
            yield match
            end = match.end()


def _photos(text: str, small: str) -> Iterator[Found]:
    """Credits of pictures: in brackets, after "Photo:", or a short line of names."""
    pictured = any(word in small for word in _PICTURES)
    for match in _matches(_PHOTO, text, places(small, ("(", *_PICTURES)) if pictured else ()):
        for group in ("agency", "rest", "line", "by"):
            if match[group]:
                yield from _names(text, *match.span(group), "photo")
    for line in _LINE.finditer(text):
        start, end = line.span()
        piece = line.group().strip()
        if not piece or len(piece) > _PHOTO_LINE or piece[-1] in '.!?:”"':
            continue
        parts = list(_parts(text, start, end))
        listed = [known(text[low:high]) for low, high in parts]
        bare = len(parts) == 1 and listed[0] is not None and listed[0].kind == "pictures"
        if bare or (
            len(parts) > 1 and any(listed) and all(high - low <= 40 for low, high in parts)
        ):
            for low, high in parts:
                label = _PHOTO_LABEL.match(text, low, high)
                low = label.end() if label else low
                if low < high and text[low].isupper():
                    yield Found(low, high, text[low:high], "photo")


def find_credits(article: Article, reading: Reading | None = None) -> tuple[Credit, ...]:
    """The credits of an article's text in order of place, one for each name at a place.

    ``article.text[c.start:c.end] == c.text``, the name as printed; ``name`` is it without its
    article and a possessive ending. A mention of an outlet without such words around it is no
    credit. ``reading`` is the article's own, where another finding made it already. Never raises.
    """
    text = article.text
    chosen: list[Found] = []  # by place
    # The earlier reading of a place wins: a dateline is more than a mention.
    # To a pattern that ignores case, "İ" is an "i".
    small = (reading or Reading(article)).lower.replace("İ", "i")
    for look in (_dateline, _opening, _closing, _uncased, _photos, _contributed, in_sentences):
        for found in look(text, small):
            at = bisect_left(chosen, found)
            free = (at == 0 or chosen[at - 1].end <= found.start) and (
                at == len(chosen) or found.end <= chosen[at].start
            )
            if found.name and free:
                chosen.insert(at, found)
    return tuple(
        Credit(
            id=content_id("c", article.id, found.start, found.end),
            article=article.id,
            start=found.start,
            end=found.end,
            text=text[found.start : found.end],
            name=found.name,
            form=found.form,
        )
        for found in chosen
    )
