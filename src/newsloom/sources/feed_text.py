"""What the feed readers share: titles as plain text, links made absolute, people's names."""

import html
import re
from urllib.parse import urljoin

_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>|<!(--)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<![^<>]*>")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")
_LONGEST_NAME = 500  # more is no name; and the pattern for mail is quadratic
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def squeeze(text: str | None) -> str:
    """Runs of white space become one space; control characters go."""
    return " ".join(_CONTROL.sub("", text or "").split())


def _visible(markup: str) -> str:
    """Markup without scripts, styles and comments, in linear time whatever it holds."""
    parts, at, lower = [], 0, markup.lower()
    while match := _HIDDEN.search(markup, at):
        parts.append(markup[at : match.start()])
        closing = "-->" if match[2] else f"</{match[1].lower()}"
        at = lower.find(closing, match.end())
        if at < 0:
            return " ".join(parts)
        at += len("-->") if match[2] else 0
    return " ".join([*parts, markup[at:]])


def plain_title(title: str | None, markup: bool = True) -> str:
    """A title as plain text. ``markup`` says that tags and references in it are HTML."""
    title = squeeze(title)
    if markup and ("<" in title or "&" in title):
        # Tags first: a reference may stand for a "<" that belongs to the title.
        if "<" in title:
            title = _TAG.sub(" ", _visible(title))
        title = squeeze(_REFERENCE.sub(lambda match: html.unescape(match[0]), title))
    return title


def absolute(base: str | None, link: str | None) -> str | None:
    """A link made absolute where a base is known; None for an empty one. Never raises."""
    link = (link or "").strip()
    if not link:
        return None
    if not base:
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def person(text: str | None) -> str:
    """The name in an RSS ``author``: ``mail (Name)``, ``Name <mail>`` or a name; else ``""``."""
    text = squeeze(html.unescape(text or ""))
    if len(text) > _LONGEST_NAME:
        return ""
    inside = re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+\s*\((.+)\)", text)
    if inside:
        return inside[1].strip()
    return squeeze(re.sub(r"[<(]\s*[>)]", "", _MAIL.sub("", text))).strip(" ,;")


def unique(names: list[str]) -> tuple[str, ...]:
    """Non-empty names in order, each once."""
    return tuple(dict.fromkeys(name for name in names if name))
