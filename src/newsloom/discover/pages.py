"""Whether a page is an article, cheaply: what a section's links are judged by."""

import json
import re
from collections.abc import Iterator

from lxml import etree, html

_ARTICLE_TYPES = re.compile(
    r"(?:News|Report|Reportage|Analysis|Opinion|Review|Background|Blog|LiveBlog|Satirical)?"
    r"(?:News)?(?:Article|Posting)",
)
_LIST_TYPES = ("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage")
_LONG = 80  # code points of a paragraph that is running text
_WIDE_LONG = 40  # the same in scripts whose signs are words
_ENOUGH = 600  # code points of running text
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SCRIPT_BYTES = 500_000
_DEEPEST = 6


def is_article(page: bytes) -> bool:
    """What a page says it is (schema.org, Open Graph), else whether running text outweighs links.

    Says nothing on whether the text can be had: a stub of an article is an article. Never raises.
    """
    try:
        root = html.document_fromstring(page)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return False
    types = set(_types(root))
    if any(_ARTICLE_TYPES.fullmatch(one) for one in types) and not types & set(_LIST_TYPES):
        return True
    if _og_type(root) == "article":
        return True
    return not types & set(_LIST_TYPES) and _reads_as_text(root)


def _og_type(root: etree._Element) -> str:
    named = (meta for meta in root.iter("meta") if meta.get("property") == "og:type")
    return next(((meta.get("content") or "").strip().lower() for meta in named), "")


def _types(root: etree._Element) -> Iterator[str]:
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _SCRIPT_BYTES:
            continue
        try:
            yield from _typed(json.loads(text), 0)
        except (ValueError, RecursionError):
            continue


def _typed(value: object, depth: int) -> Iterator[str]:
    """The types of the page's own things: what a list holds is not what the page is."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _typed(one, depth + 1)
    elif isinstance(value, dict):
        named = value.get("@type")
        for one in named if isinstance(named, list) else [named]:
            if isinstance(one, str):
                yield one
        for key in ("@graph", "mainEntity"):
            yield from _typed(value.get(key), depth + 1)


def _reads_as_text(root: etree._Element) -> bool:
    running = linked = 0
    for paragraph in root.iter("p"):
        text = "".join(str(piece) for piece in paragraph.itertext()).strip()
        inside = sum(
            len("".join(str(piece) for piece in one.itertext())) for one in paragraph.iter("a")
        )
        wide = len(_WIDE.findall(text))
        if len(text) >= (_WIDE_LONG if 2 * wide > len(text) else _LONG) and 2 * inside < len(text):
            running += len(text) + wide
    for heading in root.iter("h1", "h2", "h3", "h4"):
        if any(True for _ in heading.iter("a")) or any(True for _ in heading.iterancestors("a")):
            linked += 1
    # A list of teasers has a linked heading for every few sentences.
    return running >= _ENOUGH and running >= linked * 250
