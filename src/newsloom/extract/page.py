"""The article of a web page: its paragraphs, what the page says about itself, its links."""

import logging
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml.etree import LxmlError, ParserError, XPath
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from newsloom.extract.encoding import decode
from newsloom.extract.metadata import Metadata, read_metadata
from newsloom.model.errors import Unreadable


class Page(NamedTuple):
    """A page as read, before anything is judged to be debris."""

    paragraphs: tuple[str, ...]
    metadata: Metadata
    links: tuple[str, ...]  # absolute, from the body, in order
    tree: HtmlElement


_LARGEST = 8_000_000  # bytes; a page of this size is a data file
_MOST_ELEMENTS = 40_000  # beyond this only plain paragraphs are read, in linear time
_MOST_LINKS = 100
_LONGEST_LINK = 2_000
_BLOCKS = ("p", "li", "blockquote", "h2", "h3", "h4", "td", "figcaption", "dd", "pre")
# An XML declaration, an odd document type or "<html/>" make libxml2 lose what follows.
_OPENING = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype[^>]*>)?", re.IGNORECASE)
_CLOSED_ROOT = re.compile(r"(<html[^>]*?)\s*/>", re.IGNORECASE)
_NODES: Callable[[HtmlElement], Any] = XPath("count(descendant-or-self::node()[not(self::text())])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CREDITING = re.compile(
    r"^\W*(?:source(?: link)?|original(?: article| source| link)?|read (?:the )?original|via|"
    r"quelle|fonte|fuente|origineel|bron|kilde|källa|źródło|zdroj|источник|джерело|kaynak|sumber|"
    r"المصدر|منبع|स्रोत|出典|来源|來源|출처|nguồn)\W*$",
    re.IGNORECASE,
)
# Its warnings concern the page, which is then simply without text.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def parse(text: str) -> HtmlElement:
    """The tree of a page. Raises Unreadable when there is no markup in it at all."""
    plain = _CONTROL.sub("", _OPENING.sub("", text, count=1))
    data = _CLOSED_ROOT.sub(r"\1>", plain, count=1).encode("utf-8", "replace")
    # A comment within a paragraph would cut its text in two.
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )  # fmt: skip
    try:
        tree = document_fromstring(data, parser=parser)
    except (LxmlError, ParserError, ValueError, AssertionError) as error:
        raise Unreadable("malformed", f"The page has no readable markup: {error}") from error
    return tree


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Lines as paragraphs: composed, blanks levelled, empty ones dropped."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return tuple(line for line in lines if line)


def _plain_paragraphs(tree: HtmlElement) -> str:
    """All paragraphs of an overlong page, whatever stands around them."""
    found = (" ".join(element.text_content().split()) for element in tree.iter("p"))
    return "\n".join(text for text in found if len(text) > 60)


@cache
def _options() -> Extractor:
    # Its own dates are not asked for; without a bound given here it would read the clock.
    dates = {"max_date": "1970-01-01"}
    return Extractor(output_format="python", fast=True, comments=False, date_params=dates)


def body_text(tree: HtmlElement) -> str:
    """The main text of a page, one paragraph a line; ``""`` when there is none."""
    if _NODES(tree) > _MOST_ELEMENTS:
        return _plain_paragraphs(tree)
    try:
        document = bare_extraction(tree, options=_options())
    except Exception:  # the one seam to a library that promises no set of errors
        return _plain_paragraphs(tree)
    return document.text or "" if isinstance(document, Document) else ""


def _address(base: str, printed: str) -> str | None:
    try:
        url = urljoin(base, printed.strip())
    except ValueError:
        return None
    usable = url.startswith(("http://", "https://")) and len(url) <= _LONGEST_LINK
    return url.partition("#")[0] if usable else None


def _base(tree: HtmlElement, url: str | None) -> str:
    element = tree.find(".//base[@href]")
    printed = element.get("href") if element is not None else None
    return (_address(url or "", printed) if printed else None) or url or ""


def _is_crediting(anchor: HtmlElement) -> bool:
    printed = anchor.text_content() if len(anchor) else anchor.text or ""
    return _CREDITING.match(printed[:60]) is not None


def body_links(tree: HtmlElement, url: str | None, text: str) -> tuple[str, ...]:
    """Addresses linked from paragraphs that stand in ``text``, and from a "Source" line."""
    base = _base(tree, url)
    page = (url or "").partition("#")[0]
    level = " ".join(text.split())
    found: dict[str, None] = {}
    known: dict[HtmlElement, bool] = {}
    for anchor in tree.iter("a"):
        printed = anchor.get("href")
        if not printed or printed.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        block = next(anchor.iterancestors(*_BLOCKS), None)
        if block is not None and block not in known:
            start = " ".join(unicodedata.normalize("NFC", block.text_content()).split())[:80]
            known[block] = len(start) > 20 and start in level
        if (block is not None and known[block]) or _is_crediting(anchor):
            address = _address(base, printed)
            if address and address != page:
                found.setdefault(address)
        if len(found) >= _MOST_LINKS:
            break
    return tuple(found)


def read_page(data: bytes, url: str | None, content_type: str | None = None) -> Page:
    """Read a page. Raises Unreadable (``oversized``, ``malformed``), never anything else."""
    if len(data) > _LARGEST:
        raise Unreadable("oversized", f"The page has {len(data)} bytes, more than {_LARGEST}")
    tree = parse(decode(data, content_type))
    metadata = read_metadata(tree, url)
    paragraphs = paragraphs_of(body_text(tree))
    links = body_links(tree, url, "\n".join(paragraphs))
    return Page(paragraphs, metadata, links, tree)
