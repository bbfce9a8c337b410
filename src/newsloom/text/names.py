"""Names by their capitals: runs of capitalised words, with the particles that join them.

This finds candidates, not entities. Where capitals carry no news (scripts without them, a
headline in title case, a line in capitals) it finds only what the rest of the text confirms.
"""

import re
import sys
from functools import cache

from newsloom.text.sentences import sentences
from newsloom.text.wordlists import every, section

_NOUN_CAPITALS = {"de", "lb"}  # languages that capitalise every noun
_MOST = 0.7  # share of capitalised long words from which a sentence is in title case
_LONG = 4  # letters of a word whose capital tells something about the style
_FEW = 4  # a shorter sentence shows no style


def _upper_ranges() -> str:
    spans: list[list[int]] = []
    for point in range(0x41, min(0x10000, sys.maxunicode)):
        char = chr(point)
        if char.isupper() or char.istitle():
            if spans and spans[-1][1] == point - 1:
                spans[-1][1] = point
            else:
                spans.append([point, point])
    return "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in spans)


def _after_title() -> str:
    """A stop that belongs to "Mr." or "Sen.": look-behinds need one width each."""
    titles = sorted(every("name_titles"))
    widths = sorted({len(title) for title in titles})
    behind = "|".join(
        f"(?<={'|'.join(title for title in titles if len(title) == width)})" for width in widths
    )
    return rf"(?:(?:{behind})\.)?"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One capitalised word, and a run of them."""
    upper = f"[{_upper_ranges()}]"
    inner = r"[-‐‑](?:al|el|le|la|de|sur|upon|en)"
    joined = rf"(?:['’]{upper}\w*|(?:{inner})?[-‐‑]{upper}\w*)*"
    # The pattern starts with the class of capitals, so that the search can skip to them.
    word = (
        rf"{upper}(?<!\w{upper})"
        rf"(?:(?:\.[-‐‑]?{upper})*\.(?!\w)|\w*{joined}{_after_title()})"
    )
    particles = "|".join(sorted(map(re.escape, every("particles")), key=lambda p: (-len(p), p)))
    blank = r"[ \u00a0\u202f]"
    between = rf"(?:(?:{particles}){blank}(?:(?:der|den|dem|la|las|los|the){blank})?)?"
    prefix = r"(?:(?:d|l|dell)['’]|(?:al|el|ad|as|an|ar|ul)[-‐‑])?"
    run = rf"{word}(?:{blank}{between}{prefix}{word})*"
    return re.compile(word), re.compile(run)


@cache
def _leading(lang: str) -> frozenset[str]:
    lists = section("not_names")
    return frozenset(lists[lang].split()) if lang in lists else every("not_names")


_WORDS = re.compile(r"[^\W\d_]+")
_PROSE = re.compile(r"[.,;:]\W*$")  # how a headline does not end


def _title_case(sentence: str) -> bool:
    found = _WORDS.findall(sentence)
    if len(found) < _FEW or (_PROSE.search(sentence) and not sentence.isupper()):
        return False
    long = [word for word in found if len(word) >= _LONG] or found
    return sum(not word[0].islower() for word in long) >= _MOST * len(long)


def _trimmed(text: str, span: tuple[int, int], lang: str, common: set[str]) -> tuple[int, int]:
    """The run that begins a sentence without the plain words that its place capitalised."""
    word, _ = _patterns()
    start, end = span
    while start < end:
        head = word.match(text, start, end)
        if head is None:
            break
        lower = head.group().lower()
        plain = head.group()[1:].islower() or len(lower) == 1
        if not plain or (
            lower not in _leading(lang) and (lower not in common or head.end() == end)
        ):
            break
        following = word.search(text, head.end(), end)
        if following is None:
            return end, end
        start = following.start()
    return start, end


def _initial_single(text: str, start: int, end: int) -> bool:
    """Whether a run is one plain capitalised word: no initials, no acronym, no inner capital."""
    name = text[start:end]
    return " " not in name and "." not in name and name[1:].islower()


class _Reading:
    """The runs of one text: those that stand for themselves, and those still in doubt."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.lang = lang
        self.common = {word for word in _WORDS.findall(text) if word.islower()}
        self.sure: list[tuple[int, int]] = []
        self.doubtful: list[tuple[int, int]] = []
        self.titled: list[tuple[int, int]] = []  # sentences in title case

    def read(self) -> None:
        for start, end in sentences(self.text):
            if _title_case(self.text[start:end]):
                self.titled.append((start, end))
            else:
                self._sentence(start, end)

    def _sentence(self, start: int, end: int) -> None:
        _, run = _patterns()
        opening = re.compile(r"[\W_]*").match(self.text, start, end)
        begin = opening.end() if opening else start
        for match in run.finditer(self.text, start, end):
            low, high = match.span()
            if low <= begin:
                low, high = _trimmed(self.text, (low, high), self.lang, self.common)
            if high - low < 2:
                continue
            single = _initial_single(self.text, low, high)
            if single and (low <= begin or self.lang in _NOUN_CAPITALS):
                self.doubtful.append((low, high))
            else:
                self.sure.append((low, high))

    def known(self) -> set[str]:
        """Words that some sure run holds."""
        word, _ = _patterns()
        return {
            match.group()
            for low, high in self.sure
            for match in word.finditer(self.text, low, high)
        }


def _confirmed(text: str, start: int, end: int, known: set[str]) -> list[tuple[int, int]]:
    """Runs of known words within a sentence in title case."""
    word, _ = _patterns()
    runs: list[tuple[int, int]] = []
    for match in word.finditer(text, start, end):
        if match.group() not in known:
            continue
        if runs and text[runs[-1][1] : match.start()] == " ":
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    return runs


def capitalised_runs(text: str, lang: str) -> list[tuple[int, int]]:
    """Code point offsets of runs of capitalised words, in order.

    A single capitalised word that begins a sentence counts only when the text has it, capitalised,
    elsewhere; in German, where every noun is, only when it is part of a longer run elsewhere.
    Scripts without capitals give ``[]``.
    """
    _, run = _patterns()
    if run.search(text) is None:
        return []
    reading = _Reading(text, lang)
    reading.read()
    known = reading.known()
    found = reading.sure + [
        (low, high) for low, high in reading.doubtful if text[low:high] in known
    ]
    for start, end in reading.titled:
        found.extend(_confirmed(text, start, end, known))
    return sorted(found)
