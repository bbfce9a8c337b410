"""Outlets named in running text, and by which words: ``told X``, ``according to X``, ``X said``."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from newsloom.findings.namebook import UPPER
from newsloom.findings.outlets import (
    looks_like_outlet,
    lower_case_names,
    telling_small_words,
    telling_words,
)

Form = Literal["agency", "contributed", "told", "according", "reported", "photo", "link"]


class Found(NamedTuple):
    """A name at a place of a text, and the form of credit it stands in."""

    start: int
    end: int
    name: str
    form: Form


_WORDS = re.compile(r"[^\W\d_]\w*")
_CAPITALISED = re.compile(rf"[{UPPER}]\w*")
_TOKEN = rf"[{UPPER}](?:[\w&’'-]*\w)?(?:\.[^\W\d_]\w*)*"
# It begins with the capital, so that a search skips the other letters.
_RUN = re.compile(
    rf"[{UPPER}](?<![\w-].)(?<!(?<![lLdD])[’'].)(?:[\w&’'-]*\w)?(?:\.[^\W\d_]\w*)*"
    rf"(?:[ \xa0](?:(?:of|de|del|della|for|the|&)[ \xa0]){{0,2}}{_TOKEN}){{0,7}}"
)
_MEDIA_NOUN = (
    r"(?:news\s+agency|news\s+service|newspaper|newswire|broadcaster|news\s+site|news\s+website|"
    r"wire\s+service|Nachrichtenagentur|Zeitung|Sender|agence(?:\s+de\s+presse)?|quotidien|journal|"
    r"agencia(?:\s+de\s+noticias)?|diario|periódico|агентств[оау]|газет[аыу]|телеканал[аеу]?)"
)
# One of these stands in every word of the pattern above: a quick look before it is tried.
_NOUN_PARTS = (
    "agenc", "service", "newspaper", "newswire", "broadcaster", "news site", "website", "agentur",
    "zeitung", "sender", "quotidien", "journal", "diario", "periódico", "агентств", "газет",
    "телеканал",
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
# The same right before the name, at most two words between.
_BESIDE = re.compile(
    r"\b(?:segundo|conforme|secondo|riferisce|riporta|volgens|meldt|aldus|enligt|rapporterar|ifølge|"
    r"melder|według|podaje|donosi|informuje|за\s+даними|з\s+посиланням\s+на|повідомляє|повідомляють|"
    r"повідомило|повідомила)\s+(?:[^\s.,;:!?“”\"]+\s+){0,2}?[„“\"«‘]?$",
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
# One of these words stands in whatever matches: a quick look before it is tried.
_TOLD_WORDS = frozenset((
    "told", "tells", "telling", "interview", "interviewed", "speaking", "spoke", "gegenüber",
    "gespräch", "déclaré", "confié", "dijo", "declaró", "entrevista", "рассказал", "рассказала",
    "рассказали", "сообщил", "сообщила", "сообщили", "заявил", "заявила", "заявили",
))  # fmt: skip
_ACCORDING_WORDS = frozenset((
    "according", "laut", "angaben", "selon", "après", "según", "acuerdo", "данным", "информации",
    "reported", "сообщает", "сообщают", "сообщил", "сообщили", "сообщило", "пишет", "передает",
    "передаёт", "meldet", "meldete", "obtained", "seen", "citing", "quoting", "berufung", "cité",
    "ссылкой", "berichtet", "berichtete",
))  # fmt: skip
_BESIDE_WORDS = frozenset((
    "segundo", "conforme", "secondo", "riferisce", "riporta", "volgens", "meldt", "aldus", "enligt",
    "rapporterar", "ifølge", "melder", "według", "podaje", "donosi", "informuje", "даними",
    "посиланням", "повідомляє", "повідомляють", "повідомило", "повідомила",
))  # fmt: skip
_GENITIVE = re.compile(r"['’]s?$")
_LOOK = 110
_SENTENCE_CUT = re.compile(r"[.!?]\s|\n")
_ARTICLE_BEFORE = re.compile(
    r"(?:\bthe|\bThe|\b(?:d|l|all|dall|dell|nell|sull)['’]|\bla|\ble|\bder|\bdie|\bdem|\bdas)\s*$"
)


def runs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Runs of capitalised words, and the listed names in small letters."""
    yield from _RUN.finditer(text, start, end)
    yield from lower_case_names().finditer(text, start, end)


def _clean(name: str) -> str:
    return _GENITIVE.sub("", name)


def named(name: str) -> str:
    """A name without its article and a possessive ending."""
    return _clean(name).removeprefix("The ")


def outlets_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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
            if last - at == 1 and _GENITIVE.search(text[low:high]):
                break
        at += 1


def places(small: str, words: Iterable[str]) -> list[int]:
    """Where any of some words, or parts of words, stand; ascending."""
    found: list[int] = []
    plain = small.isascii()
    for word in words:
        if plain and not word.isascii():
            continue  # known without a look
        at = small.find(word)
        while at >= 0:
            found.append(at)
            at = small.find(word, at + 1)
    return sorted(found)


def in_sentences(text: str, small: str) -> Iterator[Found]:
    """``told X``, ``according to X``, ``X reported`` in running text; ``small`` is it lowered."""
    for start, end in _mentions(text, small):
        before = text[max(0, start - _LOOK) : start]
        before = _SENTENCE_CUT.split(before)[-1]
        before = _ARTICLE_BEFORE.sub("", before)
        after = text[end : end + 60].split("\n")[0]
        words = _WORDS.findall(before.lower())
        form: Form | None = None
        if not _TOLD_WORDS.isdisjoint(words) and _TOLD.search(before):
            form = "told"
        elif _is_according(before, words):
            form = "according"
        elif _REPORTED.match(after):
            form = "reported"
        if form:
            yield Found(start, end, named(text[start:end]), form)


def _is_according(before: str, words: Sequence[str]) -> bool:
    """Whether what stands before a name says that this is from there; ``words``: its words."""
    if not _ACCORDING_WORDS.isdisjoint(words) and _ACCORDING.search(before):
        return True
    return not _BESIDE_WORDS.isdisjoint(words) and _BESIDE.search(before) is not None


def _mentions(text: str, small: str) -> Iterator[tuple[int, int]]:
    """The outlets that a text names: by list or looks, or beside a word such as newspaper."""
    listed = [word for word in telling_small_words() if word in text]
    telling = telling_words().intersection(_CAPITALISED.findall(text))
    told = places(text, (*telling, *listed))
    nouns = places(small, _NOUN_PARTS)
    # A run ends with its line; without a telling word or such a noun it names nobody.
    for start, end in _lines(text, told, nouns):
        for run in runs(text, start, end) if listed else _RUN.finditer(text, start, end):
            beside = bool(nouns) and _near(nouns, *run.span())
            if beside or _within(told, *run.span()):
                yield from _candidates(text, run, beside)


def _lines(text: str, told: list[int], nouns: list[int]) -> Iterator[tuple[int, int]]:
    """The lines with one of some places in them or one of the others in or near them."""
    looked = [(at, at) for at in told] + [(max(at - _AFTER, 0), at + _BEFORE) for at in nouns]
    start = 0
    for low, high in sorted(looked):
        start = max(start, text.rfind("\n", 0, low) + 1)
        while start <= min(high, len(text)):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            yield start, end
            start = end + 1


def _within(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places (ascending) is in a span."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _near(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places (ascending) is just before, in or just after a span."""
    at = bisect_left(places, start - _BEFORE)
    return at < len(places) and places[at] <= end + _AFTER


def _candidates(text: str, run: re.Match[str], named: bool) -> Iterator[tuple[int, int]]:
    """Outlets named in a run of words; ``named``: a word such as newspaper is near."""
    found = list(outlets_in(text, run.start(), run.end()))
    yield from found
    if found or not named:
        return
    start, end = run.span()
    if _NOUN_BEFORE.search(text[max(0, start - _BEFORE) : start]) or _NOUN_AFTER.match(
        text, end, end + _AFTER
    ):
        name = re.match(r"(?:The|Die|Der|Das|La|Le|El)\s+", text[start:end])
        yield start + (name.end() if name else 0), end
