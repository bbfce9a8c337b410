"""Credits: the words by which an article names where it has its news or pictures from.

Names come from the list in ``agencies.toml``, from what outlets' names look like, and from the
form of the credit itself, so that an agency nobody listed is found in ``PLACE (Agency) —``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal, NamedTuple

from newsloom.findings.namebook import UPPER
from newsloom.findings.outlets import known, looks_like_outlet, lower_case_names, telling_words
from newsloom.model.ids import content_id
from newsloom.model.types import Article, Credit

Form = Literal["agency", "contributed", "told", "according", "reported", "photo", "link"]


class _Found(NamedTuple):
    start: int
    end: int
    name: str
    form: Form


_DATELINE = re.compile(
    r"[ \t]*(?P<place>[^\W\d_][^()\n]{1,60}?)[ \xa0]?"
    r"\((?P<name>[^()\n\d]{2,40})\)\.?[ \xa0]?[—–:-]+"
)
_BARE_DATELINE = re.compile(r"[ \t]*[^\W\d_][^()\n.]{2,40}?[—–-]+[ \xa0]?(?P<name>[^\n.]{2,30})\.")
_SIGNED = re.compile(r"\((?P<name>[^()\n\d]{2,40})\)[ .]*$")
_SOURCE_LINE = re.compile(
    r"[ \t]*(?:source|sources|quelle|quellen|fuente|источник|via|credit|by|von|par|por)\s?:?\s+"
    r"(?P<name>[^\n:]{2,60}?)\.?[ \t]*$",
    re.IGNORECASE,
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
_TOKEN = rf"[{UPPER}](?:[\w&’'-]*\w)?(?:\.[^\W\d_]\w*)*"
_RUN = re.compile(
    rf"(?<![\w’'-]){_TOKEN}"
    rf"(?:[ \xa0](?:(?:of|de|del|della|for|the|&)[ \xa0]){{0,2}}{_TOKEN}){{0,7}}"
)
_MEDIA_NOUN = (
    r"(?:news\s+agency|news\s+service|newspaper|newswire|broadcaster|news\s+site|news\s+website|"
    r"wire\s+service|Nachrichtenagentur|Zeitung|Sender|agence(?:\s+de\s+presse)?|quotidien|journal|"
    r"agencia(?:\s+de\s+noticias)?|diario|periódico|агентств[оау]|газет[аыу]|телеканал[аеу]?)"
)
# One of these stands in every word of the pattern above: a quick look before it is tried.
_NOUN_PARTS = (
    "agency", "service", "newspaper", "newswire", "broadcaster", "news site", "website", "agentur",
    "zeitung", "sender", "agence", "quotidien", "journal", "agencia", "diario", "periódico",
    "агентств", "газет", "телеканал",
)  # fmt: skip
_NOUN_BEFORE = re.compile(rf"\b{_MEDIA_NOUN}\s+[„“\"«‘]?$", re.IGNORECASE)
_NOUN_AFTER = re.compile(rf"[“”\"»’]?\s+{_MEDIA_NOUN}\b", re.IGNORECASE)
_BEFORE, _AFTER = 40, 30  # characters within which such a word is looked for
_TOLD = re.compile(
    r"\b(?:told|tells|telling|interview\s+(?:with|to|on)|interviewed\s+by|speaking\s+(?:to|with|on)|"
    r"spoke\s+(?:to|with)|gegenüber|im\s+Gespräch\s+mit|interview\s+mit|déclaré\s+à|confié\s+à|"
    r"dijo\s+a|declaró\s+a|entrevista\s+con|рассказал[аи]?|сообщил[аи]?|заявил[аи]?)\s+"
    r"(?:[^\s.,;:!?“”\"]+\s+){0,4}?[„“\"«‘]?$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according\s+to|laut|nach\s+angaben\s+(?:von|der|des)|selon|d['’]après|según|"
    r"de\s+acuerdo\s+con|по\s+данным|по\s+информации|as\s+reported\s+by|reported\s+by|"
    r"сообща[ею]т|сообщил[аио]?|пишет|переда[её]т|meldete?|"
    r"obtained\s+by|seen\s+by|citing|quoting|first\s+reported\s+(?:by|in)|unter\s+berufung\s+auf|"
    r"cité\s+par|со\s+ссылкой\s+на|berichtete?\s+(?:die|der|das))\s+"
    r"(?:[^\n.;:!?“”\"]{0,60}?[\s,])?[„“\"«‘]?$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"[“”\"»’]?(?:['’]s)?,?\s+(?:[^\s.,;:!?]+\s+){0,2}?(?:reported|reports|reporting|said|says|wrote|"
    r"writes|quoted|quotes|revealed|has\s+learned|learned|cited|published|report|story|"
    r"investigation|article|poll|editorial|interview|berichtete?|meldete?|schrieb|schreibt|"
    r"zitiert|rapporte|rapporté|écrit|révélé|informó|informa|reportó|publicó|publica|сообщил[аои]?|"
    r"сообщает|пишет|передает|передаёт)\b",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"[Pp][Hh][Oo][Tt][Oo]|[Ff]oto|[Ii]mage|[Pp]icture|Bild")
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
_ARTICLE = re.compile(r"(?:\b(?:[Tt]he|la|le|der|die|dem|das)|\bl['’])\s*$")
_PARTS = re.compile(r"\s*(?:\||/|·|•|,|;|\bvia\b|\bfor\b)\s*")
_WORDS = re.compile(r"[^\W\d_]\w*")
_SHORT_NAME = re.compile(r"[A-ZА-ЯČŠŽÄÖÜ]{2,6}")
_LOOK = 110
_SENTENCE_CUT = re.compile(r"[.!?]\s|\n")
_ARTICLE_BEFORE = re.compile(r"(?:\bthe|\bThe|\bl['’]|\bla|\ble|\bder|\bdie|\bdem|\bdas)\s*$")
# One of these stands in whatever ``_WITH`` matches.
_WITH_PARTS = (
    "eporting", "eports", "iles ", "aterial", "ontribution", "nput ", "información de", "(avec",
    "(Avec", "материалам", "(mit",
)  # fmt: skip


def _dateline(text: str) -> Iterator[_Found]:
    """``QUILLMOOR (Norvia Wire) —`` at the beginning of one of the first paragraphs."""
    for line in list(re.finditer(r"[^\n]*\S[^\n]*", text[:3000]))[:3]:
        match = _DATELINE.match(text, line.start(), line.end())
        if match is None:
            bare = _BARE_DATELINE.match(text, line.start(), line.end())
            if bare and known(bare["name"].strip()):
                yield from _names(text, *bare.span("name"), "agency")
            continue
        if _is_place(match["place"]) and _is_agency(match["name"], match["place"]):
            for start, end in _parts(text, *match.span("name")):
                yield _Found(start, end, text[start:end], "agency")


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


def _names(text: str, start: int, end: int, form: Form, loose: bool = False) -> Iterator[_Found]:
    """The outlets named in ``text[start:end]``; with ``loose`` also a single unknown name."""
    found = False
    for run in _runs(text, start, end):
        for low, high in _outlets_in(text, run.start(), run.end()):
            found = True
            yield _Found(low, high, _named(text[low:high]), form)
    if loose and not found:
        piece = re.match(r"(?:the\s+)?([^\W\d_a-z][\w-]*)$", text[start:end].strip(), re.IGNORECASE)
        if piece and piece.group(1)[0].isupper():
            low = text.index(piece.group(1), start)
            yield _Found(low, low + len(piece.group(1)), piece.group(1), form)


def _runs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Runs of capitalised words, and the listed names in small letters."""
    yield from _RUN.finditer(text, start, end)
    yield from lower_case_names().finditer(text, start, end)


def _clean(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _named(name: str) -> str:
    return _clean(name).removeprefix("The ")


def _outlets_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longest outlet names within a run of capitalised words."""
    if telling_words().isdisjoint(_WORDS.findall(text, start, end)):
        return
    words = [match.span() for match in re.finditer(r"[^\s\xa0]+", text[start:end])]
    at = 0
    while at < len(words):
        for last in range(len(words), at, -1):
            low, high = start + words[at][0], start + words[last - 1][1]
            name = _clean(text[low:high])
            if looks_like_outlet(name):
                yield low, low + len(name)
                at = last - 1
                break
            if last - at == 1 and re.search(r"['’]s?$", text[low:high]):
                break
        at += 1


def _closing(text: str) -> Iterator[_Found]:
    """``(AFP)`` or ``Source: Reuters`` in the last lines."""
    tail = max(0, len(text) - 400)
    for line in list(re.finditer(r"[^\n]*\S[^\n]*", text[tail:]))[-4:]:
        start, end = tail + line.start(), tail + line.end()
        signed = _SIGNED.search(text, start, end)
        if signed and any(known(part.strip()) for part in re.split(r"[/,]| mit ", signed["name"])):
            yield from _names(text, *signed.span("name"), "agency")
        whole = _SOURCE_LINE.match(text, start, end)
        if whole:
            yield from _names(text, *whole.span("name"), "agency")


def _contributed(text: str) -> Iterator[_Found]:
    """``X contributed to this report``, ``with reporting by X``."""
    for match in _CONTRIBUTED.finditer(text):
        low = max(0, match.start() - 90)
        before = _BEFORE_CONTRIBUTED.search(text[low : match.start()])
        if before:
            start = low + before.start()
            yield from _names(text, start, match.start(), "contributed", bool(match["report"]))
    for match in _WITH.finditer(text) if any(part in text for part in _WITH_PARTS) else ():
        group = "names" if match["names"] else "others"
        yield from _names(text, *match.span(group), "contributed")


def _photos(text: str) -> Iterator[_Found]:
    """Credits of pictures: in brackets, after "Photo:", or a short line of names."""
    for match in _PHOTO.finditer(text) if _PICTURES.search(text) else ():
        for group in ("agency", "rest", "line", "by"):
            if match[group]:
                yield from _names(text, *match.span(group), "photo")
    for line in re.finditer(r"[^\n]+", text):
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
                    yield _Found(low, high, text[low:high], "photo")


def _in_sentences(text: str) -> Iterator[_Found]:
    """``told X``, ``according to X``, ``X reported`` in running text."""
    for start, end in _mentions(text):
        before = text[max(0, start - _LOOK) : start]
        before = _SENTENCE_CUT.split(before)[-1]
        before = _ARTICLE_BEFORE.sub("", before)
        after = text[end : end + 60].split("\n")[0]
        form: Form | None = None
        if _TOLD.search(before):
            form = "told"
        elif _ACCORDING.search(before):
            form = "according"
        elif _REPORTED.match(after):
            form = "reported"
        if form:
            yield _Found(start, end, _named(text[start:end]), form)


def _mentions(text: str) -> Iterator[tuple[int, int]]:
    """The outlets that a text names: by list or looks, or beside a word such as newspaper."""
    telling = telling_words()
    nouns = _nouns(text)
    at = 0
    for line in text.split("\n"):
        # A run ends with its line; without a telling word or such a noun it names nobody.
        end = at + len(line)
        if _near(nouns, at, end) or not telling.isdisjoint(_WORDS.findall(line)):
            for run in _runs(text, at, end):
                yield from _candidates(text, run, _near(nouns, *run.span()))
        at = end + 1


def _nouns(text: str) -> list[int]:
    """Where words such as newspaper stand, or parts of them: where to look closer."""
    low = text.lower()
    if len(low) != len(text):  # a letter became two: places would be shifted
        low = text
    found: list[int] = []
    for part in _NOUN_PARTS:
        at = low.find(part)
        while at >= 0:
            found.append(at)
            at = low.find(part, at + 1)
    return sorted(found)


def _near(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places (ascending) is just before, in or just after a span."""
    at = bisect_left(places, start - _BEFORE)
    return at < len(places) and places[at] <= end + _AFTER


def _candidates(text: str, run: re.Match[str], named: bool) -> Iterator[tuple[int, int]]:
    """Outlets named in a run of words; ``named``: a word such as newspaper is near."""
    found = list(_outlets_in(text, run.start(), run.end()))
    yield from found
    if found or not named:
        return
    start, end = run.span()
    if _NOUN_BEFORE.search(text[max(0, start - _BEFORE) : start]) or _NOUN_AFTER.match(
        text, end, end + _AFTER
    ):
        name = re.match(r"(?:The|Die|Der|Das|La|Le|El)\s+", text[start:end])
        yield start + (name.end() if name else 0), end


def find_credits(article: Article) -> tuple[Credit, ...]:
    """The credits of an article's text in order of place, one for each name at a place.

    ``article.text[c.start:c.end] == c.text``, the name as printed; ``name`` is it without its
    article and a possessive ending. A mention of an outlet without such words around it is no
    credit. Never raises.
    """
    text = article.text
    chosen: list[_Found] = []  # by place
    # The earlier reading of a place wins: a dateline is more than a mention.
    for reading in (_dateline, _closing, _photos, _contributed, _in_sentences):
        for found in reading(text):
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
