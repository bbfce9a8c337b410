"""Pages that are no article: a consent wall, a robot check, a missing page, a login, a shell."""

import re
from functools import cache

from lxml.html import HtmlElement

from newsloom.extract.lexicon import level, wordset

_SHORT = 1_500  # letters; a longer text is an article, whatever it mentions
_VERY_SHORT = 400
_TINY = 160
_NEAR = 120  # letters from the beginning within which a wall says what it is
_SPARE = 15  # letters of a title beside the phrase that it is
# From the surest to the vaguest; blocked pages often mention cookies as well.
_REASONS = ("blocked", "missing", "script", "consent", "login", "paywall")
_WHOLE_PAGE = ("blocked", "script", "consent")  # what may fill a page with text of its own
_IN_TITLE = ("blocked", "missing", "consent")
_PART = re.compile(r"\s+[|–—·•»«-]+\s+|\s*[|»]\s*")
_STARTS = re.compile(r"(?:^|[.!?:…。！？]\s*|\n\s*)\W*$")
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDS = " .!?…:"
_HIDDEN = " or ".join(f"ancestor::{tag}" for tag in ("script", "style", "template", "head"))
_SHOWN = f"//text()[not({_HIDDEN})]"
MESSAGES = {
    "blocked": "The site asked for proof that no robot reads it",
    "missing": "The site says that the page does not exist",
    "script": "The page shows its text to browsers that run scripts only",
    "consent": "The page asks for consent instead of showing the article",
    "login": "The page asks for a login instead of showing the article",
    "paywall": "The page shows the article to subscribers only",
    "empty": "The page holds no article text",
}


def wall(title: str | None, text: str) -> str | None:
    """Why a page is no article: ``blocked``, ``missing``, ``script``, ``consent``, ``login``,
    ``paywall``; None when it seems to be one, or says nothing.

    A short article may well speak of a security check or of cookies: in the midst of a sentence
    one phrase alone decides nothing, unless there is hardly any other text.
    """
    size = _letters(text)
    if size > _SHORT:
        return None
    parts = [level(part).strip(_ENDS) for part in _PART.split(title or "")]
    body = "\n".join(level(line) for line in text.split("\n"))
    for reason in _REASONS:
        if reason in _IN_TITLE and any(_is_phrase(part, reason) for part in parts):
            return reason
        if (size <= _VERY_SHORT or reason in _WHOLE_PAGE) and _says(body, reason, size):
            return reason
    return None


def visible_text(tree: HtmlElement) -> str:
    """The beginning of all that a page shows, for one whose article cannot be found."""
    found = (" ".join(text.split()) for text in tree.xpath(_SHOWN))
    return "\n".join(text for text in found if text)[:_SHORT]


def _letters(text: str) -> int:
    """The length of a text as in an alphabet: a character of Chinese says as much as a word."""
    return len(text) + 2 * len(_WIDE.findall(text[: _SHORT + 1]))


@cache
def _phrases(reason: str) -> tuple[str, ...]:
    """The phrases of a reason, the longest first."""
    return tuple(sorted(wordset("quality", reason), key=lambda one: (-len(one), one)))


def _is_phrase(part: str, reason: str) -> bool:
    """Whether a part of a title is such a phrase and hardly anything else."""
    return any(
        len(part) - len(phrase) <= _SPARE and phrase.strip(_ENDS) in part
        for phrase in _phrases(reason)
    )


def _says(body: str, reason: str, size: int) -> bool:
    places: list[tuple[int, int]] = []
    for phrase in _phrases(reason):
        at = body.find(phrase)
        if at >= 0 and not any(low <= at < high for low, high in places):
            places.append((at, at + len(phrase)))
    if not places:
        return False
    starts = [at for at, _ in places if _STARTS.search(body[max(0, at - 12) : at])]
    if size <= _TINY:
        return True
    if size <= _VERY_SHORT:
        return bool(starts) or len(places) > 1
    return bool(starts) and (len(places) > 1 or starts[0] <= _NEAR)
