"""HTML fragments, as feeds and import records hold them, to paragraphs."""

import re
from html import unescape

from lxml.etree import LxmlError, ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsloom.extract.page import paragraphs_of

_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_BLOCKS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr",
    "table", "td", "th", "section", "article", "header", "footer", "figure", "figcaption", "pre",
    "hr", "dl", "dt", "dd",
})  # fmt: skip
_DROPPED = ("script", "style", "noscript", "template", "iframe", "form", "button", "svg")


def has_markup(text: str) -> bool:
    """Whether a string holds tags or character references."""
    return bool(_MARKUP.search(text))


def _gather(root: HtmlElement) -> str:
    pieces: list[str] = []
    # By events, not by recursion: the nesting is in the hands of whoever wrote the page.
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        block = element.tag in _BLOCKS
        if closing:
            pieces.append("\n" if block else "")
            if element is not root:
                pieces.append(element.tail or "")
            continue
        pieces.append("\n" if block else "")
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            pieces.append(element.tail or "")
            continue
        pieces.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return "".join(pieces)


def fragment_paragraphs(fragment: str) -> tuple[str, ...]:
    """The paragraphs of an HTML fragment, or of a plain text. Never raises."""
    if not has_markup(fragment):
        return paragraphs_of(fragment)
    # White space in HTML parts words, not lines.
    data = f"<div>{' '.join(fragment.split())}</div>".encode("utf-8", "replace")
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = document_fromstring(data, parser=parser)
    except (LxmlError, ParserError, ValueError, AssertionError):
        return paragraphs_of(unescape(_MARKUP.sub(" ", fragment)))
    return paragraphs_of(_gather(root))


def plain_title(title: str) -> str:
    """A title on one line, without the tags and references that feeds leave in it."""
    text = " ".join(fragment_paragraphs(title)) if has_markup(title) else title
    return " ".join(unescape(text).split())
