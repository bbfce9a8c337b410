"""What a page says about itself: title, authors, date, language, image, address.

Read from JSON-LD, meta elements and a few usual places, in this order; nothing is searched for
in running text.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml.etree import XPath
from lxml.html import HtmlElement

from newsloom.model.urls import canonical_url
from newsloom.text.language import UNSURE, primary
from newsloom.text.tokens import words


class Metadata(NamedTuple):
    """What was found; ``None`` or ``()`` where the page is silent. Dates as printed, best first."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    lang: str = UNSURE
    site: str | None = None
    canonical: str | None = None
    image: str | None = None
    free: bool | None = None  # accessible without payment, by schema.org
    based_on: str | None = None  # what it is made from, by schema.org or a meta element
    cited: tuple[str, ...] = ()  # what it cites, by schema.org


_LONGEST_TITLE = 400
_LONGEST_NAME = 60
_LONGEST_BYLINE = 100
_MOST_AUTHORS = 12
_MOST_CITED = 20
_MOST_NODES = 2_000  # of JSON-LD; more is no description of a page
_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|Review|LiveBlog|Recipe)", re.IGNORECASE)
_DATE_KEYS = (
    "article:published_time", "og:published_time", "og:article:published_time",
    "datepublished", "date_published", "published_time", "publishdate", "publish_date",
    "publish-date", "pubdate", "article_date_original", "originalpublicationdate",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dc.date.created", "dc.date", "dcterms.issued", "article.published", "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished",
    "citation_publication_date",
    "datecreated", "creation_date", "created", "article.created", "displaydate", "date",
)  # fmt: skip
_AUTHOR_KEYS = (
    "article:author", "author", "og:author", "og:article:author", "dc.creator", "dcterms.creator",
    "parsely-author", "sailthru.author", "cxenseparse:author", "byl", "citation_author",
    "article.author", "rbauthors", "twitter:creator:name",
)  # fmt: skip
_SOURCE_KEYS = ("syndication-source", "original-source", "isbasedon", "isbasedonurl")
_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "title")
_TITLE_CUT = re.compile(r"\s+[|–—·•»«:\-‹›]+\s+|\s*[|»]\s*")
_BYLINE = re.compile(
    r"^\W*(?:(?:written|story|words|text|posted|published|reported|article|erstellt|geschrieben|"
    r"veröffentlicht|publié|escrito|publicado|scritto)\s+)?"
    r"(?:by|von|par|por|di|da|door|av|af|autor(?:in)?|author|text|автор|kirjoittaja)\b\s*:?\s+",
    re.IGNORECASE,
)
_NAME_PARTS = re.compile(r"\s*(?:[,;/|•·&\n]|\s(?:and|und|et|y|e|og|och|en|и)\s)\s*")
_ADDRESS = re.compile(r"https?:|www\.|@|\[at\]", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\d|^\W*$|^(?:admin|administrator|editor|editorial|redaktion|redaction|"
    r"redazione|redacción|staff|newsroom|web\s?desk|desk|author|guest|user|unknown|anonymous|"
    r"nobody|none|null|undefined|about the author|view all.*|see all.*|more.*by.*|contact|follow|"
    r"wp|webmaster|root|by|von|par|por|di|text|posted|post author)$",
    re.IGNORECASE,
)
_AUTHOR_CLASSES = re.compile(
    r"(?:^|[\s_-])author(?:[\s_-]*(?:names?|links?|url))?(?:\s|$)|authorname|byline|posted-?by|"
    r"submitted-?by|journalist|(?:^|[\s_-])autor(?:\s|$)|username|zuozhe",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"comment|kommentar|respond", re.IGNORECASE)
_Find = Callable[[HtmlElement], Any]  # elements
_DATED: _Find = XPath("//*[@itemprop='datePublished']")
_OF_ARTICLE = "time[@pubdate or contains(@class, 'publi') or contains(@class, 'entry-date')]"
_TIMES: tuple[_Find, ...] = (XPath(f"//article//{_OF_ARTICLE}"), XPath(f"//{_OF_ARTICLE}"))
_PUBLISHED: _Find = XPath(
    "//*[self::abbr or self::span][contains(concat(' ', @class, ' '), ' published ')]"
)
_BODY_TIMES: _Find = XPath("//article//time | //main//time")
_ANY_TIMES: _Find = XPath("//time[@datetime]")


def clean(text: object, longest: int = _LONGEST_TITLE) -> str | None:
    """A string on one line, composed, without control characters; None when nothing is left."""
    if not isinstance(text, str):
        return None
    if not text.isprintable():
        text = "".join(char for char in text if char.isprintable() or char.isspace())
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return plain if 0 < len(plain) <= longest else None


# ---------------------------------------------------------------- JSON-LD and meta elements


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document, outer ones first, in document order."""
    waiting, seen = [data], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node
        elif isinstance(node, dict):
            yield node
            waiting[:0] = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage")
                           if isinstance(node.get(key), (dict, list))]  # fmt: skip


def _linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        raw = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$", "",
                     script.text)  # fmt: skip
        try:
            found.extend(_nodes(json.loads(raw, strict=False)))
        except (ValueError, RecursionError):
            continue
    return found


def _article_node(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    for node in nodes:
        kinds = node.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in named):
            return node
    return {}


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = clean(element.get("content"), 2_000)
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if content and key:
            found.setdefault(key.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], *keys: str) -> str | None:
    return next((meta[key][0] for key in keys if key in meta), None)


# ---------------------------------------------------------------- fields


def _alike(one: str, other: str) -> float:
    """Share of the shorter title's words that the other one has."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / max(1, min(len(first), len(second)))


def without_site(title: str, site: str | None) -> str:
    """A title without the site's name or section that follows or precedes it."""
    parts = [(m.start(), m.end()) for m in _TITLE_CUT.finditer(title)]
    if not parts:
        return title
    start, end = parts[-1]
    head, tail = title[:start].strip(), title[end:].strip()
    names_site = bool(site) and _alike(tail, site or "") >= 0.5
    if len(words(head)) >= 4 and (names_site or len(words(tail)) <= 3):
        return without_site(head, site)
    first = title[: parts[0][0]].strip()
    if site and _alike(first, site) >= 0.5 and len(words(title[parts[0][1] :])) >= 4:
        return title[parts[0][1] :].strip()
    return title


def _title(
    tree: HtmlElement, meta: dict[str, list[str]], node: dict[str, Any], site: str | None
) -> str | None:
    element = tree.find(".//title")
    page_title = clean(element.text_content()) if element is not None else None
    named = clean(_first(meta, *_TITLE_KEYS)) or clean(node.get("headline"))
    known = named or page_title
    heads = [clean(head.text_content()) for head in tree.iter("h1")]
    for head in heads:
        # The printed headline, when the page's own title agrees that it is one.
        if head and known and len(words(head)) >= 2 and _alike(head, page_title or known) >= 0.6:
            return head
    if known:
        return without_site(known, site)
    return next((head for head in heads if head), None)


def names(printed: str) -> list[str]:
    """The names of persons in a byline; ``[]`` when it names none."""
    plain = _BYLINE.sub("", clean(printed, 300) or "")
    if _ADDRESS.search(plain):
        return []
    found = [part.strip(" .:-–—\"'()") for part in _NAME_PARTS.split(plain)]
    return [
        name
        for name in found
        if name
        and len(name) <= _LONGEST_NAME
        and len(name.split()) <= 6
        and not _NO_NAME.search(name)
    ]


def _node_names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:_MOST_AUTHORS]:
            yield from _node_names(one)
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, (str, list)):
            yield from _node_names(name)


def _unique(found: list[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in found:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())[:_MOST_AUTHORS]


def _authors(
    tree: HtmlElement, meta: dict[str, list[str]], node: dict[str, Any], site: str | None
) -> tuple[str, ...]:
    def usable(printed: Iterator[str] | list[str]) -> tuple[str, ...]:
        found = [name for one in printed for name in names(one)]
        return _unique([name for name in found if name.casefold() != (site or "").casefold()])

    found = usable(_node_names(node.get("author")))
    for key in _AUTHOR_KEYS:
        found = found or usable(meta.get(key, []))
    return found or next(filter(None, (usable([text]) for text in _author_places(tree))), ())


def _author_places(tree: HtmlElement) -> list[str]:
    """Short texts of elements marked as an author's, the surest kind of mark first."""
    found: list[tuple[int, str]] = []
    for element in tree.iter("a", "span", "p", "div", "address", "h3", "h4", "strong", "li"):
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            rank = 0
        elif _AUTHOR_CLASSES.search(marks):
            rank = 1
        else:
            continue
        text = element.text_content().strip()
        beside = any(
            _BESIDE.search(f"{above.get('class', '')} {above.get('id', '')}")
            for above in element.iterancestors("div", "li", "ol", "section", "article")
        )
        if text and len(text) < _LONGEST_BYLINE and not beside:
            found.append((rank, text))
        if len(found) >= _MOST_AUTHORS:
            break
    return [text for _, text in sorted(found, key=lambda one: one[0])]


def _dates(tree: HtmlElement, meta: dict[str, list[str]], node: dict[str, Any]) -> tuple[str, ...]:
    found = [clean(node.get(key), 100) for key in ("datePublished", "dateCreated")]
    found += [clean(value, 100) for key in _DATE_KEYS for value in meta.get(key, ())]
    timed = next(tree.getroottree().iter("time"), None) is not None
    for place in (_DATED, *(_TIMES if timed else ()), _PUBLISHED):
        for element in place(tree)[:3]:
            found.append(
                clean(element.get("datetime") or element.get("content") or element.get("title")
                      or element.text_content(), 100)
            )  # fmt: skip
    times = [
        element.get("datetime") or element.text_content()
        for element in (_BODY_TIMES(tree) if timed else ())[:1]
    ]
    if not any(found):
        times = times or [t.get("datetime") for t in (_ANY_TIMES(tree) if timed else ())[:1]]
        found += [clean(one, 100) for one in times]
    return tuple(dict.fromkeys(date for date in found if date))


def _language(tree: HtmlElement, meta: dict[str, list[str]], node: dict[str, Any]) -> str:
    root = tree.getroottree().getroot()
    declared = (
        root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"), node.get("inLanguage"),
        _first(meta, "og:locale", "content-language", "language", "dc.language"),
    )  # fmt: skip
    tags = (primary(tag) for tag in declared if isinstance(tag, str))
    return next((tag for tag in tags if tag != UNSURE), UNSURE)


def _absolute(base: str | None, printed: str | None) -> str | None:
    """An absolute http(s) address, or None."""
    if not printed or len(printed) > 2_000:
        return None
    try:
        url = urljoin(base or "", printed.strip())
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _free(node: dict[str, Any], meta: dict[str, list[str]]) -> bool | None:
    """schema.org's ``isAccessibleForFree``; as text it is found with and without a capital."""
    said = node.get("isAccessibleForFree", _first(meta, "isaccessibleforfree"))
    return {"true": True, "false": False}.get(str(said).strip().lower())


def _works(value: Any) -> Iterator[str]:
    """Addresses of creative works: printed as a URL, as a node with one, or several of these."""
    for one in value if isinstance(value, list) else [value]:
        address = one.get("url") or one.get("@id") if isinstance(one, dict) else one
        if isinstance(address, str) and address.strip().startswith(("http://", "https://")):
            yield address.strip()


def _based_on(url: str | None, node: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    """What the page says its article is made from: ``isBasedOn`` of schema.org, or a meta element.

    A page that names itself says that the text is its own.
    """
    printed = (
        *_works(node.get("isBasedOn")),
        *_works(node.get("isBasedOnUrl")),
        *(address for key in _SOURCE_KEYS for address in _works(meta.get(key, []))),
    )
    own = canonical_url(url) if url else None
    addresses = (_absolute(url, address) for address in printed)
    return next((one for one in addresses if one and canonical_url(one) != own), None)


def _cited(url: str | None, node: dict[str, Any]) -> tuple[str, ...]:
    addresses = (_absolute(url, address) for address in _works(node.get("citation")))
    return tuple(dict.fromkeys(one for one in addresses if one))[:_MOST_CITED]


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """What the parsed page says about itself. ``url`` resolves relative addresses."""
    meta = _meta(tree)
    nodes = _linked_data(tree)
    node = _article_node(nodes)
    publisher = node.get("publisher")
    site = clean(_first(meta, "og:site_name", "application-name"), 100) or next(
        (name for name in map(clean, _node_names(publisher)) if name and len(name) <= 100), None
    )
    link = tree.find(".//link[@rel='canonical'][@href]")
    return Metadata(
        title=_title(tree, meta, node, site),
        authors=_authors(tree, meta, node, site),
        dates=_dates(tree, meta, node),
        lang=_language(tree, meta, node),
        site=site,
        canonical=_absolute(url, link.get("href") if link is not None else None)
        or _absolute(url, _first(meta, "og:url")),
        image=_absolute(url, _first(meta, "og:image", "og:image:url", "twitter:image")),
        free=_free(node, meta),
        based_on=_based_on(url, node, meta),
        cited=_cited(url, node),
    )
